"""Who gives a number is its source."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Medics said 11 people were killed; the army put the dead at six.", [("Medics", 11), ("the army", 6)]),
        ("Police said six people had died; residents said nine.", [("Police", 6), ("residents", 9)]),
        (
            "The ministry said 12 people were killed, while residents put the toll at 30.",
            [("The ministry", 12), ("residents", 30)],
        ),
    ],
)
def test_each_toll_has_a_source_of_its_own(parse: Parse, text: str, expected: list[tuple[str, int]]) -> None:
    assert [(figure.attribution, figure.low) for figure in figures(parse(text))] == expected


def test_who_puts_a_toll_right_is_its_source(parse: Parse) -> None:
    found = figures(parse("The governor's office lowered its toll from 41 dead to 36."))
    assert [figure.attribution for figure in found if figure.low == 36] == ["The governor's office"]


def test_a_day_before_the_verb_is_no_source(parse: Parse) -> None:
    found = figures(parse("Police reported 30 deaths but on Tuesday put the number at 22."))
    assert "Tuesday" not in [figure.attribution for figure in found]


def test_another_count_may_be_far_from_its_verb_and_of_the_detained(parse: Parse) -> None:
    text = "Troops killed 11 rebels. Kenya's defence ministry put the number of rebels killed on Tuesday at eight."
    assert [figure.attribution for figure in figures(parse(text))] == [None, "Kenya's defence ministry"]
    text = "At least 25 demonstrators were arrested, the group said. Police put the figure at 11."
    assert [(figure.measure, figure.low) for figure in figures(parse(text))] == [("detained", 25), ("detained", 11)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The health ministry in Tripoli puts the number of dead at 40.", None),
        ("The military command in Khartoum put the dead at nine.", None),
        ("The health ministry puts the number of dead in Tripoli at 40.", "Tripoli"),
    ],
)
def test_where_those_who_give_a_number_have_their_seat_is_not_where_people_died(
    parse: Parse, text: str, place: str | None
) -> None:
    assert [figure.place for figure in figures(parse(text))] == [place]
