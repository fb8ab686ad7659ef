"""`python -m tests.linking.within score` scores the incidents of articles in which people marked the happening of each
act; `cross` fits to four fifths of part `train` and scores the last, in turn; `fit` fits to all of it and writes
seeds/single.csv.
"""

from __future__ import annotations

import argparse
from unittest.mock import patch

from tests.linking.within.fit import fitted, write
from tests.linking.within.marked import Marked, marked, missing
from tests.linking.within.scores import KINDS, Scores, scored
from transforms.linking import single

FOLDS = 5
"""Parts into which `cross` divides the articles."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("step", choices=("score", "cross", "fit"))
    step = parser.parse_args().step
    parts = ("train", "check") if step == "score" else ("train",)
    for part in parts:
        articles = list(marked(part))
        print(part, len(articles), "articles;", missing(part), "are missing without ../shared")
        if step == "fit":
            write(fitted(articles))
        elif step == "score":
            show("  weighed", scored(articles))
            show("  by the rules alone", _scored_by({}, articles))
        else:
            show("  weighed", _across(articles))
            show("  by the rules alone", _scored_by({}, articles))


def _across(articles: list[Marked]) -> Scores:
    """The scores of each fold by weights that are fitted to the others."""
    folds = [articles[number::FOLDS] for number in range(FOLDS)]
    every = (
        _scored_by(fitted([article for other in folds if other is not fold for article in other]), fold)
        for fold in folds
    )
    return sum(every, scored([]))


def _scored_by(weights: dict[str, float], articles: list[Marked]) -> Scores:
    with patch.object(single, "weights", lambda: weights):
        return scored(articles)


def show(name: str, found: Scores) -> None:
    kinds = ", ".join(f"{found.rows[kind]} {kind}" for kind in KINDS)
    share = found.rows["right"] / max(1, found.rows.total())
    print(
        f"{name}: {found.rows.total()} rows ({kinds}); right {share:.3f}; {found.told} of {found.happenings} told",
        flush=True,
    )


if __name__ == "__main__":
    main()
