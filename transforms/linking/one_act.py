"""Whether acts and numbers of an article may be of one act, by day, place and nearness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from transforms.linking.kinds import ABDUCTION, DEADLY, VICTIMS
from transforms.linking.reports import Report
from transforms.linking.sentences import Row, is_building, named_place, names_place, sentence_of, words_for, words_of

NEAR = 3
"""Maximum sentences from an act to one that gives its deaths without its time and place."""


def act_near(row: Row, before: Sequence[Report]) -> Report | None:
    """The first possibly deadly act of the nearest sentence with acts: of the row's own part, or before it."""
    near = [act for act in before if 0 <= row["sentence_index"] - act.row["sentence_index"] <= NEAR]
    near = [act for act in near if act.row["when_told"] == row.get("when_told", "new")]
    own = sentence_of(row)
    near = [act for act in near if act.row["sentence_index"] < row["sentence_index"] or sentence_of(act.row) == own]
    there = [act for act in near if names_place(row) and act.place == named_place(row)]
    deadly = [act for act in there or near if act.kind in DEADLY | VICTIMS]
    deadly = [act for act in deadly if act.kind != ABDUCTION or row["sentence_index"] - act.row["sentence_index"] <= 1]
    nearest = [act for act in deadly if act.row["sentence_index"] == deadly[-1].row["sentence_index"]]
    is_last = of_the_last().search(row["sentence"].lower()) is not None
    return nearest[-1 if is_last else 0] if nearest else None


@cache
def of_the_last() -> re.Pattern[str]:
    """Matches words for the act told last: "in that attack"."""
    return re.compile(rf"\b(?:in|during) that (?:{'|'.join(words_for('act'))})\b")


def only_deadly_acts(acts: Iterable[Report]) -> dict[str, Report]:
    """The first act of each article that reports one deadly happening and no other, its background aside."""
    beside: dict[str, list[Report]] = {}
    for act in acts:
        if act.kind in DEADLY and act.row["when_told"] == "new":
            beside.setdefault(act.row["article_id"], []).append(act)
    return {
        article: min(deadly, key=lambda act: act.order)
        for article, deadly in beside.items()
        if all(may_be_one(*pair) for pair in combinations(deadly, 2))
    }


def may_be_one(left: Report, right: Report) -> bool:
    """Whether two acts may be the same by day and place, and the text does not separate them."""
    is_then = is_same_time(left, right) or not (left.names_time and right.names_time)
    return is_then and not (left.moves_on or right.moves_on) and may_be_at(left.row, right.row)


def is_same_time(left: Report, right: Report) -> bool:
    """Whether the days of two reports overlap."""
    return left.first <= right.last and right.first <= left.last


def may_be_at(left: Row, right: Row) -> bool:
    """Whether two rows may speak of one place: the same, one without a place, one without an id, or one an area; not
    two villages that no gazetteer knows.
    """
    places = [place for row in (left, right) if row["place_id"] is None and (place := named_place(row))]
    if len(places) == 2 and words_of(places[0]).isdisjoint(words_of(places[1])) and not any(map(is_building, places)):
        return False
    ids = {row["place_id"] for row in (left, right)}
    return None in ids or len(ids) == 1 or any((row["geo_precision"] or 1) == 3 for row in (left, right))


def rank_of_act(act: Report) -> tuple[object, ...]:
    """Sort key of the acts of a sentence: killings first, then those with a time and a place."""
    return act.row["plover"] != "ASSAULT", not act.is_stated, act.place is None, act.fact_id
