"""Chooses the reader's decision thresholds for triggers and empty slots on the development part."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.cli.extracting import UNDATED
from tests.annotations import Article
from tests.judging import scorer, write_gold
from tests.train.corpus import articles, documents, missing
from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.decode import Reading, decide, read_candidates
from transforms.facts.events.learned.labels import SLOTS
from transforms.facts.events.learned.model import Model
from transforms.facts.events.learned.rows import event_of
from transforms.facts.events.learned.same_act import with_own_days_and_places
from transforms.facts.events.learned.text import Text, text_of
from transforms.tables.schema import Event

Weighed = tuple[Article, Text, list[Reading]]
Decisions = dict[str, float]

THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
OPENNESS = (0.25, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0)
WITH_RULES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)
ROUNDS = 2
SHOWN = ("event_class", "acled_sub_event", "source", "target", "place", "date", "modality", "when_told", "whole_event")


def texts(annotated_articles: Sequence[Article]) -> list[tuple[Article, Text]]:
    """Articles in the input format of the reader."""
    return [
        (article, text_of(document, [(mention.trigger, event) for event, mention in coded(document)]))
        for article, document in documents(annotated_articles)
    ]


def read(
    articles_with_text: Sequence[tuple[Article, Text]], model: Model, decisions: Decisions | None = None
) -> list[Weighed]:
    """The articles with their candidates: all of them, or those that are read under given decisions."""
    return [(article, text, read_candidates(text, model, decisions)) for article, text in articles_with_text]


def scores(weighed_articles: Sequence[Weighed], decisions: Decisions) -> dict[str, Any]:
    """The scorer's measures under given decisions."""
    events = {
        article.id: _rows(article.id, decide(readings, decisions)[0], text)
        for article, text, readings in weighed_articles
    }
    return score_events([article for article, _, _ in weighed_articles], events)


def _rows(name: str, readings: Sequence[Reading], text: Text) -> list[dict[str, Any]]:
    """The readings of an article as rows for the scorer."""
    told = [(reading, _cached_event(name, reading, text)) for reading in readings]
    return [row_for_scorer(event) for event in with_own_days_and_places(told, text.document)]


_cache: dict[tuple[Any, ...], Event] = {}


def _cached_event(name: str, reading: Reading, text: Text) -> Event:
    """The event of a reading, cached."""
    labels = (reading.plover, reading.modality, reading.when_told, reading.sub_event)
    fillers = frozenset(
        (slot, filler.token and filler.token.i, filler.when) for slot, filler in reading.fillers.items()
    )
    key = (name, reading.word, labels, fillers, reading.by_rules)
    if key not in _cache:
        _cache[key] = event_of(reading, text.document)
    return _cache[key]


def score_events(annotated_articles: Sequence[Article], events: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    bare = [replace(article, gold=article.gold | {"figures": [], "quotes": []}) for article in annotated_articles]
    rows = {name: {"events": event_rows} for name, event_rows in events.items()}
    with tempfile.TemporaryDirectory() as folder:
        return dict(scorer().score_facts(rows, write_gold(bare, Path(folder) / "gold")))


def row_for_scorer(event: Event) -> dict[str, Any]:
    names = (
        "start",
        "end",
        "plover",
        "acled_sub_event",
        "source",
        "target",
        "place",
        "modality",
        "when_told",
        "date_start",
    )
    row = {name: getattr(event, name) for name in names}
    return row | ({"date_start": None} if event.published_date == UNDATED else {})


def search_decisions(weighed_articles: Sequence[Weighed], decisions: Decisions) -> Decisions:
    """The best decisions by coordinate search: maximize F1 of whole events plus half the F1 of their class. `when_told`
    and `acled_sub_event`, which no slot depends on, are tuned by their own F1.
    """
    for name, values, measure in ROUNDS * _choices():
        best = _objective(scores(weighed_articles, decisions), measure)
        for value in values:
            tried = decisions | {name: value}
            objective = _objective(scores(weighed_articles, tried), measure)
            if objective > best:
                best, decisions = objective, tried
    return decisions


def _objective(measured: dict[str, Any], measure: str) -> float:
    classes = measured["event_class"]["f1"] if measure == "whole_event" else 0.0
    return float(measured[measure]["f1"] + classes / 2)


def _choices() -> list[tuple[str, tuple[float, ...], str]]:
    whole = "whole_event"
    return [
        ("threshold", THRESHOLDS, whole),
        ("threshold with rules", (0.02, 0.05, 0.1, 0.2, 0.3, 0.4), whole),
        *((slot, OPENNESS, whole) for slot in SLOTS),
        *((f"{name} with rules", WITH_RULES, whole) for name in (*SLOTS, "modality")),
        ("telling with rules", WITH_RULES, "when_told"),
        ("sub_event with rules", WITH_RULES, "acled_sub_event"),
    ]


def tune(folder: Path) -> None:
    """Write the decisions into a reader's folder, and print the measures before and after."""
    model = Model(folder)
    weighed_articles = read(texts(articles("development")), model)
    show("as trained", scores(weighed_articles, model.decisions))
    decisions = search_decisions(weighed_articles, model.decisions)
    show("tuned", scores(weighed_articles, decisions))
    print(decisions)
    metadata = json.loads((folder / "reader.json").read_text(encoding="utf-8")) | {"decisions": decisions}
    (folder / "reader.json").write_text(json.dumps(metadata) + "\n", encoding="utf-8")


def score(folder: Path) -> None:
    """Print the measures on the parts that the reader has not learned from, with its own decisions."""
    model = Model(folder)
    for part in ("development", "test", "news"):
        if absent := missing(part):
            print(f"{part}: {absent} texts are not here")
        show(part, scores(read(texts(articles(part)), model, model.decisions), model.decisions))


def show(name: str, measured: dict[str, Any]) -> None:
    cells = " ".join(f"{key} {measured[key]['f1']:.3f}" for key in SHOWN)
    print(f"{name:24} {cells} gold {measured['whole_event']['gold']}", flush=True)
