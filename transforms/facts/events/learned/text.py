"""The reader's view of a document: words with features from grammar, names, dates and rules.

A word is a token that is not whitespace; `tokens` maps words to tokens of the parse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from spacy.tokens import Token

from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, SLOTS, TELLINGS, sub_events
from transforms.resolving.dates import times
from transforms.resolving.document import Document
from transforms.resolving.timing.expressions import When
from transforms.tables.schema import Event
from transforms.words import word_list

Array = np.ndarray

PARTS = ("NOUN", "PROPN", "PRON", "VERB", "ADJ", "NUM")
NAMES = ("PERSON", "ORG", "town", "area", "LOC", "FAC", "NORP", "EVENT")
DEPENDENCIES = (
    "nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "compound", "amod", "acl", "conj", "xcomp",
    "advcl", "ccomp", "iobj", "acl:relcl", "appos", "obl:unmarked",
)  # fmt: skip
HIGHEST = 8
"""Steps up the parse that are followed."""
PLACES = [NAMES.index(name) + 1 for name in ("town", "area", "LOC", "FAC")]
SMALL_WORDS = word_list("events small words")


@dataclass(frozen=True, slots=True)
class Hint:
    """An event of the rules as a hint to the reader, with its trigger word."""

    word: int
    event: Event


@dataclass
class Text:
    """The words of a document as columns of small integers; `sentence` holds sentence numbers, `head` word indices."""

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
        """Word index by token index."""
        return {token: word for word, token in enumerate(self.tokens)}

    @cached_property
    def hint_at(self) -> dict[int, Hint]:
        """The first hint at each word."""
        found: dict[int, Hint] = {}
        for hint in self.hints:
            found.setdefault(hint.word, hint)
        return found

    @cached_property
    def time(self) -> Array:
        """1 for the first word of a resolved time expression, else 0."""
        return _marked(len(self), self.times)

    @cached_property
    def clause(self) -> Array:
        """For each word, the verb or root that heads its clause. [words]"""
        verb = PARTS.index("VERB") + 1
        found = np.arange(len(self))
        for _ in range(HIGHEST):
            found = np.where(self.part[found] == verb, found, self.head[found])
        return found

    @cached_property
    def subjects(self) -> dict[int, int]:
        """The subject of each word that has one."""
        kinds = [DEPENDENCIES.index(name) + 1 for name in ("nsubj", "nsubj:pass")]
        return {int(self.head[word]): int(word) for word in np.flatnonzero(np.isin(self.dependency, kinds))[::-1]}

    @cached_property
    def told(self) -> Array:
        """Frequency of each name word: 1 for once, 2 for two or three times, 3 for more; 0 for other words. [words]"""
        often = Counter(self.words)
        counts = np.array([often[word] for word in self.words], dtype=np.int64)
        return np.where(self.name > 0, np.select([counts < 2, counts < 4], [1, 2], 3), 0)

    def token(self, word: int) -> Token:
        return self.document.doc[self.tokens[word]]

    @cached_property
    def _starts(self) -> Array:
        return np.array([self.document.doc[i].idx for i in self.tokens] or [0])

    @cached_property
    def _ends(self) -> Array:
        return np.array([self.document.doc[i].idx + len(self.document.doc[i]) for i in self.tokens] or [0])

    def between(self, start: int, end: int) -> range:
        """The words that overlap a range of character offsets."""
        first = int(np.searchsorted(self._ends, start, "right"))
        return range(first, int(np.searchsorted(self._starts, end, "left")))

    def telling(self, words: range) -> list[int]:
        """The content words among `words`: no punctuation, no function words."""
        return [w for w in words if self.words[w][0].isalnum() and self.words[w].lower() not in SMALL_WORDS]

    def everywhere(self, phrase: str) -> Array:
        """Whether each word is a content word of an occurrence of `phrase`. [words]"""
        known = self._known
        if phrase not in known:
            places = _places(self.document.article.text, phrase)
            found = [w for at in places for w in self.telling(self.between(at, at + len(phrase)))]
            known[phrase] = _marked(len(self), found).astype(bool)
        return known[phrase]

    def on(self, day: str) -> Array:
        """Whether each word begins a time expression with this meaning. [words]"""
        return _marked(len(self), [word for word, when in self.times.items() if when.start == day]).astype(bool)

    @cached_property
    def _known(self) -> dict[str, Array]:
        return {}


def text_of(document: Document, hints: Sequence[tuple[Token, Event]] = ()) -> Text:
    """The document as words, with events of the rules as hints."""
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
    """1-based index of a name in a list, 0 if it is not there."""
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
    """Offsets of a phrase's occurrences as whole words."""
    at = text.find(phrase)
    while at >= 0 and phrase:
        after = at + len(phrase)
        inside = at > 0 and text[at - 1].isalnum() and phrase[0].isalnum()
        inside |= after < len(text) and text[after].isalnum() and phrase[-1].isalnum()
        if not inside:
            yield at
        at = text.find(phrase, at + 1)


def _times(document: Document, word_of: dict[int, int]) -> Iterator[tuple[int, When]]:
    """The resolved time expressions by their first word."""
    for sent in document.sentences:
        for told in times(sent, document.article.published_date):
            at = sent.doc.char_span(told.start, told.end, alignment_mode="expand")
            first = next((token for token in at or () if token.i in word_of), None)
            if told.when is not None and first is not None:
                yield word_of[first.i], told.when


# ---- features of the heads

HINTED = ("class", "modality", "telling", "sub_event")
"""Labels of the rules for a trigger as integers; 0 if they have none."""


def hinted(text: Text) -> Array:
    """The rules' labels for each word: class, modality, telling and sub-event, 0 for none. [words, 4]"""
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
CLAUSES, SUBJECT, TURNS, TOLD_OFTEN = 5, 2, 6, 4
SIZES = (
    *(SENTENCES, DISTANCES, len(PARTS) + 1, len(NAMES) + 1, RELATED, 2),
    *(CLAUSES, SUBJECT, TURNS, TURNS, TOLD_OFTEN),
    *[4] * len(SLOTS),
)
"""Number of values of each feature of a pair of words."""
OFFSETS = np.cumsum([0, *SIZES[:-1]])
NEAR = (0, 1, -1, 2, -2)
FROM_RULES = len(SIZES) - len(SLOTS)
SAYS_OTHER, SAYS_SO, SAYS_NOTHING = 1, 2, 3


def pairs(text: Text, trigger: int, words: Array) -> Array:
    """Features of the pairs of a trigger and each possible filler, as rows of the pair table.

    Returns: [words, features], each feature in its own range of rows (`OFFSETS`).
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
        _clause(text, trigger, words, apart),
        (words == _subject(text, trigger)).astype(np.int64),
        _turn(text.time[words] > 0, apart, steps),
        _turn(np.isin(text.name[words], PLACES), apart, steps),
        text.told[words],
        *_said(text, trigger, words),
    ]
    return np.stack(columns, axis=1) + OFFSETS


def _related(text: Text, trigger: int, words: Array) -> Array:
    """Syntactic relation of each word to the trigger: child, head, sibling or grandchild."""
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


def _clause(text: Text, trigger: int, words: Array, apart: Array) -> Array:
    """Clause of each word: 1 the trigger's, 2 above it, 3 below it, 4 another; 0 in other sentences. [words]"""
    own = int(text.clause[trigger])
    theirs = text.clause[words]
    above = np.isin(theirs, [int(text.clause[head]) for head in _upwards(text, own)])
    below = np.isin(theirs, [clause for clause in set(theirs[apart == 0].tolist()) if own in _upwards(text, clause)])
    return np.where(apart == 0, np.select([theirs == own, above, below], [1, 2, 3], 4), 0)


def _upwards(text: Text, word: int) -> list[int]:
    """The heads above a word, nearest first."""
    found: list[int] = []
    while int(text.head[word]) != word and len(found) < HIGHEST:
        word = int(text.head[word])
        found.append(word)
    return found


def _subject(text: Text, trigger: int) -> int:
    """The subject of the trigger or else of the nearest word above it that has one; -1 if there is none."""
    return next((text.subjects[word] for word in [trigger, *_upwards(text, trigger)] if word in text.subjects), -1)


def _turn(wanted: Array, apart: Array, steps: Array) -> Array:
    """Rank of each word of a kind, counted from the trigger.

    Before the trigger: 1 for the nearest, 2 for the second, 3 for others. After it: 4 for the nearest if in the same
    sentence, else 5. 0 for words of other kinds.
    """
    found = np.zeros(len(steps), dtype=np.int64)
    before, behind = np.flatnonzero(wanted & (steps < 0)), np.flatnonzero(wanted & (steps > 0))
    found[before], found[before[-2:-1]], found[before[-1:]] = 3, 2, 1
    found[behind] = 5
    found[behind[:1][apart[behind[:1]] == 0]] = 4
    return found


def _said(text: Text, trigger: int, words: Array) -> Iterator[Array]:
    """Per slot, the rules' filler: 1 if it is another word, 2 this word, 3 none; 0 without a hint."""
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
