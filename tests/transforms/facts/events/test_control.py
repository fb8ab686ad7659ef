"""What a text says of a place changes who holds it, unless it is over by the text, is of a building or is no fight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.documents import Parse, token_of
from tests.transforms.facts.events.conftest import Read
from tests.transforms.facts.events.test_territory import changes
from transforms.facts.events.control import with_control_as_read, with_lasting_control, without_takers_driven_out
from transforms.facts.events.extraction import events
from transforms.facts.extract import extract


def test_who_leaves_a_town_in_ruins_does_not_lose_it(parse: Parse) -> None:
    found = changes(parse, "Rebels captured Saraqib in Syria on Sunday, leaving the town in ruins.")
    assert [event.territory for event in found] == ["gained"]


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        ("Rebels entered Goma on Monday, hours after the president had fled the city.", "gained"),
        ("Rebels entered Goma on Monday after the army had abandoned the town.", "gained"),
        ("Rebels entered Goma on Monday after troops withdrew from it.", "gained"),
        ("Rebels entered Goma on Monday after nurses had left the town.", "contested"),
        ("Rebels entered Goma on Monday after the army had left Bukavu.", "contested"),
        ("Rebels entered Goma on Monday.", "contested"),
    ],
)
def test_who_enters_a_town_that_its_holders_have_left_takes_it(parse: Parse, text: str, territory: str) -> None:
    found = [event for event in changes(parse, text) if event.trigger == "entered"]
    assert [event.territory for event in found] == [territory]


def test_who_surrenders_in_a_town_does_not_lose_it(parse: Parse) -> None:
    assert changes(parse, "A gang leader surrendered with five of his men in Marigot on Sunday.") == []


def test_a_town_is_handed_back_to_whom_it_is_given(parse: Parse) -> None:
    (found,) = changes(parse, "The rebels handed back Lashio to the army in April.")
    assert (found.territory, found.place, found.source, found.target) == ("lost", "Lashio", "The rebels", "the army")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Gang members and police fought for the town of Kenscoff on Monday.", "Kenscoff"),
        ("Heavy fighting between Houthi rebels and government troops broke out in the Yemeni town of Marib.", "Marib"),
        ("Clashes between the army and the Rapid Support Forces continued in El Obeid on Monday.", "El Obeid"),
    ],
)
def test_a_fight_for_a_town_or_in_it_leaves_it_contested(read: Read, text: str, place: str) -> None:
    assert [(event.territory, event.place) for event in read(text)] == [("contested", place)]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested 34 people on Monday when thousands of demonstrators marched through Imphal.",
        "Thousands marched on Kampala on Monday, and police fired tear gas.",
        "Gunmen ambushed a convoy near Menaka on Monday.",
        "The army shelled Akobo on Monday.",
        "Gunmen attacked a hotel in Mogadishu and fought security forces for hours.",
        "The force withdrew its heavy weapons to Raqqa.",
        "The government withdrew the head of the police in Raqqa on Monday.",
        "The M23 fought the army in the prison of Goma on Monday.",
        "Gunmen surrounded the mosque of Menaka on Monday.",
    ],
)
def test_a_march_an_ambush_or_shelling_leaves_no_town_contested(read: Read, text: str) -> None:
    assert read(text) == []


def test_who_took_a_town_by_a_relative_clause_holds_it_since(read: Read) -> None:
    (found,) = read("Goma, which M23 took in January, lies on Lake Kivu.")
    assert (found.territory, found.source_actor, found.place, found.date_start) == (
        "gained", "cd-m23", "Goma", "2024-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "source", "place"),
    [
        ("The Houthis, who have controlled Sanaa since 2014, fired a missile at Israel.", "ye-houthi", "Sanaa"),
        ("The Nigerian army said on Wednesday that it was in control of Marte.", "ng-mil", "Marte"),
    ],
)
def test_who_is_only_said_to_hold_a_town_holds_it(read: Read, text: str, source: str, place: str) -> None:
    assert ("gained", source, place) in [(event.territory, event.source_actor, event.place) for event in read(text)]


def test_who_is_driven_out_by_the_next_sentence_does_not_hold_the_town(read: Read) -> None:
    taken = "Al-Shabaab fighters captured the town of Moqokori in central Somalia on Monday, residents said."
    driven = " Hours later government troops drove the Al-Shabaab fighters out of the town again, the army said."
    assert [event.source_actor for event in read(taken) if event.territory == "gained"] == ["al-shabaab"]
    assert "al-shabaab" not in [event.source_actor for event in read(taken + driven) if event.territory == "gained"]


def test_who_took_a_town_unnamed_is_not_driven_out_with_others_unnamed(parse: Parse) -> None:
    (taken,) = changes(parse, "The town of Saraqib in Syria was captured on Monday.")
    driven = replace(taken, trigger="driven out", territory=None, sentence_index=1)
    assert [event.territory for event in without_takers_driven_out([taken, driven])] == ["gained", None]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Forces of Khalifa Haftar seized the town of Hun in Libya on Monday, residents said.", "ly-lna"),
        ("Fighters loyal to Khalifa Haftar took the Libyan town of Hun on Sunday.", "ly-lna"),
        ("Fighters of the 3R rebel group captured Bocaranga on Monday.", "cf-3r"),
        ("Pro-government media fell silent. Pro-Russian separatists captured Horlivka on Monday.", "ua-separatists"),
        ("In Congo, the army recaptured Walikale on Tuesday.", "cd-fardc"),
        ("Fighters of the Sufi group Ahlu Sunna Waljama took the Somali town of Dhusamareb.", "so-ahlu-sunna"),
    ],
)
def test_whose_members_take_a_place_is_who_holds_it(parse: Parse, text: str, source: str) -> None:
    found = [event for event in extract(parse(text, date(2021, 10, 5)), None)["events"] if event.territory == "gained"]
    assert [event.source_actor for event in found] == [source]


@pytest.mark.parametrize("speaker", ["a civil society leader", "a monitoring group", "the head of an aid group"])
def test_who_only_watches_is_no_party(parse: Parse, speaker: str) -> None:
    document = parse(f"The M23 captured Walikale on Monday, {speaker} said.")
    found = [event for event in extract(document, None)["events"] if event.territory]
    assert {event.modality for event in found} == {"asserted"}


def test_they_are_not_who_only_tells_of_them(parse: Parse) -> None:
    text = (
        "The fighters offered officers a safe passage to Damascus, the sources said. "
        "They now control the town of Nassib in Syria."
    )
    found = [event for event in extract(parse(text), None)["events"] if event.territory == "gained"]
    assert [event.source for event in found] == ["The fighters"]


def test_who_takes_a_place_back_holds_it(read: Read) -> None:
    found = read("Al-Shabaab captured Mahas in Somalia on Saturday before the army took it back the same evening.")
    assert [(event.territory, event.place, event.source_actor) for event in found] == [("gained", "Mahas", "so-mil")]


def test_who_fights_back_takes_nothing_back(read: Read) -> None:
    found = read("Al-Shabaab captured Mahas in Somalia on Saturday but the army fought back.")
    assert [(event.territory, event.place) for event in found] == [("gained", "Mahas")]


def test_control_is_held_by_whom_it_is_named_after(read: Read) -> None:
    found = read("Lashio in Myanmar remains under military control, residents said.")
    assert [(event.territory, event.source) for event in found] == [("gained", "military")]


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"acled_event": "Explosions/Remote violence"}, "captured"),
        ({"territory": "lost", "modality": "denied", "attribution": None}, "captured"),
    ],
)
def test_what_shells_do_and_what_a_text_itself_denies_changes_no_holder(
    parse: Parse, told: dict[str, str], word: str
) -> None:
    document = parse("Rebels captured Hama in Syria on Monday.")
    (event,) = [event for event in extract(document, None)["events"] if event.territory]
    assert with_lasting_control(replace(event, **told), token_of(document, word), document).territory is None


def test_a_town_is_not_its_own_taker(parse: Parse) -> None:
    document = parse("The Syrian city of Hama was captured on Monday.")
    (event,) = [event for event in extract(document, None)["events"] if event.territory]
    found = with_lasting_control(replace(event, source="Hama"), token_of(document, "captured"), document)
    assert (found.territory, found.source) == ("gained", None)


@pytest.mark.parametrize(
    ("text", "word", "territory"),
    [
        ("The army captured Hama in Syria and lost it again in March.", "lost", "lost"),
        ("Hama is a Syrian city that both the army and the rebels claim.", "claim", None),
        ("The army took Hama in Syria after two months of occupation.", "occupation", None),
    ],
)
def test_who_lost_only_claims_or_had_occupied_a_town_does_not_hold_it(
    parse: Parse, text: str, word: str, territory: str | None
) -> None:
    document = parse(text)
    event = next(iter(extract(parse("Rebels captured Hama in Syria on Monday."), None)["events"]))
    event = replace(event, territory=None, target=event.place)
    act = token_of(document, word)
    assert with_lasting_control(with_control_as_read(event, act), act, document).territory == territory


def test_a_town_that_is_being_taken_is_contested(parse: Parse) -> None:
    (push,) = changes(parse, "A Malian army unit is pushing into Kidal in Mali from the east.")
    assert (push.place, push.territory) == ("Kidal", "contested")


@pytest.mark.parametrize(
    ("text", "taker"),
    [
        ("The rout follows the capture on Sunday of Syria's main air base at Wadi Dum in Chad.", None),
        ("The rout follows the capture on Sunday of Chad's main air base at Wadi Dum in Chad.", "Syrian troops"),
        ("Chad hailed the capture of Syria's second city, Wadi Dum, on Sunday.", "Syrian troops"),
    ],
)
def test_those_whose_base_is_captured_have_not_taken_it(parse: Parse, text: str, taker: str | None) -> None:
    document = parse(text)
    (found,) = (event for event in events(document) if event.trigger == "capture")
    inherited = replace(found, territory="gained", source="Syrian troops", source_actor="sy-mil")
    assert with_lasting_control(inherited, token_of(document, "capture"), document).source == taker
