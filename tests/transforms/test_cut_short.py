"""Texts cut off anywhere, and days at both ends of the calendar: no rule fails.

`python -m tests.fuzz_read` runs all inputs of which this runs a part.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.documents import Parse
from tests.fuzz_read import DAYS, failing_texts, pieces, sentences
from transforms.facts.figures.extraction import figures
from transforms.resolving.dates import when
from transforms.resolving.timing.expressions import Frame, spotted
from transforms.resolving.timing.stretches import When, last_day

STRIDE = 8
"""One of this many pieces of 500 sentences is read here."""
RELATIVE = (
    "last week", "next week", "this week", "a week ago", "twelve weeks ago", "last month", "next month", "this month",
    "a month ago", "last year", "next year", "this year", "ten years ago", "a decade ago", "999 years ago", "on Friday",
    "last Friday", "next Friday", "until Friday", "today", "tomorrow", "yesterday", "the day before yesterday",
    "the day after tomorrow", "last night", "over the weekend", "three hours ago", "two days ago", "the past day",
    "the past 999 days", "over the past two years", "in the past month", "the last three weeks", "in the coming months",
    "in December", "last December", "27 November", "29 February", "on 1 January", "on 31 December",
    "31 December 2024",
)  # fmt: skip
COUNTING = (
    "a week before", "a week later", "fifty years later", "two days earlier", "ten months before", "999 years later",
    "999 years earlier", "the previous day", "the following night", "the day before", "the night after",
)  # fmt: skip


@pytest.mark.attack("a text that breaks off after any word, on any day of the calendar")
def test_no_rule_fails_on_a_text_that_breaks_off(outcome: Callable[[str], None]) -> None:
    cut = [piece for text in sentences(500) for piece in pieces(text)]
    assert len(cut) > 8000
    assert list(failing_texts(cut[::STRIDE])) == []
    outcome(f"{len(cut[::STRIDE])} texts are read, of {len(cut)} that `python -m tests.fuzz_read` reads")


@pytest.mark.parametrize(
    "text", ["The Syrian army", "Rebels attacked the Syrian government", "Kosovo police", "The Israeli air force"]
)
def test_a_text_that_ends_in_the_name_of_an_army_gives_the_army(text: str, parse: Parse) -> None:
    assert [(name.label, name.span.end) for name in parse(text).names][-1] == ("ORG", len(parse(text).doc))


@pytest.mark.parametrize("day", DAYS[1:])
@pytest.mark.attack("a page published on {day} that says when things happened")
def test_what_lies_outside_the_calendar_is_no_date(day: date, outcome: Callable[[str], None]) -> None:
    found = [when(text, day, ahead=ahead) for text in RELATIVE for ahead in (False, True)]
    frame = Frame(day, before=When(day.isoformat(), None, "day"))
    found += [each.when for text in COUNTING for each in spotted(text, frame)]
    ends = [end for each in found if each for end in (each.start, each.end) if end]
    assert ends
    assert all(date.min <= last_day(end) <= date.max and last_day(end).isoformat().startswith(end) for end in ends)
    assert None in found
    outcome("a date of the calendar or none")


@pytest.mark.parametrize("day", DAYS[1:])
def test_events_at_the_ends_of_the_calendar(day: date, parse: Parse) -> None:
    ways = " ".join(f"Rebels attacked Hama {text}." for text in (*RELATIVE, *COUNTING))
    assert list(failing_texts([ways], [day])) == []


@pytest.mark.parametrize(
    "count",
    ["several" + " million" * 70, "tens" + " of thousands" * 150, "at least " + "9" * 400, "12" + " million" * 70],
    ids=["several", "tens", "digits", "scales"],
)
@pytest.mark.attack("a text that counts more dead than any number holds")
def test_a_number_beyond_counting_is_no_figure(count: str, parse: Parse) -> None:
    assert list(figures(parse(f"Rebels attacked Hama and {count} people were killed there."))) == []
