"""Classifies events as news of the days before publication, or background.

Decided by a stated time, then words of the clause (seeds/telling.csv), the earlier mention a noun refers to, and the
tense; otherwise as the paragraph so far.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from itertools import islice, takewhile
from typing import cast

from transforms.facts.events.captions import is_in_file_caption
from transforms.facts.events.earlier_mentions import EventMention
from transforms.reading.syntax import NOUNS, children, climb, first_of
from transforms.reading.tree import Token
from transforms.resolving.dates import own_words
from transforms.resolving.naming.whereabouts import STOPS
from transforms.resolving.reporting import saying
from transforms.resolving.timing.stretches import last_day
from transforms.seeds import listed, rows
from transforms.tables.schema import Event, WhenTold
from transforms.words import word_list

RECENT = timedelta(days=10)
STEM = 5
PRESENT = frozenset({"VBZ", "VBP", "MD"})
PAST_PERFECT = word_list("events past perfect")


def set_when_told(event_mentions: Iterable[EventMention]) -> list[EventMention]:
    """The events in order, with `when_told` set."""
    classified: list[EventMention] = []
    when_told_by_stem: dict[str, WhenTold] = {}
    for event_mention in event_mentions:
        trigger = event_mention.mention.trigger
        stem = trigger.lower_[:STEM]
        when_told = classify_by_date(event_mention.event) or _classify_by_words(trigger)
        if when_told is None and trigger.pos_ in NOUNS:
            when_told = when_told_by_stem.get(stem) or _classify_presupposed(trigger)
        when_told = when_told or _classify_by_tense(trigger) or _classify_by_context(trigger, classified)
        when_told_by_stem[stem] = when_told
        classified.append(replace(event_mention, event=replace(event_mention.event, when_told=when_told)))
    return classified


def classify_by_date(event: Event) -> WhenTold | None:
    """By date: news is at most RECENT old; the month of publication is undecided, longer periods are background."""
    if event.date_start is None or event.published_date == date.min:
        return None
    begin, end = last_day(event.date_start), last_day(event.date_end or event.date_start)
    is_long = event.date_precision in ("month", "year")
    if begin >= event.published_date and is_long:
        return "background" if event.date_start == str(event.published_date.year) else None
    return "background" if event.published_date - (begin if is_long else end) > RECENT else "new"


def _classify_by_words(trigger: Token) -> WhenTold | None:
    """Classification by words that modify the event noun, then by words of its clause and the governing clauses."""
    if is_in_file_caption(trigger):
        return "background"
    if trigger.pos_ in NOUNS:
        beside = {c.lower_ for c in children(trigger, "amod", "compound", "advmod")}
        if when_told := next((row for word, row in _words("phrase").items() if word in beside), None):
            return when_told
    verb = next((token for token in climb(trigger) if token.pos_ in ("VERB", "AUX")), None)
    for adverb in children(verb, "advmod") if verb is not None else ():
        if adverb.lower_ in _words("beside"):
            return _words("beside")[adverb.lower_]
    for token in climb(trigger):
        if match := _phrases().search(own_words(token)):
            return _words("clause")[match.group().lower()]
        if token.dep_ in STOPS:
            break
    return None


@cache
def _words(where: str) -> dict[str, WhenTold]:
    """Words of seeds/telling.csv by position."""
    return {
        word: cast(WhenTold, row["telling"])
        for row in rows("telling")
        if row["where"] == where
        for word in listed(row["words"])
    }


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_words("clause"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _classify_presupposed(noun: Token) -> WhenTold | None:
    """Background if a definite noun names a known event not mentioned before: "since the invasion"."""
    is_indefinite = any(c.lower_ in ("a", "an", "another") for c in children(noun, "det"))
    return None if is_indefinite else _words("noun").get(noun.lemma_.lower())


def _classify_by_tense(trigger: Token) -> WhenTold | None:
    """The past perfect is background, unless reported speech merely shifts the tense; the present is news."""
    verb = next((token for token in climb(trigger) if token.pos_ == "VERB"), None)
    if verb is None:
        return None
    finite = [verb, *(c for v in (verb, first_of(verb)) for c in children(v, "aux", "aux:pass"))]
    if any(c.lower_ in PAST_PERFECT for c in finite):
        return None if any(_is_reported(token) for token in climb(verb)) else "background"
    return "new" if any(c.tag_ in PRESENT for c in finite) else None


def _is_reported(clause: Token) -> bool:
    return clause.dep_ in ("ccomp", "parataxis") and clause.head.lemma_.lower() in saying()


def _classify_by_context(trigger: Token, earlier: list[EventMention]) -> WhenTold:
    """The class of the governing clause, or of the main event of the previous sentence in the paragraph; else news."""
    for passed, event_mention in enumerate(reversed(earlier)):
        before = event_mention.mention.trigger
        if before.sent.start == trigger.sent.start:
            if before in climb(trigger):
                return event_mention.event.when_told
            continue
        if "\n" in trigger.doc[before.i : trigger.i].text:
            break
        beside = takewhile(partial(_is_in_sentence_at, before.sent.start), islice(reversed(earlier), passed, None))
        return min(reversed([*beside]), key=lambda t: len(list(climb(t.mention.trigger)))).event.when_told
    return "new"


def _is_in_sentence_at(start: int, event_mention: EventMention) -> bool:
    return event_mention.mention.trigger.sent.start == start
