"""Days and places of acts that an article tells more than once, or beside other acts.

A day beside a verb of saying is that of the act only while the article tells no other: "rebels attacked the base on
Monday. ... They said on Tuesday that they had attacked it". What follows such an act is on the corrected day too. So a
place that only tells which road or house is meant, or who speaks, gives way to the town where the text is. The day and
place of talks are not those of the fighting that they are about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from transforms.facts.events.earlier_mentions import INDEFINITE, are_apart, have_other_names, is_anew
from transforms.facts.events.implicit_arguments import DATE, PLACE, STEM, TALKS, VAGUE, have_other_sources
from transforms.facts.events.learned.decode import SURE_PLACE, Reading
from transforms.facts.events.learned.grammar import is_of_speaker
from transforms.facts.events.learned.nearest import is_of_thing, is_other_update, other_town
from transforms.facts.events.learned.own_day import is_before_news
from transforms.facts.events.learned.rows import dates_of
from transforms.facts.events.learned.triggers import DEEDS, HOSTILE
from transforms.facts.events.news_or_background import PAST_PERFECT
from transforms.reading.syntax import children, climb
from transforms.reading.tree import Token
from transforms.resolving.dates import counted_from_act, first_without_subject, is_time_around, is_time_of_saying, times
from transforms.resolving.document import Document
from transforms.resolving.reporting import saying
from transforms.resolving.timing.expressions import When
from transforms.resolving.timing.parts import PART_OF_DAY, UNIT
from transforms.resolving.timing.tense import HAVE
from transforms.tables.schema import Event

TOWN = 1
ABDUCTION = "Abduction/forced disappearance"
_TIME_OF_DAY = re.compile(rf"\b(?:{UNIT}|{PART_OF_DAY})\b", re.IGNORECASE)
LONGEST = 7
"""Days before the day of saying after which an act told elsewhere is taken for another."""

Told = tuple[Reading, Event]


def with_own_days_and_places(told: Sequence[Told], document: Document) -> list[Event]:
    """The events of readings, in the order of the text, with days and places that are those of their acts."""
    dated = _with_days_of_acts(told)
    return _with_places_of_acts([(reading, event) for (reading, _), event in zip(told, dated, strict=True)], document)


def _with_days_of_acts(told: Sequence[Told]) -> list[Event]:
    """The events of readings, in the order of the text; a day of saying gives way to that of the same act elsewhere.

    An act told as past before the others, "the army had at first denied that it had lost the town", is not on the day
    of publication: its day is that of the same act elsewhere, or open.
    """
    stated = {n for n, told_one in enumerate(told) if _has_own_day(*told_one) and not _is_of_talks("date", n, told)}
    found: list[Event] = []
    for n, (reading, event) in enumerate(told):
        is_pointed_to = _day_pointed_to(reading) is not None and event.date_precision == "day"
        if _is_of_talks("date", n, told):
            event = _with(event, None, "date", DATE)
        elif (day := _counted_from(n, told, found)) is not None:
            event = replace(_with(event, None, "date", DATE), **dates_of(day))
        elif event.plover in DEEDS and is_pointed_to and event.modality != "planned" and n not in stated:
            same = _day_of_same_act(n, told, stated) or _corrected(n, told, found)
            if (when := _day_around(reading.token, event)) is not None:
                event = replace(_with(event, None, "date", DATE), **dates_of(when))
            elif same is not None:
                event = _with(event, same, "date", DATE)
            elif _is_told_as_past(reading.token) and event.date_start == event.published_date.isoformat():
                event = _with(event, None, "date", DATE)
        found.append(event)
    return found


def _counted_from(n: int, told: Sequence[Told], found: Sequence[Event]) -> When | None:
    """The time of an act counted to one told before it in a sentence that names no day: "The raid came a week after a
    bomb killed four".
    """
    reading, event = told[n]
    beside = [
        dated
        for (other, _), dated in zip(told, found, strict=False)
        if other.token.sent == reading.token.sent and dated.date_precision == "day" and dated.date_end is None
    ]
    if not beside or any(time.when for time in times(reading.token.sent, event.published_date)):
        return None
    return counted_from_act(reading.token, event.published_date, beside[-1].date_start)


def _has_own_day(reading: Reading, event: Event) -> bool:
    """Whether an act's own sentence tells its day, and not only that on which somebody spoke of it."""
    if event.date_precision != "day" or event.modality == "planned":
        return False
    if "date" not in reading.by_rules and _day_pointed_to(reading) != event.date_start:
        return True  # it is counted from another act
    own = [time for time in times(reading.token.sent, event.published_date) if time.when]
    return any(
        time.when is not None and time.when.start == event.date_start and not is_time_of_saying(time, reading.token)
        for time in own
    )


def _day_pointed_to(reading: Reading) -> str | None:
    filler = reading.fillers.get("date") if "date" not in reading.by_rules else None
    return filler.when.start if filler is not None and filler.when is not None else None


def _day_of_same_act(n: int, told: Sequence[Told], stated: set[int]) -> Event | None:
    """The event that tells an act's own day, the nearest before it or else after; None if it is another act."""
    reading, event = told[n]
    is_unsure = reading.fillers["date"].probability < SURE_PLACE
    may_move = is_unsure or _is_said(reading.token, event) or _is_told_as_past(reading.token)
    if not may_move or is_anew(reading.token) or any(c.lower_ in INDEFINITE for c in children(reading.token, "det")):
        return None
    order = sorted(stated, key=lambda m: (m > n, abs(m - n)))
    others = (told[m][1] for m in order)
    same = (other for other in others if _is_same_act(event, other) and _is_in_same_place(event, other))
    return next((other for other in same if _is_shortly_before(other, event)), None)


def _is_said(act: Token, event: Event) -> bool:
    """Whether an act's sentence names the day that the reader points to."""
    return any(time.when and time.when.start == event.date_start for time in times(act.sent, event.published_date))


def _day_around(act: Token, event: Event) -> When | None:
    """The only day around an act whose sentence names the day on which it was told as well."""
    around = [t.when for t in times(act.sent, event.published_date) if t.when and is_time_around(t, act)]
    if len(around) != 1 or around[0].precision != "day" or around[0].end or not _is_said(act, event):
        return None
    return around[0] if around[0].start != event.date_start else None


def _corrected(n: int, told: Sequence[Told], found: Sequence[Event]) -> Event | None:
    """The last event before, of the same act, that pointed to the same day and turned out to be on another."""
    event = told[n][1]
    for (other_reading, _), other in zip(reversed(told[:n]), reversed(found), strict=True):
        is_moved = other.date_start != event.date_start == _day_pointed_to(other_reading)
        if is_moved and other.date_start is not None and _is_same_act(event, other):
            return other
    return None


def _is_same_act(event: Event, other: Event) -> bool:
    """Whether two events may tell one act: of the same class and kind, with nothing that tells them apart."""
    if event.plover != other.plover or are_apart(event, other) or have_other_sources(event, other):
        return False
    kinds = {event.acled_sub_event, other.acled_sub_event}
    is_kind = len(kinds) == 1 or (ABDUCTION not in kinds and (len(kinds - VAGUE) < 2 or "Armed clash" in kinds))
    return (is_kind or _is_same_word(event, other)) and not have_other_names(event.target, other.target)


def _is_same_word(event: Event, other: Event) -> bool:
    return event.trigger.lower()[:STEM] == other.trigger.lower()[:STEM]


def _is_in_same_place(event: Event, other: Event) -> bool:
    """Whether two events are in one place; where one is told without, the same word must name the act."""
    if event.place is None or other.place is None:
        return _is_same_word(event, other)
    return (event.place_id or event.place) == (other.place_id or other.place)


def _is_shortly_before(other: Event, event: Event) -> bool:
    first, last = (date.fromisoformat(day or "") for day in (other.date_start, event.date_start))
    return timedelta(0) < last - first <= timedelta(LONGEST)


def _is_told_as_past(act: Token) -> bool:
    """Whether an act lies before what its sentence tells as news of the day."""
    return _is_past_before_others(act) or is_before_news(act)


def _is_past_before_others(trigger: Token) -> bool:
    """Whether an act is told as past at a past time of the story, "had seized", and not as what somebody then said,
    "said they had seized".
    """
    verb = first_without_subject(trigger)
    if not _is_past_perfect(verb):
        return False
    if _TIME_OF_DAY.search(trigger.sent.text):
        return False  # "by evening they had imposed a curfew"
    speaking = [word for word in trigger.sent if word.pos_ == "VERB" and word.lemma_.lower() in saying()]
    return not speaking or any(_is_past_perfect(word) for word in speaking)


def _is_past_perfect(verb: Token) -> bool:
    """Whether a verb is in the past perfect; what stands between may part it from "had": "had at first denied"."""
    is_parted = verb.dep_ == "xcomp" and verb.tag_ == "VBN" and verb.head.lower_ in PAST_PERFECT
    return is_parted or any(child.lower_ in PAST_PERFECT for child in children(verb, "aux"))


def _with_places_of_acts(told: Sequence[Told], document: Document) -> list[Event]:
    """The events of readings, in the order of the text; a place that only describes something gives way to that of the
    deed told last on the same day. Without one it stays, but for the place of a speaker.
    """
    found: list[Event] = []
    towns: list[Told] = []
    for n, (reading, event) in enumerate(told):
        if (named := _where_series_began(n, told, found)) is not None:
            event = _with(event, named, "place", PLACE)
        word = _word_of("place", reading) if event.place is not None else None
        of_speaker = word is not None and is_of_speaker(word, document)
        if word is not None and (of_speaker or is_of_thing(word, document)):
            if (town := other_town(word, reading.token, document)) is not None:
                event = replace(_with(event, None, "place", PLACE), **document.located(town))
            elif not is_anew(reading.token) and (same := _town_of_day(event, reading.token, towns)) is not None:
                event = _with(event, same, "place", PLACE)
            elif of_speaker:
                event = _with(event, None, "place", PLACE)
        elif _is_of_talks("place", n, told):
            event = _with(event, None, "place", PLACE)
        elif event.geo_precision == TOWN and event.plover in DEEDS:
            towns.append((reading, event))
        found.append(event)
    return found


def _where_series_began(n: int, told: Sequence[Told], found: Sequence[Event]) -> Event | None:
    """The deed that an act goes on from, if the place of the act is only a part of the name of that one's place:
    "landed on a dormitory of Aleppo University and killed four", where the four would be placed in Aleppo.
    """
    reading, event = told[n]
    if event.place is None or event.plover not in DEEDS or reading.token.dep_ != "conj":
        return None
    first = reading.token.head
    before = (placed for (other, _), placed in zip(told, found, strict=False) if other.token == first)
    own = set(event.place.split())
    return next(
        (placed for placed in before if placed.plover in DEEDS and own < set((placed.place or "").split())), None
    )


def _town_of_day(event: Event, trigger: Token, towns: Sequence[Told]) -> Event | None:
    """The event told last on an event's day and in its update of a live blog, of its class and kind if there is one."""
    others = [other for reading, other in reversed(towns) if not is_other_update(reading.token, trigger)]
    return max(
        (other for other in others if other.date_start == event.date_start),
        key=lambda other: (other.plover == event.plover, other.acled_sub_event == event.acled_sub_event),
        default=None,
    )


def _word_of(slot: str, reading: Reading) -> Token | None:
    filler = reading.fillers.get(slot) if slot not in reading.by_rules else None
    return filler.token if filler is not None else None


def _is_of_talks(slot: str, n: int, told: Sequence[Told]) -> bool:
    """Whether an attack or arrest has its day or place from talks about it, "agreed in Doha on Tuesday after days of
    fighting", or from talks of another sentence if it is told without a time, "the two armies have exchanged fire".
    """
    reading, event = told[n]
    word, act = _word_of(slot, reading), reading.token
    if word is None or event.plover not in HOSTILE or act in climb(word):
        return False
    talks = [other.token for other, talk in told if talk.plover in TALKS and _word_of(slot, other) == word]
    talks = [token for token in talks if token.sent == word.sent and token in climb(word)]
    if act.sent == word.sent:
        return any(above.head in talks and above.dep_ != "conj" for above in climb(act))
    is_unsure = reading.fillers[slot].probability < SURE_PLACE
    return bool(talks) and (is_unsure if slot == "place" else any(c.lower_ in HAVE for c in children(act, "aux")))


def _with(event: Event, other: Event | None, slot: str, columns: Sequence[str]) -> Event:
    """The event with columns of another one, whose words are then their evidence; None for open ones."""
    evidence = json.loads(event.evidence or "{}")
    evidence.pop(slot, None)
    if other is not None:
        evidence[slot] = json.loads(other.evidence or "{}").get(slot, {}) | {"inherited": True}
    values: dict[str, Any] = {name: getattr(other, name) if other is not None else None for name in columns}
    return replace(event, **values, evidence=json.dumps(evidence))
