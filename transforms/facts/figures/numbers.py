"""Finds numbers in text: digits, words, scales, vague plurals, ranges and bounding words.

Works on tokens, not the parse: "at least two dozen", "between 20 and 30", "some 1.2 million", "tens of thousands".
Ordinals, years, clock times, parts of dates and names ("Resolution 1701", "F-16") are not counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from transforms.facts.figures.values import Value, value_at
from transforms.reading.tree import Span, Token
from transforms.seeds import rows
from transforms.words import MONTHS, MONTHS_CUT, word_list

Bound = Literal["floor", "ceiling", "about", "exact"]

_DASHES = ("-", "–", "—", "\u2010", "\u2011")
_WINDOW = 8
_LAST_DAY = 31
MOST = 1e12
"""Largest plausible count; larger numbers are jokes or codes."""
_ROUNDING, _ROUNDED = 1e-6, 1000
"""Tolerance for fractions of large numbers, such as a third of a million; other counts must be whole."""
_BETWEEN = ("to", "or", ",", *_DASHES)
_PERHAPS = word_list("figures perhaps")
_HANDING = word_list("figures handing")
_MONTHS = MONTHS | MONTHS_CUT | {f"{month}." for month in MONTHS_CUT}
BOUNDING = word_list("figures bounding")
_CURRENCY = frozenset({"$", "€", "£", "¥", "US$", "C$", "A$", "#", "No.", "§"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text; `span` includes its bounding words, `low` or `high` is None if open."""

    span: Span
    value: Span
    low: int | None
    high: int | None
    qualifier: str | None
    vague: bool


@cache
def _bounds(after: bool) -> dict[tuple[str, ...], Bound]:
    """Bounding phrases before or after a number, longest first."""
    found: dict[tuple[str, ...], Bound] = {}
    for row in rows("numbers"):
        kind = str(row["kind"])
        if kind.removeprefix("after ") in ("floor", "ceiling", "about", "exact") and kind.startswith("after") == after:
            found[tuple(str(row["words"]).split())] = kind.removeprefix("after ")  # type: ignore[assignment]
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def numbers(sent: Span) -> Iterator[Number]:
    """The counts of a sentence in order, without overlap."""
    tokens = list(sent)
    index = 0
    while index < len(tokens):
        value = value_at(tokens, index)
        if value is None:
            index += 1
            continue
        second = _second(tokens, value)
        if second and index and tokens[index - 1].lower_ == "from":
            index = second.start
            continue
        if second and _is_day(tokens, value):
            index = value.end
            continue
        if _is_count(value, second) and not _is_name_or_date(tokens, value.start, (second or value).end):
            yield _number(sent, tokens, value, second)
        index = (second or value).end


def _is_day(tokens: list[Token], value: Value) -> bool:
    """Whether a value is the day of a month before it, and no lower end of a range: "since May 7 to 751"."""
    before = tokens[value.start - 1] if value.start else None
    is_day = tokens[value.start].text.isdigit() and value.amount <= _LAST_DAY
    return is_day and before is not None and _is_month(before)


def _is_month(token: Token) -> bool:
    return token.lower_ in _MONTHS and token.text[0].isupper()


def _is_count(first: Value, second: Value | None) -> bool:
    """Whether values are countable: whole ("two and a half years" is not) and at most MOST."""
    amounts = [value.amount for value in (_scaled(first, second), second) if value is not None]
    return all(a <= MOST and (a >= _ROUNDED or abs(a - round(a)) < _ROUNDING) for a in amounts)


def _scaled(first: Value, second: Value | None) -> Value:
    """The lower end of a range, with the scale given only at the upper end: "1 to 2 million"."""
    if second is None or not second.scaled or first.scaled or first.amount >= second.amount:
        return first
    return replace(first, amount=first.amount * second.amount / second.mantissa)


def _number(sent: Span, tokens: list[Token], first: Value, second: Value | None) -> Number:
    end = (second or first).end
    low: int | None = round(_scaled(first, second).amount)
    high: int | None = None if first.vague else low
    if second:
        high = None if second.vague else round(second.amount)
    start, end, bound = _bound(tokens, first.start, end)
    if bound == "floor":
        high = None
    elif bound == "ceiling":
        low, high = None, high if high is not None else low
    offset = tokens[0].i
    doc = sent.doc
    value = doc[offset + first.start : offset + (second or first).end]
    words = [t.text for t in tokens[start : first.start]] + [t.text for t in tokens[(second or first).end : end]]
    return Number(
        doc[offset + start : offset + end], value, low, high, " ".join(words) or None, first.vague and not second
    )


def _bound(tokens: list[Token], start: int, end: int) -> tuple[int, int, Bound | None]:
    """The extent of a number with its bounding words, and the kind of bound."""
    shift = max(0, start - _WINDOW)
    lower = [t.lower_ for t in tokens[shift : end + _WINDOW]]
    start, end = start - shift, end - shift
    first, last, bound = _bound_in(lower, start, end)
    return first + shift, last + shift, bound


def _bound_in(lower: list[str], start: int, end: int) -> tuple[int, int, Bound | None]:
    if start and lower[start - 1] == "between" and end - start > 1:
        return start - 1, end, None
    if lower[end : end + 2] == ["-", "odd"]:
        return start, end + 2, "about"
    if start > 1 and lower[start - 1] == "over" and lower[start - 2] in _HANDING:
        return start, end, None
    bound: Bound | None = None
    for phrase, kind in _bounds(False).items():
        if tuple(lower[max(0, start - len(phrase)) : start]) == phrase:
            start, bound = start - len(phrase), kind
            break
    for phrase, kind in _bounds(True).items():
        if tuple(lower[end : end + len(phrase)]) == phrase:
            return start, end + len(phrase), kind
    if end < len(lower) and lower[end] == "+":
        return start, end + 1, "floor"
    return start, end, bound


def _second(tokens: list[Token], first: Value) -> Value | None:
    """The upper end of a range: "20 to 30", "20-30", "between 20 and 30", "two or three"."""
    if first.end + 1 >= len(tokens):
        return None
    joint = tokens[first.end].lower_
    between = first.start > 0 and tokens[first.start - 1].lower_ == "between" and joint == "and"
    if joint not in _BETWEEN and not between:
        return None
    start = first.end + 1
    while start < len(tokens) and tokens[start].lower_ in _PERHAPS:
        start += 1
    second = value_at(tokens, start)
    if second is None or second.start != start or (joint == "," and start == first.end + 1):
        return None
    return second if second.amount > first.amount or (second.scaled and not first.scaled) else None


def _is_name_or_date(tokens: list[Token], start: int, end: int) -> bool:
    first, last = tokens[start], tokens[end - 1]
    before = tokens[start - 1] if start else None
    after = tokens[end] if end < len(tokens) else None
    if before is not None and (before.text in _CURRENCY or (_is_month(before) and _is_date(first))):
        return True
    if before is not None and before.text in _DASHES and not before.whitespace_ and not _is_space_before(before):
        return True
    is_odd = end + 1 < len(tokens) and tokens[end + 1].lower_ in ("odd", "strong")
    if after is not None and after.text in _DASHES and not last.whitespace_ and not is_odd:
        return True
    if before is not None and before.lower_ == "past" and start > 1 and tokens[start - 2].lower_ in ("half", "quarter"):
        return True
    if after is not None and after.lower_ == "o'clock":
        return True
    if after is not None and after.lower_ in _MONTHS and after.text[0].isupper() and first.text.isdigit():
        return True
    if after is not None and after.text in (":", "/") and not last.whitespace_ and not after.whitespace_:
        return True
    if _is_age(tokens, start, end):
        return True
    return first is last and _is_year(first, before)


def _is_date(token: Token) -> bool:
    """Whether a number after a month is a day or a year: not in "in September twelve soldiers", "in June 300 men"."""
    return token.text.isdigit() and (int(token.text) <= _LAST_DAY or _is_year(token, None))


def _is_age(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a number is an age between commas: "Jane Roe, 42, died", "John Doe, also 19, died"."""
    index = start - 1
    while index >= 0 and tokens[index].tag_ == "RB":
        index -= 1
    if index < 0 or end >= len(tokens) or end != start + 1:
        return False
    is_named = index > 1 and tokens[index - 1].tag_ == "NNP" and tokens[index - 2].tag_ != "IN"
    if not tokens[start].text.isdigit() and not is_named:
        return False
    return tokens[index].text in (",", "(") and tokens[end].text in (",", ")")


def _is_space_before(token: Token) -> bool:
    return token.i == 0 or bool(token.nbor(-1).whitespace_)


def _is_year(token: Token, before: Token | None) -> bool:
    """Whether a bare number from 1900 to 2099 is a year: it is, unless a bounding word precedes it."""
    if not re.fullmatch(r"(?:19|20)\d\d", token.text):
        return False
    return before is None or before.lower_ not in BOUNDING
