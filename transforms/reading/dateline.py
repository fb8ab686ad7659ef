"""Finds datelines, the words before a dash or colon that say where a story was filed: "BEIRUT, Lebanon (AP) — ".

They are not part of the first sentence, and say nothing about where and when events happened. Press offices add the
day in parentheses: "KABUL, Afghanistan (May 13, 2011) — ". The clock time before an entry of a live blog is treated
alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.words import alternatives

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
    return (end for _, end in opened(text))


def opened(text: str) -> Iterator[tuple[int, int]]:
    """Start and end offsets of each dateline."""
    matches = [*_FILED.finditer(text), *_CLOCK.finditer(text)]
    if (colon := _COLON.match(text)) and len(_LABEL.findall(text)) <= 1:  # several labels are turns of a transcript
        matches.append(colon)
    for match in matches:
        if len(match.group()) <= LONGEST:
            yield match.start(), match.end()
