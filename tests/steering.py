"""Figures and speakers on the articles written for this project: `python -m tests.steering [--mistakes FAMILY]`.

seeds/corpus/written.jsonl is annotated by reading and free to steer by. A figure is right where measure, low and high
are; a speaker is right where the quotation is and its speaker's name agrees.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.annotations import SHARED, Article, spelled_out
from tests.judging import Judged, judged, predictions
from tests.scorecard import show_judged

WRITTEN = Path(__file__).resolve().parents[1] / "seeds" / "corpus" / "written.jsonl"


def written() -> list[Article]:
    """The written articles with their gold."""
    rows = (json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines())
    return [
        Article(r["id"], "development", r["published"], r["title"], r["text"], spelled_out(r, r["text"])) for r in rows
    ]


def shares(right: int, read: int, gold: int) -> str:
    """Precision, recall and their harmonic mean, as printed."""
    precision, recall = right / max(read, 1), right / max(gold, 1)
    return f"{precision:6.3f}{recall:6.3f}{2 * precision * recall / max(precision + recall, 1e-9):6.3f} {gold:5}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--mistakes", choices=["figures", "quotes"], help="list what is wrong")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("the reference material ../shared is not here")
    found = written()
    predicted = predictions(found)
    told = [judgement for article in found for judgement in judged(predicted[article.id], article)]
    if options.mistakes:
        show_judged([j for j in told if j.family == options.mistakes])
        return
    print(f"{'':24}    P     R    F1  gold")
    for family in ("figures", "quotes"):
        print(f"{family:24}{_found([j for j in told if j.family == family])}")
    print(f"{'speakers':24}{_spoken([j for j in told if j.family == 'quotes'])}")


def _found(told: list[Judged]) -> str:
    met = sum(j.fact is not None and j.gold is not None for j in told)
    return shares(met, sum(j.fact is not None for j in told), sum(j.gold is not None for j in told))


def _spoken(told: list[Judged]) -> str:
    """Speakers of quotations that the gold has: right ones of those read, and of those that the gold names."""
    met = [j for j in told if j.fact and j.gold]
    named = [j for j in met if j.fact and j.fact.get("speaker")]
    right = sum("speaker" not in j.wrong for j in named)
    gold = sum(bool(j.gold and j.gold.get("speaker")) for j in told)
    return shares(right, len(named), gold)


if __name__ == "__main__":
    main()
