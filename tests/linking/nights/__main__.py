"""`python -m tests.linking.nights [PART…]` runs nights of whole articles and judges incidents, holders and day's dead.

Wrong rows are listed of all parts but those whose answers say `only_scored`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.linking.nights.answers import answers, nights, parts
from tests.linking.nights.judging import Judged, Verdict, bounds, in_words, verdict
from tests.linking.nights.running import found, run


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", default=parts(), metavar="PART", help="default: all of them")
    parser.add_argument("--home", type=Path, help="a new folder in which the home of each part is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for part in options.parts:
            home = (options.home or Path(folder)) / part
            run(nights(part), home)
            told = answers(part)
            print("\n".join(report(part, verdict(told, found(home, told.days)), is_only_scored=told.is_only_scored)))


def report(part: str, result: Verdict, *, is_only_scored: bool) -> Iterator[str]:
    """The figures of a part, in words, and its wrong rows if it may be looked at."""
    rows = [result.rows_of(happening) for happening in result.main]
    main = len(rows)
    yield f"{part}: {len(nights(part))} nights"
    if result.happenings:
        yield f"  main happenings found: {sum(bool(own) for own in rows)} of {main}"
        yield f"    with a right row: {sum(any(judged.is_right for judged in own) for own in rows)} of {main}"
        yield f"    told more than once: {sum(len(own) > 1 for own in rows)} of {main}"
        yield f"  rows of incidents right: {_share(result.incidents)}"
        yield f"  rows of fatalities_by_day right: {_share(result.dead)}, missing: {len(result.missing_dead)}"
    yield f"  rows of territory_on right: {_share(result.territory)}, holders missing: {len(result.missing_holders)}"
    if not is_only_scored:
        yield from _wrong_rows(result)


def _share(rows: Sequence[Judged]) -> str:
    return f"{sum(judged.is_right for judged in rows)} of {len(rows)}"


def _wrong_rows(result: Verdict) -> Iterator[str]:
    """What is wrong with each row, and what is missing; a part without happenings tells of holders alone."""
    if result.happenings:
        yield from _wrong_incidents(result)
        yield from _wrong_dead(result)
    for judged in result.territory:
        if not judged.is_right:
            row = judged.row
            yield f"  HOLDER  {row['on']}, {row['place']}, {row['holder'] or 'nobody'}, {row['status']}"
            yield f"    {judged.wrong}: {row['sentence']}"
    for holder in result.missing_holders:
        yield f"  NO HOLDER  {holder.day}, {holder.place}, {holder.holder[0] or 'nobody'}"


def _wrong_incidents(result: Verdict) -> Iterator[str]:
    for happening in result.main:
        if not any(judged.is_right for judged in result.rows_of(happening)):
            yield f"  NO RIGHT ROW  {happening.name}"
    for judged in result.incidents:
        if not judged.is_right:
            yield f"  INCIDENT  {in_words(judged.row)}"
            yield f"    {judged.happening.name if judged.happening else 'none'}: {judged.wrong}"
            yield f"    {judged.row['sentence']}"


def _wrong_dead(result: Verdict) -> Iterator[str]:
    for judged in result.dead:
        if not judged.is_right:
            row = judged.row
            yield f"  DEAD  {row['day']}, {row['place']}, {bounds(row['low'], row['best'], row['high'])}"
            yield f"    {judged.wrong}: {row['sentence']}"
    for dead in result.missing_dead:
        yield f"  NO DEAD  {dead.day}, {dead.place}, {dead.deaths[0]}"


if __name__ == "__main__":
    main()
