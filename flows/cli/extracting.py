"""Extracts facts from JSON lines of articles, without a warehouse."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from flows.cli.cleaning import page_of
from flows.sandbox.bounded import DOCUMENT, PAGE, Ended, bounded, limited
from flows.sources.stored.files import LARGEST, opened
from flows.sources.stored.files import lines as lines_of
from flows.sources.stored.folder import TYPES
from flows.sources.stored.json_lines import parsed, problem
from flows.workers.endpoint import reader_of
from flows.workers.extractor import extractor
from transforms.tables.schema import Article, Reject

if TYPE_CHECKING:
    from transforms.facts.extract import Facts

Line = dict[str, Any]

BATCH = 32
"""Articles per batch."""
UNDATED = date.min
LINES = "application/x-ndjson"
_DATES = ("date_start", "date_end", "date_precision", "published_date")
_UNMARKED = ("indirect", "transcript")
_COUNTED = ("period_start", "period_end", "since")
_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class InputArticle:
    """One input article: its id, its position for messages, and its object or page, or what is wrong with it."""

    id: str
    place: str
    item: Line | None = None
    page: tuple[bytes, str] | None = None
    error: str | None = None

    @property
    def size(self) -> int:
        """Rough size in memory."""
        values = (self.item or {}).values()
        return sum(len(value) for value in values if isinstance(value, str)) + len(self.page[0] if self.page else b"")


def lines(place: str, nlp: str | None, seconds: float = PAGE + DOCUMENT, reader: str | None = None) -> Iterator[Line]:
    """The facts of each article in a file, or in standard input for `-`, in order.

    An article that cannot be read, or takes over `seconds` of CPU time, gives `{"id", "error"}`; the others go on.
    SourceError naming the file if it is unreadable.
    """
    for batch in _batches(input_articles(place)):
        whole = [entry for entry in batch if entry.error is None]
        made = _read_in_worker(whole, nlp, reader, seconds) if whole else iter(())
        yield from (error_line(entry, entry.error) if entry.error else next(made) for entry in batch)


def input_articles(place: str) -> Iterator[InputArticle]:
    """The articles of a file of JSON Lines, HTML or text. SourceError if it is unreadable."""
    with _open_input(place) as (stream, kind, name):
        if kind != LINES:
            body = stream.read(LARGEST + 1)
            error = f"it has more than {LARGEST} bytes" if len(body) > LARGEST else None
            yield InputArticle(name, name, page=None if error else (body, kind), error=error)
            return
        for number, (_, text) in enumerate(lines_of(stream), 1):
            if text is None or text.strip(_BLANK):
                yield _parse_line(text, number, name)


def error_line(entry: InputArticle, why: str) -> Line:
    """The output line of an article that cannot be read, with the reason."""
    return {"id": entry.id, "error": f"{entry.place}: {why.rstrip('.')}."}


def _parse_line(text: bytes | None, number: int, name: str) -> InputArticle:
    place = f"{name}:{number}"
    if text is None:
        return InputArticle(str(number), place, error=f"the line has more than {LARGEST} bytes")
    try:
        item = parsed(text)
    except ValueError as error:
        return InputArticle(str(number), place, error=str(error))
    own = item.get("id")
    name = str(own) if own and isinstance(own, str | int) else str(number)
    return InputArticle(name, place, item, error=problem(item))


def _batches(articles: Iterator[InputArticle]) -> Iterator[list[InputArticle]]:
    """Batches of articles, smaller for large ones, so that memory does not grow with the file."""
    batch: list[InputArticle] = []
    for entry in articles:
        batch.append(entry)
        if len(batch) == BATCH or sum(each.size for each in batch) > LARGEST:
            yield batch
            batch = []
    if batch:
        yield batch


def _read_in_worker(
    batch: Sequence[InputArticle], nlp: str | None, reader: str | None, seconds: float
) -> Iterator[Line]:
    for some, made in bounded(partial(_read_batch, nlp=nlp, reader=reader), batch, seconds):
        yield from [error_line(entry, f"{made.reason}: {made}") for entry in some] if isinstance(made, Ended) else made


def _read_batch(batch: Sequence[InputArticle], seconds: float, nlp: str | None, reader: str | None) -> list[Line]:
    """The lines of a batch, run in a worker process; only there are cleaner and reader imported."""
    from flows.workers.reading import ready
    from transforms.facts.extract import extract_all

    language = ready(nlp, reader)
    with limited(seconds):
        made = [_article(entry) for entry in batch]
        articles = [replace(a, extractor=extractor(reader)) if isinstance(a, Article) else a for a in made]
        readings = extract_all(
            [article for article in articles if isinstance(article, Article)], language, reader_of(reader)
        )
        return [_line(entry, article, readings) for entry, article in zip(batch, articles, strict=True)]


def _line(entry: InputArticle, article: Article | Reject, readings: Iterator[Facts | Reject]) -> Line:
    if not isinstance(article, Reject):
        facts = next(readings)
        if not isinstance(facts, Reject):
            return line(entry.id, article, facts)
        article = facts
    return error_line(entry, f"{article.reason}: {article.detail}")


def line(name: str, article: Article, facts: Facts) -> Line:
    """An article's facts as a JSON object.

    `quotes` are quotations in marks, `statements` indirect ones and turns of transcripts. `start` and `end` of a
    mention are its own; its sentence's are `sentence_start` and `sentence_end`.
    """
    record: Line = {"id": name} | {
        family: [_without_computed_dates(fact, article) for fact in rows] for family, rows in facts.items()
    }
    record["statements"] = [quote for quote in record["quotes"] if quote["kind"] in _UNMARKED]
    record["quotes"] = [quote for quote in record["quotes"] if quote["kind"] not in _UNMARKED]
    for mention in record["mentions"]:
        mention["sentence_start"], mention["sentence_end"] = mention["start"], mention["end"]
        mention["start"], mention["end"] = mention.pop("mention_start"), mention.pop("mention_end")
    return record | {"places": _places(record["mentions"])}


def _places(mentions: Sequence[Line]) -> list[Line]:
    """Each place known to GeoNames or the country list once; peoples are excluded."""
    keys = ("place_id", "name", "country", "latitude", "longitude", "west", "south", "east", "north")
    placed = [mention for mention in reversed(mentions) if mention["place_id"] and mention["label"] != "NORP"]
    places = {m["place_id"]: {"text": m["text"]} | {k: m[k] for k in keys} for m in placed}
    return list(reversed(places.values()))


def _without_computed_dates(fact: Any, article: Article) -> Line:
    """A fact without the dates that were computed from an unknown publication day."""
    row = asdict(fact)
    if article.published_date == UNDATED:
        row |= dict.fromkeys(set(_DATES) & set(row))
        row |= {name: None for name in _COUNTED if (row.get(name) or "").startswith("0")}
    return row


@contextmanager
def _open_input(place: str) -> Iterator[tuple[BinaryIO, str, str]]:
    """An open input stream, its content type and its name for messages."""
    if place == "-":
        stream = BufferedReader(cast(Any, sys.stdin.buffer))
        yield stream, _kind(stream), "standard input"
        stream.detach()
        return
    with opened(place, follow=True) as file:
        yield file, TYPES.get(Path(place).suffix.lower()) or _kind(file), place


def _kind(stream: BufferedReader) -> str:
    """Content type of a stream by its first character."""
    return {b"<": "text/html", b"{": LINES}.get(stream.peek(512).lstrip(_BLANK)[:1], "text/plain")


def _article(entry: InputArticle) -> Article | Reject:
    """The article of an input line; its text is not cleaned, so that offsets match the caller's text."""
    if entry.page:
        return _clean(entry.place, *entry.page)
    item = entry.item or {}
    published = date.fromisoformat(item["published"][:10]) if item.get("published") else None
    url, text = item.get("url") or entry.place, item.get("text") or ""
    if not text.strip():
        return _clean(url, item["html"].encode(), "text/html", published)
    return Article(
        article_id=sha256(entry.place.encode()).hexdigest()[:16],
        url=url,
        canonical_url=url,
        source_id=entry.place,
        title=item.get("title"),
        published_date=published or UNDATED,
        date_source="given",
        language="en",
        text=text,
        words=len(text.split()),
        text_sha256=sha256(text.encode()).hexdigest(),
    )


def _clean(url: str, body: bytes, kind: str, published: date | None = None) -> Article | Reject:
    from transforms.cleaning.clean import clean

    result = clean(page_of(body, f"{kind}; charset=utf-8", url, published))
    if isinstance(result, Reject) or result.is_dated:
        return result
    return replace(result, published_date=UNDATED, date_source="given")
