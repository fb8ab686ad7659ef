"""Finds datelines, the words before a dash or colon that say where a story was filed: "BEIRUT, Lebanon (AP) — ".

They are not part of the first sentence, and say nothing about where and when events happened. Press offices add the
day in parentheses: "KABUL, Afghanistan (May 13, 2011) — ". With a full date they may also end in a full stop, a colon
or with their line: "ERBIL, Iraq - 13 November 2026. ". The clock time before an entry of a live blog is treated alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.words import alternatives, values_of

_CAPITALS = r"(?:[^\W\d_a-z]{1,2}[ .'’-]{1,2})?[^\W\d_a-z]{3,}(?:[ /'’.-]+[^\W\d_a-z]+)*"
_NAME = r"[^\W\d_a-z][\w'’.-]+(?: [^\W\d_a-z][\w'’.-]+){0,3}"
_WORD = r"[\w'’.]+(?:-[\w'’.]+)*"
_REST = rf"(?:, (?:(?=[^\W_]){_WORD}(?: {_WORD}){{0,3}}))*"
_AGENCY = r" ?\([^\W_a-z][\w.,/ -]{1,40}\)"
_FILED = re.compile(
    rf"(?:^|(?<=[\u2028\u2029\x85]))[ \t]*(?:{_CAPITALS}{_REST}(?:{_AGENCY})?|{_NAME}{_REST}{_AGENCY})"
    r"[ \t]*(?:—|–|--|-)[ \t]+(?=[^\W_a-z]|[“‘'\"])",
    re.MULTILINE,
)
_MONTHS = "|".join([*values_of("month"), *(rf"{short}\.?" for short in values_of("short month"))])
_WEEKDAYS = "|".join(values_of("weekday"))
_DAY = (
    rf"(?i:(?:(?:{_WEEKDAYS}),? )?"
    rf"(?:\d{{1,2}} (?:{_MONTHS}),? \d{{4}}|(?:{_MONTHS}) \d{{1,2}},? \d{{4}}))"
)
_DATED = re.compile(
    rf"^[ \t]*(?!(?i:{_WEEKDAYS}|{_MONTHS})\b)(?:{_CAPITALS}|{_NAME}){_REST}"
    rf"(?:{_AGENCY}(?:,|:| [—–-])?|,|:| [—–-]) {_DAY}(?:{_AGENCY})?"
    r"(?:[ \t]*(?:—|–|--|-|:|\.)[ \t]+(?=[^\W_a-z]|[“‘'\"])|[ \t]*$)",
    re.MULTILINE,
)
_COLON = re.compile(rf"[ \t]*{_CAPITALS}{_REST}(?:{_AGENCY})?:[ \t]+(?=[^\W_a-z]|[“‘'\"])")
_LABEL = re.compile(rf"^[ \t]*{_CAPITALS}:", re.MULTILINE)
ZONES = alternatives("parse time zones")
_CLOCK = re.compile(
    rf"^[ \t]*\d{{1,2}}[:.h]\d\d(?: ?[ap]\.?m\b\.?)?(?: (?:{ZONES}))?"
    r"(?: ?[—–:|-])?[ \t]+(?=[^\W\d_a-z]|[“‘'\"])",
    re.MULTILINE,
)
LONGEST = 90
"""Maximum characters of a dateline."""


def starts_after_datelines(text: str) -> Iterator[int]:
    """Offsets of the first sentence after each dateline."""
    return (end for _, end in datelines(text))


def datelines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end offsets of each dateline."""
    matches = [*_FILED.finditer(text), *_DATED.finditer(text), *_CLOCK.finditer(text)]
    if (colon := _COLON.match(text)) and len(_LABEL.findall(text)) <= 1:  # several labels are turns of a transcript
        matches.append(colon)
    ends: dict[int, int] = {}
    for match in matches:
        if len(match.group()) <= LONGEST:
            ends[match.start()] = max(match.end(), ends.get(match.start(), 0))
    yield from sorted(ends.items())
