"""Captions, and that nobody in a picture acts in the story beside it."""

from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from transforms.facts.events.captions import caption_of, is_in_file_caption
from transforms.facts.events.learned.grammar import may_date, may_fill


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("FILE - Smoke rises as rebels storm a market in Hama.", True),
        ("In this file photo soldiers storm a market in Hama.", True),
        ("Soldiers storm a market in Hama, as a file photo shows.", False),
        ("FILE PHOTO: Troops ride through Hama. Rebels storm a market in Homs.", False),
        ("FILE - Smoke rises in Hama. Rebels storm a market.\nThe army left Homs on Monday.", True),
        ("FILE - Smoke rises in Hama. Rebels storm a market. (AP Photo/Jane Roe, File)", True),
        ("FILE - Smoke rises in Hama. (AP Photo/Jane Roe, File) Rebels storm a market.", False),
        ("Rebels storm a market in the old town of Hama. (Photo by Jane Roe/Getty Images)", False),
        ("Rebels storm a market in Hama on May 3, 2021 (FILE). The army left Homs on Monday.", True),
        ("The army left Homs in May 2021 (FILE). Rebels storm a market in Hama.", False),
    ],
)
def test_captions_of_old_pictures(parse: Parse, text: str, is_one: bool) -> None:
    assert is_in_file_caption(token_of(parse(text), "storm")) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Rebels stand guard at a bridge in Hama. (AFP)", True),
        ("Rebels stand guard at a bridge in Hama. REUTERS/Jane Roe", True),
        ("Rebels stand guard at a bridge in Hama. [Photo: Jane Roe]", True),
        ("Rebels stand guard at a bridge in Hama.", False),
        ("Rebels stand guard at a bridge, residents told Agence France-Presse (AFP) in Hama.", False),
        ("HAMA, Syria (AP) — Rebels stand guard at a bridge.", False),
        ("Rebels who took Hama stand guard at a bridge that was shelled. (AFP)", True),
        ("A doctor said rebels stand guard at a bridge in Hama. (AFP)", False),
        ("Rebels shelled a market and now stand guard at a bridge, residents said. (AFP)", False),
        ("Rebels now stand guard at a bridge in Hama, residents say. (AFP)", False),
        ("Rebels will stand guard at a bridge in Hama. (AFP)", False),
        ("Protesters chant slogans during a march in Hama. (AFP)", True),
        ("Demonstrators protest against the government in Hama. (AFP)", True),
        ("Smoke can be seen rising over a market in Hama. (AFP)", True),
        ("The army says it holds Hama. (AFP)", False),
        ("Rebels could reach Hama. (AFP)", False),
    ],
)
def test_a_credit_makes_a_caption(parse: Parse, text: str, is_one: bool) -> None:
    assert (caption_of(parse(text).doc[1]) is not None) is is_one


STORY = "Hezbollah fighters patrol a road near Tyre on May 3. (AFP)\nNine villagers were killed in Homs on Monday."


@pytest.mark.parametrize(
    ("slot", "word", "act", "may"),
    [
        ("source", "fighters", "killed", False),
        ("place", "Tyre", "killed", False),
        ("place", "Homs", "killed", True),
        ("source", "fighters", "patrol", True),
        ("place", "Tyre", "patrol", True),
    ],
)
def test_who_is_in_a_picture_acts_only_there(parse: Parse, slot: str, word: str, act: str, may: bool) -> None:
    document = parse(STORY)
    assert may_fill(slot, token_of(document, word), token_of(document, act), "ASSAULT", document) is may


def test_the_day_of_a_picture_dates_no_other_act(parse: Parse) -> None:
    document = parse(STORY)
    assert may_date(token_of(document, "May"), token_of(document, "patrol"))
    assert not may_date(token_of(document, "May"), token_of(document, "killed"))
