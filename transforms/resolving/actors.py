"""Actors: who acts in conflicts. States and their forces, armed groups, organisations, leaders: seeds/actors.csv.

Every country is an actor (`syr`), and so are its government, forces and police (`sy-gov`, `sy-mil`, `sy-pol`) unless
seeds/actors.csv describes them itself. A name that several actors bear counts where the day or the country decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from transforms.resolving.naming.fold import fold
from transforms.seeds import SeedError, listed, rows
from transforms.tables.schema import Actor

BODIES = ("gov", "mil", "pol", "opposition")


@dataclass(frozen=True, slots=True)
class Country:
    """One country as news in English names it; neighbours are alpha-2 codes."""

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


class Actors:
    """The actors by id, by name, and by country and kind."""

    def __init__(self, found: Iterable[Actor]) -> None:
        self._by_id: dict[str, Actor] = {}
        self._by_name: dict[str, list[Actor]] = {}
        self._bodies: dict[tuple[str, str], list[Actor]] = {}
        for actor in found:
            if actor.actor_id in self._by_id:
                raise SeedError(f"seeds/actors.csv: {actor.actor_id} stands there twice")
            self._by_id[actor.actor_id] = actor
            if _is_body(actor):
                self._bodies.setdefault((str(actor.country), actor.kind), []).append(actor)
            for key in dict.fromkeys(_key(name) for name in (actor.name, *actor.aliases)):
                self._by_name.setdefault(key, []).append(actor)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._by_id.values())

    def get(self, actor_id: str) -> Actor | None:
        return self._by_id.get(actor_id)

    def find(self, text: str, country: str | None = None, day: date | None = None) -> Actor | None:
        """The actor of a name or alias on a day; of several, the one of the given country; else None."""
        return choose(self._by_name.get(_key(text), []), day, country)

    def names(self) -> Iterator[tuple[str, Actor]]:
        """Every name with its actor, for a matcher."""
        for actor in self._by_id.values():
            for name in (actor.name, *actor.aliases):
                yield name, actor

    def of(self, country: str | None, kind: str, day: date | None = None) -> Actor | None:
        """A country's actor of a kind: its government, forces or police, its opposition where there is one umbrella."""
        bodies = self._bodies.get((country or "", kind), [])
        return choose(bodies, day) or next(iter(bodies), None)

    def body(self, words: str, country: str | None, day: date | None = None) -> Actor | None:
        """The country's body that common words name: `army`, `government forces`, `rebels`."""
        kind = kinds_of_bodies().get(words.lower())
        return self.of(country, kind, day) if kind else None

    def capital(self, city: str, country: str | None, day: date | None = None) -> Actor | None:
        """The government that the capital's name stands for."""
        state = countries().get(country or "")
        return self.of(country, "government", day) if state and city in state.capital else None


def choose(bearers: list[Actor], day: date | None, country: str | None = None) -> Actor | None:
    """Which of those that bear a name is meant: who existed on the day, before who is gone; of several, of the country.

    A body that did not exist yet is never meant; a person lives before and after the years in the post.
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
    """True for who stands for a kind of a country's bodies: `sy-mil`, from 2024 on `sy-mil-2024`, `sy-opposition`."""
    country, _, suffix = actor.actor_id.partition("-")
    return country == (actor.country or "").lower() and suffix.rstrip("0123456789").rstrip("-") in BODIES


def _key(name: str) -> str:
    """Acronyms keep their case (WHO is not who), other names are folded; a leading article does not count."""
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
def country_by_adjective() -> dict[str, str]:
    """Adjectives and names of peoples to alpha-2 codes; those that two countries share are left out."""
    found: dict[str, set[str]] = {}
    for country in countries().values():
        for word in (*country.adjectives, *country.people):
            found.setdefault(word, set()).add(country.alpha2)
    return {word: codes.pop() for word, codes in found.items() if len(codes) == 1}


@cache
def kinds_of_bodies() -> dict[str, str]:
    """Common words for a state's bodies to the kind of actor."""
    return {word: str(row["kind"]) for row in rows("roles_of_states") for word in listed(row["words"])}


@cache
def group_words(role: str) -> frozenset[str]:
    """Nouns that stand for the actor they go with: `members` or `voices`."""
    return frozenset(word for row in rows("group_words") if row["role"] == role for word in listed(row["words"]))


@cache
def actors() -> Actors:
    """All actors: seeds/actors.csv, then the countries and their bodies."""
    listed_actors = [_actor(row) for row in rows("actors")]
    known = {actor.actor_id for actor in listed_actors}
    return Actors([*listed_actors, *(actor for actor in _states() if actor.actor_id not in known)])


def _actor(row: dict[str, str | None]) -> Actor:
    if not row["actor_id"] or not row["name"] or not row["kind"]:
        raise SeedError(f"seeds/actors.csv: actor_id, name and kind are needed: {row}")
    return Actor(
        row["actor_id"], row["name"], tuple(listed(row["aliases"])), row["kind"],
        row["country"], row["parent"], row["valid_from"], row["valid_to"],
    )  # fmt: skip


def _states() -> Iterator[Actor]:
    for country in countries().values():
        state = country.alpha3.lower()
        yield Actor(state, country.name, country.other_names, "country", country.alpha2)
        for row in rows("roles_of_states"):
            if row["suffix"] and row["name"]:
                name = row["name"].format(country=country.name)
                yield Actor(
                    f"{country.alpha2.lower()}-{row['suffix']}", name, (), str(row["kind"]), country.alpha2, state
                )
