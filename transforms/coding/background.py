"""What an event leaves unsaid because the article said it before.

A later mention of the same happening ("the attack", "the negotiations") takes over the doer, place, date and kind of
the nearest earlier one, and so does an outcome told without a doer ("two more houses were hit"). Nothing is taken where
the two disagree on the place, and each loan costs confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from transforms.coding.happenings import Mention
from transforms.schema import Event
from transforms.story import Story
from transforms.syntax import children, is_passive, subject

SURE_LOAN, LOAN = 0.9, 0.75
FAR, NEAR, LOOKED_AT = 20, 8, 60
DISRUPTED = "Disrupted weapons use"
INDEFINITE = frozenset({"a", "an", "another"})
RESUMED = frozenset({"ASSAULT", "CONSULT", "COERCE", "PROTEST", "AGREE"})
AFFAIRS = frozenset(
    {"AGREE", "CONSULT", "REQUEST", "ACCUSE", "REJECT", "SUPPORT", "CONCEDE", "AID", "THREATEN", "COOPERATE", "RETREAT"}
)
TALKS = frozenset({"CONSULT", "AGREE"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their"})
PLACE = ("place", "place_id", "latitude", "longitude", "country", "admin1", "geo_precision")
DATE = ("date_start", "date_end", "date_precision")
VAGUE = frozenset({"Attack", "Remote explosive/landmine/IED"})
BLOWS = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the mention it was read from."""

    mention: Mention
    event: Event
    is_public: bool = True


def told_before(found: Iterable[Told], story: Story) -> list[Event]:
    """The events, with what earlier mentions of the same happening say filled in.

    Words and talks between private persons, and those that nobody is named for, are refused.
    """
    earlier: list[Event] = []
    for told in found:
        event = _filled(told, earlier)
        at = told.mention.trigger.i
        if event.plover in AFFAIRS and not told.is_public:
            story.refuse("events", story.doc[at : at + 1], "private persons", event.plover)
        elif event.plover in AFFAIRS and not (event.source or event.target):
            story.refuse("events", story.doc[at : at + 1], "nobody named", event.plover)
        else:
            earlier.append(event)
    return earlier


def _filled(told: Told, earlier: list[Event]) -> Event:
    event, reach = told.event, _reach(told)
    if event.plover not in RESUMED or not reach:
        return event
    near = [
        other
        for other in earlier[-LOOKED_AT:]
        if event.sentence_index - other.sentence_index <= reach and _is_same(event, other)
    ]
    if event.source is not None:
        near = [other for other in near if _is_doer(event, other)] if reach == FAR and event.place is None else []
    named = [other for other in near if _is_name(other.source)]
    if not near:
        return event
    return _borrowed(event, (named or near)[-1], SURE_LOAN if reach == FAR else LOAN)


def _is_doer(event: Event, other: Event) -> bool:
    return event.source == other.source or (event.source_actor is not None and event.source_actor == other.source_actor)


def _is_name(participant: str | None) -> bool:
    """True where a capital letter shows a name, the first word aside where it is an article."""
    return any(word[0].isupper() for word in re.findall(r"\w+", participant or "") if word not in ("The", "A", "An"))


def _reach(told: Told) -> int:
    """How many sentences back the same happening may have been told; 0 for what is told as new."""
    trigger, frame = told.mention.trigger, told.mention.frame
    if frame.pos == "noun":
        determiners = {c.lower_ for c in children(trigger, "det", "nmod:poss")}
        if determiners & DEFINITE or frame.plover in TALKS or frame.territory:
            return FAR
        return 0 if determiners & INDEFINITE and told.event.target and told.event.place else NEAR
    if frame.territory == "gained":
        return FAR
    return NEAR if is_passive(trigger) or frame.effect or subject(trigger) is not None else 0


def _is_same(event: Event, other: Event) -> bool:
    """True for an earlier event of the class that has something to lend and no other place or day of its own."""
    same = other.plover == event.plover or {other.plover, event.plover} <= TALKS
    if not same or not (other.source or other.place or other.target):
        return False
    if (event.territory == "gained") != (other.territory == "gained") or DISRUPTED in (
        event.acled_sub_event,
        other.acled_sub_event,
    ):
        return False
    days = (event.date_start or "", other.date_start or "")
    if all(days) and not days[0].startswith(days[1]) and not days[1].startswith(days[0]):
        return False
    return not _are_apart(event, other) and not _name_others(event.target, other.target)


def _name_others(target: str | None, other: str | None) -> bool:
    """True for two targets that each hold a name, and none in common."""
    names = [_names(target), _names(other)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _names(target: str | None) -> set[str]:
    """The capitalised words, the first of several aside: it may only begin a sentence."""
    found = re.findall(r"\w+", target or "")
    return {word for word in found[1 if len(found) > 1 else 0 :] if word[0].isupper()}


def _are_apart(event: Event, other: Event) -> bool:
    """True for places of two countries, or two towns of different divisions."""
    if event.country and other.country and event.country != other.country:
        return True
    towns = event.geo_precision == 1 and other.geo_precision == 1
    return bool(towns and event.place_id != other.place_id and event.admin1 != other.admin1)


def _borrowed(event: Event, other: Event, cost: float) -> Event:
    loan: dict[str, Any] = {}
    if event.source is None and (other.source_actor or _is_name(other.source)) and other.source != event.target:
        loan = {"source": other.source, "source_actor": other.source_actor}
    if event.plover in TALKS and event.target is None and _is_name(other.target):
        loan |= {"target": other.target, "target_actor": other.target_actor}
    if event.place is None:
        loan |= {name: getattr(other, name) for name in PLACE}
    if event.date_start is None:
        loan |= {name: getattr(other, name) for name in DATE}
    if event.acled_sub_event in VAGUE and other.acled_sub_event in BLOWS:
        loan |= {"acled_event": other.acled_event, "acled_sub_event": other.acled_sub_event}
    if event.territory == "gained" and event.acled_sub_event is None:
        loan |= {"acled_event": other.acled_event, "acled_sub_event": other.acled_sub_event}
    return replace(event, **loan, confidence=round(event.confidence * cost, 2)) if loan else event
