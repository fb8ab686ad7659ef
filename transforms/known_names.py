"""Tells which places and actors a name may mean, by the seeds and the gazetteer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from transforms.resolving.actors import actors
from transforms.resolving.naming.fold import fold
from transforms.resolving.naming.geonames import index
from transforms.seeds import listed, rows
from transforms.words import words_in

SHORTEST = 4
"""Minimum number of letters in a last name that stands for a person."""
_PARTS = re.compile(r"[\s-]")
_ARTICLE = re.compile(r"(?:al|el)-", re.IGNORECASE)
Meaning = tuple[int | None, str | None]
"""The id of a place, or that of an actor."""


def meanings(text: str) -> Iterator[Meaning]:
    """The places and actors that seeds or gazetteer know by a capitalised name, "al-Sharaa" too; an acronym is one in
    capitals only.
    """
    if not any(part[:1].isupper() for part in _PARTS.split(text)[:2]):
        return
    for name, meaning in _names_of_seeds().get(fold(text), ()):
        if not name.isupper() or text.isupper():
            yield meaning
    yield from ((int(record["geonameid"]), None) for record in index().named(text))


@cache
def _names_of_seeds() -> dict[str, list[tuple[str, Meaning]]]:
    """The names of places and actors in the seeds, folded: as written, and what each means."""
    named: dict[str, list[tuple[str, Meaning]]] = {}
    for row in rows("places"):
        if row["place_id"]:
            for name in (str(row["name"]), *listed(row["aliases"])):
                named.setdefault(fold(name), []).append((name, (int(row["place_id"]), None)))
    for actor in actors():
        for name in (actor.name, *actor.aliases):
            named.setdefault(fold(name), []).append((name, (None, actor.actor_id)))
    for name, actor_id in _last_names():
        if fold(name) not in named:
            named[fold(name)] = [(name.title(), (None, actor_id))]
    return named


def _last_names() -> Iterator[tuple[str, str]]:
    """The last names, with and without their article, that only one person of the seeds has, and nobody as a given
    name.
    """
    persons = defaultdict[str, list[str]](list)
    for actor in actors():
        if actor.kind == "person":
            for name in (actor.name, *actor.aliases):
                last = name.rpartition(" ")[2]
                for each in {last, last.rpartition("-")[2] if _ARTICLE.match(last) else last}:
                    persons[each].append(actor.actor_id)
    for name, ids in persons.items():
        if len({*ids}) == 1 and len(name) >= SHORTEST and name not in words_in("given_names", "names"):
            yield name, ids[0]
