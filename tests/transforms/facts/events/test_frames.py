"""Words match the frames of the event lexicon: each row its example, idioms of newswire, and no private use."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import events
from transforms.seeds import rows

NO_EVENTS = [
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
    "The trial of the general opened in the capital.",
    "The president appointed a new defence minister.",
    "The ministry advised travellers to avoid the coast.",
    "The war has entered its third year.",
    "Police are investigating the theft of a car.",
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


@pytest.mark.parametrize("text", NO_EVENTS)
def test_a_private_use_or_what_the_lexicon_leaves_out_is_no_event(parse: Parse, text: str) -> None:
    assert events(parse(text)) == []


@pytest.mark.parametrize(("text", "plover"), CODED)
def test_idioms_of_diplomacy_are_coded(parse: Parse, text: str, plover: str) -> None:
    assert [event.plover for event in events(parse(text))] == [plover]


def test_a_front_line_left_is_no_group_left(parse: Parse) -> None:
    found = events(parse("The rebels abandoned the front near Goma."))
    assert "Change to group/activity" not in {event.acled_sub_event for event in found}


LEXICON = [row for row in (*rows("events"), *rows("carriers")) if row["plover"]]


@pytest.mark.parametrize("row", LEXICON, ids=lambda row: f"{row['plover']} {str(row['lemma']).split('|')[0]}")
def test_each_row_finds_its_example(parse: Parse, row: dict[str, str]) -> None:
    assert row["plover"] in {event.plover for event in events(parse(row["example"]))}
