"""Queries of a document: who is meant, by which full name, where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Span, Token

from transforms.reading.syntax import phrase
from transforms.resolving.document import Document

SYRIA = "The Syrian army left Syria's city of Hama. "


def word(document: Document, text: str, last: bool = True) -> Token:
    found = [token for token in document.doc if token.text == text]
    return found[-1 if last else 0]


def span(document: Document, text: str) -> Span:
    start = document.doc.text.rindex(text)
    found = document.doc.char_span(start, start + len(text))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "who", "actor_id"),
    [
        (SYRIA + "Hezbollah attacked the town.", "Hezbollah", "lb-hezbollah"),
        (SYRIA + "The multinational force shelled the town.", "The multinational force", None),
        (SYRIA + "Syrian government forces shelled the town.", "Syrian government forces", "sy-mil"),
        (SYRIA + "Warplanes bombed the town.", "Warplanes", None),
        (SYRIA + "The Foreign Ministry in Brussels protested.", "The Foreign Ministry in Brussels", "be-gov"),
        (SYRIA + "Government warplanes bombed the town.", "Government warplanes", "sy-mil"),
        (SYRIA + "Syrian jets bombed the town.", "Syrian jets", "sy-mil"),
        (SYRIA + "The rebels captured the town.", "The rebels", "sy-opposition"),
        (SYRIA + "Government forces captured the town.", "Government forces", "sy-mil"),
        (SYRIA + "Hamas fighters attacked the town.", "Hamas fighters", "ps-hamas"),
        (SYRIA + "The anti-Assad groups captured the town.", "The anti-Assad groups", "sy-opposition"),
        (
            SYRIA + "Armed groups opposed to the Syrian government took it.",
            "Armed groups opposed to the Syrian government",
            "sy-opposition",
        ),
        (SYRIA + "Iran-backed militias captured the town.", "Iran-backed militias", None),
        ("The rebels captured the town.", "The rebels", None),
        ("Farmers attacked the convoy.", "Farmers", None),
        ("Ruwan Felbe attacked the convoy.", "Ruwan Felbe", None),
    ],
)
def test_a_phrase_names_its_actor(tell: Callable[..., Document], text: str, who: str, actor_id: str | None) -> None:
    document = tell(text)
    assert document.actor_of(span(document, who)) == actor_id


def test_the_country_of_an_article_is_the_one_plainly_named_most(tell: Callable[..., Document]) -> None:
    assert tell(SYRIA + "Syria's president left Damascus for Russia.").country == "SY"
    assert tell("Iran and Iraq signed an agreement.").country is None


def test_the_full_name_is_the_fullest_in_the_article(tell: Callable[..., Document]) -> None:
    document = tell("Colonel Idris Waleyo left the base. Waleyo said that he would return.")
    assert document.full_name(span(document, "Waleyo")) == "Idris Waleyo"


def test_a_place_keeps_its_own_name(tell: Callable[..., Document]) -> None:
    document = tell("Shells fell in northern Syria. Syria blamed Turkey.")
    assert document.full_name(span(document, "Syria")) == "Syria"


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        ("Rebels captured Aleppo in Syria.", "captured", "Aleppo"),
        ("Rebels from Syria attacked an army post near Hama.", "attacked", "Hama"),
        ("The capture of Homs, in Syria, was swift.", "capture", "Homs"),
        ("Shells hit a school in Idlib, a Syrian city, killing nine people.", "killing", "Idlib"),
        ("Gunmen killed nine people in the town of Zirbawa.", "killed", "Zirbawa"),
        ("Gunmen killed nine people.", "killed", None),
        ("Turkey blamed Syria for the raid.", "blamed", None),
    ],
)
def test_an_event_is_where_its_clause_says(
    tell: Callable[..., Document], text: str, event: str, place: str | None
) -> None:
    document = tell(text)
    name = document.place_of(word(document, event))
    assert (name.span.text if name else None) == place


def test_the_columns_of_a_place(tell: Callable[..., Document]) -> None:
    document = tell("Rebels captured Aleppo in Syria.")
    located = document.located(document.place_of(word(document, "captured")))
    assert (located["place"], located["place_id"], located["country"], located["geo_precision"]) == (
        "Aleppo",
        170063,
        "SY",
        1,
    )
    assert set(document.located(None).values()) == {None}


def test_a_described_capital_is_the_city(tell: Callable[..., Document]) -> None:
    document = tell("Missiles struck the Ukrainian capital.")
    assert document.located(document.place_named(word(document, "capital")))["place_id"] == 703448


def test_evidence_is_the_sentence_without_the_white_space_around_it(tell: Callable[..., Document]) -> None:
    document = tell("Rebels captured Aleppo.\n\nThe army left Hama. ")
    columns = document.evidence(document.doc[phrase(word(document, "Hama")).start].sent)
    assert columns["sentence"] == "The army left Hama."
    assert document.article.text[columns["start"] : columns["end"]] == columns["sentence"]
