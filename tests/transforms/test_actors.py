"""Actors are found by any of their names, and by what a country's bodies are called."""

from __future__ import annotations

import pytest

from transforms.actors import Actors, actors, countries, country_by_adjective
from transforms.schema import Actor
from transforms.seeds import SeedError, rows


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("HTS", "sy-hts"),
        ("Hay'at Tahrir al-Sham", "sy-hts"),
        ("Hay’at Tahrir al-Sham", "sy-hts"),
        ("hayat tahrir al sham", "sy-hts"),
        ("Daesh", "is"),
        ("the Islamic State", "is"),
        ("ISIL", "is"),
        ("Syrian Observatory for Human Rights", "sy-sohr"),
        ("M23", "cd-m23"),
        ("U.N.", "un"),
        ("Recep Tayyip Erdogan", "tr-p-erdogan"),
        ("Syria", "syr"),
        ("the United States", "usa"),
    ],
)
def test_a_name_in_any_spelling_finds_its_actor(text: str, actor_id: str) -> None:
    found = actors().find(text)
    assert found is not None
    assert found.actor_id == actor_id


@pytest.mark.parametrize("text", ["who", "is", "hts", "icc", "the committee", "Mosul", ""])
def test_common_words_are_no_actors(text: str) -> None:
    assert actors().find(text) is None


def test_a_name_of_two_actors_needs_the_country() -> None:
    assert actors().find("AFP") is None
    assert actors().find("AFP", "PH") == actors().get("ph-mil")
    assert actors().find("AFP", "FR") == actors().get("fr-afp")
    assert actors().find("AFP", "BR") is None


@pytest.mark.parametrize(
    ("words", "country", "actor_id"),
    [
        ("government forces", "SY", "sy-mil"),
        ("army", "NE", "ne-mil"),
        ("government", "NE", "ne-gov"),
        ("police", "KE", "ke-pol"),
        ("rebels", "SY", "sy-opposition"),
    ],
)
def test_common_words_name_the_body_of_a_country(words: str, country: str, actor_id: str) -> None:
    found = actors().body(words, country)
    assert found is not None
    assert found.actor_id == actor_id


@pytest.mark.parametrize(("words", "country"), [("rebels", "NE"), ("rebels", None), ("army", None), ("farmers", "SY")])
def test_common_words_alone_name_nobody(words: str, country: str | None) -> None:
    assert actors().body(words, country) is None


def test_a_capital_stands_for_its_government() -> None:
    assert actors().capital("Moscow", "RU") == actors().get("ru-gov")
    assert actors().capital("Kazan", "RU") is None


def test_ids_are_unique() -> None:
    with pytest.raises(SeedError, match="xx-one stands there twice"):
        Actors([Actor("xx-one", "One"), Actor("xx-one", "Two")])


def test_every_parent_and_country_of_the_seed_exists() -> None:
    for row in rows("actors"):
        assert row["parent"] is None or actors().get(row["parent"]), row
        assert row["country"] is None or row["country"] in countries(), row


def test_an_adjective_that_two_countries_share_names_neither() -> None:
    assert country_by_adjective()["Syrian"] == "SY"
    assert "Congolese" not in country_by_adjective()
