"""Fits what tells articles of crime alone (seeds/everyday.csv): 180 of them, and 60 of political violence in their
manner (seeds/corpus/everyday.jsonl), against the articles of part `train` that hold an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from tests.annotations import corpus_rows
from tests.regression import fitted, write
from tests.train.corpus import annotated
from transforms.facts.events.learned.everyday import ALWAYS, BAR, words
from transforms.shipped import SEEDS

FILE = SEEDS / "everyday.csv"
HEAD = """\
# Weights of a logistic regression, which `python -m tests.train everyday` fits: words of an article that speak for
# nothing but crime, courts and police work above 0, for conflict below (transforms/facts/events/learned/everyday.py).
"""
LEAST = 4
"""Fewest articles with a word."""
STRENGTH = 0.1
"""Inverse of the regularization."""
WEIGHT = 4.0
"""Weight of an article that was written for this, since there are few."""
FOLDS = 5
Example = tuple[list[str], bool]
"""The words of an article, and whether it is of crime alone."""


def fit_everyday() -> None:
    """Print how many articles are told right by weights that are fitted to others, then write those of all."""
    own = list(corpus_rows("everyday"))
    examples = [([*words(row["text"])], bool(row["is_everyday"])) for row in own]
    examples += [([*words(text)], False) for row, text in annotated("train") if row["events"]]
    importance = [WEIGHT if number < len(own) else 1.0 for number in range(len(examples))]
    _show(_told_by_others(examples, importance), [is_one for _, is_one in examples], len(own))
    write(_fitted(examples, importance), FILE, HEAD, ("word",))


def _fitted(examples: Sequence[Example], importance: Sequence[float]) -> dict[str, float]:
    return fitted(examples, ALWAYS, LEAST, importance, C=STRENGTH)


def _told_by_others(examples: Sequence[Example], importance: Sequence[float]) -> list[bool]:
    """Whether each article is told to be of crime alone, by weights that are fitted to the other folds."""
    told = [False] * len(examples)
    for fold in range(FOLDS):
        others = [number for number in range(len(examples)) if number % FOLDS != fold]
        found = _fitted([examples[number] for number in others], [importance[number] for number in others])
        for number in range(fold, len(examples), FOLDS):
            told[number] = fsum(found.get(word, 0.0) for word in examples[number][0]) > BAR
    return told


def _show(told: Sequence[bool], answers: Sequence[bool], own: int) -> None:
    numbers = range(len(told))
    parts = {
        "of crime alone": [told[n] for n in numbers if answers[n]],
        "of political violence in their manner": [told[n] for n in numbers if n < own and not answers[n]],
        "of part train with an event": [told[n] for n in numbers if n >= own],
    }
    for name, some in parts.items():
        print(f"articles {name}: {sum(some)} of {len(some)} are told to be of crime alone")
