"""Actors are found by any of their names, and bodies of a country by their usual names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from transforms.resolving.actors import Actors, actors, countries, country_by_adjective
from transforms.seeds import SeedError, lay_over, rows
from transforms.tables.schema import Actor


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
    with pytest.raises(SeedError, match="xx-one is defined twice"):
        Actors([Actor("xx-one", "One"), Actor("xx-one", "Two")])


def test_every_parent_and_country_of_the_seed_exists() -> None:
    for row in rows("actors"):
        assert row["parent"] is None or actors().get(row["parent"]), row
        assert row["country"] is None or row["country"] in countries(), row


def test_an_adjective_that_two_countries_share_names_neither() -> None:
    assert country_by_adjective()["Syrian"] == "SY"
    assert "Congolese" not in country_by_adjective()


@pytest.mark.parametrize(
    ("name", "day", "actor_id"),
    [
        ("Syrian government", date(2024, 12, 1), "sy-gov"),
        ("Syrian government", date(2025, 3, 1), "sy-gov-2024"),
        ("Syrian army", date(2013, 5, 1), "sy-mil"),
        ("Syrian army", date(2025, 7, 1), "sy-mil-2024"),
        ("Afghan government", date(2019, 1, 1), "af-gov"),
        ("Afghan government", date(2023, 1, 1), "af-gov-2021"),
        ("Afghan army", date(2023, 1, 1), "af-mil-2021"),
        ("Free Syrian Army", date(2024, 12, 1), "sy-fsa"),
        ("Wagner", date(2024, 7, 1), "ru-wagner"),
        ("Africa Corps", date(2024, 7, 1), "ru-africa-corps"),
        ("Benny Gantz", date(2011, 1, 1), "il-p-gantz"),
    ],
)
def test_a_name_is_whose_it_was_on_the_day(name: str, day: date, actor_id: str) -> None:
    found = actors().find(name, day=day)
    assert found is not None
    assert found.actor_id == actor_id


def test_a_body_is_not_named_before_it_exists() -> None:
    assert actors().find("Africa Corps", day=date(2015, 1, 1)) is None


@pytest.mark.parametrize(
    ("country", "kind", "day", "actor_id"),
    [
        ("SY", "government", date(2024, 12, 1), "sy-gov"),
        ("SY", "government", date(2025, 1, 1), "sy-gov-2024"),
        ("SY", "military", date(2025, 1, 1), "sy-mil-2024"),
        ("AF", "military", date(2016, 8, 20), "af-andsf"),
        ("AF", "military", date(2022, 8, 20), "af-mil-2021"),
        ("AF", "military", date(1995, 8, 20), "af-mil"),
    ],
)
def test_a_state_s_bodies_change_with_the_day(country: str, kind: str, day: date, actor_id: str) -> None:
    found = actors().of(country, kind, day)
    assert found is not None
    assert found.actor_id == actor_id


def test_every_name_of_every_country_is_that_country() -> None:
    for country in countries().values():
        for name in country.names:
            found = actors().find(name)
            assert found is not None, name
            assert found.actor_id == country.alpha3.lower(), name


def test_every_adjective_and_people_is_of_one_country_or_left_open() -> None:
    shared = {"Congolese", "Dominican", "Dominicans", "Guinean", "Guineans", "Korean", "Koreans"}
    for country in countries().values():
        for word in (*country.adjectives, *country.people):
            assert country_by_adjective().get(word, country.alpha2) == country.alpha2, word
            assert word in country_by_adjective() or word in shared, word


def test_every_capital_stands_for_its_government() -> None:
    for country in countries().values():
        for city in country.capital:
            found = actors().capital(city, country.alpha2)
            assert found is not None, city
            assert (found.kind, found.country) == ("government", country.alpha2), city


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("zz-front,Front,rebel,SY,", ":2: rebel is no kind of actor; these are: country, government, "),
        ("zz-front,Front,armed group,SY,sy-htss", ":2: no actor has the id sy-htss, its parent; did you mean sy-hts"),
        ("zz-front,Front,armed group,Syria,", ":2: no country has the code Syria "),
        ("zz-front,,armed group,SY,", ":2: an actor needs actor_id, name and kind."),
    ],
    ids=["kind", "parent", "country", "name"],
)
def test_a_row_that_says_what_is_not_is_refused(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "actors.csv").write_text(f"actor_id,name,kind,country,parent\n{line}\n")
    lay_over(tmp_path)
    actors.cache_clear()
    try:
        with pytest.raises(SeedError) as refused:
            actors()
    finally:
        lay_over(tmp_path / "none")
        actors.cache_clear()
    assert str(refused.value).startswith(f"{tmp_path / 'actors.csv'}{said}")
    assert "\n" not in str(refused.value)


def test_every_validity_is_in_order() -> None:
    for actor in actors():
        begin, end = actor.valid_from, actor.valid_to
        assert begin is None or end is None or begin[: len(end)] <= end[: len(begin)], actor.actor_id
