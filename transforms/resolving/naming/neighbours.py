"""Decides by the place beside it that a name tagged otherwise is a place: "Bor, Jonglei", "Nablus and Jenin"."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.bearings import CLOSING
from transforms.resolving.naming.divisions import KIND_WORDS
from transforms.resolving.naming.name import PLACES
from transforms.resolving.naming.spotting import Spot, Text, given_names, words
from transforms.resolving.places import DIVISIONS, Place, lies_in

_LOCAL = frozenset({"city", "town"})


def is_placed_by_neighbour(text: Text, spot: Spot, spots: Sequence[Spot]) -> bool:
    """Whether a name tagged as no place is one by the place beside it: its division, its part, or its companion."""
    if spot.label not in ("PERSON", "MISC") or spot.actor is not None or text.words[spot.start] in given_names():
        return False
    if text.word(spot.start - 1) in words("title") or text.word(spot.end).lower() in words("says"):
        return False
    places = [place for place in spots if place.label in PLACES]
    before = next((place for place in places if place.end == spot.start - 1), None)
    after = next((place for place in places if place.start == spot.end + 1), None)
    link_before, link_after = text.word(spot.start - 1), text.word(spot.end)
    if before is not None and link_before == "," and _is_closed(text, spot):
        return _lies(_known(text, before), _known(text, spot))
    if after is not None and link_after == "in" and spot.label == "MISC":
        return _lies(_known(text, spot), _known(text, after))
    beside = before if link_before == "and" else after if link_after == "and" else None
    return beside is not None and len(spot) == 1 and _is_companion(_known(text, spot), _known(text, beside))


def is_division(text: Text, spot: Spot) -> bool:
    """Whether a people's name before a kind word is that of a division: "Amhara region"."""
    if spot.label != "NORP" or (spot.actor is not None and spot.actor.country):
        return False
    return text.word(spot.end).lower() in KIND_WORDS and any(p.kind == "division" for p in _known(text, spot))


def _known(text: Text, spot: Spot) -> list[Place]:
    """The places with exactly that name; those that only sound like it are too many to prove anything."""
    return [place for place in gazetteer().candidates(text.between(spot.start, spot.end)) if not place.is_by_sound]


def _is_closed(text: Text, spot: Spot) -> bool:
    """Whether nothing follows that a person would do: "Idara, Nuristan, on Monday", "Wad Madani, Gezira state"."""
    after = text.word(spot.end).lower()
    return not after or after in CLOSING or after in KIND_WORDS


def _lies(parts: list[Place], wholes: list[Place]) -> bool:
    return any(lies_in(part, whole) for part in parts for whole in wholes if whole.kind in DIVISIONS)


def _is_companion(own: list[Place], beside: list[Place]) -> bool:
    """Whether two coordinated names have towns or divisions in the same country."""
    near = {place.country for place in beside if place.kind != "country"}
    return any(place.kind in _LOCAL and place.country in near for place in own)
