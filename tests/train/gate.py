"""Fits the weights by which the reader leaves out windows without an event: `python -m tests.train gate`."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from tests.annotations import Article
from tests.train.corpus import articles, documents
from transforms.facts.events.learned.gate import BIAS, TRIGGERS, Feature, features
from transforms.facts.events.learned.text import Text, text_of
from transforms.seeds import SEEDS

FILE = SEEDS / "gate.csv"
LEAST = 4
"""Words of the training texts that a feature has at least."""
MOST, AT_ONCE = 1_536, 64
"""Texts that are looked at, half of the training part, and how many are parsed together."""
SEED = 5
Example = tuple[list[Feature], bool]
"""The features of a word, and whether it is a trigger."""
HEAD = """\
# Log odds of a word as the trigger of an event, by its lemma and part of speech, its classes in events.csv, the lemmas
# before and after it and those within six words; NAME stands for names. `python -m tests.train gate` fits them. Windows
# of an article without an event of the rules and without a word above 0 are not read by the learned reader.
"""


def fit_gate() -> None:
    """Fit the weights on the training part and write them."""
    write(fitted(examples(articles("train"))), FILE)


def write(weights: dict[Feature, float], file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as table:
        table.write(HEAD)
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(("feature", "found", "weight"))
        rows.writerows((*feature, weight) for feature, weight in sorted(weights.items()))


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


def fitted(words: Iterable[Example]) -> dict[Feature, float]:
    """The weights of features that occur often enough, without those that are 0."""
    answers: list[bool] = []

    def each() -> Iterator[list[Feature]]:
        for names, is_trigger in words:
            answers.append(is_trigger)
            yield names

    table = CountVectorizer(analyzer=list, min_df=LEAST, dtype="float32")
    model = LogisticRegression(solver="liblinear", l1_ratio=1, random_state=0).fit(table.fit_transform(each()), answers)
    weights = {feature: round(float(model.coef_[0][column]), 2) for feature, column in table.vocabulary_.items()}
    weights[BIAS] = round(weights.get(BIAS, 0.0) + float(model.intercept_[0]), 2)
    return {feature: weight for feature, weight in weights.items() if weight}
