"""An event has the date of its own clause, or of the clause that governs it."""

from __future__ import annotations

import pytest
from spacy.tokens import Token

from tests.transforms.parsing import Parse
from transforms.facts.events.extraction import events
from transforms.resolving.dates import time_of_clause
from transforms.resolving.document import Document

PUBLISHED = date(2024, 12, 6)


def word(document: Document, text: str) -> Token:
    return next(token for token in document.doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "event", "start"),
    [
        ("Rebels captured the town of Saraqib on Thursday.", "captured", "2024-12-05"),
        ("On 27 November, the fighters attacked an army post near Aleppo.", "attacked", "2024-11-27"),
        ("Troops bombed the market on Monday, killing nine people.", "killing", "2024-12-02"),
        ("The army shelled the village and killed two farmers on Tuesday.", "killed", "2024-12-03"),
        ("Tuesday's attack killed four soldiers.", "attack", "2024-12-03"),
        ("The rebels besieged the base in 2013.", "besieged", "2013"),
    ],
)
def test_the_clause_gives_the_date(parse: Parse, text: str, event: str, start: str) -> None:
    document = parse(text)
    found = date_of(word(document, event), document)
    assert found is not None
    assert found.start == start


def test_the_time_of_a_saying_is_not_the_time_of_what_was_said(parse: Parse) -> None:
    document = parse("The ministry said on Wednesday that gunmen had killed three teachers.")
    assert date_of(word(document, "killed"), document) is None


def test_no_time_words_no_date(parse: Parse) -> None:
    document = parse("Gunmen killed three teachers.")
    assert date_of(word(document, "killed"), document) is None


def test_a_definite_event_has_the_date_of_its_first_mention(parse: Parse) -> None:
    document = parse("An attack on Monday killed nine people in Homs. The attack destroyed two houses.")
    later = [token for token in document.doc if token.text == "attack"][-1]
    found = date_of(later, document)
    assert found is not None
    assert found.start == "2024-12-02"


@pytest.mark.parametrize(
    ("text", "event", "start"),
    [
        ("Fighters took the fort on Monday. The previous day, shells killed two guards.", "killed", "2024-12-01"),
        ("Fighters took the fort on Monday. Two days later, shells killed two guards.", "killed", "2024-12-04"),
        ("Shells killed two guards the previous day.", "killed", None),
        ("On Tuesday the troops shelled the port, and the rebels attacked the fort.", "attacked", "2024-12-03"),
        ("Rebels attacked the fort, and the army shelled the port on Tuesday.", "attacked", None),
        ("The minister condemned on Tuesday the attack.", "attack", None),
        ("Envoys met on Tuesday after the attack.", "attack", None),
        ("It was the deadliest attack since June.", "attack", None),
        ("Talks will begin on Monday.", "begin", "2024-12-09"),
        ("The union called a strike for Monday.", "called", "2024-12-09"),
    ],
)
def test_a_time_belongs_to_its_own_clause(parse: Parse, text: str, event: str, start: str | None) -> None:
    document = parse(text)
    found = date_of(word(document, event), document)
    assert (found.start if found else None) == start


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("The envoy condemned the attack of Monday on the port.", "condemned", None),
        ("The envoy condemned the raid in a statement issued on Monday.", "condemned", "2024-12-02"),
        ("Protesters disrupted a play starring a famous singer on Monday night.", "disrupted", "2024-12-02"),
        ("On Tuesday the general said that he would bomb the port.", "bomb", "2024-12-03"),
    ],
)
def test_whose_time_it_is(parse: Parse, text: str, trigger: str, day: str | None) -> None:
    (event,) = (event for event in events(parse(text)) if event.trigger == trigger)
    assert event.date_start == day
