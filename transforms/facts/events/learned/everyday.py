"""Tells articles of nothing but crime between private persons, courts and police work, whose acts are no events, by a
logistic regression over their words; `python -m tests.train everyday` fits its weights, seeds/everyday.csv.

The network reads each act by the words around it, where a robber who opens fire looks like a rebel who does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import fsum

from transforms import seeds

BAR = 0.0
"""Log odds from which an article tells of crime alone: no article of the parts development and test reaches it."""
ALWAYS = ""
"""The sign that every article has."""
_WORD = re.compile(r"(?<![\w’'-])[a-z]+(?:-[a-z]+)*")


def is_everyday(text: str) -> bool:
    """Whether an article tells of nothing but everyday crime."""
    known = weights()
    return fsum(known.get(word, 0.0) for word in words(text)) > BAR


def words(text: str) -> Iterator[str]:
    """The words of an article that begin with a small letter, each once: names tell who and where, not what."""
    yield ALWAYS
    yield from {*_WORD.findall(text)}


@cache
def weights() -> dict[str, float]:
    """The weights by word; words that are missing weigh nothing."""
    return {word: weight for (word,), weight in seeds.weights("everyday").items()}
