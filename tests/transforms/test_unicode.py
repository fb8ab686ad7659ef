"""Unicode normal forms of text, however many combining marks it has."""

from __future__ import annotations

import pytest

from transforms.unicode import MOST_MARKS, normalised, without_marks


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Hama", "Hama"), ("Ḩamāh", "Hamah"), ("Saraqib\u0301", "Saraqib"), ("ﬁve", "five"), ("Đakovica", "Đakovica")],
)
def test_accents_are_taken_off(text: str, plain: str) -> None:
    assert without_marks(text) == plain


def test_marks_are_composed() -> None:
    assert normalised("NFC", "e\u0301") == "é"
    assert normalised("NFKD", "é") == "e\u0301"


@pytest.mark.parametrize("number", [MOST_MARKS, MOST_MARKS + 1, 100_000])
def test_of_a_run_of_marks_the_first_stay(number: int) -> None:
    found = normalised("NFKD", "a" + "\u0301" * number + "b")
    assert found == "a" + "\u0301" * MOST_MARKS + "b"
