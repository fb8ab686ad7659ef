"""Finds the names of a text and resolves them to the seeds and GeoNames."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date

from transforms.reading.tree import Doc
from transforms.resolving.actors import actors, countries, sharers
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.acronyms import acronyms, spelled_out
from transforms.resolving.naming.bearings import Bearings
from transforms.resolving.naming.code_names import code_name
from transforms.resolving.naming.fold import fold
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.neighbours import is_listed_with_places
from transforms.resolving.naming.overlaps import disjoint, is_fate, is_label, start_of, uncut
from transforms.resolving.naming.people import SURE_RANK, label_of_unknown
from transforms.resolving.naming.short_forms import resolve_shared, resolve_short_bodies, resolve_surnames
from transforms.resolving.naming.spotting import (
    Spot,
    Text,
    abbreviated,
    bodies,
    entities,
    given_names,
    is_called_place,
    known,
    outlets,
    patterned,
    words,
)
from transforms.resolving.naming.towns import (
    AMBIGUOUS,
    COMPASS,
    combined_bearings,
    filed,
    is_placed,
    locate_quarter,
    regions,
    towns_among,
    with_compass,
)
from transforms.resolving.places import Decision, Place, part
from transforms.tables.schema import Actor

TOWN = 5_000
LONGEST_NAME = 12
LONGEST_SEAT = 3


def find_names(doc: Doc, published: date | None = None) -> list[Name]:
    """All names of a text in order, without overlap; those unknown to the seeds and GeoNames stay unresolved."""
    text = Text(doc, published)
    matched = uncut(text, sorted(known(doc.parsed.vocab).spots(text), key=start_of))
    candidates = [*matched, *bodies(text, matched), *entities(text), *patterned(text), *spelled_out(text)]
    candidates += [*abbreviated(text), *filed(text), *regions(text), *outlets(text)]
    candidates = [spot for spot in candidates if not is_label(text, spot) and not is_fate(text, spot)]
    candidates = [one for spot in candidates for one in _separated(text, spot)]
    spots = disjoint([*candidates, *acronyms(text, disjoint(candidates))])
    spots = resolve_shared(text, resolve_short_bodies(text, resolve_surnames(text, spots)))
    bearings = combined_bearings(text, spots)
    spots += towns_among(text, spots, bearings)
    names = [with_compass(text, _resolve_spot(text, spot, bearings, matched)) for spot in sorted(spots, key=start_of)]
    names = [
        replace(name, label="GPE") if is_listed_with_places(text, names, n) else name for n, name in enumerate(names)
    ]
    return [locate_quarter(text, name, names[max(n - 1, 0) : n], names[n + 1 : n + 2]) for n, name in enumerate(names)]


def _separated(text: Text, spot: Spot) -> list[Spot]:
    """The two places of a spot that joins them, "Makhmur and Gwer", which is no place itself."""
    joint = next((n for n in range(spot.start + 1, spot.end - 1) if text.words[n] == "and"), None)
    is_joint = joint is not None and spot.label == "GPE" and spot.actor is None
    if joint is None or not is_joint or gazetteer().is_known(text.between(spot.start, spot.end)):
        return [spot]
    return [replace(spot, end=joint), replace(spot, start=joint + 1)]


def _resolve_spot(text: Text, spot: Spot, bearings: Bearings, matched: list[Spot]) -> Name:
    """Resolve a spot; one tagged as a person or body may turn out to be a place."""
    if (code := code_name(text.doc, spot.start, spot.end)) is not None:
        return Name(code, "EVENT")
    words_of = text.between(spot.start, spot.end)
    main = bearings.main
    actor, label = spot.actor, spot.label
    if actor is None and label != "NORP":
        country = None if any(sharing.name == words_of for sharing in sharers()) else main
        actor = (
            _known_person(text, spot, main) if label == "PERSON" else actors().find(words_of, country, text.published)
        )
    if label == "NORP" and text.word(spot.start - 1).lower() == "ethnic":
        actor = None  # "ethnic Albanians" are no citizens of Albania
    namesake = bearings.namesake(spot.start, spot.end) if actor and actor.kind == "country" and label == "GPE" else None
    actor = None if namesake else actor
    if not actor and is_called_place(text, spot.start, spot.end):  # whatever the tagger takes it for
        label = "GPE"
        spot = replace(spot, label=label)
    decision = Decision(namesake) if namesake else _decide_place(text, spot, actor, bearings)
    if _is_far_namesake(text, spot, decision.place, main):
        decision = Decision(rule="what lies in a town has a far namesake")
    place = decision.place
    if place and label not in PLACES:
        label = "GPE"
    if actor and actor.kind == "country" and label != "NORP":
        label = "GPE"
    if not (place or actor):
        label = label_of_unknown(text, spot, label)
    inside = tuple(_resolve_spot(text, part, bearings, []) for part in _names_inside(spot, matched, bearings))
    refusal = decision.rule if label in PLACES and not actor else ""
    return Name(text.doc[spot.start : spot.end], label, actor, place, inside, refusal)


def _is_far_namesake(text: Text, spot: Spot, place: Place | None, main: str | None) -> bool:
    """Whether a square or the like in the article's country bears a foreign place's name: "the Basel roundabout"."""
    if place is None or place.country is None or main in (None, place.country):
        return False
    return text.word(spot.end).lower() in words("street") or text.lower[spot.end - 1] in words("street")


def _names_inside(spot: Spot, matched: list[Spot], bearings: Bearings) -> list[Spot]:
    """Names inside a body's name: country or its people ("government of Iraq"), leader ("Assad regime"), or its town.

    A people without a country, as in "Islamic State" or "Arab League", is only a part of the name.
    """
    if spot.label != "ORG" or len(spot) == 1:
        return []
    overlapping = matched[bisect_left(matched, spot.start, key=start_of) : bisect_left(matched, spot.end, key=start_of)]
    within = [s for s in overlapping if s.end <= spot.end and len(s) < len(spot)]
    within = disjoint(s for s in within if s.label in ("GPE", "PERSON") or _is_of_a_country(s))
    return within or _place_before_body(spot, bearings)


def _is_of_a_country(spot: Spot) -> bool:
    return spot.label == "NORP" and spot.actor is not None and spot.actor.country in countries()


def _place_before_body(spot: Spot, bearings: Bearings) -> list[Spot]:
    """The place at the start of a body's name, if the article is about it: "Paris Police Department"."""
    for end in range(min(spot.end - 1, spot.start + LONGEST_SEAT), spot.start, -1):
        place = bearings.decide(spot.start, end, sure=False).place
        if place is not None and bearings.is_in_evidence(place):
            return [Spot(spot.start, end, "GPE", 6)]
    return []


def _known_person(text: Text, spot: Spot, country: str | None) -> Actor | None:
    """The known person whose name the span is or ends with: "President Bashar al-Assad"."""
    for start in range(max(spot.start, spot.end - LONGEST_NAME), spot.end):
        actor = actors().find(text.between(start, spot.end), country, text.published)
        if actor and actor.is_person:
            return actor
    return None


def _decide_place(text: Text, spot: Spot, actor: Actor | None, bearings: Bearings) -> Decision:
    """The place that a spot names, or the rule that refused it."""
    name = text.between(spot.start, spot.end)
    if actor and (spot.label == "NORP" or actor.kind != "country"):
        return Decision()
    if actor and name not in AMBIGUOUS:
        return Decision(gazetteer().country(str(actor.country)) if actor.country in countries() else None)
    is_whole = gazetteer().is_known(name)
    if text.lower[spot.end - 1] in words("armed") and not is_whole:
        return Decision()
    if spot.label in PLACES:
        start = spot.start + (text.lower[spot.start] in COMPASS and len(spot) > 1 and not gazetteer().candidates(name))
        decision = bearings.decide(start, spot.end, sure=True)
        return (
            replace(decision, place=part(decision.place, name)) if decision.place and start > spot.start else decision
        )
    if (
        spot.rank < SURE_RANK
        or text.words[spot.start] in given_names()
        or (text.words[spot.end - 1] in words("organisation") and not is_whole)
    ):
        return Decision()
    if text.word(spot.start - 1) in given_names() | words("title"):
        return Decision()
    mistaken = bearings.decide(spot.start, spot.end, sure=False)
    return mistaken if mistaken.place and _outweighs(text, spot, mistaken.place) else Decision()


def _outweighs(text: Text, spot: Spot, place: Place) -> bool:
    """Whether a place is more likely than the person or body tagged by the pipeline."""
    if place.kind in ("area", "region", "water", "division") or is_placed(text, spot.start, spot.end):
        return True
    name = text.between(spot.start, spot.end)
    if len(spot) > 1:
        return fold(name) == fold(place.name)
    return place.population >= TOWN and (name not in text.surnames or name in text.placed)
