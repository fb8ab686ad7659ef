"""Tells whether what a text says of a place changes who holds it.

It does not if the sentence tells that it is over ("briefly seized", "raided the town and withdrew", "held it until
2017"), if it is of a building or of "a village" without a name, or if those who march in are no armed force. Nor is a
place taken while that is still under way, or lost to which somebody withdraws.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.facts.events.control_ends import (
    DONE,
    EXPELLING,
    HOLDING,
    LEAVING,
    LOSING,
    PRESENT,
    is_over,
    tells_outcome,
)
from transforms.facts.events.control_places import (
    ENTERING,
    TAKEN,
    enters_part,
    is_in_building,
    is_of_building,
    is_of_unnamed_place,
    is_on_errand,
    is_only_led_to,
    is_unopposed,
    only_searches,
    takes_no_place,
    thing_taken,
    with_town_of_country,
)
from transforms.facts.events.crosswalk import event_types
from transforms.reading.parse import lemmas
from transforms.reading.syntax import children, is_passive, obliques, patient, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.actors import actors, group_words
from transforms.resolving.document import Document
from transforms.resolving.naming.name import Name
from transforms.resolving.noun_kinds import core, forms, is_a, words
from transforms.tables.schema import Event, Territory
from transforms.words import alternatives, word_list, words_in

CLAIMING = word_list("control claiming")
ABANDONING = word_list("control abandoning")
TOWARDS = word_list("control towards")
FIGHT, TRANSFER = "Armed clash", "Non-violent transfer of territory"
FIGHTING = word_list("control fighting")
NEAR = alternatives("control near")
POSTS = word_list("control posts")
UNARMED = word_list("control unarmed")
ARMED = frozenset({"military", "militia", "armed group", "alliance", "opposition"})
REMOTE = "Explosions/Remote violence"
TOWN = 1
SOON = 2
"""Sentences after a takeover in which it may be undone."""


def with_lasting_control(event: Event, act: Token, document: Document) -> Event:
    """The event without its change of control if that is over by its sentence, or is none."""
    if enters_part(act, document):
        event = _as_advance(event)
    if event.territory is None:
        return event
    if event.territory == "gained" and _is_under_way(act):
        event = replace(event, territory="contested")  # "is pushing into the town"
    is_entered = event.territory == "contested" and event.modality in DONE
    if is_entered and is_unopposed(act):
        event = _as_transfer(event)
    elif is_entered and _enters_what_is_left(event, act, document):
        event = replace(event, territory="gained")
    is_unarmed = event.territory == "gained" and event.source_actor is None and _is_unarmed(event.source)
    if is_unarmed and (event.source or "") not in event.sentence:
        event = replace(event, source=None)  # "they" are others than the civilians named last
    if event.territory == "gained" and _is_of_own_post(event, act, document):
        event = replace(event, source=None, source_actor=None)
    is_no_takeover = event.territory == "gained" and (_is_of_person(act, document) or only_searches(act, document))
    is_departure = event.territory == "lost" and event.source_actor is None and _is_unarmed(event.source)
    is_visit = event.plover in ("ASSAULT", "COERCE") and is_on_errand(act)
    if is_visit:
        event = replace(event, plover="COERCE", cameo=None)
    if is_no_takeover or is_departure or is_visit:
        return replace(event, territory=None, acled_event=None, acled_sub_event=None)
    is_none = (
        event.acled_event == REMOTE
        or (act.lemma_.lower() in CLAIMING and act.tag_ in PRESENT)
        or (act.lemma_.lower() not in FIGHTING and is_over(act, document))
        or is_of_building(act, document)
        or (takes_no_place(act) and (event.admin1 is not None or event.geo_precision == TOWN))
        or (event.territory in ("gained", "lost") and is_of_unnamed_place(act, document))
        or (event.territory == "gained" and is_only_led_to(event.place, act, document))
        or (is_unarmed and event.source is not None)
        or (event.territory == "lost" and event.plover == "AID")  # "the evacuation of civilians and rebels"
        or (event.territory == "contested" and is_in_building(act))
        or (event.territory == "lost" and (_is_destination(event.place, act) or tells_outcome(act)))
        or (event.territory == "lost" and event.modality == "denied" and event.attribution is None)
        or (event.territory == "lost" and _recalls_somebody(act, document))
        or (event.territory == "contested" and (event.plover == "PROTEST" or not _is_armed(event, act)))
    )
    if is_none:
        return replace(event, territory=None)
    if event.source is not None and event.source in (event.place, event.target):  # "the town of Hama was taken"
        event = replace(event, source=None, source_actor=None)
    return with_town_of_country(event, document)


def _as_advance(event: Event) -> Event:
    """The event as a fight: who only comes into a part of a town has not taken it."""
    if event.territory == "gained":
        event = replace(event, territory="contested")
    if event.acled_sub_event not in TAKEN:
        return event
    return replace(
        event, plover="ASSAULT", plover_mode=None, cameo="190", acled_event=event_types()[FIGHT], acled_sub_event=FIGHT
    )


def _as_transfer(event: Event) -> Event:
    """The event as a gain without a fight."""
    group, plover = event_types()[TRANSFER], "COERCE" if event.plover == "ASSAULT" else event.plover
    cameo = event.cameo if event.plover == plover else None
    return replace(event, territory="gained", plover=plover, cameo=cameo, acled_event=group, acled_sub_event=TRANSFER)


def _enters_what_is_left(event: Event, act: Token, document: Document) -> bool:
    """Whether those who hold a town had left it when others came in: "entered Goma after the army had abandoned it"."""
    thing = patient(act) if act.pos_ == "VERB" else None
    if act.lemma_.lower() not in ENTERING or thing is None or enters_part(act, document):
        return False
    name = document.place_named(thing)
    if name is None or name.place is None or name.span.text != event.place:
        return False
    left = (verb for verb in act.sent if verb.i > act.i and verb.lemma_.lower() in LEAVING | ABANDONING)
    return any(_leaves_before(verb, document) and _is_left(verb, name, document) for verb in left)


def _leaves_before(verb: Token, document: Document) -> bool:
    """Whether a ruler or a force leaves before what the sentence tells: "hours after the president had left"."""
    doer = subject(verb)
    is_after = any(mark.lower_ == "after" for mark in children(verb, "mark"))
    if not is_after or doer is None or is_passive(verb):
        return False
    return is_a(core(doer), "armed", document) or is_a(core(doer), "leader", document)


def _is_left(verb: Token, name: Name, document: Document) -> bool:
    """Whether what is left is a place: by its name, or as "it", "the city" or "the capital"."""
    things = [*children(verb, "obj"), *obliques(verb, "from")]
    towns = words_in("name_words", role="settlement") | {"it", "capital"}
    left = [document.name_at(thing) for thing in things]
    return any(
        (other.place == name.place) if other is not None else thing.lemma_.lower() in towns
        for thing, other in zip(things, left, strict=True)
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
    thing = thing_taken(act)
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


def _is_of_own_post(event: Event, act: Token, document: Document) -> bool:
    """Whether those whom another sentence names lose what is taken and are not its takers: "the army's best base"."""
    taker = actors().get(event.source_actor or "")
    if taker is None or taker.country is None or (event.source or "") in event.sentence:
        return False
    after = [noun for noun in act.doc[act.i + 1 : act.sent.end] if preposition(noun) == "of"]  # "capture on Sunday of"
    taken = [thing] if (thing := thing_taken(act)) is not None else after[:1]
    owners = [owner for post in taken if not POSTS.isdisjoint(forms(post)) for owner in children(post, "nmod:poss")]
    names = (document.name_at(owner) for owner in owners)
    return any(name is not None and name.actor is not None and name.actor.country == taker.country for name in names)


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
