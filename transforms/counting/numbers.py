"""Numbers in running text: digits, words, scales, vague plurals, ranges and the words that bound them.

Read by token, not by parse: "at least two dozen", "between 20 and 30", "some 1.2 million", "tens of thousands".
Ordinals, years, clock times, parts of dates and names ("Resolution 1701", "F-16") are no counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Span, Token

from transforms.seeds import rows

Bound = Literal["floor", "ceiling", "about", "exact"]

_DIGITS = re.compile(r"\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+(?:\.\d+)?")
_SHORT = re.compile(r"(\d+(?:\.\d+)?)(k|m|mn|bn)", re.IGNORECASE)
_DASHES = ("-", "–", "—", "\u2010", "\u2011")
_WINDOW = 8
MOST = 1e12
"""No more is counted of anything: a number beyond it is a joke, or a code."""
_BETWEEN = ("to", "or", *_DASHES)
_MONTHS = frozenset(
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "jan.", "feb.",
        "mar.", "apr.", "jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec.",
    ]
)  # fmt: skip
_CURRENCY = frozenset({"$", "€", "£", "¥", "US$", "C$", "A$", "#", "No.", "§"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands; `span` holds its bounding words too, `low` or `high` is None where it is left open."""

    span: Span
    value: Span
    low: int | None
    high: int | None
    qualifier: str | None
    vague: bool


@dataclass(frozen=True, slots=True)
class _Value:
    start: int
    end: int
    amount: float
    vague: bool = False
    scaled: bool = False


@cache
def _words(*kinds: str) -> dict[str, float]:
    return {str(row["words"]): float(row["value"] or 0) for row in rows("numbers") if row["kind"] in kinds}


@cache
def _bounds(after: bool) -> dict[tuple[str, ...], Bound]:
    """Bounding phrases by their words, longest first."""
    found: dict[tuple[str, ...], Bound] = {}
    for row in rows("numbers"):
        kind = str(row["kind"])
        if kind.removeprefix("after ") in ("floor", "ceiling", "about", "exact") and kind.startswith("after") == after:
            found[tuple(str(row["words"]).split())] = kind.removeprefix("after ")  # type: ignore[assignment]
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def numbers(sent: Span) -> Iterator[Number]:
    """The counts of a sentence, left to right, without overlap."""
    tokens = list(sent)
    at = 0
    while at < len(tokens):
        value = _value(tokens, at) if _may_begin(tokens[at].lower_) else None
        if value is None:
            at += 1
            continue
        second = _second(tokens, value)
        if second and at and tokens[at - 1].lower_ == "from":
            at = second.start
            continue
        is_count = max(value.amount, second.amount if second else 0) <= MOST
        if is_count and not _is_name_or_date(tokens, value.start, (second or value).end):
            yield _number(sent, tokens, value, second)
        at = (second or value).end


@cache
def _may_begin(form: str) -> bool:
    starts = ("a", "an", "half", "several", "few", "many")
    return form[0].isdigit() or form in starts or form in _words("digit") or form in _words("vague")


def _number(sent: Span, tokens: list[Token], first: _Value, second: _Value | None) -> Number:
    end = (second or first).end
    low: int | None = round(first.amount)
    high: int | None = None if first.vague else low
    if second:
        if second.scaled and not first.scaled and first.amount < second.amount:
            scale = second.amount / _mantissa(tokens, second)
            low = round(first.amount * scale)
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


def _mantissa(tokens: list[Token], value: _Value) -> float:
    return _plain(tokens[value.start].lower_) or 1.0


def _bound(tokens: list[Token], start: int, end: int) -> tuple[int, int, Bound | None]:
    """The number's extent with the words that bound it, and what they say of it."""
    shift = max(0, start - _WINDOW)
    lower = [t.lower_ for t in tokens[shift : end + _WINDOW]]
    start, end = start - shift, end - shift
    first, last, bound = _bound_in(lower, start, end)
    return first + shift, last + shift, bound


def _bound_in(lower: list[str], start: int, end: int) -> tuple[int, int, Bound | None]:
    if start and lower[start - 1] == "between" and end - start > 1:
        return start - 1, end, None
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


def _value(tokens: list[Token], at: int) -> _Value | None:
    """The number that begins at a token, or None."""
    lower = tokens[at].lower_
    if lower in ("a", "an", "half"):
        return _article(tokens, at)
    if lower in ("several", "few", "many"):
        return _several(tokens, at)
    if lower in _words("vague"):
        return _vague(tokens, at)
    if lower == "one" and at and tokens[at - 1].lower_ == "no":
        return None
    if lower == "score" or (_plain(lower) is None and not _SHORT.fullmatch(lower)):
        return None
    total, current, end, scaled = 0.0, 0.0, at, False
    while end < len(tokens):
        word = tokens[end].lower_
        short = _SHORT.fullmatch(word)
        plain = _plain(word)
        scale = _words("scale").get(word)
        if short and end == at:
            return _Value(at, at + 1, float(short[1]) * _words("scale")[short[2].lower()], scaled=True)
        if plain is not None and (end == at or _adds(tokens, at, end)):
            current += plain
        elif (
            scale is not None
            and end > at
            and not (word in ("score", "m", "k") and not tokens[end - 1].text[-1].isdigit())
        ):
            scaled = True
            if scale >= 1000:
                # one scale right after another multiplies it: a thousand million
                total, current = total + current * scale if current else max(total, 1) * scale, 0.0
            else:
                current = max(current, 1) * scale
        elif word in ("and", "-") and _joins(tokens, end):
            pass
        else:
            break
        end += 1
    if end < len(tokens) and tokens[end].text in ("%", "th", "st", "nd", "rd"):
        return None
    if end + 1 < len(tokens) and tokens[end].lower_ == "of" and tokens[end + 1].lower_ in _words("vague"):
        return None
    return _Value(at, end, total + current, scaled=scaled)


def _plain(word: str) -> float | None:
    if word in _words("digit"):
        return _words("digit")[word]
    if _DIGITS.fullmatch(word):
        return float(re.sub(r"[,\u202f\u00a0]", "", word))
    return None


def _adds(tokens: list[Token], at: int, end: int) -> bool:
    """True where the number word continues the number: "twenty five", "one hundred and five", not "20 30"."""
    return tokens[end].lower_ in _words("digit") and tokens[at].lower_ in _words("digit") and (
        tokens[end - 1].lower_ in _words("scale") or tokens[end - 1].lower_ in ("and", "-")
        or (tokens[end - 1].lower_.endswith("ty") and _words("digit")[tokens[end].lower_] < 10)
    )  # fmt: skip


def _joins(tokens: list[Token], at: int) -> bool:
    """True for the joint within a number in words: "twenty-five", "two hundred and six"."""
    if at == 0 or at + 1 >= len(tokens) or tokens[at + 1].lower_ not in _words("digit"):
        return False
    before = tokens[at - 1].lower_
    return before in _words("scale") if tokens[at].lower_ == "and" else before.endswith("ty") and tokens[at].text == "-"


def _article(tokens: list[Token], at: int) -> _Value | None:
    """`a hundred`, `half a million`, `a dozen`."""
    words = [t.lower_ for t in tokens[at : at + 3]]
    if words[0] == "half":
        scale = _words("scale").get(words[2] if words[1:2] == ["a"] and len(words) == 3 else "")
        return _Value(at, at + 3, scale / 2, scaled=True) if scale else None
    scale = _words("scale").get(words[1]) if len(words) > 1 else None
    if scale is None or len(words[1]) < 3:
        return None
    end, amount = at + 2, scale
    if len(words) == 3 and words[2] in _words("scale") and len(words[2]) > 2:
        end, amount = at + 3, scale * _words("scale")[words[2]]
    if words[1] == "score" and (end >= len(tokens) or tokens[end].lower_ != "of"):
        return None
    return _Value(at, end, amount, scaled=True)


def _several(tokens: list[Token], at: int) -> _Value | None:
    """`several dozen`, `a few hundred thousand`: at least twice the scale; `several` alone counts nothing."""
    end, amount = at + 1, 2.0
    while end < len(tokens) and len(tokens[end]) > 2 and tokens[end].lower_ in _words("scale"):
        amount, end = amount * _words("scale")[tokens[end].lower_], end + 1
    return _Value(at, end, amount, vague=True) if end > at + 1 else None


def _vague(tokens: list[Token], at: int) -> _Value | None:
    """`dozens`, `tens of thousands`: what they stand for at least."""
    amount, end = _words("vague")[tokens[at].lower_], at + 1
    while end + 1 < len(tokens) and tokens[end].lower_ == "of" and tokens[end + 1].lower_ in _words("vague"):
        scale = {"dozens": 12.0, "hundreds": 100.0, "thousands": 1000.0, "millions": 1e6}.get(tokens[end + 1].lower_)
        amount, end = amount * (scale or 1.0), end + 2
    if tokens[at].lower_ == "tens" and end == at + 1:
        return None
    return _Value(at, end, amount, vague=True)


def _second(tokens: list[Token], first: _Value) -> _Value | None:
    """The upper end of a range: "20 to 30", "20-30", "between 20 and 30", "two or three"."""
    if first.end + 1 >= len(tokens):
        return None
    joint = tokens[first.end].lower_
    between = first.start > 0 and tokens[first.start - 1].lower_ == "between" and joint == "and"
    if joint not in _BETWEEN and not between:
        return None
    second = _value(tokens, first.end + 1)
    if second is None or second.start != first.end + 1:
        return None
    return second if second.amount > first.amount or (second.scaled and not first.scaled) else None


def _is_name_or_date(tokens: list[Token], start: int, end: int) -> bool:
    first, last = tokens[start], tokens[end - 1]
    before = tokens[start - 1] if start else None
    after = tokens[end] if end < len(tokens) else None
    if before is not None and (before.text in _CURRENCY or (before.lower_ in _MONTHS and before.text[0].isupper())):
        return True
    if before is not None and before.text in _DASHES and not before.whitespace_ and not _is_space_before(before):
        return True
    if after is not None and after.text in _DASHES and not last.whitespace_:
        return True
    if after is not None and after.lower_ in _MONTHS and after.text[0].isupper() and first.text.isdigit():
        return True
    if after is not None and after.text in (":", "/") and not last.whitespace_ and not after.whitespace_:
        return True
    if _is_age(tokens, start, end):
        return True
    return first is last and _is_year(first, before)


def _is_age(tokens: list[Token], start: int, end: int) -> bool:
    """True for a number that stands alone between commas: "Jane Roe, 42, died", "John Doe, also 19, died"."""
    at = start - 1
    while at >= 0 and tokens[at].tag_ == "RB":
        at -= 1
    if at < 0 or end >= len(tokens) or end != start + 1 or not tokens[start].text.isdigit():
        return False
    return tokens[at].text in (",", "(") and tokens[end].text in (",", ")")


def _is_space_before(token: Token) -> bool:
    return token.i == 0 or bool(token.nbor(-1).whitespace_)


def _is_year(token: Token, before: Token | None) -> bool:
    """A bare 1900–2099 is a year unless a bounding word or verb precedes it."""
    if not re.fullmatch(r"(?:19|20)\d\d", token.text):
        return False
    return before is None or before.lower_ not in (
        "than",
        "least",
        "about",
        "some",
        "nearly",
        "almost",
        "around",
        "over",
    )
