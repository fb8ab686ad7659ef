"""Takes from an act the place and day that only another part of its sentence names: of "the strike was a response to a
rocket that hit Sderot on Monday" both are the rocket's, and "arrested on Tuesday over a bombing" dates the arrest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from transforms.linking.happenings import PLACE
from transforms.linking.kinds import ARREST, TAKEOVER, kind_of_code
from transforms.linking.sentences import Row, any_of, named_place, names_weekday, part_of, words_before, words_for
from transforms.seeds import rows
from transforms.words import MONTHS

_DAYS = ("date_start", "date_end", "date_precision")


def without_borrowed(events: Iterable[Row]) -> list[Row]:
    """The events, each with what its own part of the sentence, or another sentence, tells of its place and day."""
    of_sentence: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in events:
        of_sentence[row["article_id"], row["sentence_index"]].append(row)
    return [
        {**row, **_without_place(row), **_without_parties(row, beside), **_with_own_day(row, beside)}
        if _other_parts(row)
        else row
        for beside in of_sentence.values()
        for row in beside
    ]


def without_borrowed_places(figures: Iterable[Row]) -> list[Row]:
    """The figures, each without a place that only another part of its sentence names, or where the wounded died in a
    hospital.
    """
    return [
        {**row, **_without_place(row), **_without_hospital(row)} if row["place"] and _may_be_borrowed(row) else row
        for row in figures
    ]


def _may_be_borrowed(row: Row) -> bool:
    return bool(_other_parts(row)) or "hospital" in part_of(row)


def _without_hospital(row: Row) -> Mapping[str, Any]:
    """No place if it is that of the hospital: "a second soldier died in a hospital in Homs"."""
    place = re.escape(named_place(row) or "-")
    is_there = re.search(
        rf"\b(?:die|dies|died|dead) in (?:[\w-]+ ){{0,2}}hospitals? (?:in|of|at) {place}\b", part_of(row)
    )
    return dict.fromkeys(PLACE) if is_there else {}


def _other_parts(row: Row) -> str:
    """The words of the other parts of the sentence of an act."""
    return str(row["sentence"]).lower().replace(part_of(row), " ").strip()


def _without_place(row: Row) -> Mapping[str, Any]:
    """No place if it stands in another part; a town may be taken, and people killed "there", where it is named."""
    place, words = named_place(row), part_of(row)
    is_other = place is not None and place not in words and place in _other_parts(row)
    is_meant = "plover" in row and kind_of_code(row) in (None, TAKEOVER)
    is_meant = is_meant or any_of(words_for("same place")).search(words) is not None
    return dict.fromkeys(PLACE) if is_other and not is_meant else {}


def _without_parties(row: Row, beside: Sequence[Row]) -> Mapping[str, Any]:
    """No target that suffers what another part tells, and no doer who is only arrested over the act there."""
    if kind_of_code(row) in (None, TAKEOVER):
        return {}
    arrested = [other["target"] for other in beside if kind_of_code(other) == ARREST and other is not row]
    suffering = [other["target"] for other in beside if part_of(other) != part_of(row)]
    lost = [
        role
        for role, others in (("source", arrested), ("target", suffering))
        if row[role] in others and row[role] is not None and row[role].lower() not in part_of(row)
    ]
    return {name: None for role in lost for name in (role, f"{role}_actor")}


def _with_own_day(row: Row, beside: Sequence[Row]) -> Mapping[str, Any]:
    """The day that a number of days tells, "two days after the shooting"; no day if it stands in another part."""
    start, words = row["date_start"], part_of(row)
    if start is None or start != row["date_end"] or kind_of_code(row) is None or names_weekday(words):
        return {}
    before = words.partition(row["trigger"].lower())[0]
    days = _days_after(before)
    if days is None:
        is_of_part = "," not in before.lstrip(",") and "hour" not in before
        if not is_of_part:
            return {}
        return dict.fromkeys(_DAYS) if f"{start:%A}".lower() in _other_parts(row) else {}
    main = [other["date_start"] for other in beside if part_of(other) != words and other["date_start"]]
    if not main or start != main[0]:
        return {}
    day = main[0] - timedelta(days)
    return {"date_start": day, "date_end": day}


def is_long_past(row: Row) -> bool:
    """Whether a part of a sentence tells what was weeks, months or years before, without its date: "the attack came two
    years after bombs killed 19", not "two years after the truce, bombs killed 19".
    """
    words, since = part_of(row), _long_after().match(words_before(row))
    if since is None or "," in words_before(row)[since.end() :]:
        return False
    return any_of((*sorted(MONTHS), r"\d{4}")).search(words) is None


@cache
def _long_after() -> re.Pattern[str]:
    return re.compile(r",? (?:[\w-]+ ){0,2}(?:weeks?|months?|years?) after ")


def _days_after(words: str) -> int | None:
    """The days by which an act came before that of the part before it, by the words up to it."""
    found = _lapse().fullmatch(words)
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else _numbers()[found[1]]


@cache
def _lapse() -> re.Pattern[str]:
    return re.compile(rf",? (?:[\w-]+ )?(\d+|{'|'.join(_numbers())}) days? after [^,]*")


@cache
def _numbers() -> dict[str, int]:
    return {"a": 1, **{str(row["words"]): int(row["value"] or 0) for row in rows("numbers") if row["kind"] == "digit"}}
