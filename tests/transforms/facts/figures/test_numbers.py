"""Numbers of a sentence: ranges and bounding words, and what only looks like a count."""

from __future__ import annotations

import pytest
from spacy.language import Language

from transforms.facts.figures.numbers import numbers
from transforms.reading.tree import Doc


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("at least 70 people", 70, None, "at least"),
        ("between 20 and 30 fighters", 20, 30, "between"),
        ("20 to 30 fighters", 20, 30, None),
        ("20-30 fighters", 20, 30, None),
        ("two or three soldiers", 2, 3, None),
        ("1 to 2 million people", 1_000_000, 2_000_000, None),
        ("some 1.2 million people", 1_200_000, 1_200_000, "some"),
        ("as many as 300 men", None, 300, "as many as"),
        ("up to 40 men", None, 40, "up to"),
        ("300 or more men", 300, None, "or more"),
        ("100+ people", 100, None, "+"),
        ("no fewer than 12 men", 12, None, "no fewer than"),
        ("nearly 3,000 men", 3_000, 3_000, "nearly"),
        ("rose from 20 to 30", 30, 30, None),
        ("nearly 4½ million people", 4_500_000, 4_500_000, "nearly"),
        ("at least a quarter of a million people", 250_000, None, "at least"),
        ("two and a half to three million people", 2_500_000, 3_000_000, None),
        ("1.5 to 2 million people", 1_500_000, 2_000_000, None),
        ("sixty-odd soldiers", 60, 60, "- odd"),
        ("two, perhaps three priests", 2, 3, None),
        ("handed over 22 rifles", 22, 22, None),
        ("In September twelve soldiers", 12, 12, None),
        ("In June 300 soldiers", 300, 300, None),
        ("since May 7 to 751", 751, 751, None),
    ],
)
def test_a_number_with_its_bounds(
    nlp: Language, text: str, low: int | None, high: int | None, qualifier: str | None
) -> None:
    (found,) = numbers(Doc(nlp.make_doc(text))[:])
    assert (found.low, found.high, found.qualifier) == (low, high, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "the Oct. 7 attacks",
        "on 7 October",
        "in 2011",
        "a 20-year-old man",
        "a four-year war",
        "$5 million",
        "an F-16 jet",
        "at 9:30 on Friday",
        "several people",
        "the 3rd brigade",
        "General Roe, 58, said",
        "two and a half years",
        "two thirds of the houses",
        "three-quarters of the town",
        "a third of the dead",
        "half the prisoners",
        "4.5 men",
    ],
)
def test_what_looks_like_a_count_is_none(nlp: Language, text: str) -> None:
    assert list(numbers(Doc(nlp.make_doc(text))[:])) == []
