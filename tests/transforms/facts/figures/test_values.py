"""Values of numbers in words, digits, fractions and scales."""

from __future__ import annotations

import pytest
from spacy.language import Language

from transforms.facts.figures.values import value_at
from transforms.reading.tree import Doc


@pytest.mark.parametrize(
    ("text", "amount", "is_vague"),
    [
        ("1.5m people", 1_500_000, False),
        ("tens of thousands of people", 20_000, True),
        ("hundreds of thousands", 200_000, True),
        ("dozens of men", 24, True),
        ("scores of men", 40, True),
        ("several dozen men", 24, True),
        ("two dozen men", 24, False),
        ("a dozen men", 12, False),
        ("twenty-five men", 25, False),
        ("two hundred and six people", 206, False),
        ("half a million people", 500_000, False),
        ("two thousand five hundred people", 2_500, False),
        ("three and a half million people", 3_500_000, False),
        ("one and a half thousand men", 1_500, False),
        ("a million and a half men", 1_500_000, False),
        ("two million and a half men", 2_500_000, False),
        ("2 1/2 million people", 2_500_000, False),
        ("2-1/2 million people", 2_500_000, False),
        ("½ million people", 500_000, False),
        ("2½m people", 2_500_000, False),
        ("three point two five million people", 3_250_000, False),
        ("a quarter million people", 250_000, False),
        ("three-quarters of a million people", 750_000, False),
        ("two and a half dozen men", 30, False),
        ("2.4k men", 2_400, False),
        ("15 000 soldiers", 15_000, False),
        ("1 250 000 people", 1_250_000, False),
    ],
)
def test_the_value_of_a_number_as_written(nlp: Language, text: str, amount: int, is_vague: bool) -> None:
    value = value_at(list(Doc(nlp.make_doc(text))), 0)
    assert value is not None
    assert (value.amount, value.vague) == (amount, is_vague)
