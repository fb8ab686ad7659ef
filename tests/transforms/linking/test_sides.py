"""Who did an incident to whom, who lost a place, and who is only blamed."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import CLASH, ON, AddFact, Row, only_incident
from transforms.linking.reports import Report, act_report
from transforms.linking.sides import Known, own_acts, sides

TAKEN: Row = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
LOST: Row = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "territory": "lost"}
BLAST: Row = {"acled_sub_event": "Remote explosive/landmine/IED"}
KNOWN = Known(
    {"rus": "Russia", "army": "Army", "brigade": "9th Brigade", "front": "Front", "militia": "Militia"},
    {
        "army": frozenset({"army", "state"}),
        "brigade": frozenset({"brigade", "army", "state"}),
        "militia": frozenset({"militia", "state"}),
    },
    {"front": ["Front of Dara and Homs"]},
)


def acts(rows: list[Row]) -> list[Report]:
    return [report for row in rows if (report := act_report(row, KNOWN.kin)) is not None]


def test_who_lost_a_place_did_not_take_it_and_it_is_taken_once(add_fact: AddFact) -> None:
    text = "The front took Idlib, the second town that the army lost this week."
    add_fact("a", text, trigger="took", source="The front", source_actor="front", **TAKEN)
    add_fact("a", text, trigger="lost", source="the army", source_actor="army", target="the president", **LOST)
    entered: Row = TAKEN | {"plover": "ASSAULT", "territory": "contested"}
    rows = add_fact("a", "Fighters entered the town from the east.", index=2, trigger="entered", **entered)
    (found,) = made(rows)["incidents"].to_pylist()
    assert (found["source"], found["source_actor"], found["target"]) == ("The front", "front", None)
    assert found["acled_sub_event"] == TAKEN["acled_sub_event"]


def test_source_and_target_are_those_of_the_sub_event_of_the_incident(add_fact: AddFact) -> None:
    shelled: Row = {"acled_sub_event": "Shelling/artillery/missile attack", "trigger": "shelled"}
    add_fact("a", "Idlib was shelled on Tuesday.", **shelled)
    add_fact("a", "Idlib was shelled until dark.", index=1, **shelled)
    clash: Row = {"acled_sub_event": "Armed clash", "trigger": "clashes"}
    rows = add_fact("a", "The army killed 300 in clashes.", index=2, source="The army", target="300 rebels", **clash)
    found = sides(acts(rows), KNOWN)
    assert (found["source"], found["target"]) == (None, None)


def test_what_speaks_of_an_attack_again_does_not_say_what_it_was(add_fact: AddFact) -> None:
    told: Row = BLAST | {"trigger": "killed", "target": "two people", "modality": "claimed"}
    add_fact("a", "A bomb killed two people in Idlib, the police said.", **told)
    rows = add_fact("a", "Nobody claimed the attack.", index=1, trigger="attack", acled_sub_event="Attack")
    (found,) = made(rows)["incidents"].to_pylist()
    assert (found["acled_sub_event"], found["target"]) == (BLAST["acled_sub_event"], "two people")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("A doctor blamed Russia for the strike.", "Russia"),
        ("A doctor accused the Russian army of the strike.", "the Russian army"),
        ("Russia was blamed for the strike.", "Russia"),
        ("A doctor has blamed the strike, in which nine nurses died, on Russia.", "Russia"),
    ],
)
def test_who_is_only_blamed_is_no_source(add_fact: AddFact, text: str, written: str) -> None:
    add_fact("a", "Warplanes hit a market in Idlib.", source="Warplanes", trigger="hit")
    add_fact("a", text, index=1, trigger="strike", source=written, source_actor="rus")
    rows = add_fact(
        "a", "The Kremlin was silent on the strike.", index=2, trigger="strike", source_actor="rus", source="Russia"
    )
    found = sides(acts(rows), KNOWN)
    assert (found["source"], found["blamed"]) == ("Warplanes", "Russia")


def test_who_is_blamed_and_told_of_is_the_source(add_fact: AddFact) -> None:
    add_fact("a", "Russia struck a market in Idlib.", source="Russia", source_actor="rus")
    rows = add_fact(
        "a", "A doctor blamed Russia for the strike.", index=1, trigger="strike", source="Russia", source_actor="rus"
    )
    found = sides(acts(rows), KNOWN)
    assert (found["source"], found["blamed"]) == ("Russia", None)


def test_two_that_act_together_are_named_as_written(add_fact: AddFact) -> None:
    rows = add_fact("a", "Russian and Syrian jets struck Idlib.", source="Russian and Syrian jets", source_actor="army")
    found = sides(acts(rows), KNOWN)
    assert (found["source"], found["source_actor"]) == ("Russian and Syrian jets", "army")


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("The Front of Dara and Homs", "Front"),
        ("The Front of Dara and Homs and Russia", "The Front of Dara and Homs and Russia"),
    ],
)
def test_a_name_with_and_in_it_is_of_one(add_fact: AddFact, source: str, named: str) -> None:
    rows = add_fact("a", f"{source} attacked Idlib.", source=source, source_actor="front")
    assert sides(acts(rows), KNOWN)["source"] == named


@pytest.mark.parametrize(
    "source", ["The Islamic State of Iraq and the Levant", "Fighters of the Islamic State of Iraq and the Levant"]
)
def test_one_whose_name_holds_an_and_is_no_two(add_fact: AddFact, source: str) -> None:
    found = only_incident(add_fact("a", f"{source} attacked Idlib.", trigger="attacked", source=source,
                                   source_actor="is", acled_sub_event="Attack"))  # fmt: skip
    assert (found["source"], found["source_actor"]) == ("Islamic State", "is")


@pytest.mark.parametrize(
    ("actor", "target"),
    [("army", None), ("brigade", None), ("state", None), ("front", "Front"), ("militia", "Militia")],
)
def test_a_target_of_the_own_side_is_none(add_fact: AddFact, actor: str, target: str | None) -> None:
    text = "The army struck a column in Idlib."
    rows = add_fact("a", text, source="The army", source_actor="army", target="a column", target_actor=actor)
    assert sides(acts(rows), KNOWN)["target"] == target


@pytest.mark.parametrize(
    ("doer", "target"), [("front", "Front"), ("army", "Militia")], ids=["the other side", "two parts of one state"]
)
def test_a_battle_told_from_both_sides_has_two_sides(add_fact: AddFact, doer: str, target: str) -> None:
    clash: Row = CLASH | {"place": "Homs"}
    add_fact("a", "The army fought in Homs.", source="The army", source_actor="army", **clash)
    add_fact("a", "The army struck back in Homs.", index=1, source="The army", source_actor="army", **clash)
    text = "An attack by the militia near Homs was repelled."
    against: Row = clash | {
        "source": f"the {doer}",
        "source_actor": doer,
        "target": "militia",
        "target_actor": "militia",
    }
    add_fact("a", text, index=2, **against)
    shot: Row = against | {"target": "the attackers", "target_actor": None}
    rows = add_fact("a", "The attackers were shot near Homs.", index=3, **shot)
    found = sides(acts(rows), KNOWN)
    assert (found["source"], found["target"]) == ("Army", target)


def test_who_repels_an_attack_is_attacked(add_fact: AddFact) -> None:
    clash: Row = CLASH | {"place": "Homs"}
    text = "The army repelled an attack by the front near Homs."
    for story in ("a", "b"):
        by_army: Row = clash | {"trigger": "repelled", "source": "The army", "source_actor": "army"}
        add_fact(story, text, target="the front", target_actor="front", **by_army)
    alone = add_fact("b", "It rained.", index=9, trigger="rained", plover="AID")
    assert sides(acts(alone), KNOWN)["source"] == "Army"
    rows = add_fact("a", text, trigger="attack", source="the front", source_actor="front", **clash)
    found = sides(acts(rows), KNOWN)
    assert (found["source"], found["target"]) == ("Front", "Army")


def test_who_only_speaks_of_an_act_did_not_do_it(add_fact: AddFact) -> None:
    add_fact("a", "A strike hit Idlib.", trigger="strike")
    text = "Russia did not comment on the strike."
    rows = add_fact("a", text, index=1, trigger="strike", source="Russia", source_actor="rus")
    assert sides(acts(rows), KNOWN)["source"] is None


def test_the_words_that_speak_of_an_act_may_tell_who_did_it(add_fact: AddFact) -> None:
    text = "Families have left since the Russian army bombed Idlib."
    rows = add_fact("a", text, trigger="bombed", source="the Russian army", source_actor="rus")
    assert sides(acts(rows), KNOWN)["source"] == "Russia"


def test_the_evidence_is_of_the_sub_event(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck a bakery in Idlib.")
    assert only_incident(add_fact("a", "The strike lasted an hour.", index=1, trigger="strike"))["sentence"].startswith(
        "Jets"
    )


def test_acts_of_no_takeover_are_not_asked_who_took(add_fact: AddFact) -> None:
    rows = add_fact("a", "Jets struck a bakery in Idlib.")
    assert [act.fact_id for act in own_acts(acts(rows))] == [rows[0]["fact_id"]]


def test_who_threw_stones_is_not_all_who_marched(add_fact: AddFact) -> None:
    march = {"plover": "PROTEST", "acled_sub_event": "Peaceful protest", "source": "Thousands", "target": None}
    add_fact("a", "Thousands marched in Idlib on Tuesday.", trigger="marched", **march, **ON)
    stones = {"plover": "PROTEST", "acled_sub_event": "Violent demonstration", "source": "young men"}
    text = "Some young men threw stones at the police."
    found = only_incident(add_fact("a", text, trigger="threw", target="the police", index=1, **stones, **ON))
    assert (found["source"], found["acled_sub_event"]) == ("Thousands", "Violent demonstration")


def test_the_sides_of_a_battle_are_told_by_it_and_not_by_its_dead(add_fact: AddFact) -> None:
    text = "Clashes between herders and farmers killed 30 people in Idlib on Tuesday."
    add_fact("a", text, trigger="killed", source="herders", target="30 people", **CLASH, **ON)
    found = only_incident(add_fact("a", text, trigger="Clashes", source="herders", target="farmers", **CLASH, **ON))
    assert (found["source"], found["target"]) == ("herders", "farmers")


def test_what_leaves_the_kind_open_does_not_outvote_what_tells_it(add_fact: AddFact) -> None:
    bomb = {"trigger": "car bombing", "acled_sub_event": "Suicide bomb", "source": "Militants", "target": "a bank"}
    add_fact("a", "A suicide car bombing hit a bank in Idlib on Tuesday.", **bomb, **ON)
    for index, act in enumerate(("fired", "shot"), 1):
        text = f"Soldiers {act} as the militants ran into the bank."
        attack = {"trigger": act, "acled_sub_event": "Attack", "source": "Soldiers", "target": "Militants"}
        rows = add_fact("a", text, index=index, **attack, **ON)
    found = only_incident(rows)
    assert (found["acled_sub_event"], found["source"], found["target"]) == ("Suicide bomb", "Militants", "a bank")


@pytest.mark.parametrize(
    ("source", "target"), [("the Red League", "40 men of the Red League"), ("Soldiers", "40 attackers")]
)
def test_who_suffers_or_fights_back_is_no_source(add_fact: AddFact, source: str, target: str) -> None:
    add_fact("a", "A raid on a camp in Idlib began on Tuesday.", trigger="raid", source="Horsemen", **CLASH, **ON)
    text = f"{source} told of {target} who were killed."
    killed = {"trigger": "killed", "source": source, "source_actor": "x", "target": target, "index": 1}
    assert only_incident(add_fact("a", text, **killed, **CLASH, **ON))["source"] == "Horsemen"


def test_what_only_a_mention_says_that_it_was_it_was_not(add_fact: AddFact) -> None:
    text = "Rebels said that they had entered a suburb of Idlib."
    add_fact("a", text, trigger="entered", modality="claimed", **CLASH)
    text = "We heard the bombing and ran, a nurse said."
    rows = add_fact("a", text, trigger="bombing", index=3, place=None, acled_sub_event="Suicide bomb")
    assert only_incident(rows)["acled_sub_event"] == "Armed clash"
