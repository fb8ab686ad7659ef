"""Articles as lines in, facts as lines out, without a warehouse."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from flows.sources import SourceError
from flows.sources.folder import content_type, items
from transforms.clean import clean
from transforms.extract import Facts, extract_all
from transforms.read import pipeline
from transforms.schema import Article, Page, Reject

Line = dict[str, Any]

BATCH = 32
UNDATED = date(1, 1, 1)
_DATES = ("date_start", "date_end", "date_precision", "published_date")


def lines(place: str, nlp: str | None) -> Iterator[Line]:
    """The facts of each article of a file, or of standard input for `-`, in order.

    SourceError, naming the place, for a file that cannot be read or a line without text.
    """
    numbered = articles(place)
    while batch := list(islice(numbered, BATCH)):
        results = extract_all([article for _, article in batch], pipeline(nlp))
        for (name, article), facts in zip(batch, results, strict=True):
            if isinstance(facts, Reject):
                raise SourceError(f"{place}: {name}: {facts.detail}.")
            yield line(name, article, facts)


def articles(place: str) -> Iterator[tuple[str, Article]]:
    """The articles of a file of JSON Lines, HTML or text with the id of each."""
    body, kind, name = _opened(place)
    if kind != "application/x-ndjson":
        yield name, _cleaned(name, body, kind)
        return
    for number, (_, item) in enumerate(list(items(body.splitlines(keepends=True), name)), 1):
        if item is not None:
            yield str(item.get("id") or number), _article(item, f"{name}:{number}")


def line(name: str, article: Article, facts: Facts) -> Line:
    """One article's facts as JSON can hold them.

    `quotes` are the words in quotation marks, `statements` the indirect ones. A mention's `start` and `end` are its
    own, its sentence's go by `sentence_start` and `sentence_end`.
    """
    told: Line = {"id": name} | {family: [_plain(fact, article) for fact in rows] for family, rows in facts.items()}
    told["statements"] = [quote for quote in told["quotes"] if quote["kind"] == "indirect"]
    told["quotes"] = [quote for quote in told["quotes"] if quote["kind"] != "indirect"]
    for mention in told["mentions"]:
        mention["sentence_start"], mention["sentence_end"] = mention["start"], mention["end"]
        mention["start"], mention["end"] = mention.pop("mention_start"), mention.pop("mention_end")
    return told | {"places": _places(told["mentions"])}


def _places(mentions: Sequence[Line]) -> list[Line]:
    """Each place named, once, that GeoNames or the list of countries knows."""
    keys = ("place_id", "name", "country", "latitude", "longitude")
    found = {m["place_id"]: {"text": m["text"]} | {k: m[k] for k in keys} for m in reversed(mentions) if m["place_id"]}
    return list(reversed(found.values()))


def _plain(fact: Any, article: Article) -> Line:
    row = asdict(fact)
    if article.published_date == UNDATED:
        row |= dict.fromkeys(set(_DATES) & set(row))
    return row


def _opened(place: str) -> tuple[bytes, str, str]:
    """The bytes at a place, their content type and the name to call it by."""
    if place == "-":
        body = sys.stdin.buffer.read()
        start = body.lstrip()[:1]
        return body, {b"<": "text/html", b"{": "application/x-ndjson"}.get(start, "text/plain"), "standard input"
    file = Path(place)
    try:
        return file.read_bytes(), content_type(file), place
    except OSError as error:
        raise SourceError(f"{place}: cannot be read: {error.strerror}.") from error


def _article(item: Line, place: str) -> Article:
    """The article of a line; its text is taken as it stands, so that offsets are those of the caller's text."""
    if not item.get("text"):
        return _cleaned(place, item["html"].encode(), "text/html", item.get("url"), item.get("published"))
    published = item.get("published")
    return Article(
        article_id=sha256(place.encode()).hexdigest()[:16],
        url=item.get("url") or place,
        canonical_url=item.get("url") or place,
        source_id=place,
        title=item.get("title"),
        published_date=date.fromisoformat(published[:10]) if published else UNDATED,
        date_source="given",
        language="en",
        text=item["text"],
        words=len(item["text"].split()),
        text_sha256=sha256(item["text"].encode()).hexdigest(),
    )


def _cleaned(name: str, body: bytes, kind: str, url: str | None = None, published: str | None = None) -> Article:
    page = Page(
        page_id="",
        url=url or name,
        final_url=url or name,
        source_id=name,
        fetched_at=datetime.now(UTC),
        published_date=date.fromisoformat(published[:10]) if published else None,
        status=200,
        headers=json.dumps({"content-type": f"{kind}; charset=utf-8"}),
        body=body,
        body_sha256=sha256(body).hexdigest(),
    )
    found = clean(page)
    if isinstance(found, Reject):
        raise SourceError(f"{name}: {found.detail}")
    return found
