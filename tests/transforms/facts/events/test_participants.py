"""Participants of events: phrases, pronouns, implicit ones, and words that are never participants."""

from __future__ import annotations

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.events.extraction import events
from transforms.facts.events.participants import participant
from transforms.tables.schema import Event


def one(parse: Parse, text: str, trigger: str) -> Event:
    """The last event of a text with this trigger."""
    found = [event for event in events(parse(text)) if event.trigger == trigger]
    assert found, f"no event {trigger}"
    return found[-1]


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
def test_participants_of_a_sentence(
    parse: Parse, text: str, trigger: str, source: str | None, target: str | None
) -> None:
    event = one(parse, text, trigger)
    for found, wanted in ((event.source, source), (event.target, target)):
        if wanted is not None:
            assert found is not None
            assert wanted in found


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Friday's raid near Mosul was the largest so far.", "raid"),
        ("A strike on Jan. 1 killed two fighters.", "strike"),
        ("The Oct. 7 attacks on the port, which Kenyan officials say killed 12, shook the city.", "attacks"),
        ("The missile struck the depot.", "struck"),
        ("More than 100 people have been arrested, among them a film director.", "arrested"),
    ],
)
def test_times_weapons_and_bystanders_do_nothing(parse: Parse, text: str, trigger: str) -> None:
    assert one(parse, text, trigger).source is None


@pytest.mark.parametrize(
    ("text", "trigger", "source", "target"),
    [
        ("Earlier this week, Azerbaijan accused Armenia of an attack.", "accused", "Azerbaijan", "Armenia"),
        ("The rebels accused the army of bombing villages around Mubi.", "accused", "The rebels", "the army"),
    ],
)
def test_a_participant_has_no_time_before_it_and_no_deed_in_it(
    parse: Parse, text: str, trigger: str, source: str, target: str
) -> None:
    event = one(parse, text, trigger)
    assert (event.source, event.target) == (source, target)


def test_those_a_deed_is_done_to_are_named_without_it(parse: Parse) -> None:
    document = parse("The rebels accused the army of bombing villages around Mubi.")
    found = participant(next(t for t in document.doc if t.text == "villages"), document)
    assert found is not None
    assert found.text == "villages around Mubi"


def test_a_bill_is_no_target(parse: Parse) -> None:
    assert one(parse, "Farmers held a protest against the finance bill.", "protest").target is None


def test_a_named_weapon_is_no_doer(parse: Parse) -> None:
    text = "Russia fired a Zarnitsa missile at Kyiv. The Zarnitsa struck a depot."
    assert one(parse, text, "struck").source != "The Zarnitsa"


@pytest.mark.parametrize(
    ("text", "trigger", "source"),
    [
        ("Russia attacked Kyiv on Monday. Doctors treated many. The assault lasted hours.", "assault", "Russia"),
        (
            "Gunmen stormed the port. Hamas claimed responsibility for the attack. The assault ended.",
            "assault",
            "Hamas",
        ),
        ("Israel attacked Hamas. Hamas attacked Israel. Doctors condemned the attack.", "attack", None),
        ("Russia attacked Kyiv on Monday. A raid on a village near Lagos killed two traders.", "raid", None),
    ],
)
def test_a_doer_is_lent_where_nobody_competes(parse: Parse, text: str, trigger: str, source: str | None) -> None:
    assert one(parse, text, trigger).source == source


def test_condemning_a_deed_is_aimed_at_its_doer(parse: Parse) -> None:
    text = "Russia attacked Kyiv on Monday. France condemned the attack."
    event = one(parse, text, "condemned")
    assert (event.source, event.target) == ("France", "Russia")
    assert event.target_actor == "rus"


def test_a_denial_answers_the_accuser(parse: Parse) -> None:
    text = "Kenya accused Somalia of the raid. Somalia denied it."
    assert one(parse, text, "denied").target == "Kenya"


def test_talks_keep_their_two_sides(parse: Parse) -> None:
    text = "Israel held talks with Hamas in Cairo. Traders waited. The negotiations will go on, a diplomat said."
    event = one(parse, text, "negotiations")
    assert {event.source, event.target} == {"Israel", "Hamas"}


def test_a_third_party_to_talks_leaves_them_open(parse: Parse) -> None:
    text = "Israel held talks with Hamas. Iran held talks with Qatar. Traders waited. The talks resumed."
    found = [event for event in events(parse(text)) if event.trigger == "talks"]
    assert all(event.source is not None for event in found)
    assert len(found) == 2


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
    assert one(parse, text, trigger).acled_sub_event == sub_event


def test_a_later_mention_is_of_the_same_kind_of_blow(parse: Parse) -> None:
    text = "Russian drones attacked Kyiv on Monday. Nine people were wounded in the attack."
    assert one(parse, text, "attack").acled_sub_event == "Air/drone strike"


def test_our_forces_are_the_speakers(parse: Parse) -> None:
    text = "The Congolese army fled. “Our forces liberated Goma at dawn,” M23 spokesman Lawrence Kanyuka said."
    found = {event.trigger: event.source_actor for event in events(parse(text))}
    assert found["liberated"] in (None, "cd-m23")


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("At least 11 people, among them four children, were killed in the raid.", "At least 11 people"),
        ("Nine soldiers, including a general, were killed in the raid.", "Nine soldiers"),
        ("Some 30 villagers, most of them women, were killed in the raid.", "Some 30 villagers"),
        ("Gunmen shot dead 26 people in the town.", "26 people"),
        ("Gunmen killed Jean Fils-Aimé in the town.", "Jean Fils-Aimé"),
        ("Police arrested Ismael “El Mayo” Zambada on Monday.", "Ismael “El Mayo” Zambada"),
        ("They fired on us at dawn.", None),
        ("Egypt pressed for talks in Cairo.", None),
        ("The government called for negotiations in Doha.", None),
    ],
)
def test_a_party_has_its_name_whole_and_nothing_behind_it(parse: Parse, text: str, party: str | None) -> None:
    assert party in [event.target for event in events(parse(text))]


@pytest.mark.parametrize("deed", ["condemned the raid on the town", "called for a truce", "met both sides in Doha"])
def test_half_an_office_is_no_part_of_a_name(parse: Parse, deed: str) -> None:
    (event, *_) = events(parse(f"U.S. Secretary of State Marco Rubio {deed}."))
    assert event.source in ("Marco Rubio", "U.S. Secretary of State Marco Rubio")
