"""The words beside an unknown name tell whether it is a person or a place."""

from __future__ import annotations

import pytest

from tests.documents import Parse


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
