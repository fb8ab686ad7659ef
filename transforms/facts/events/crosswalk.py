"""ACLED's sub-event types, from seeds/crosswalk.csv: event type, PLOVER classes and means of each.

Imports no spaCy: corrections of people are checked against these types in processes that read no text.
"""

from __future__ import annotations

from functools import cache

from transforms.seeds import listed, rows


@cache
def event_types() -> dict[str, str]:
    """ACLED event type by sub-event type."""
    return {str(row["acled_sub_event"]): str(row["acled_event"]) for row in rows("crosswalk")}


@cache
def classes_of(sub_event: str) -> frozenset[str]:
    """PLOVER classes that an act of a sub-event type may have; empty if any."""
    return frozenset(
        name for row in rows("crosswalk") if row["acled_sub_event"] == sub_event for name in listed(row["plover"])
    )


@cache
def weapons_by_sub_event() -> dict[str, frozenset[str]]:
    """Lemmas of the means that imply a sub-event type, in order of precedence."""
    pairs = ((str(row["acled_sub_event"]), frozenset(listed(row["means"]))) for row in rows("crosswalk"))
    return {name: lemmas for name, lemmas in pairs if lemmas}
