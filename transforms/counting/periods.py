"""Since when a figure counts: "since late November", "over the past 10 months", "between January and September"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Span, Token

from transforms.counting.numbers import Number
from transforms.counting.words import entries
from transforms.dates import when

_TIME_TAGS = frozenset({"CD", "NNP", "JJ", "DT", "RB", "IN"})
_UNTIL_NOW = (("so", "far"), ("to", "date"), ("in", "total"), ("in", "all"), ("until", "now"), ("overall",))
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_TIME = (
    rf"(?:(?:early|mid|late)[ -])?(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}}\b(?!,\d))?(?:,? (?:19|20)\d\d)?"
    rf"|{_WEEKDAY}|(?:19|20)\d\d"
)
_SPAN = re.compile(rf"\b(?:between|from) ({_TIME}) (?:and|to|until|till|through) ({_TIME})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The days counted, as dates.py writes them; `cumulative` where the text counts over a time."""

    start: str | None = None
    end: str | None = None
    cumulative: bool = False


def period_of(number: Number, published: date) -> Period:
    """The time over which a number counts: a running total, or one of a time with two ends."""
    sent = number.span.sent
    if (span := _SPAN.search(sent.text)) is not None:
        return _with_two_ends(span[1], span[2], published)
    lower = [t.lower_ for t in sent]
    running = any(tuple(lower[at : at + len(words)]) == words for words in _UNTIL_NOW for at in range(len(lower)))
    words = _since(sent, number)
    begin = when(words, published) if words else None
    return Period(begin.start if begin else None, begin.end if begin else None, running or words is not None)


def _with_two_ends(first: str, last: str, published: date) -> Period:
    """The days between two times; a year told once holds for both, one told not at all is the latest that was."""
    year = _YEAR.search(last)
    if year is None and re.search(_MONTH, last, re.IGNORECASE):
        ended = when(f"{last} {published.year}", published)
        last = f"{last} {published.year - (ended is not None and ended.start > published.isoformat())}"
        year = _YEAR.search(last)
    if year is not None and not _YEAR.search(first):
        first = f"{first} {year[0]}"
    begin, end = when(first, published), when(last, published)
    is_order = begin is not None and end is not None and begin.start <= (end.end or end.start)
    if begin is None or end is None or not is_order:
        return Period(cumulative=True)
    return Period(begin.start, end.end or end.start, True)


def _since(sent: Span, number: Number) -> str | None:
    """`since late November`, `over the past 10 months`: the words that say since when is counted."""
    for token in sent:
        if token.i + 1 < sent.end and token.lower_ == "since" and token.nbor(1).tag_ in _TIME_TAGS:
            compared = any(t.tag_ in ("JJS", "RBS") for t in sent.doc[max(sent.start, token.i - 9) : token.i])
            is_other = _is_of_a_toll(token) and number.span.start < token.i
            return None if compared or is_other else sent.doc[token.i : min(sent.end, token.i + 9)].text
        if token.lower_ in ("past", "last") and token.i - 2 >= sent.start and token.nbor(-1).lower_ == "the":
            before = token.nbor(-2)
            if before.lower_ in ("over", "during", "in", "for", "within"):
                return sent.doc[before.i : min(sent.end, token.i + 3)].text
    return None


def _is_of_a_toll(since: Token) -> bool:
    """True in "raising the toll since Friday to six": what stands before it is not counted since then."""
    before = since.nbor(-1) if since.i > since.sent.start else None
    return before is not None and any(entry.role == "toll" for entry in entries(before.lower_, "noun"))
