"""When people fled, and which figures count all who ever did."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures
from transforms.tables.normalise import fact_ids


@pytest.mark.parametrize(
    "text",
    [
        "Nearly a million villagers had fled abroad.",
        "The offensive had displaced more than 90,000 people.",
        "Fighting in the valley has forced 6,000 villagers from their homes.",
        "Before the siege some 7,000 families were already displaced in the province.",
        "About 12,000 people remain displaced in the delta.",
        "About 9,000 villagers are staying with relatives.",
        "Some 700 people are fleeing the city every day.",
        "The kingdom hosts 90,000 refugees.",
        "A camp for 9,000 displaced people burned.",
    ],
)
def test_who_left_until_then_or_is_still_away_is_a_total(parse: Parse, text: str) -> None:
    (figure,) = figures(parse(text))
    assert (figure.cumulative, figure.period_start) == (True, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("About 8,000 people fled Kadugli.", None),
        ("Nurses said that more than 1,400 people had fled their homes in two days.", None),
        ("The flood left 9,000 people homeless.", None),
        ("The evacuation of 500 villagers began at dawn.", None),
        ("About 8,000 people fled Kadugli on Monday.", "2024-12-02"),
        ("The mayor said 2,000 people had fled the town on Tuesday.", "2024-12-03"),
        ("It took the city in October 2016, and some 34,000 people were evacuated in buses.", "2016-10"),
        ("The rebels stormed the town on Monday, and 5,000 residents fled.", None),
        ("About 20,000 people have been newly displaced in the delta, bringing the camp close to collapse.", None),
        ("Some 3,000 villagers are freshly displaced.", None),
        ("A camp for 9,000 newly displaced people burned.", None),
    ],
)
def test_who_left_within_a_time_is_newly_displaced(parse: Parse, text: str, day: str | None) -> None:
    (figure,) = figures(parse(text))
    assert (figure.cumulative, figure.period_start, figure.period_end) == (False, day, day)


def test_some_of_those_whom_the_sentence_before_counts_are_part_of_them(parse: Parse) -> None:
    whole, part = figures(parse("The raids displaced 9,000 people. At least 700 of them fled to the coast."))
    assert part.part_of == fact_ids("figures", [whole, part])[0]


def test_some_of_others_than_the_last_counted_are_no_part_of_the_first(parse: Parse) -> None:
    told = figures(parse("The blast killed 12 people and wounded 30. Nine of them died later."))
    assert [figure.part_of for figure in told] == [None, None, None]
