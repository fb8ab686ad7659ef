"""Decides by the words beside it that a name tagged otherwise is a place: "Bor, Jonglei", "had taken Jenin"."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.reading.tree import Span
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.bearings import CLOSING
from transforms.resolving.naming.divisions import KIND_WORDS
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.spotting import Spot, Text, given_names, words
from transforms.resolving.places import DIVISIONS, Place, lies_in

_LOCAL = frozenset({"city", "town"})
_LINKS = frozenset({",", "and", ", and"})


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


def is_taken_town(text: Text, spot: Spot, spots: Sequence[Spot]) -> bool:
    """Whether a name tagged as a person's is a town that the text tells of as taken or held, "had taken Dvorichna", in
    a country whose people or forces it names.
    """
    if spot.label not in ("PERSON", "MISC") or spot.actor is not None or text.words[spot.start] in given_names():
        return False
    if text.word(spot.start - 1).lower() not in words("taken") or text.words[spot.end - 1] in text.surnames:
        return False
    countries = {other.actor.country for other in spots if other.actor is not None and other.actor.country}
    return any(place.kind in _LOCAL and place.country in countries for place in _known(text, spot))


def is_listed_with_places(text: Text, names: Sequence[Name], position: int) -> bool:
    """Whether an unknown name tagged as a person's stands in a list of places: "in Haifa, Kiryat Shmona and Safed"."""
    name, first = names[position], position
    words_of = text.words[name.span.start : name.span.end]
    is_person = not given_names().isdisjoint(words_of) or (len(words_of) == 1 and words_of[0] in text.surnames)
    if name.label != "PERSON" or name.actor is not None or is_person:
        return False
    while first > 0 and names[first - 1].label in PLACES and _link(text, names, first) in _LINKS:
        first -= 1
    is_listed = first < position and names[position - 1].actor is None
    is_in = text.word(names[first].span.start - 1).lower() in words("before_place") | {"of", "from"}
    return is_listed and is_in and (_is_amid(text, names, position) or _is_last(text, names, position))


def _is_amid(text: Text, names: Sequence[Name], position: int) -> bool:
    """Whether a place follows in the same list."""
    following = names[position + 1 : position + 2]
    return bool(following) and following[0].label in PLACES and _link(text, names, position + 1) in _LINKS


def _is_last(text: Text, names: Sequence[Name], position: int) -> bool:
    return _link(text, names, position) != "," and _is_closed(text, names[position].span)


def _link(text: Text, names: Sequence[Name], position: int) -> str:
    """The words between a name and the one before it."""
    return " ".join(text.words[names[position - 1].span.end : names[position].span.start])


def is_division(text: Text, spot: Spot) -> bool:
    """Whether a people's name before a kind word is that of a division: "Amhara region"."""
    if spot.label != "NORP" or (spot.actor is not None and spot.actor.country):
        return False
    return text.word(spot.end).lower() in KIND_WORDS and any(p.kind == "division" for p in _known(text, spot))


def _known(text: Text, spot: Spot) -> list[Place]:
    """The places with exactly that name; those that only sound like it are too many to prove anything."""
    return [place for place in gazetteer().candidates(text.between(spot.start, spot.end)) if not place.is_by_sound]


def _is_closed(text: Text, spot: Spot | Span) -> bool:
    """Whether nothing follows that a person would do: "Idara, Nuristan, on Monday", "Wad Madani, Gezira state"."""
    after = text.word(spot.end).lower()
    return not after or after in CLOSING or after in KIND_WORDS


def _lies(parts: list[Place], wholes: list[Place]) -> bool:
    return any(lies_in(part, whole) for part in parts for whole in wholes if whole.kind in DIVISIONS)


def _is_companion(own: list[Place], beside: list[Place]) -> bool:
    """Whether two coordinated names have towns or divisions in the same country."""
    near = {place.country for place in beside if place.kind != "country"}
    return any(place.kind in _LOCAL and place.country in near for place in own)
