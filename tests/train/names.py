"""Measures the names found, the rows of table `mentions`, against those annotated in seeds/corpus.

A name is found where a mention of its kind shares half of the shorter of the two spans, as `score_entities` of
../shared/eval/score.py has it. Other than there, a state is a place whether it acts or not, the adjective of a people
is no name, and of nested names the longest counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.judging import predictions, scorer
from tests.train.corpus import annotated, articles

Row = dict[str, Any]

LABELS = {
    "Person": frozenset({"PERSON"}),
    "Organisation": frozenset({"ORG"}),
    "Location": frozenset({"GPE", "LOC", "FAC"}),
}
"""Labels of `mentions` by the kind of name annotated; other labels are of none of them."""


def scores(split: str) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 by kind, and of all, in the texts of one split whose names are annotated."""
    names = {row["id"]: row["names"] for row, _ in annotated(split) if "names" in row}
    read = predictions((article for article in articles(split) if article.id in names), reads="rules")
    return compared({name: read[name]["mentions"] for name in names}, names)


def compared(
    mentions: Mapping[str, Sequence[Row]], names: Mapping[str, Sequence[tuple[int, int, str]]]
) -> dict[str, dict[str, float]]:
    """The measures of mentions by text against its annotated names."""
    tallies = {kind: scorer().Tally() for kind in ("all", *LABELS)}
    for text, annotated_names in names.items():
        found = _longest(mentions[text])
        wanted = [{"start": start, "end": end, "kind": kind} for start, end, kind in annotated_names]
        for kind, labels in LABELS.items():
            of_kind = [name for name in found if name["label"] in labels]
            wanted_of_kind = [name for name in wanted if name["kind"] == kind]
            for tally in (tallies[kind], tallies["all"]):
                scorer().match(of_kind, wanted_of_kind, _is_near, tally)
    return {kind: tally.report() for kind, tally in tallies.items()}


def _longest(mentions: Sequence[Row]) -> list[Row]:
    """The mentions that stand in no longer one."""
    longest: list[Row] = []
    for mention in sorted(mentions, key=lambda m: (m["start"], -m["end"])):
        if not longest or mention["end"] > longest[-1]["end"]:
            longest.append(mention)
    return longest


def _is_near(one: Row, other: Row) -> bool:
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return bool(2 * shared >= min(one["end"] - one["start"], other["end"] - other["start"]))


def show(split: str) -> None:
    """Print one row per kind."""
    for kind, score in scores(split).items():
        cells = " ".join(f"{measure} {score[measure]:.3f}" for measure in ("p", "r", "f1"))
        print(f"{split} names {kind:13} {cells} gold {score['gold']}", flush=True)
