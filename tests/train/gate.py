"""Fits the weights by which the reader leaves out windows without an event: `python -m tests.train gate`.

Those of words are fitted to the events that annotators marked, those of windows to the events that the network is sure
of: its article tells none if it is sure of none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from typing import Any

from tests.annotations import Article
from tests.regression import fitted, write
from tests.train.corpus import SPLITS, annotated, articles, documents
from tests.train.texts import treebanks as texts_of_treebanks
from transforms.facts.events.extraction import coded
from transforms.facts.events.learned.decode import is_sure, read_candidates
from transforms.facts.events.learned.gate import (
    BIAS,
    BIAS_OF_WINDOW,
    TRIGGERS,
    Feature,
    features,
    features_of_window,
    score,
    windows_to_read,
)
from transforms.facts.events.learned.model import Model, model
from transforms.facts.events.learned.text import Text, text_of
from transforms.facts.events.learned.windows import PieceLimits
from transforms.seeds import SEEDS, weights
from transforms.seeds import text as seed

FILE = SEEDS / "gate.csv"
LEAST = 4
"""Words of the training texts that a feature has at least."""
MOST, AT_ONCE = 1_536, 64
"""Texts that are looked at, half of the training part, and how many are parsed together."""
SEED = 5
Example = tuple[list[Feature], bool]
"""The features of a word and whether it is a trigger, or of a window and whether it has a sure event."""
EVERY = 3
"""Of the texts that tell of an event every third teaches what windows hold, since most do."""
LEAST_WORDS, EVERY_TREE = 60, 2
"""Of the texts of the treebanks, most of them of other matters, every second one of so many words does."""
STRENGTH = 0.03
"""Inverse strength of the penalty on the weights of windows: there are fewer windows than words in them."""
COLUMNS = ("feature", "found")
HEAD = """\
# Weights of two logistic regressions, which `python -m tests.train gate` fits; transforms/facts/events/learned/gate.py
# tells how the learned reader leaves out windows of an article by them. Of a word as the trigger of an event: any, is
# (lemma and part of speech), class (in events.csv), before, after, near (the lemmas around it; NAME stands for names).
# Of a window as one with a sure event: window, holds, begins (the lemmas of it and of the article's first words),
# surest (the log odds of its likeliest trigger), hints (how many), hint, hint as, hint at, near hint (what the rules
# find in it).
"""


def fit_gate() -> None:
    """Fit the weights and write them; those of words come first, since windows are weighed by them too."""
    words = fitted(examples(articles("train")), BIAS, LEAST, l1_ratio=1)
    write(words, FILE, HEAD, COLUMNS)
    seed.cache_clear()
    weights.cache_clear()
    windows = fitted(window_examples([*telling_and_others(), *treebanks()]), BIAS_OF_WINDOW, LEAST, C=STRENGTH)
    write(words | windows, FILE, HEAD, COLUMNS)


def examples(annotated: list[Article]) -> Iterator[Example]:
    """The words of some articles that may be triggers."""
    random.Random(SEED).shuffle(annotated)  # noqa: S311
    for start in range(0, MOST, AT_ONCE):
        for article, document in documents(annotated[start : start + AT_ONCE]):
            yield from words_of(text_of(document), {event["trigger_at"] for event in article.gold["events"]})


def words_of(text: Text, triggers_at: set[int]) -> Iterator[Example]:
    """The words of a text that the gate weighs, with the offsets of its triggers."""
    for word, part in enumerate(text.parts):
        if part in TRIGGERS:
            yield list(features(text, word)), text.token(word).idx in triggers_at


def telling_and_others() -> Iterator[Article]:
    """The articles of the training part without an event, and some with events."""
    for number, article in enumerate(articles("train")):
        if number % EVERY == 0 or not article.gold["events"]:
            yield article


def treebanks() -> list[Article]:
    """Some texts of the treebanks that nobody annotated with events."""
    known = {sha256(text.encode()).hexdigest() for part in SPLITS for _, text in annotated(part)}
    long = [text for text in texts_of_treebanks("train") if len(text.split()) >= LEAST_WORDS]
    others = [text for text in long if sha256(text.encode()).hexdigest() not in known]
    nothing: dict[str, list[Any]] = {"events": [], "figures": [], "quotes": []}
    return [
        Article(f"treebank-{number}", "train", "2010-01-01", None, text, nothing)
        for number, text in enumerate(others[::EVERY_TREE])
    ]


def window_examples(texts: list[Article]) -> Iterator[Example]:
    """The windows of some articles that the network reads."""
    for start in range(0, len(texts), AT_ONCE):
        for _, document in documents(texts[start : start + AT_ONCE]):
            hints = [(mention.trigger, event) for event, mention in coded(document)]
            yield from windows_of(text_of(document, hints), model())


def windows_of(text: Text, reader: Model) -> Iterator[Example]:
    """The windows of a text that the network reads, and whether it is sure of an event in each."""
    sure = {reading.word for reading in read_candidates(text, reader) if is_sure([reading], reader.decisions)}
    for window in chain(*windows_to_read(text, reader.pieces, PieceLimits())):
        own = window.words[window.own].tolist()
        likeliest = max(score(text, word) for word in own)
        yield list(features_of_window(text, own, likeliest)), not sure.isdisjoint(own)
