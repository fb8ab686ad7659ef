"""Normalises names for lookup: `fold` for spelling, `sound` for transliteration; apply both to index and query."""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.unicode import without_marks
from transforms.words import alternatives

APOSTROPHES = "'`´’‘ʼʿʾ′"
_SMOOTH = str.maketrans({"-": " ", "–": " ", **dict.fromkeys(APOSTROPHES)})

# Variants in romanisations of Arabic, Persian, Cyrillic, Burmese and Ethiopian scripts; order matters.
_ARTICLE = re.compile(rf"\b(?:{alternatives('names articles')}) (?=\w)")
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
    """A phonetic key shared by a name's transliterations: `Al Ḩudaydah`, `Hodeidah`, `al-Hudaida`.

    Articles, long vowels, doubled letters and the feminine ending are dropped; e becomes i, o becomes u. Empty for
    names too short to be distinctive.
    """
    found = _ARTICLE.sub("", fold(name))
    for pattern, plain in _SOUNDS:
        found = pattern.sub(plain, found)
    found = found.replace(" ", "")
    return found if len(found) > 3 else ""
