"""Which sentences go on with the act that the one before them tells."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import ON, AddFact
from transforms.linking.article import reports
from transforms.linking.continuing import goes_on, is_of_same_target


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("Two men were killed.", "Idlib", True),
        ("In Hama two men were killed.", "Hama", False),
        ("In another attack two men were killed.", "Idlib", False),
    ],
)
def test_a_sentence_goes_on_unless_it_names_a_place_or_moves_on(
    add_fact: AddFact, text: str, place: str, expected: bool
) -> None:
    add_fact("a", "Jets struck Idlib on Tuesday.", **ON)
    rows = add_fact("a", text, trigger="killed", acled_sub_event="Attack", index=1, place=place)
    assert goes_on(*reports(rows, {})) is expected


@pytest.mark.parametrize(("target", "expected"), [("The men", True), ("The women", False)])
def test_the_men_are_those_of_whom_the_sentence_before_told(add_fact: AddFact, target: str, expected: bool) -> None:
    add_fact("a", "Gunmen abducted two men in Idlib on Tuesday.", trigger="abducted", target="two men", **ON)
    rows = add_fact("a", f"{target} were abducted near a mill.", trigger="abducted", target=target, index=1, **ON)
    assert is_of_same_target(*reports(rows, {})) is expected
