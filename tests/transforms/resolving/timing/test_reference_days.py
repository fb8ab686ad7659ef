"""The day from which a text counts: of publication, of its dateline, or of an update."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents import Parse
from tests.transforms.resolving.timing.conftest import FRIDAY
from transforms.facts.events.extraction import events
from transforms.resolving.timing.reference_days import moments


def test_each_update_of_a_live_blog_counts_from_its_own_day(parse: Parse) -> None:
    text = (
        "5 December 2024 10:35 GMT\nRebels attacked the fort yesterday.\n"
        "3 December 2024 09:10 GMT\nRebels attacked the port yesterday."
    )
    assert [event.date_start for event in events(parse(text))] == ["2024-12-04", "2024-12-02"]


def test_a_line_that_opens_with_a_day_is_of_that_day_and_the_day_of_the_year_of_publication(parse: Parse) -> None:
    text = (
        "September 3, 2024 – Rebels attacked the fort.\n\nOctober 10, 2024 – Rebels attacked the port.\n\n"
        "November 9 – Rebels attacked the bridge."
    )
    days = ["2024-09-03", "2024-10-10", "2024-11-09"]
    assert [event.date_start for event in events(parse(text))] == days


def test_a_single_stamp_gives_no_day_to_count_from() -> None:
    assert list(moments("Updated 5 December 2024\nRebels fled yesterday.", FRIDAY)) == []


@pytest.mark.parametrize("end", ["\n", "\u2028", "\u2029"])
def test_the_dateline_of_a_press_release_is_counted_from_and_no_day_of_an_event(parse: Parse, end: str) -> None:
    opening = f"For Immediate Release{end}KABUL, Afghanistan (May 13, 2011) — "
    text = f"{opening}Insurgents attacked a checkpoint yesterday. Insurgents killed a guard."
    first, second = events(parse(text, date(2011, 5, 14)))
    assert (first.source, first.date_start) == ("Insurgents", "2011-05-12")
    assert second.date_start != "2011-05-13"
