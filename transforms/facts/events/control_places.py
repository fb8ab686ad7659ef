"""Which place an act takes or gives up, and whether that is a town at all: no building, "a village" or search."""

from __future__ import annotations

from dataclasses import replace

from transforms.facts.events.codes import OVERTAKEN, REGAINED
from transforms.reading.syntax import children, obliques, patient, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.document import Document
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.noun_kinds import forms, words
from transforms.resolving.reporting import saying
from transforms.tables.schema import Event
from transforms.words import word_list, words_in

ENTERING = word_list("control entering")
ENTERING_PARTS = word_list("control entering parts")
PARTS = word_list("control parts")
WHOLE = word_list("control whole")
INCLUDING = word_list("control including")
LISTING = word_list("control listing")
SECURING = word_list("control securing")
NO_PLACE = word_list("control no place")
HELD = word_list("control of things")
ERRANDS = word_list("control errands")
UNOPPOSED, UNOPPOSED_MANNER = word_list("control unopposed"), word_list("control unopposed manner")
FALLING = word_list("events falling")
WAYS, LEADING = word_list("control ways"), word_list("control leading")
LEADING_TO = word_list("control leading to")
NAMING = frozenset({"appos", "flat", "compound", "conj", "nmod:desc", "xcomp", "obj"})
NAMING_AFTER = word_list("control naming")
LACKING = 4
"""Words after "without" that tell what there is none of: "without firing a shot"."""
TAKEN = frozenset({REGAINED, OVERTAKEN})


def thing_taken(act: Token) -> Token | None:
    """The noun for what an act takes: "Hama" in "captured all of Hama"; None if the act is no verb."""
    thing = patient(act) if act.pos_ == "VERB" else None
    return next(obliques(thing, "of"), thing) if thing is not None and thing.lower_ in WHOLE else thing


def with_towns_named(event: Event, act: Token, document: Document) -> Event:
    """The event of an area at the first of its towns that its sentence names: "holds the north, including Binnish"."""
    is_of_town = event.place is not None and event.place in event.sentence and event.geo_precision in (1, None)
    if event.territory != "gained" or is_of_town:
        return event
    opened = (word for word in act.sent if word.i > act.i and word.lower_ in INCLUDING)
    first = next((_named_after(word, document) for word in opened), None)
    return event if first is None else replace(event, **document.located(first))


def _named_after(opening: Token, document: Document) -> Name | None:
    """The town right after a word that opens a list: "including the towns of Binnish and Sarmin"."""
    for word in opening.doc[opening.i + 1 : opening.sent.end]:
        name = document.name_at(word)
        if name is not None:
            is_town = name.label in PLACES and (name.place is None or name.place.precision == 1)
            return name if is_town else None
        if word.lower_ not in LISTING:
            return None
    return None


def with_place_taken(event: Event, act: Token, document: Document) -> Event:
    """The event at the place that is taken or given up, "took Sali, north of Kurmuk", also if it has no name there:
    "gave up the town, he said in Kigali".
    """
    thing = thing_taken(act)
    is_taken = event.territory is not None or event.acled_sub_event in TAKEN
    if thing is None or thing.pos_ == "PRON" or not is_taken or act.lemma_.lower() in ENTERING:
        return event
    if act.dep_.startswith("acl") and thing.i < act.i:  # the parser often takes another noun for what is taken
        return event
    town = _town_taken(thing, event.place, act, document)
    if town is not None:
        return event if town.span.text == event.place else replace(event, **document.located(town))
    name = document.name_at(thing)
    is_unknown = name is None or (name.label == "PERSON" and name.actor is None)
    if thing.pos_ == "PROPN" and is_unknown and event.acled_sub_event in TAKEN and event.target != event.place:
        written = name.span.text if name is not None else thing.text
        return replace(event, **document.located(None) | {"place": written}) if written == event.target else event
    return event


def _town_taken(thing: Token, place: str | None, act: Token, document: Document) -> Name | None:
    """The town that is taken: by its name, by one beside it, "the last town, Dvor", or by an earlier one if the
    sentence only names where somebody spoke. Of "the Hama neighbourhood of Qusour" it is Qusour.
    """
    if document.name_at(thing) is not None:
        return document.place_named(thing)
    if not words_in("name_words", role="quarter").isdisjoint(forms(thing)):
        named = (document.name_at(noun) for noun in obliques(thing, "of"))
        return next((name for name in named if name is not None and name.label == "LOC"), None)
    if words_in("name_words", role="settlement").isdisjoint(forms(thing)):
        return None
    return _name_beside(thing, document) or (document.place_named(thing) if _is_of_telling(place, act) else None)


def _name_beside(noun: Token, document: Document) -> Name | None:
    """The place right after the first comma behind a noun, unless it speaks: "the town, Hama", not "…, Aden said"."""
    comma = next((word for word in noun.doc[noun.i + 1 : noun.sent.end - 1] if word.text == ","), None)
    name = document.name_at(comma.nbor()) if comma is not None else None
    if comma is None or name is None or name.label not in PLACES or name.span.start != comma.i + 1:
        return None
    return None if noun.doc[name.span.end].lemma_.lower() in saying() else name


def _is_of_telling(place: str | None, act: Token) -> bool:
    """Whether a sentence only tells that somebody spoke in a place: "told reporters in Aden"."""
    spoken = (noun for noun in act.sent if noun.dep_ == "obl" and noun.head != act and noun.text == place)
    return any(noun.head.lemma_.lower() in saying() for noun in spoken)


def with_town_of_country(event: Event, document: Document) -> Event:
    """The event at the town of this name in the country that the article is about, so that all articles tell of one."""
    if event.place is None or event.country is not None:
        return event
    towns = [
        town
        for town in gazetteer().candidates(event.place)
        if town.country == document.country and town.precision == 1 and not town.is_by_sound
    ]
    if len(towns) != 1:
        return event
    (town,) = towns
    return replace(
        event,
        place_id=town.place_id,
        latitude=town.latitude,
        longitude=town.longitude,
        country=town.country,
        admin1=town.admin1,
        geo_precision=town.precision,
    )


def takes_no_place(act: Token) -> bool:
    """Whether what is taken is no place: "seized power in a region", "control of the radio equipment"."""
    thing = patient(act) if act.pos_ == "VERB" else None
    if thing is None:
        return False
    things = [thing, *obliques(thing, "of")] if thing.lemma_.lower() in HELD else [thing]
    return any(each.lemma_.lower() in NO_PLACE for each in things)


def is_only_led_to(place: str | None, act: Token, document: Document) -> bool:
    """Whether what is taken only leads to a town or looks down on it: "the road to Goma", "hills overlooking Goma"."""
    names = [name for name in document.names_in(act.sent) if name.span.text == place and name.span.root.i > act.i]
    return bool(names) and all(_is_behind_way(name.span.root) for name in names)


def _is_behind_way(place: Token) -> bool:
    clause = place.head
    is_clause = clause.dep_.startswith("acl")
    way = clause.head if is_clause else clause
    if way.lemma_.lower() not in WAYS:
        return False
    return clause.lemma_.lower() in LEADING if is_clause else preposition(place) in LEADING_TO


def enters_part(act: Token, document: Document) -> bool:
    """Whether somebody only comes into a part of a place, or to its edge: "entered the northern suburbs of Hama"."""
    if act.pos_ != "VERB" or act.lemma_.lower() not in ENTERING_PARTS:
        return False
    entered = [*children(act, "obj"), *obliques(act, "into", "to", "in")]
    parts = PARTS | words_in("name_words", role="quarter")
    return any(not parts.isdisjoint(forms(noun)) and document.name_at(noun) is None for noun in entered)


def is_of_building(act: Token, document: Document) -> bool:
    """Whether what is taken or left, or falls, is a part of a place that is no place itself: "the police station of
    Hama", "control of the Hama refinery", "the post at Hama fell".
    """
    thing = _thing_changed(act)
    if thing is None or document.name_at(thing) is not None:
        return False
    return not words_in("incident_words", use="facility").isdisjoint(forms(thing))


def _thing_changed(act: Token) -> Token | None:
    if act.pos_ != "VERB":
        return None
    thing = patient(act)
    if thing is None:
        return subject(act) if act.lemma_.lower() in FALLING else None
    return next(iter(obliques(thing, "of")), thing) if thing.lemma_.lower() in HELD else thing


def is_on_errand(act: Token) -> bool:
    """Whether who comes into a town does so for something else than to take it: "entered Hama to serve warrants"."""
    if act.lemma_.lower() not in ENTERING:
        return False
    after = act.doc[act.i + 1 : act.sent.end]
    marks = (word for word in after if word.lower_ == "to" and word.i + 1 < act.sent.end)
    aim = next((mark.nbor() for mark in marks if mark.nbor().tag_ == "VB"), None)
    return aim is not None and aim.lemma_.lower() in ERRANDS


def is_unopposed(act: Token) -> bool:
    """Whether nobody fights those who come into a town: "entered Hama without resistance"."""
    if act.lemma_.lower() not in ENTERING:
        return False
    after = act.doc[act.i + 1 : act.sent.end]
    lacking = (word.lower_ for mark in after if mark.lower_ == "without" for word in after[mark.i - act.i :][:LACKING])
    return not UNOPPOSED.isdisjoint(lacking) or any(word.lower_ in UNOPPOSED_MANNER for word in after)


def is_in_building(act: Token) -> bool:
    """Whether a fight is one in a part of a place that is no place itself: "fought in the prison of Hama"."""
    where = obliques(act, "in", "inside", "at")
    return any(not words_in("incident_words", use="facility").isdisjoint(forms(noun)) for noun in where)


def only_searches(act: Token, document: Document) -> bool:
    """Whether who secures or clears a place has only searched it: "secured the area", not "secured the town of Gao"."""
    place = _unnamed_place(act, document)
    return place is not None and act.lemma_.lower() in SECURING


def is_of_unnamed_place(act: Token, document: Document) -> bool:
    """Whether what is taken or left is some place without a name: who takes "a village" or "15 villages" near a town
    does not take the town.
    """
    place = _unnamed_place(act, document)
    if place is None:
        return False
    is_one = any(det.lower_ in ("a", "an", "another") for det in children(place, "det"))
    return is_one or place.tag_ == "NNS" or bool(children(place, "nummod"))


def _unnamed_place(act: Token, document: Document) -> Token | None:
    """The noun for the place that is taken or left, if its sentence does not name it: "a string of villages"."""
    thing = patient(act) if act.pos_ == "VERB" else None
    if thing is None:
        return None
    thing = next((noun for noun in obliques(thing, "of") if noun.tag_ == "NNS"), thing)
    if thing.pos_ != "NOUN" or document.name_at(thing) is not None or words("territory_word").isdisjoint(forms(thing)):
        return None
    return None if any(_names(word, document) for word in thing.subtree) else thing


def _names(word: Token, document: Document) -> bool:
    """Whether a word names the place that a noun before it stands for: "two towns, Kidal and Gao", "a town called Gao",
    "villages including Toya", and not where it lies.
    """
    name = document.name_at(word)
    is_tied = word.dep_ in NAMING or preposition(word) in NAMING_AFTER
    return name is not None and name.label in PLACES and is_tied
