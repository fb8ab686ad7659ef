"""Fits what tells articles of crime alone (seeds/everyday.csv): 180 of them, and 60 of political violence in their
manner (seeds/corpus/everyday.jsonl), against the articles of part `train` that hold an event.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from tests.annotations import corpus_rows
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
FOLDS, SEED = 5, 1


def fit_everyday() -> None:
    """Print how many articles are told right by weights that are fitted to others, then write those of all."""
    own = list(corpus_rows("everyday"))
    texts = [row["text"] for row in own] + [text for row, text in annotated("train") if row["events"]]
    answers = np.array([row["is_everyday"] for row in own] + [False] * (len(texts) - len(own)))
    importance = np.array([WEIGHT] * len(own) + [1.0] * (len(texts) - len(own)))
    table = CountVectorizer(analyzer=lambda text: list(words(text)), min_df=LEAST, binary=True, dtype="float32")
    found = table.fit_transform(texts)
    told = np.zeros(len(texts), dtype=bool)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(found, answers):
        fit = _regression().fit(found[train], answers[train], importance[train])
        told[test] = fit.decision_function(found[test]) > BAR
    _show(told, answers, len(own))
    fit = _regression().fit(found, answers, importance)
    weights = {word: round(float(fit.coef_[0][column]), 2) for word, column in table.vocabulary_.items()}
    weights[ALWAYS] = round(weights.get(ALWAYS, 0.0) + float(fit.intercept_[0]), 2)
    with FILE.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("word", "weight"))
        rows.writerows(sorted((word, weight) for word, weight in weights.items() if weight))


def _regression() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)


def _show(told: np.ndarray, answers: np.ndarray, own: int) -> None:
    everyday: Sequence[tuple[str, np.ndarray]] = (
        ("of crime alone", told[answers]),
        ("of political violence in their manner", told[:own][~answers[:own]]),
        ("of part train with an event", told[own:]),
    )
    for name, some in everyday:
        print(f"articles {name}: {int(some.sum())} of {len(some)} are told to be of crime alone")
