"""Since when a figure counts: "since late November", "over the past 10 months", "between January and September"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from spacy.tokens import Span, Token

from transforms.facts.figures.numbers import Number
from transforms.facts.figures.words import entries
from transforms.reading.syntax import climb
from transforms.resolving.dates import Expression, times, told_in
from transforms.resolving.timing.parts import ended

_TIME_TAGS = frozenset({"CD", "NNP", "JJ", "DT", "RB", "IN"})
_UNTIL_NOW = (("so", "far"), ("to", "date"), ("in", "total"), ("in", "all"), ("until", "now"), ("overall",))
_STRETCHES = frozenset({"days", "months", "years", "weekdays"})
_OPENING = re.compile(r"(?:between|from)\b", re.IGNORECASE)
_ON = re.compile(r"(?: (?:more|others))?,? (?:on |during |late )?")
_LINK = re.compile(r"\s*(?:and|to|until|till|through)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The days counted, as timing/ writes them; `cumulative` where the text counts over a time."""

    start: str | None = None
    end: str | None = None
    cumulative: bool = False


def period_of(number: Number, published: date) -> Period:
    """The time over which a number counts: a running total, or one of a time with two ends."""
    sent = number.span.sent
    if (found := _with_two_ends(sent, published)) is not None:
        return found
    if _has_own_day(number, published):
        return Period()
    lower = [t.lower_ for t in sent]
    running = any(tuple(lower[at : at + len(words)]) == words for words in _UNTIL_NOW for at in range(len(lower)))
    words = _since(sent, number)
    begin = told_in(words, published) if words is not None else None
    return Period(begin.start if begin else None, begin.end if begin else None, running or words is not None)


def _has_own_day(number: Number, published: date) -> bool:
    """True for a number with a day right behind it, whatever the sentence counts: the 12 of "40, with 12 on Monday"."""
    text, end = number.span.doc.text, number.span.end_char
    days = (e for e in times(number.span.sent, published) if e.start >= end and e.when and e.when.precision == "day")
    return any(_ON.fullmatch(text, end, each.start) for each in days)


def _with_two_ends(sent: Span, published: date) -> Period | None:
    """The stretch that "between" or "from" opens, read as one ("between 3 and 9 May") or from two time expressions;
    without days where either end is not settled.
    """
    told, text, begin = times(sent, published), sent.doc.text, sent.start_char
    for first, last in zip_longest(told, told[1:]):
        before = text[begin : first.start].rstrip().rpartition(" ")[2]
        opened = _OPENING.match(first.text) or _OPENING.fullmatch(before)
        if opened and first.rule in _STRETCHES:
            return Period(first.when.start, first.when.end, True) if first.when else Period(cumulative=True)
        if opened and last is not None and _LINK.fullmatch(text, first.end, last.start):
            return _joined(first, last)
    return None


def _joined(first: Expression, last: Expression) -> Period:
    try:
        both = ended(first.when, last.when) if first.when and last.when else None
    except ValueError:
        both = None
    return Period(both.start, both.end, True) if both else Period(cumulative=True)


def _since(sent: Span, number: Number) -> Span | None:
    """`since late November`, `over the past 10 months`: the words that say since when is counted."""
    for token in sent:
        if token.lower_ == "since" and _is_of_another_clause(token, number):
            continue
        if token.i + 1 < sent.end and token.lower_ == "since" and token.nbor(1).tag_ in _TIME_TAGS:
            compared = any(t.tag_ in ("JJS", "RBS") for t in sent.doc[max(sent.start, token.i - 9) : token.i])
            is_other = _is_of_a_toll(token) and number.span.start < token.i
            return None if compared or is_other else sent.doc[token.i : min(sent.end, token.i + 9)]
        if token.lower_ in ("past", "last") and token.i - 2 >= sent.start and token.nbor(-1).lower_ == "the":
            before = token.nbor(-2)
            if before.lower_ in ("over", "during", "in", "for", "within"):
                return sent.doc[before.i : min(sent.end, token.i + 3)]
    return None


def _is_of_another_clause(since: Token, number: Number) -> bool:
    """True in a relative clause that does not hold the number: "killed nine, … a truce that has held since May"."""
    clause = next((above for above in climb(since) if above.dep_ == "acl:relcl"), None)
    return clause is not None and number.value[-1] not in clause.subtree


def _is_of_a_toll(since: Token) -> bool:
    """True in "raising the toll since Friday to six": what stands before it is not counted since then."""
    before = since.nbor(-1) if since.i > since.sent.start else None
    return before is not None and any(entry.role == "toll" for entry in entries(before.lower_, "noun"))
