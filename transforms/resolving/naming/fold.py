"""Names made alike: `fold` for spelling, `sound` for transliteration. Both are used on the index and on the query."""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.unicode import without_marks

APOSTROPHES = "'`´’‘ʼʿʾ′"
_SMOOTH = str.maketrans({"-": " ", "–": " ", **dict.fromkeys(APOSTROPHES)})

# What romanisations of Arabic, Persian, Cyrillic, Burmese and Ethiopian scripts write differently, in order.
_ARTICLE = re.compile(r"\b(?:al|el|ul|ad|ed|ar|er|as|es|ash|esh|at|et|an|en|az|ez|adh) (?=\w)")
_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ou|oo", "u"), (r"ee|ie\b|iy", "i"), (r"e(?=[iy])", "a"), (r"[aeo]w(?=\b|[^aeiou])", "u"),
        (r"kh", "h"), (r"gh", "g"), (r"dh", "d"), (r"th", "t"), (r"dj", "j"), (r"ch", "sh"), (r"q|c(?=[aou])", "k"),
        (r"yy|y", "i"), (r"ph", "f"), (r"(\w)\1+", r"\1"), (r"(?<=i)[ae]h?\b", "a"), (r"[ae]h?\b", "a"),
        (r"e", "i"), (r"o", "u"), (r"\bt[ai]l\b", "tal"), (r"(\w)\1+", r"\1"),
    )
)  # fmt: skip


def fold(name: str) -> str:
    """A name without case, diacritics, apostrophes and hyphens: `Hay’at` and `Hayat`, `Ḩamāh` and `hamah`."""
    if not name.isascii():
        name = without_marks(name)
    return " ".join(name.translate(_SMOOTH).lower().split())


@lru_cache(20_000)
def sound(name: str) -> str:
    """What the usual transliterations of a name have in common: `Al Ḩudaydah`, `Hodeidah` and `al-Hudaida` are one.

    Articles go, long vowels, doubled letters and the feminine ending too; e is i and o is u. Empty for a name too
    short to be told from others so.
    """
    found = _ARTICLE.sub("", fold(name))
    for pattern, plain in _SOUNDS:
        found = pattern.sub(plain, found)
    found = found.replace(" ", "")
    return found if len(found) > 3 else ""
