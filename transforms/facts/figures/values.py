"""Values of numbers in words or digits: "two hundred and six", "2½ million", "a quarter of a million", "3.5k"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from transforms.reading.tree import Token
from transforms.seeds import rows
from transforms.words import word_list

_DIGITS = re.compile(r"\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+(?:\.\d+)?")
_THREE, _UP_TO_THREE = re.compile(r"\d{3}"), re.compile(r"[1-9]\d{0,2}")
_GLYPH = "[\u00bc-\u00be\u2150-\u215e]"
_MIXED = re.compile(rf"(\d{{1,3}}(?:,\d{{3}})*|\d*)({_GLYPH})")
_RATIO = re.compile(r"(\d{1,2})[/\u2044](\d{1,2})")
_SHORT = re.compile(rf"(\d+(?:\.\d+)?|\d*{_GLYPH})(k|m|mn|bn)", re.IGNORECASE)
_SEVERAL = word_list("figures several")
_SHARERS = 10
"""Denominators of fractions are below this: "three quarters"."""


@dataclass(frozen=True, slots=True)
class Value:
    """A token range and its value; `mantissa` is the part before the scale: 2 in 2m."""

    start: int
    end: int
    amount: float
    vague: bool = False
    scaled: bool = False
    mantissa: float = 1.0


@cache
def words(*kinds: str) -> dict[str, float]:
    """The words of some kinds in seeds/numbers.csv, with their values."""
    return {str(row["words"]): float(row["value"] or 0) for row in rows("numbers") if row["kind"] in kinds}


def value_at(tokens: list[Token], start: int) -> Value | None:
    """The number that begins at a token, or None."""
    lower = tokens[start].lower_
    if not _may_begin(lower):
        return None
    if (share := _share(tokens, start)) is not None:
        return _of_a_scale(tokens, start, *share)
    if lower in ("a", "an"):
        return _article(tokens, start)
    if lower in _SEVERAL:
        return _several(tokens, start)
    if lower in words("vague"):
        return _vague(tokens, start)
    if lower == "one" and start and tokens[start - 1].lower_ == "no":
        return None
    return _cardinal(tokens, start)


@cache
def _may_begin(form: str) -> bool:
    starts = ("a", "an", *_SEVERAL)
    named = form in words("digit") or form in words("vague") or form in words("share")
    return form[0].isdigit() or form in starts or named or _MIXED.fullmatch(form) is not None


def _cardinal(tokens: list[Token], start: int) -> Value | None:
    """`206`, `two hundred and six`, `3½ million`, `two and a half thousand`, `one point two million`, `3.5k`."""
    lower = tokens[start].lower_
    if spaced := _spaced(tokens, start):
        return spaced
    if short := _SHORT.fullmatch(lower):
        amount = _plain(short[1]) or 0.0
        return Value(start, start + 1, amount * words("scale")[short[2]], scaled=True, mantissa=amount)
    if lower == "score" or _plain(lower) is None:
        return None
    value = _spelled_out(tokens, start)
    return None if _is_no_count(tokens, value.end) else value


def _is_no_count(tokens: list[Token], end: int) -> bool:
    """Whether the next words make a number an ordinal, a percentage or part of a vague one: "5 %", "two of dozens"."""
    if end < len(tokens) and tokens[end].text in ("%", "th", "st", "nd", "rd"):
        return True
    return end + 1 < len(tokens) and tokens[end].lower_ == "of" and tokens[end + 1].lower_ in words("vague")


def _spelled_out(tokens: list[Token], start: int) -> Value:
    """The value of the longest number of words, digits, scales and fractions that begins at a token."""
    total, current, end, scaled, mantissa, last = 0.0, 0.0, start, False, 0.0, 1.0
    while end < len(tokens):
        word = tokens[end].lower_
        plain = _plain(word)
        scale = words("scale").get(word)
        if plain is not None and (end == start or _adds(tokens, start, end)):
            current += plain
        elif end > start and (fraction := _fraction_after(tokens, end)) is not None:
            end, share = fraction
            current += share * (last if not current else 1.0)
            continue
        elif scale is not None and end > start and not _is_unit(tokens, end):
            mantissa, scaled, last = mantissa or current, True, scale
            if scale >= 1000:
                # consecutive scales multiply: a thousand million
                total, current = total + current * scale if current else max(total, 1) * scale, 0.0
            else:
                current = max(current, 1) * scale
        elif not (word in ("and", "-") and _joins(tokens, end)):
            break
        end += 1
    return Value(start, end, total + current, scaled=scaled, mantissa=mantissa or 1.0)


def _spaced(tokens: list[Token], start: int) -> Value | None:
    """A number whose thousands are parted by spaces: "15 000", "1 250 000"."""
    end = start + 1
    while end < len(tokens) and tokens[end - 1].whitespace_ and _THREE.fullmatch(tokens[end].text):
        end += 1
    is_compound = end < len(tokens) and tokens[end].text == "-" and not tokens[end - 1].whitespace_
    if end == start + 1 or is_compound or not _UP_TO_THREE.fullmatch(tokens[start].text):
        return None
    return Value(start, end, float("".join(token.text for token in tokens[start:end])))


def _is_unit(tokens: list[Token], index: int) -> bool:
    """Whether a scale word is a unit here: "m" and "k" are scales only after digits."""
    return tokens[index].lower_ in ("score", "m", "k") and not tokens[index - 1].text[-1].isdigit()


def _plain(word: str) -> float | None:
    if word in words("digit"):
        return words("digit")[word]
    if _DIGITS.fullmatch(word):
        return float(re.sub(r"[,\u202f\u00a0]", "", word))
    if mixed := _MIXED.fullmatch(word):
        return float(mixed[1].replace(",", "") or 0) + unicodedata.numeric(mixed[2])
    return None


def _adds(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a number word continues the number: "twenty five", "one hundred and five", not "20 30"."""
    return tokens[end].lower_ in words("digit") and tokens[start].lower_ in words("digit") and (
        tokens[end - 1].lower_ in words("scale") or tokens[end - 1].lower_ in ("and", "-")
        or (tokens[end - 1].lower_.endswith("ty") and words("digit")[tokens[end].lower_] < 10)
    )  # fmt: skip


def _joins(tokens: list[Token], index: int) -> bool:
    """Whether a token joins words of a number: "twenty-five", "two hundred and six"."""
    if index == 0 or index + 1 >= len(tokens) or tokens[index + 1].lower_ not in words("digit"):
        return False
    before = tokens[index - 1].lower_
    return (
        before in words("scale")
        if tokens[index].lower_ == "and"
        else before.endswith("ty") and tokens[index].text == "-"
    )


def _fraction_after(tokens: list[Token], start: int) -> tuple[int, float] | None:
    """A fraction after a number, and its end: "and a half", "and three quarters", "point two", " 1/2", "-1/2"."""
    word = tokens[start].lower_
    if word == "and" and start + 1 < len(tokens) and tokens[start + 1].lower_ != "half":
        return _share(tokens, start + 1)
    if word == "point":
        digits = ""
        for token in tokens[start + 1 :]:
            digit = words("digit").get(token.lower_)
            if digit is None or digit > 9:
                break
            digits += str(int(digit))
        return (start + 1 + len(digits), float(f"0.{digits}")) if digits else None
    start += word == "-" and start + 1 < len(tokens)
    ratio = _RATIO.fullmatch(tokens[start].text)
    is_share = ratio is not None and 0 < int(ratio[1]) < int(ratio[2]) and tokens[start - 1].text[-1:] in "0123456789-"
    return (start + 1, int(ratio[1]) / int(ratio[2])) if ratio is not None and is_share else None


def _share(tokens: list[Token], start: int) -> tuple[int, float] | None:
    """A fraction and its end: "half", "a quarter", "one third", "three-quarters"."""
    lower = [token.lower_ for token in tokens[start : start + 3]]
    if lower[0] == "half":
        return start + 1, words("share")["half"]
    numerator = 1.0 if lower[0] in ("a", "an") else words("digit").get(lower[0])
    step = 2 if lower[1:2] == ["-"] else 1
    part = words("share").get(lower[step]) if len(lower) > step else None
    return (start + step + 1, numerator * part) if part is not None and numerator and numerator < _SHARERS else None


def _of_a_scale(tokens: list[Token], start: int, end: int, share: float) -> Value | None:
    """A fraction of a scale: "half a million", "a quarter of a million", "three quarters of a million"; else None."""
    lower = [token.lower_ for token in tokens[end : end + 3]]
    lead = next((lead for lead in (["of", "a"], ["a"], []) if lower[: len(lead)] == lead), [])
    scale = words("scale").get(lower[len(lead)]) if len(lower) > len(lead) and len(lower[len(lead)]) > 2 else None
    return Value(start, end + len(lead) + 1, share * scale, scaled=True, mantissa=share) if scale else None


def _article(tokens: list[Token], start: int) -> Value | None:
    """`a hundred`, `a dozen`, `a hundred thousand`, `a million and a half`."""
    lower = [token.lower_ for token in tokens[start : start + 3]]
    scale = words("scale").get(lower[1]) if len(lower) > 1 else None
    if scale is None or len(lower[1]) < 3:
        return None
    end, amount = start + 2, scale
    if len(lower) == 3 and lower[2] in words("scale") and len(lower[2]) > 2:
        end, amount = start + 3, scale * words("scale")[lower[2]]
    if lower[1] == "score" and (end >= len(tokens) or tokens[end].lower_ != "of"):
        return None
    fraction = _fraction_after(tokens, end) if end < len(tokens) else None
    if fraction is not None:
        end, amount = fraction[0], amount * (1 + fraction[1])
    return Value(start, end, amount, scaled=True)


def _several(tokens: list[Token], start: int) -> Value | None:
    """`several dozen`, `a few hundred thousand`: at least twice the scale; `several` alone is no number."""
    end, amount = start + 1, 2.0
    while end < len(tokens) and len(tokens[end]) > 2 and tokens[end].lower_ in words("scale"):
        amount, end = amount * words("scale")[tokens[end].lower_], end + 1
    return Value(start, end, amount, vague=True) if end > start + 1 else None


def _vague(tokens: list[Token], start: int) -> Value | None:
    """`dozens`, `tens of thousands`: their lowest value."""
    amount, end = words("vague")[tokens[start].lower_], start + 1
    while end + 1 < len(tokens) and tokens[end].lower_ == "of" and tokens[end + 1].lower_ in words("vague"):
        scale = {"dozens": 12.0, "hundreds": 100.0, "thousands": 1000.0, "millions": 1e6}.get(tokens[end + 1].lower_)
        amount, end = amount * (scale or 1.0), end + 2
    if tokens[start].lower_ == "tens" and end == start + 1:
        return None
    return Value(start, end, amount, vague=True)
