"""What an event leaves unsaid because the article said it before.

News tells one happening in its lead with those who take part, then refers back to it. A later mention ("the attack",
"the negotiations") takes over the doer, place, date and kind of the earlier ones, and so does an outcome told without
a doer ("two more houses were hit"). Nothing is taken where the mentions disagree on the place or the day, nobody where
two earlier ones name two doers, and each loan costs confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Token

from transforms.actors import actors
from transforms.coding.happenings import Mention
from transforms.coding.kinds import words
from transforms.coding.patterns import SPEECH
from transforms.schema import Event
from transforms.story import Story
from transforms.syntax import children, is_passive, subject

SURE_LOAN, LOAN = 0.9, 0.75
FAR, NEAR, LOOKED_AT, ANSWERED = 20, 8, 60, 2
DISRUPTED = "Disrupted weapons use"
INDEFINITE = frozenset({"a", "an", "another"})
RESUMED = frozenset({"ASSAULT", "CONSULT", "COERCE", "PROTEST", "AGREE"})
AFFAIRS = frozenset(
    {"AGREE", "CONSULT", "REQUEST", "ACCUSE", "REJECT", "SUPPORT", "CONCEDE", "AID", "THREATEN", "COOPERATE", "RETREAT"}
)
TALKS = frozenset({"CONSULT", "AGREE"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their"})
POINTING = frozenset({"this", "that", "these", "those"})
GROUPS = frozenset({"armed group", "militia", "opposition"})
PLACE = ("place", "place_id", "latitude", "longitude", "country", "admin1", "geo_precision")
DATE = ("date_start", "date_end", "date_precision")
VAGUE = frozenset({"Attack", "Remote explosive/landmine/IED"})
BLOWS = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
STEM, PREVAILING = 5, 0.75

Party = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the mention it was read from, and the deed that its words are about."""

    mention: Mention
    event: Event
    is_public: bool = True
    deed: Token | None = None


def told_before(found: Iterable[Told], story: Story) -> list[Event]:
    """The events, with what earlier mentions of the same happening say filled in.

    Words and talks between private persons, and those that nobody is named for, are refused.
    """
    earlier: list[Event] = []
    doers: dict[int, Event] = {}
    waiting: dict[int, Told] = {}
    for told in found:
        event = _filled(told, earlier)
        at = told.mention.trigger.i
        doers[at] = event
        if event.plover in AFFAIRS and not told.is_public:
            story.refuse("events", story.doc[at : at + 1], "private persons", event.plover)
        elif event.plover in AFFAIRS and not (event.source or event.target):
            story.refuse("events", story.doc[at : at + 1], "nobody named", event.plover)
        else:
            waiting[len(earlier)] = told
            earlier.append(event)
    told_of = [_caused(event, waiting[n].mention.trigger, doers) for n, event in enumerate(earlier)]
    aimed = [_about(event, waiting[n].deed, doers) for n, event in enumerate(told_of)]
    return _placed(aimed)


def _placed(found: list[Event]) -> list[Event]:
    """The events, each deed without a place with that of the other deeds of its sentence where they have only one."""
    beside: dict[int, dict[str | None, Event]] = {}
    for event in found:
        if event.place and event.when_told == "new" and event.plover not in SPEECH:
            beside.setdefault(event.start, {})[event.place] = event
    return [_beside(event, list(beside.get(event.start, {}).values())) for event in found]


def _beside(event: Event, placed: list[Event]) -> Event:
    if event.place or event.plover in SPEECH or event.when_told != "new" or len(placed) != 1:
        return event
    loan: dict[str, Any] = {name: getattr(placed[0], name) for name in PLACE}
    return replace(event, **loan, confidence=round(event.confidence * SURE_LOAN, 2))


def _caused(event: Event, outcome: Token, doers: dict[int, Event]) -> Event:
    """An outcome has the doer of the attack that its clause gives as the cause: "died when gunmen ambushed the bus"."""
    if event.plover != "ASSAULT" or event.source is not None or outcome.pos_ != "VERB":
        return event
    for clause in children(outcome, "advcl"):
        cause = doers.get(clause.i)
        marks = {c.lower_ for c in children(clause, "mark", "advmod")}
        if cause is not None and cause.plover == "ASSAULT" and marks & {"when", "as", "after"}:
            return replace(event, source=cause.source, source_actor=cause.source_actor)
    return event


def _about(event: Event, deed: Token | None, doers: dict[int, Event]) -> Event:
    """Words about a deed are aimed at its doer: of "condemned the attack", whoever attacked."""
    doer = doers.get(deed.i) if deed is not None else None
    if event.target is not None or doer is None or doer.source is None or doer.source == event.source:
        return event
    return replace(
        event, target=doer.source, target_actor=doer.source_actor, confidence=round(event.confidence * SURE_LOAN, 2)
    )


def _filled(told: Told, earlier: list[Event]) -> Event:
    event, reach = told.event, _reach(told)
    if event.plover == "REJECT" and event.target is None:
        return _answering(event, earlier)
    if event.plover not in RESUMED or not reach:
        return event
    near = [
        other
        for other in earlier[-LOOKED_AT:]
        if event.sentence_index - other.sentence_index <= reach and _is_same(event, other)
    ]
    if event.source is not None and event.plover not in TALKS:
        near = [other for other in near if _is_doer(event, other)] if reach == FAR and event.place is None else []
    if not near:
        return event
    same = _same_word(event, near)
    if _determiners(told) & POINTING:
        same = same[-1:]
    doers = same if reach == FAR else [other for other in same if _is_outcome_of(told, other)]
    return _borrowed(event, near, doers, SURE_LOAN if reach == FAR else LOAN)


def _is_outcome_of(told: Told, other: Event) -> bool:
    """True for what happened where and in what was told before: "shells hit the town. Two houses were destroyed"."""
    if told.event.place_id is not None and told.event.place_id == other.place_id and told.event.geo_precision == 1:
        return True
    is_outcome = told.mention.frame.pos == "verb" and (told.mention.frame.effect or is_passive(told.mention.trigger))
    return is_outcome and told.event.sentence_index - other.sentence_index <= 1


def _answering(event: Event, earlier: list[Event]) -> Event:
    """A denial answers who accused the denier just before."""
    for other in reversed(earlier):
        if event.sentence_index - other.sentence_index > ANSWERED:
            break
        if other.plover == "ACCUSE" and other.source != event.source and _is_of(_party(other, "target"), event):
            return replace(event, target=other.source, target_actor=other.source_actor)
    return event


def _party(event: Event, role: str) -> Party:
    return getattr(event, f"{role}_actor"), getattr(event, role)


def _is_of(party: Party, event: Event) -> bool:
    return _are_one(party, _party(event, "source"))


def _are_one(one: Party, other: Party) -> bool:
    """True for the same actor, words of which one holds the other, or a group and gunmen who are not named."""
    if one[0] and other[0]:
        return one[0] == other[0]
    if _is_unnamed_for(one, other) or _is_unnamed_for(other, one):
        return True
    texts = [text.lower().removeprefix("the ") for text in (one[1], other[1]) if text]
    return len(texts) == 2 and (texts[0] in texts[1] or texts[1] in texts[0])


def _is_unnamed_for(unnamed: Party, group: Party) -> bool:
    """True for "gunmen" and the armed group that they turn out to be of."""
    actor = actors().get(group[0]) if group[0] else None
    noun = (unnamed[1] or "").lower().split(" ")[-1]
    return unnamed[0] is None and actor is not None and actor.kind in GROUPS and noun in words("unnamed_men")


def _is_doer(event: Event, other: Event) -> bool:
    return event.source == other.source or (event.source_actor is not None and event.source_actor == other.source_actor)


def _same_word(event: Event, near: list[Event]) -> list[Event]:
    """The earlier mentions by a word of the same stem, "ambushed" for "the ambush"; all where there is none."""
    stem = event.trigger.lower()[:STEM]
    return [other for other in near if other.trigger.lower()[:STEM] == stem] or near


def _is_name(participant: str | None) -> bool:
    """True where a capital letter shows a name, the first word aside where it is an article."""
    return any(word[0].isupper() for word in re.findall(r"\w+", participant or "") if word not in ("The", "A", "An"))


def _is_known(party: Party) -> bool:
    """True for a known actor, a name, or an armed body: who can be meant without being named again."""
    return bool(party[0]) or _is_name(party[1]) or any(w in words("armed") for w in (party[1] or "").lower().split())


def _reach(told: Told) -> int:
    """How many sentences back the same happening may have been told; 0 for what is told as new."""
    trigger, frame = told.mention.trigger, told.mention.frame
    if frame.pos == "noun":
        determiners = _determiners(told)
        if determiners & DEFINITE or frame.plover in TALKS or frame.territory:
            return FAR
        return 0 if determiners & INDEFINITE and told.event.target and told.event.place else NEAR
    if frame.territory == "gained":
        return FAR
    return NEAR if is_passive(trigger) or frame.effect or subject(trigger) is not None else 0


def _determiners(told: Told) -> set[str]:
    return {c.lower_ for c in children(told.mention.trigger, "det", "nmod:poss")}


def _is_same(event: Event, other: Event) -> bool:
    """True for an earlier event of the class that has something to lend and no other place or day of its own."""
    same = other.plover == event.plover or {other.plover, event.plover} <= TALKS
    if not same or other.when_told != event.when_told or not (other.source or other.place or other.target):
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


def _agreed(near: list[Event], role: str) -> Event | None:
    """The last of the events that know who had a role in them; None where a good part of them name another."""
    known = [event for event in near if _is_known(_party(event, role))]
    agreeing = [event for event in known if _are_one(_party(event, role), _party(known[-1], role))]
    return known[-1] if known and len(agreeing) >= PREVAILING * len(known) else None


def _sides(event: Event, near: list[Event]) -> dict[str, Any]:
    """Who talks: the sides of the talks told before, in their first roles, or the other side of the one named here.

    Nobody where more than two have talked.
    """
    told = [(role, _party(other, role)) for other in near for role in ("source", "target")]
    known = [(role, party) for role, party in told if _is_known(party)]
    sides = [side for n, side in enumerate(known) if not any(_are_one(side[1], early) for _, early in known[:n])]
    own = [_party(event, role) for role in ("source", "target") if getattr(event, role)]
    if len(own) == 2 or len(sides) > 2 or (own and not any(_are_one(own[0], party) for _, party in sides)):
        return {}
    others = [(role, party) for role, party in sides if not (own and _are_one(own[0], party))]
    if own:
        free = "target" if event.source else "source"
        return _as(others[0][1], free) if others else {}
    if len(others) == 2 and others[0][0] == others[1][0]:
        others = [("source", others[0][1]), ("target", others[1][1])]
    return {key: value for role, party in others for key, value in _as(party, role).items()}


def _lender(event: Event, doers: list[Event]) -> Event | None:
    """The earlier mention that tells who did what is told without a doer; nobody does it to himself."""
    doer = _agreed(doers, "source") if event.source is None else None
    return doer if doer is not None and not _are_one(_party(doer, "source"), _party(event, "target")) else None


def _blow(near: list[Event]) -> Event | None:
    """The last earlier mention that tells what kind of blow it was; None where a good part of them tell another."""
    told = [event for event in near if event.acled_sub_event in BLOWS]
    agreeing = [event for event in told if event.acled_sub_event == told[-1].acled_sub_event]
    return told[-1] if told and len(agreeing) >= PREVAILING * len(told) else None


def _struck(event: Event, loan: dict[str, Any], doers: list[Event]) -> Event | None:
    """The last earlier mention of the same doer's deed, by the same word, with a known actor for its target."""
    stem = event.trigger.lower()[:STEM]
    doer = (loan.get("source_actor"), loan["source"]) if "source" in loan else _party(event, "source")
    same = [o for o in doers if o.target_actor and o.trigger.lower()[:STEM] == stem]
    return next((o for o in reversed(same) if _are_one(_party(o, "source"), doer)), None)


def _as(party: Party, role: str) -> dict[str, Any]:
    return {f"{role}_actor": party[0], role: party[1]}


def _borrowed(event: Event, near: list[Event], doers: list[Event], cost: float) -> Event:
    loan: dict[str, Any] = {}
    other = ([o for o in near if _is_name(o.source)] or near)[-1]
    if event.plover in TALKS:
        loan = _sides(event, near)
    elif (doer := _lender(event, doers)) is not None:
        loan, _ = _as(_party(doer, "source"), "source"), doer
    if event.plover == "ASSAULT" and event.target is None and (struck := _struck(event, loan, doers)) is not None:
        loan |= _as(_party(struck, "target"), "target")
    if event.place is None:
        loan |= {name: getattr(other, name) for name in PLACE}
    if event.date_start is None:
        loan |= {name: getattr(other, name) for name in DATE}
    if event.acled_sub_event in VAGUE and (blow := _blow(near)) is not None:
        loan |= {"acled_event": blow.acled_event, "acled_sub_event": blow.acled_sub_event}
    if event.territory == "gained" and event.acled_sub_event is None:
        loan |= {"acled_event": other.acled_event, "acled_sub_event": other.acled_sub_event}
    return replace(event, **loan, confidence=round(event.confidence * cost, 2)) if loan else event
