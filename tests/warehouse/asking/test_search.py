"""Full-text search finds words as written, ranked, immediately after landing and as of any night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from warehouse import Lake, QueryError, land, search
from warehouse.asking.search import LONGEST_SENTENCE

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

TEXTS = {
    "hama": "Rebels took Hama. They went on.",
    "hamas": "Hamas denied it. Who knows?",
    "who": "The WHO told us of a hospital in Hama’s suburb. Nothing more was said in a long report.",
    "us": "The U.S. army left, the US said.",
    "m23": "M23 fighters shot down an F-16. Others were M230.",
    "zor": "Troops reached Deir ez-Zor on Friday.",
    "zour": "Troops left Deir al-Zour on Friday.",
    "shabaab": "Al‑Shabaab claimed the raid. Residents of Saná’a fled.",
    "hafer": "A road leads to Deir Hafer.",
    "hts": "Hayat Tahrir al-Sham moved on.",
    "states": "Envoys of the United States arrived.",
    "sharaa": "Ahmed al-Sharaa spoke.",
    "jolani": "Abu Mohammed al-Jolani had spoken.",
    "assad": "Assad’s palace stood empty.",
    "accent": "The Ørsted ship waited near Çınar.",
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory, worlds: Callable[..., World]) -> Lake:
    lake = Lake.at(tmp_path_factory.mktemp("home"))
    world = worlds()
    for number, (name, text) in enumerate(TEXTS.items(), 1):
        world.article(name, text, published=date(2024, 12, number))
    for name, spelling in (("zor", "Deir ez-Zor"), ("zour", "Deir al-Zour")):
        world.mention(name, TEXTS[name], spelling, place_id=170794, label="GPE")
    world.mention("hafer", TEXTS["hafer"], "Deir Hafer", place_id=12, label="GPE")
    world.mention("hts", TEXTS["hts"], "Hayat Tahrir al-Sham", actor_id="sy-hts")
    world.mention("states", TEXTS["states"], "United States", actor_id="usa", place_id=6252001, label="GPE")
    for name, spelling in (("sharaa", "Ahmed al-Sharaa"), ("jolani", "Abu Mohammed al-Jolani")):
        world.mention(name, TEXTS[name], spelling, actor_id="sy-p-jolani", label="PERSON")
    land(lake, world.batch())
    return lake


@pytest.mark.parametrize(
    ("terms", "articles"),
    [
        ("HTS", ["hts"]),
        ("Dayr az Zawr", ["zor", "zour"]),
        ("Hama", ["hama", "who"]),
        ("hama", ["hama", "who"]),
        ("Hamas", ["hamas"]),
        ("WHO", ["who"]),
        ("US", ["states", "us"]),
        ("U.S.", ["states", "us"]),
        ("us", ["us", "who"]),
        ("United States", ["states"]),
        ("al-Sharaa", ["jolani", "sharaa"]),
        ("Sharaa", ["jolani", "sharaa"]),
        ("Jolani’s", ["jolani", "sharaa"]),
        ("Assad's", ["assad"]),
        ("Assad", ["assad"]),
        ("Hama's suburb", ["who"]),
        ("M23", ["m23"]),
        ("m23", ["m23"]),
        ("F-16", ["m23"]),
        ("al-Shabaab", ["shabaab"]),
        ("Sanaa", ["shabaab"]),
        ("Shabaab", ["shabaab"]),
        ("Sana'a", ["shabaab"]),
        ("orsted cinar", ["accent"]),
        ("Deir ez-Zor", ["zor", "zour"]),
        ('"Deir al-Zour"', ["zor", "zour"]),
        ("deir AL-ZOUR", ["zor", "zour"]),
        ("Deir", ["hafer", "zor", "zour"]),
        ("troops Friday", ["zor", "zour"]),
        ('"on Friday"', ["zor", "zour"]),
        ('"Friday on"', []),
        ("Hama Friday", []),
        ("F.16", []),
        ("Ha.a", []),
    ],
)
def test_a_search_finds_the_articles_that_have_every_word(landed: Lake, terms: str, articles: list[str]) -> None:
    assert sorted(found.article_id for found in search(landed, terms)) == articles


def test_the_best_comes_first_with_the_sentence_that_has_most(landed: Lake) -> None:
    first, second = search(landed, "Hama")
    assert (first.article_id, first.sentence, first.site) == ("hama", "Rebels took Hama.", "The Ridge")
    assert first.score > second.score > 0
    (found,) = search(landed, "fighters F-16")
    assert found.sentence == "M23 fighters shot down an F-16."
    assert found.url == "https://the-ridge.example/m23"


def test_days_and_a_number_narrow_a_search(landed: Lake) -> None:
    assert [found.article_id for found in search(landed, "Hama", last=date(2024, 12, 2))] == ["hama"]
    assert [found.article_id for found in search(landed, "Hama", first=date(2024, 12, 2))] == ["who"]
    assert len(search(landed, "Hama", 1)) == 1


def test_what_landed_is_found_at_once_and_what_came_later_is_not_there_as_of_before(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    for name in ("one", "two"):
        before = datetime.now(UTC)
        world = worlds(f"run-{name}")
        world.article(name, "Shells fell on Manbij.")
        land(lake, world.batch())
    assert {found.article_id for found in search(lake, "Manbij")} == {"one", "two"}
    assert [found.article_id for found in search(replace(lake, as_of=before), "Manbij")] == ["one"]


@pytest.mark.parametrize("terms", ["", " ... ", '""', "a " * 40])
def test_no_word_or_too_many_is_one_sentence(landed: Lake, terms: str) -> None:
    with pytest.raises(QueryError, match=r"no word to search for|too many to search for"):
        search(landed, terms)


@pytest.mark.parametrize("terms", ["'; DROP", "(?i:x", "[a", "a{9}", "x\\x", "x$$", "x%_"])
def test_signs_of_sql_and_of_patterns_are_only_signs(landed: Lake, terms: str) -> None:
    assert search(landed, terms) == []


def test_further_sentences_of_an_article_follow_the_best(landed: Lake) -> None:
    (found,) = search(landed, "US army")
    assert found.sentences[0] == found.sentence
    (found,) = [each for each in search(landed, "Hama") if each.article_id == "who"]
    assert found.sentences == ["The WHO told us of a hospital in Hama’s suburb."]


@pytest.mark.parametrize("filler", ["and the road and the river ", "x"], ids=["words", "one word"])
def test_of_a_sentence_as_long_as_a_page_the_words_around_the_match_are_shown(
    lake: Lake, world: World, filler: str
) -> None:
    text = f"It went on {filler * 9000} Kidal was taken {filler * 9000} and on."
    world.article("long", text)
    land(lake, world.batch())
    (hit,) = search(lake, "Kidal")
    assert "Kidal was taken" in hit.sentence
    assert len(hit.sentence) <= LONGEST_SENTENCE + 2
    assert (hit.sentence[0], hit.sentence[-1]) == ("…", "…")
