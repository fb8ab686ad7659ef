"""Words to what the encoder reads at once: word pieces in windows, each with what went before.

A short article is one window. A longer one is told in blocks; each is read with the article's first words and the words
before it, so that a slot can be filled with what was said earlier.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from transforms.facts.events.learned.text import Text

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST_WORD = 100
"""Characters above which a word is unknown, as in the tokenizer that the encoder was trained with."""
MOST_PIECES = 24
"""Pieces of a word that are read."""
_PARTS = re.compile(r"\w+|[^\w\s]")


class Pieces:
    """WordPiece: a word in lower case without accents, in the longest pieces that the vocabulary has."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.cls, self.sep, self.unknown = (self._ids[name] for name in (CLS, SEP, UNKNOWN))
        self._of = cache(self._split)

    def of(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces, at least one."""
        return self._of(word) if len(word) <= LONGEST_WORD else (self.unknown,)

    def _split(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.lower())
        bare = "".join(c for c in plain if unicodedata.category(c) != "Mn").replace("_", " _ ")
        found = [piece for part in _PARTS.findall(bare) for piece in self._pieces(part)]
        return tuple(found[:MOST_PIECES]) or (self.unknown,)

    def _pieces(self, part: str) -> list[int]:
        found, at = [], 0
        while at < len(part):
            mark = "##" if at else ""
            end = next((e for e in range(len(part), at, -1) if mark + part[at:e] in self._ids), None)
            if end is None:
                return [self.unknown]
            found.append(self._ids[mark + part[at:end]])
            at = end
        return found


@dataclass(frozen=True, slots=True)
class Sizes:
    """Word pieces of a window, of the article's first words, and of the words before a block."""

    whole: int = 510
    lead: int = 40
    before: int = 120


@dataclass(frozen=True, slots=True)
class Window:
    """One window: ids of its pieces, its words with the place of their first piece, and whether each is read here."""

    ids: np.ndarray
    words: np.ndarray
    first: np.ndarray
    own: np.ndarray


def windows(text: Text, pieces: Pieces, sizes: Sizes) -> Iterator[Window]:
    """The windows of a text; every word is read in exactly one."""
    of = [pieces.of(word) for word in text.words]
    length = np.array([len(ids) for ids in of], dtype=np.int64)
    room = sizes.whole - 3
    at = 0
    while at < len(of):
        before = _back(length, at, sizes.before)
        lead = _ahead(length, 0, sizes.lead, min(before, _sentence_end(text, 0))) if before else 0
        left = room - int(length[before:at].sum()) - int(length[:lead].sum())
        end = max(_ahead(length, at, left, len(of)), at + 1)
        end = _whole_sentences(text, at, end)
        yield _window(of, pieces, range(lead), range(before, end), at)
        at = end


def sentences(text: Text, pieces: Pieces, sizes: Sizes) -> Iterator[Window]:
    """Each sentence of a text as a window of its own, as far as one holds it."""
    of = [pieces.of(word) for word in text.words]
    length = np.array([len(ids) for ids in of], dtype=np.int64)
    at = 0
    while at < len(of):
        end = _sentence_end(text, at)
        yield _window(of, pieces, range(0), range(at, _ahead(length, at, sizes.whole - 3, end)), at)
        at = end


def _back(length: np.ndarray, at: int, most: int) -> int:
    """The first of the words before one that fit into so many pieces."""
    total = 0
    while at > 0 and total + length[at - 1] <= most:
        at -= 1
        total += int(length[at])
    return at


def _ahead(length: np.ndarray, at: int, most: int, stop: int) -> int:
    """The word behind those that fit into so many pieces."""
    total = 0
    while at < stop and total + length[at] <= most:
        total += int(length[at])
        at += 1
    return at


def _sentence_end(text: Text, word: int) -> int:
    return int(np.searchsorted(text.sentence, text.sentence[word], "right"))


def _whole_sentences(text: Text, start: int, end: int) -> int:
    """The end of the last sentence that is whole; where there is none, the end that was given."""
    if end >= len(text) or text.sentence[end] != text.sentence[end - 1]:
        return end
    begin = int(np.searchsorted(text.sentence, text.sentence[end - 1], "left"))
    return begin if begin > start else end


def _window(of: Sequence[tuple[int, ...]], pieces: Pieces, lead: range, block: range, own: int) -> Window:
    ids, first = [pieces.cls], []
    for part in (lead, block):
        for word in part:
            first.append(len(ids))
            ids += of[word]
        if part:
            ids.append(pieces.sep)
    words = np.array([*lead, *block], dtype=np.int64)
    return Window(
        ids=np.array(ids, dtype=np.int64),
        words=words,
        first=np.array(first, dtype=np.int64),
        own=np.array([False] * len(lead) + [word >= own for word in block]),
    )
