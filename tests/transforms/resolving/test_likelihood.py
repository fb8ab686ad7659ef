"""A small town or a direction needs more than its name."""

from __future__ import annotations

from collections import Counter

from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.places import Context


def context(sure: bool = True, kind_word: str = "", **named: int) -> Context:
    return Context(Counter(named), kind_word, sure)


def test_a_small_town_of_a_country_that_nobody_named_is_not_taken() -> None:
    assert gazetteer().resolve("Tonbridge", context(sure=False, SY=4)) is None
    assert gazetteer().resolve("Tonbridge", context(sure=False, GB=1)) is not None


def test_a_direction_alone_is_no_region() -> None:
    assert gazetteer().resolve("Northern", context(SD=3)) is None
    assert gazetteer().resolve("Gulf", context(IR=3)) is None
