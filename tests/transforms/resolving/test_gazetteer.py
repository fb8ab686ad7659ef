"""A name becomes a place only if the article decides which."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.documents import Parse
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.places import Context
from transforms.seeds import rows


def context(sure: bool = True, kind_word: str = "", **named: int) -> Context:
    return Context(Counter(named), kind_word, sure)


@pytest.mark.parametrize(
    ("name", "near", "country", "kind"),
    [
        ("Hama", context(SY=5, TR=1), "SY", "city"),
        ("Hama", context(JP=4), "JP", "city"),
        ("Tripoli", context(LB=3, SY=3), "LB", "city"),
        ("Tripoli", context(LY=3), "LY", "city"),
        ("Odessa", context(UA=3), "UA", "city"),
        ("Odessa", context(US=9), "US", "city"),
        ("Georgia", context(RU=3), "GE", "country"),
        ("Georgia", context(US=3), "US", "region"),
        ("Donetsk", context(UA=3), "UA", "city"),
        ("Donetsk oblast", context(UA=3), "UA", "division"),
        ("Donetsk", context(UA=3, kind_word="oblast"), "UA", "division"),
        ("Mexico", context(US=6), "MX", "country"),
        ("Deir al-Zor", context(SY=1), "SY", "city"),
        ("Donbas", context(UA=1), "UA", "area"),
    ],
)
def test_context_decides_among_places_of_one_name(name: str, near: Context, country: str, kind: str) -> None:
    place = gazetteer().resolve(name, near)
    assert place is not None
    assert (place.country, place.kind) == (country, kind)


@pytest.mark.parametrize("name", ["Of", "Most", "March", "Van", "Police", "Carter", "Hope"])
def test_common_words_are_no_towns_without_support(name: str) -> None:
    assert gazetteer().resolve(name, context(sure=False, TR=2, CZ=2, GB=2, US=5)) is None


def test_towns_have_a_point_and_areas_none() -> None:
    town, country = gazetteer().resolve("Aleppo", context(SY=1)), gazetteer().country("SY")
    assert town is not None
    assert town.latitude == pytest.approx(36.2, abs=0.1)
    assert town.longitude == pytest.approx(37.16, abs=0.1)
    assert (town.place_id, town.precision) == (170063, 1)
    assert (country.place_id, country.latitude, country.precision) == (163843, None, 3)


def test_every_corrected_town_lies_in_the_country_its_row_says() -> None:
    for row in rows("places"):
        if row["kind"] == "city":
            places = gazetteer().candidates(str(row["name"]))
            found = [place for place in places if place.place_id == int(row["place_id"] or 0)]
            assert found, row
            assert found[0].country == row["country"], row


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Farabougou", "ML", 14.9, -6.1),
        ("Yelwata", "NG", 8.0, 8.5),
        ("Pont-Sondé", "HT", 19.1, -72.6),
        ("Old Fangak", "SS", 9.1, 30.9),
        ("Aita al-Shaab", "LB", 33.1, 35.3),
        ("Masafer Yatta", "PS", 31.4, 35.1),
        ("Adan Yabaal", "SO", 3.8, 46.3),
        ("Laiza", "MM", 24.8, 97.6),
        ("Minembwe", "CD", -4.0, 28.8),
        ("Mir Ali", "PK", 33.0, 70.3),
        ("Zalambessa", "ET", 14.5, 39.4),
        ("Hadrut", "AZ", 39.5, 47.0),
    ],
)
def test_a_small_place_of_todays_conflicts_has_its_point(
    name: str, country: str, latitude: float, longitude: float
) -> None:
    found = [place for place in gazetteer().candidates(name) if place.country == country]
    assert found, name
    assert found[0].latitude == pytest.approx(latitude, abs=0.1)
    assert found[0].longitude == pytest.approx(longitude, abs=0.1)


def test_a_village_with_the_name_of_a_capital_is_not_meant(parse: Parse) -> None:
    document = parse(
        "Israeli fire killed nine Palestinians in Gaza, medics in Gaza said. The envoy will travel to Doha."
    )
    (doha,) = [name.place for name in document.names if name.span.text == "Doha"]
    assert doha is not None
    assert doha.country == "QA"


def test_capitals_are_those_of_their_own_country() -> None:
    named = gazetteer().candidates
    assert gazetteer().is_capital([place for place in named("Nairobi") if place.country == "KE"])
    assert not gazetteer().is_capital(named("Mombasa"))
    assert not gazetteer().is_capital([place for place in named("San José") if place.country == "US"])
    assert not gazetteer().is_capital(named("Sahel"))
