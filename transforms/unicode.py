"""Unicode's normal forms in time that grows with the text.

Putting combining marks into their order takes the square of their number. No writing needs more than a few on one
letter; Unicode's Stream-Safe Text Format (UAX #15) allows 30 in a row, and so does this.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

MOST_MARKS = 30
_LAST_MARK = 0x1EFFF
_DENSE = re.compile(f"[\u0300-\U0010ffff]{{{MOST_MARKS + 1}}}")
"""Where a run of marks may be, found far more quickly: no mark stands before U+0300."""


def normalised(form: Literal["NFC", "NFKD"], text: str) -> str:
    """A text in a normal form, of each run of combining marks the first MOST_MARKS."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, _runs().sub(r"\1", text) if _DENSE.search(text) else text)


def without_marks(text: str) -> str:
    """A text in decomposed form without its combining marks: no accents."""
    return "".join(c for c in normalised("NFKD", text) if not unicodedata.combining(c))


@cache
def _runs() -> re.Pattern[str]:
    """A run of more marks than allowed."""
    marks = "".join(filter(_is_mark, map(chr, range(_LAST_MARK + 1))))
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")


def _is_mark(character: str) -> bool:
    """True for a combining mark, and for what is taken apart into nothing else."""
    if unicodedata.decomposition(character):
        character = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.combining(character) > 0
