"""Resolves implicit arguments: source, sides, target, place, day and kind of attack from earlier mentions.

A participant is not inherited if too many earlier mentions name another, and each inheritance lowers the confidence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from transforms.reading.parse import lemmas
from transforms.resolving.actors import actors
from transforms.resolving.noun_kinds import words
from transforms.tables.schema import Event

SURE_LOAN, LOAN = 0.9, 0.75
TALKS = frozenset({"CONSULT", "AGREE"})
GROUPS = frozenset({"armed group", "militia", "opposition"})
PLACE = (
    "place", "place_id", "latitude", "longitude", "west", "south", "east", "north",
    "country", "admin1", "geo_precision",
)  # fmt: skip
DATE = ("date_start", "date_end", "date_precision")
VAGUE = frozenset({"Attack", "Remote explosive/landmine/IED"})
BLOWS = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
STEM, PREVAILING, JUST_TOLD = 5, 0.75, 4

Party = tuple[str | None, str | None]
"""A participant of an event: (actor_id, text)."""


def party(event: Event, role: str) -> Party:
    return getattr(event, f"{role}_actor"), getattr(event, role)


def are_one(one: Party, other: Party) -> bool:
    """Whether two parties are the same: same actor, one text inside the other, or a group and its unnamed gunmen."""
    if one[0] and other[0]:
        return one[0] == other[0]
    if _is_unnamed_for(one, other) or _is_unnamed_for(other, one):
        return True
    texts = [text.lower().removeprefix("the ") for text in (one[1], other[1]) if text]
    return len(texts) == 2 and (texts[0] in texts[1] or texts[1] in texts[0])


def _is_unnamed_for(unnamed: Party, group: Party) -> bool:
    """Whether "gunmen" may be members of a known armed group."""
    actor = actors().get(group[0]) if group[0] else None
    noun = (unnamed[1] or "").lower().split(" ")[-1]
    return unnamed[0] is None and actor is not None and actor.kind in GROUPS and noun in words("unnamed_men")


def same_word(event: Event, earlier: list[Event]) -> list[Event]:
    """The earlier mentions whose trigger has the same stem, "ambushed" for "the ambush"; all if there are none."""
    stem = event.trigger.lower()[:STEM]
    return [other for other in earlier if other.trigger.lower()[:STEM] == stem] or earlier


def _is_name(participant: str | None) -> bool:
    """Whether a text contains a name, by its capital letters, articles aside."""
    return any(word[0].isupper() for word in re.findall(r"\w+", participant or "") if word not in ("The", "A", "An"))


def _is_known(party: Party) -> bool:
    """Whether a party can be referred to without being named again: a known actor, a name, or an armed body."""
    nouns = {lemma for word in re.findall(r"\w+", party[1] or "") for lemma in lemmas(word.lower())}
    return bool(party[0]) or _is_name(party[1]) or bool(nouns & words("armed"))


def _last_of_prevailing_source(earlier: list[Event]) -> Event | None:
    """The last event with a known source; None if less than PREVAILING of them agree."""
    known = [event for event in earlier if _is_known(party(event, "source"))]
    agreeing = [event for event in known if are_one(party(event, "source"), party(known[-1], "source"))]
    return known[-1] if known and len(agreeing) >= PREVAILING * len(known) else None


def _columns_of_talks(event: Event, earlier: list[Event]) -> dict[str, Any]:
    """The sides of talks: those of earlier mentions, or the other side of the one named here.

    Empty if there are more than two.
    """
    parties = [(role, party(other, role)) for other in earlier for role in ("source", "target")]
    known_parties = [(role, party) for role, party in parties if _is_known(party)]
    sides = [
        side
        for n, side in enumerate(known_parties)
        if not any(are_one(side[1], early) for _, early in known_parties[:n])
    ]
    own = [party(event, role) for role in ("source", "target") if getattr(event, role)]
    if len(own) == 2 or len(sides) > 2 or (own and not any(are_one(own[0], party) for _, party in sides)):
        return {}
    others = [(role, party) for role, party in sides if not (own and are_one(own[0], party))]
    if own:
        free = "target" if event.source else "source"
        return _columns_of(others[0][1], free) if others else {}
    if len(others) == 2 and others[0][0] == others[1][0]:
        others = [("source", others[0][1]), ("target", others[1][1])]
    return {key: value for role, party in others for key, value in _columns_of(party, role).items()}


def _find_source(event: Event, doers: list[Event]) -> Event | None:
    """The earlier mention that supplies a missing source; never the event's own target."""
    doer = _last_of_prevailing_source(doers) if event.source is None else None
    return doer if doer is not None and not are_one(party(doer, "source"), party(event, "target")) else None


def _find_attack(earlier: list[Event]) -> Event | None:
    """The last earlier mention with a kind of attack; None if less than PREVAILING of those mentions agree."""
    attacks = [event for event in earlier if event.acled_sub_event in BLOWS]
    agreeing = [event for event in attacks if event.acled_sub_event == attacks[-1].acled_sub_event]
    return attacks[-1] if attacks and len(agreeing) >= PREVAILING * len(attacks) else None


def _find_target(event: Event, loan: dict[str, Any], doers: list[Event]) -> Event | None:
    """The last earlier mention of the same source's deed, with the same stem and a known target."""
    stem = event.trigger.lower()[:STEM]
    doer = (loan.get("source_actor"), loan["source"]) if "source" in loan else party(event, "source")
    same = [o for o in doers if o.target_actor and o.trigger.lower()[:STEM] == stem]
    return next((o for o in reversed(same) if are_one(party(o, "source"), doer)), None)


def _columns_of(party: Party, role: str) -> dict[str, Any]:
    return {f"{role}_actor": party[0], role: party[1]}


def with_arguments_of_earlier(
    event: Event, earlier: list[Event], doers: list[Event], cost: float, only_in: frozenset[str] = frozenset()
) -> Event:
    """Fill the event from earlier mentions of its happening, `earlier`, with the source from `doers`.

    `only_in` are the countries its own sentence names as locations; places elsewhere are not inherited.
    """
    loan: dict[str, Any] = {}
    other = ([o for o in earlier if _is_name(o.source)] or earlier)[-1]
    if event.plover in TALKS:
        loan = _columns_of_talks(event, earlier)
    elif (source_lender := _find_source(event, doers)) is not None:
        loan, _ = _columns_of(party(source_lender, "source"), "source"), source_lender
    if (
        event.plover == "ASSAULT"
        and event.target is None
        and (target_lender := _find_target(event, loan, doers)) is not None
    ):
        loan |= _columns_of(party(target_lender, "target"), "target")
    if event.place is None and (place_lender := _find_place(event, earlier, only_in)) is not None:
        loan |= {name: getattr(place_lender, name) for name in PLACE}
    if event.date_start is None and (date_lender := _find_date(replace(event, **loan), earlier)) is not None:
        loan |= {name: getattr(date_lender, name) for name in DATE}
    if event.acled_sub_event in VAGUE and (attack := _find_attack(earlier)) is not None:
        loan |= {"acled_event": attack.acled_event, "acled_sub_event": attack.acled_sub_event}
    if event.territory == "gained" and event.acled_sub_event is None:
        loan |= {"acled_event": other.acled_event, "acled_sub_event": other.acled_sub_event}
    return with_loan(event, loan, cost)


def _find_place(event: Event, earlier: list[Event], only_in: frozenset[str]) -> Event | None:
    """The mention to take the place from: the latest if recent, else the first with the most frequent place."""
    placed = [o for o in earlier if o.place and not (only_in and o.country and o.country not in only_in)]
    if not placed:
        return None
    n_mentions = Counter(o.place_id or o.place for o in placed)
    chief = placed[-1]
    if event.sentence_index - chief.sentence_index > JUST_TOLD:
        chief = max(reversed(placed), key=lambda o: n_mentions[o.place_id or o.place])
    return next(o for o in placed if (o.place_id or o.place) == (chief.place_id or chief.place))


def _find_date(event: Event, earlier: list[Event]) -> Event | None:
    """The last mention with a date and no contradicting source or place."""
    for other in reversed(earlier):
        is_other = event.source and other.source and not are_one(party(event, "source"), party(other, "source"))
        is_elsewhere = event.place_id and other.place_id and event.place_id != other.place_id
        if other.date_start and not is_other and not is_elsewhere:
            return other
    return None


def with_loan(event: Event, loan: dict[str, Any], cost: float) -> Event:
    """The event with inherited columns, and its confidence multiplied by `cost`."""
    return replace(event, **loan, confidence=round(event.confidence * cost, 2)) if loan else event
