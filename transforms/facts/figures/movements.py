"""When people fled or were evacuated, and whether a figure counts all who ever did or are still away.

Only people who left within a stated time, in a clause in the simple past ("4,000 people fled") or who are said to be
"newly displaced" are so.
"Had fled abroad", "are staying with relatives" and "9,000 refugees" are totals, which contain what others count.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from transforms.facts.figures.figure_words import VERBAL, entries
from transforms.reading.syntax import children, climb, first_of, preposition
from transforms.reading.tree import Token
from transforms.resolving.dates import When, time_of_clause
from transforms.resolving.timing.parts import UNITS
from transforms.resolving.timing.stretches import last_day
from transforms.resolving.timing.tense import IS
from transforms.words import word_list

_STAYING = word_list("figures staying")
_STILL = word_list("figures still")
_NEWLY = word_list("figures newly")
OVER = word_list("figures over")
PERFECT = word_list("figures perfect")
_UNTIL_NOW = PERFECT | IS
_PRESENT = frozenset({"VBZ", "VBP"})
_LONG_AGO = timedelta(days=31)
"""How long before publication a time is history, whose next clause is history too."""


def when_moved(trigger: Token, published: date) -> tuple[When | None, bool]:
    """The stated time of a movement, and whether its figure is a total; `trigger` gives the measure."""
    is_new = any(child.lower_ in _NEWLY for child in trigger.children)
    if not is_new and _counts_who_is_away(trigger):
        return None, True
    stated = time_of_clause(trigger, published) or _time_of_history(trigger, published)
    return stated, stated is None and not is_new and _is_until_now(trigger)


def _counts_who_is_away(trigger: Token) -> bool:
    """Whether those are counted who are away: "9,000 refugees", "live in camps", "are already displaced"."""
    if trigger.pos_ != "VERB" or trigger.dep_ == "amod":
        is_act = any(entry.role == "of" for entry in entries(trigger.lower_, "noun"))
        return not is_act and not _is_result(trigger)
    if trigger.lemma_.lower() in _STAYING:
        return True
    around = [trigger, *trigger.children, *([trigger.head] if trigger.dep_ == "xcomp" else [])]
    return any(token.lower_ in _STILL or token.lemma_.lower() in _STILL for token in around)


def _is_result(adjective: Token) -> bool:
    """Whether an adjective behind its noun tells what an act made of those counted: "left 9,000 people homeless"."""
    return adjective.pos_ in ("ADJ", "VERB") and adjective.head.i < adjective.i


def _time_of_history(trigger: Token, published: date) -> When | None:
    """The time of the clause before, if long ago: "it took the city in 2016, and 9,000 people were evacuated"."""
    first = first_of(trigger)
    then = time_of_clause(first, published) if first != trigger else None
    return then if then and last_day(then.end or then.start) < published - _LONG_AGO else None


def _is_until_now(trigger: Token) -> bool:
    """Whether the finite clause around the trigger is in the present or perfect, without a length of time."""
    for above in climb(trigger):
        helpers = children(first_of(above), "aux", "aux:pass", "cop") + children(above, "aux", "aux:pass", "cop")
        if not helpers and above.tag_ not in VERBAL - {"VBN"}:
            continue
        if _has_length(above) or _has_length(trigger):
            return False
        return above.tag_ in _PRESENT or any(helper.lower_ in _UNTIL_NOW for helper in helpers)
    return False


def _has_length(verb: Token) -> bool:
    """Whether a clause states in how long people left: "in two days"."""
    return any(
        re.fullmatch(UNITS, child.lower_) and preposition(child) in OVER and children(child, "nummod")
        for child in verb.children
    )
