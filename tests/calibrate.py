"""Confidence that means something: fit its weights on annotated articles, show how it holds on others.

`python -m tests.calibrate` fits, for each family of facts that the annotated articles have, a logistic regression on
the development articles, writes seeds/confidence.csv, then reads the held-out articles with it and writes
docs/reliability.md; `--show` only reads and writes the page.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

from sklearn.linear_model import LogisticRegression

from tests.annotations import SHARED, Article, articles
from tests.judging import Judged, development, judged, predictions
from transforms import confidence
from transforms.confidence import FEATURES, features
from transforms.seeds import SEEDS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
HEADER = """\
# Weights of the logistic regression that makes `confidence` (transforms/confidence.py): made by `make calibrate`.
family,feature,weight
"""
BINS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01))
SURE = 0.8
STRENGTH = 0.3
"""Inverse of the penalty on the weights: with a few hundred facts they are held small."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--show", action="store_true", help="keep the weights as they are")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("the reference material ../shared is not here")
    if not options.show:
        fit()
    steered, held_out = read(development()), read(list(articles("held_out")))
    PAGE.write_text(page(steered, held_out), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def fit() -> None:
    """Fit the weights on what the rules alone estimate, and write them."""
    write({})
    found = read(development())
    write({family: _fitted(family, [j for j in found if j.family == family]) for family in FEATURES})


def read(found: Sequence[Article]) -> list[Judged]:
    """Every fact of the articles that the annotations judge."""
    predicted = predictions(found)
    return [j for article in found for j in judged(predicted[article.id], article) if j.fact is not None]


def _fitted(family: str, found: Sequence[Judged]) -> dict[str, float]:
    told = Counter((j.article, _row(j).sentence_index) for j in found)
    names = list(FEATURES[family])
    table = [features(family, _row(j), told[j.article, _row(j).sentence_index]) for j in found]
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    model.fit([[row[name] for name in names] for row in table], [j.is_right for j in found])
    return dict(zip(names, model.coef_[0], strict=True))


def _row(judgement: Judged) -> SimpleNamespace:
    return SimpleNamespace(**judgement.fact or {})


def write(weights: dict[str, dict[str, float]]) -> None:
    """Write seeds/confidence.csv, and forget what was read of it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for family, found in weights.items():
        writer.writerows([family, name, f"{weight:.3f}"] for name, weight in found.items())
    (SEEDS / "confidence.csv").write_text(HEADER + text.getvalue(), encoding="utf-8")
    confidence.weights.cache_clear()
    confidence.rows.cache_clear()


def page(steered: Sequence[Judged], held_out: Sequence[Judged]) -> str:
    """docs/reliability.md."""
    return "\n".join(
        [
            "# How far `confidence` can be trusted",
            "",
            "Made by `make calibrate` (tests/calibrate.py). A fact is right where a hand-made annotation has it and "
            "every slot it fills agrees: of an event its class, source, target, place, date, modality, ACLED "
            "sub-event and whether it is news; of a figure measure and bounds; of a quotation words and speaker. "
            "The weights were fitted on the development articles, so only the held-out articles tell how they hold. "
            "Relations and mentions have too few annotations: their confidence is the estimate of the rules.",
            "",
            *_tables("Held-out articles", held_out),
            *_tables("Development articles", steered),
        ]
    )


def _tables(title: str, found: Sequence[Judged]) -> Iterator[str]:
    yield from (f"## {title}", "")
    for family in FEATURES:
        of_family = [j for j in found if j.family == family]
        yield from (
            f"### {family}",
            "",
            "| confidence | facts | mean confidence | right |",
            "| --- | --- | --- | --- |",
        )
        for low, high in BINS:
            yield _line(f"{low:.1f} – {min(high, 1.0):.1f}", [j for j in of_family if low <= _row(j).confidence < high])
        yield ""
    sure = [j for j in found if _row(j).confidence >= SURE and j.family in FEATURES]
    right = sum(j.is_right for j in sure)
    share = f"{right / len(sure):.3f}" if sure else "–"
    yield from (f"At {SURE} or above: {len(sure)} facts, {right} right: **{share}**.", "")


def _line(name: str, found: Sequence[Judged]) -> str:
    if not found:
        return f"| {name} | 0 | | |"
    mean = sum(_row(j).confidence for j in found) / len(found)
    right = sum(j.is_right for j in found)
    return f"| {name} | {len(found)} | {mean:.2f} | {right / len(found):.2f} ({right}) |"


if __name__ == "__main__":
    main()
