"""Which rows are right by the answers, and what is said of the others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.linking.nights.__main__ import report
from tests.linking.nights.answers import Answers, Dead, Happening, Holder, answers, nights, parts
from tests.linking.nights.judging import Verdict, verdict
from tests.linking.nights.running import Found

DAY = date(2025, 3, 10)
BOMB = Happening(
    "bomb", ("ASSAULT",), is_main=True, day=("2025-03-10",), place=("Goma",), country=("CD", ""), deaths=("3/3/3",),
    source=("cd-m23",), target=("market", ""),
)  # fmt: skip


def row(**changed: Any) -> dict[str, Any]:
    right = {
        "plover": "ASSAULT", "date_start": DAY, "date_end": DAY, "place": "Goma", "country": "CD", "deaths_low": 3,
        "deaths_best": 3, "deaths_high": 3, "source": "M23", "source_actor": "cd-m23", "blamed": None,
        "target": "a crowded market", "target_actor": None,
    }  # fmt: skip
    return right | changed


def judged(*rows: dict[str, Any]) -> Verdict:
    return verdict(Answers([BOMB], []), Found(rows, {}, []))


@pytest.mark.parametrize(
    ("changed", "slots"),
    [
        ({}, []),
        ({"target": None}, []),
        ({"deaths_high": None}, ["deaths"]),
        ({"place": "Sake"}, ["place"]),
        ({"source": "gunmen", "source_actor": None}, ["source"]),
        ({"source": None, "source_actor": None}, ["source"]),
        ({"date_start": None, "date_end": None}, ["day"]),
        ({"date_start": date(2025, 3, 9)}, ["day"]),
        ({"plover": "COERCE", "place": None}, ["plover", "place"]),
        ({"country": "UG"}, ["it"]),
        ({"place": "Sake", "deaths_low": 4, "plover": "PROTEST"}, ["it"]),
    ],
)
def test_a_row_is_right_where_every_slot_fits(changed: dict[str, Any], slots: list[str]) -> None:
    (found,) = judged(row(**changed)).incidents
    assert list(found.faults) == slots
    assert found.happening is (BOMB if slots != ["it"] else None)


def test_of_a_part_that_is_only_scored_no_row_is_listed() -> None:
    result = judged(row(place="Sake", day=DAY, acled_sub_event="Attack", sentence="A bomb went off in Sake."))
    totals = list(report("scored", result, is_only_scored=True))
    listed = list(report("scored", result, is_only_scored=False))
    assert listed[: len(totals)] == totals
    assert "Sake" in "".join(listed)
    assert "Sake" not in "".join(totals)


@pytest.mark.parametrize("part", ["scored", "scored_later"])
def test_a_scored_part_says_so(part: str) -> None:
    assert answers(part).is_only_scored


def test_a_second_right_row_is_wrong() -> None:
    result = judged(row(), row())
    assert [found.is_right for found in result.rows_of(BOMB)] == [True, False]


def test_holders_and_dead_are_judged_by_day_and_place() -> None:
    told = Answers(
        [], [DAY], [Holder(DAY, "Goma", ("M23",), ("reported",)), Holder(DAY, "Sake", ("M23", ""), ("reported",))],
        [Dead(DAY, "Goma", ("3/3/3",)), Dead(DAY, "Sake", ("1/1/1",))],
    )  # fmt: skip
    held = [
        {"place": place, "holder": holder, "status": status}
        for place, holder, status in (
            ("Goma", "M23", "reported"), ("Goma", "M23", "history"), ("Goma", None, "contested"), ("Minova", "M23", ""),
        )
    ]  # fmt: skip
    dead = [{"day": DAY, "place": "Goma", "low": low, "best": 3, "high": 3} for low in (3, 2)]
    result = verdict(told, Found([], {DAY: held}, dead))
    assert [list(found.faults) for found in result.territory] == [[], ["status"], ["holder"], ["place"]]
    assert [holder.place for holder in result.missing_holders] == ["Sake"]
    assert [list(found.faults) for found in result.dead] == [[], ["deaths"]]
    assert [each.place for each in result.missing_dead] == ["Sake"]


@pytest.mark.parametrize("part", parts())
def test_the_answers_of_each_part_can_be_read(part: str) -> None:
    told = answers(part)
    assert nights(part)
    assert any(happening.is_main for happening in told.happenings) or told.holders
    assert told.days
