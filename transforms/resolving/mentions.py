"""Finds named actors and places in a text and resolves them to the seeds and GeoNames."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from transforms.reading.dateline import datelines
from transforms.reading.tree import Doc
from transforms.resolving.actors import Sharing, actors, countries, sharers
from transforms.resolving.document import Document
from transforms.resolving.naming.acronyms import acronyms, spelled_out
from transforms.resolving.naming.bearings import Bearings
from transforms.resolving.naming.fold import fold
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.neighbours import is_division, is_placed_by_neighbour
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
from transforms.resolving.places import AREAS, Decision, Place, box_of, gazetteer, part
from transforms.seeds import listed, rows
from transforms.tables.schema import Actor, Mention
from transforms.words import word_list

HYPHENS = frozenset({"-", "‐", "‑"})
STATE_BODIES = frozenset({"government", "military", "police"})
AMBIGUOUS = frozenset({"Georgia"})
SURE_RANK = 2
TOWN = 5_000
LONGEST_NAME = 12
LONGEST_SEAT = 3
LONGEST_PERSON = 6
_OLDEST = 120
_LETTERS = 3
CONFIDENCE = {True: 0.9, False: 0.7}
COMPASS = word_list("places compass")


def find_names(doc: Doc, published: date | None = None) -> list[Name]:
    """All names of a text in order, without overlap; those unknown to the seeds and GeoNames stay unresolved."""
    text = Text(doc, published)
    matched = _uncut(text, sorted(known(doc.parsed.vocab).spots(text), key=_start))
    candidates = [*matched, *bodies(text, matched), *entities(text), *patterned(text), *spelled_out(text)]
    candidates += [*abbreviated(text), *_filed(text), *_regions(text), *outlets(text)]
    candidates = [spot for spot in candidates if not _is_label(text, spot) and not _is_fate(text, spot)]
    spots = _disjoint([*candidates, *acronyms(text, _disjoint(candidates))])
    spots = _resolve_shared(text, _resolve_short_bodies(text, _resolve_surnames(text, spots)))
    bearings = _bearings(text, spots)
    spots += _towns(text, spots, bearings)
    names = [_with_compass(text, _resolve_spot(text, spot, bearings, matched)) for spot in sorted(spots, key=_start)]
    return [_locate_quarter(text, name, names[max(n - 1, 0) : n], names[n + 1 : n + 2]) for n, name in enumerate(names)]


def mentions(document: Document) -> list[Mention]:
    """The rows of table `mentions`: every name and the known names inside it; unresolved ones are recorded as
    refusals.
    """
    for name in document.names:
        if name.refusal:
            document.refuse("mentions", name.span, name.refusal)
    return [_mention(name, outer, document) for outer in document.names for name in (outer, *outer.inside)]


def _mention(name: Name, outer: Name, document: Document) -> Mention:
    place, actor = name.place, name.actor
    people = _homeland(name)
    return Mention(
        **document.evidence(outer.span.sent),
        confidence=CONFIDENCE[bool(place or actor)],
        text=name.span.text,
        label=name.label,  # type: ignore[arg-type]
        mention_start=name.span.start_char,
        mention_end=name.span.end_char,
        name=place.name if place else actor.name if actor else document.spelled_out(name.span),
        actor_id=actor.actor_id if actor else None,
        place_id=place.place_id if place else people.place_id if people else None,
        country=place.country if place else actor.country if actor else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        **box_of(place),
    )


def _homeland(name: Name) -> Place | None:
    """The country of a people: Turkey for "Turkish"."""
    if name.label != "NORP" or name.actor is None or name.actor.country not in countries():
        return None
    return gazetteer().country(name.actor.country)


def _start(spot: Spot) -> int:
    return spot.start


def _uncut(text: Text, spots: list[Spot]) -> list[Spot]:
    """The known names without those that cut a country's name in two: "Sudan's army" in "South Sudan's army"."""
    longer = [spot for spot in spots if len(spot) > 1 and text.words[spot.start].lower() != "the"]
    states = [spot for spot in longer if spot.actor is not None and spot.actor.kind == "country"]
    return [spot for spot in spots if not any(state.start < spot.start < state.end < spot.end for state in states)]


def _disjoint(spots: Iterable[Spot]) -> list[Spot]:
    """Resolve overlaps: the longest spot wins, then the one with the better rank."""
    occupied: set[int] = set()
    chosen = []
    for spot in sorted(spots, key=lambda s: (-len(s), s.rank, s.start)):
        if occupied.isdisjoint(range(spot.start, spot.end)):
            occupied.update(range(spot.start, spot.end))
            chosen.append(spot)
    return sorted(chosen, key=_start)


def _is_label(text: Text, spot: Spot) -> bool:
    """Whether a spot is a speaker label in a transcript, unless it is a full name: "Q:", "SAYEG:"."""
    is_first = spot.start == 0 or text.tokens[spot.start - 1].is_space or text.words[spot.start - 1].isupper()
    name = text.words[spot.start : spot.end]
    return spot.actor is None and len(name) == 1 and name[0].isupper() and text.word(spot.end) == ":" and is_first


def _is_fate(text: Text, spot: Spot) -> bool:
    """Whether an acronym states what happened to people and is no body: "three soldiers were KIA"."""
    if len(spot) > 1 or text.lower[spot.start] not in fates():
        return False
    before = text.tokens[spot.start - 1] if spot.start else None
    return before is not None and (before.like_num or before.lemma_.lower() in ("be", "and", "as"))


@cache
def fates() -> frozenset[str]:
    """Three-letter abbreviations in seeds/measures.csv: kia, wia, mia."""
    return frozenset(
        word
        for row in rows("measures")
        if row["pos"] == "adj"
        for word in listed(row["lemma"])
        if len(word) == _LETTERS
    )


def _resolve_short_bodies(text: Text, spots: list[Spot]) -> list[Spot]:
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


def _resolve_shared(text: Text, spots: list[Spot]) -> list[Spot]:
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


def _resolve_surnames(text: Text, spots: list[Spot]) -> list[Spot]:
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
        elif full is None and (_is_listed_town(text, spot) or is_placed_by_neighbour(text, spot, spots)):
            spot = replace(spot, label="GPE")
        elif is_division(text, spot):
            spot = replace(spot, label="GPE", actor=None)
        resolved.append(spot)
    for position, word in enumerate(text.words if surnames else []):
        if word in surnames and position not in occupied:
            resolved.append(Spot(position, position + 1, "PERSON", 5, surnames[word].actor))
    return sorted(resolved, key=_start)


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


def _regions(text: Text) -> Iterator[Spot]:
    """Multiword names of an area or division, regardless of their parts: "British Columbia"."""
    for start, end in text.runs:
        if (
            end - start > 1
            and text.words[start] not in given_names()
            and gazetteer().is_known(text.between(start, end))
        ):
            yield Spot(start, end, "GPE", 1)


def _filed(text: Text) -> Iterator[Spot]:
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


def _bearings(text: Text, spots: list[Spot]) -> Bearings:
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


def _towns(text: Text, spots: list[Spot], bearings: Bearings) -> list[Spot]:
    """Capitalised words not in another spot that are a town or region of the gazetteer in this article."""
    occupied = {position for spot in spots for position in range(spot.start, spot.end)}
    towns = []
    for start, end in text.runs:
        if not occupied.isdisjoint(range(start, end)) or (end - start == 1 and text.lower[start] in text.common):
            continue
        if _is_quarter(text, start, end) or bearings.decide(start, end, sure=_is_placed(text, start, end)).place:
            towns.append(Spot(start, end, "GPE", 6))
    return towns


def _is_quarter(text: Text, start: int, end: int) -> bool:
    """Whether the context makes a name a part of a town: "Homs’s Waer district"."""
    is_owned, after = text.word(start - 1) in ("'s", "’s"), text.word(end + 1)
    return text.word(end).lower() in words("quarter") and (is_owned or after in ("of", "in"))


def _is_placed(text: Text, start: int, end: int) -> bool:
    """Whether the context makes a name a place: "in X", "the town of X", "X province"."""
    before = text.word(start - 1).lower()
    if before == "of":
        return is_called_place(text, start, end)
    return before in words("before_place") or text.word(end) in words("place")


def _resolve_spot(text: Text, spot: Spot, bearings: Bearings, matched: list[Spot]) -> Name:
    """Resolve a spot; one tagged as a person or body may turn out to be a place."""
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
    if not (place or actor) and label in ("MISC", "PERSON") and _is_where(text, spot):
        label = "GPE"
    if label != "PERSON" and not (place or actor) and _has_an_age(text, spot):
        label = "PERSON"
    if label in ("MISC", "FAC", "ORG") and not (place or actor) and _has_an_office(text, spot):
        label = "PERSON"
    if label != "PERSON" and not (place or actor) and _begins_like_person(text, spot):
        label = "PERSON"
    inside = tuple(_resolve_spot(text, part, bearings, []) for part in _names_inside(spot, matched, bearings))
    refusal = decision.rule if label in PLACES and not actor else ""
    return Name(text.doc[spot.start : spot.end], label, actor, place, inside, refusal)


def _is_far_namesake(text: Text, spot: Spot, place: Place | None, main: str | None) -> bool:
    """Whether a square or the like in the article's country bears a foreign place's name: "the Basel roundabout"."""
    if place is None or place.country is None or main in (None, place.country):
        return False
    return text.word(spot.end).lower() in words("street") or text.lower[spot.end - 1] in words("street")


def _is_where(text: Text, spot: Spot) -> bool:
    """Whether an unknown name follows a preposition of place: "at Wajirko", "near Al Koma"."""
    before, last = text.word(spot.start - 1).lower(), text.words[spot.end - 1]
    if before not in words("where") and not (before == "in" and spot.label == "MISC"):
        return False
    if text.word(spot.end) in ("'s", "’s") or last in text.surnames or text.words[spot.start] in given_names():
        return False
    return last.isalpha() and not words("no_place") & set(text.words[spot.start : spot.end])


def _has_an_age(text: Text, spot: Spot) -> bool:
    """Whether an age stands behind two or more words: "Jane Roe, 34, who", "Jane Roe (34)"."""
    mark, age, closing = (text.word(spot.end + n) for n in range(3))
    aside = (mark == "," and closing in (",", ".", ";")) or (mark == "(" and closing == ")")
    return 2 <= len(spot) <= LONGEST_PERSON and aside and age.isdigit() and int(age) < _OLDEST


def _has_an_office(text: Text, spot: Spot) -> bool:
    """Whether two or more words directly follow an office in lower case: "police spokesman Jean-Luc Morel"."""
    last = text.words[spot.end - 1]
    is_name = 2 <= len(spot) <= LONGEST_PERSON and last not in words("organisation") | words("place_last")
    return is_name and text.word(spot.start - 1) in words("office")


def _begins_like_person(text: Text, spot: Spot) -> bool:
    if spot.rank != SURE_RANK or not 2 <= len(spot) <= 4 or text.words[spot.start] not in given_names():
        return False
    return text.words[spot.end - 1] not in words("organisation") | words("place_last")


def _names_inside(spot: Spot, matched: list[Spot], bearings: Bearings) -> list[Spot]:
    """Names inside a body's name: country or its people ("government of Iraq"), leader ("Assad regime"), or its town.

    A people without a country, as in "Islamic State" or "Arab League", is only a part of the name.
    """
    if spot.label != "ORG" or len(spot) == 1:
        return []
    overlapping = matched[bisect_left(matched, spot.start, key=_start) : bisect_left(matched, spot.end, key=_start)]
    within = [s for s in overlapping if s.end <= spot.end and len(s) < len(spot)]
    within = _disjoint(s for s in within if s.label in ("GPE", "PERSON") or _is_of_a_country(s))
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
    if place.kind in ("area", "region", "water", "division") or _is_placed(text, spot.start, spot.end):
        return True
    name = text.between(spot.start, spot.end)
    if len(spot) > 1:
        return fold(name) == fold(place.name)
    return place.population >= TOWN and (name not in text.surnames or name in text.placed)


def _with_compass(text: Text, name: Name) -> Name:
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


def _locate_quarter(text: Text, name: Name, before: list[Name], after: list[Name]) -> Name:
    """Locate a quarter in its town: "Homs’s Waer district", "the Jobar district of Damascus"."""
    end = name.span.end - (name.span[-1].lower_ in words("quarter"))
    if text.word(end).lower() not in words("quarter") or name.label == "NORP":
        return name
    owners = [n for n in before if n.span.end + 1 == name.span.start and text.word(n.span.end) in ("'s", "’s")]
    behind = [n for n in after if n.span.start == end + 2 and text.word(end + 1) in ("of", "in")]
    town = next((n.place for n in [*owners, *behind] if n.place is not None and n.place.kind == "city"), None)
    if town is None or (name.place is not None and name.place.place_id == town.place_id):
        return name
    return replace(name, label="LOC", actor=None, place=replace(town, name=name.span.text))
