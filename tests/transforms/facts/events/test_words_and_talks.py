"""Words and diplomacy: idioms and light verbs of newswire are coded, the same words in private life are not."""

from __future__ import annotations

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.events.extraction import events

ORDINARY = [
    "She agreed with a friend about the film.",
    "The roof is supported by pillars.",
    "The company met the deadline.",
    "He returned home after work.",
    "The student asked a question.",
    "The museum is visited by tourists.",
    "The chef gave his assent to the recipe.",
    "Fans threw their weight behind the team.",
    "The singer apologised to her fans.",
    "He sided with his wife in the argument.",
    "The couple shook hands and left.",
    "The airline launched flights to Rome.",
    "The president spoke to reporters on Monday.",
    "The doctor rejected the idea.",
    "The aim is to help the shop.",
]

CODED = [
    ("Ghana's foreign minister paid a three-day visit to Togo.", "CONSULT"),
    ("Peru broke off talks with Ecuador.", "SANCTION"),
    ("The Kremlin waved away Western criticism of the vote.", "REJECT"),
    ("Georgia's parliament threw out the amendment.", "REJECT"),
    ("Bulgaria pledged to take in refugees from Kosovo.", "AGREE"),
    ("Latvia's premier is to visit Vilnius.", "AGREE"),
    ("Tokyo lodged a strong protest with Beijing.", "ACCUSE"),
    ("Nepal called the ruling a sham.", "ACCUSE"),
    ("Rwanda placed its troops on high alert.", "MOBILIZE"),
    ("Sudan let aid convoys into the valley.", "RETREAT"),
    ("Oman insisted that Yemen open its port.", "REQUEST"),
    ("Kenya warned it would close the camp if the raids went on.", "THREATEN"),
    ("Malawi said Zambia ought to free the editor.", "REQUEST"),
]


@pytest.mark.parametrize("text", ORDINARY)
def test_private_and_plain_uses_are_no_events(parse: Parse, text: str) -> None:
    assert events(parse(text)) == []


@pytest.mark.parametrize(("text", "plover"), CODED)
def test_idioms_of_diplomacy_are_coded(parse: Parse, text: str, plover: str) -> None:
    assert [event.plover for event in events(parse(text))] == [plover]
