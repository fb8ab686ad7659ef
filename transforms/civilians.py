"""Tells whether the people that a phrase names are civilians or armed, by the words of the seeds."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from transforms.reading.parse import lemmas
from transforms.resolving.noun_kinds import QUANTITIES, words
from transforms.words import any_word, word_list, words_in

_WORD = re.compile(r"[\w'’-]+")
_COMMITS_TO_NOTHING = word_list("civilians or not")
_AFTER_HEAD = word_list("civilians after")
_RANKS = word_list("military ranks")


def people_of(phrase: str | None) -> Literal["civilians", "armed"] | None:
    """Whether a phrase names civilians ("four farmers") or armed people and their places; None if it does not tell.

    The head decides on civilians, but no phrase with a word for the armed names them: "residents and soldiers".
    """
    told = _WORD.findall(_counted().sub("", (phrase or "").lower()))
    if any(not _lemmas(word).isdisjoint(words("armed") | _RANKS) for word in told):
        return "armed"
    end = next((at for at, word in enumerate(told) if at and word in _AFTER_HEAD), len(told))
    head = _lemmas(told[end - 1]) if told else frozenset()
    return "civilians" if head & words("civilian") and not head & _COMMITS_TO_NOTHING else None


def is_of_no_group(phrase: str | None) -> bool:
    """Whether a phrase names armed people and nothing of whom they are: "three masked gunmen", not "the fighters"."""
    return _of_no_group().fullmatch(phrase or "") is not None


@cache
def _of_no_group() -> re.Pattern[str]:
    before = any_word(word_list("civilians no group before") | words_in("numbers", kind="digit"))
    return re.compile(rf"(?:(?:{before}|\d+) )*(?:{any_word(word_list('civilians no group'))})", re.IGNORECASE)


def _lemmas(word: str) -> frozenset[str]:
    return frozenset(lemmas(word))


@cache
def _counted() -> re.Pattern[str]:
    """Matches the words before the people that are counted: "a group of", "dozens of"."""
    return re.compile(rf"^(?:[\w'’-]+ ){{0,2}}(?:{'|'.join(sorted(QUANTITIES))})s? of ")
