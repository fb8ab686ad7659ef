"""ACLED codes: by who takes a place, by weapon, by target and by crowds."""

from __future__ import annotations

import pytest

from tests.documents import Parse, last_event
from transforms.facts.events.extraction import events
from transforms.seeds import rows

TERRITORY = [
    ("Rebels captured Aleppo on Sunday.", "gained", "Non-state actor overtakes territory"),
    ("Government troops retook Aleppo on Sunday.", "gained", "Government regains territory"),
    ("Aleppo fell to the rebels on Sunday.", "gained", "Non-state actor overtakes territory"),
    ("The army withdrew from Aleppo on Sunday.", "lost", "Non-violent transfer of territory"),
]


@pytest.mark.parametrize(("text", "territory", "sub_event"), TERRITORY, ids=[text for text, _, _ in TERRITORY])
def test_who_takes_a_town_decides_the_sub_event(parse: Parse, text: str, territory: str, sub_event: str) -> None:
    (event,) = events(parse(text))
    assert (event.territory, event.acled_sub_event, event.place) == (territory, sub_event, "Aleppo")


MEANS = [
    ("A drone attacked the depot.", "Air/drone strike"),
    ("Rocket attacks on the port went on.", "Shelling/artillery/missile attack"),
    ("A roadside bomb killed two nurses.", "Remote explosive/landmine/IED"),
    ("A suicide bombing killed two nurses.", "Suicide bomb"),
    ("Gunmen attacked a group of villagers.", "Attack"),
    ("Rebels attacked an army patrol.", "Armed clash"),
    ("Air defences shot down nine drones.", "Disrupted weapons use"),
]


@pytest.mark.parametrize(("text", "sub_event"), MEANS, ids=[text for text, _ in MEANS])
def test_weapon_and_target_decide_the_sub_event_of_an_attack(parse: Parse, text: str, sub_event: str) -> None:
    assert sub_event in {event.acled_sub_event for event in events(parse(text))}


@pytest.mark.parametrize("row", rows("crosswalk"), ids=lambda row: str(row["acled_sub_event"]))
def test_each_acled_sub_event_is_coded_in_its_example(parse: Parse, row: dict[str, str]) -> None:
    found = {(event.acled_event, event.acled_sub_event) for event in events(parse(row["example"]))}
    assert (row["acled_event"], row["acled_sub_event"]) in found


@pytest.mark.parametrize(
    ("text", "trigger", "sub_event"),
    [
        ("Police fired tear gas at the protesters.", "fired", "Protest with intervention"),
        ("Police shot two protesters.", "shot", "Excessive force against protesters"),
        ("Protesters attacked a police station.", "attacked", "Violent demonstration"),
        ("Shells struck the school.", "struck", "Shelling/artillery/missile attack"),
        ("Rebels attacked an aid convoy.", "attacked", "Attack"),
        ("Barrel bomb attacks killed nine.", "bomb attacks", "Air/drone strike"),
        ("Drones and guided bombs struck the depot.", "struck", "Air/drone strike"),
    ],
)
def test_crowds_and_weapons_decide_the_sub_event(parse: Parse, text: str, trigger: str, sub_event: str) -> None:
    assert last_event(parse, text, trigger).acled_sub_event == sub_event
