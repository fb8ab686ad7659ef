"""Measures cleaning against bare Trafilatura on real pages: `python -m tests.cleaning [FOLDER] [--mistakes]`.

FOLDER holds folders of `*.html.gz`, their expected results (`<Outlet>.json`, keyed by the version of the outlet's
parser) and `meta.info` with their addresses, in the format of the Fundus project; by default ../shared/data/news_pages.
Only pages whose expected text is English are measured. Each figure is a mean over pages:

- body: precision, recall and F1 of words, each as often as it occurs;
- title: share of pages whose title is the expected one, ignoring spaces and the style of quotation marks;
- authors: F1 of the set of names, ignoring letter case;
- day: share of pages whose day of publication is the expected one.

Outlets are split into two halves by name, so that rules developed on one can be evaluated on the other.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from statistics import mean
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import Document

from transforms.cleaning.clean import clean
from transforms.cleaning.text.language import language
from transforms.tables.schema import Page, Reject

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "news_pages"
QUOTES = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page with its expected result."""

    name: str
    outlet: str
    url: str
    crawled: datetime
    body: bytes
    title: str
    authors: list[str]
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The result of one way of cleaning a page."""

    title: str = ""
    authors: Sequence[str] = ()
    day: str = ""
    text: str = ""
    rejected: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Agreement of a cleaned page with the expected result, each figure from 0 to 1."""

    precision: float
    recall: float
    f1: float
    title: float
    authors: float
    day: float


def saved(folder: Path) -> Iterator[Saved]:
    """The English pages of a folder, sorted by name."""
    for metadata in sorted(folder.glob("*/meta.info")):
        for file, entry in sorted(json.loads(metadata.read_text(encoding="utf-8")).items()):
            page = metadata.parent / file
            expected = _expected(page) if page.exists() else None
            if expected and language(_text(expected["body"])) == "en":
                yield Saved(
                    name=file.removesuffix(".html.gz"),
                    outlet=file.split("_")[0],
                    url=entry["url"],
                    crawled=datetime.fromisoformat(entry["crawl_date"]).replace(tzinfo=UTC),
                    body=gzip.decompress(page.read_bytes()),
                    title=expected["title"],
                    authors=expected["authors"],
                    day=datetime.fromisoformat(expected["publishing_date"]).date(),
                    text=_text(expected["body"]),
                )


def _expected(page: Path) -> dict[str, Any] | None:
    """The expected result of the parser in use when the page was saved; parsers and pages have the same order."""
    outlet = page.name.split("_")[0]
    versions = json.loads((page.parent / f"{outlet}.json").read_text(encoding="utf-8"))
    pages = sorted(page.parent.glob(f"{outlet}_*.html.gz"))
    return dict(zip(pages, (versions[key] for key in sorted(versions)), strict=False)).get(page)


def _text(body: dict[str, Any]) -> str:
    parts = [*body["summary"]]
    for section in body["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    return "\n".join(parts)


def trafilatura(page: Saved) -> Found:
    """Bare Trafilatura with metadata."""
    document = bare_extraction(page.body, url=page.url, with_metadata=True)
    if not isinstance(document, Document):
        return Found(rejected="nothing")
    authors = (document.author or "").split("; ") if document.author else []
    return Found(document.title or "", authors, document.date or "", document.text or "")


def dateline(page: Saved) -> Found:
    """This project's cleaning, without a day announced by a source."""
    result = clean(fetched(page))
    if isinstance(result, Reject):
        return Found(rejected=f"{result.reason}: {result.detail}")
    return Found(result.title or "", result.authors, result.published_date.isoformat(), result.text)


def fetched(page: Saved) -> Page:
    return Page(
        page_id=page.name,
        url=page.url,
        final_url=page.url,
        source_id="measured",
        fetched_at=page.crawled,
        status=200,
        headers=json.dumps({"content-type": "text/html"}),
        body=page.body,
        body_sha256=sha256(page.body).hexdigest(),
    )


def score(page: Saved, result: Found) -> Score:
    words, expected = Counter(result.text.split()), Counter(page.text.split())
    common = (words & expected).total()
    precision, recall = common / max(1, words.total()), common / max(1, expected.total())
    names, people = ({plain(name) for name in group} for group in (result.authors, page.authors))
    return Score(
        precision=precision,
        recall=recall,
        f1=2 * common / max(1, words.total() + expected.total()),
        title=float(plain(result.title, fold=False) == plain(page.title, fold=False)),
        authors=2 * len(names & people) / (len(names) + len(people)) if names or people else 1.0,
        day=float(result.day[:10] == page.day.isoformat()),
    )


def plain(text: str, fold: bool = True) -> str:
    text = " ".join(text.translate(QUOTES).split())
    return text.casefold() if fold else text


def row(name: str, scores: Sequence[Score]) -> str:
    fields = ("precision", "recall", "f1", "title", "authors", "day")
    return f"| {name} | " + " | ".join(f"{mean(getattr(s, field) for s in scores):.3f}" for field in fields) + " |"


def table(pages: Sequence[Saved], ours: Sequence[Found], theirs: Sequence[Found]) -> str:
    """A Markdown table of scores: all pages, and the two halves of the outlets."""
    outlets = sorted({page.outlet for page in pages})
    halves = {"all": outlets, "half A": outlets[::2], "half B": outlets[1::2]}
    lines = [
        "| pages | body P | R | F1 | title exact | author set F1 | day right |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for half, members in halves.items():
        chosen = [number for number, page in enumerate(pages) if page.outlet in members]
        for name, results in (("bare Trafilatura", theirs), ("dateline", ours)):
            scores = [score(pages[number], results[number]) for number in chosen]
            lines.append(row(f"{half} ({len(chosen)}), {name}", scores))
    return "\n".join(lines)


def mistakes(pages: Sequence[Saved], ours: Sequence[Found], theirs: Sequence[Found]) -> Iterator[str]:
    """The mistakes, one per line."""
    for page, result, baseline in zip(pages, ours, theirs, strict=True):
        got, bare = score(page, result), score(page, baseline)
        if result.rejected:
            yield f"{page.name}: rejected: {result.rejected}"
            continue
        if got.f1 < bare.f1 - 0.005 or got.f1 < 0.9:
            yield f"{page.name}: body P {got.precision:.3f} R {got.recall:.3f} F1 {got.f1:.3f}, bare {bare.f1:.3f}"
        if not got.title:
            yield f"{page.name}: title {result.title!r}, expected {page.title!r}"
        if got.authors < 1:
            yield f"{page.name}: authors {list(result.authors)}, expected {page.authors}"
        if not got.day:
            yield f"{page.name}: day {result.day}, expected {page.day}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--mistakes", action="store_true", help="list what is wrong, page by page")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"{options.folder}: no such folder; the reference material ../shared is not here")
    pages = list(saved(options.folder))
    ours, theirs = [dateline(page) for page in pages], [trafilatura(page) for page in pages]
    print(table(pages, ours, theirs))
    print(f"\n{sum(bool(result.rejected) for result in ours)} of {len(pages)} pages rejected")
    if options.mistakes:
        print(*mistakes(pages, ours, theirs), sep="\n")


if __name__ == "__main__":
    main()
