"""Tells which windows of a text the network reads, by two logistic regressions; `python -m tests.train gate` fits their
weights, seeds/gate.csv.

A window is read if the rules find an event in it, or if a word of it is more likely to tell of one than not, by the
word's lemma and the lemmas around it: two thirds of the windows of general news, and nearly all of conflict. Of an
article that tells no sure event the reader takes none at all. So windows that hardly hold one, by all words of the
window and what the rules find in it, wait until one has been found: in most general news that is never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import fsum

from transforms.facts.events.learned.text import NAME, Text
from transforms.facts.events.learned.windows import PieceLimits, Pieces, Window, windows
from transforms.reading.event_lexicon import frames
from transforms.seeds import weights

TRIGGERS = frozenset({"NOUN", "VERB", "AUX", "ADJ"})
"""Parts of speech of words that are weighed: nearly all that tell of events."""
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
AROUND = 6
"""Words before and after a word that are looked at."""

Feature = tuple[str, ...]
"""What is looked at, and what is found there."""
BIAS: Feature = ("any", "")
BIAS_OF_WINDOW: Feature = ("window", "")
BAR = -1.25
"""Log odds of a sure event in a window from which it does not wait. Lower than 0, because an article is lost if all its
sure events wait: of the articles of the development part none is."""
LEAD = 60
"""First words of an article, which tell what it is about."""
HINTS, SCORES = range(1, 6), range(-2, 7)
"""Numbers of hints, and log odds of the likeliest trigger, that are told apart."""


def windows_to_read(text: Text, pieces: Pieces, limits: PieceLimits) -> tuple[list[Window], list[Window]]:
    """The windows of a text that may hold an event: those that do not wait for a sure one, and those that do."""
    first: list[Window] = []
    waiting: list[Window] = []
    for window in windows(text, pieces, limits):
        own = window.words[window.own].tolist()
        scores = [score(text, word) for word in own]
        if any(word in text.hint_at for word in own) or max(scores) > 0:
            (first if score_of_window(text, own, max(scores)) > BAR else waiting).append(window)
    return first, waiting


def score_of_window(text: Text, own: Sequence[int], likeliest: float) -> float:
    """The log odds of a window as one with a sure event, with the log odds of its likeliest trigger."""
    known = weights("gate")
    return fsum(known.get(feature, 0.0) for feature in features_of_window(text, own, likeliest))


def features_of_window(text: Text, own: Sequence[int], likeliest: float) -> Iterator[Feature]:
    """The features of a window, each once: its words, those that begin the article, and what the rules find in it."""
    hints = [text.hint_at[word] for word in own if word in text.hint_at]
    yield BIAS_OF_WINDOW
    yield from (("holds", lemma) for lemma in _content(text, own))
    yield from (("begins", lemma) for lemma in _content(text, range(min(LEAD, len(text)))))
    yield from (("surest", f"{least}") for least in SCORES if likeliest >= least)
    yield from (("hints", f"{least}") for least in HINTS if len(hints) >= least)
    yield from {("hint", f"{hint.event.plover}/{hint.event.acled_sub_event or ''}") for hint in hints}
    yield from {("hint as", hint.event.modality) for hint in hints}
    yield from {("hint at", text.lemmas[hint.word]) for hint in hints}
    around = {word for hint in hints for word in _around(text, hint.word)}
    yield from (("near hint", lemma) for lemma in _content(text, sorted(around.intersection(own))))


def _content(text: Text, words: Iterable[int]) -> set[str]:
    """The lemmas of the content words among these, without names."""
    return {text.lemmas[word] for word in words if text.parts[word] in CONTENT} - {NAME}


def _around(text: Text, word: int) -> range:
    return range(max(word - AROUND, 0), min(word + AROUND + 1, len(text)))


def score(text: Text, word: int) -> float:
    """The log odds of a word as a trigger: above 0 if it is more likely one than not."""
    known = weights("gate")
    return fsum(known.get(feature, 0.0) for feature in features(text, word))  # the same in whatever order


def features(text: Text, word: int) -> Iterator[Feature]:
    """The features of a word, each once; none if its part of speech tells of no event."""
    lemmas, parts = text.lemmas, text.parts
    if parts[word] not in TRIGGERS:
        return
    around = _around(text, word)
    yield BIAS
    yield "is", f"{lemmas[word]}/{parts[word]}"
    for found in _classes(lemmas[word]):
        yield "class", found
    yield "before", lemmas[word - 1] if word else ""
    yield "after", lemmas[word + 1] if word + 1 < len(text) else ""
    for lemma in {lemmas[other] for other in around if other != word and parts[other] in CONTENT}:
        yield "near", lemma


@cache
def _classes(lemma: str) -> frozenset[str]:
    """The classes of a word in the event lexicon, as any part of speech and in any frame: they tell of words that
    training saw too seldom, or that the tagger takes for another part.
    """
    lexicon = frames()
    return frozenset(f"{f.plover}/{part}" for part in ("noun", "verb") for _, f in lexicon.get((lemma, part), ()))
