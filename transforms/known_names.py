"""Tells which places and actors a name may mean, by the seeds and the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from transforms.resolving.actors import actors
from transforms.resolving.naming.fold import fold
from transforms.resolving.naming.geonames import index
from transforms.seeds import listed, rows

Meaning = tuple[int | None, str | None]
"""The id of a place, or that of an actor."""


def meanings(text: str) -> Iterator[Meaning]:
    """The places and actors that seeds or gazetteer know by a capitalised name; an acronym is one in capitals only."""
    if not text[:1].isupper():
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
    return named
