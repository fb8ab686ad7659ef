"""Fits the weights of what tells a single happening (seeds/single.csv) to the marked articles of part `train`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from tests.linking.within.marked import Marked
from transforms.linking.article import acts_of, counted
from transforms.linking.single import ALWAYS, signs
from transforms.shipped import SEEDS

FILE = SEEDS / "single.csv"
HEAD = """\
# Weights of a logistic regression, which `python -m tests.linking.within fit` fits: what is seen of an act
# (transforms/linking/single.py) speaks for a course, a habit or several acts where its weight is above 0, for a single
# happening where it is below. A sign that is missing weighs nothing.
"""
LEAST = 5
"""Fewest acts with a sign."""
STRENGTH = 0.1
"""Inverse of the regularization; of 0.05, 0.1 and 0.2 the best in cross-validation."""


def fitted(articles: Iterable[Marked]) -> dict[str, float]:
    """The weights of the signs that occur often enough, without those that are 0."""
    answers: list[bool] = []

    def each() -> Iterator[list[str]]:
        for article in articles:
            for act in acts_of(counted(article.rows), {}):
                if (mark := article.marks.get(act.fact_id, "?")) != "?":
                    answers.append(not mark.isdigit())
                    yield [*signs(act)]

    table = CountVectorizer(analyzer=list, min_df=LEAST, binary=True, dtype="float32")
    fit = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(table.fit_transform(each()), answers)
    found = {sign: round(float(fit.coef_[0][column]), 2) for sign, column in table.vocabulary_.items()}
    found[ALWAYS] = round(found.get(ALWAYS, 0.0) + float(fit.intercept_[0]), 2)
    return {sign: weight for sign, weight in found.items() if weight}


def write(found: dict[str, float]) -> None:
    with FILE.open("w", encoding="utf-8", newline="") as table:
        table.write(HEAD)
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(("sign", "weight"))
        rows.writerows(sorted(found.items()))
