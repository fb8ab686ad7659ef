"""Calibrates confidence: fits its weights on annotated articles, and measures how well they hold.

`python -m tests.calibrate` fits, for each family of facts that the annotated articles have, a logistic regression and
writes its weights to seeds/confidence.csv. It is fitted on the held-out articles: the rules were developed on the
others, so they are right more often there than on unseen news. The weights of events that the learned reader finds are
fitted on the development part of seeds/corpus, which it was not trained on. docs/reliability.md shows what each article
gets from weights fitted on the rest.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from tests.annotations import SHARED, Article, articles
from tests.judging import Judged, judged, predictions
from tests.train import corpus
from transforms.facts import confidence
from transforms.facts.confidence import FEATURES, READ, features, kind_of
from transforms.seeds import SEEDS
from transforms.shipped import LEARNED, RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
HEADER = """\
# Weights of the logistic regression that makes `confidence` (transforms/facts/confidence.py): made by `make calibrate`.
family,feature,weight
"""
SIGNALS = """\
The confidence of read events is made of few signals, which hold on texts of other kinds, too:

- *doubt*: how far the chances that the reader gives to class, modality, news or background, sub-event and every slot \
fall short of sure when multiplied; an event is right where all its parts are;
- *chance of event*: that of the class, again, since what is no event at all is the commonest mistake;
- *slots by rules*: how many slots are filled by the rules, because the reader was less sure;
- *slots named elsewhere*: how many of source, target and place are told by words that its sentence does not have.
"""
BINS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01))
SURE = 0.8
MODEL: dict[str, Any] = {"C": 0.3, "fit_intercept": False, "max_iter": 1000}
"""C is the inverse of the penalty on the weights, which keeps them small for a few hundred facts."""

Rated = tuple[float, bool]
"""A fact's confidence, and whether it is right."""


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the reference material ../shared is not here")
    write({})
    held_out = list(articles("held_out"))
    judgements = [*read(held_out, RULES), *read(corpus.articles("development"), LEARNED)]
    of_family = {family: [j for j in judgements if _kind(j) == family] for family in FEATURES}
    write({family: fit_weights(family, facts) for family, facts in of_family.items()})
    left_out = {family: rate_left_out(family, facts) for family, facts in of_family.items()}
    others = rate(READ, of_family[READ], read(held_out, LEARNED))
    PAGE.write_text(page(left_out, others), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def read(articles_read: Sequence[Article], reads: str) -> list[Judged]:
    """Every fact that a reader finds and the annotations can judge; for the learned reader only events."""
    predicted = predictions(articles_read, reads=reads)
    facts = [j for article in articles_read for j in judged(predicted[article.id], article) if j.fact is not None]
    return [j for j in facts if (_kind(j) == READ) == (reads == LEARNED)]


def _kind(judgement: Judged) -> str:
    """The name of a fact's weights."""
    return kind_of(judgement.family, _row(judgement))


def fit_weights(family: str, judgements: Sequence[Judged]) -> dict[str, float]:
    """The weights of a family by feature."""
    return dict(zip(FEATURES[family], _fitted(family, judgements).coef_[0], strict=True))


def rate(family: str, fitted_on: Sequence[Judged], judgements: Sequence[Judged]) -> list[Rated]:
    """For each fact the confidence from weights fitted on other facts, and whether it is right."""
    shares = _fitted(family, fitted_on).predict_proba(table(family, judgements))[:, 1]
    return list(zip(shares.tolist(), [j.is_right for j in judgements], strict=True))


def _fitted(family: str, judgements: Sequence[Judged]) -> LogisticRegression:
    return LogisticRegression(**MODEL).fit(table(family, judgements), [j.is_right for j in judgements])


def rate_left_out(family: str, judgements: Sequence[Judged]) -> list[Rated]:
    """For each fact the confidence from weights fitted on the other articles, and whether it is right."""
    right = np.array([j.is_right for j in judgements])
    shares = cross_val_predict(
        LogisticRegression(**MODEL),
        table(family, judgements),
        right,
        groups=[j.article for j in judgements],
        cv=LeaveOneGroupOut(),
        method="predict_proba",
    )
    return list(zip(shares[:, 1].tolist(), right.tolist(), strict=True))


def table(family: str, judgements: Sequence[Judged]) -> np.ndarray:
    """The features of facts, one row per fact."""
    n_in_sentence = Counter((j.article, _row(j).sentence_index) for j in judgements)
    rows = [features(family, _row(j), n_in_sentence[j.article, _row(j).sentence_index]) for j in judgements]
    return np.array([[row[name] for name in FEATURES[family]] for row in rows])


def _row(judgement: Judged) -> SimpleNamespace:
    return SimpleNamespace(**judgement.fact or {})


def write(weights: dict[str, dict[str, float]]) -> None:
    """Write seeds/confidence.csv, and clear the cache of its content."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for family, family_weights in weights.items():
        writer.writerows([family, name, f"{weight:.3f}"] for name, weight in family_weights.items())
    (SEEDS / "confidence.csv").write_text(HEADER + text.getvalue(), encoding="utf-8")
    confidence.weights.cache_clear()
    confidence.rows.cache_clear()


def page(rated: dict[str, list[Rated]], others: Sequence[Rated]) -> str:
    """The text of docs/reliability.md; `others` are read events of articles that no decision was tuned to."""
    every = [rating for facts in rated.values() for rating in facts]
    sure = [right for share, right in every if share >= SURE]
    return "\n".join(
        [
            "# How far `confidence` can be trusted",
            "",
            "Made by `make calibrate` (tests/calibrate.py). A fact is right where a hand-made annotation has it and "
            "every slot it fills agrees: of an event its class, source, target, place, date, modality, ACLED "
            "sub-event and whether it is news; of a figure measure and bounds; of a quotation words and speaker. "
            "The weights are fitted on articles that no rule was steered by, those of events that the learned reader "
            "finds (“read events”) on the development part of seeds/corpus; in these tables each article has the "
            "confidence that weights fitted on the others give it. Relations and mentions have too few annotations: "
            "their confidence is the estimate of the rules.",
            "",
            f"At {SURE} or above: {len(sure)} facts of {len(every)}, {sum(sure)} right: "
            f"**{sum(sure) / max(1, len(sure)):.3f}**.",
            "",
            SIGNALS,
            *(line for family, facts in rated.items() for line in _table(family, facts)),
            "The decisions of the reader were tuned to the development part. On the held-out articles of "
            "tests/annotated, to which nothing was tuned, the same weights say:",
            "",
            *_table(f"{READ} of the held-out articles", others),
        ]
    )


def _table(family: str, facts: Sequence[Rated]) -> Iterator[str]:
    yield from (f"## {family}", "", "| confidence | facts | mean confidence | right |", "| --- | --- | --- | --- |")
    for low, high in BINS:
        yield _line(f"{low:.1f} – {min(high, 1.0):.1f}", [rating for rating in facts if low <= rating[0] < high])
    yield ""


def _line(name: str, facts: Sequence[Rated]) -> str:
    if not facts:
        return f"| {name} | 0 | | |"
    shares, right = zip(*facts, strict=True)
    return f"| {name} | {len(facts)} | {np.mean(shares):.2f} | {np.mean(right):.2f} ({sum(right)}) |"


if __name__ == "__main__":
    main()
