"""A figure: whom it counts, who caused it, its sentence, and the whole that it is a part of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures
from transforms.tables.normalise import fact_ids


def test_a_part_with_a_verb_of_its_own_is_another_matter(figures_in_short: Callable[[str], str]) -> None:
    assert figures_in_short("Gunmen took 70 girls hostage, of whom 12 have never been heard of.") == "abducted 70"


@pytest.mark.parametrize(
    "text",
    [
        "The raid killed 30 people. Nine of the dead were children.",
        "At least 30 people, including nine children, were killed.",
        "Thirty people were killed, nine of them children.",
    ],
)
def test_a_subset_is_marked_as_part_of_its_whole(parse: Parse, text: str) -> None:
    whole, part = figures(parse(text))
    assert (whole.low, whole.part_of, part.low) == (30, None, 9)
    assert part.part_of == fact_ids("figures", [whole, part])[0]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Officers in Haiti backed by Kenyan troops killed 28 bandits.", None),
        ("Some 28 Israelis died in the raid.", None),
        ("More than 9,000 Armenians fled.", None),
        ("Israeli troops killed 28 men.", "il-mil"),
        ("Drones launched by Israeli troops killed 28 men.", "il-mil"),
        ("Drones launched by Sudan's Rapid Support Forces killed 23 people.", "sd-rsf"),
    ],
)
def test_the_actor_is_who_caused_it_not_who_helped_or_is_counted(parse: Parse, text: str, actor: str | None) -> None:
    (figure,) = figures(parse(text))
    assert figure.actor == actor


def test_a_figure_names_whom_it_counts_and_the_number_as_written(parse: Parse) -> None:
    (figure,) = figures(parse("The mine killed at least two Ukrainian soldiers near Kharkiv."))
    assert figure.who == "Ukrainian soldiers"
    assert figure.number == "at least two"


def test_the_evidence_of_a_figure_is_its_sentence(parse: Parse) -> None:
    document = parse("It rained all day.\n\nA bomb killed 12 people in Kabul. More rain fell.")
    (figure,) = figures(document)
    assert figure.sentence == "A bomb killed 12 people in Kabul."
    assert document.article.text[figure.start : figure.end] == figure.sentence


def test_the_worst_hurt_are_part_of_the_hurt(parse: Parse) -> None:
    dead, hurt, worst = figures(parse("The blast killed 15 people and injured 20 others, two seriously."))
    assert (dead.measure, worst.measure, worst.low) == ("killed", "injured", 2)
    assert worst.part_of == fact_ids("figures", [dead, hurt, worst])[1]


def test_the_size_of_a_thing_is_no_part_of_its_name(parse: Parse) -> None:
    (figure,) = figures(parse("Two 500-pound bombs hit the market."))
    assert (figure.low, figure.who) == (2, "bombs")


def test_set_fire_is_no_plan(parse: Parse) -> None:
    (figure,) = figures(parse("The gang set fire to 45 houses in the town."))
    assert (figure.measure, figure.low, figure.modality) == ("buildings_damaged", 45, "asserted")


def test_the_dead_since_whose_day_nothing_was_worse_are_those_of_that_day(parse: Parse) -> None:
    document = parse("It was the deadliest attack on Hama since September, when 11 people were killed in a bakery.")
    (figure,) = [figure for figure in figures(document) if figure.measure == "killed"]
    assert (figure.period_start, figure.cumulative) == ("2024-09", False)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Dozens of soldiers are feared dead.", "hypothetical"),
        ("Some 40 soldiers are believed to have been killed.", "hypothetical"),
        ("Some 40 soldiers are reported dead.", "asserted"),
    ],
)
def test_who_is_feared_dead_is_not_counted_as_dead(parse: Parse, text: str, modality: str) -> None:
    assert [figure.modality for figure in figures(parse(text))] == [modality]
