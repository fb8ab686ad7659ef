"""Queries of a document: who is meant, by which full name, where."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.reading.tree import Span
from transforms.resolving.document import Document
from transforms.resolving.naming.whereabouts import place_of

SYRIA = "The Syrian army left Syria's city of Hama. "


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
        ("About 5,000 ethnic Albanians marched through Pristina.", "About 5,000 ethnic Albanians", None),
        (SYRIA + "Islamist-led forces shelled the town.", "Islamist-led forces", None),
        (SYRIA + "Kurdish forces shelled the town.", "Kurdish forces", None),
        (SYRIA + "Iraqi Kurdish troops shelled the town.", "Iraqi Kurdish troops", None),
        ("Serb police left a town in Bosnia.", "Serb police", None),
        ("African soldiers left a town in Mali.", "African soldiers", None),
        (SYRIA + "Syrian government forces shelled the town.", "Syrian government forces", "sy-mil"),
        (SYRIA + "Warplanes bombed the town.", "Warplanes", None),
        (SYRIA + "The Foreign Ministry in Brussels protested.", "The Foreign Ministry in Brussels", "be-gov"),
        (SYRIA + "The General Staff in Kyiv protested.", "The General Staff", "ua-mil"),
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
        ("The guerrillas fled. The army of Colombia said that FARC men had left Mitu.", "The guerrillas", "co-farc"),
        ("The guerrillas fled. Colombia said that FARC and ELN men had left.", "The guerrillas", None),
        ("The United Nations sent food to Chad. The rebels fled.", "The rebels", None),
        (
            "Gunmen killed nine men in Zamfara in Nigeria. The attackers fled. Boko Haram is active in the north.",
            "The attackers",
            None,
        ),
        ("Guerrillas fled. The army of Colombia said that FARC men had left Mitu.", "Guerrillas", None),
        ("Police in Nepal said that the Maoists had fled.", "the Maoists", "np-maoist"),
        ("Farmers attacked the convoy.", "Farmers", None),
        (SYRIA + "Allied forces shelled the town.", "Allied forces", None),
        (SYRIA + "Foreign troops shelled the town.", "Foreign troops", None),
        ("Mali sent a note. A Niger navy boat hit a ferry in Mali. The navy said nothing.", "The navy", "ne-mil"),
        (SYRIA + "It met the Turkish army there. The army said nothing.", "The army", "sy-mil"),
        ("The army left Hama in Syria. Syria met the Turkish army. The army lost.", "The army", "sy-mil"),
        ("Ruwan Felbe attacked the convoy.", "Ruwan Felbe", None),
    ],
)
def test_a_phrase_names_its_actor(parse: Parse, text: str, who: str, actor_id: str | None) -> None:
    document = parse(text)
    assert document.actor_of(span(document, who)) == actor_id


def test_the_columns_of_a_place(parse: Parse) -> None:
    document = parse("Rebels captured Aleppo in Syria.")
    located = document.located(place_of(token_of(document, "captured"), document))
    assert (located["place"], located["place_id"], located["country"], located["geo_precision"]) == (
        "Aleppo",
        170063,
        "SY",
        1,
    )
    assert set(document.located(None).values()) == {None}
