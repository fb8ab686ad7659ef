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

from spacy.tokens import Token

from transforms.facts.events.earlier_mentions import Told
from transforms.reading.syntax import NOUNS, children, climb, first_of
from transforms.resolving.attribution import saying
from transforms.resolving.dates import own_words
from transforms.resolving.naming.whereabouts import STOPS
from transforms.resolving.timing.expressions import last_day
from transforms.seeds import listed, rows
from transforms.tables.schema import Event, WhenTold
from transforms.words import word_list

RECENT = timedelta(days=10)
STEM = 5
PRESENT = frozenset({"VBZ", "VBP", "MD"})
PAST_PERFECT = word_list("events past perfect")


def told_when(found: Iterable[Told]) -> list[Told]:
    """The events in order, with `when_told` set."""
    done: list[Told] = []
    known: dict[str, WhenTold] = {}
    for told in found:
        trigger = told.mention.trigger
        stem = trigger.lower_[:STEM]
        telling = _by_date(told.event) or _by_words(trigger)
        if telling is None and trigger.pos_ in NOUNS:
            telling = known.get(stem) or _presupposed(trigger)
        telling = telling or _by_tense(trigger) or _by_context(trigger, done)
        known[stem] = telling
        done.append(replace(told, event=replace(told.event, when_told=telling)))
    return done


def _by_date(event: Event) -> WhenTold | None:
    """By date: news is at most RECENT old; the month of publication is undecided, longer periods are background."""
    if event.date_start is None or event.published_date == date.min:
        return None
    begin, end = last_day(event.date_start), last_day(event.date_end or event.date_start)
    is_long = event.date_precision in ("month", "year")
    if begin >= event.published_date and is_long:
        return "background" if event.date_start == str(event.published_date.year) else None
    return "background" if event.published_date - (begin if is_long else end) > RECENT else "new"


def _by_words(trigger: Token) -> WhenTold | None:
    """Classification by words that modify the event noun, then by words of its clause and the governing clauses."""
    if trigger.pos_ in NOUNS:
        beside = {c.lower_ for c in children(trigger, "amod", "compound", "advmod")}
        if found := next((row for word, row in _words("phrase").items() if word in beside), None):
            return found
    verb = next((seen for seen in climb(trigger) if seen.pos_ in ("VERB", "AUX")), None)
    for adverb in children(verb, "advmod") if verb is not None else ():
        if adverb.lower_ in _words("beside"):
            return _words("beside")[adverb.lower_]
    for seen in climb(trigger):
        if match := _phrases().search(own_words(seen)):
            return _words("clause")[match.group().lower()]
        if seen.dep_ in STOPS:
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


def _presupposed(noun: Token) -> WhenTold | None:
    """Background if a definite noun names a known event not mentioned before: "since the invasion"."""
    is_indefinite = any(c.lower_ in ("a", "an", "another") for c in children(noun, "det"))
    return None if is_indefinite else _words("noun").get(noun.lemma_.lower())


def _by_tense(trigger: Token) -> WhenTold | None:
    """The past perfect is background, unless reported speech merely shifts the tense; the present is news."""
    verb = next((seen for seen in climb(trigger) if seen.pos_ == "VERB"), None)
    if verb is None:
        return None
    finite = [verb, *(c for v in (verb, first_of(verb)) for c in children(v, "aux", "aux:pass"))]
    if any(c.lower_ in PAST_PERFECT for c in finite):
        return None if any(_is_reported(seen) for seen in climb(verb)) else "background"
    return "new" if any(c.tag_ in PRESENT for c in finite) else None


def _is_reported(clause: Token) -> bool:
    return clause.dep_ in ("ccomp", "parataxis") and clause.head.lemma_.lower() in saying()


def _by_context(trigger: Token, done: list[Told]) -> WhenTold:
    """The class of the governing clause, or of the main event of the previous sentence in the paragraph; else news."""
    for passed, told in enumerate(reversed(done)):
        before = told.mention.trigger
        if before.sent.start == trigger.sent.start:
            if before in climb(trigger):
                return told.event.when_told
            continue
        if "\n" in trigger.doc[before.i : trigger.i].text:
            break
        beside = takewhile(partial(_is_in, before.sent.start), islice(reversed(done), passed, None))
        return min(reversed([*beside]), key=lambda t: len(list(climb(t.mention.trigger)))).event.when_told
    return "new"


def _is_in(start: int, told: Told) -> bool:
    return told.mention.trigger.sent.start == start
