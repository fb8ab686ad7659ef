"""Names are spotted by the seeds and by the context of capitalised words, without a language pipeline."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from transforms.reading.tree import Doc
from transforms.resolving.naming.spotting import Spot, Text, bodies, known, patterned


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def spotted(text: Text, spots: list[Spot]) -> set[tuple[str, str]]:
    return {(text.between(spot.start, spot.end), spot.label) for spot in spots}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Fighters of Hayat Tahrir al-Sham entered.", {("Hayat Tahrir al-Sham", "ORG"), ("Tahrir al-Sham", "ORG")}),
        ("Hay’at Tahrir al-Sham denied it.", {("Hay’at Tahrir al-Sham", "ORG"), ("Tahrir al-Sham", "ORG")}),
        ("He asked WHO doctors who fled.", {("WHO", "ORG")}),
        ("Syrians and Kurds fled.", {("Syrians", "NORP"), ("Kurds", "NORP")}),
        ("Aid reached the United States.", {("the United States", "GPE"), ("United States", "GPE")}),
        ("Let us go.", set()),
    ],
)
def test_names_of_the_seeds_are_spotted(blank: Language, sentence: str, names: set[tuple[str, str]]) -> None:
    text = Text(Doc(blank(sentence)))
    found = spotted(text, list(known(blank.vocab).spots(text)))
    assert found <= names
    assert found or not names


@pytest.mark.parametrize(
    ("sentence", "body", "actor_id"),
    [
        ("The Nigerien army withdrew.", "Nigerien army", "ne-mil"),
        ("Syrian government forces withdrew.", "Syrian government forces", "sy-mil"),
        ("He met the government of Kenya.", "government of Kenya", "ke-gov"),
        ("He met the government of the Netherlands.", "government of the Netherlands", "nl-gov"),
    ],
)
def test_a_country_with_a_body_word_is_the_body(blank: Language, sentence: str, body: str, actor_id: str) -> None:
    text = Text(Doc(blank(sentence)))
    seeds = list(known(blank.vocab).spots(text))
    found = {(text.between(s.start, s.end), s.actor.actor_id) for s in [*seeds, *bodies(text, seeds)] if s.actor}
    assert (body, actor_id) in found


@pytest.mark.parametrize(
    ("sentence", "name", "label"),
    [
        ("Colonel Idris Waleyo left the base.", "Idris Waleyo", "PERSON"),
        ("Omar Zandaki fled the town.", "Omar Zandaki", "PERSON"),
        ("“We are tired,” said Ruwan Felbe.", "Ruwan Felbe", "PERSON"),
        ("The Lantern Relief Committee sent flour.", "Lantern Relief Committee", "ORG"),
        ("Men of the 3rd Desert Brigade fled.", "3rd Desert Brigade", "ORG"),
        ("Tents burned in Camp Ashwood last night.", "Camp Ashwood", "LOC"),
        ("Water rose behind the Mirwan Dam quickly.", "Mirwan Dam", "LOC"),
        ("Among them was commander Zarif Orvan.", "Zarif Orvan", "PERSON"),
        ("He read the journal Orvan Today.", "Orvan Today", "ORG"),
        ("It was said by Army Lt. Gen. Orvan Roe.", "Army", "ORG"),
        ("He taught at Orvan University.", "Orvan University", "ORG"),
        ("It was the Association of Orvan Scholars.", "Association of Orvan Scholars", "ORG"),
        ("The Popular Front for the Liberation of Orvan fled.", "Popular Front for the Liberation of Orvan", "ORG"),
        ("He left the Office of President Roe.", "Office", "ORG"),
    ],
)
def test_neighbours_tell_what_a_capitalised_name_is(blank: Language, sentence: str, name: str, label: str) -> None:
    text = Text(Doc(blank(sentence)))
    assert (name, label) in spotted(text, list(patterned(text)))


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Near Mosul three vehicles burned. However, Tikrit was quiet.", ["Mosul", "Tikrit"]),
        ("It fell on Deir ez-Zor while Khalid bin Walid slept.", ["Deir ez-Zor", "Khalid bin Walid"]),
        ("They met Salman bin Abd al-Aziz Al Saud.", ["Salman bin Abd al-Aziz Al Saud"]),
        ("They saw CEO Orvan Roe Image", ["Orvan Roe"]),
    ],
    ids=[
        "without the word that begins a sentence",
        "with the small words in it",
        "with a capitalised one after a small one",
        "without words that are of no name",
    ],
)
def test_a_run_of_capitalised_words_is_a_name(blank: Language, sentence: str, names: list[str]) -> None:
    text = Text(Doc(blank(sentence)))
    assert [text.between(start, end) for start, end in text.runs] == names
