"""Where an event took place, when its own phrase does not say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.naming.whereabouts import earlier_mention, place_of
from transforms.story import Story


def test_the_finest_place_of_a_phrase_is_taken(tell: Callable[..., Story]) -> None:
    story = tell("Shells hit the town of Saraqib in Idlib province in Syria.")
    name = place_of(next(token for token in story.doc if token.text == "hit"), story)
    assert name is not None
    assert name.place is not None
    assert name.place.precision == 1


def test_a_country_that_owns_the_act_is_not_its_place(tell: Callable[..., Story]) -> None:
    story = tell("Israel's war on Gaza went on.")
    name = place_of(next(token for token in story.doc if token.text == "war"), story)
    assert name is not None
    assert name.span.text == "Gaza"


def test_a_definite_event_is_where_its_first_mention_was(tell: Callable[..., Story]) -> None:
    story = tell("A strike on Homs in Syria killed nine people. The strike destroyed two houses.")
    later = [token for token in story.doc if token.text == "strike"][-1]
    assert earlier_mention(later) is not None
    name = place_of(later, story)
    assert name is not None
    assert name.span.text == "Homs"


def test_an_indefinite_event_is_a_new_one(tell: Callable[..., Story]) -> None:
    story = tell("A strike on Homs in Syria killed nine people. Another strike destroyed two houses.")
    assert earlier_mention([token for token in story.doc if token.text == "strike"][-1]) is None


@pytest.mark.parametrize(
    "text",
    [
        "The Britain-based monitor counted nine killed fighters.",
        "A monitor based in Britain counted nine killed fighters.",
    ],
)
def test_where_a_source_is_based_is_not_where_it_happened(tell: Callable[..., Story], text: str) -> None:
    story = tell(text)
    assert place_of(next(token for token in story.doc if token.text == "killed"), story) is None


def test_where_a_road_leads_is_not_where_it_happened(tell: Callable[..., Story]) -> None:
    story = tell("Rebels seized villages along the road to Aleppo in Syria.")
    name = place_of(next(token for token in story.doc if token.text == "seized"), story)
    assert (name.span.text if name else None) != "Aleppo"


def test_a_country_counts_where_a_phrase_says_inside_it(tell: Callable[..., Story]) -> None:
    story = tell("Rebels captured large swathes of land in Syria.")
    name = place_of(next(token for token in story.doc if token.text == "captured"), story)
    assert name is not None
    assert name.span.text == "Syria"


def test_a_capital_that_speaks_is_no_place(tell: Callable[..., Story]) -> None:
    story = tell("Moscow said that its forces had taken the village of Zirbawa.")
    name = place_of(next(token for token in story.doc if token.text == "taken"), story)
    assert (name.span.text if name else None) != "Moscow"


def test_the_country_stands_for_the_one_spoken_of(tell: Callable[..., Story]) -> None:
    story = tell("The Syrian army fled. Rebels captured large swathes of land in the country's northwest.")
    name = place_of(next(token for token in story.doc if token.text == "captured"), story)
    assert story.located(name)["place"] == "Syria"
