"""Days that a clause gives to an act: before its "when", in the clause that describes it or of what it is a part."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from transforms.reading.event_lexicon import frames
from transforms.reading.syntax import children, climb
from transforms.reading.tree import Token
from transforms.resolving.dates import time_of_clause, times
from transforms.resolving.naming.whereabouts import act_within
from transforms.resolving.timing.expressions import When

PERFECT = frozenset({"has", "have"})


def day_beside(act: Token, published: date) -> When | None:
    """The time that a clause beside an act gives to it; None if there is none."""
    return _before_when(act, published) or _in_describing_clause(act, published) or _of_violence(act, published)


def _before_when(act: Token, published: date) -> When | None:
    """The time right before a clause with "when" that tells an act: "the bombing of 10 May 2015, when rebels killed
    nine"; None if that clause names a time of its own.
    """
    sent = act.sent
    for clause in climb(act):
        opening = next((word for word in children(clause, "advmod", "mark") if word.lower_ == "when"), None)
        if opening is None or opening.i > act.i:
            continue
        known = [time for time in times(sent, published) if time.when]
        before = sent.start_char + len(sent.text[: opening.idx - sent.start_char].rstrip(" ,("))
        inside = (time for time in known if time.start > opening.idx)
        named = next((time.when for time in known if time.end == before), None)
        return None if any(inside) else named
    return None


def _of_violence(act: Token, published: date) -> When | None:
    """The day of the violence in which somebody was harmed: "killed in fighting near Ora on Tuesday"."""
    within = act_within(act)
    day = time_of_clause(within, published) if within is not None else None
    return day if day is not None and day.precision == "day" else None


def _in_describing_clause(act: Token, published: date) -> When | None:
    """The day in a clause that tells who died of an act: "claimed the ambush in which nine soldiers died on Sunday"."""
    if act.pos_ != "NOUN":
        return None
    deadly = (clause for clause in children(act, "acl:relcl") if _is_attack(clause))
    days = (time_of_clause(clause, published) for clause in deadly)
    return next((day for day in days if day is not None and day.precision == "day"), None)


def _is_attack(verb: Token) -> bool:
    entries = frames().get((verb.lemma_.lower(), "verb"), ())
    return any(frame.plover == "ASSAULT" for _, frame in entries)


def is_before_news(act: Token) -> bool:
    """Whether an act is one of which a sentence tells what has come of it by now: "The toll of a strike has risen to
    16", "A third driver has died after gunmen attacked a convoy".
    """
    for below, above in pairwise(climb(act)):
        helpers = {child.lower_ for child in children(above, "aux")}
        if above.pos_ != "VERB" or not helpers & PERFECT:
            continue
        is_subject = below.dep_.startswith("nsubj") and below != act
        is_after = below.dep_ == "advcl" and any(mark.lower_ == "after" for mark in children(below, "mark"))
        return is_subject or is_after
    return False
