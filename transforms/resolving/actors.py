"""Resolves names to actors: states and their forces, armed groups, organisations, leaders (seeds/actors.csv).

Every country is an actor (`syr`), as are its government, forces and police (`sy-gov`, `sy-mil`, `sy-pol`) unless
seeds/actors.csv describes them. A name shared by several actors resolves only if the date or the country decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from transforms.resolving.naming.fold import fold
from transforms.seeds import Row, SeedError, listed, place, rows
from transforms.tables.schema import Actor
from transforms.words import words_in

BODIES = ("gov", "mil", "pol", "opposition")


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its English names; neighbours are alpha-2 codes."""

    alpha2: str
    alpha3: str
    name: str
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capital: tuple[str, ...]
    place_id: int
    neighbours: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.other_names)


@dataclass(frozen=True, slots=True)
class Sharing:
    """A name that several countries bear; `usually` is the one that it means where a text does not decide, or empty."""

    name: str
    countries: tuple[str, ...]
    usually: str

    @property
    def words(self) -> frozenset[str]:
        """The name and the adjectives that these countries share."""
        adjectives = [frozenset(countries()[code].adjectives) for code in self.countries]
        return frozenset.intersection(*adjectives) | {self.name}


class Actors:
    """Actors by id, by name, and by country and kind."""

    def __init__(self, all_actors: Iterable[Actor]) -> None:
        self._by_id: dict[str, Actor] = {}
        self._by_name: dict[str, list[Actor]] = {}
        self._bodies: dict[tuple[str, str], list[Actor]] = {}
        for actor in all_actors:
            if actor.actor_id in self._by_id:
                raise SeedError(f"seeds/actors.csv: {actor.actor_id} is defined twice")
            self._by_id[actor.actor_id] = actor
            if _is_body(actor) or _is_army(actor):
                self._bodies.setdefault((str(actor.country), actor.kind), []).append(actor)
            for key in dict.fromkeys(_key(name) for name in (actor.name, *actor.aliases)):
                self._by_name.setdefault(key, []).append(actor)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._by_id.values())

    def get(self, actor_id: str) -> Actor | None:
        return self._by_id.get(actor_id)

    def find(self, text: str, country: str | None = None, day: date | None = None) -> Actor | None:
        """The actor with this name or alias on `day`; of several that of `country` or the usual one; else None."""
        bearers = self._by_name.get(_key(text), [])
        usually = next((sharing.usually for sharing in sharers() if sharing.name == text), None)
        return choose(bearers, day, country) or (choose(bearers, day, usually) if usually else None)

    def names(self) -> Iterator[tuple[str, Actor]]:
        """Every name with its actor, for a matcher."""
        for actor in self._by_id.values():
            for name in (actor.name, *actor.aliases):
                yield name, actor

    def of(self, country: str | None, kind: str, day: date | None = None) -> Actor | None:
        """The country's actor of a kind: government, forces, police, or its umbrella opposition; the first in
        actors.csv of those that there were on the day, else of any.
        """
        bodies = self._bodies.get((country or "", kind), [])
        there = [body for body in bodies if day and _is_after(day, body.valid_from) and _is_before(day, body.valid_to)]
        return next(iter(there or bodies), None)

    def body(self, words: str, country: str | None, day: date | None = None) -> Actor | None:
        """The country's body named by common words: `army`, `government forces`, `rebels`."""
        kind = kinds_of_bodies().get(words.lower())
        return self.of(country, kind, day) if kind else None

    def capital(self, city: str, country: str | None, day: date | None = None) -> Actor | None:
        """The country's government if `city` is its capital, else None."""
        state = countries().get(country or "")
        return self.of(country, "government", day) if state and city in state.capital else None


def choose(bearers: list[Actor], day: date | None, country: str | None = None) -> Actor | None:
    """Choose among actors with the same name: those that existed on the date; of several the one of `country`.

    Bodies founded later are excluded; persons also count outside their years in office. None if several or none are
    left.
    """
    if day is not None:
        bearers = [actor for actor in bearers if actor.is_person or _is_after(day, actor.valid_from)]
        bearers = [actor for actor in bearers if _is_before(day, actor.valid_to)] or bearers
    if len(bearers) > 1:
        bearers = [actor for actor in bearers if actor.country == country]
    return bearers[0] if len(bearers) == 1 else None


def _is_after(day: date, begin: str | None) -> bool:
    return begin is None or day.isoformat()[: len(begin)] >= begin


def _is_before(day: date, end: str | None) -> bool:
    return end is None or day.isoformat()[: len(end)] <= end


def _is_body(actor: Actor) -> bool:
    """Whether an actor represents a country's body: `sy-mil`, from 2024 `sy-mil-2024`, `sy-opposition`."""
    country, _, suffix = actor.actor_id.partition("-")
    return country == (actor.country or "").lower() and suffix.rstrip("0123456789").rstrip("-") in BODIES


def _is_army(actor: Actor) -> bool:
    """Whether an actor is the army of its country by one of its names, "Congolese army", whatever its id."""
    country = countries().get(actor.country or "")
    if country is None or actor.kind != "military" or actor.parent != f"{country.alpha2.lower()}-gov":
        return False
    return any(f"{adjective} army" in actor.aliases for adjective in country.adjectives)


def _key(name: str) -> str:
    """Lookup key of a name without its article; acronyms keep their case (WHO is not who), other names are folded."""
    bare = name.removeprefix("the ").removeprefix("The ")
    return bare.replace(".", "") if is_acronym(bare) else fold(bare)


def is_acronym(name: str) -> bool:
    return len(name) <= 8 and " " not in name and name.isupper()


@cache
def countries() -> dict[str, Country]:
    """seeds/countries.csv by alpha-2 code."""
    return {str(row["alpha2"]): _country(row) for row in rows("countries")}


def _country(row: dict[str, str | None]) -> Country:
    lists = ("other_names", "adjectives", "people", "capital", "neighbours")
    cells = {name: tuple(listed(row[name])) for name in lists}
    return Country(
        alpha2=str(row["alpha2"]),
        alpha3=str(row["alpha3"]),
        name=str(row["name"]),
        place_id=int(row["place_id"] or 0),
        **cells,
    )  # fmt: skip


@cache
def sharers() -> tuple[Sharing, ...]:
    """seeds/shared_names.csv."""
    return tuple(
        Sharing(str(row["name"]), tuple(listed(row["countries"])), str(row["usually"] or ""))
        for row in rows("shared_names")
    )


@cache
def country_by_adjective() -> dict[str, str]:
    """Alpha-2 code by adjective and people's name, without those shared by two countries."""
    codes_by_word: dict[str, set[str]] = {}
    for country in countries().values():
        for word in (*country.adjectives, *country.people):
            codes_by_word.setdefault(word, set()).add(country.alpha2)
    return {word: codes.pop() for word, codes in codes_by_word.items() if len(codes) == 1}


@cache
def kinds_of_bodies() -> dict[str, str]:
    """Kind of actor by common words for a state's bodies."""
    return {word: str(row["kind"]) for row in rows("roles_of_states") for word in listed(row["words"])}


def group_words(role: str) -> frozenset[str]:
    """Nouns that stand for an actor named beside them, by role: `members` or `voices`."""
    return words_in("group_words", role=role)


@cache
def actors() -> Actors:
    """All actors: seeds/actors.csv, then countries and their bodies."""
    row_by_id = {str(row["actor_id"]): row for row in rows("actors")}
    listed_actors = [_actor(row) for row in rows("actors")]
    all_actors = Actors([*listed_actors, *(actor for actor in _states() if actor.actor_id not in row_by_id)])
    for actor in listed_actors:
        if actor.parent and not all_actors.get(actor.parent):
            close_ids = get_close_matches(actor.parent, [known.actor_id for known in all_actors], 1)
            hint = f"; did you mean {close_ids[0]}?" if close_ids else "."
            raise SeedError(f"{place(row_by_id[actor.actor_id])}: no actor has the id {actor.parent}, its parent{hint}")
    return all_actors


def _actor(row: Row) -> Actor:
    if not row["actor_id"] or not row["name"] or not row["kind"]:
        raise SeedError(f"{place(row)}: an actor needs actor_id, name and kind.")
    kinds = [str(kind_row["kind"]) for kind_row in rows("actor_kinds")]
    if row["kind"] not in kinds:
        raise SeedError(f"{place(row)}: {row['kind']} is no kind of actor; these are: {', '.join(kinds)}.")
    if row["country"] and row["country"] not in countries():
        raise SeedError(f"{place(row)}: no country has the code {row['country']} (ISO 3166-1 alpha-2, such as SY).")
    return Actor(
        row["actor_id"], row["name"], tuple(listed(row["aliases"])), row["kind"],
        row["country"], row["parent"], row["valid_from"], row["valid_to"],
    )  # fmt: skip


def _states() -> Iterator[Actor]:
    for country in countries().values():
        state = country.alpha3.lower()
        shared = (sharing.name for sharing in sharers() if country.alpha2 in sharing.countries)
        yield Actor(state, country.name, (*country.other_names, *shared), "country", country.alpha2)
        for row in rows("roles_of_states"):
            if row["suffix"] and row["name"]:
                name = row["name"].format(country=country.name)
                yield Actor(
                    f"{country.alpha2.lower()}-{row['suffix']}", name, (), str(row["kind"]), country.alpha2, state
                )
