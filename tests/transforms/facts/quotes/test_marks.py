"""Pairing of quotation marks."""

from __future__ import annotations

import pytest

from transforms.facts.quotes.marks import quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will stay,” he said.", ["We will stay,"]),
        ('"We will stay," he said, "and fight."', ["We will stay,", "and fight."]),
        ("‘We will stay,’ he said.", ["We will stay,"]),
        ("‘The soldiers’ homes burned,’ he said.", ["The soldiers’ homes burned,"]),
        ("'We don't know yet,' she said.", ["We don't know yet,"]),
        ("The soldiers' homes and the rebels' camps burned.", []),
        ("In the '90s he didn't fight.", []),
        ("“He told me ‘go home’ and left,” she said.", ["He told me ‘go home’ and left,"]),
        ("“First paragraph.\n“Second paragraph,” he said.", ["First paragraph.", "Second paragraph,"]),
        ("He is 6' 2\" tall.", []),
        ("He called it “a trap. The army went on to Homs.\nIt rained.", ["a trap."]),
        (
            "“We told Gen. Aziz no. The U.S. army left. “Nobody came,” he said.",
            ["We told Gen. Aziz no.", "Nobody came,"],
        ),
        ("He called it “a trap. The army left.\n“Nobody came,” he said.", ["a trap.", "Nobody came,"]),
        (
            "“It rains,” he said, “but we go. We go.\n“Nobody came,” he said.",
            ["It rains,", "but we go. We go.", "Nobody came,"],
        ),
        ("He wept: “We go. We go.\n“Nobody came.”\nIt was “a trap. It rained.", ["We go.", "Nobody came.", "a trap."]),
        ("He is “a man of the word and the gun, we hear.\nIt rained", ["a man of the word and the gun, we hear."]),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == expected


def test_a_quotation_without_closing_mark_is_not_closed() -> None:
    assert [(q.closed, q.lost) for q in quotations("He called it “a trap. It rained.\nIt was “a ruse”.")] == [
        (False, True),
        (True, False),
    ]


def test_ten_thousand_opening_marks_are_read_once() -> None:
    assert quotations("“" * 10_000 + "word") == quotations("“" * 10_000 + "word")
