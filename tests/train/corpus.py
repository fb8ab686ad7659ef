"""The annotated texts of seeds/corpus and the raw ones of ../shared, as stories."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tests.annotations import SHARED, Article, spelled_out
from tests.judging import page
from transforms.facts.extract import document
from transforms.reading.parse import pipeline, read
from transforms.resolving.document import Document
from transforms.seeds import SEEDS

Row = dict[str, Any]

SPLITS = ("train", "development", "test")


def annotated(split: str) -> Iterator[tuple[Row, str]]:
    """The rows of one split of seeds/corpus with their texts; others' are left out where ../shared is absent."""
    for name in ("written", "documents"):
        for line in (SEEDS / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = row.get("text") or _texts().get(row.get("text_sha256", ""))
            if row["split"] == split and text:
                yield row, text


def articles(split: str) -> list[Article]:
    """The articles of one split of seeds/corpus with their gold spelled out, for the scorer."""
    return [
        Article(row["id"], split, row["published"], row.get("title"), text, gold_of(row, text))
        for row, text in annotated(split)
    ]


def gold_of(row: Row, text: str) -> Row:
    """The gold in words; `trigger_at` keeps where a trigger begins that its sentence has twice."""
    gold = spelled_out(row, text)
    for event, kept in zip(gold["events"], row["events"], strict=True):
        event["trigger_at"] = kept["trigger"][0]
    return gold


def raw(most: int) -> list[Article]:
    """Texts of ../shared that nobody annotated, at most so many, in the order of their hashes."""
    used = {row["text_sha256"] for split in SPLITS for row, _ in annotated(split) if "text_sha256" in row}
    found = sorted((sha, text) for sha, text in _texts().items() if sha not in used)
    return [Article(sha[:16], "raw", None, None, text, {}) for sha, text in found[:most]]


def stories(found: Iterable[Article]) -> Iterator[tuple[Article, Document]]:
    """Each article with its story."""
    told = list(found)
    pages = [page(article) for article in told]
    for article, each, doc in zip(told, pages, read([p.text for p in pages], pipeline()), strict=True):
        yield article, document(each, doc)


@cache
def _texts() -> dict[str, str]:
    """The official texts of ../shared by their hash."""
    path = SHARED / "data" / "corpus" / "documents.jsonl.gz"
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
