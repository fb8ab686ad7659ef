"""The annotated texts of seeds/corpus, as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tests.annotations import Article, corpus_rows, spelled_out
from tests.judging import page
from tests.train.texts import only_scored, texts
from transforms.facts.extract import document
from transforms.reading.parse import pipeline, read
from transforms.resolving.document import Document

Row = dict[str, Any]

SPLITS = ("train", "development", "test", "news")
REAL_NEWS = ("broadcasts", "dispatches")
FILES = ("written", "documents", *REAL_NEWS)


def annotated(split: str) -> Iterator[tuple[Row, str]]:
    """The rows of one split of seeds/corpus whose texts are here: without ../shared those written for this project."""
    yield from ((row, text) for row, text in _rows(split) if text)


def missing(split: str) -> int:
    """How many texts of one split are not here, since only ../shared or a package has them."""
    return sum(not text for _, text in _rows(split))


def _rows(split: str) -> Iterator[tuple[Row, str | None]]:
    known = texts() | only_scored() if split == "news" else texts()
    for name in FILES:
        for row in corpus_rows(name):
            if row["split"] == split:
                yield row, row.get("text") or known.get(row.get("text_sha256", ""))


def articles(split: str) -> list[Article]:
    """The articles of one split of seeds/corpus with their gold spelled out, for the scorer."""
    return [
        Article(row["id"], split, row["published"], row.get("title"), text, gold_of(row, text))
        for row, text in annotated(split)
    ]


def gold_of(row: Row, text: str) -> Row:
    """The gold as text; `trigger_at` is the offset of a trigger that occurs twice in its sentence."""
    gold = spelled_out(row, text)
    for event, annotated_event in zip(gold["events"], row["events"], strict=True):
        event["trigger_at"] = annotated_event["trigger"][0]
    return gold


def documents(annotated_articles: Iterable[Article]) -> Iterator[tuple[Article, Document]]:
    """Each article with its document."""
    listed = list(annotated_articles)
    pages = [page(article) for article in listed]
    for article, each, doc in zip(listed, pages, read([p.text for p in pages], pipeline()), strict=True):
        yield article, document(each, doc)
