"""Resolves names that stand for a longer one of the text, or that several countries share."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from transforms.resolving.actors import Sharing, actors, countries, sharers
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.name import PLACES
from transforms.resolving.naming.neighbours import is_division, is_placed_by_neighbour, is_taken_town
from transforms.resolving.naming.overlaps import start_of
from transforms.resolving.naming.spotting import Spot, Text, given_names, words

STATE_BODIES = frozenset({"government", "military", "police"})


def resolve_short_bodies(text: Text, spots: list[Spot]) -> list[Spot]:
    """Resolve a shortened body name ("the Coalition", "the Defence Ministry") to the last body with that ending."""
    last: dict[str, Spot] = {}
    resolved = []
    for spot in spots:
        noun = text.words[spot.end - 1]
        if spot.label == "ORG" and spot.actor is None:
            full = last.get(noun)
            if full and len(full) > len(spot) and _ends_with(text, full, spot):
                spot = replace(spot, actor=full.actor)
        if spot.label == "ORG" and len(spot) > 1:
            last[noun] = spot
        resolved.append(spot)
    return resolved


def resolve_shared(text: Text, spots: list[Spot]) -> list[Spot]:
    """Resolve a name that several countries bear, and their bodies, to the one that the text tells of otherwise: where
    it tells of Brazzaville, "Congo" is the Republic of the Congo and "Congolese troops" are its own.
    """
    for sharing in sharers():
        if sharing.words.isdisjoint(text.words):
            continue
        shared = {spot for spot in spots if _is_shared(text, spot, sharing)}
        others = [spot for spot in spots if spot not in shared]
        counts = Counter(code for spot in others for code in _countries_named(text, spot, sharing))
        most = [code for code in sharing.countries if counts[code] == max(counts.values(), default=0)]
        code = most[0] if len(most) == 1 else sharing.usually
        spots = [_of_country(text, spot, code) if spot in shared else spot for spot in spots]
    return spots


def _is_shared(text: Text, spot: Spot, sharing: Sharing) -> bool:
    """Whether a name is a shared one, or that of a state's body which begins with it or with a shared adjective."""
    if spot.actor is None or spot.actor.kind not in STATE_BODIES:
        return text.between(spot.start, spot.end) == sharing.name
    return text.words[spot.start] in sharing.words and spot.actor.country in sharing.countries


def _of_country(text: Text, spot: Spot, code: str) -> Spot:
    """A shared name, or a body named by one, as that of a country, or of none."""
    if spot.actor is None or spot.actor.kind not in STATE_BODIES:
        return replace(spot, label="GPE", actor=actors().get(countries()[code].alpha3.lower()) if code else None)
    return spot if code in ("", spot.actor.country) else replace(spot, actor=actors().of(code, spot.actor.kind))


def _countries_named(text: Text, spot: Spot, sharing: Sharing) -> set[str]:
    """Which of some countries a name is of: by its actor, or if only one of them has a town or division so named."""
    if spot.actor is not None:
        return {str(spot.actor.country)} & set(sharing.countries)
    places = gazetteer().candidates(text.between(spot.start, spot.end)) if spot.label in PLACES else []
    among = {str(place.country) for place in places if not place.is_by_sound} & set(sharing.countries)
    return among if len(among) == 1 else set()


def _ends_with(text: Text, full: Spot, short: Spot) -> bool:
    return text.words[full.end - len(short) : full.end] == text.words[short.start : short.end]


def resolve_surnames(text: Text, spots: list[Spot]) -> list[Spot]:
    """Resolve a lone surname to the person with that full name, unless a preposition makes it a place."""
    surnames = {text.words[s.end - 1]: s for s in reversed(spots) if s.label == "PERSON" and len(s) > 1}
    text.surnames = frozenset(surnames)
    occupied = {position for spot in spots for position in range(spot.start, spot.end)}
    resolved = []
    for spot in spots:
        full = surnames.get(text.words[spot.start]) if len(spot) == 1 else None
        if full and spot.label != "PERSON" and not _after_preposition(text, spot.start):
            spot = Spot(spot.start, spot.end, "PERSON", spot.rank, full.actor)
        elif full is None and _is_called_it(text, spot):
            spot = replace(spot, label="ORG")
        elif full is None and _is_town(text, spot, spots):
            spot = replace(spot, label="GPE")
        elif is_division(text, spot):
            spot = replace(spot, label="GPE", actor=None)
        resolved.append(spot)
    for position, word in enumerate(text.words if surnames else []):
        if word in surnames and position not in occupied:
            resolved.append(Spot(position, position + 1, "PERSON", 5, surnames[word].actor))
    return sorted(resolved, key=start_of)


def _is_town(text: Text, spot: Spot, spots: list[Spot]) -> bool:
    is_beside = is_placed_by_neighbour(text, spot, spots) or is_taken_town(text, spot, spots)
    return is_beside or _is_listed_town(text, spot)


def _is_called_it(text: Text, spot: Spot) -> bool:
    """Whether a single word tagged as a person is referred to as "it": "Airbus said it would move its staff"."""
    if spot.label != "PERSON" or len(spot) > 1 or spot.actor is not None or text.words[spot.start] in given_names():
        return False
    is_titled = text.word(spot.start - 1) in words("title") | words("honorific")
    verb, pronoun = text.word(spot.end).lower(), text.lower[spot.end + 1 : spot.end + 3]
    return not is_titled and verb in words("says") and bool({"it", "its"} & set(pronoun))


def _is_listed_town(text: Text, spot: Spot) -> bool:
    """Whether a single word tagged as a person is a town of seeds/places.csv after a preposition of place."""
    if spot.label != "PERSON" or len(spot) > 1 or spot.actor is not None or text.words[spot.start] in given_names():
        return False
    towns = (place.kind == "town" for place in gazetteer().candidates(text.words[spot.start]))
    return text.word(spot.start - 2).lower() != "according" and _after_preposition(text, spot.start) and any(towns)


def _after_preposition(text: Text, start: int) -> bool:
    return text.word(start - 1).lower() in words("before_place") | {"from", "to", "of"}
