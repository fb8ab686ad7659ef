"""Sub-events that the words of an act decide, whatever the network gives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.learned.decode import Reading
from transforms.facts.events.learned.sub_events import sub_event_of
from transforms.facts.events.participants import participant


def sub_event(parse: Parse, text: str, act: str, given: str | None, **fields: Any) -> str | None:
    """The sub-event of an act for which the network gives `given`; source and target are words of the text."""
    document = parse(text)
    parties = [
        participant(token_of(document, fields[slot]), document) if slot in fields else None
        for slot in ("source", "target")
    ]
    reading = Reading(
        word=0, token=token_of(document, act), plover=fields.get("plover", "ASSAULT"), is_event=1.0, probability=1.0,
        modality="asserted", sure_modality=1.0, when_told="new", sure_when_told=1.0, sub_event=given,
        sure_sub_event=0.5, fillers={}, empty={}, hint=None,
    )  # fmt: skip
    return sub_event_of(reading, *parties)


TRAP = "Remote explosive/landmine/IED"


@pytest.mark.parametrize(
    ("text", "act", "given", "parties", "expected"),
    [
        ("Nine men were wounded and taken away.", "wounded", "Abduction/forced disappearance", {}, "Attack"),
        ("A mob attacked a trader in Hama.", "attacked", "Attack", {"source": "mob"}, "Mob violence"),
        ("Mobs attacked homes in Hama.", "attacked", "Attack", {"source": "Mobs"}, "Mob violence"),
        ("Villagers lynched two thieves.", "lynched", "Attack", {"source": "Villagers"}, "Mob violence"),
        ("Settlers beat a herder near Yatta.", "beat", "Attack", {"source": "Settlers"}, "Mob violence"),
        ("Settlers shot a herder near Yatta.", "shot", "Attack", {"source": "Settlers"}, "Attack"),
        ("Sappers blew up a bomb in Hama.", "blew", TRAP, {"source": "Sappers"}, "Disrupted weapons use"),
        (
            "A crowd set upon a couple in Hama.", "set", "Protest with intervention", {"source": "crowd"},
            "Mob violence",
        ),
        (
            "Troops fired on protesters in Hama.", "fired", "Attack", {"source": "Troops", "target": "protesters"},
            "Excessive force against protesters",
        ),
        ("Rebels fired on troops.", "fired", "Armed clash", {"source": "Rebels", "target": "troops"}, "Armed clash"),
        ("A woman detonated an explosive vest in Hama.", "detonated", TRAP, {}, "Suicide bomb"),
        ("A bomber had died, and jets bombed Hama.", "bombed", "Air/drone strike", {}, "Air/drone strike"),
        ("Nine were wounded by an explosive device.", "wounded", "Air/drone strike", {}, TRAP),
        ("A drone struck the post.", "struck", "Attack", {}, "Air/drone strike"),
    ],
)  # fmt: skip
def test_words_of_an_assault_decide(
    parse: Parse, text: str, act: str, given: str, parties: dict[str, str], expected: str
) -> None:
    assert sub_event(parse, text, act, given, **parties) == expected


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("The army erected a checkpoint and an outpost near Hama.", "erected", "Headquarters or base established"),
        ("The army opened a new military post in Hama.", "opened", "Headquarters or base established"),
        ("The army opened a road to Hama.", "opened", None),
    ],
)
def test_who_opens_a_post_sets_up_a_base(parse: Parse, text: str, act: str, expected: str | None) -> None:
    assert sub_event(parse, text, act, None, plover="MOBILIZE") == expected


@pytest.mark.parametrize(
    ("text", "act", "target", "expected"),
    [
        ("Sappers cleared 60 mines from a field.", "cleared", "mines", "Disrupted weapons use"),
        ("Police seized weapons and phones.", "seized", "weapons", "Disrupted weapons use"),
        ("Police seized documents.", "seized", "documents", None),
    ],
)
def test_weapons_found_are_out_of_use(parse: Parse, text: str, act: str, target: str, expected: str | None) -> None:
    assert sub_event(parse, text, act, None, plover="COERCE", target=target) == expected


FORCE, INTERVENTION = "Excessive force against protesters", "Protest with intervention"


@pytest.mark.parametrize(
    ("text", "act", "plover", "given", "expected"),
    [
        ("Police fired at a car of smugglers.", "fired", "ASSAULT", FORCE, "Attack"),
        ("Guards stopped fighters at a prison.", "stopped", "COERCE", INTERVENTION, None),
        ("Gunmen killed nine bakers.", "killed", "ASSAULT", "Mob violence", "Attack"),
        ("Police fired at a march.", "fired", "ASSAULT", FORCE, FORCE),
        ("Students held a rally. Guards stopped them at a bridge.", "stopped", "COERCE", INTERVENTION, INTERVENTION),
        ("An angry crowd killed a baker.", "killed", "ASSAULT", "Mob violence", "Mob violence"),
    ],
)
def test_without_a_crowd_none_is_met(
    parse: Parse, text: str, act: str, plover: str, given: str, expected: str | None
) -> None:
    assert sub_event(parse, text, act, given, plover=plover) == expected


@pytest.mark.parametrize(
    ("text", "act", "parties", "expected"),
    [
        ("Homs fell on Monday.", "fell", {}, None),
        ("Homs fell to the rebels on Monday.", "fell", {"source": "rebels"}, "Non-state actor overtakes territory"),
        ("Homs was captured on Monday.", "captured", {}, "Non-state actor overtakes territory"),
    ],
)
def test_who_took_a_town_that_fell_is_told_or_unknown(
    parse: Parse, text: str, act: str, parties: dict[str, str], expected: str | None
) -> None:
    given = "Non-state actor overtakes territory"
    assert sub_event(parse, text, act, given, plover="COERCE", **parties) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The coalition took the base near Hama from government troops.", "Non-state actor overtakes territory"),
        ("The coalition took the base on the road to Hama from the army.", "Non-state actor overtakes territory"),
        ("The coalition took the base near Hama from the rebels.", "Government regains territory"),
    ],
)
def test_what_is_taken_from_a_state_is_not_regained_by_it(parse: Parse, text: str, expected: str) -> None:
    given, source = "Government regains territory", "coalition"
    assert sub_event(parse, text, "took", given, source=source, target="base", plover="COERCE") == expected


OVERTAKEN, REGAINED = "Non-state actor overtakes territory", "Government regains territory"


@pytest.mark.parametrize(
    ("text", "act", "given", "fields", "expected"),
    [
        ("Rebels cut the road from Kidal to Gao.", "cut", OVERTAKEN, {"source": "Rebels"}, None),
        ("Rebels cut the town of Gao off.", "cut", OVERTAKEN, {"source": "Rebels"}, OVERTAKEN),
        ("Families were driven from Gao in 2012.", "driven", REGAINED, {"target": "Families"}, None),
        ("Rebels were driven from Gao in 2012.", "driven", REGAINED, {"target": "Rebels"}, REGAINED),
    ],
)
def test_who_cuts_a_road_or_drives_people_out_takes_no_town(
    parse: Parse, text: str, act: str, given: str, fields: dict[str, str], expected: str | None
) -> None:
    assert sub_event(parse, text, act, given, **({"plover": "COERCE"} | fields)) == expected


@pytest.mark.parametrize(
    ("text", "taker", "expected"),
    [
        ("The coalition took Gao on Monday.", "coalition", OVERTAKEN),
        ("Tuareg-led forces took Gao on Monday.", "forces", OVERTAKEN),
        ("Government forces took Gao on Monday.", "forces", REGAINED),
    ],
)
def test_forces_of_any_side_leave_the_taker_to_the_network(parse: Parse, text: str, taker: str, expected: str) -> None:
    assert sub_event(parse, text, "took", OVERTAKEN, plover="COERCE", source=taker) == expected


def test_a_strike_without_a_weapon_in_sight_is_an_attack(parse: Parse) -> None:
    text = "Fighters entered Gao. A general was killed near Kidal. Nobody said how he died."
    assert sub_event(parse, text, "killed", "Air/drone strike") == "Attack"


def test_a_car_bomb_is_planted(parse: Parse) -> None:
    text = "Two car bombs hit checkpoints in Gao."
    assert sub_event(parse, text, "hit", "Air/drone strike") == TRAP


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels killed nine passengers of a bus near Gao.", "Attack"),
        ("Rebels killed nine soldiers near Gao.", "Armed clash"),
        ("Rebels killed nine people near Gao.", "Armed clash"),
        ("Rebels killed nine passengers in a gunfight with the army near Gao.", "Armed clash"),
    ],
)
def test_who_kills_people_that_do_not_fight_attacks_them(parse: Parse, text: str, expected: str) -> None:
    target = next(word for word in ("soldiers", "people", "passengers") if word in text)
    assert sub_event(parse, text, "killed", "Armed clash", source="Rebels", target=target) == expected


def test_who_seizes_power_takes_no_place(parse: Parse) -> None:
    text = "The junta seized power in Niamey in 2023."
    assert sub_event(parse, text, "seized", REGAINED, plover="COERCE", source="junta") is None
