"""Splits a document into windows of word pieces for the encoder, each with preceding context.

A short article is one window. A longer one is split into blocks, each read with the article's first words and the words
before it, so that slots can be filled from earlier text.
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
"""Longest word in characters; longer ones are unknown, as in the encoder's own tokenizer."""
MOST_PIECES = 24
"""Maximum pieces of a word."""
_PARTS = re.compile(r"\w+|[^\w\s]")


class Pieces:
    """WordPiece tokenizer: lower case, no accents, longest match in the vocabulary."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.cls, self.sep, self.unknown = (self._ids[name] for name in (CLS, SEP, UNKNOWN))
        self._of = cache(self._pieces_of_word)

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, word: str) -> tuple[int, ...]:
        """The piece ids of a word, at least one."""
        return self._of(word) if len(word) <= LONGEST_WORD else (self.unknown,)

    def _pieces_of_word(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.lower())
        bare = "".join(c for c in plain if unicodedata.category(c) != "Mn").replace("_", " _ ")
        pieces = [piece for part in _PARTS.findall(bare) for piece in self._longest_matches(part)]
        return tuple(pieces[:MOST_PIECES]) or (self.unknown,)

    def _longest_matches(self, part: str) -> list[int]:
        ids, start = [], 0
        while start < len(part):
            mark = "##" if start else ""
            end = next((e for e in range(len(part), start, -1) if mark + part[start:e] in self._ids), None)
            if end is None:
                return [self.unknown]
            ids.append(self._ids[mark + part[start:end]])
            start = end
        return ids


@dataclass(frozen=True, slots=True)
class PieceLimits:
    """Piece limits of a window, of the article's first words in it, and of the words before its block."""

    whole: int = 320
    lead: int = 40
    before: int = 80


@dataclass(frozen=True, slots=True)
class Window:
    """A window: piece ids, word indices, position of each word's first piece, and whether the word is scored here."""

    ids: np.ndarray
    words: np.ndarray
    first: np.ndarray
    own: np.ndarray


def windows(text: Text, pieces: Pieces, limits: PieceLimits) -> Iterator[Window]:
    """The windows of a text; every word is scored in exactly one."""
    piece_ids = [pieces.of(word) for word in text.words]
    length = np.array([len(ids) for ids in piece_ids], dtype=np.int64)
    room = limits.whole - 3
    start = 0
    while start < len(piece_ids):
        before = _first_word_fitting(length, start, limits.before)
        lead = _end_of_words_fitting(length, 0, limits.lead, min(before, _sentence_end(text, 0))) if before else 0
        room_left = room - int(length[before:start].sum()) - int(length[:lead].sum())
        end = max(_end_of_words_fitting(length, start, room_left, len(piece_ids)), start + 1)
        end = _whole_sentences(text, start, end)
        yield _window(piece_ids, pieces, range(lead), range(before, end), start)
        start = end


def sentences(text: Text, pieces: Pieces, limits: PieceLimits) -> Iterator[Window]:
    """Each sentence of a text as windows of its own, split if too long."""
    piece_ids = [pieces.of(word) for word in text.words]
    length = np.array([len(ids) for ids in piece_ids], dtype=np.int64)
    start = 0
    while start < len(piece_ids):
        end = _sentence_end(text, start)
        yield _window(
            piece_ids,
            pieces,
            range(0),
            range(start, _end_of_words_fitting(length, start, limits.whole - 3, end)),
            start,
        )
        start = end


def _first_word_fitting(length: np.ndarray, word: int, most: int) -> int:
    """Index of the first of the words before `at` that fit into `most` pieces."""
    total = 0
    while word > 0 and total + length[word - 1] <= most:
        word -= 1
        total += int(length[word])
    return word


def _end_of_words_fitting(length: np.ndarray, word: int, most: int, stop: int) -> int:
    """Index after the words from `at` on that fit into `most` pieces."""
    total = 0
    while word < stop and total + length[word] <= most:
        total += int(length[word])
        word += 1
    return word


def _sentence_end(text: Text, word: int) -> int:
    return int(np.searchsorted(text.sentence, text.sentence[word], "right"))


def _whole_sentences(text: Text, start: int, end: int) -> int:
    """End of the last complete sentence; `end` if there is none."""
    if end >= len(text) or text.sentence[end] != text.sentence[end - 1]:
        return end
    begin = int(np.searchsorted(text.sentence, text.sentence[end - 1], "left"))
    return begin if begin > start else end


def _window(piece_ids: Sequence[tuple[int, ...]], pieces: Pieces, lead: range, block: range, own: int) -> Window:
    ids, first = [pieces.cls], []
    for part in (lead, block):
        for word in part:
            first.append(len(ids))
            ids += piece_ids[word]
        if part:
            ids.append(pieces.sep)
    words = np.array([*lead, *block], dtype=np.int64)
    return Window(
        ids=np.array(ids, dtype=np.int64),
        words=words,
        first=np.array(first, dtype=np.int64),
        own=np.array([False] * len(lead) + [word >= own for word in block]),
    )
