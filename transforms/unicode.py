"""Unicode normal forms in linear time.

Sorting combining marks is quadratic in their number. As in Unicode's Stream-Safe Text Format (UAX #15), runs are cut at
30 marks; no writing system needs more.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

MOST_MARKS = 30
_LAST_MARK = 0x1EFFF
_DENSE = re.compile(f"[\u0300-\U0010ffff]{{{MOST_MARKS + 1}}}")
"""Cheap pre-check for a run of marks: no mark is below U+0300."""


def normalised(form: Literal["NFC", "NFKD"], text: str) -> str:
    """Normalise a text, keeping the first MOST_MARKS of each run of combining marks."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, _runs().sub(r"\1", text) if _DENSE.search(text) else text)


def without_marks(text: str) -> str:
    """Decompose a text and drop its combining marks, that is, accents."""
    return "".join(c for c in normalised("NFKD", text) if not unicodedata.combining(c))


@cache
def _runs() -> re.Pattern[str]:
    """Matches a run with too many marks."""
    marks = "".join(filter(_is_mark, map(chr, range(_LAST_MARK + 1))))
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")


def _is_mark(character: str) -> bool:
    """Whether a character is a combining mark or decomposes into marks only."""
    if unicodedata.decomposition(character):
        character = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.combining(character) > 0
