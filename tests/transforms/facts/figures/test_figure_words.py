"""The words that give a number its measure, and the classes of nouns."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.figures.extraction import figures
from transforms.facts.figures.figure_words import noun_class
from transforms.seeds import Row, rows


@pytest.mark.parametrize("row", rows("measures"), ids=lambda row: str(row["example"]).rstrip("."))
def test_each_row_gives_the_figure_of_its_example_a_measure(parse: Parse, row: Row) -> None:
    """A total that has no measure of its own counts what the words after it name: here those killed."""
    assert (row["measure"] or "killed") in {figure.measure for figure in figures(parse(str(row["example"])))}


def test_an_abbreviated_fate_counts_nobody_by_name(parse: Parse) -> None:
    found = figures(parse("Three soldiers were KIA and nine WIA in the raid."))
    assert [(figure.measure, figure.low, figure.who) for figure in found] == [
        ("killed", 3, "soldiers"),
        ("injured", 9, None),
    ]


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("soldiers", "troops"),
        ("rockets", "weapons"),
        ("nurses", "people"),
        ("machinists", "people"),
        ("Kenyans", "people"),
        ("townships", "sites"),
        ("years", "none"),
        ("whistles", "unknown"),
    ],
)
def test_a_counted_noun_has_a_class(parse: Parse, noun: str, expected: str) -> None:
    document = parse(f"Rebels attacked nine {noun} in the town.")
    assert noun_class(token_of(document, noun)) == expected


def test_a_number_without_a_noun_is_bare() -> None:
    assert noun_class(None) == "bare"
