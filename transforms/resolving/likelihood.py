"""Weighs how likely an article means a place by a name."""

from __future__ import annotations

import math

from transforms.resolving.naming.fold import fold
from transforms.resolving.places import AREAS, DIVISIONS, Context, Place, is_own
from transforms.words import word_list

STANDING = {"country": 9.0, "area": 9.0, "water": 9.0, "landmark": 9.0, "region": 8.5, "town": 6.0}
# Kind words of second-order divisions, and kind words that may also mean the surroundings of a town.
FINER = word_list("places finer")
DIRECTIONS = word_list("places directions")


def likelihood(place: Place, name: str, context: Context) -> float:
    """Likelihood of a place: log10 of size and fame, plus the article's evidence of country and kind."""
    fame = math.log10(place.population + 10)
    if place.kind in DIVISIONS:
        score = fame if place.kind == "division" else fame - 2
        fits = context.kind_word in FINER if place.kind == "district" else context.kind_word not in FINER
        score += (5 if fits else 3) if context.kind_word else 0
        score += 2 if context.kind_word and fold(place.name) == fold(name) else 0
        score += 1 if context.kind_word and place.titled else 0
    else:
        score = STANDING.get(place.kind, fame + math.log10(place.other_names + 1))
    if place.kind == "region" and context.kind_word:
        score += 5
    if not is_own(name, place) and (place.kind == "city" or (place.kind in DIVISIONS and not context.kind_word)):
        score -= 2 if place.is_by_sound else 1.5
    share = context.share(place.country)
    score += 1 + 4 * share if share else 0.5 if context.is_near(place.country) else 0
    return score + 4 * context.weight(place)


def is_likely(place: Place, name: str, context: Context) -> bool:
    """Whether the evidence suffices for this candidate."""
    is_country_named = context.share(place.country) > 0
    if place.kind in AREAS:
        return True
    if place.kind == "town":
        return is_country_named or context.sure
    if place.kind == "division":
        return _is_likely_division(place, name, context, is_country_named)
    if place.kind == "district":
        is_supported = context.weight(place) > 0
        return (
            (is_country_named or is_supported)
            if context.kind_word
            else context.sure and is_supported and is_own(name, place)
        )
    is_own_name = is_own(name, place)
    if place.is_by_sound:
        return is_country_named and context.sure
    if context.sure:
        is_supported = is_country_named or (is_own_name and context.weight(place) > 0)
        return is_supported or place.population >= (50_000 if is_own_name else 200_000)
    if context.is_near(place.country) and is_own_name and place.population >= 100_000:
        return True
    if place.population >= 1_000_000:
        return True
    return is_country_named and (
        place.population >= 5_000 or (is_own_name and (place.population >= 500 or not place.population))
    )


def _is_likely_division(place: Place, name: str, context: Context, is_country_named: bool) -> bool:
    """A first-order division needs only its own name; a compass word alone also needs a kind word."""
    if not context.kind_word and set(fold(name).split()) <= DIRECTIONS:
        return False
    return is_country_named or (is_own(name, place) and place.population >= (200_000 if context.sure else 1_000_000))
