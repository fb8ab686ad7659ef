"""The reader's view of a document: words with features from grammar, names, dates and rules.

A word is a token that is not whitespace; `tokens` maps words to tokens of the parse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, SLOTS, WHEN_TOLD, sub_events
from transforms.reading.tree import Token
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
NAME = "NAME"
"""Stands for the words of names, which differ from war to war."""
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
    """The words of a document as columns of small integers; `sentence` holds sentence numbers, `head` word indices.

    A column is computed when it is asked for: of most general news the network reads no window and needs few of them.
    """

    document: Document
    tokens: list[int]
    words: list[str]
    hints: list[Hint] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def sentence(self) -> Array:
        number = {token.i: n for n, sent in enumerate(self.document.sentences) for token in sent}
        return np.array([number[token] for token in self.tokens], dtype=np.int64)

    @cached_property
    def part(self) -> Array:
        return np.array([_index(PARTS, part) for part in self.parts], dtype=np.int64)

    @cached_property
    def name(self) -> Array:
        names = (_name(self.token(word), self.document) for word in range(len(self)))
        return np.array([_index(NAMES, name) for name in names], dtype=np.int64)

    @cached_property
    def head(self) -> Array:
        heads = (self.token(word).head.i for word in range(len(self)))
        return np.array([self.word_of.get(head, word) for word, head in enumerate(heads)], dtype=np.int64)

    @cached_property
    def dependency(self) -> Array:
        relations = (self.token(word).dep_ for word in range(len(self)))
        return np.array([_index(DEPENDENCIES, relation) for relation in relations], dtype=np.int64)

    @cached_property
    def times(self) -> dict[int, When]:
        """The resolved time expressions by their first word."""
        return dict(_times(self.document, self.word_of))

    @cached_property
    def word_of(self) -> dict[int, int]:
        """Word index by token index."""
        return {token: word for word, token in enumerate(self.tokens)}

    @cached_property
    def hint_at(self) -> dict[int, Hint]:
        """The first hint at each word."""
        first_hints: dict[int, Hint] = {}
        for hint in self.hints:
            first_hints.setdefault(hint.word, hint)
        return first_hints

    @cached_property
    def lemmas(self) -> list[str]:
        """The lower-case lemma of each word, NAME of one that is part of a name."""
        return [NAME if part == "PROPN" else self.token(word).lemma_.lower() for word, part in enumerate(self.parts)]

    @cached_property
    def parts(self) -> list[str]:
        """The part of speech of each word, as the parse has it."""
        return [self.token(word).pos_ for word in range(len(self))]

    @cached_property
    def time(self) -> Array:
        """1 for the first word of a resolved time expression, else 0."""
        return _mark_words(len(self), self.times)

    @cached_property
    def clause(self) -> Array:
        """For each word, the verb or root that heads its clause. [words]"""
        verb = PARTS.index("VERB") + 1
        heads = np.arange(len(self))
        for _ in range(HIGHEST):
            heads = np.where(self.part[heads] == verb, heads, self.head[heads])
        return heads

    @cached_property
    def heads_above(self) -> list[Array]:
        """The heads of the words, then the heads of those, and so on, HIGHEST times; -1 above a root. [words] each"""
        levels = [np.where(self.head == np.arange(len(self)), -1, self.head)]
        while len(levels) < HIGHEST:
            levels.append(np.where(levels[-1] < 0, -1, levels[0][levels[-1]]))
        return levels

    @cached_property
    def subjects(self) -> dict[int, int]:
        """The subject of each word that has one."""
        kinds = [DEPENDENCIES.index(name) + 1 for name in ("nsubj", "nsubj:pass")]
        return {int(self.head[word]): int(word) for word in np.flatnonzero(np.isin(self.dependency, kinds))[::-1]}

    @cached_property
    def name_frequency(self) -> Array:
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

    def content_words(self, words: range) -> list[int]:
        """The content words among `words`: no punctuation, no function words."""
        return [w for w in words if self.words[w][0].isalnum() and self.words[w].lower() not in SMALL_WORDS]

    def everywhere(self, phrase: str) -> Array:
        """Whether each word is a content word of an occurrence of `phrase`. [words]"""
        cache = self._occurrences
        if phrase not in cache:
            offsets = _offsets_of(self.document.article.text, phrase)
            content = [w for offset in offsets for w in self.content_words(self.between(offset, offset + len(phrase)))]
            cache[phrase] = _mark_words(len(self), content).astype(bool)
        return cache[phrase]

    def on(self, day: str) -> Array:
        """Whether each word begins a time expression with this meaning. [words]"""
        return _mark_words(len(self), [word for word, when in self.times.items() if when.start == day]).astype(bool)

    @cached_property
    def _occurrences(self) -> dict[str, Array]:
        return {}


def text_of(document: Document, hints: Sequence[tuple[Token, Event]] = ()) -> Text:
    """The document as words, with events of the rules as hints."""
    tokens = [token for token in document.doc if not token.is_space]
    text = Text(document, [token.i for token in tokens], [token.text for token in tokens])
    text.hints += [Hint(text.word_of[token.i], event) for token, event in hints if token.i in text.word_of]
    return text


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


def _mark_words(size: int, words: Sequence[int] | dict[int, When]) -> Array:
    marks = np.zeros(size, dtype=np.int64)
    marks[list(words)] = 1
    return marks


def _offsets_of(text: str, phrase: str) -> Iterator[int]:
    """Offsets of a phrase's occurrences as whole words."""
    offset = text.find(phrase)
    while offset >= 0 and phrase:
        end = offset + len(phrase)
        inside = offset > 0 and text[offset - 1].isalnum() and phrase[0].isalnum()
        inside |= end < len(text) and text[end].isalnum() and phrase[-1].isalnum()
        if not inside:
            yield offset
        offset = text.find(phrase, offset + 1)


def _times(document: Document, word_of: dict[int, int]) -> Iterator[tuple[int, When]]:
    for sent in document.sentences:
        for time in times(sent, document.article.published_date):
            span = sent.doc.char_span(time.start, time.end, alignment_mode="expand")
            first = next((token for token in span or () if token.i in word_of), None)
            if time.when is not None and first is not None:
                yield word_of[first.i], time.when


# ---- features of the heads

HINTED = ("class", "modality", "when_told", "sub_event")
"""What the rules' labels of a trigger state."""


def hint_labels(text: Text) -> Array:
    """The rules' labels for each word as integers, 0 for none. [words, HINTED]"""
    table = np.zeros((len(text), len(HINTED)), dtype=np.int64)
    for word, hint in text.hint_at.items():
        event = hint.event
        sub_event = sub_events().index(event.acled_sub_event) + 2 if event.acled_sub_event in sub_events() else 1
        table[word] = (
            CLASSES.index(event.plover) + 1,
            MODALITIES.index(event.modality) + 1,
            WHEN_TOLD.index(event.when_told) + 1,
            sub_event,
        )
    return table


SENTENCES, DISTANCES, RELATIONS, CLAUSES, RANKS, FREQUENCIES, BY_RULES = 7, 12, 8 + len(DEPENDENCIES), 5, 6, 4, 4
PAIR_SIZES = (
    *(SENTENCES, DISTANCES, len(PARTS) + 1, len(NAMES) + 1, RELATIONS, 2),
    *(CLAUSES, 2, RANKS, RANKS, FREQUENCIES),
    *[BY_RULES] * len(SLOTS),
)
"""Number of values of each feature of a pair of words, in the order of the columns of `pair_features`."""
OFFSETS = np.cumsum([0, *PAIR_SIZES[:-1]])
"""First row of each feature in the tables of weights, which have a row for each value of each feature."""
NEAR = (0, 1, -1, 2, -2)
"""Steps from a word at which an event of the rules is its hint, nearest first."""
FROM_RULES = len(PAIR_SIZES) - len(SLOTS)
"""First of the features that hold the rules' fillers; training leaves them out at times."""
SAYS_OTHER, SAYS_SO, SAYS_NOTHING = 1, 2, 3


def pair_features(text: Text, triggers: Array, words: Array) -> Array:
    """Features of the pairs of triggers and possible fillers, as rows of the pair table; both in text order.

    Returns: [triggers, words, features], each feature in its own range of rows (`OFFSETS`).
    """
    apart = text.sentence[words] - text.sentence[triggers][:, None]
    steps = words - triggers[:, None]
    close = np.where(apart == 0, np.minimum(np.abs(steps), 15), 0)
    distance = np.sign(steps) * np.floor(np.log2(close + 1)).astype(np.int64) + 5
    subjects = np.array([_subject_of_trigger(text, trigger) for trigger in triggers.tolist()])
    columns = [
        np.clip(apart + 4, 0, SENTENCES - 1),
        np.clip(distance, 0, DISTANCES - 1),
        text.part[words],
        text.name[words],
        _relation_to_trigger(text, triggers[:, None], words),
        text.time[words],
        _clause_of_trigger(text, triggers, words, apart),
        (words == subjects[:, None]).astype(np.int64),
        _rank_by_distance(text.time[words] > 0, apart, steps),
        _rank_by_distance(np.isin(text.name[words], PLACES), apart, steps),
        text.name_frequency[words],
        *_filler_by_rules(text, triggers, words),
    ]
    return np.stack(np.broadcast_arrays(*columns), axis=-1) + OFFSETS


def _relation_to_trigger(text: Text, triggers: Array, words: Array) -> Array:
    """Syntactic relation of each word to the trigger: child, head, sibling or grandchild."""
    head, above = text.head, text.head[triggers]
    heads, kind = head[words], text.dependency[words]
    unlabelled = 1 + len(DEPENDENCIES)
    beside = np.select(
        [(kind == 1) | (kind == 2), kind == 3, (kind == 4) | (kind == 5)],
        [unlabelled + 2, unlabelled + 3, unlabelled + 4],
        unlabelled + 5,
    )
    is_other, is_root = words != triggers, above == triggers
    return np.select(
        [
            (heads == triggers) & is_other,
            (words == above) & ~is_root,
            (heads == above) & is_other & ~is_root,
            (head[heads] == triggers) & (heads != triggers),
        ],
        [np.where(kind > 0, kind, unlabelled), unlabelled + 1, beside, unlabelled + 6],
        0,
    )


def _clause_of_trigger(text: Text, triggers: Array, words: Array, apart: Array) -> Array:
    """Clause of each word: 1 the trigger's, 2 above it, 3 below it, 4 another; 0 in other sentences."""
    own, theirs = text.clause[triggers][:, None], text.clause[words]
    above, below = np.zeros(apart.shape, dtype=bool), np.zeros(apart.shape, dtype=bool)
    for heads in text.heads_above:
        above |= theirs == np.where(heads < 0, -1, text.clause[heads])[own]
        below |= heads[theirs] == own
    return np.where(apart == 0, np.select([theirs == own, above, below], [1, 2, 3], 4), 0)


def _subject_of_trigger(text: Text, trigger: int) -> int:
    """The subject of the trigger or else of the nearest word above it that has one; -1 if there is none."""
    chain = (trigger, *(int(heads[trigger]) for heads in text.heads_above))
    return next((text.subjects[word] for word in chain if word in text.subjects), -1)


def _rank_by_distance(is_of_kind: Array, apart: Array, steps: Array) -> Array:
    """Rank of each word of a kind, counted from the trigger.

    Before the trigger: 1 for the nearest, 2 for the second, 3 for others. After it: 4 for the nearest if in the same
    sentence, else 5. 0 for words of other kinds.
    """
    rank = np.zeros(steps.shape, dtype=np.int64)
    kind = np.flatnonzero(is_of_kind)
    nth, steps = np.arange(len(kind)), steps[:, kind]
    is_before, is_behind = steps < 0, steps > 0
    back = is_before.sum(1, keepdims=True) - nth
    is_next = nth == (~is_behind).sum(1, keepdims=True)
    behind = np.where(is_next & (apart[:, kind] == 0), 4, 5)
    rank[:, kind] = np.where(is_before, np.minimum(back, 3), np.where(is_behind, behind, 0))
    return rank


def _filler_by_rules(text: Text, triggers: Array, words: Array) -> Iterator[Array]:
    """Per slot, the rules' filler: 1 if it is another word, 2 this word, 3 none; 0 without a hint."""
    hints = [_nearest_hint(text, trigger) for trigger in triggers.tolist()]
    for slot in SLOTS:
        yield np.stack([_filler_of_hint(text, hint, slot, words) for hint in hints])


def _nearest_hint(text: Text, trigger: int) -> Hint | None:
    return next((text.hint_at[trigger + step] for step in NEAR if trigger + step in text.hint_at), None)


def _filler_of_hint(text: Text, hint: Hint | None, slot: str, words: Array) -> Array:
    if hint is None:
        return np.zeros(len(words), dtype=np.int64)
    value = hint.event.date_start if slot == SLOTS[DATE] else getattr(hint.event, slot)
    if not value:
        return np.full(len(words), SAYS_NOTHING)
    is_value = text.on(value) if slot == SLOTS[DATE] else text.everywhere(value)
    return np.where(is_value[words], SAYS_SO, SAYS_OTHER)
