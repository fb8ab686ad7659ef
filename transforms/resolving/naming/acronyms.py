"""Finds abbreviations that a text defines: the body before "(SRTF)", and every later occurrence of SRTF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from transforms.resolving.naming.spotting import Spot, Text

SHORT = re.compile(r"[A-Z][A-Za-z&-]{1,9}")
SMALL = 3


def spelled_out(text: Text) -> Iterator[Spot]:
    """Bodies followed by their initials in brackets: "People's Army for Justice (PAJ)"."""
    for position, word in enumerate(text.words):
        if word == "(" and text.word(position + 2) == ")" and SHORT.fullmatch(text.word(position + 1)):
            letters = [letter for letter in text.words[position + 1] if letter.isupper()]
            start = _start_of_initials(text, position, letters)
            if start is not None:
                yield Spot(start, position, "ORG", 2)


def _start_of_initials(text: Text, end: int, letters: list[str]) -> int | None:
    """Start of the words whose initials are `letters`, small words in between skipped; None if they do not match."""
    if len(letters) < 3:
        return None
    start, letters_left, small = end, list(letters), 0
    while letters_left and start > 0 and small <= SMALL:
        start -= 1
        first = text.words[start][0]
        if first == letters_left[-1]:
            letters_left.pop()
            small = 0
        elif first.isupper():
            return None
        else:
            small += 1
    return None if letters_left else start


def acronyms(text: Text, spots: Iterable[Spot]) -> Iterator[Spot]:
    """Later occurrences of a defined abbreviation: "Syria Recovery Trust Fund (SRTF)", then SRTF."""
    defined: dict[str, Spot] = {}
    for spot in spots:
        if (
            text.word(spot.end) == "("
            and text.word(spot.end + 2) == ")"
            and _is_abbreviation_of(text, spot.end + 1, spot)
        ):
            defined.setdefault(text.words[spot.end + 1], spot)
    for position, word in enumerate(text.words if defined else []):
        if word in defined:
            yield replace(defined[word], start=position, end=position + 1, rank=1)


def _is_abbreviation_of(text: Text, position: int, spot: Spot) -> bool:
    short, initials = text.words[position], {word[0] for word in text.words[spot.start : spot.end]}
    return 2 <= len(short) <= 10 and short.isupper() and sum(letter in initials for letter in short) >= len(short) - 1
