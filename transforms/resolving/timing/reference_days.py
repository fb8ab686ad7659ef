"""Finds the reference day of relative expressions: publication, dateline, or a live blog's update.

In "GOMA, 3 May 2024 – Rebels left yesterday", yesterday is relative to 3 May. Live blogs have stamps on lines of their
own ("4 December 2024 10:35 GMT") for the updates below. A single stamp only repeats the publication time and is
ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from transforms.reading.dateline import ZONES, datelines
from transforms.reading.tree import Doc
from transforms.resolving.timing.expressions import Frame, spotted
from transforms.resolving.timing.parts import WEEKDAY
from transforms.words import alternatives

LONGEST_STAMP = 70
LATE, EARLY = timedelta(days=60), timedelta(days=2)
_FULL = frozenset({"full date", "ISO date", "numeric date, order unsettled"})
_LINE = re.compile("[^\n\u2028\u2029\x85]+")
_REST = re.compile(
    rf"\b(?:\d{{1,2}}[:.h]\d\d(?:[:.]\d\d)?(?:\.\d+)?(?: ?[ap]\.?m\b\.?)?|\d{{1,2}} ?[ap]\.?m\b\.?"
    rf"|(?:{ZONES}|AST)(?:[+-]\d\d?(?::?\d\d)?)?|{WEEKDAY}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun"
    rf"|{alternatives('timing stamps')})\b|[+-]\d\d:?\d\d",
    re.IGNORECASE,
)
_OPENING = re.compile(rf"^.{{5,{LONGEST_STAMP}}}?(?: ?[—–|] | - |: )")


def reference_day(doc: Doc, offset: int, published: date) -> date:
    """The reference day of relative expressions at a text offset."""
    cache = doc.user_data.setdefault("moments", {})
    if published not in cache:
        cache[published] = list(moments(doc.text, published))
    days = cache[published]
    place = bisect_right([begin for begin, _ in days], offset)
    return days[place - 1][1] if place else published


def moments(text: str, published: date) -> Iterator[tuple[int, date]]:
    """Offsets from which another reference day than publication applies, with that day."""
    days = sorted([*_datelines(text, published), *_stamps(text, published)])
    return ((offset, day) for offset, day in days if published == date.min or -EARLY <= published - day <= LATE)


def _datelines(text: str, published: date) -> Iterator[tuple[int, date]]:
    for start, end in datelines(text):
        if (day := _day(text[start:end], published)) is not None:
            yield end, day


def _stamps(text: str, published: date) -> list[tuple[int, date]]:
    """Stamps of a live blog: at least two, each followed by text; of adjacent stamps the last counts.

    A stamp itself is read by the day of publication, not by the stamp above it.
    """
    stamps: list[tuple[int, date]] = []
    was_stamp = False
    for line in _LINE.finditer(text):
        day, end = _stamp(line.group(), published)
        if day is not None:
            if was_stamp:
                del stamps[-2:]
            stamps += [(line.start(), published), (line.start() + end, day)]
        if line.group().strip():
            was_stamp = day is not None and end == len(line.group())
    return stamps if len(stamps) > 2 else []


def _stamp(line: str, published: date) -> tuple[date | None, int]:
    """The day of a stamp that is or opens a line, and the stamp's end; (None, 0) if there is none."""
    if not any(c.isdigit() for c in line[:LONGEST_STAMP]):
        return None, 0
    opening = _OPENING.match(line)
    for end in (len(line), opening.end() if opening else 0):
        if 0 < end <= LONGEST_STAMP and (day := _day(line[:end], published, whole=True)) is not None:
            return day, end
    return None, 0


def _day(words: str, published: date, *, whole: bool = False) -> date | None:
    """The full date in `words`; with `whole` only if nothing but clock times and stamp words surround it."""
    for expression in spotted(words, Frame(published)):
        if expression.rule in _FULL and expression.when is not None:
            around = _REST.sub("", words[: expression.start] + " " + words[expression.end :])
            return date.fromisoformat(expression.when.start) if not whole or not re.search(r"\w", around) else None
    return None
