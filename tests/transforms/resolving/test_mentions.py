"""Every named actor and place of a text, once, resolved if the article decides."""

from __future__ import annotations

from functools import cache

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

from tests.documents import Parse
from transforms.facts.events.extraction import events
from transforms.reading.tree import Doc
from transforms.resolving.mentions import find_names, mentions
from transforms.resolving.naming.name import Name


@cache
def blank() -> Language:
    """A blank English pipeline that only splits sentences; shared, since name matchers are built per vocabulary."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def doc(text: str, *entities: tuple[str, str]) -> Doc:
    """A Doc with sentences and the given entities (text, label), as a pipeline would make them."""
    made = blank()(text)
    spans = [made.char_span(text.index(name), text.index(name) + len(name), label=label) for name, label in entities]
    made.set_ents([span for span in spans if isinstance(span, Span)])
    return Doc(made)


def named(text: str, *entities: tuple[str, str]) -> dict[str, Name]:
    return {name.span.text: name for name in find_names(doc(text, *entities))}


@pytest.mark.parametrize("label", ["PERSON", "ORG", "GPE"])
def test_what_a_text_calls_a_town_is_one_whatever_the_tagger_says(label: str) -> None:
    text = "In Sudan, fighters captured the town of Umm Ruwaba in North Kordofan on Monday."
    name = named(text, ("Umm Ruwaba", label))["Umm Ruwaba"]
    assert (name.label, country(name)) == ("GPE", "SD")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In Syria, rebels took the districts of Orvan, Karm and Tavro on Monday.", {"Orvan", "Karm", "Tavro"}),
        ("In Syria, rebels took the villages of Orvan, and Karm.", {"Orvan", "Karm"}),
        ("In Syria, rebels took the village of Orvan and Karm left.", {"Orvan"}),
        ("In Syria, rebels took the towns of Orvan and Karm, Tavro said.", {"Orvan", "Karm"}),
        ("In Syria, rebels took the towns of Orvan, Tavro said.", {"Orvan"}),
    ],
)
def test_each_name_of_a_list_of_places_is_one(text: str, places: set[str]) -> None:
    names = [(name, "PERSON") for name in ("Orvan", "Karm", "Tavro") if name in text]
    assert {name for name, told in named(text, *names).items() if told.label == "GPE"} - {"Syria"} == places


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("In Syria, forces hold the districts of Sheikh Maqsoud and Ashrafieh.", "GPE"),
        ("In Syria, forces shelled the Sheikh Maqsoud neighbourhood.", "GPE"),
        ("In Syria, the followers of Sheikh Maqsoud left.", "PERSON"),
    ],
)
@pytest.mark.parametrize("tagged", ["Sheikh Maqsoud", "Maqsoud"])
def test_a_place_may_be_named_after_somebody_with_a_title(text: str, label: str, tagged: str) -> None:
    found = named(text, (tagged, "PERSON"))
    assert {name: told.label for name, told in found.items() if "Maqsoud" in name} == {
        "Sheikh Maqsoud" if label == "GPE" else "Maqsoud": label
    }


def country(name: Name) -> str | None:
    return name.place.country if name.place else None


@pytest.mark.parametrize(
    ("text", "town", "code"),
    [
        ("Syrian rebels entered Hama, Syria's fourth city.", "Hama", "SY"),
        ("In Japan, a quake shook Hama.", "Hama", "JP"),
        ("Lebanese soldiers patrolled in Tripoli.", "Tripoli", "LB"),
        ("Libyan militias clashed in Tripoli.", "Tripoli", "LY"),
        ("Ukraine said shells fell near Bakhmut.", "Bakhmut", "UA"),
    ],
)
def test_the_countries_an_article_names_choose_the_town(text: str, town: str, code: str) -> None:
    assert country(named(text)[town]) == code


@pytest.mark.parametrize(
    ("text", "name", "actor_id"),
    [
        ("KINSHASA, Congo (AP) — Soldiers fired on a crowd on Monday.", "Congo", "cod"),
        ("Militants killed nine people in eastern Congo on Monday.", "eastern Congo", "cod"),
        ("Police in Congo arrested two men in Brazzaville on Monday.", "Congo", "cog"),
        ("Soldiers of the Republic of Congo left. Congo recalled its envoy.", "Congo", "cog"),
        ("Troops crossed from Congo-Brazzaville into Congo near Kinshasa on Monday. Goma was quiet.", "Congo", "cod"),
        ("Goma and Bukavu fell. Congo-Brazzaville spoke to the Congo River Alliance.", "Congo-Brazzaville", "cog"),
        ("Congo's army fired on a crowd in Brazzaville on Monday. Pointe-Noire was quiet.", "Congo's army", "cg-mil"),
        ("Brazzaville and Kinshasa spoke on Monday. Congo agreed.", "Congo", "cod"),
        ("The Congolese army shelled a village near Pointe-Noire on Monday.", "Congolese army", "cg-mil"),
        ("The Congolese army, Rwanda said, shelled Rwanda on Monday.", "Congolese army", "cd-fardc"),
        ("Korea fired two shells, the navy said in Seoul on Monday.", "Korea", "kor"),
        ("Korea will answer, the party paper said in Pyongyang on Monday.", "Korea", "prk"),
        ("Korea was on the agenda in Geneva on Monday.", "Korea", None),
        ("North Korea and South Korea spoke on Monday. The war in Korea ended in 1953.", "Korea", None),
        ("North Korea and South Korea spoke. South Korea's army was calm. Korea held a drill.", "Korea", "kor"),
        ("Rebels fled as South Sudan's army came. Sudan's army stayed.", "South Sudan", "ssd"),
        ("Rebels fled as South Sudan's army came. Sudan's army stayed.", "Sudan's army", "sd-mil"),
    ],
)
def test_a_name_that_countries_share_is_that_of_the_one_the_text_tells_of(
    parse: Parse, text: str, name: str, actor_id: str | None
) -> None:
    found = next(found for found in parse(text).names if found.span.text == name)
    assert (found.actor.actor_id if found.actor else None) == actor_id
    assert found.place is None or found.actor is None or found.place.country == found.actor.country


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Fighters of the Free Army took two villages near Damascus on Monday.", None),
        ("The Unity Party met in Geneva on Monday.", None),
        ("The governor of Florida sent the Florida National Guard to Texas on Monday.", "Florida"),
    ],
)
def test_the_first_word_of_a_body_is_a_place_only_where_the_text_is_about_it(
    parse: Parse, text: str, inside: str | None
) -> None:
    parts = [part.span.text for name in parse(text).names if name.label == "ORG" for part in name.inside]
    assert parts == ([inside] if inside else [])


def test_a_surname_is_the_person_whose_full_name_was_given() -> None:
    found = named("The witness Phil Jordan hid in a cellar. Jordan said he heard shells.", ("Phil Jordan", "PERSON"))
    assert found["Jordan"].label == "PERSON"
    assert found["Jordan"].place is None


def test_a_surname_after_a_preposition_is_the_country() -> None:
    found = named("The witness Phil Jordan hid. He later fled to Jordan.", ("Phil Jordan", "PERSON"))
    assert country(found["Jordan"]) == "JO"


def test_what_the_pipeline_took_for_a_person_can_be_a_town() -> None:
    found = named("Syrian troops left Syria's city of Homs. Idlib was calm.", ("Idlib", "PERSON"))
    assert (found["Idlib"].label, country(found["Idlib"])) == ("GPE", "SY")


def test_a_title_is_not_part_of_the_name() -> None:
    found = named("Foreign Minister Selma Okoro resigned.", ("Foreign Minister Selma Okoro", "ORG"))
    assert found["Selma Okoro"].label == "PERSON"


def test_names_do_not_overlap_and_the_longest_wins() -> None:
    found = find_names(doc("The Syrian Observatory for Human Rights counted the dead in northern Syria."))
    assert [name.span.text for name in found] == ["Syrian Observatory for Human Rights", "northern Syria"]
    assert found[0].actor is not None
    assert found[0].actor.actor_id == "sy-sohr"


def test_a_part_of_a_country_has_no_point() -> None:
    place = named("Villages burned in northern Syria.")["northern Syria"].place
    assert place is not None
    assert (place.country, place.latitude, place.precision) == ("SY", None, 3)


def test_the_body_named_before_is_meant_by_the_end_of_its_name() -> None:
    found = find_names(doc("Russia's Defence Ministry said so. The Defence Ministry gave no figures."))
    assert [name.actor.actor_id for name in found if name.actor] == ["ru-mil", "ru-mil"]


def test_words_that_are_no_names_stay_out() -> None:
    assert named("Police said that many people may march. Most of the hope is gone.") == {}


def test_rows_carry_what_is_known_and_what_lies_inside(parse: Parse) -> None:
    rows = {
        row.text: row for row in mentions(parse("The government of Kenya sent aid to Goma in Congo, DR Congo's east."))
    }
    assert (rows["Kenya"].country, rows["Kenya"].latitude) == ("KE", None)
    body = next(row for row in rows.values() if row.actor_id == "ke-gov")
    assert body.sentence[body.mention_start : body.mention_end] == body.text


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("The Syrian Arab Army shelled the hills.", {"Syrian"}),
        ("The Islamic State claimed the attack.", set()),
        ("The Arab League met on Monday.", set()),
        ("The Turkish Armed Forces bombed the hills.", {"Turkish"}),
    ],
)
def test_a_people_inside_a_body_s_name_counts_if_it_has_a_country(parse: Parse, text: str, inside: set[str]) -> None:
    assert {row.text for row in mentions(parse(text)) if row.label == "NORP"} == inside


def test_a_short_form_that_the_article_explains_is_the_body_it_stands_for(parse: Parse) -> None:
    rows = mentions(parse("Fighters of the Movement for Free Dorvan (MFD) struck. Later the MFD denied it."))
    assert [row.name for row in rows if row.text == "MFD"] == ["Movement for Free Dorvan"] * 2


def test_what_became_of_soldiers_is_no_body(parse: Parse) -> None:
    found = {
        m.text: m.actor_id for m in mentions(parse("Three soldiers were KIA. Later KIA fighters attacked a camp."))
    }
    assert found == {"KIA": "mm-kia"}
    assert len(mentions(parse("Three soldiers were KIA and nine WIA."))) == 0


def test_the_state_of_a_name_is_no_government(parse: Parse) -> None:
    found = [m.actor_id for m in mentions(parse("Gunmen seized 30 pupils in Papiri, Niger state, on Monday."))]
    assert "ne-gov" not in found


def test_an_opening_word_is_no_part_of_a_name(parse: Parse) -> None:
    found = {m.text: m.actor_id for m in mentions(parse("Overnight Russia launched 142 drones at Ukraine."))}
    assert found.get("Russia") == "rus"


@pytest.mark.parametrize("word", ["linked", "affiliated"])
def test_who_is_linked_to_a_body_is_not_that_body(parse: Parse, word: str) -> None:
    found = [e.source_actor for e in events(parse(f"The al Qaeda-{word} group captured the town of Jilib on Monday."))]
    assert found == [None]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The post was hit, an official told Dawn.", "Dawn", "ORG"),
        ("The post was hit, residents told Radio Dabanga.", "Radio Dabanga", "ORG"),
        ("A commander told The Hindu the post was hit.", "The Hindu", "ORG"),
        ("The post was hit, al-Masdar reported.", "al-Masdar", "ORG"),
        ("The post was hit, the Idara Tribune said.", "Idara Tribune", "ORG"),
        ("Police spokesman Jean-Luc Morel Jeune said the post was hit.", "Jean-Luc Morel Jeune", "PERSON"),
        ("Police arrested Ismael “El Mayo” Zambada on Monday.", "Ismael “El Mayo” Zambada", "PERSON"),
        ("Airbus said it would move its staff out of Port Sudan.", "Airbus", "ORG"),
        ("Captain Hussein Olow told reporters that troops had pulled back to Moqokori.", "Moqokori", "GPE"),
    ],
)
def test_a_name_is_a_body_a_person_or_a_place_by_the_words_beside_it(
    parse: Parse, text: str, name: str, label: str
) -> None:
    assert (name, label) in [(found.span.text, found.label) for found in parse(text).names]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Syrian troops left Aleppo. A strike on the Basel roundabout killed 16 people in Aleppo.", None),
        ("Swiss police closed the Basel roundabout in Zurich.", "CH"),
        ("Syrian envoys met in Basel.", "CH"),
    ],
)
def test_a_street_named_after_a_far_town_is_not_there(text: str, code: str | None) -> None:
    assert country(named(text, ("Basel", "GPE"))["Basel"]) == code


@pytest.mark.parametrize(
    ("dateline", "town"),
    [
        ("PORT-AU-PRINCE, Haiti (AP) — ", "Port-au-Prince"),
        ("PORT-AU-PRINCE - ", "Port-au-Prince"),
        ("PORT SUDAN (AFP) — ", "Port Sudan"),
        ("GOMA, March 5 - ", "Goma"),
        ("MALAKAL, 6 December (Reuters) - ", "Malakal"),
        ("BUKAVU (AFP) — ", "Bukavu"),
    ],
)
def test_a_dateline_names_its_whole_town(parse: Parse, dateline: str, town: str) -> None:
    document = parse(f"{dateline}Gunmen killed four people on Monday, police said.")
    first = document.names[0]
    assert first.place is not None
    assert (first.place.name, first.actor) == (town, None)


def test_the_village_of_a_colonel_is_no_place_of_his_name() -> None:
    found = named("Fighters left the village of Colonel Deng Okello.", ("Colonel Deng Okello", "PERSON"))
    assert {told.label for name, told in found.items() if "Okello" in name} == {"PERSON"}
