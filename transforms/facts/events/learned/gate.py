"""Tells which windows of a text the network reads: those in which the rules find an event, or a word that probably
tells of one all the same.

Those are two thirds of the windows of general news, and nearly all of conflict. The probability comes from a logistic
regression of the word's lemma and the lemmas around it, with the weights of seeds/gate.csv, which
`python -m tests.train gate` fits.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from math import fsum

from transforms.facts.events.learned.text import Text
from transforms.facts.events.learned.windows import PieceLimits, Pieces, Window, windows
from transforms.reading.event_lexicon import frames
from transforms.seeds import text as text_of_seed

TRIGGERS = frozenset({"NOUN", "VERB", "AUX", "ADJ"})
"""Parts of speech of words that are weighed: nearly all that tell of events."""
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
AROUND = 6
"""Words before and after a word that are looked at."""

Feature = tuple[str, str]
"""What is looked at, and what is found there."""
BIAS: Feature = ("any", "")


def windows_to_read(text: Text, pieces: Pieces, limits: PieceLimits) -> Iterator[Window]:
    """The windows of a text that may hold an event."""
    return (window for window in windows(text, pieces, limits) if _may_hold_event(text, window))


def _may_hold_event(text: Text, window: Window) -> bool:
    own = window.words[window.own].tolist()
    return any(word in text.hint_at for word in own) or any(score(text, word) > 0 for word in own)


def score(text: Text, word: int) -> float:
    """The log odds of a word as a trigger: above 0 if it is more likely one than not."""
    known = weights()
    return fsum(known.get(feature, 0.0) for feature in features(text, word))  # the same in whatever order


def features(text: Text, word: int) -> Iterator[Feature]:
    """The features of a word, each once; none if its part of speech tells of no event."""
    lemmas, parts = text.lemmas, text.parts
    if parts[word] not in TRIGGERS:
        return
    around = range(max(word - AROUND, 0), min(word + AROUND + 1, len(text)))
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


@cache
def weights() -> dict[Feature, float]:
    """The weights by feature; features that are missing weigh nothing."""
    lines = [line for line in text_of_seed("gate.csv").splitlines() if not line.startswith("#")]
    return {(name, found): float(weight) for name, found, weight in csv.reader(lines[1:])}
