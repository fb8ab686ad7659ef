"""The places of numbers that a sentence lists."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Jets killed eight people in Homs and four in Hama on Monday.", {8: "Homs", 4: "Hama"}),
        ("Seven people were killed in Homs and four in Hama.", {7: "Homs", 4: "Hama"}),
        (
            "Drones killed three people in Kharkiv, two in Kherson and one in Odesa.",
            {3: "Kharkiv", 2: "Kherson", 1: "Odesa"},
        ),
        ("At least 12 people were killed in a strike on Homs and five died in Hama.", {12: "Homs", 5: "Hama"}),
        ("Police said 20 people were wounded in Lagos and 30 in Ibadan.", {20: "Lagos", 30: "Ibadan"}),
    ],
)
def test_each_number_has_the_place_after_it(parse: Parse, text: str, places: dict[int, str]) -> None:
    assert {figure.low: figure.place for figure in figures(parse(text))} == places


def test_a_number_without_a_place_of_its_own_has_that_of_the_others(parse: Parse) -> None:
    text = "Gunmen killed five people in Homs, two of them teachers."
    assert {figure.place for figure in figures(parse(text))} == {"Homs"}
