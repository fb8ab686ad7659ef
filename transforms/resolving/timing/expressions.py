"""Patterns of time expressions in news, each with the rule that resolves it to a calendar range.

The longest match at a position wins. If its rule fails (an impossible day, an ambiguous day and month, "every Friday"),
the expression is refused under the rule's name, and no shorter pattern tries a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.resolving.timing.moving import COUNTED, WEEKDAYS
from transforms.resolving.timing.named import DATED, MONTHLY, WORDED
from transforms.resolving.timing.parts import MONTH, SHORT_DAY, WEEKDAY, YEAR, Frame, Match, NoTime, Rule
from transforms.resolving.timing.stretches import When
from transforms.resolving.timing.within import WITHIN
from transforms.words import alternatives


@dataclass(frozen=True, slots=True)
class Spotted:
    """A time expression: offsets, the rule that read it, and its meaning; `when` is None if the rule refused it."""

    start: int
    end: int
    rule: str
    when: When | None


_WORDS = alternatives("timing hints")
_SEASONS = (
    r"(?:spring|summer|autumn|fall|winter|half)\b|Q[1-4]\b|\w+[tf]ies\b|christmas|halloween|easter|thanksgiving|friday"
)
_NAMED = rf"{_SEASONS}|century|quarter|day|eve\b|july|attack|massacre|bombings|9.11"
_PARTS = rf"{_WORDS}|half|\d-?W\d|winter|fiscal|financial|FY|H[12]\b"
_RULES = (
    (MONTH, MONTHLY), (r"\d", DATED), (_NAMED, WORDED),
    (rf"{WEEKDAY}|\b{SHORT_DAY}", WEEKDAYS), (_WORDS, COUNTED), (_PARTS, WITHIN),
)  # fmt: skip


@cache
def _groups() -> list[tuple[re.Pattern[str], list[tuple[str, re.Pattern[str], Rule]]]]:
    """The patterns in groups, each with a hint that must match first."""
    return [
        (_compiled(hint), [(name, _compiled(rf"(?<!\w)(?:{pattern})"), rule) for name, pattern, rule in own])
        for hint, own in _RULES
    ]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{YEAR}|{MONTH}|{WEEKDAY}|{SHORT_DAY}|{_WORDS}|{_SEASONS}|\d+(?:st|nd|rd|th)\b)|\d[/.-]\d"
        r"|['’ ]\d0s|['’]\d\d\b|\bFY ?\d",
        re.IGNORECASE,
    )


def candidates(text: str) -> list[tuple[str, Match, Rule]]:
    """All pattern matches, sorted by start, longest first."""
    if not _hint().search(text):
        return []
    matches = [
        (name, match, rule)
        for hint, rules in _groups()
        if hint.search(text)
        for name, pattern, rule in rules
        for match in pattern.finditer(text)
    ]
    return sorted(matches, key=lambda item: (item[1].start(), -item[1].end()))


def spotted(text: str, frame: Frame) -> Iterator[Spotted]:
    """The time expressions of a text in order, without overlap, read in one frame."""
    end_of_last = 0
    for name, match, rule in candidates(text):
        if match.start() >= end_of_last and (expression := read(name, match, rule, frame)) is not None:
            end_of_last = expression.end
            yield expression


def read(name: str, match: Match, rule: Rule, frame: Frame) -> Spotted | None:
    """Apply a rule to its match; None if that is not a time expression."""
    try:
        when = rule(match, frame)
    except NoTime:
        return None
    except (ValueError, OverflowError, StopIteration):
        return Spotted(match.start(), match.end(), name, None)
    return Spotted(match.start(), match.end(), name, when)
