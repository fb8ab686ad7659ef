"""Loads the articles in which people marked the happening of each act (articles.jsonl), with the facts read in them.

A line is an article: `id`, `part` (`train`, `check`), `published`, and its `title` and `text`; or `text_sha256` where
its text is another's, or neither where it is one of seeds/corpus/written. `acts` are `[start, end, mark]` of triggers:
a number is a happening, `c` a course, habit or count of several, `w` what is misread, `x` an act that has nothing to do
with conflict, `?` undecided.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.annotations import corpus_rows
from tests.linking.linked import Linked, facts
from tests.train.texts import only_scored, texts
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract_all
from transforms.reading.parse import pipeline
from transforms.tables.normalise import fact_ids
from transforms.tables.schema import Article

FILE = Path(__file__).with_name("articles.jsonl")
AT_ONCE = 64
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with its facts, and the mark of each event that has one, by fact_id."""

    name: str
    rows: list[Row]
    marks: dict[str, str]


def marked(part: str) -> Iterator[Marked]:
    """The articles of a part whose texts are here; those of others need ../shared."""
    told = [(row, text) for row in _rows(part) if (text := _text(row)) is not None]
    for start in range(0, len(told), AT_ONCE):
        some = told[start : start + AT_ONCE]
        articles = [_article(row, text) for row, text in some]
        for (row, _), article, found in zip(
            some, articles, extract_all(articles, pipeline(None), reader_of(None)), strict=True
        ):
            assert isinstance(found, dict), found
            yield _marked(row, article, found)


def missing(part: str) -> int:
    """How many articles of a part are not here, since only ../shared has their texts."""
    return sum(_text(row) is None for row in _rows(part))


def _rows(part: str) -> list[Row]:
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["part"] == part]


def _text(row: Row) -> str | None:
    if (sha256 := row.get("text_sha256")) is not None:
        return texts().get(sha256) or only_scored().get(sha256)
    return str(_own(row)["text"])


def _own(row: Row) -> Row:
    """The row with title and text of an article that was written for the project."""
    return row if "text" in row else _written()[row["id"]]


@cache
def _written() -> dict[str, Row]:
    return {row["id"]: row for row in corpus_rows("written")}


def _article(row: Row, text: str) -> Article:
    url = f"https://marked.example/{row['id']}"
    title = None if "text_sha256" in row else _own(row).get("title")
    return Article(
        article_id=row["id"], url=url, canonical_url=url, source_id="marked", site="Marked", title=title,
        published_date=date.fromisoformat(row["published"]), date_source="given", language="en", text=text,
        words=len(text.split()), text_sha256="", story_id=row["id"],
    )  # fmt: skip


def _marked(row: Row, article: Article, found: dict[str, list[Any]]) -> Marked:
    keyed = {
        name: [replace(fact, fact_id=key) for fact, key in zip(found[name], fact_ids(name, found[name]), strict=True)]
        for name in ("events", "figures")
    }
    about = Linked([article], keyed["events"], keyed["figures"])
    return Marked(
        row["id"], facts(about, keyed["events"], keyed["figures"]), _marks(row, keyed["events"], article.text)
    )


def _marks(row: Row, events: Iterable[Any], text: str) -> dict[str, str]:
    """The marks of the events whose triggers are marked."""
    marks = {start: mark for start, _, mark in row["acts"]}
    places = ((event.fact_id, trigger_at(event.start, event.end, event.trigger, text)) for event in events)
    return {fact: marks[at] for fact, at in places if at in marks}


def trigger_at(start: int, end: int, trigger: str | None, text: str) -> int | None:
    """Where a trigger stands in the text, given the bounds of its sentence."""
    at = text.find(trigger, start, end) if trigger else -1
    return at if at >= 0 else None
