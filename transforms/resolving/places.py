"""What a place is and is called, and what an article tells of where it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from transforms.resolving.actors import countries
from transforms.resolving.naming.divisions import KIND_WORDS, Box, divisions
from transforms.resolving.naming.fold import fold, sound
from transforms.words import word_list

ARTICLES = frozenset(f"{article} " for article in word_list("places articles"))
AREAS = ("country", "area", "region", "landmark", "water")
DIVISIONS = ("division", "district")
TOWNS = word_list("places towns")


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


def forms(name: str) -> Iterator[str]:
    """The folded name, then without its article, then without its kind words."""
    yield name
    bare = next((name.removeprefix(article) for article in ARTICLES if name.startswith(article)), name)
    if bare != name and len(bare) > 3:
        yield bare
    first, _, last = bare.rpartition(" ")
    if first and last in KIND_WORDS | TOWNS:
        yield first


def is_own(name: str, place: Place) -> bool:
    """Whether the name is the place's main one in GeoNames or seeds/places.csv, in any romanisation.

    A kind word may be omitted for divisions, not for towns: Oklahoma is the state, not short for its city.
    """
    folded, own = fold(name), fold(place.name)
    short = forms(own) if place.kind != "city" else ()
    return folded in (own, *short) or (sound(folded) == sound(own) != "")


def box_of(place: Place | None) -> dict[str, Any]:
    """The columns for a place's bounding box: west, south, east, north in degrees; None without a box."""
    box = place.box if place and place.box else (None, None, None, None)
    return dict(zip(("west", "south", "east", "north"), box, strict=True))


def part(place: Place, name: str) -> Place:
    """A part of a place, such as "northern Syria", no more precise than the whole."""
    return replace(place, name=name, kind="part", precision=max(place.precision, 2))
