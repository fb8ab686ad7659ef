"""Decides which of the spots found for names stand, where some overlap or are no names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from transforms.resolving.naming.spotting import Spot, Text
from transforms.seeds import listed, rows

_LETTERS = 3


def start_of(spot: Spot) -> int:
    return spot.start


def uncut(text: Text, spots: list[Spot]) -> list[Spot]:
    """The known names without those that cut a country's name in two: "Sudan's army" in "South Sudan's army"."""
    longer = [spot for spot in spots if len(spot) > 1 and text.words[spot.start].lower() != "the"]
    states = [spot for spot in longer if spot.actor is not None and spot.actor.kind == "country"]
    return [spot for spot in spots if not any(state.start < spot.start < state.end < spot.end for state in states)]


def disjoint(spots: Iterable[Spot]) -> list[Spot]:
    """Resolve overlaps: the longest spot wins, then the one with the better rank; one of no kind ("the Charter of the
    United Nations") always loses.
    """
    occupied: set[int] = set()
    chosen = []
    for spot in sorted(spots, key=lambda s: (s.label == "MISC", -len(s), s.rank, s.start)):
        if occupied.isdisjoint(range(spot.start, spot.end)):
            occupied.update(range(spot.start, spot.end))
            chosen.append(spot)
    return sorted(chosen, key=start_of)


def is_label(text: Text, spot: Spot) -> bool:
    """Whether a spot is a speaker label in a transcript, unless it is a full name: "Q:", "SAYEG:"."""
    is_first = spot.start == 0 or text.tokens[spot.start - 1].is_space or text.words[spot.start - 1].isupper()
    name = text.words[spot.start : spot.end]
    return spot.actor is None and len(name) == 1 and name[0].isupper() and text.word(spot.end) == ":" and is_first


def is_fate(text: Text, spot: Spot) -> bool:
    """Whether an acronym states what happened to people and is no body: "three soldiers were KIA"."""
    if len(spot) > 1 or text.lower[spot.start] not in fates():
        return False
    before = text.tokens[spot.start - 1] if spot.start else None
    return before is not None and (before.like_num or before.lemma_.lower() in ("be", "and", "as"))


@cache
def fates() -> frozenset[str]:
    """Three-letter abbreviations in seeds/measures.csv: kia, wia, mia."""
    return frozenset(
        word
        for row in rows("measures")
        if row["pos"] == "adj"
        for word in listed(row["lemma"])
        if len(word) == _LETTERS
    )
