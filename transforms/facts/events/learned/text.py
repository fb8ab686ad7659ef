"""A story as the reader sees it: its words, each with what grammar, names, calendar and rules say about it.

A word is a token that is not white space; `tokens` leads from words back to the parse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from spacy.tokens import Token

from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, SLOTS, TELLINGS, sub_events
from transforms.resolving.dates import times
from transforms.resolving.document import Document
from transforms.resolving.naming.time_words import When
from transforms.tables.schema import Event

Array = np.ndarray

PARTS = ("NOUN", "PROPN", "PRON", "VERB", "ADJ", "NUM")
NAMES = ("PERSON", "ORG", "town", "area", "LOC", "FAC", "NORP", "EVENT")
DEPENDENCIES = (
    "nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "compound", "amod", "acl", "conj", "xcomp",
    "advcl", "ccomp", "iobj", "acl:relcl", "appos", "obl:unmarked",
)  # fmt: skip
SMALL_WORDS = frozenset(
    [
        "the", "a", "an", "of", "in", "and", "to", "by", "for", "on", "at", "with", "from", "as", "that", "this",
        "these", "those", "his", "her", "its", "their", "our", "my", "is", "was", "were", "are", "be", "been", "had",
        "has", "have",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """An event of the rules, offered to the reader as a hint: the word of its trigger and what the rules made of it."""

    word: int
    event: Event


@dataclass
class Text:
    """The words of a story as columns of small numbers; `sentence` numbers the sentences, `head` are words."""

    document: Document
    tokens: list[int]
    words: list[str]
    sentence: Array
    part: Array
    name: Array
    head: Array
    dependency: Array
    times: dict[int, When]
    hints: list[Hint] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def word_of(self) -> dict[int, int]:
        """The word of each token."""
        return {token: word for word, token in enumerate(self.tokens)}

    @cached_property
    def hint_at(self) -> dict[int, Hint]:
        """The hint at each word; the first of several."""
        found: dict[int, Hint] = {}
        for hint in self.hints:
            found.setdefault(hint.word, hint)
        return found

    @cached_property
    def time(self) -> Array:
        """1 for the first word of a time expression that the calendar can place."""
        return _marked(len(self), self.times)

    def token(self, word: int) -> Token:
        return self.document.doc[self.tokens[word]]

    @cached_property
    def _starts(self) -> Array:
        return np.array([self.document.doc[i].idx for i in self.tokens] or [0])

    @cached_property
    def _ends(self) -> Array:
        return np.array([self.document.doc[i].idx + len(self.document.doc[i]) for i in self.tokens] or [0])

    def between(self, start: int, end: int) -> range:
        """The words that overlap a stretch of the text, given in code points."""
        first = int(np.searchsorted(self._ends, start, "right"))
        return range(first, int(np.searchsorted(self._starts, end, "left")))

    def telling(self, words: range) -> list[int]:
        """Those of the words that say something: no punctuation, no small words."""
        return [w for w in words if self.words[w][0].isalnum() and self.words[w].lower() not in SMALL_WORDS]

    def everywhere(self, phrase: str) -> Array:
        """For each word whether it is a telling word of a phrase, wherever that stands in the text."""
        known = self._known
        if phrase not in known:
            places = _places(self.document.article.text, phrase)
            found = [w for at in places for w in self.telling(self.between(at, at + len(phrase)))]
            known[phrase] = _marked(len(self), found).astype(bool)
        return known[phrase]

    def on(self, day: str) -> Array:
        """For each word whether it begins a time expression that means this day, month or year."""
        return _marked(len(self), [word for word, when in self.times.items() if when.start == day]).astype(bool)

    @cached_property
    def _known(self) -> dict[str, Array]:
        return {}


def text_of(document: Document, hints: Sequence[tuple[Token, Event]] = ()) -> Text:
    """The story in words, with the events of the rules as hints."""
    doc = document.doc
    kept = [token for token in doc if not token.is_space]
    word_of = {token.i: word for word, token in enumerate(kept)}
    number = {token.i: n for n, sent in enumerate(document.sentences) for token in sent}
    return Text(
        document=document,
        tokens=[token.i for token in kept],
        words=[token.text for token in kept],
        sentence=np.array([number[token.i] for token in kept], dtype=np.int64),
        part=np.array([_index(PARTS, token.pos_) for token in kept], dtype=np.int64),
        name=np.array([_index(NAMES, _name(token, document)) for token in kept], dtype=np.int64),
        head=np.array([word_of.get(token.head.i, w) for w, token in enumerate(kept)], dtype=np.int64),
        dependency=np.array([_index(DEPENDENCIES, token.dep_) for token in kept], dtype=np.int64),
        times=dict(_times(document, word_of)),
        hints=[Hint(word_of[token.i], event) for token, event in hints if token.i in word_of],
    )


def _index(names: Sequence[str], name: str) -> int:
    """1 and up for the names of a list, 0 for others."""
    return names.index(name) + 1 if name in names else 0


def _name(token: Token, document: Document) -> str:
    name = document.name_at(token)
    if name is None:
        return token.ent_type_
    if name.place is not None and name.label in ("GPE", "LOC"):
        return "town" if name.place.precision == 1 else "area"
    return name.label


def _marked(size: int, words: Sequence[int] | dict[int, When]) -> Array:
    marks = np.zeros(size, dtype=np.int64)
    marks[list(words)] = 1
    return marks


def _places(text: str, phrase: str) -> Iterator[int]:
    """Where a phrase stands in a text as whole words."""
    at = text.find(phrase)
    while at >= 0 and phrase:
        after = at + len(phrase)
        inside = at > 0 and text[at - 1].isalnum() and phrase[0].isalnum()
        inside |= after < len(text) and text[after].isalnum() and phrase[-1].isalnum()
        if not inside:
            yield at
        at = text.find(phrase, at + 1)


def _times(document: Document, word_of: dict[int, int]) -> Iterator[tuple[int, When]]:
    """The time expressions of the text that the calendar can place, by their first word."""
    for sent in document.sentences:
        for told in times(sent, document.article.published_date):
            at = sent.doc.char_span(told.start, told.end, alignment_mode="expand")
            first = next((token for token in at or () if token.i in word_of), None)
            if told.when is not None and first is not None:
                yield word_of[first.i], told.when


# ---- numbers for the heads

HINTED = ("class", "modality", "telling", "sub_event")
"""What the rules say of a trigger, as numbers: 0 where they say nothing."""


def hinted(text: Text) -> Array:
    """For each word what the rules make of it: class, modality, telling and sub-event, 0 where nothing. [words, 4]"""
    table = np.zeros((len(text), len(HINTED)), dtype=np.int64)
    for word, hint in text.hint_at.items():
        event = hint.event
        sub_event = sub_events().index(event.acled_sub_event) + 2 if event.acled_sub_event in sub_events() else 1
        table[word] = (
            CLASSES.index(event.plover) + 1,
            MODALITIES.index(event.modality) + 1,
            TELLINGS.index(event.when_told) + 1,
            sub_event,
        )
    return table


DISTANCES, SENTENCES = 12, 7
RELATED = 1 + len(DEPENDENCIES) + 1 + 1 + 4 + 1
SIZES = (SENTENCES, DISTANCES, len(PARTS) + 1, len(NAMES) + 1, RELATED, 2, *[4] * len(SLOTS))
"""How many values each feature of a pair of words has."""
OFFSETS = np.cumsum([0, *SIZES[:-1]])
NEAR = (0, 1, -1, 2, -2)
FROM_RULES = len(SIZES) - len(SLOTS)
SAYS_OTHER, SAYS_SO, SAYS_NOTHING = 1, 2, 3


def pairs(text: Text, trigger: int, words: Array) -> Array:
    """What holds between a trigger and each of the words that may fill its slots, as rows of the pair table.

    Returns: [words, features], each feature within its own stretch of the table (`OFFSETS`).
    """
    apart = text.sentence[words] - text.sentence[trigger]
    steps = words - trigger
    close = np.where(apart == 0, np.minimum(np.abs(steps), 15), 0)
    distance = np.sign(steps) * np.floor(np.log2(close + 1)).astype(np.int64) + 5
    columns = [
        np.clip(apart + 4, 0, SENTENCES - 1),
        np.clip(distance, 0, DISTANCES - 1),
        text.part[words],
        text.name[words],
        _related(text, trigger, words),
        text.time[words],
        *_said(text, trigger, words),
    ]
    return np.stack(columns, axis=1) + OFFSETS


def _related(text: Text, trigger: int, words: Array) -> Array:
    """How the parse joins each word to the trigger: below it, above it, beside it, two steps below it."""
    head, above = text.head, int(text.head[trigger])
    heads, kind = head[words], text.dependency[words]
    found = np.zeros(len(words), dtype=np.int64)
    named = 1 + len(DEPENDENCIES)
    second = head[heads]
    found = np.where((second == trigger) & (heads != trigger), named + 6, found)
    if above != trigger:
        beside = np.select(
            [(kind == 1) | (kind == 2), kind == 3, (kind == 4) | (kind == 5)],
            [named + 2, named + 3, named + 4],
            named + 5,
        )
        found = np.where((heads == above) & (words != trigger), beside, found)
        found = np.where(words == above, named + 1, found)
    return np.where((heads == trigger) & (words != trigger), np.where(kind > 0, kind, named), found)


def _said(text: Text, trigger: int, words: Array) -> Iterator[Array]:
    """For each slot whether the rules fill it with the word, another, or leave it open; 0 where they say nothing."""
    hint = next((text.hint_at[trigger + step] for step in NEAR if trigger + step in text.hint_at), None)
    for slot in SLOTS:
        if hint is None:
            yield np.zeros(len(words), dtype=np.int64)
            continue
        value = hint.event.date_start if slot == SLOTS[DATE] else getattr(hint.event, slot)
        if not value:
            yield np.full(len(words), SAYS_NOTHING)
            continue
        meant = text.on(value) if slot == SLOTS[DATE] else text.everywhere(value)
        yield np.where(meant[words], SAYS_SO, SAYS_OTHER)
