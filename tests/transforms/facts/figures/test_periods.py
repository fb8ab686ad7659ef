"""The period that a figure counts."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


def test_a_count_between_two_months_is_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("Some 900 people were killed between 3 March and 9 April 2023."))
    assert (figure.cumulative, figure.period_start, figure.period_end) == (True, "2023-03-03", "2023-04-09")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("The war, which broke out on 15 April 2023, has killed 150,000 people.", ["2023-04-15"]),
        ("The conflict, which began in March 2011, has displaced 12,000 people.", ["2011-03"]),
        ("The insurgency has killed 9,000 people in the north.", [None]),
        ("The war in Sudan, which broke out in April 2023, has left at least 13,000 people dead.", ["2023-04"]),
        ("Four days of clashes in Tripoli have left 55 people dead.", [None]),
        ("Fighting that broke out on 2 May 2024 between rival militias has killed 12 people.", ["2024-05-02"]),
        ("The siege, which started on 2 May 2024, has killed 300 people and driven 9,000 from their homes.",
         ["2024-05-02", "2024-05-02"]),
    ],
)  # fmt: skip
def test_what_a_war_has_done_is_a_total_since_it_began(parse: Parse, text: str, since: list[str | None]) -> None:
    assert [(figure.period_start, figure.cumulative) for figure in figures(parse(text))] == [
        (day, True) for day in since
    ]


def test_the_bound_of_a_number_is_no_record_since_a_day(parse: Parse) -> None:
    (figure,) = figures(parse("At least 80 people have been killed since last Thursday in the valley."))
    assert figure.cumulative


@pytest.mark.parametrize(
    ("text", "since"),
    [
        (
            "More than 250 people have been killed since violence between the two peoples broke out in May 2023.",
            "2023-05",
        ),
        ("Twenty-three people have died since fighting began on 2 May 2024.", "2024-05-02"),
    ],
)
def test_a_count_since_something_began_is_cumulative(parse: Parse, text: str, since: str) -> None:
    (figure,) = figures(parse(text))
    assert (figure.cumulative, figure.period_start) == (True, since)


@pytest.mark.parametrize(
    "text",
    [
        "Troops shot dead two men in Nablus on Monday, raising the number of men killed there since October to 380.",
        "Troops killed two rebels in a raid, and the number of rebels killed there since October rose to 380.",
        "Troops killed two rebels in a raid, and the death toll there since October now stands at 380.",
    ],
)
def test_a_toll_since_a_month_leaves_the_day_s_dead_alone(parse: Parse, text: str) -> None:
    day, whole = figures(parse(text))
    assert (day.low, day.cumulative, day.period_start) == (2, False, None)
    assert (whole.low, whole.cumulative) == (380, True)


@pytest.mark.parametrize(
    "text",
    [
        "Some 26,000 people have fled since 1 May 2024 to the town, where 650,000 displaced people live.",
        "About 500 people have been displaced since 1 May 2024 by the army, which lost 90 soldiers last year.",
    ],
)
def test_since_does_not_reach_the_clause_behind_it(parse: Parse, text: str) -> None:
    assert [figure.period_start for figure in figures(parse(text))] == ["2024-05-01", None]


def test_total_since_a_date_is_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("The war has displaced more than 2 million people since 2014."))
    assert figure.cumulative
    assert figure.period_start == "2014"


def test_one_attack_is_not_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("The attack killed 45 people."))
    assert not figure.cumulative


def test_a_part_with_a_day_of_its_own_is_of_that_day_only(parse: Parse) -> None:
    whole, part = figures(parse("Since January, 40 people have been killed in the region, including 12 on Monday."))
    assert (whole.cumulative, whole.period_start) == (True, "2024-01")
    assert (part.low, part.cumulative, part.period_start) == (12, False, None)


def test_since_of_another_clause_is_not_when_the_count_began(parse: Parse) -> None:
    text = (
        "Israeli fire killed nine Palestinians on Wednesday, medics said, after a truce that has held since October 10."
    )
    (figure,) = figures(parse(text))
    assert (figure.low, figure.cumulative, figure.period_start) == (9, False, None)


@pytest.mark.parametrize(
    ("text", "is_total"),
    [
        ("Some 2,300 people were newly displaced in the last week of June.", False),
        ("Some 2,300 people were killed in the last week.", True),
    ],
)
def test_a_count_in_the_last_week_is_a_total_and_one_in_the_last_week_of_a_month_is_not(
    parse: Parse, text: str, is_total: bool
) -> None:
    assert [figure.cumulative for figure in figures(parse(text))] == [is_total]
