"""Fills an event's open slots from earlier mentions of the same happening.

News reports a happening in full once and then refers back. A later mention ("the attack", "the negotiations") inherits
source, place, date and kind from earlier ones, as does an outcome without an agent ("two more houses were hit").
Nothing is inherited if the mentions disagree on place or day, no source if earlier ones disagree on it, and each
inheritance lowers the confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from transforms.facts.events.implicit_arguments import (
    LIKELY,
    SURE,
    TALKS,
    are_same_party,
    party,
    with_arguments_of_earlier,
    with_same_stem,
)
from transforms.facts.events.mentions import Mention
from transforms.facts.events.reconciliation import reconcile
from transforms.facts.events.traps import is_by_trap
from transforms.reading.syntax import children, is_passive, preposition, subject
from transforms.reading.tree import Token
from transforms.resolving.document import Document
from transforms.resolving.naming.whereabouts import WITHIN
from transforms.tables.schema import Event
from transforms.words import word_list

FAR, NEAR = 20, 4
"""Maximum sentences back to the mention that a definite noun or a takeover refers to, or any other mention."""
COMPARED = 60
"""Maximum earlier events to compare."""
ANSWERED = 2
"""Maximum sentences between an accusation and its denial."""
DISRUPTED = "Disrupted weapons use"
INDEFINITE = word_list("events indefinite")
RESUMED = frozenset({"ASSAULT", "CONSULT", "COERCE", "PROTEST", "AGREE"})
AFFAIRS = frozenset(
    {"AGREE", "CONSULT", "REQUEST", "ACCUSE", "REJECT", "SUPPORT", "CONCEDE", "AID", "THREATEN", "COOPERATE", "RETREAT"}
)
DEFINITE = word_list("events definite")
ANEW = word_list("events anew")
POINTING = word_list("events pointing")


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event with its mention, and the deed that a statement is about, if any."""

    mention: Mention
    event: Event
    is_public: bool = True
    deed: Token | None = None


def fill_from_earlier_mentions(
    event_mentions: Iterable[EventMention], document: Document
) -> list[tuple[Event, Mention]]:
    """The events with their mentions, open slots filled from earlier mentions.

    Statements and talks between private persons, or without any named party, are refused.
    """
    earlier: list[Event] = []
    doers: dict[int, Event] = {}
    by_position: dict[int, EventMention] = {}
    for event_mention in event_mentions:
        event = _fill_open_slots(event_mention, earlier, document)
        index = event_mention.mention.trigger.i
        doers[index] = event
        if event.plover in AFFAIRS and not event_mention.is_public:
            document.refuse("events", document.doc[index : index + 1], "private persons", event.plover)
        elif event.plover in AFFAIRS and not (event.source or event.target):
            document.refuse("events", document.doc[index : index + 1], "nobody named", event.plover)
        else:
            by_position[len(earlier)] = event_mention
            earlier.append(event)
    filled = [(event, by_position[n].mention, by_position[n].deed) for n, event in enumerate(earlier)]
    return reconcile(filled, doers)


def _fill_open_slots(current: EventMention, earlier: list[Event], document: Document) -> Event:
    event, reach = current.event, _sentences_back(current)
    if event.plover == "REJECT" and event.target is None:
        return _aim_denial(event, earlier)
    is_new = is_anew(current.mention.trigger) or (event.plover == "ASSAULT" and is_by_trap(current.mention.trigger))
    if event.plover not in RESUMED or not reach or is_new:
        return event
    candidates = [
        candidate
        for candidate in earlier[-COMPARED:]
        if event.sentence_index - candidate.sentence_index <= reach and _may_be_same(event, candidate)
    ]
    if event.source is not None and event.plover not in TALKS:
        if reach != FAR or not (event.place is None or event.date_start is None):
            return event
        candidates = [candidate for candidate in candidates if _is_doer(event, candidate)]
    if not candidates:
        return event
    same_stem = with_same_stem(event, candidates)
    if _determiners(current) & POINTING:
        same_stem = same_stem[-1:]
    doers = same_stem if reach == FAR else [candidate for candidate in same_stem if _is_outcome_of(current, candidate)]
    doers = [candidate for candidate in doers if not _is_only_blamed(candidate, earlier[-COMPARED:])]
    countries = _countries_of_locations(current, document)
    return with_arguments_of_earlier(event, candidates, doers, SURE if reach == FAR else LIKELY, countries)


def is_anew(trigger: Token) -> bool:
    """Whether the words say that an act was not told before: "again bombed", "a second attack"."""
    words = {child.lower_ for child in children(trigger, "advmod", "amod", "det")}
    return bool(words & ANEW) and not words & DEFINITE


def _countries_of_locations(current: EventMention, document: Document) -> frozenset[str]:
    """Countries that the sentence names as locations, after "in", "at", "near"."""
    names = document.names_in(current.mention.trigger.sent)
    placed = (n.place.country for n in names if n.place is not None and preposition(n.span.root) in WITHIN)
    return frozenset(country for country in placed if country)


def _is_only_blamed(deed: Event, earlier: list[Event]) -> bool:
    """Whether the event's own sentence names its source only as accused; such an accusation is not repeated as fact."""
    beside = (accusation for accusation in earlier if accusation.start == deed.start and accusation.plover == "ACCUSE")
    return any(are_same_party(party(accusation, "target"), party(deed, "source")) for accusation in beside)


def _is_outcome_of(current: EventMention, cause: Event) -> bool:
    """Whether an event is the outcome of an earlier one at its place: "shells hit the town. Two houses were
    destroyed".
    """
    if (
        current.event.place_id is not None
        and current.event.place_id == cause.place_id
        and current.event.geo_precision == 1
    ):
        return True
    is_outcome = current.mention.frame.pos == "verb" and (
        current.mention.frame.effect or is_passive(current.mention.trigger)
    )
    return is_outcome and current.event.sentence_index - cause.sentence_index <= 1


def _aim_denial(event: Event, earlier: list[Event]) -> Event:
    """Aim a denial at the party that has just accused the denier."""
    for accusation in reversed(earlier):
        if event.sentence_index - accusation.sentence_index > ANSWERED:
            break
        if (
            accusation.plover == "ACCUSE"
            and accusation.source != event.source
            and are_same_party(party(accusation, "target"), party(event, "source"))
        ):
            return replace(event, target=accusation.source, target_actor=accusation.source_actor)
    return event


def _is_doer(event: Event, earlier: Event) -> bool:
    is_same_actor = event.source_actor is not None and event.source_actor == earlier.source_actor
    return event.source == earlier.source or is_same_actor


def _sentences_back(current: EventMention) -> int:
    """How many sentences back the same happening may have been mentioned; 0 for a new one."""
    trigger, frame = current.mention.trigger, current.mention.frame
    if frame.pos == "noun":
        determiners = _determiners(current)
        if determiners & DEFINITE or frame.plover in TALKS or frame.territory:
            return FAR
        return 0 if determiners & INDEFINITE and current.event.target and current.event.place else NEAR
    if frame.territory == "gained":
        return FAR
    return NEAR if is_passive(trigger) or frame.effect or subject(trigger) is not None else 0


def _determiners(current: EventMention) -> set[str]:
    return {c.lower_ for c in children(current.mention.trigger, "det", "nmod:poss")}


def _may_be_same(event: Event, earlier: Event) -> bool:
    """Whether an earlier event is of the same class, has something to inherit, and does not contradict place or day."""
    is_same_class = earlier.plover == event.plover or {earlier.plover, event.plover} <= TALKS
    if not is_same_class or not (earlier.source or earlier.place or earlier.target):
        return False
    if earlier.when_told != event.when_told or earlier.modality == "denied" != event.modality:
        return False
    is_disruption = DISRUPTED in (event.acled_sub_event, earlier.acled_sub_event)
    if is_disruption or (event.territory == "gained") != (earlier.territory == "gained"):
        return False
    days = (event.date_start or "", earlier.date_start or "")
    if all(days) and not days[0].startswith(days[1]) and not days[1].startswith(days[0]):
        return False
    return not are_apart(event, earlier) and not have_other_names(event.target, earlier.target)


def have_other_names(target: str | None, earlier_target: str | None) -> bool:
    """Whether two targets both contain names and share none."""
    names = [_names(target), _names(earlier_target)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _names(target: str | None) -> set[str]:
    """The capitalised words; the first of several is left out, because it may only begin a sentence."""
    words = re.findall(r"\w+", target or "")
    return {word for word in words[1 if len(words) > 1 else 0 :] if word[0].isupper()}


def are_apart(event: Event, earlier: Event) -> bool:
    """Whether the places are in two countries, or are two towns of different divisions."""
    if event.country and earlier.country and event.country != earlier.country:
        return True
    towns = event.geo_precision == 1 and earlier.geo_precision == 1
    return bool(towns and event.place_id != earlier.place_id and event.admin1 != earlier.admin1)
