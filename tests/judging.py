"""Compares facts one by one with hand-made annotations, by the rules of ../shared/eval/score.py.

Other than there, a fact is first compared with the annotation that has its trigger.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from flows.cli.extracting import UNDATED, line
from flows.settings import settings
from flows.workers.endpoint import reader_of
from tests.annotations import SHARED, Article, articles
from transforms.facts.extract import extract_all
from transforms.reading.parse import pipeline
from transforms.tables.schema import Article as Page
from transforms.tables.schema import Reject

Row = dict[str, Any]

SLOTS = {
    "events": {
        "source": "source", "target": "target", "place": "place", "modality": "modality", "date": "date_start",
        "acled": "acled_sub_event", "when_told": "when_told",
    },
    "figures": {},
    "quotes": {"speaker": "speaker"},
    "relations": {},
}  # fmt: skip
NAMES = frozenset({"source", "target", "place", "speaker"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact with the gold item it matches (None: a false alarm), or a gold item that no fact matches (`fact` None).

    `wrong` are the slots that the fact fills differently from the gold item, `missing` those it leaves empty.
    """

    article: str
    family: str
    fact: Row | None
    gold: Row | None
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the fact is in the gold and right in every slot it fills."""
        return self.fact is not None and self.gold is not None and not self.wrong


@cache
def scorer() -> ModuleType:
    """../shared/eval/score.py. ImportError if it is missing."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval/score.py")
    if spec is None or spec.loader is None:
        raise ImportError("../shared/eval/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference() -> Iterator[Article]:
    """The annotated articles of ../shared/gold."""
    for path in sorted((SHARED / "gold/articles").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        gold = json.loads((SHARED / "gold/gold" / path.name).read_text(encoding="utf-8"))
        yield Article(row["id"], "development", row.get("published"), row.get("title"), row["text"], gold)


def development() -> list[Article]:
    """The articles used to develop the rules: the reference articles and the annotated ones that are not held out."""
    return [*reference(), *articles("development")]


def predictions(annotated: Iterable[Article], nlp: str | None = None, reads: str | None = None) -> dict[str, Row]:
    """The output of `dateline extract` for annotated articles, by id; `reads` or DATELINE_READER chooses the reader."""
    annotated_articles = list(annotated)
    pages = [page(article) for article in annotated_articles]
    lines, reader = {}, reader_of(reads or settings().reader)
    for article, facts in zip(pages, extract_all(pages, pipeline(nlp), reader), strict=True):
        if isinstance(facts, Reject):
            raise ValueError(f"{article.article_id}: {facts.detail}")
        lines[article.article_id] = line(article.article_id, article, facts)
    return lines


def page(article: Article) -> Page:
    """An annotated article as a cleaned one."""
    return Page(
        article_id=article.id,
        url=f"https://example.org/{article.id}",
        canonical_url=f"https://example.org/{article.id}",
        source_id="annotated",
        title=article.title,
        published_date=date.fromisoformat(article.published) if article.published else UNDATED,
        date_source="given",
        language="en",
        text=article.text,
        words=len(article.text.split()),
        text_sha256="",
    )


def judged(predicted: Row, article: Article) -> Iterator[Judged]:
    """Every fact and every unmatched gold item of one article, except doubtful gold items and facts that match them."""
    for family in SLOTS:
        if family in article.gold:
            yield from _judge_family(family, predicted.get(family, []), article)


def _judge_family(family: str, facts: list[Row], article: Article) -> Iterator[Judged]:
    gold_items = sorted(article.gold[family], key=lambda item: bool(item.get("doubtful")))
    matches = _matches(family, facts, gold_items)
    for number, gold in enumerate(gold_items):
        matched = matches.get(number)
        if not gold.get("doubtful"):
            wrong, missing = _compare_slots(family, matched, gold) if matched is not None else ((), ())
            yield Judged(article.id, family, matched, gold, wrong, missing)
    for fact in facts:
        if not any(fact is matched for matched in matches.values()):
            yield Judged(article.id, family, fact, None)


def _matches(family: str, facts: list[Row], gold_items: list[Row]) -> dict[int, Row]:
    """The fact of each gold item by its number: that of its own trigger, so that of two attacks in a sentence the one
    found is not taken for the other, else the first that is left.
    """
    unmatched, matches = list(facts), {}
    for by_trigger in (True, False):
        for number, gold in enumerate(gold_items):
            alike = (fact for fact in unmatched if not by_trigger or _has_trigger(fact, gold))
            matched = next(
                (fact for fact in alike if number not in matches and _is_same_fact(family, fact, gold)), None
            )
            if matched is not None:
                unmatched = [fact for fact in unmatched if fact is not matched]
                matches[number] = matched
    return matches


def _has_trigger(fact: Row, gold: Row) -> bool:
    trigger = (fact.get("trigger") or "").lower()
    return bool(trigger) and trigger in (gold.get("trigger") or "").lower()


def _is_same_fact(family: str, fact: Row, gold: Row) -> bool:
    score = scorer()
    if family == "events":
        return score.overlap(fact, gold) and fact["plover"] in score.accepted(gold, "plover")
    if family == "figures":
        equal = all(fact.get(key) == gold.get(key) for key in ("measure", "low", "high"))
        return score.overlap(fact, gold) and equal
    if family == "quotes":
        return score.quote_same(fact, gold)
    return fact["predicate"] == gold["predicate"] and all(
        score.same_name(fact[key], gold[key]) for key in ("subject", "object")
    )


def _compare_slots(family: str, fact: Row, gold: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wrong, missing = [], []
    for slot, name in SLOTS[family].items():
        if slot == "when_told" and slot not in gold:
            continue
        value, right = fact.get(name), scorer().accepted(gold, slot)
        if not value:
            missing += [slot] if right else []
        elif not any(_agrees(slot, value, answer) for answer in right):
            wrong.append(slot)
    return tuple(wrong), tuple(missing)


def _agrees(slot: str, value: str, answer: str) -> bool:
    if slot in NAMES:
        return bool(scorer().same_name(value, answer))
    return bool(scorer().date_same(value, answer)) if slot == "date" else value == answer


def write_gold(annotated: Iterable[Article], folder: Path) -> Path:
    """Write the gold of articles as the files that the scorer reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in annotated:
        (folder / f"{article.id}.json").write_text(json.dumps(article.gold), encoding="utf-8")
    return folder
