"""Tells whether a text is all in lower or upper case, in which names look like other words and sentences run on."""

from __future__ import annotations

STRAY = 0.02
"""Share of words in the other case up to which a text is in one case."""
LEAST_WORDS = 12
"""Words without which a text tells nothing about its case."""


def one_case(text: str) -> str | None:
    """`lower` or `upper` if a text is written in one case; else None."""
    words = [word for word in text.split() if word.isalpha() and word.lower() != word.upper()]
    if len(words) < LEAST_WORDS:
        return None
    if sum(word[0].isupper() for word in words) < STRAY * len(words):
        return "lower"
    return "upper" if sum(word.isupper() for word in words) > (1 - STRAY) * len(words) else None
