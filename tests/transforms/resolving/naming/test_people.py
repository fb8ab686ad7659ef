"""The words beside an unknown name tell whether it is a person or a place."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.names import named


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The post was hit, an official told Dawn.", "Dawn", "ORG"),
        ("The post was hit, residents told Radio Dabanga.", "Radio Dabanga", "ORG"),
        ("A commander told The Hindu the post was hit.", "The Hindu", "ORG"),
        ("The post was hit, al-Masdar reported.", "al-Masdar", "ORG"),
        ("The post was hit, the Idara Tribune said.", "Idara Tribune", "ORG"),
        ("Police spokesman Jean-Luc Morel Jeune said the post was hit.", "Jean-Luc Morel Jeune", "PERSON"),
        ("“It was not us,” military spokesman Udaya Nanayakkara said.", "Udaya Nanayakkara", "PERSON"),
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
    ("text", "entity", "name", "label"),
    [
        ("Money went to Tasko, and Omar Tasko fled.", ("Tasko", "GPE"), "Tasko", "PERSON"),
        ("The prize went to Jeffrey.", ("Jeffrey", "GPE"), "Jeffrey", "PERSON"),
        ("They wrote to President Queiroga.", ("Queiroga", "GPE"), "Queiroga", "PERSON"),
        ("He joined the group Paz y Orvan.", ("Paz y Orvan", "LOC"), "Paz y Orvan", "ORG"),
        ("The Orvan Orthodox Church said so.", ("Orvan Orthodox Church", "LOC"), "Orvan Orthodox Church", "ORG"),
        ("He left the 407th AEG.", ("407th AEG", "PERSON"), "407th AEG", "ORG"),
        ("He posted it on Facebook.", ("Facebook", "MISC"), "Facebook", "ORG"),
        ("Smoke rose from the Estgate mall.", ("Estgate", "ORG"), "Estgate", "LOC"),
        ("In Parque Orvan five youths were shot.", ("Parque Orvan", "PERSON"), "Parque Orvan", "GPE"),
        ("He read the Charter of the UN.", ("Charter of the UN", "MISC"), "UN", "ORG"),
    ],
)  # fmt: skip
def test_words_beside_a_name_tell_what_an_unknown_one_is(
    text: str, entity: tuple[str, str], name: str, label: str
) -> None:
    assert named(text, entity)[name].label == label


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("On Jan. 8, forces struck.", ("Jan.", "PERSON")),
        ("Smoke rises. Image: Staff.", ("Image", "PERSON")),
        ("He was said to be armed with an AK rifle.", ("AK", "ORG")),
        ("They launched Operation Euphrates Shield.", ("Operation Euphrates Shield", "ORG")),
        ("The R stands for right.", ("R", "GPE")),
    ],
)
def test_what_is_no_name_is_none(text: str, entity: tuple[str, str]) -> None:
    assert entity[0] not in named(text, entity)
