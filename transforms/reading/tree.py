"""The parse of a text as plain objects, named like spaCy's.

The rules look up the attributes, heads and children of words thousands of times per sentence. spaCy builds every answer
anew; here each is built once, when a text has been parsed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, overload

import numpy as np
from spacy import attrs
from spacy.tokens import Doc as Parsed

_NAMES = [attrs.ORTH, attrs.LOWER, attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP, attrs.ENT_TYPE]
_FLAGS = [
    *(attrs.SPACY, attrs.IS_SPACE, attrs.IS_PUNCT, attrs.IS_QUOTE, attrs.IS_ALPHA, attrs.IS_LOWER, attrs.IS_DIGIT),
    *(attrs.IS_STOP, attrs.LIKE_NUM),
]


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """A word with its place in the tree; there is one of each, so that it equals only itself."""

    doc: Doc
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    is_space: bool
    is_punct: bool
    is_quote: bool
    is_alpha: bool
    is_lower: bool
    is_digit: bool
    is_stop: bool
    like_num: bool
    sent: Span = field(init=False)
    head: Token = field(init=False)
    children: list[Token] = field(init=False, default_factory=list)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def is_sent_start(self) -> bool:
        return self.i == self.sent.start

    def nbor(self, steps: int = 1) -> Token:
        """The word so many steps on. IndexError outside the text."""
        if self.i + steps < 0:
            raise IndexError(self.i + steps)
        return self.doc.tokens[self.i + steps]

    @property
    def subtree(self) -> Iterator[Token]:
        """The word and all words below it, in order."""
        is_before = True
        for child in self.children:
            if is_before and child.i > self.i:
                is_before = False
                yield self
            yield from child.subtree
        if is_before:
            yield self

    @property
    def left_edge(self) -> Token:
        return min(self.subtree, key=_position)

    @property
    def right_edge(self) -> Token:
        return max(self.subtree, key=_position)


def _position(token: Token) -> int:
    return token.i


class Span:
    """A stretch of words; equal to another of the same words and label."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Span: ...
    def __getitem__(self, index: int | slice) -> Token | Span:
        if isinstance(index, slice):
            start, end, _ = index.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        position = index + (self.end if index < 0 else self.start)
        if not self.start <= position < self.end:
            raise IndexError(index)
        return self.doc.tokens[position]

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Span) and self._key() == other._key())

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return self.text

    def _key(self) -> tuple[int, int, int, str]:
        return id(self.doc), self.start, self.end, self.label_

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char]

    @property
    def start_char(self) -> int:
        return self.doc.tokens[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        if self.start == self.end:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def root(self) -> Token:
        """The word nearest to the sentence's root, the first of several; a mark only if there is nothing else."""
        words = self.doc.tokens[self.start : self.end]
        for word in words:
            if word.head is word:
                return word
        tops = [word for word in words if not self.start <= word.head.i < self.end]
        return min(tops, key=_depth) if len(tops) > 1 else (tops or [self.doc.tokens[self.start]])[0]

    @property
    def sent(self) -> Span:
        """The sentence of the first word."""
        return self.doc.tokens[self.start].sent

    @property
    def sents(self) -> Iterator[Span]:
        """The sentences that the words are in."""
        position = self.start
        while position < self.end:
            sentence = self.doc.tokens[position].sent
            yield sentence
            position = sentence.end

    def char_span(self, start: int, end: int, alignment_mode: Literal["strict", "expand"] = "strict") -> Span | None:
        """`Doc.char_span` with offsets from the start of this span."""
        return self.doc.char_span(self.start_char + start, self.start_char + end, alignment_mode)


def _depth(token: Token) -> int:
    """Steps to the sentence's root; the maximum for a mark without dependents, so that it is chosen as root last."""
    if (token.is_space or token.is_punct) and not token.children:
        return len(token.doc)
    depth = 0
    while token.head is not token and depth < len(token.doc):
        token, depth = token.head, depth + 1
    return depth


class Doc:
    """A parsed text, `text` as written; `parsed` is spaCy's own, for its matchers, `user_data` a cache of the rules."""

    def __init__(self, parsed: Parsed, text: str | None = None) -> None:
        self.parsed = parsed
        self.text: str = parsed.text if text is None else text
        self.user_data: dict[Any, Any] = {}
        self.tokens = list(self._tokens())
        self._offsets = [token.idx for token in self.tokens]
        self._link()
        self.sents = [
            Span(self, start, end) for start, end in pairwise((*self._starts_of_sentences(), len(self.tokens)))
        ]
        for sent in self.sents:
            for token in sent:
                token.sent = sent
        self.ents = [Span(self, name.start, name.end, name.label_) for name in parsed.ents]

    def _tokens(self) -> Iterator[Token]:
        """The words with all but their place in the tree."""
        names: np.ndarray = self.parsed.to_array(_NAMES)
        flags = self.parsed.to_array(_FLAGS).astype(bool).tolist()
        known = {key: self.parsed.vocab.strings[key] for key in np.unique(names).tolist()}
        offset = 0
        for i, (row, (is_spaced, *kinds)) in enumerate(zip(names.tolist(), flags, strict=True)):
            words = [known[key] for key in row]
            columns: tuple[Any, ...] = (i, offset, *words, " " if is_spaced else "", *kinds)
            yield Token(self, *columns)
            offset += len(words[0]) + is_spaced

    def _link(self) -> None:
        steps = self.parsed.to_array([attrs.HEAD]).astype(np.int64).tolist()
        for token, step in zip(self.tokens, steps, strict=True):
            token.head = self.tokens[token.i + step]
            if step:
                token.head.children.append(token)

    def _starts_of_sentences(self) -> list[int]:
        begins = np.flatnonzero(self.parsed.to_array([attrs.SENT_START]) == 1).tolist()
        return [0, *(begin for begin in begins if begin)] if self.tokens else []

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Span: ...
    def __getitem__(self, index: int | slice) -> Token | Span:
        if isinstance(index, slice):
            start, end, _ = index.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[index]

    def char_span(self, start: int, end: int, alignment_mode: Literal["strict", "expand"] = "strict") -> Span | None:
        """The words between two offsets; None if they are outside the text, or if strict and not bounds of words."""
        first, last = self._token_at(start), self._token_at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "strict" and (start != first.idx or end != last.idx + len(last.text)):
            return None
        begin = first.i + (alignment_mode == "expand" and start == first.idx + len(first.text))
        return Span(self, begin, last.i + 1)

    def _token_at(self, offset: int) -> Token | None:
        """The word at an offset, or before it if that is the space behind it."""
        return self.tokens[bisect_right(self._offsets, offset) - 1] if 0 <= offset < len(self.text) else None
