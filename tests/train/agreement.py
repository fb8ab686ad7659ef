"""Measures the agreement of two independent annotators of the same texts: seeds/corpus/second.jsonl."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tests.annotations import Article, corpus_rows
from tests.judging import scorer, write_gold
from tests.train.corpus import SPLITS, articles, gold_of

Row = dict[str, Any]

SHOWN = (
    "event_detection", "event_class", "acled_sub_event", "source", "target", "place", "date", "modality", "when_told",
    "whole_event", "figures", "quotes", "speakers",
)  # fmt: skip


def agreement() -> dict[str, dict[str, float]]:
    """The scorer's measures of the second annotation against the first, as if a program had made the second."""
    first = {article.id: article for split in SPLITS for article in articles(split)}
    seconds = {row["id"]: row for row in corpus_rows("second") if row["id"] in first}
    with tempfile.TemporaryDirectory() as folder:
        gold = write_gold([first[name] for name in seconds], Path(folder) / "gold")
        return dict(scorer().score_facts({name: _as_facts(row, first[name]) for name, row in seconds.items()}, gold))


def show() -> None:
    """Print one row per measure: F1, and the number of items in the first annotation."""
    print("| | F1 of the second against the first | items |\n| --- | --- | --- |")
    measured = agreement()
    for name in SHOWN:
        print(f"| {name} | {measured[name]['f1']:.3f} | {measured[name]['gold']} |")


def _as_facts(row: Row, article: Article) -> Row:
    """An annotation in the format of a program's facts."""
    gold = gold_of(row, article.text)
    events = [
        event | {"acled_sub_event": event.get("acled"), "date_start": event.get("date")} for event in gold["events"]
    ]
    return gold | {"events": events}
