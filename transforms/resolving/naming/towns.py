"""Finds names of places that no known name and no tagger marks: in datelines, of regions, of towns and quarters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from transforms.reading.dateline import datelines
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.bearings import Bearings
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.spotting import Spot, Text, given_names, is_called_place, words
from transforms.resolving.places import AREAS, part
from transforms.words import word_list

AMBIGUOUS = frozenset({"Georgia"})
HYPHENS = frozenset({"-", "‐", "‑"})
COMPASS = word_list("places compass")


def regions(text: Text) -> Iterator[Spot]:
    """Names of several words of an area or division, regardless of their parts: "British Columbia", "the Gulf", "Sistan
    and Baluchestan"; also of a town with a small word in its name, "Sanski Most".
    """
    for start, end in text.runs:
        if text.words[start] in given_names():
            continue
        for begin in (start, start - 1) if text.word(start - 1) == "the" else (start,):
            if end - begin > 1 and _is_region(text, begin, end):
                yield Spot(begin, end, "GPE", 1)
                break
    for start, end in _joined_runs(text):
        if gazetteer().candidates(text.between(start, end)):
            yield Spot(start, end, "GPE", 1)


def _is_region(text: Text, start: int, end: int) -> bool:
    name = text.between(start, end)
    if gazetteer().is_known(name):
        return True
    return any(token.is_stop for token in text.tokens[start + 1 : end]) and bool(gazetteer().candidates(name))


def _joined_runs(text: Text) -> Iterator[tuple[int, int]]:
    """Two runs of capitalised words with "and" between them, the second one with hyphens."""
    ends = dict(text.runs)
    for start, end in text.runs:
        last = ends.get(end + 1) if text.word(end) == "and" else None
        while last is not None and text.word(last) == "-" and last + 1 in ends:
            last = ends[last + 1]
        if last is not None:
            yield start, last


def filed(text: Text) -> Iterator[Spot]:
    """Towns in capitals that open a dateline, "PORT-AU-PRINCE, Haiti (AP) —"; of one word if a day or an agency
    follows: "GOMA, March 5 -".
    """
    for start_char, end_char in datelines(text.doc.text):
        span = text.doc.char_span(start_char, end_char, alignment_mode="expand")
        words = list(span or ())
        end = next(
            (n for n, word in enumerate(words) if not word.text.isupper() and word.text not in HYPHENS), len(words)
        )
        while end and words[end - 1].text in HYPHENS:
            end -= 1
        is_town = end > 1 or (end == 1 and len(words) > 1 and words[1].text in (",", "("))
        if is_town and gazetteer().candidates(text.between(words[0].i, words[end - 1].i + 1)):
            yield Spot(words[0].i, words[end - 1].i + 1, "GPE", 1)


def combined_bearings(text: Text, spots: list[Spot]) -> Bearings:
    """The combined evidence of all names that are or may be places."""
    occupied = {position for spot in spots for position in range(spot.start, spot.end)}
    free = [Spot(*run, "GPE", 6) for run in text.runs if occupied.isdisjoint(range(*run))]
    spots_of_places = [
        spot for spot in spots if spot.label in PLACES and (spot.actor is None or spot.actor.kind == "country")
    ]
    likely = [spot for spot in free if len(spot) > 1 or text.lower[spot.start] not in text.common]
    return Bearings(text, [*spots_of_places, *likely], _countries(text, spots), COMPASS)


def _countries(text: Text, spots: Iterable[Spot]) -> Counter[str]:
    """How often each country is named: by itself, its people, bodies, leaders and armed groups."""
    kinds = ("country", "government", "military", "police", "person", "armed group", "militia", "opposition")
    return Counter(
        spot.actor.country
        for spot in spots
        if spot.actor
        and spot.actor.country
        and spot.actor.kind in kinds
        and text.between(spot.start, spot.end) not in AMBIGUOUS
    )


def towns_among(text: Text, spots: list[Spot], bearings: Bearings) -> list[Spot]:
    """Capitalised words not in another spot that are a town or region of the gazetteer in this article."""
    occupied = {position for spot in spots for position in range(spot.start, spot.end)}
    towns = []
    for start, end in text.runs:
        if not occupied.isdisjoint(range(start, end)) or (end - start == 1 and text.lower[start] in text.common):
            continue
        if _is_quarter(text, start, end) or bearings.decide(start, end, sure=is_placed(text, start, end)).place:
            towns.append(Spot(start, end, "GPE", 6))
    return towns


def _is_quarter(text: Text, start: int, end: int) -> bool:
    """Whether the context makes a name a part of a town: "Homs’s Waer district"."""
    is_owned, after = text.word(start - 1) in ("'s", "’s"), text.word(end + 1)
    return text.word(end).lower() in words("quarter") and (is_owned or after in ("of", "in"))


def is_placed(text: Text, start: int, end: int) -> bool:
    """Whether the context makes a name a place: "in X", "the town of X", "X province"."""
    before = text.word(start - 1).lower()
    if before == "of":
        return is_called_place(text, start, end)
    return before in words("before_place") or text.word(end) in words("place")


def with_compass(text: Text, name: Name) -> Name:
    """Extend a place's span by "northern" or "north-"; such a part has no coordinates of its own."""
    if name.place is None:
        return name
    start = name.span.start
    while start > 0 and (text.lower[start - 1] in COMPASS or _is_hyphen_after_compass(text, start - 1)):
        start -= 1
    if start == name.span.start:
        return name
    span = text.doc[start : name.span.end]
    whole = gazetteer().candidates(span.text) if span.text[0].isupper() else []
    own = next((place for place in whole if place.kind in AREAS or place.country == name.place.country), None)
    return replace(name, span=span, place=own or part(name.place, span.text))


def _is_hyphen_after_compass(text: Text, position: int) -> bool:
    return text.words[position] == "-" and text.word(position - 1).lower() in COMPASS


def locate_quarter(text: Text, name: Name, before: list[Name], after: list[Name]) -> Name:
    """Locate a quarter in its town: "Homs’s Waer district", "the Jobar district of Damascus"; if the gazetteer does not
    know it, also "Qusour, a quarter of Hama", "the neighbourhood of Qusour in Hama", "Hama's district of Qusour".
    """
    if name.label == "NORP":
        return name
    owners = [*_beside_quarter(text, name, before, after)]
    if not owners and name.place is None:
        owners = [*_apposed_to_quarter(text, name, after), *_around_quarter(text, name, before, after)]
    town = next((n.place for n in owners if n.place is not None and n.place.kind == "city"), None)
    if town is None or (name.place is not None and name.place.place_id == town.place_id):
        return name
    return replace(name, label="LOC", actor=None, place=replace(town, name=name.span.text))


def _beside_quarter(text: Text, name: Name, before: list[Name], after: list[Name]) -> Iterator[Name]:
    """The names of a town that "the X district" goes with: its owner, and that after "of" or "in"."""
    end = name.span.end - (name.span[-1].lower_ in words("quarter"))
    if text.word(end).lower() in words("quarter"):
        yield from (n for n in before if n.span.end + 1 == name.span.start and text.word(n.span.end) in ("'s", "’s"))
        yield from (n for n in after if n.span.start == end + 2 and text.word(end + 1) in ("of", "in"))


def _apposed_to_quarter(text: Text, name: Name, after: list[Name]) -> Iterator[Name]:
    """The town in "X, an eastern suburb of Khartoum"."""
    end = name.span.end
    if text.word(end) != "," or text.word(end + 1) not in ("a", "an", "the"):
        return
    noun = next((n for n in range(end + 2, end + 5) if text.word(n).lower() in words("quarter")), None)
    if noun is not None:
        yield from (n for n in after if n.span.start == noun + 2 and text.word(noun + 1) in ("of", "in"))


def _around_quarter(text: Text, name: Name, before: list[Name], after: list[Name]) -> Iterator[Name]:
    """The town in "the neighbourhood of X in Hama", "Hama's northern district of X"."""
    start, end = name.span.start, name.span.end
    if text.word(start - 1) != "of" or text.word(start - 2).lower() not in words("quarter"):
        return
    yield from (n for n in after if n.span.start == end + 1 and text.word(end) == "in")
    ties = {"'s", "’s", *COMPASS}
    yield from (n for n in before if {text.word(k).lower() for k in range(n.span.end, start - 2)} <= ties)
