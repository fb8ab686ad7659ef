"""Parts of time expressions: numbers, months, years, and the day from which they are counted."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.transforms.resolving.timing.conftest import FRIDAY
from transforms.resolving.dates import when
from transforms.resolving.timing.parts import (
    Frame,
    NoTime,
    day_number,
    ended,
    month_number,
    nearest,
    number,
    short_year,
    unit,
    weekday,
    year_by_words,
)
from transforms.resolving.timing.stretches import When


@pytest.mark.parametrize(
    ("word", "expected"), [("12", 12), ("three", 3), ("Twenty-five", 25), ("a couple of", 2), ("half a dozen", 6)]
)
def test_a_count_in_words_or_digits(word: str, expected: int) -> None:
    assert number(word) == expected


@pytest.mark.parametrize(("word", "expected"), [("29", 29), ("29th", 29), ("twenty-ninth", 29), ("First", 1)])
def test_the_number_of_a_day(word: str, expected: int) -> None:
    assert day_number(word) == expected


def test_a_unit_and_a_weekday_by_any_spelling() -> None:
    assert [unit(word) for word in ("centuries", "Weeks", "day")] == ["century", "week", "day"]
    assert [weekday(word) for word in ("Mon.", "sunday")] == [0, 6]


@pytest.mark.parametrize(("name", "expected"), [("Sept.", 9), ("May", 5), ("november", 11), ("june", 6)])
def test_the_number_of_a_month(name: str, expected: int) -> None:
    assert month_number(name) == expected


@pytest.mark.parametrize("name", ["may", "march", "dec."])
def test_a_word_in_lower_case_is_no_month(name: str) -> None:
    with pytest.raises(NoTime):
        month_number(name)


@pytest.mark.parametrize(
    ("ahead", "day_of_week", "expected"),
    [
        (None, None, (date(2024, 3, 14), True)),
        (True, None, (date(2025, 3, 14), True)),
        (None, 4, (date(2025, 3, 14), True)),
        (False, 4, (date(2024, 3, 14), False)),
    ],
    ids=["back by default", "ahead", "the weekday decides the year", "no weekday moves the past ahead"],
)
def test_the_nearest_day_of_a_month(ahead: bool | None, day_of_week: int | None, expected: tuple[date, bool]) -> None:
    match = re.compile("14 March").search("It was 14 March.")
    assert match is not None
    assert nearest(3, 14, match, Frame(FRIDAY, ahead), day_of_week) == expected


@pytest.mark.parametrize(
    ("text", "ahead", "expected"),
    [
        ("told to leave on 14 October", True, date(2024, 10, 14)),
        ("will pay by 14 October", True, date(2025, 10, 14)),
        ("told to leave on 14 August", True, date(2025, 8, 14)),
        ("a ban effective 14 January", None, date(2025, 1, 14)),
        ("besieged from 14 January", False, date(2024, 1, 14)),
    ],
    ids=["too far ahead", "an end may be far ahead", "not too far", "yet to start", "started"],
)
def test_a_day_without_a_year_is_within_nine_months_ahead(text: str, ahead: bool | None, expected: date) -> None:
    match = re.compile(r"14 \w+$").search(text)
    assert match is not None
    assert nearest(month_number(match.group().split()[1]), 14, match, Frame(FRIDAY, ahead)) == (expected, True)


@pytest.mark.parametrize(("word", "expected"), [("’98", 1998), ("'24", 2024), ("’25", 1925)])
def test_a_short_year_is_the_last_with_these_digits(word: str, expected: int) -> None:
    assert short_year(word, Frame(FRIDAY)) == expected


def test_that_year_is_the_last_named_and_none_without_one() -> None:
    assert year_by_words("last", Frame(FRIDAY)) == 2023
    assert year_by_words("that", Frame(FRIDAY, before=When("2011-05-03", None, "day"))) == 2011
    with pytest.raises(ValueError, match="names no year"):
        year_by_words("that", Frame(FRIDAY))


def test_a_range_ends_after_it_begins() -> None:
    first, last = When("2024-03", None, "month"), When("2024-06", None, "month")
    assert ended(first, last) == When("2024-03", "2024-06", "month")
    with pytest.raises(ValueError, match="ends before it begins"):
        ended(last, first)


@pytest.mark.parametrize(("before", "is_refused"), [("2024-12-02", False), ("2024-12", True), (None, True)])
def test_a_day_is_counted_only_from_a_day(before: str | None, is_refused: bool) -> None:
    frame = Frame(FRIDAY, before=When(before, None, "day" if len(before) > 7 else "month") if before else None)
    if is_refused:
        with pytest.raises(ValueError, match="names no day"):
            _ = frame.anchor
    else:
        assert frame.anchor == date(2024, 12, 2)


def test_an_undated_text_has_no_yesterday() -> None:
    assert when("yesterday", date.min) is None
    assert when("on Friday", date.min) is None
    assert when("on 29 November 2016", date.min) is not None
