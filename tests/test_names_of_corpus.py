"""The measures of names: by kind, the longest of nested mentions, half of the shorter span."""

from __future__ import annotations

from typing import Any

import pytest

from tests.train.names import compared

pytestmark = pytest.mark.usefixtures("shared")

NAMES = {"a": [(0, 6, "Location"), (10, 26, "Organisation"), (30, 45, "Person")]}


def mention(start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label}


def test_a_name_counts_by_its_kind() -> None:
    found = [mention(0, 6, "GPE"), mention(10, 26, "ORG"), mention(30, 45, "ORG")]
    scores = compared({"a": found}, NAMES)
    assert scores["Location"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 1}
    assert (scores["Organisation"]["p"], scores["Organisation"]["r"]) == (0.5, 1.0)
    assert (scores["Person"]["r"], scores["all"]["f1"]) == (0.0, 0.667)


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        (30, 45, 1.0),
        (38, 45, 1.0),  # the surname alone
        (20, 45, 1.0),  # with a title
        (40, 60, 0.0),
    ],
)
def test_half_of_the_shorter_span_is_enough(start: int, end: int, right: float) -> None:
    assert compared({"a": [mention(start, end, "PERSON")]}, NAMES)["Person"]["r"] == right


def test_a_name_inside_a_longer_one_and_a_people_do_not_count() -> None:
    found = [mention(10, 14, "GPE"), mention(10, 26, "ORG"), mention(50, 56, "NORP")]
    scores = compared({"a": found}, NAMES)
    assert (scores["all"]["p"], scores["all"]["r"]) == (1.0, 0.333)
