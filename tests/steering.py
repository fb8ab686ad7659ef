"""Scores figures, speakers and days on this project's own articles: `python -m tests.steering [--mistakes FAMILY]`.

Rules may be developed on parts `train` and `development` of seeds/corpus/written, so these shares are no evidence of
quality. A figure is right if
measure, low and high are; a speaker if the quotation is right and the speaker's name agrees; a day if the event is
found and its day agrees.
"""

from __future__ import annotations

import argparse
import sys

from tests.annotations import SHARED
from tests.judging import Judged, judged, predictions, scorer
from tests.scorecard import show_judged
from tests.written import written


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
    annotated = [*written("train"), *written("development")]
    predicted = predictions(annotated)
    judgements = [judgement for article in annotated for judgement in judged(predicted[article.id], article)]
    if options.mistakes == "days":
        show_days(judgements)
        return
    if options.mistakes:
        show_judged([j for j in judgements if j.family == options.mistakes])
        return
    print(f"{'':24}    P     R    F1  gold")
    for family in ("figures", "quotes"):
        print(f"{family:24}{_shares_found([j for j in judgements if j.family == family])}")
    print(f"{'speakers':24}{_shares_of_speakers([j for j in judgements if j.family == 'quotes'])}")
    print(f"{'days of events found':24}{_shares_of_days(judgements)}")


def _shares_found(judgements: list[Judged]) -> str:
    n_matched = sum(j.fact is not None and j.gold is not None for j in judgements)
    return shares(n_matched, sum(j.fact is not None for j in judgements), sum(j.gold is not None for j in judgements))


def _shares_of_speakers(judgements: list[Judged]) -> str:
    """Speakers of matched quotations: precision of those read, and recall of those named in the gold."""
    matched = [j for j in judgements if j.fact and j.gold]
    with_speaker = [j for j in matched if j.fact and j.fact.get("speaker")]
    right = sum("speaker" not in j.wrong for j in with_speaker)
    gold = sum(bool(j.gold and j.gold.get("speaker")) for j in judgements)
    return shares(right, len(with_speaker), gold)


def _days(judgements: list[Judged]) -> list[tuple[Judged, str | None, list[str]]]:
    """Events found by the reader that are in the gold, with the day read and the accepted days."""
    return [
        (j, j.fact["date_start"], scorer().accepted(j.gold, "date"))
        for j in judgements
        if j.family == "events" and j.fact and j.gold
    ]


def _shares_of_days(judgements: list[Judged]) -> str:
    days = _days(judgements)
    right = sum(_is_right(day_read, accepted) for _, day_read, accepted in days)
    return shares(
        right, sum(day_read is not None for _, day_read, _ in days), sum(bool(accepted) for *_, accepted in days)
    )


def _is_right(day_read: str | None, accepted: list[str]) -> bool:
    return day_read is not None and any(scorer().date_same(day_read, day) for day in accepted)


def show_days(judgements: list[Judged]) -> None:
    """Print the events whose day is wrong, missing, or present where the gold has none."""
    for judgement, day_read, accepted in _days(judgements):
        if not _is_right(day_read, accepted) and (day_read or accepted):
            fact = judgement.fact or {}
            print(f"[{judgement.article}] {fact['trigger']}: read {day_read}, gold {accepted}\n    {fact['sentence']}")


if __name__ == "__main__":
    main()
