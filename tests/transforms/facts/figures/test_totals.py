"""Totals that a word names: a toll, the dead, a number of people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


def test_rising_toll_is_cumulative(parse: Parse) -> None:
    (figure,) = figures(parse("The death toll has risen to 45."))
    assert figure.cumulative


TOTALS = [
    ("The army has suffered 2,040 casualties: 940 killed and 1,100 injured.", "other 2040, killed 940, injured 1100"),
    ("The death toll from the landslide has climbed to 54, officials said on Friday.", "killed 54"),
    ("In Taiz, 31 people were killed on Monday, bringing the total death toll to 1,540.", "killed 31, killed 1540"),
    ("The number of displaced people has risen to 350,000.", "displaced 350000"),
    ("The number of people killed in the war has passed 40,000.", "killed 40000+"),
    ("Three of the dead were children.", "killed 3"),
    ("Casualties include three dead and 14 injured.", "killed 3, injured 14"),
    ("Officials put the death toll at 87.", "killed 87"),
    ("The death toll stands at 1,200, with 5,400 wounded.", "killed 1200, injured 5400"),
    ("The toll has climbed past 300.", "killed 300+"),
    ("The toll reached at least 70.", "killed 70+"),
    ("The army says it has lost 450 troops so far.", "killed 450"),
    ("The dead included five members of the same family.", "killed 5"),
    ("That brings the number of dead to 30.", "killed 30"),
    ("The blast brought to 30 the number of people killed since May.", "killed 30"),
    ("The toll stood at 12, with 30 wounded.", "killed 12, injured 30"),
    ("Sixteen people died, the monitor said; the army put the figure at fewer than ten.", "killed 16, killed ?-10"),
    ("Eight of the dead were nurses, and three were porters.", "killed 8, killed 3"),
    ("The dead include a doctor and four nurses.", "killed 4"),
    ("The mayor put the toll at 40 at least.", "killed 40+"),
    ("The army put the dead at 12 or fewer.", "killed ?-12"),
    ("The death toll stood at 19 and rising.", "killed 19+"),
    ("Among the dead are a soldier and two children.", "killed 2"),
    ("This brings to 15 the number killed since Thursday.", "killed 15"),
    (
        "The number of people killed in Monday's attack on a market in the east of the country has risen to 13.",
        "killed 13",
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOTALS, ids=[text[:40] for text, _ in TOTALS])
def test_a_total_counts_what_its_word_names(figures_in_short: Callable[[str], str], text: str, expected: str) -> None:
    assert figures_in_short(text) == expected


def test_at_least_opens_no_total_of_the_dead_told_before(parse: Parse) -> None:
    (figure,) = figures(parse("Residents buried their dead on Friday after gunmen killed at least 70 people."))
    assert (figure.low, figure.cumulative) == (70, False)
