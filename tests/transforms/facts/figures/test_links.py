"""The whole that a figure is a part of."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures
from transforms.tables.normalise import fact_ids


@pytest.mark.parametrize(
    "text",
    [
        "The raid killed 30 people. Nine of the dead were children.",
        "At least 30 people, including nine children, were killed.",
        "Thirty people were killed, nine of them children.",
        "Thirty people were killed. They include nine soldiers of the garrison.",
    ],
)
def test_a_subset_is_marked_as_part_of_its_whole(parse: Parse, text: str) -> None:
    whole, part = figures(parse(text))
    assert (whole.low, whole.part_of, part.low) == (30, None, 9)
    assert part.part_of == fact_ids("figures", [whole, part])[0]
