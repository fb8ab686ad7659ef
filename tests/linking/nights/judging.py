"""Judges the rows of a lake by the answers: which are right, what is wrong with the others, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.linking.nights.answers import OPEN, Answers, Dead, Happening, Holder, Values, days_of
from tests.linking.nights.running import Found, Row
from tests.written import is_one_name

ALIKE = 2
"""Most slots in which a row may differ from the happening that it tells."""
Faults = Mapping[str, str]
"""What is wrong with a row, by slot."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, with what is wrong with it, and of a row of `incidents` the happening that it tells."""

    row: Row
    faults: Faults = field(default_factory=dict)
    happening: Happening | None = None

    @property
    def is_right(self) -> bool:
        return not self.faults

    @property
    def wrong(self) -> str:
        """What is wrong, in words."""
        return "; ".join(f"{slot} {fault}" for slot, fault in self.faults.items())


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judged rows of each kind, and the holders and days' dead that no row tells."""

    happenings: Sequence[Happening]
    incidents: Sequence[Judged]
    territory: Sequence[Judged]
    dead: Sequence[Judged]
    missing_holders: Sequence[Holder]
    missing_dead: Sequence[Dead]

    @property
    def main(self) -> list[Happening]:
        return [happening for happening in self.happenings if happening.is_main]

    def rows_of(self, happening: Happening) -> list[Judged]:
        """The rows that tell a happening, right or wrong."""
        return [judged for judged in self.incidents if judged.happening is happening]


def verdict(answers: Answers, found: Found) -> Verdict:
    """What the answers say of the rows found."""
    territory = [(day, row) for day in answers.days for row in found.territory[day]]
    held = {(day, row["place"], row["holder"] or OPEN) for day, row in territory}
    counted = {(row["day"], row["place"]) for row in found.dead}
    return Verdict(
        answers.happenings,
        _judged_incidents(answers.happenings, found.incidents),
        [Judged({"on": day, **row}, _faults_of_holder(day, row, answers.holders)) for day, row in territory],
        [Judged(row, _faults_of_dead(row, answers.dead)) for row in found.dead],
        [holder for holder in answers.holders if (holder.day, holder.place, holder.holder) not in held],
        [dead for dead in answers.dead if (dead.day, dead.place) not in counted],
    )


def _judged_incidents(happenings: Sequence[Happening], rows: Sequence[Row]) -> list[Judged]:
    """Each row with its happening. A happening has one right row; rows that may tell fewest happenings choose first."""
    faults = [[_faults(row, happening) for happening in happenings] for row in rows]
    fits = [[number for number, wrong in enumerate(of_row) if not wrong] for of_row in faults]
    taken: dict[int, int] = {}
    for row in sorted(range(len(rows)), key=lambda row: len(fits[row])):
        free = [number for number in fits[row] if number not in taken.values()]
        if free:
            taken[row] = free[0]
    return [
        Judged(row, happening=happenings[taken[number]]) if number in taken else _wrong(row, happenings, faults[number])
        for number, row in enumerate(rows)
    ]


def _wrong(row: Row, happenings: Sequence[Happening], faults: Sequence[Faults]) -> Judged:
    nearest = min(
        range(len(happenings)),
        key=lambda number: (not _may_tell(faults[number]), len(faults[number]), not happenings[number].is_main),
    )
    happening, wrong = happenings[nearest], faults[nearest]
    if not _may_tell(wrong):
        return Judged(row, {"it": "tells no happening"})
    return Judged(row, wrong or {"it": "is told by another row"}, happening)


def _may_tell(faults: Faults) -> bool:
    """Whether a row with these faults still tells the happening: of its country, with one of its parties."""
    return len(faults) <= ALIKE and "country" not in faults and not {"source", "target"} <= faults.keys()


def _faults(row: Row, happening: Happening) -> Faults:
    """What of a row does not fit a happening, by slot."""
    return {
        slot: f"is {told(slot, row) or 'open'}, not {' or '.join(value or 'open' for value in right)}"
        for slot, fits in _SLOTS.items()
        for right in [getattr(happening, slot)]
        if not fits(row, right)
    }


def told(slot: str, row: Row) -> str:
    """What a row of `incidents` tells in a slot, in words."""
    if slot == "day":
        first, last = row["date_start"], row["date_end"]
        return OPEN if first is None else f"{first}" if first == last else f"{first}/{last}"
    if slot == "deaths":
        return bounds(row["deaths_low"], row["deaths_best"], row["deaths_high"])
    return str(row[slot] or (slot == "source" and row["blamed"]) or OPEN)


def bounds(*numbers: int | None) -> str:
    """A toll as in the answers: "9/-/14"; nothing if none is told."""
    if all(number is None for number in numbers):
        return OPEN
    return "/".join("-" if number is None else str(number) for number in numbers)


def _is_day(row: Row, right: Values) -> bool:
    if row["date_start"] is None:
        return OPEN in right
    spans = [days_of(span) for span in right if span]
    return any(first <= row["date_start"] and row["date_end"] <= last for first, last in spans)


def _is_equal(slot: str) -> Callable[[Row, Values], bool]:
    return lambda row, right: told(slot, row).lower() in [value.lower() for value in right]


def _is_party(slot: str) -> Callable[[Row, Values], bool]:
    """Compares an actor by its id, any party by name."""

    def fits(row: Row, right: Values) -> bool:
        name = told(slot, row)
        if not name:
            return OPEN in right
        return any(value == row[f"{slot}_actor"] or is_one_name(value, name) for value in right if value)

    return fits


_SLOTS: Mapping[str, Callable[[Row, Values], bool]] = {
    **{slot: _is_equal(slot) for slot in ("plover", "place", "country", "deaths")},
    "day": _is_day,
    **{slot: _is_party(slot) for slot in ("source", "target")},
}


def _faults_of_holder(day: date, row: Row, holders: Iterable[Holder]) -> Faults:
    right = [holder for holder in holders if (holder.day, holder.place) == (day, row["place"])]
    if not right:
        return {"place": "has no holder in the articles"}
    named = [holder for holder in right if holder.holder == (row["holder"] or OPEN)]
    if not named:
        return {"holder": f"is {row['holder'] or 'open'}, not {right[0].holder}"}
    if not any(row["status"] in holder.status for holder in named):
        return {"status": f"is {row['status']}, not {' or '.join(named[0].status)}"}
    return {}


def _faults_of_dead(row: Row, dead: Iterable[Dead]) -> Faults:
    right = [each for each in dead if (each.day, each.place) == (row["day"], row["place"])]
    deaths = bounds(row["low"], row["best"], row["high"])
    if not right:
        return {"place": "has no dead on that day in the articles"}
    if not any(deaths in each.deaths for each in right):
        return {"deaths": f"is {deaths}, not {' or '.join(right[0].deaths)}"}
    return {}


def in_words(row: Mapping[str, Any]) -> str:
    """A row of `incidents` in one line."""
    parties = f"{told('source', row) or 'somebody'} -> {told('target', row) or 'somebody'}"
    cells = (row["day"], row["place"] or row["country"] or "nowhere", row["plover"], row["acled_sub_event"], parties)
    return ", ".join(str(cell) for cell in (*cells, told("deaths", row)) if cell)
