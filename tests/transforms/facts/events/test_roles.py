"""The words that are source and target of an event."""

from __future__ import annotations

import pytest

from tests.documents import Parse, last_event
from transforms.facts.events.extraction import events

WHO = [
    ("Rebels attacked the garrison.", "Rebels", "the garrison"),
    ("The garrison was attacked by rebels.", "rebels", "The garrison"),
    ("The attack on the garrison by rebels lasted hours.", "rebels", "the garrison"),
    ("Israel's attack on the port surprised nobody.", "Israel", "the port"),
    ("Indian strikes hit the port.", "Indian", "the port"),
    ("Rebels launched an attack on the garrison.", "Rebels", "the garrison"),
    ("Militiamen who attacked the village fled.", "Militiamen", "the village"),
    ("The capture of the town by the rebels ended the siege.", "the rebels", None),
    ("Turkey and Greece accused Libya of smuggling.", "Turkey and Greece", "Libya"),
    ("The bishop urged the rebels to leave the city.", "The bishop", "the rebels"),
    ("The ministry blamed the separatists for the blast.", "The ministry", "the separatists"),
    ("The rebels threatened to attack the port.", "The rebels", "the port"),
]


@pytest.mark.parametrize(("text", "source", "target"), WHO, ids=[text for text, _, _ in WHO])
def test_source_and_target_are_whole_phrases(parse: Parse, text: str, source: str | None, target: str | None) -> None:
    found = events(parse(text))
    assert (source, target) in [(event.source, event.target) for event in found]


@pytest.mark.parametrize(
    ("text", "source", "sub_event"),
    [
        ("The rebels were driven from the town by the army.", "the army", "Government regains territory"),
        ("The army was driven out of Bria by rebels.", "rebels", "Non-state actor overtakes territory"),
        ("The rebels were driven from the town by nightfall.", None, None),
    ],
)
def test_who_drives_others_from_a_place_is_the_source(
    parse: Parse, text: str, source: str | None, sub_event: str | None
) -> None:
    (event,) = events(parse(text))
    assert (event.source, event.acled_sub_event) == (source, sub_event)


@pytest.mark.parametrize(
    ("text", "trigger", "source", "target"),
    [
        ("A strike on 17 August hit the hospital in Mosul.", "strike", None, "the hospital"),
        ("The coalition continues to support the army with air strikes.", "air strikes", "The coalition", None),
        ("The army blamed the damage on what it called a stray Somali shell.", "blamed", "army", "Somali shell"),
        ("Hamas claimed responsibility for the attack on the bus station.", "attack", "Hamas", "the bus station"),
        ("In the campaign to liberate Mosul, Iraqi troops lost a tank.", "liberate", "Iraqi troops", None),
        ("The president denounced Russia's invasion of Ukraine.", "invasion", "Russia", "Ukraine"),
        ("The spokesman for the army, Major Idris Waleyo, rejected the report.", "rejected", "Idris Waleyo", None),
        ("Two men were arrested on Monday, the police said.", "arrested", "police", "Two men"),
        ("Riot police were deployed in the capital.", "deployed", "Riot police", None),
        ("Nine miners were killed when gunmen attacked the bus.", "killed", "gunmen", "Nine miners"),
        ("Police fired tear gas to disperse protesters in Dakar.", "fired", "Police", "protesters"),
        ("The strikes were aimed at fuel depots near Aden.", "strikes", None, "fuel depots"),
        ("The minister condemned an attack at a market in Aden.", "attack", None, "a market"),
        ("Gunmen overran the camp in an assault before dawn.", "assault", "Gunmen", None),
        ("Police cleared the square in Harare. Nine people were arrested.", "arrested", "Police", "Nine people"),
    ],
)  # fmt: skip
def test_source_and_target_are_found_across_clauses(
    parse: Parse, text: str, trigger: str, source: str | None, target: str | None
) -> None:
    event = last_event(parse, text, trigger)
    for found, wanted in ((event.source, source), (event.target, target)):
        if wanted is not None:
            assert found is not None
            assert wanted in found
