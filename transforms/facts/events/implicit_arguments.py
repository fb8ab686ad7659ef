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

SURE, LIKELY = 0.9, 0.75
"""Factors of the confidence of an event with inherited columns."""
TALKS = frozenset({"CONSULT", "AGREE"})
GROUPS = frozenset({"armed group", "militia", "opposition"})
PLACE = (
    "place", "place_id", "latitude", "longitude", "west", "south", "east", "north",
    "country", "admin1", "geo_precision",
)  # fmt: skip
DATE = ("date_start", "date_end", "date_precision")
VAGUE = frozenset({"Attack", "Remote explosive/landmine/IED"})
BLOWS = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
STEM = 5
"""Letters of a trigger that two mentions share."""
PREVAILING = 0.75
"""Smallest share of earlier mentions that must agree."""
JUST_TOLD = 4
"""Maximum sentences back to a mention that is recent."""

Party = tuple[str | None, str | None]
"""A participant of an event: (actor_id, text)."""


def party(event: Event, role: str) -> Party:
    return getattr(event, f"{role}_actor"), getattr(event, role)


def are_same_party(first: Party, second: Party) -> bool:
    """Whether two parties are the same: same actor, one text inside the other, or a group and its unnamed gunmen."""
    if first[0] and second[0]:
        return first[0] == second[0]
    if _is_unnamed_for(first, second) or _is_unnamed_for(second, first):
        return True
    texts = [text.lower().removeprefix("the ") for text in (first[1], second[1]) if text]
    return len(texts) == 2 and (texts[0] in texts[1] or texts[1] in texts[0])


def have_other_sources(first: Event, second: Event) -> bool:
    """Whether both events have a source, and not the same."""
    sources = party(first, "source"), party(second, "source")
    return bool(first.source and second.source) and not are_same_party(*sources)


def _is_unnamed_for(unnamed: Party, group: Party) -> bool:
    """Whether "gunmen" may be members of a known armed group."""
    actor = actors().get(group[0]) if group[0] else None
    noun = (unnamed[1] or "").lower().split(" ")[-1]
    return unnamed[0] is None and actor is not None and actor.kind in GROUPS and noun in words("unnamed_men")


def with_same_stem(event: Event, earlier: list[Event]) -> list[Event]:
    """The earlier mentions whose trigger has the same stem, "ambushed" for "the ambush"; all if there are none."""
    stem = event.trigger.lower()[:STEM]
    return [mention for mention in earlier if mention.trigger.lower()[:STEM] == stem] or earlier


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
    agreeing = [event for event in known if are_same_party(party(event, "source"), party(known[-1], "source"))]
    return known[-1] if known and len(agreeing) >= PREVAILING * len(known) else None


def _columns_of_talks(event: Event, earlier: list[Event]) -> dict[str, Any]:
    """The sides of talks: those of earlier mentions, or the other side of the one named here.

    Empty if there are more than two.
    """
    parties = [(role, party(mention, role)) for mention in earlier for role in ("source", "target")]
    known_parties = [(role, party) for role, party in parties if _is_known(party)]
    sides = [
        side
        for n, side in enumerate(known_parties)
        if not any(are_same_party(side[1], early) for _, early in known_parties[:n])
    ]
    own = [party(event, role) for role in ("source", "target") if getattr(event, role)]
    if len(own) == 2 or len(sides) > 2 or (own and not any(are_same_party(own[0], party) for _, party in sides)):
        return {}
    free_sides = [(role, party) for role, party in sides if not (own and are_same_party(own[0], party))]
    if own:
        free = "target" if event.source else "source"
        return _columns_of(free_sides[0][1], free) if free_sides else {}
    if len(free_sides) == 2 and free_sides[0][0] == free_sides[1][0]:
        free_sides = [("source", free_sides[0][1]), ("target", free_sides[1][1])]
    return {key: value for role, party in free_sides for key, value in _columns_of(party, role).items()}


def _find_source(event: Event, doers: list[Event]) -> Event | None:
    """The earlier mention that supplies a missing source; never the event's own target."""
    doer = _last_of_prevailing_source(doers) if event.source is None else None
    return doer if doer is not None and not are_same_party(party(doer, "source"), party(event, "target")) else None


def _find_attack(earlier: list[Event]) -> Event | None:
    """The last earlier mention with a kind of attack; None if less than PREVAILING of those mentions agree."""
    attacks = [event for event in earlier if event.acled_sub_event in BLOWS]
    agreeing = [event for event in attacks if event.acled_sub_event == attacks[-1].acled_sub_event]
    return attacks[-1] if attacks and len(agreeing) >= PREVAILING * len(attacks) else None


def _find_target(event: Event, inherited: dict[str, Any], doers: list[Event]) -> Event | None:
    """The last earlier mention of the same source's deed, with the same stem and a known target."""
    stem = event.trigger.lower()[:STEM]
    doer = (inherited.get("source_actor"), inherited["source"]) if "source" in inherited else party(event, "source")
    candidates = [o for o in doers if o.target_actor and o.trigger.lower()[:STEM] == stem]
    return next((o for o in reversed(candidates) if are_same_party(party(o, "source"), doer)), None)


def _columns_of(party: Party, role: str) -> dict[str, Any]:
    return {f"{role}_actor": party[0], role: party[1]}


def with_arguments_of_earlier(
    event: Event, earlier: list[Event], doers: list[Event], cost: float, only_in: frozenset[str] = frozenset()
) -> Event:
    """Fill the event from earlier mentions of its happening, `earlier`, with the source from `doers`.

    `only_in` are the countries its own sentence names as locations; places elsewhere are not inherited.
    """
    inherited: dict[str, Any] = {}
    last_named = ([o for o in earlier if _is_name(o.source)] or earlier)[-1]
    if event.plover in TALKS:
        inherited = _columns_of_talks(event, earlier)
    elif (source_mention := _find_source(event, doers)) is not None:
        inherited = _columns_of(party(source_mention, "source"), "source")
    if (
        event.plover == "ASSAULT"
        and event.target is None
        and (target_mention := _find_target(event, inherited, doers)) is not None
    ):
        inherited |= _columns_of(party(target_mention, "target"), "target")
    if event.place is None and (place_mention := _find_place(event, earlier, only_in)) is not None:
        inherited |= {name: getattr(place_mention, name) for name in PLACE}
    if event.date_start is None and (date_mention := _find_date(replace(event, **inherited), earlier)) is not None:
        inherited |= {name: getattr(date_mention, name) for name in DATE}
    if event.acled_sub_event in VAGUE and (attack := _find_attack(earlier)) is not None:
        inherited |= {"acled_event": attack.acled_event, "acled_sub_event": attack.acled_sub_event}
    if event.territory == "gained" and event.acled_sub_event is None:
        inherited |= {"acled_event": last_named.acled_event, "acled_sub_event": last_named.acled_sub_event}
    return with_inherited(event, inherited, cost)


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
    for mention in reversed(earlier):
        is_elsewhere = event.place_id and mention.place_id and event.place_id != mention.place_id
        if mention.date_start and not have_other_sources(event, mention) and not is_elsewhere:
            return mention
    return None


def with_inherited(event: Event, inherited: dict[str, Any], cost: float) -> Event:
    """The event with inherited columns, and its confidence multiplied by `cost`."""
    return replace(event, **inherited, confidence=round(event.confidence * cost, 2)) if inherited else event
