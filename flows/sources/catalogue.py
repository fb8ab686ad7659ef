"""The list of sources: which there are, and the source behind a name, a path or an address."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from flows.http.client import Web
from flows.sources.base import Candidate, Source, SourceError, spared
from flows.sources.cc_news import CcNews
from flows.sources.days import Days
from flows.sources.feed import Feed
from flows.sources.files import opened, text
from flows.sources.folder import Folder
from flows.sources.hosts import Hosts, hosts_in
from flows.sources.listing import Address, UrlList
from flows.sources.rejects import LONGEST, refused
from flows.sources.site import Site
from flows.sources.sitemap import Sitemap
from flows.sources.warc import Warc, is_warc, packed
from flows.sources.wayback import Copy, Wayback, copied
from flows.sources.wire import Wire
from transforms.identity.addresses import canonical, is_variant, key, original
from transforms.tables.schema import Reject

SOURCES = Path(__file__).resolve().parent.parent.parent / "seeds" / "sources.toml"

ONLINE: dict[str, Callable[[str, str], Source]] = {"feed": Feed, "sitemap": Sitemap, "site": Site, "wire": Wire}
ON_DISK: dict[str, Callable[[str, Path], Source]] = {"list": UrlList, "folder": Folder}
ARCHIVED: dict[str, Callable[[str, str, Hosts], Source]] = {"warc": Warc, "cc-news": CcNews, "wayback": Wayback}
KINDS = [*ONLINE, *ON_DISK, *ARCHIVED]
ARCHIVES = (CcNews, Wayback)
"""Sources that announce nothing without days, and are read only where they are named: they are large."""

REQUIRED = ("name", "kind", "url")
OPTIONAL = ("hosts", "machine_use", "site", "country", "language", "notes")
MACHINE_USE = ("record", "leave")
"""What follows where an outlet asks machines to keep away: it is recorded, or the outlet is left alone."""


def load(names: Sequence[str] | None = None, path: Path = SOURCES) -> list[Source]:
    """The sources of these names in their order; all by default. SourceError for a bad file or an unknown name."""
    known = _read(path)
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise SourceError(f"{path}: no source is named {unknown[0]}; there are {', '.join(known)}.")
    return [known[name] for name in names or known]


def given(place: str) -> Source:
    """The source behind an address, a file or a folder. SourceError where there is none.

    A text file whose name ends in `.urls` is a list of addresses.
    """
    if "://" in place:
        url = original(place)
        if url is None:
            raise SourceError(f"{place}: not an http or https address.")
        if copy := copied(url, url):
            return Copy(copy)
        return Warc(url, url) if is_warc(url) else Address(url)
    path = Path(place).expanduser()
    if not path.exists():
        raise SourceError(f"{place}: no such file or folder.")
    if why := packed(place):
        raise SourceError(why)
    if not path.is_dir():
        opened(path, follow=True).close()
    return UrlList(place, path) if path.suffix == ".urls" else Folder(place, path)


def left_alone(path: Path = SOURCES) -> frozenset[str]:
    """The names of the sources that are left alone where their outlet asks for it. SourceError for a bad file."""
    _read(path)
    rows = tomllib.loads(text(path))["source"]
    return frozenset(row["name"] for row in rows if row.get("machine_use") == "leave")


def examine(sources: Iterable[Source]) -> None:
    """Look at the sources on disk. SourceError at a line of no use, so that it is told before a run begins."""
    for source in sources:
        if isinstance(source, Folder | UrlList | Warc):
            source.examine()


@dataclass(slots=True)
class Announced:
    """What sources announce: each article once, and what could not be read."""

    candidates: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Sources that announced nothing since they could not be read, with what went wrong first."""


def discover(sources: Iterable[Source], web: Web, days: Days | None = None) -> Announced:
    """What all the sources announce, each article once, however its address is written: the first to name it is kept,
    the plain address before an AMP or mobile one; a later title, day or author fills in. With `days`, without what is
    announced as published on another day. A source that fails is a Reject, and the others are asked."""
    found: dict[str, Candidate] = {}
    rejects: dict[tuple[str, str], Reject] = {}
    failed: dict[str, str] = {}
    for source in sources:
        name, announces, lost = source.source_id, False, ""
        place = str(getattr(source, "url", name))
        for item in spared(partial(source.discover, web, days), place, name):
            told = item
            if isinstance(told, Candidate):
                announces = True
                try:
                    if not (days and told.published) or days.meet(Days(told.published, told.published)):
                        same = key(told.url)
                        found[same] = _merged(found[same], told) if same in found else told
                    continue
                except Exception as error:  # the fault line of an announcement
                    told = refused(told.url, name, "discover", error)
            known = rejects.setdefault((told.url, told.reason), told)
            if told.detail not in known.detail:
                known.detail = f"{known.detail} {told.detail}"[:LONGEST]
            if told.reason != "no_date":
                lost = lost or told.detail
        if lost and not announces:
            failed[name] = lost
    return Announced(list(found.values()), list(rejects.values()), failed)


def _merged(first: Candidate, later: Candidate) -> Candidate:
    kept = later if is_variant(first.url) and not is_variant(later.url) else first
    return replace(
        kept,
        source_id=first.source_id,
        title=first.title or later.title,
        published=first.published or later.published,
        authors=first.authors or later.authors,
    )


def _read(path: Path) -> dict[str, Source]:
    """All sources of a file by name. SourceError, naming the line, at the first that is not usable."""
    content = text(path)
    try:
        rows = tomllib.loads(content).get("source", [])
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: {error}.") from error
    lines = [number for number, line in enumerate(content.splitlines(), 1) if line.strip() == "[[source]]"]
    if not isinstance(rows, list) or len(rows) != len(lines) or not rows:
        raise SourceError(f"{path}: no [[source]] tables.")
    found: dict[str, Source] = {}
    for row, line in zip(rows, lines, strict=True):
        source = _source(row, path, line)
        if source.source_id in found:
            raise SourceError(f"{path}:{line}: a second source named {source.source_id}.")
        found[source.source_id] = source
    return found


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
