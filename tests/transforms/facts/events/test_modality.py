"""Modality of events: asserted, claimed, denied, planned, hypothetical; and the speaker."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.extraction import events
from transforms.facts.events.modality import is_alleged, modality
from transforms.seeds import Row, rows

MODALITIES = [
    ("Rebels attacked the port.", "asserted"),
    ("Rebels did not attack the port.", "denied"),
    ("Rebels attacked no port.", "denied"),
    ("Police arrested nobody in the port.", "denied"),
    ("No sailors were killed in the port.", "denied"),
    ("No fewer than 12 sailors were killed in the port on Monday.", "asserted"),
    ("Police arrested none other than the rebel commander in the port.", "asserted"),
    ("No sailors knew that rebels had attacked the port.", "asserted"),
    ("Rebels failed to capture the port.", "denied"),
    ("The army denied that its troops had attacked the port.", "denied"),
    ("Rebels plan to attack the port.", "planned"),
    ("Rebels tried to capture the port.", "planned"),
    ("Rebels are struggling to capture the port.", "planned"),
    ("Rebels appear to have attacked the port.", "hypothetical"),
    ("Rebels may attack the port.", "hypothetical"),
    ("Diplomats could not confirm the attack on the port.", "hypothetical"),
    ("Rebels are believed to have attacked the port.", "hypothetical"),
    ("Traders will flee if rebels attack the port.", "hypothetical"),
    ("It is unclear whether rebels attacked the port.", "hypothetical"),
    ("A planned attack on the port was put off.", "planned"),
    ("There was no attack on the port.", "denied"),
    ("An attack on the port may occur.", "hypothetical"),
    ("An attack on the port did not happen.", "denied"),
    ("The attack on the port began at dawn.", "asserted"),
    ("The attack on the port has yet to begin.", "denied"),
    ("The army’s assault on the port, which it had announced on Monday, had not begun by dawn.", "denied"),
    ("The army’s assault on the port had not started.", "denied"),
    ("The army stopped attacking the port and arresting fishermen.", "denied"),
    ("There was no confirmation of the attack on the port.", "hypothetical"),
    ("There was no end to the attack on the port.", "asserted"),
    ("Rebels held off from shelling the port.", "denied"),
    ("Rebels decided against storming the port.", "denied"),
    ("Rebels thought better of bombing the port.", "denied"),
    ("Rebels balked at storming the port.", "denied"),
    ("Rebels came close to capturing the port.", "denied"),
    ("Rebels were on the verge of capturing the port.", "hypothetical"),
    ("Rebels refrained from bombing the port or attacking the town.", "denied"),
    ("Rebels did not hold off from shelling the port.", "asserted"),
    ("Soldiers decided to go home after rebels had shelled the port.", "asserted"),
    ("Close to the port rebels killed nine sailors.", "asserted"),
    ("Rebels were accused of beating prisoners, shooting a priest and torching a mosque.", "claimed"),
    ("Rebels, accused of looting shops, burned nine houses.", "asserted"),
    ("The army accused rebels of theft and bombed the port.", "asserted"),
    ("A man accused of spying was killed by rebels.", "asserted"),
    ("The army’s assault on the port, which it had announced on Monday, had begun by dawn.", "asserted"),
    ("The union held the rebels responsible for the shelling of the port.", "claimed"),
    ("The union met the sailors responsible for the shelling of the port.", "asserted"),
]


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("Rebels were accused of looting shops and burning houses.", "burning", True),
        ("Rebels were accused of beating a priest, shooting a nurse and burning houses.", "shooting", True),
        ("Rebels were accused of theft and burned houses.", "burned", False),
        ("Rebels, accused of looting shops, came back and were burning houses.", "burning", False),
    ],
)
def test_an_accusation_holds_for_a_series_of_acts(parse: Parse, text: str, act: str, expected: bool) -> None:
    assert is_alleged(token_of(parse(text), act)) is expected


@pytest.mark.parametrize(("text", "modality"), MODALITIES, ids=[text for text, _ in MODALITIES])
def test_a_deed_has_the_modality_of_the_words_around_it(parse: Parse, text: str, modality: str) -> None:
    deeds = [event for event in events(parse(text)) if event.plover in ("ASSAULT", "COERCE")]
    assert {event.modality for event in deeds} == {modality}


SAYERS = [
    ("Rebels attacked the port, the army said.", "claimed", "the army"),
    ("The army said rebels attacked the port.", "claimed", "The army"),
    ("Rebels attacked the port, according to the defence ministry.", "claimed", "the defence ministry"),
    ("According to local officials, rebels attacked the port.", "claimed", "local officials"),
    ("Rebels attacked the port, witnesses said.", "asserted", "witnesses"),
    ("Rebels attacked the port, said Jane Doe, an analyst at a think tank.", "asserted", "Jane Doe"),
    ("Rebels attacked the port, Mayor Jane Doe said.", "claimed", "Mayor Jane Doe"),
    ("The ministry blamed the rebels for the attack on the port.", "claimed", "The ministry"),
    ("Rebels attacked the port.", "asserted", None),
]


@pytest.mark.parametrize(("text", "modality", "said_by"), SAYERS, ids=[text for text, _, _ in SAYERS])
def test_only_parties_and_authorities_claim(parse: Parse, text: str, modality: str, said_by: str | None) -> None:
    event = next(event for event in events(parse(text)) if event.plover == "ASSAULT")
    assert (event.modality, event.attribution) == (modality, said_by)


def test_a_threat_is_always_planned(parse: Parse) -> None:
    (event,) = events(parse("The rebels threatened to attack the port, the army said."))
    assert (event.plover, event.modality) == ("THREATEN", "planned")


def test_a_speech_act_is_asserted(parse: Parse) -> None:
    event = events(parse("The ministry condemned the raid."))[0]
    assert (event.plover, event.modality) == ("ACCUSE", "asserted")


@pytest.mark.parametrize("row", rows("modality"), ids=lambda row: str(row["example"]).rstrip("."))
def test_each_row_gives_the_event_of_its_example_a_modality(parse: Parse, row: Row) -> None:
    """A verb of existence has no modality of its own: its example puts it behind "if"."""
    assert (row["modality"] or "hypothetical") in {event.modality for event in events(parse(str(row["example"])))}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Rebels were prevented from capturing the bridge.", "capturing"),
        ("Guards kept the mob from burning the court.", "burning"),
        ("The rebels were stopped from taking the port.", "taking"),
        ("Guards talked the mob out of burning the court.", "burning"),
    ],
)
def test_what_somebody_was_kept_from_is_denied(parse: Parse, text: str, trigger: str) -> None:
    found = {event.trigger: event.modality for event in events(parse(text))}
    assert found[trigger] == "denied"


@pytest.mark.parametrize(
    "text", ["Police foiled an attempt to bomb the station.", "Troops thwarted a plot to blow up it."]
)
def test_who_foils_a_plan_is_not_its_doer(parse: Parse, text: str) -> None:
    assert not any(event.source for event in events(parse(text)) if event.modality != "asserted")


@pytest.mark.parametrize(
    ("text", "trigger", "told"),
    [
        ("An attempt by gunmen to kidnap pupils failed on Monday.", "kidnap", "denied"),
        ("A plot to bomb the station was foiled.", "bomb", "denied"),
        ("An attempt to bomb the station surprised them.", "bomb", "planned"),
        ("An attempt to bomb the station did not fail.", "bomb", "planned"),
    ],
)
def test_an_undertaking_that_came_to_nothing_was_not_done(parse: Parse, text: str, trigger: str, told: str) -> None:
    document = parse(text)
    assert modality(token_of(document, trigger), document)[0] == told


def test_what_somebody_is_to_do_is_planned(parse: Parse) -> None:
    (event,) = events(parse("The president is to meet rebel leaders in Paris on Monday."))
    assert (event.trigger, event.modality) == ("meet", "planned")


def test_nobody_claims_what_no_group_claims(parse: Parse) -> None:
    (event,) = events(parse("A bomb killed nine people in Idlib, and no group has claimed responsibility for it."))
    assert (event.trigger, event.source, event.attribution) == ("killed", None, None)
