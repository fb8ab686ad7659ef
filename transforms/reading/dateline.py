"""Where a story was filed: the words before the dash that opens it, "BEIRUT, Lebanon (AP) — ".

They are no part of its first sentence, and tell nothing of where and when things happened. A press office writes the
day in parentheses: "KABUL, Afghanistan (May 13, 2011) — ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CAPITALS = r"(?:[^\W\d_a-z]{1,2}[ .'’-]{1,2})?[^\W\d_a-z]{3,}(?:[ /'’.-]+[^\W\d_a-z]+)*"
_NAME = r"[^\W\d_a-z][\w'’.-]+(?: [^\W\d_a-z][\w'’.-]+){0,3}"
_REST = r"(?:, (?:[^\W_][\w'’.]*(?: [\w'’.]+){0,3}))*"
_AGENCY = r" ?\([^\W_a-z][\w.,/ -]{1,40}\)"
_FILED = re.compile(
    rf"(?:^|(?<=[\u2028\u2029\x85]))[ \t]*(?:{_CAPITALS}{_REST}(?:{_AGENCY})?|{_NAME}{_REST}{_AGENCY})"
    r"[ \t]*(?:—|–|--|-)[ \t]+(?=[^\W_a-z]|[“‘'\"])",
    re.MULTILINE,
)
LONGEST = 90
"""Characters that such an opening has at most."""


def filed(text: str) -> Iterator[int]:
    """The offsets at which the first sentence begins, behind each such opening of a paragraph."""
    return (end for _, end in opened(text))


def opened(text: str) -> Iterator[tuple[int, int]]:
    """The offsets at which each such opening begins and ends."""
    for match in _FILED.finditer(text):
        if len(match.group()) <= LONGEST:
            yield match.start(), match.end()
