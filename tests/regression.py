"""Fits logistic regressions over what is seen of words, acts and articles, whose weights are tables of seeds/."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

Feature = TypeVar("Feature", bound=Hashable)


def fitted(
    examples: Iterable[tuple[list[Feature], bool]],
    bias: Feature,
    least: int,
    importance: Sequence[float] | None = None,
    **options: Any,
) -> dict[Feature, float]:
    """The weights of the features that `least` examples have, without those that are 0; `bias` is the feature that
    every example has. `options` are those of scikit-learn's LogisticRegression.
    """
    answers: list[bool] = []

    def each() -> Iterator[list[Feature]]:
        for features, is_one in examples:
            answers.append(is_one)
            yield features

    table = CountVectorizer(analyzer=list, min_df=least, binary=True, dtype="float32")
    found = table.fit_transform(each())
    fit = LogisticRegression(solver="liblinear", random_state=0, **options).fit(found, answers, importance)
    weights = {feature: round(float(fit.coef_[0][column]), 2) for feature, column in table.vocabulary_.items()}
    weights[bias] = round(weights.get(bias, 0.0) + float(fit.intercept_[0]), 2)
    return {feature: weight for feature, weight in weights.items() if weight}


def write(weights: Mapping[Any, float], file: Path, head: str, columns: Sequence[str]) -> None:
    """Write weights as a table, below the comment of its head; a feature is a cell, or a tuple of them."""
    with file.open("w", encoding="utf-8", newline="") as table:
        table.write(head)
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow((*columns, "weight"))
        for feature, weight in sorted(weights.items()):
            rows.writerow((*(feature if isinstance(feature, tuple) else (feature,)), weight))
