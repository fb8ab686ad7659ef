"""Collects an article's geographic evidence before its places are resolved.

Countries count by their names, people and bodies; divisions by their names, towns and counties; names also by
containment: "Hyderabad, Sindh", "Mykolaivka in Donetsk region", "Sindh's Hyderabad". A name resolved by containment has
the same place throughout the article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from transforms.resolving.actors import countries
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.likelihood import FINER
from transforms.resolving.naming.divisions import KIND_WORDS, divisions
from transforms.resolving.naming.fold import fold
from transforms.resolving.naming.spotting import Spot, Text, words
from transforms.resolving.places import AREAS, DIVISIONS, Context, Decision, Place, lies_in
from transforms.words import word_list

MOST_NAMESAKES = 12
MOST_MENTIONS = 3
BETWEEN = 4
LINKS = frozenset({",", "in", "("})
JOINTS = LINKS | {"the"}
CLOSING = word_list("places after") | frozenset(".,;:)?!-–—")


@dataclass(frozen=True, slots=True)
class Whole:
    """Possible containers of a name, from the name beside it; `closed` if that name cannot be anything else."""

    places: tuple[Place, ...]
    closed: bool


class Bearings:
    """Geographic evidence of an article; `decide` resolves a name by it."""

    def __init__(self, text: Text, spots: Iterable[Spot], named: Counter[str], compass: frozenset[str]) -> None:
        self._text = text
        self._compass = compass
        self.named: Counter[str] = Counter(named)
        self._country_weights: dict[str, float] = defaultdict(float)
        self._divisions: dict[tuple[str, str], float] = defaultdict(float)
        self._districts: dict[int, float] = defaultdict(float)
        self._votes_by_name: dict[str, dict[tuple[str, str], float]] = {}
        self._named_districts: dict[str, dict[int, str]] = {}
        self._wholes: dict[int, Whole] = {}
        self._containers: dict[int, Place] = {}
        self._settled: dict[str, Place | None] = {}
        spots = sorted(spots, key=lambda spot: spot.start)
        self._read_names(spots)
        self._read_pairs(spots)
        self.named.update({country: round(weight) for country, weight in self._country_weights.items() if weight > 0.5})

    @property
    def main(self) -> str | None:
        """The country named most often."""
        return self.named.most_common(1)[0][0] if self.named else None

    def decide(self, start: int, end: int, sure: bool) -> Decision:
        """The place that the words of a span mean in this article."""
        if start in self._containers:
            return Decision(self._containers[start])
        name = self._text.between(start, end)
        context = self.context(start, end, sure)
        settled = self._settled.get(fold(name))
        fits = not context.within or any(lies_in(settled, whole) for whole in context.within) if settled else False
        if settled is not None and fits and not context.kind_word:
            return Decision(settled)
        return gazetteer().decide(name, context)

    def namesake(self, start: int, end: int) -> Place | None:
        """The town or district meant by a country's name: "Palestine, Texas", "Guernsey County"."""
        settled = self._settled.get(fold(self._text.between(start, end)))
        if settled is not None and settled.kind != "country":
            return settled
        if self._kind_word_at(end) in FINER:
            place = gazetteer().decide(self._text.between(start, end), self.context(start, end, sure=True)).place
            return place if place is not None and place.kind == "district" else None
        return None

    def is_in_evidence(self, place: Place) -> bool:
        """Whether the article names the country of a division, or the division of a town, directly or by its towns."""
        if place.kind == "division":
            return self.named[str(place.country)] > 0
        return place.kind in ("city", "district") and Context(divisions=self._divisions).weight(place) > 0.5

    def context(self, start: int, end: int, sure: bool) -> Context:
        """The evidence for a span, without its own name's vote."""
        whole = self._wholes.get(start)
        own = self._votes_by_name.get(fold(self._text.between(start, end)))
        weights = (
            {code: weight - own.get(code, 0) for code, weight in self._divisions.items()} if own else self._divisions
        )
        kind_word = self._kind_word_at(end)
        districts = self._districts if kind_word else self._districts_beside(fold(self._text.between(start, end)))
        return Context(
            self.named, kind_word, sure, weights, districts,
            whole.places if whole else (), whole.closed if whole else False,
        )  # fmt: skip

    def _districts_beside(self, name: str) -> dict[int, float]:
        """The votes for districts; a name is no evidence for those of its own in a country that the article does not
        name, if it names others.
        """
        if self.main is None:
            return self._districts
        foreign = [
            place_id for place_id, country in self._named_districts.get(name, {}).items() if not self.named[country]
        ]
        return {place_id: weight for place_id, weight in self._districts.items() if place_id not in foreign}

    def _kind_word_at(self, end: int) -> str:
        """The kind word right after a name: "Donetsk oblast"."""
        word = self._text.word(end).lower()
        return word if word in KIND_WORDS else ""

    def _read_names(self, spots: list[Spot]) -> None:
        """Let each distinct name vote for its possible divisions; one vote, split among them."""
        n_seen: Counter[str] = Counter()
        for spot in spots:
            name = self._text.between(spot.start, spot.end)
            n_seen[name] += 1
            if n_seen[name] <= (MOST_MENTIONS if self._is_division(name) else 1):
                self._vote_for_divisions(name, self._kind_word_at(spot.end))

    def _is_division(self, name: str) -> bool:
        places = gazetteer().candidates(name)
        return any(place.kind == "division" for place in places)

    def _vote_for_divisions(self, name: str, kind_word: str) -> None:
        places = [place for place in gazetteer().candidates(name) if not place.is_by_sound]
        if not places or any(place.kind in AREAS for place in places):
            return
        own = [place for place in places if fold(place.name) == fold(name)]
        first = [place for place in own if place.kind == "division"]
        largest = max((place.population for place in own if place.kind == "city"), default=0)
        if gazetteer().is_capital(own) and not kind_word:
            return
        if first and (kind_word or max(place.population for place in first) > 5 * largest):
            for place in first:
                self._add_weight(place, 1 / len(first))
                self._country_weights[str(place.country)] += 1 / len(first)
            return
        full = fold(f"{name} {kind_word}")
        if full.rpartition(" ")[2] in KIND_WORDS:
            district_ids = {division.place_id for division in divisions().named(full)}
            own = [place for place in places if place.kind == "district" and place.place_id in district_ids]
        where = {(place.country, place.admin1) for place in own if place.admin1}
        if not 0 < len(where) <= MOST_NAMESAKES:
            return
        for country, admin1 in where:
            self._divisions[str(country), str(admin1)] += 1 / len(where)
            self._country_weights[str(country)] += 0.5 / len(where)
        self._votes_by_name[fold(name)] = {(str(c), str(a)): 1 / len(where) for c, a in where}
        ids = {p.place_id: str(p.country) for p in own if p.kind == "district" and p.place_id}
        self._named_districts[fold(name)] = ids
        for place_id in ids:
            self._districts[place_id] += 1 / len(own)

    def _add_weight(self, place: Place, weight: float) -> None:
        self._divisions[str(place.country), str(place.admin1)] += weight

    def _read_pairs(self, spots: list[Spot]) -> None:
        for part, whole, after in zip(spots, spots[1:], [*spots[2:], None], strict=False):
            if self._text.words[part.end : whole.start] in (["'s"], ["’s"]):
                self._place_pair(whole, part, owner=True)
            elif self._are_joined(part, whole) and not self._is_list(part, whole, after):
                self._place_pair(part, whole, owner=False)

    def _is_list(self, part: Spot, whole: Spot, after: Spot | None) -> bool:
        """Whether names are a list of divisions rather than containment: "Texas, Oklahoma and Kansas"."""
        if after is None or "".join(self._text.lower[whole.end : after.start]) not in (",", "and", ",and"):
            return False
        return all(self._is_division(self._text.between(spot.start, spot.end)) for spot in (part, whole, after))

    def _are_joined(self, part: Spot, whole: Spot) -> bool:
        between = self._text.lower[part.end : whole.start]
        kind = self._text.word(part.end).lower() in words("place")
        between = between[1:] if kind else between
        if not 0 < len(between) <= BETWEEN or "\n" in self._text.between(part.end, whole.start):
            return False
        return bool(LINKS & set(between)) and set(between) <= JOINTS | self._compass

    def _place_pair(self, part: Spot, whole: Spot, owner: bool) -> None:
        name = self._text.between(part.start, part.end)
        container = self._container(whole)
        own = gazetteer().candidates(name)
        if container is None or not own or own[0].kind == "water":
            return
        if own[0].kind == "country" and any(place.kind == "country" for place in container.places):
            return
        inside = [place for place in own if not place.is_by_sound and any(lies_in(place, w) for w in container.places)]
        inside = inside or [place for place in own if any(lies_in(place, w) for w in container.places)]
        if not inside:
            is_known = own[0].kind in AREAS or (own[0].kind == "division" and not self._kind_word_at(whole.end))
            if all(place.kind == "country" for place in container.places):
                is_known = is_known or gazetteer().is_well_known(own)
            if container.closed and not owner and not is_known and self._is_closed(whole):
                self._wholes[part.start] = container
            return
        self._wholes[part.start] = container
        chosen = gazetteer().decide(name, self.context(part.start, part.end, sure=True)).place
        if chosen is None:
            return
        for w in container.places:
            if lies_in(chosen, w):
                self._country_weights[str(w.country)] += 1
                self._settle_whole(whole, w)
        if chosen.admin1:
            self._add_weight(chosen, 2)
        if not self._kind_word_at(part.end) and part.start not in self._containers:
            self._settle(name, chosen)

    def _settle_whole(self, whole: Spot, place: Place) -> None:
        """Settle the container's name too, unless it is also a well-known town's: "Talbiseh, Homs"."""
        name = self._text.between(whole.start, whole.end)
        if not self._kind_word_at(whole.end) and not gazetteer().is_well_known(gazetteer().candidates(name)):
            self._containers.setdefault(whole.start, place)
            self._settle(name, place)

    def _settle(self, name: str, place: Place) -> None:
        """Record the place of a name; a name with two different places stays unsettled."""
        settled = self._settled.setdefault(fold(name), place)
        if settled is not None and settled.place_id != place.place_id:
            self._settled[fold(name)] = None

    def _is_closed(self, whole: Spot) -> bool:
        end = whole.end + (self._text.word(whole.end).lower() in KIND_WORDS)
        after = self._text.word(end)
        return not after or after.lower() in CLOSING or after.istitle()

    def _container(self, spot: Spot) -> Whole | None:
        """The countries and divisions that a name can mean as a container."""
        if spot.actor is not None and spot.actor.kind == "country":
            state = [gazetteer().country(str(spot.actor.country))] if spot.actor.country in countries() else []
            rows = [p for p in gazetteer().candidates(self._text.between(spot.start, spot.end)) if p.kind == "region"]
            return Whole((*state, *rows), True) if state else None
        places = gazetteer().candidates(self._text.between(spot.start, spot.end))
        wholes = tuple(place for place in places if place.kind in ("country", "region", *DIVISIONS))
        if not wholes:
            return None
        name = self._text.between(spot.start, spot.end)
        kind = bool(self._kind_word_at(spot.end)) or fold(name).rpartition(" ")[2] in KIND_WORDS
        towns = max((place.population for place in places if place.kind == "city"), default=0)
        return Whole(wholes, kind or max(place.population for place in wholes) > 20 * towns)
