"""Kinds of happenings, by rows of seeds/incident_kinds.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from transforms.linking.sentences import Row, any_of, part_of
from transforms.seeds import listed, rows

TAKEOVER = "takeover"
TOLL = "toll"
"""Kind of a figure whose act is unknown."""
DEADLY = frozenset({"violence", "bombardment", "blast", "fighting"})
ARREST, UNREST, DESTRUCTION = "arrest", "unrest", "destruction"
CRACKDOWN = "crackdown"
"""Force against protesters."""
ABDUCTION = "abduction"
VICTIMS = frozenset({UNREST, CRACKDOWN, ABDUCTION, TAKEOVER})
"""Further kinds of acts whose deaths a later sentence may give."""
FIGHTING = "fighting"
GENERIC = "violence"
"""Kind of an act of violence that the text does not specify."""


def kind_of(row: Row) -> str | None:
    """Kind of happening of an event, by seeds/incident_kinds.csv; None if it is not one. Nobody takes a whole country
    in a day: that is a coup.
    """
    kind = kind_of_code(row)
    if kind == TAKEOVER and row["geo_precision"] == 3 and row["admin1"] is None:
        return None
    return GENERIC if kind in DEADLY and not has_own_word(row) else kind


def kind_of_code(row: Row) -> str | None:
    """Kind of an event by its class and sub-event alone; who gains a place without one takes it."""
    found = _kinds().get((row["plover"], row["acled_sub_event"]))
    if found is None and row["acled_sub_event"] is None and row.get("territory") == "gained":
        return TAKEOVER
    return found.kind if found is not None else None


def has_own_word(row: Row) -> bool:
    """Whether the sentence has a word of the event's own sub-event, if that asks for one."""
    found = _kinds().get((row.get("plover") or "", row.get("acled_sub_event")))
    return found is not None and (found.cues is None or found.cues.search(part_of(row)) is not None)


@cache
def kinds_named(noun: str) -> frozenset[str]:
    """The kinds of violence that have a noun among their words: "blast"."""
    return frozenset(each.kind for each in _kinds().values() if each.cues is not None and each.cues.fullmatch(noun))


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    cues: re.Pattern[str] | None


@cache
def _kinds() -> dict[tuple[str, str | None], _Kind]:
    return {
        (str(row["plover"]), row["acled_sub_event"]): _Kind(
            str(row["kind"]), any_of(tuple(listed(row["cues"]))) if row["cues"] else None
        )
        for row in rows("incident_kinds")
    }
