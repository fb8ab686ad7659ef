"""A name that the tagger took for something else is a place by the place beside it."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.resolving.mentions import mentions


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A bomb exploded in Córdoba, Veracruz, on Monday.", "Córdoba", "MX"),
        ("A bomb exploded in Santa Cruz, Laguna, on Monday.", "Laguna", "PH"),
        ("Fighting was reported in Bor, Jonglei.", "Bor", "SS"),
        ("Fighting was reported in Bor, Jonglei.", "Jonglei", "SS"),
        ("Fighting was reported in Wad Madani, Gezira state.", "Gezira", "SD"),
        ("Violence flared in Nablus and Jenin in the West Bank.", "Jenin", "PS"),
        ("The junta bombed Nawnghkio and Kyaukme in Shan State.", "Kyaukme", "MM"),
        ("Fighters entered Lalibela and Gondar in Ethiopia's Amhara region.", "Amhara", "ET"),
        ("Attackers raided Jos on Monday, in Nigeria's Plateau state.", "Jos", "NG"),
    ],
)
def test_a_name_beside_a_place_is_a_place(parse: Parse, text: str, name: str, country: str) -> None:
    found = {row.text: (row.label, row.country) for row in mentions(parse(text))}
    assert found[name] == ("GPE", country)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Ukraine's General Staff denied on Wednesday that Russian troops had taken Dvorichna.", "Dvorichna", "UA"),
        ("Sudan's army said on Sunday that it had lost Babanusa.", "Babanusa", "SD"),
        ("Myanmar's military has seized Kyaukme, residents said.", "Kyaukme", "MM"),
    ],
)
def test_what_troops_take_is_a_town_of_the_country_told_of(parse: Parse, text: str, name: str, country: str) -> None:
    found = {row.text: (row.label, row.country) for row in mentions(parse(text))}
    assert found[name] == ("GPE", country)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Washington, Jefferson said that talks would go on.", "Jefferson"),
        ("In Columbus, Governor Franklin met the troops.", "Franklin"),
        ("Ada Clinton is dead. Texas and Clinton were far apart.", "Clinton"),
    ],
)
def test_a_person_beside_a_place_stays_a_person(parse: Parse, text: str, name: str) -> None:
    labels = {row.text: row.label for row in mentions(parse(text))}
    assert labels[name] == "PERSON"


def test_a_people_stays_a_people_without_a_kind_word(parse: Parse) -> None:
    found = {row.text: row.label for row in mentions(parse("Amhara fighters attacked the Oromo village in Ethiopia."))}
    assert "GPE" not in (found.get("Amhara"), found.get("Oromo"))
