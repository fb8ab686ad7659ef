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
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == expected


def test_ten_thousand_opening_marks_are_read_once() -> None:
    assert quotations("“" * 10_000 + "word") == quotations("“" * 10_000 + "word")
