"""Scores figures, speakers and days on this project's own articles: `python -m tests.steering [--mistakes FAMILY]`.

Rules may be developed on seeds/corpus/written.jsonl, so these shares are no evidence of quality. A figure is right if
measure, low and high are; a speaker if the quotation is right and the speaker's name agrees; a day if the event is
found and its day agrees.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.annotations import SHARED, Article, spelled_out
from tests.judging import Judged, judged, predictions, scorer
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
    parser.add_argument("--mistakes", choices=["figures", "quotes", "days"], help="list what is wrong")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("the reference material ../shared is not here")
    found = written()
    predicted = predictions(found)
    told = [judgement for article in found for judgement in judged(predicted[article.id], article)]
    if options.mistakes == "days":
        show_days(told)
        return
    if options.mistakes:
        show_judged([j for j in told if j.family == options.mistakes])
        return
    print(f"{'':24}    P     R    F1  gold")
    for family in ("figures", "quotes"):
        print(f"{family:24}{_found([j for j in told if j.family == family])}")
    print(f"{'speakers':24}{_spoken([j for j in told if j.family == 'quotes'])}")
    print(f"{'days of events found':24}{_dated(told)}")


def _found(told: list[Judged]) -> str:
    met = sum(j.fact is not None and j.gold is not None for j in told)
    return shares(met, sum(j.fact is not None for j in told), sum(j.gold is not None for j in told))


def _spoken(told: list[Judged]) -> str:
    """Speakers of matched quotations: precision of those read, and recall of those named in the gold."""
    met = [j for j in told if j.fact and j.gold]
    named = [j for j in met if j.fact and j.fact.get("speaker")]
    right = sum("speaker" not in j.wrong for j in named)
    gold = sum(bool(j.gold and j.gold.get("speaker")) for j in told)
    return shares(right, len(named), gold)


def _days(told: list[Judged]) -> list[tuple[Judged, str | None, list[str]]]:
    """Events found by the reader that are in the gold, with the day read and the accepted days."""
    return [
        (j, j.fact["date_start"], scorer().accepted(j.gold, "date"))
        for j in told
        if j.family == "events" and j.fact and j.gold
    ]


def _dated(told: list[Judged]) -> str:
    days = _days(told)
    right = sum(_is_right(read, meant) for _, read, meant in days)
    return shares(right, sum(read is not None for _, read, _ in days), sum(bool(meant) for *_, meant in days))


def _is_right(read: str | None, meant: list[str]) -> bool:
    return read is not None and any(scorer().date_same(read, day) for day in meant)


def show_days(told: list[Judged]) -> None:
    """Print the events whose day is wrong, missing, or present where the gold has none."""
    for judgement, read, meant in _days(told):
        if not _is_right(read, meant) and (read or meant):
            fact = judgement.fact or {}
            print(f"[{judgement.article}] {fact['trigger']}: read {read}, gold {meant}\n    {fact['sentence']}")


if __name__ == "__main__":
    main()
