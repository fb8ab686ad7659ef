"""Fits the weights of what tells a single happening (seeds/single.csv) to the marked articles of part `train`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests import regression
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
    """The weights of the signs of the acts that are marked."""
    return regression.fitted(_examples(articles), ALWAYS, LEAST, C=STRENGTH)


def _examples(articles: Iterable[Marked]) -> Iterator[tuple[list[str], bool]]:
    for article in articles:
        for act in acts_of(counted(article.rows), {}):
            if (mark := article.marks.get(act.fact_id, "?")) != "?":
                yield [*signs(act)], not mark.isdigit()


def write(found: dict[str, float]) -> None:
    regression.write(found, FILE, HEAD, ("sign",))
