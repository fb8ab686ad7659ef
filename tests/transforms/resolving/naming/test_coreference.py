"""Pronouns and definite nouns stand for the nearest name before them that fits."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.seeds import Row, listed, rows


@pytest.mark.parametrize("village", ["Zirbah", "Orvani"])
@pytest.mark.parametrize("named", ["the village of {}", "{}, a mountain village"])
def test_a_noun_stands_for_the_place_that_it_introduced(parse: Parse, village: str, named: str) -> None:
    named = named.format(village)
    document = parse(f"ANKARA (AFP) - Rebels took {named} near Idlib in Syria. The army held the village.")
    found = document.antecedent([token for token in document.doc if token.text == "village"][-1])
    assert found is not None
    assert found.text == village


@pytest.mark.parametrize(
    ("text", "anaphor", "name"),
    [
        ("Omar Zandaki left Hama in Syria. Later he returned.", "he", "Omar Zandaki"),
        ("Hezbollah attacked a base in Syria. The group has denied it.", "group", "Hezbollah"),
        ("Rebels entered Hama in Syria. They attacked the city at dawn.", "city", "Hama"),
        ("Syria closed the border with Turkey. The country then asked for help.", "country", "Syria"),
        ("Militants attacked the village. They killed nine people.", "They", "Militants"),
        ("The Somali army fought al-Shabaab. The Somali group, which rules villages, fled.", "group", "al-Shabaab"),
        ("Moscow said its forces had left the village.", "its", "Moscow"),
        ("President Amara Okoye met Idris Waleyo. The president then left.", "president", "Amara Okoye"),
        ("Hamas left the camp, where Egypt has offices. It denied the report.", "It", "Hamas"),
        ("Hamas fought in Iraq and Syria. It denied the report.", "It", "Hamas"),
        (
            "Rebels entered Hama in Syria. A nurse reached nearby Salamiyah. They took the town.",
            "town",
            "Hama",
        ),
        ("Gunmen hit Homs in Syria. Families fled to neighbouring Hama. Nine died in the city.", "city", "Homs"),
        (
            "Rebels entered Homs. A doctor who had fled to Hama said that they hold the city.",
            "city",
            "Homs",
        ),
        ("In Syria, rebels took Homs, the capital of a province near Hama. They hold the city.", "city", "Homs"),
        ("Gunmen burned a bus in Culiacan. The governor blamed Washington. Nine died in the city.", "city", "Culiacan"),
        ("Rebels took Raqqa. The army besieged eastern Aleppo in July. It retook the city.", "city", "eastern Aleppo"),
        ("Soldiers entered Culiacan. Nobody in Sinaloa was safe. Nine died in the city.", "city", "Culiacan"),
        (
            "Iraq's army was near. The war room of the rebels met. It told its men to leave.",
            "its",
            "The war room of the rebels",
        ),
        ("Hezbollah put the dead at 90. They include 61 soldiers of the Syrian army, it said.", "it", "Hezbollah"),
        ("The opposition said that its men had entered Hama.", "its", "The opposition"),
        (
            "Rebels entered Hama. The mayor said he and his sons had left for Cairo, where they live.",
            "they",
            "he and his sons",
        ),
        (
            "Gangs hold Haiti. Many fled from Haiti. Cuba told its people to leave. Nine were killed in the country.",
            "country",
            "Haiti",
        ),
    ],
)
def test_the_nearest_fitting_name_is_meant(parse: Parse, text: str, anaphor: str, name: str) -> None:
    document = parse(text)
    token = token_of(document, anaphor)
    found = document.antecedent(token)
    assert found is not None
    assert found.text == name


@pytest.mark.parametrize(("noun", "described"), [("coalition", "a coalition"), ("force", "an allied force")])
def test_a_noun_stands_for_the_name_that_it_explained(parse: Parse, noun: str, described: str) -> None:
    text = f"Men of the Syrian National Army, {described} of brigades, met Hezbollah. The {noun} then left."
    document = parse(text)
    found = document.antecedent([token for token in document.doc if token.text == noun][-1])
    assert found is not None
    assert found.text == "Syrian National Army"


@pytest.mark.parametrize(
    ("text", "anaphor"),
    [
        ("He fled the village.", "He"),
        ("A group attacked the village.", "group"),
        ("The Houthis fired missiles at Marib. Both were intercepted, the coalition said.", "coalition"),
        ("Hezbollah ministers left the cabinet in Beirut. The alliance lost its majority.", "alliance"),
        ("Hezbollah attacked the base. He fled.", "He"),
        ("Rebels entered Hama in Syria. They then took the village of Zirbawa.", "village"),
        ("Syria closed the border with Turkey. The group then fled.", "group"),
        ("Idris Waleyo left the town. The president then spoke.", "president"),
        ("“They fire at night,” analysts say.", "They"),
    ],
)
def test_a_word_without_a_fitting_name_before_it_stands_for_none(parse: Parse, text: str, anaphor: str) -> None:
    document = parse(text)
    assert document.antecedent(token_of(document, anaphor)) is None


@pytest.mark.parametrize("row", rows("anaphors"), ids=lambda row: f"{row['form']} {row['kind']} {row['number']}")
def test_the_word_of_a_row_stands_for_the_name_in_its_example(parse: Parse, row: Row) -> None:
    document = parse(str(row["example"]))
    word = [token for token in document.doc if token.lower_ in listed(row["words"])][-1]
    found = document.antecedent(word)
    assert found is not None
    assert found.text == row["stands_for"]


def test_the_end_of_a_longer_name_stands_for_nobody_else(parse: Parse) -> None:
    document = parse("Hezbollah left the camp. Later his Adana Islamic Group attacked it.")
    assert document.antecedent(token_of(document, "Group")) is None


def test_a_capitalised_noun_stands_for_the_name_that_has_it(parse: Parse) -> None:
    document = parse("The Free Aceh Movement met Hamas in Doha. Later the Movement denied it.")
    last = [token for token in document.doc if token.text == "Movement"][-1]
    found = document.antecedent(last)
    assert found is not None
    assert "Free Aceh Movement" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "Troops fought the Islamic State near Arsal. Later the State sent tanks.",
        "General Omar Zein met the General Staff. Later the General left.",
    ],
)
def test_a_state_and_a_person_are_not_the_name_that_has_the_word(parse: Parse, text: str) -> None:
    document = parse(text)
    last = [token for token in document.doc if token.text in ("State", "General")][-1]
    found = document.antecedent(last)
    assert found is None or found.text not in ("Islamic State", "General Staff", "the General Staff")


def test_the_rebels_are_no_alliance_of_states(parse: Parse) -> None:
    document = parse("NATO jets flew over Brega in Libya. The town, which the rebels recaptured, was quiet.")
    assert document.antecedent(token_of(document, "rebels")) is None
