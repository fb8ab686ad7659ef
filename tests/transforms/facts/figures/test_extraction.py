"""A figure: who caused it, its sentence, and how sure it is."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.figures.extraction import figures


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


def test_the_evidence_of_a_figure_is_its_sentence(parse: Parse) -> None:
    document = parse("It rained all day.\n\nA bomb killed 12 people in Kabul. More rain fell.")
    (figure,) = figures(document)
    assert figure.sentence == "A bomb killed 12 people in Kabul."
    assert document.article.text[figure.start : figure.end] == figure.sentence


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
