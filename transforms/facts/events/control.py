"""Tells whether what a text says of a place changes who holds it.

It does not if the sentence tells that it is over ("briefly seized", "raided the town and withdrew", "held it until
2017"), if it is of a building or of "a village" without a name, or if those who march in are no armed force. Nor is a
place taken while that is still under way, or lost to which somebody withdraws.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.facts.events.codes import OVERTAKEN, REGAINED
from transforms.facts.events.modality import modality
from transforms.facts.events.roles import UNITS
from transforms.reading.parse import lemmas
from transforms.reading.syntax import children, climb, is_passive, obliques, patient, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.actors import actors, group_words
from transforms.resolving.dates import When, times
from transforms.resolving.document import Document
from transforms.resolving.gazetteer import gazetteer
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.noun_kinds import core, forms, is_a, words
from transforms.resolving.reporting import saying
from transforms.resolving.timing.tense import HAVE
from transforms.tables.schema import Event, Territory
from transforms.words import alternatives, word_list, words_in

BRIEFLY = word_list("control briefly")
CLAIMING = word_list("control claiming")
HOLDING = word_list("control holding")
OFTEN = word_list("control often")
THEY = word_list("control they")
ENTERING = word_list("control entering")
INCLUDING = word_list("control including")
LIMITS = word_list("control limits")
LISTING = word_list("control listing")
LOSING = word_list("control losing")
SHORT = word_list("control short")
LEAVING = word_list("control leaving")
LEFT = word_list("control left")
EXPELLING = word_list("control expelling")
RETAKING = word_list("control retaking")
TOWARDS = word_list("control towards")
ENDING = LEAVING | EXPELLING
PRESENT = frozenset({"VB", "VBP", "VBZ"})
FIGHT = "Armed clash"
FIGHTING = word_list("control fighting")
NEAR = alternatives("control near")
SECURING = word_list("control securing")
NAMING = frozenset({"appos", "flat", "compound", "conj", "nmod:desc", "xcomp", "obj"})
NAMING_AFTER = word_list("control naming")
UNARMED = word_list("control unarmed")
ARMED = frozenset({"military", "militia", "armed group", "alliance", "opposition"})
TAKEN = frozenset({REGAINED, OVERTAKEN})
REMOTE = "Explosions/Remote violence"
DONE = frozenset({"asserted", "claimed"})
RAID = timedelta(days=1)
"""How long after a takeover those who leave a place have only raided it."""
SOON = 2
"""Sentences after a takeover in which it may be undone."""
REACH = 8
"""Words after an act within which "until" ends it, and "several times" tells of no single one."""


def with_lasting_control(event: Event, act: Token, document: Document) -> Event:
    """The event without its change of control if that is over by its sentence, or is none."""
    if event.territory is None:
        return event
    if event.territory == "gained" and _is_under_way(act):
        event = replace(event, territory="contested")  # "is pushing into the town"
    is_unarmed = event.territory == "gained" and event.source_actor is None and _is_unarmed(event.source)
    if is_unarmed and (event.source or "") not in event.sentence:
        event = replace(event, source=None)  # "they" are others than the civilians named last
    if event.territory == "gained" and (_is_of_person(act, document) or _only_searches(act, document)):
        return replace(event, territory=None, acled_event=None, acled_sub_event=None)
    is_none = (
        event.acled_event == REMOTE
        or (act.lemma_.lower() in CLAIMING and act.tag_ in PRESENT)
        or (act.lemma_.lower() not in FIGHTING and _is_over(act, document))
        or _is_of_building(act, document)
        or (event.territory in ("gained", "lost") and _is_of_unnamed_place(act, document))
        or (is_unarmed and event.source is not None)
        or (event.territory == "lost" and event.plover == "AID")  # "the evacuation of civilians and rebels"
        or (event.territory == "contested" and _is_in_building(act))
        or (event.territory == "lost" and (_is_destination(event.place, act) or _tells_outcome(act)))
        or (event.territory == "lost" and event.modality == "denied" and event.attribution is None)
        or (event.territory == "lost" and _recalls_somebody(act, document))
        or (event.territory == "contested" and (event.plover == "PROTEST" or not _is_armed(event, act)))
    )
    if is_none:
        return replace(event, territory=None)
    if event.source is not None and event.source in (event.place, event.target):  # "the town of Hama was taken"
        event = replace(event, source=None, source_actor=None)
    return _with_town_of_country(event, document)


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
    thing = patient(act) if act.pos_ == "VERB" else None
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
    sentence only names where somebody spoke.
    """
    if document.name_at(thing) is not None:
        return document.place_named(thing)
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


def _with_town_of_country(event: Event, document: Document) -> Event:
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


def with_control_as_read(event: Event, act: Token) -> Event:
    """The event with the change of control that the reader alone found: who takes the place itself, forces that
    withdraw from it, and a fight for a town, or in it between two armed sides.
    """
    if event.territory is not None or event.place is None or event.geo_precision not in (1, None):
        return event
    territory: Territory | None = None
    if act.lemma_.lower() in LOSING:
        territory = "lost" if event.modality in DONE else None
    elif event.acled_sub_event in TAKEN and event.source is not None and event.target == event.place:
        territory = "gained" if _takes_place(act, event.place) else None
    elif event.plover == "RETREAT" and act.lemma_.lower() in LEAVING and is_armed_actor(event.source_actor):
        territory = "lost" if _stands_after("from|out of", event) else None
    elif event.plover == "COERCE" and act.lemma_.lower() in EXPELLING and event.modality in DONE:
        are_armed = is_armed_actor(event.source_actor) and is_armed_actor(event.target_actor)
        territory = "gained" if are_armed and _stands_after("from|out of", event) else None
    elif event.acled_sub_event == FIGHT and act.lemma_.lower() in FIGHTING and event.when_told == "new":
        are_armed = is_armed_actor(event.source_actor) and is_armed_actor(event.target_actor)
        territory = "contested" if _stands_after("for|over|in|inside" if are_armed else "for|over", event) else None
    return replace(event, territory=territory)


def _takes_place(act: Token, place: str) -> bool:
    """Whether what an act takes is the place, as far as its sentence tells: not "cut the road to Abyei"."""
    thing = patient(act) if act.pos_ == "VERB" else None
    if thing is None or thing.pos_ != "NOUN" or thing.text in place:
        return True
    return bool(words("territory_word") & forms(thing)) and preposition(thing) is None


def is_armed_actor(actor_id: str | None) -> bool:
    """Whether an actor is an army or an armed group."""
    actor = actors().get(actor_id or "")
    return actor is not None and actor.kind in ARMED


def _stands_after(prepositions: str, event: Event) -> bool:
    """Whether the place stands after one of the prepositions: "for the northern town of Hama", not "near Hama"."""
    between = rf"((?!({NEAR}) )[\w’'-]+ ){{0,5}}"
    named = rf"({re.escape(event.place or '')}|the (town|city|village))"
    return re.search(rf"\b({prepositions}) {between}{named}\b", event.sentence) is not None


def without_takers_driven_out(events: Sequence[Event]) -> list[Event]:
    """The events; who takes a place and by one of the next sentences is driven out, or leaves, on the same day, does
    not hold it.
    """
    ends = [event for event in events if _is_end(event)]
    return [replace(event, territory=None) if any(_undoes(end, event) for end in ends) else event for event in events]


def _is_end(event: Event) -> bool:
    words_of_act = frozenset(lemmas(event.trigger.split()[0].lower()))
    return event.modality in DONE and not words_of_act.isdisjoint(EXPELLING | LEAVING)


def _undoes(end: Event, event: Event) -> bool:
    leaver = (end.source_actor, end.source) if end.plover == "RETREAT" else (end.target_actor, end.target)
    is_same = event.source_actor == leaver[0] if event.source_actor else event.source == leaver[1] is not None
    return (
        event.territory == "gained"
        and 0 < end.sentence_index - event.sentence_index <= SOON
        and is_same
        and end.place in (event.place, None)
        and end.date_start in (event.date_start, None)
    )


def _is_over(act: Token, document: Document) -> bool:
    """Whether a sentence tells that what was taken, entered or held was left again."""
    if any(word.lower_ in BRIEFLY for word in children(act, "advmod")):
        return True
    after = act.doc[act.i + 1 : act.sent.end]
    near = frozenset(word.text for word in after[:REACH])
    if not near.isdisjoint(OFTEN) or _is_followed(act) or (not _lasts(act) and _is_limited(act, near)):
        return True
    after = act.doc[act.i + 1 : _end_of_story(act)]
    return any(_ends(verb, act, document) and not _is_of_another_time(verb, act, document) for verb in after)


def _is_followed(act: Token) -> bool:
    """Whether a noun for a hold tells what came before another act: "took it after weeks of occupation"."""
    return act.pos_ == "NOUN" and any(preposition(noun) == "after" for noun in climb(act) if noun.pos_ == "NOUN")


def _end_of_story(act: Token) -> int:
    """Where the sentence of an act ends, or the next one if that goes on about those who acted: "they burned the
    market and left".
    """
    end, doc = act.sent.end, act.doc
    if act.lemma_.lower() in HOLDING or end + 1 >= len(doc.tokens) or subject(act) is None:
        return end
    first = doc[end + 1] if doc[end].is_space else doc[end]
    return first.sent.end if first.lower_ in THEY else end


def _lasts(act: Token) -> bool:
    """Whether a place is still held as its sentence is told: "has held it for ten days", "holds it until the vote"."""
    is_now = act.tag_ in PRESENT or any(word.lower_ in HAVE for word in children(act, "aux"))
    return is_now and act.lemma_.lower() in HOLDING


def _is_limited(act: Token, near: Collection[str]) -> bool:
    """Whether a place was held for a time, or until one, or was taken for a short one."""
    is_state = act.lemma_.lower() in HOLDING
    units = SHORT | UNITS if is_state and not children(act, "aux") else SHORT
    is_until = is_state and not LIMITS.isdisjoint(near)
    times_told = (noun for noun in children(act, "obl", "nmod") if preposition(noun) == "for")
    return is_until or any(noun.lemma_.lower() in units for noun in times_told)


def _ends(verb: Token, act: Token, document: Document) -> bool:
    """Whether a verb tells that the place was left again, by whoever took it or because others drove them out; not "and
    refused to leave", "leaving it in ruins".
    """
    lemma = verb.lemma_.lower()
    retakes = _retakes(verb)
    is_end = verb.pos_ == "VERB" and (retakes or lemma in ENDING) and not _tells_outcome(verb)
    if not is_end or modality(verb, document)[0] not in DONE:
        return False
    doer, taker = subject(verb), subject(act)
    is_same = doer is not None and taker is not None and (doer == taker or doer.lower_ in ("they", "it"))
    thing = patient(verb)
    if lemma in LEAVING and (is_same or doer is None) and not is_passive(verb):
        return thing is None or thing.lower_ in LEFT or thing.lemma_.lower() in UNITS
    is_last = any(word.lower_ in ("before", "but") for word in verb.doc[act.i + 1 : verb.i])
    if retakes and is_last:
        return not is_same and not _retakes(act)
    if lemma not in EXPELLING or not is_last:
        return False
    return is_same if is_passive(verb) or verb.tag_ == "VBN" else thing is not None and thing.lower_ in ("them", "it")


def _retakes(verb: Token) -> bool:
    """Whether a verb tells that a place was taken anew: "retook it", "took it back", not "fought back"."""
    is_back = any(word.lower_ == "back" for word in children(verb, "advmod"))
    return verb.lemma_.lower() in RETAKING or (is_back and patient(verb) is not None)


def _tells_outcome(verb: Token) -> bool:
    """Whether a participle tells in what state a place was left, and not that somebody went: "leaving it in ruins"."""
    is_bare = verb.tag_ == "VBG" and verb.dep_ == "advcl" and not children(verb, "mark", "case")
    return is_bare and patient(verb) is not None


def _is_of_another_time(verb: Token, act: Token, document: Document) -> bool:
    """Whether a verb has a day, month or year of its own: "captured it in 2015 and left it in 2016"."""
    expressions = times(verb.sent, document.article.published_date)
    if verb.sent != act.sent:
        return any(time.when and time.when.precision != "day" for time in expressions) or _goes_elsewhere(verb)
    own = [time.when for time in expressions if time.start > verb.idx and time.when]
    before = [time.when for time in expressions if time.start < verb.idx and time.when]
    is_raid = verb.lemma_.lower() in LEAVING
    return bool(own and before) and not any(own[0] == time or (is_raid and _are_near(own[0], time)) for time in before)


def _goes_elsewhere(verb: Token) -> bool:
    """Whether who leaves, leaves a named place: "they pulled out of Sake"."""
    return any(noun.pos_ == "PROPN" for noun in obliques(verb, "from", "of"))


def _are_near(one: When, other: When) -> bool:
    """Whether two times are days that lie no further apart than a raid lasts."""
    if one.precision != "day" or other.precision != "day":
        return False
    return abs(date.fromisoformat(one.start) - date.fromisoformat(other.start)) <= RAID


def _is_of_building(act: Token, document: Document) -> bool:
    """Whether what is taken or left is a part of a place that is no place itself: "the police station of Hama"."""
    thing = patient(act) if act.pos_ == "VERB" else None
    if thing is None or document.name_at(thing) is not None:
        return False
    return not words_in("incident_words", use="facility").isdisjoint(forms(thing))


def _is_in_building(act: Token) -> bool:
    """Whether a fight is one in a part of a place that is no place itself: "fought in the prison of Hama"."""
    where = obliques(act, "in", "inside", "at")
    return any(not words_in("incident_words", use="facility").isdisjoint(forms(noun)) for noun in where)


def _recalls_somebody(act: Token, document: Document) -> bool:
    """Whether somebody who is no force is called away: "withdrew the head of the police in Hama"."""
    thing = patient(act) if act.pos_ == "VERB" and not is_passive(act) else None
    return thing is not None and is_a(thing, "leader", document) and not thing.tag_.endswith("S")


def _is_under_way(act: Token) -> bool:
    """Whether a place is only being taken as the sentence is told: "are retaking the town", not "is holding it"."""
    is_progressive = act.tag_ == "VBG" and any(aux.lemma_.lower() == "be" for aux in children(act, "aux"))
    return is_progressive and act.lemma_.lower() not in HOLDING


def _is_of_person(act: Token, document: Document) -> bool:
    """Whether people are taken, and no place: "captured a militia leader and two men in Kidal district"."""
    things = children(act, "obj") if act.pos_ == "VERB" and act.lemma_.lower() not in EXPELLING else []
    thing = next(iter(things), None)
    is_place = thing is not None and not words("territory_word").isdisjoint(forms(thing))
    return thing is not None and thing.pos_ != "PROPN" and not is_place and is_a(thing, "person", document)


def _only_searches(act: Token, document: Document) -> bool:
    """Whether who secures or clears a place has only searched it: "secured the area", not "secured the town of Gao"."""
    place = _unnamed_place(act, document)
    return place is not None and act.lemma_.lower() in SECURING


def _is_of_unnamed_place(act: Token, document: Document) -> bool:
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


def _is_unarmed(source: str | None) -> bool:
    """Whether the words for who takes a place tell of civilians, who hold none: "displaced families from Menaka"."""
    head = re.split(r" (?:of|from|in|with|at|who) ", (source or "").lower())[0].split()[-1:]
    return any(not UNARMED.isdisjoint(lemmas(word)) for word in head)


def _is_destination(place: str | None, act: Token) -> bool:
    """Whether a place is where somebody withdraws to."""
    return any(preposition(noun) in TOWARDS and place == noun.text for noun in obliques(act))


def _is_armed(event: Event, act: Token) -> bool:
    """Whether those who fight for a place, march on it or besiege it are armed, as far as they are named."""
    actor = actors().get(event.source_actor or "")
    if actor is not None:
        return actor.kind not in ("police", "person", "party")
    doer = subject(act) if act.pos_ == "VERB" and act.lemma_.lower() not in FIGHTING else None
    unarmed = (words("crowd") | words("civilian") | words("police")) - group_words("members")
    return doer is None or unarmed.isdisjoint(forms(core(doer)))
