"""Participants of events: phrases, pronouns, implicit ones, and words that are never participants."""

from __future__ import annotations

import pytest

from tests.documents import Parse, last_event, token_of
from transforms.facts.events.extraction import events
from transforms.facts.events.participants import participant


@pytest.mark.parametrize(
    ("text", "head", "act", "written"),
    [
        ("The ministry met teachers on strike.", "teachers", "strike", "teachers"),
        ("Villagers buried five captured soldiers.", "soldiers", "captured", "five captured soldiers"),
        ("Rebels freed the general who was captured in Chad.", "general", "captured", "the general"),
        ("The council praised bombing victims in Hama.", "victims", "bombing", "victims"),
        ("Rebels were accused of looting shops and burning houses.", "shops", "looting", "shops"),
        ("Rebels were accused of looting shops, and burning houses.", "shops", "looting", "shops"),
        ("They are accused of killing farmers, raping women and burning homes.", "farmers", "killing", "farmers"),
        ("On Sunday a 17-year-old was shot dead in Hama.", "old", "shot", "a 17-year-old"),
        ("The ministry said that one of its soldiers had been killed.", "one", "killed", "one of its soldiers"),
        ("Rebels shelled a training camp and a fishing boat.", "camp", "shelled", "a training camp and a fishing boat"),
        (
            "Police beat marching students and striking teachers.",
            "students",
            "beat",
            "marching students and striking teachers",
        ),
    ],
)
def test_a_party_is_told_without_the_act(parse: Parse, text: str, head: str, act: str, written: str) -> None:
    document = parse(text)
    found = participant(token_of(document, head), document, act=token_of(document, act))
    assert found is not None
    assert found.text == written


@pytest.mark.parametrize(
    ("text", "trigger", "source", "target"),
    [
        ("Earlier this week, Azerbaijan accused Armenia of an attack.", "accused", "Azerbaijan", "Armenia"),
        ("Hours later gunmen shot dead two traders.", "shot", "gunmen", "two traders"),
        ("Two days later soldiers shot dead a trader.", "shot dead", "soldiers", "a trader"),
        ("The rebels accused the army of bombing villages around Mubi.", "accused", "The rebels", "the army"),
        ("The army accused the rebels of treason.", "accused", "The army", "the rebels"),
        ("The army accused the rebels of Hama.", "accused", "The army", "the rebels of Hama"),
    ],
)
def test_a_participant_has_no_time_before_it_and_no_deed_in_it(
    parse: Parse, text: str, trigger: str, source: str, target: str
) -> None:
    event = last_event(parse, text, trigger)
    assert (event.source, event.target) == (source, target)


@pytest.mark.parametrize(
    ("text", "head", "written"),
    [
        ("The army met Syria. Syria said its troops had left Homs.", "troops", "Syria"),
        ("Omar Zandaki left Homs. His guards fired at the plane.", "guards", "His guards"),
        ("Syria closed the border. Its foreign minister accused Iraq.", "minister", "Its foreign minister"),
        ("The rebels met in Homs. The rebels said their fighters had captured Hama.", "fighters", "The rebels"),
        ("The hostages were freed. Their captors fled to Homs.", "captors", "Their captors"),
        (
            "Police beat residents of the dormitories who had shouted for freedom.",
            "residents",
            "residents of the dormitories",
        ),
        ("A few hours later rebels attacked a police post in Hama.", "rebels", "rebels"),
        ("Gunmen on a motorcycle shot dead two teachers in Hama on Monday.", "Gunmen", "Gunmen"),
        ("Police held nine foreigners, from Poland and Italy among others, in Homs.", "foreigners", "nine foreigners"),
    ],
)
def test_what_belongs_to_a_person_is_not_the_person_and_no_clause_tells_who(
    parse: Parse, text: str, head: str, written: str
) -> None:
    document = parse(text)
    found = participant(token_of(document, head), document)
    assert found is not None
    assert found.text == written


@pytest.mark.parametrize(
    ("text", "head", "written"),
    [
        ("Local gunmen took Rutba on Monday. The gunmen let officers go.", "gunmen", "Local gunmen"),
        ("Local gunmen took Rutba on Monday. They let officers go.", "They", "Local gunmen"),
        ("Local gunmen took Rutba. Other gunmen shot at them. The gunmen let officers go.", "gunmen", "The gunmen"),
        ("Two tribes met. The gunmen let officers go.", "gunmen", "The gunmen"),
        ("Gunmen took Rutba on Monday. The gunmen let officers go.", "gunmen", "The gunmen"),
        (
            "Kashmiri insurgents left. Hizbul Mujahideen denies it in India. The insurgents took a post.",
            "insurgents",
            "The insurgents",
        ),
        ("Fighters led by Hezbollah entered Rutba on Monday.", "Fighters", "Hezbollah"),
        ("Men of Boko Haram, a group of jihadists, seized Rutba.", "group", "Boko Haram"),
        ("Men of Boko Haram met. A group of jihadists seized Rutba.", "group", "A group of jihadists"),
        ("Fighters led by Omar Zandaki entered Rutba on Monday.", "Fighters", "Fighters"),
    ],
)
def test_fighters_are_who_the_text_first_tells_them_to_be(parse: Parse, text: str, head: str, written: str) -> None:
    document = parse(text)
    last = [token for token in document.doc if token.text == head][-1]
    found = participant(last, document)
    assert found is not None
    assert found.text == written


def test_those_a_deed_is_done_to_are_named_without_it(parse: Parse) -> None:
    document = parse("The rebels accused the army of bombing villages around Mubi.")
    found = participant(token_of(document, "villages"), document)
    assert found is not None
    assert found.text == "villages around Mubi"


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
        ("Police arrested seven men in connection with an explosion at a bus garage in Hama.", "seven men"),
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
