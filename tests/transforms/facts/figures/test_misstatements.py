"""Numbers that a sentence gives for one which the sentence before calls misstated."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


@pytest.mark.parametrize(
    ("text", "measure", "number"),
    [
        ("An article on Monday misstated the number of people wounded in Homs. It was nine, not ten.", "injured", 9),
        ("A report on Friday gave the wrong number of those killed in Hama. It was 12, not 21.", "killed", 12),
        ("An article on Monday misstated the number of people killed in Homs. There were nine, not ten.", "killed", 9),
        (
            "An article on Monday misstated the number of people killed in Homs. The correct number is nine.",
            "killed",
            9,
        ),
    ],
)
def test_the_right_number_has_the_measure_of_the_misstated_one(
    parse: Parse, text: str, measure: str, number: int
) -> None:
    assert (measure, number) in {(figure.measure, figure.low) for figure in figures(parse(text))}


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen wounded people in Homs on Monday. It was nine, not ten.",
        "An article on Monday misstated the age of a man killed in Homs. The bus line was nine, not ten.",
        "An article on Monday misstated the number of people killed in Homs. The bus line is nine.",
    ],
)
def test_no_other_number_corrects(parse: Parse, text: str) -> None:
    assert 9 not in {figure.low for figure in figures(parse(text))}
