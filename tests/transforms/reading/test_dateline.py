"""Datelines: place, day and agency before the first sentence of a report."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from transforms.facts.events.extraction import events
from transforms.reading.dateline import starts_after_datelines


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("NAIROBI, Kenya — Police fired.", "Police"),
        ("ADEN (Reuters) - Gunmen fled.", "Gunmen"),
        ("Geneva, 3 May (UNHCR) – Families fled.", "Families"),
        ("GOMA/KINSHASA, 3 May 2024 – Rebels left.", "Rebels"),
        ("N’DJAMENA, Chad (AP) — Troops left.", "Troops"),
        ("Heading\nDAKAR -- “Go,” he said.", "“Go"),
        ("BISSAU, Guinea-Bissau, March 8, 2026 — Soldiers left.", "Soldiers"),
        ("QUETTA: Gunmen fled.", "Gunmen"),
        ("NEW DELHI, May 8: Guns fell silent.", "Guns"),
        ("LAHORE (APP): “Go,” he said.", "“Go"),
        ("QUETTA: Nov 17, 2026 — Armed men fled.", "Armed"),
        ("OUAGADOUGOU (West Africa Wire), Thursday 12 November 2026 - Troops left.", "Troops"),
        ("ERBIL, Iraq - 13 November 2026. A drone fell.", "A drone"),
        ("GUAYAQUIL, Ecuador - Nov. 14, 2026. Six died.", "Six"),
        ("Imphal, Nov 17, 2026 (Eastern Chronicle): Gunmen fled.", "Gunmen"),
        ("MAPUTO (Coast Service) Nov 18, 2026\n\nTroops left.", "\n\nTroops"),
        ("Heading\n\nOuagadougou, November 9, 2026\n\nTroops left.", "\n\nTroops"),
        ("09:42 Police fired.", "Police"),
        ("7:15 pm GMT – Police fired.", "Police"),
        ("Updates\n10.35 BST “Go,” he said.", "“Go"),
    ],
)
def test_the_story_begins_behind_the_dash(text: str, first: str) -> None:
    (start,) = starts_after_datelines(text)
    assert text[start:].startswith(first)


@pytest.mark.parametrize(
    "text",
    [
        "Chad – a poor country – sent troops.",
        "US-led forces left.",
        "NATO - the alliance - met.",
        "In Dakar — so they said — all was calm.",
        "SMITH: We hold it.\nJONES: So do we.",
        "10.35 people were there.",
        "It was 09:42 Kyiv time.",
        "Thursday, December 5, 2024\nTroops left.",
        "Troops left Goma on 13 November 2026. They came back.",
        "The Paris attacks of 13 November 2015. Nobody forgot.",
    ],
)
def test_other_dashes_open_no_story(text: str) -> None:
    assert list(starts_after_datelines(text)) == []


def test_where_it_was_filed_is_not_where_it_happened(parse: Parse) -> None:
    (event,) = events(parse("NAIROBI, Kenya (AP) — Gunmen shelled a market in Mogadishu on Thursday."))
    assert (event.source, event.place) == ("Gunmen", "Mogadishu")
    assert event.sentence.startswith("Gunmen")


@pytest.mark.parametrize("opening", ["EL OBEID, Sudan, Nov. 27 – ", "EL FASHER, Sudan (AP) — ", "AL HOL, Syria — "])
def test_a_town_whose_name_begins_with_an_article(opening: str) -> None:
    assert list(starts_after_datelines(f"{opening}Drones struck a camp on Wednesday.")) == [len(opening)]
