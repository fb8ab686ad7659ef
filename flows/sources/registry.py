"""Loads the list of sources, and resolves a name, path or address to its source."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from flows.http.client import Web
from flows.sources.base import Candidate, Source, SourceError, guard_source
from flows.sources.days import Days
from flows.sources.online import Address, Feed, Site, Sitemap, UrlList, Wire
from flows.sources.rejects import LONGEST, refused
from flows.sources.stored import CcNews, Folder, Warc, Wayback
from flows.sources.stored.files import opened, text
from flows.sources.stored.hosts import Hosts, hosts_in
from flows.sources.stored.warc import is_warc, unsupported
from flows.sources.stored.wayback import Copy, candidate_of_copy
from transforms.identity.addresses import canonical, is_variant, key, original
from transforms.shipped import SEEDS
from transforms.tables.schema import Reject

SOURCES = SEEDS / "sources.toml"

ONLINE: dict[str, Callable[[str, str], Source]] = {"feed": Feed, "sitemap": Sitemap, "site": Site, "wire": Wire}
ON_DISK: dict[str, Callable[[str, Path], Source]] = {"list": UrlList, "folder": Folder}
ARCHIVED: dict[str, Callable[[str, str, Hosts], Source]] = {"warc": Warc, "cc-news": CcNews, "wayback": Wayback}
Row = tuple[dict[str, Any], Path, int]
"""A row of the list, with its file and line number."""
KINDS = [*ONLINE, *ON_DISK, *ARCHIVED]
ARCHIVES = (CcNews, Wayback)
"""Large sources that need days and run only when named."""

REQUIRED = ("name", "kind", "url")
OPTIONAL = ("hosts", "machine_use", "site", "country", "language", "notes")
MACHINE_USE = ("record", "leave")
"""Policy for documents reserved against machine use: record the reservation, or leave the document alone."""


def load(names: Sequence[str] | None = None, path: Path = SOURCES) -> list[Source]:
    """The sources called `names`, in that order; all by default. SourceError for a bad file or an unknown name."""
    known = _sources_by_name(path)
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise SourceError(f"{path}: no source is named {unknown[0]}; there are {', '.join(known)}.")
    return [known[name] for name in names or known]


def source_at(place: str) -> Source:
    """The source for an address, a file or a folder. SourceError if there is none.

    A text file with the ending `.urls` is a list of addresses.
    """
    if "://" in place:
        url = original(place)
        if url is None:
            raise SourceError(f"{place}: not an http or https address.")
        if copy := candidate_of_copy(url, url):
            return Copy(copy)
        return Warc(url, url) if is_warc(url) else Address(url)
    path = Path(place).expanduser()
    if not path.exists():
        raise SourceError(f"{place}: no such file or folder.")
    if why := unsupported(place):
        raise SourceError(why)
    if not path.is_dir():
        opened(path, follow=True).close()
    return UrlList(place, path) if path.suffix == ".urls" else Folder(place, path)


def left_alone(path: Path = SOURCES) -> frozenset[str]:
    """Names of the sources with `machine_use = "leave"`. SourceError for a bad file."""
    _sources_by_name(path)
    return frozenset(name for name, (row, _, _) in _rows(path).items() if row.get("machine_use") == "leave")


def examine(sources: Iterable[Source]) -> None:
    """Check sources on disk before a run begins. SourceError for a place that cannot be read."""
    for source in sources:
        if isinstance(source, Folder | UrlList | Warc):
            source.examine()


@dataclass(slots=True)
class Announced:
    """Result of discovery: each article once, and what could not be read."""

    candidates: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Sources that failed and announced nothing, with their first error."""


def discover(sources: Iterable[Source], web: Web, days: Days | None = None) -> Announced:
    """Poll all sources; each article is returned once, by its canonical key.

    The first mention is kept, but a plain address wins over an AMP or mobile one, and later mentions fill in title, day
    and authors. With `days`, documents announced for other days are left out. A failing source becomes a Reject; the
    others go on.
    """
    by_key: dict[str, Candidate] = {}
    rejects: dict[tuple[str, str], Reject] = {}
    failed: dict[str, str] = {}
    for source in sources:
        name, has_announced, first_error = source.source_id, False, ""
        place = str(getattr(source, "url", name))
        for item in guard_source(partial(source.discover, web, days), place, name):
            entry = item
            if isinstance(entry, Candidate):
                has_announced = True
                try:
                    if not (days and entry.published) or days.meet(Days(entry.published, entry.published)):
                        article_key = key(entry.url)
                        by_key[article_key] = _merge(by_key[article_key], entry) if article_key in by_key else entry
                    continue
                except Exception as error:  # one bad announcement becomes a Reject
                    entry = refused(entry.url, name, "discover", error)
            known = rejects.setdefault((entry.url, entry.reason), entry)
            if entry.detail not in known.detail:
                known.detail = f"{known.detail} {entry.detail}"[:LONGEST]
            if entry.reason != "no_date":
                first_error = first_error or entry.detail
        if first_error and not has_announced:
            failed[name] = first_error
    return Announced(list(by_key.values()), list(rejects.values()), failed)


def _merge(first: Candidate, later: Candidate) -> Candidate:
    base = later if is_variant(first.url) and not is_variant(later.url) else first
    return replace(
        base,
        source_id=first.source_id,
        title=first.title or later.title,
        published=first.published or later.published,
        authors=first.authors or later.authors,
    )


def _sources_by_name(path: Path) -> dict[str, Source]:
    """All sources of a file by name. SourceError naming the line of the first unusable one."""
    return {name: _source(*row) for name, row in _rows(path).items()}


def _rows(path: Path) -> dict[str, Row]:
    """The rows of a file by name. A file with `shipped = true` at its head extends the shipped list: its sources
    replace those of the same name, and the names in `withdrawn` are removed. SourceError for a bad file."""
    content = text(path)
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: {error}.") from error
    rows, shipped, withdrawn = document.get("source", []), document.get("shipped", False), document.get("withdrawn", [])
    lines = [number for number, line in enumerate(content.splitlines(), 1) if line.strip() == "[[source]]"]
    if not isinstance(shipped, bool) or not isinstance(withdrawn, list):
        raise SourceError(f"{path}: at its head, `shipped` is true or false and `withdrawn` is a list of names.")
    if not isinstance(rows, list) or len(rows) != len(lines) or not (rows or shipped):
        raise SourceError(f"{path}: no [[source]] tables.")
    shipped_rows = _rows(SOURCES) if shipped else {}
    if unknown := [name for name in withdrawn if name not in shipped_rows]:
        raise SourceError(f"{path}: withdrawn names {unknown[0]}, which is no shipped source.")
    shipped_rows = {name: row for name, row in shipped_rows.items() if name not in withdrawn}
    own: dict[str, Row] = {}
    for row, line in zip(rows, lines, strict=True):
        name = str(row.get("name"))
        if name in own:
            raise SourceError(f"{path}:{line}: a second source named {name}.")
        own[name] = (row, path, line)
    return shipped_rows | own


def _source(row: dict[str, Any], path: Path, line: int) -> Source:
    missing = [key for key in REQUIRED if not row.get(key)]
    unknown = [key for key in row if key not in REQUIRED + OPTIONAL]
    wrong = [key for key, value in row.items() if not isinstance(value, str)]
    kind = row.get("kind")
    if missing:
        raise SourceError(f"{path}:{line}: a source without {missing[0]}.")
    if wrong or unknown:
        raise SourceError(f"{path}:{line}: {(wrong or unknown)[0]} is not a field of a source or not a string.")
    if kind not in KINDS:
        raise SourceError(f"{path}:{line}: kind is {kind}, not one of {', '.join(KINDS)}.")
    if row.get("machine_use", MACHINE_USE[0]) not in MACHINE_USE:
        raise SourceError(f"{path}:{line}: machine_use is {row['machine_use']}, not one of {', '.join(MACHINE_USE)}.")
    if (kind not in ARCHIVED and "hosts" in row) or (kind == "wayback" and not row.get("hosts")):
        raise SourceError(f"{path}:{line}: a source of kind {kind} {'has no' if 'hosts' in row else 'needs'} hosts.")
    on_disk = kind in ON_DISK or (kind == "warc" and "://" not in row["url"])
    if not on_disk and canonical(row["url"]) is None:
        raise SourceError(f"{path}:{line}: {row['url']} is not an http or https address.")
    place = path.parent / row["url"] if on_disk else row["url"]
    if kind in ON_DISK:
        return ON_DISK[kind](row["name"], place)
    if kind in ONLINE:
        return ONLINE[kind](row["name"], place)
    try:
        return ARCHIVED[kind](row["name"], str(place), hosts_in(row.get("hosts", "")))
    except SourceError as error:
        raise SourceError(f"{path}:{line}: {error}") from error
