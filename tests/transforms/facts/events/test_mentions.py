"""One happening of a sentence is one event, two are two; what is demanded or lifted is none."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import events

ONCE = [
    "Rebels launched an attack on the garrison.",
    "Nine people were wounded in the attack.",
    "A roadside bomb killed a soldier and wounded two others.",
    "Shells hit the school, killing two pupils.",
    "The ministry lodged a protest with the kingdom.",
    "The rebels threatened to attack the port.",
    "The council demanded that the rebels withdraw from the city.",
    "The two governments signed a peace agreement.",
    "Thousands marched through the city to demand the release of the editor.",
]


@pytest.mark.parametrize("text", ONCE)
def test_one_happening_is_one_event(parse: Parse, text: str) -> None:
    assert len(events(parse(text))) == 1


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Teachers went on strike on Monday in Durban.", "went"),
        ("Rebels took over the town over the weekend.", "took over"),
        ("Gunmen opened fire on a bus on Monday.", "opened"),
    ],
)
def test_a_trigger_ends_with_its_own_words(parse: Parse, text: str, trigger: str) -> None:
    assert trigger in {event.trigger for event in events(parse(text))}


def test_two_acts_are_two_events(parse: Parse) -> None:
    found = events(parse("Police opened fire on the crowd and arrested twelve students."))
    assert [event.plover for event in found] == ["ASSAULT", "COERCE"]


def test_a_sentence_of_300_attacks_has_at_most_as_many_events(parse: Parse) -> None:
    found = events(parse("Rebels attacked the port, " * 300 + "and fled."))
    assert len(found) <= 300


@pytest.mark.parametrize(
    "text",
    [
        "The lifting of the curfew by the governor was announced.",
        "The governor announced an end to the curfew in Bria.",
        "The governor lifted the curfew in Bria.",
    ],
)
def test_a_curfew_that_is_lifted_is_not_imposed(parse: Parse, text: str) -> None:
    assert "COERCE" not in {event.plover for event in events(parse(text))}
