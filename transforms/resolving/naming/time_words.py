"""Time words of news as patterns, each with the rule that turns it into a stretch of the calendar.

Of patterns that match at one place the longest holds. Where its rule finds no stretch (an impossible day, a day and a
month that could change places, "every Friday") the words are refused under the rule's name, and no shorter pattern
guesses at a part of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.resolving.timing.moving import COUNTED, WEEKDAYS
from transforms.resolving.timing.named import DATED, MONTHLY, WORDED
from transforms.resolving.timing.parts import MONTH, WEEKDAY, YEAR, Frame, Match, NoTime, Rule
from transforms.resolving.timing.stretches import When, last_day
from transforms.resolving.timing.within import WITHIN

__all__ = ["Frame", "Match", "Spotted", "When", "candidates", "last_day", "spotted"]


@dataclass(frozen=True, slots=True)
class Spotted:
    """Time words with their offsets in the text, the rule that read them, and what they mean; None where refused."""

    start: int
    end: int
    rule: str
    when: When | None


_WORDS = (
    r"today|tonight|yesterday|tomorrow|overnight|night|morning|afternoon|evening"
    r"|hour|day|week|month|quarter|year|decade|centur|minute|fortnight"
)
_SEASONS = (
    r"(?:spring|summer|autumn|fall|winter|half)\b|Q[1-4]\b|\w+[tf]ies\b|christmas|halloween|easter|thanksgiving|friday"
)
_NAMED = rf"{_SEASONS}|century|quarter|day|eve\b|july|attack|massacre|bombings|9.11"
_PARTS = rf"{_WORDS}|half|winter|fiscal|financial|FY|H[12]\b"
_RULES = (
    (MONTH, MONTHLY), (r"\d", DATED), (_NAMED, WORDED), (WEEKDAY, WEEKDAYS), (_WORDS, COUNTED), (_PARTS, WITHIN),
)  # fmt: skip


@cache
def _groups() -> list[tuple[re.Pattern[str], list[tuple[str, re.Pattern[str], Rule]]]]:
    """The patterns, in groups that share what a text must hold for any of them."""
    return [
        (_compiled(hint), [(name, _compiled(rf"(?<!\w)(?:{pattern})"), rule) for name, pattern, rule in own])
        for hint, own in _RULES
    ]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{YEAR}|{MONTH}|{WEEKDAY}|{_WORDS}|{_SEASONS}|\d+(?:st|nd|rd|th)\b)|\d[/.-]\d"
        r"|['’ ]\d0s|['’]\d\d\b|\bFY ?\d",
        re.IGNORECASE,
    )


def candidates(text: str) -> list[tuple[str, Match, Rule]]:
    """What may be time words, the earliest first and at one place the longest."""
    if not _hint().search(text):
        return []
    found = [
        (name, match, rule)
        for hint, rules in _groups()
        if hint.search(text)
        for name, pattern, rule in rules
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda item: (item[1].start(), -item[1].end()))


def spotted(text: str, frame: Frame) -> Iterator[Spotted]:
    """The time words of a text in order, none within another, all read in one frame."""
    reached = 0
    for name, match, rule in candidates(text):
        if match.start() >= reached and (found := read(name, match, rule, frame)) is not None:
            reached = found.end
            yield found


def read(name: str, match: Match, rule: Rule, frame: Frame) -> Spotted | None:
    """What a rule makes of its match; None where that is no time at all."""
    try:
        when = rule(match, frame)
    except NoTime:
        return None
    except (ValueError, OverflowError, StopIteration):
        return Spotted(match.start(), match.end(), name, None)
    return Spotted(match.start(), match.end(), name, when)
