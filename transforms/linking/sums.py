"""Finds numbers that add up the dead of several happenings: they are the toll of none of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from transforms.linking.sentences import (
    HEAD,
    Row,
    any_of,
    moves_on,
    named_place,
    names_place,
    part_of,
    refers_back,
    sentence_of,
    words_for,
)
from transforms.seeds import listed, rows

MOST_SUMMED = 12
"""Counting sentences in a row that a sum may add up: text from the net may hold thousands."""
GROWN = 2
"""A sum that is told as one may exceed the numbers that its article tells up to this many times."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a sentence counts: the number of its dead, and what tells its happening from others."""

    dead: int
    places: frozenset[str]
    moves_on: bool


def without_sums(figures: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The figures that count the dead of one happening, and those that add up the dead of several."""
    dead: dict[str, list[Row]] = defaultdict(list)
    for row in figures:
        if _is_whole(row):
            dead[row["article_id"]].append(row)
    counts = {article: _Counts(rows) for article, rows in dead.items()}
    sums = {row["fact_id"] for row in figures if _is_whole(row) and counts[row["article_id"]].has_as_sum(row)}
    return [row for row in figures if row["fact_id"] not in sums], [row for row in figures if row["fact_id"] in sums]


def not_summed_up(events: Iterable[Row], figures: Iterable[Row], sums: Iterable[Row]) -> Iterator[Row]:
    """The events but those that a sentence only sums up, "a total of 15 people died in the attacks", where their
    article counts the dead of each.
    """
    counted = {row["article_id"] for row in figures if row["measure"] == "killed"}
    summed = {sentence_of(row) for row in sums if row["article_id"] in counted}
    acts = re.compile(rf"(?:[\w-]+ )*{_acts()}")
    return (
        row for row in events if sentence_of(row) not in summed or not acts.fullmatch((row["trigger"] or "").lower())
    )


def _is_whole(row: Row) -> bool:
    return row["measure"] == "killed" and not (row["part_of"] or row["corrected_by"])


class _Counts:
    """What the sentences of an article count, and the sums of those in a row."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._counted = _counted(rows)
        self._said = {_size(row) for row in rows if _is_of_several(row)}
        """The numbers that are said to be of several acts."""
        self._sums = set[int]()
        self._apart: dict[int, int] = {}
        """The sums of happenings that the text tells apart, each with the last sentence that begins one."""
        for start, total, is_apart in _totals(list(self._counted.items())):
            self._sums.add(total)
            if is_apart:
                self._apart[total] = start

    def has_as_sum(self, row: Row) -> bool:
        """Whether a number adds up others of its article, or its sentence says that several acts killed them."""
        size, is_head = _size(row), row["sentence_index"] < HEAD
        if _is_of_several(row) or (is_head and size in self._said) or (size in self._sums and _tells_of_several(row)):
            return True
        if is_head and (self._apart.get(size, 0) > row["sentence_index"] or self._has_several_below(row, size)):
            return True
        return _is_told_as_sum(row) and any(total <= size <= total * GROWN for total in self._apart)

    def _has_several_below(self, row: Row, size: int) -> bool:
        """Whether a head counts the dead of several attacks, of which two or more are counted below it: "killed at
        least nine in attacks on several regions".
        """
        below = [index for index, of in self._counted.items() if index > row["sentence_index"] and of.dead < size]
        return len(below) > 1 and _many_acts().search(row["sentence"].lower()) is not None


def _size(row: Row) -> int:
    return int(row["low"] if row["low"] is not None else row["high"] or 0)


def _counted(rows: Sequence[Row]) -> dict[int, _Counted]:
    """What each sentence of an article counts, in the order of the text."""
    of_sentence: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if not refers_back(row):
            of_sentence[row["sentence_index"]].append(row)
    return {index: _count(of_sentence[index]) for index in sorted(of_sentence)}


def _count(rows: Sequence[Row]) -> _Counted:
    """The greatest number of a sentence, or the sum of the numbers that it tells of several places."""
    rows = [row for row in rows if not row["cumulative"]] or rows
    at: dict[str | None, int] = defaultdict(int)
    for row in rows:
        place = named_place(row) if names_place(row) else None
        at[place] = max(at[place], _size(row))
    places = frozenset(place for place in at if place is not None)
    is_apart = any(moves_on(row["sentence"]) for row in rows)
    return _Counted(sum(at.values()) if len(at) == len(places) else max(at.values()), places, is_apart)


def _totals(counted: Sequence[tuple[int, _Counted]]) -> Iterator[tuple[int, int, bool]]:
    """The first sentence and the sum of each run of counting sentences, and whether the text tells its acts apart."""
    for number, (start, first) in enumerate(counted):
        if len(first.places) > 1:
            yield start, first.dead, True
        total, is_apart, places = first.dead, False, first.places
        for _, other in counted[number + 1 : number + MOST_SUMMED]:
            total += other.dead
            is_apart = is_apart or other.moves_on or bool(places and other.places and places.isdisjoint(other.places))
            yield start, total, is_apart


def _is_of_several(row: Row) -> bool:
    """Whether a sentence says that a number died in several acts, or by those on two places."""
    return _of_several_acts().search(part_of(row)) is not None or _is_on_two_places(row)


def _is_on_two_places(row: Row) -> bool:
    """Whether the acts of a sentence are on two places, and not on one whose name holds an "and"."""
    places, place = _on_two_places().search(row["sentence"]), row["place"] or ""
    names = (*_joined_places(), place) if " and " in place else _joined_places()
    return places is not None and not any(name in places[0] for name in names)


@cache
def _joined_places() -> tuple[str, ...]:
    """The names of seeds/places.csv that hold an "and": "Jammu and Kashmir", of which a reader may take the half."""
    names = (name for row in rows("places") for name in (str(row["name"]), *listed(row["aliases"])))
    return tuple(name for name in names if " and " in name)


def tells_of_several_acts(sentence: str) -> bool:
    """Whether a sentence tells of several acts or their period."""
    return _several_acts().search(sentence.lower()) is not None


def _tells_of_several(row: Row) -> bool:
    return tells_of_several_acts(row["sentence"]) or _is_told_as_sum(row)


def _is_told_as_sum(row: Row) -> bool:
    return any_of((*words_for("sum"), *words_for("sum of a day"))).search(row["sentence"].lower()) is not None


def _several() -> tuple[str, ...]:
    return *words_for("several"), *words_for("distinct")


def _acts() -> str:
    """Matches several acts; "two bombs" are mostly those of one."""
    return rf"(?:{'|'.join(word for word in words_for('act') if word not in words_for('one act'))})e?s"


@cache
def _of_several_acts() -> re.Pattern[str]:
    """Matches the dead of several acts: "killed in two attacks", "in both attacks"; not those of "two strikes on a
    school", which are one happening.
    """
    several = "|".join(word for word in (*_several(), "both") if word != "twin")
    one_target = r"(?! (?:on|at|near|outside|against) (?:an?|the)\b)"
    acts = rf"(?:the )?(?:{several}) (?:[\w-]+ )?{_acts()}\b{one_target}"
    killed = "|".join(words_for("killing"))
    return re.compile(
        rf"\b(?:{killed}) (?:and (?:[\w-]+ ){{1,3}})?(?:in|by) {acts}|^{acts} (?:[\w'’-]+ ){{0,5}}(?:{killed})\b"
    )


@cache
def _on_two_places() -> re.Pattern[str]:
    """Matches acts on two places, told by one number: "strikes on Homs and Hama"; not those of which a place speaks:
    "strikes on Gaza and Israel said".
    """
    place = r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}"
    uses = ("where", "killing", "areas", "until now", "after places")
    behind = "|".join(word for use in uses for word in words_for(use))
    places = rf"(?:the (?:\w+ ){{1,4}}of )?{place} and (?:the (?:\w+ ){{1,4}}of )?{place}"
    return re.compile(rf"\b(?i:{_acts()}) (?:on|in) {places}(?=[.,;:]|$| (?:{behind})\b)")


@cache
def _many_acts() -> re.Pattern[str]:
    """Matches the dead of several attacks: "killed nine in attacks on several regions", "died in separate strikes"."""
    several = "|".join(_several())
    return re.compile(
        rf"\bin (?:(?:{several}) (?:[\w-]+ )?{_acts()}|(?:[\w-]+ )?{_acts()} (?:across|on (?:{several})))\b"
    )


@cache
def _several_acts() -> re.Pattern[str]:
    """Matches several acts, "two separate attacks", "the attacks", several places of them, or their period: "during
    the week".
    """
    several, areas = "|".join((*_several(), "both")), "|".join(words_for("areas"))
    return re.compile(
        rf"\b(?:(?:{several}) (?:[\w-]+ )?(?:{_acts()}|{areas})"
        rf"|in the {_acts()}|{_acts()} (?:across|on several|in several)|{_one_and_another()}"
        r"|(?:during|in|over) the (?:\w+ )?(?:week|month|period))\b"
    )


def _one_and_another() -> str:
    """Matches two acts: "blast and raid"."""
    act = "|".join(words_for("act"))
    return rf"(?:{act}) and (?:[\w-]+ )?(?:{act})"
