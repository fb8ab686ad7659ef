"""The backfill flow: reads past days, each as a run of its own that can be retried alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flows import tasks
from flows.nightly import choose, facts_of, open_run, web_and_archive
from flows.reextract import vanished_articles
from flows.runs.progress import with_progress
from flows.runs.spill import spill_folder
from flows.settings import settings
from flows.sources import Days, Source, examine
from transforms.tables.schema import Run
from warehouse import Lake, Landing, usable

CHANGES = ("added", "changed", "withdrawn")
READ = ("Completed", "Partial")
"""States of a day that was read, of all its sources or of some."""


class BackfillError(Exception):
    """All or some days failed; the message names them, `done` has the outcome of every day."""

    def __init__(self, detail: str, is_whole: bool = False, done: Sequence[Done] = ()) -> None:
        super().__init__(detail)
        self.is_whole = is_whole
        self.done = done


@dataclass(frozen=True, slots=True)
class Done:
    """Final state of a day, and the rows it changed (or would) by table and kind of change."""

    day: date
    state: str
    changes: Counter[tuple[str, str]]


class DayOptions(NamedTuple):
    """The options that all days of a backfill share."""

    sources: Sequence[str]
    mode: str
    dry_run: bool


Read = Callable[[Sequence[date], DayOptions], Iterator[Done]]
"""Reads the days of a backfill and yields the outcome of each when it ends."""


def in_turn(days: Sequence[date], options: DayOptions) -> Iterator[Done]:
    """Read the days in this process, one after another."""
    for day in with_progress("reading days", days, [1] * len(days)):
        landings: list[Landing] = []
        try:
            backfill_day(day, *options, landings.append)
            state = "Completed"
        except tasks.SomeCame:
            state = "Partial"
        except Exception as error:
            tasks.log.error("%s: %s: %s", day, type(error).__name__, error)
            state = "Failed"
        yield Done(day, state, sum(map(changes, landings), Counter[tuple[str, str]]()))


def backfill(
    first_day: date,
    last_day: date,
    sources: Sequence[str] = (),
    mode: str = "fetch",
    dry_run: bool = False,
    read: Read = in_turn,
) -> list[Done]:
    """Read past days again or for the first time; flows/orchestrated/flows.py describes the parameters.

    ValueError for invalid parameters, BackfillError if days failed.
    """
    days = backfill_days(first_day, last_day, sources, mode)
    open_run("backfill", first_day=first_day, last_day=last_day, sources=sources, mode=mode, dry_run=dry_run)
    done = []
    for outcome in read(days, DayOptions(sources, mode, dry_run)):
        done.append(outcome)
        tasks.log.info("%s: %s, %d of %d days", outcome.day, outcome.state, len(done), len(days))
    if failed := sorted(str(outcome.day) for outcome in done if outcome.state not in READ):
        detail = f"{len(failed)} of {len(days)} days failed: {', '.join(failed)}"
        raise BackfillError(detail, is_whole=len(failed) == len(days), done=done)
    return done


def backfill_day(
    day: date,
    sources: Sequence[str] = (),
    mode: str = "fetch",
    dry_run: bool = False,
    report: Callable[[Landing], None] = lambda _: None,
) -> Run:
    """Read one past day; `report` receives its landing, or with `dry_run` the simulated one. Ends as `nightly` does."""
    setup = settings()
    backfill_days(day, day, sources, mode)
    opened_run = open_run("backfill-day", day=day, sources=sources, mode=mode, dry_run=dry_run)
    with ExitStack() as stack:
        scratch = None
        folder = stack.enter_context(spill_folder(setup.spilled))
        withdrawn: list[str] = []
        chosen: list[Source] = []
        if mode == "reextract":
            intake = tasks.again(setup.lake, day, day)
            batches = facts_of(intake.documents, setup, opened_run, folder, anew=True)
            withdrawn = vanished_articles(setup.lake, intake.documents, batches)
        else:
            days = Days(day, day)
            if dry_run:
                scratch = Lake.at(Path(stack.enter_context(TemporaryDirectory(prefix="dateline-"))))
            chosen = choose(sources, None, days)
            with web_and_archive(chosen, setup, opened_run.run_id, scratch) as (web, archive):
                intake = tasks.fetch(tasks.discover(chosen, web, days), web, archive)
            tasks.log_rejects(intake.rejects)
            batches = facts_of(intake.documents, setup, opened_run, folder, archive=scratch, days=days)
        run, landing = tasks.land(setup.lake, intake, batches, opened_run, folder, withdrawn, dry_run)
    report(landing)
    if not dry_run:
        tasks.raise_failed_checks(tasks.check(setup.lake, run.run_id))
    return tasks.close(intake, chosen, run)


def backfill_days(first_day: date, last_day: date, sources: Sequence[str] | None, mode: str) -> list[date]:
    """The days of a backfill. ValueError in one sentence for invalid parameters, before anything is written."""
    setup = settings()
    Days(first_day, last_day)
    today = datetime.now(UTC).date()
    if last_day > today:
        raise ValueError(f"{last_day} is a day to come; today is {today}.")
    count = (last_day - first_day).days + 1
    if count > setup.most_days:
        raise ValueError(f"{count} days are more than {setup.most_days}; DATELINE_MOST_DAYS allows more.")
    if mode == "reextract" and sources:
        raise ValueError("mode reextract reads all kept pages of a day; name no sources.")
    if mode == "fetch":
        examine(choose(sources, None, Days(first_day, last_day)))
    usable(setup.lake)
    return [first_day + timedelta(number) for number in range(count)]


def changes(landing: Landing) -> Counter[tuple[str, str]]:
    """The rows that a landing changed, by table and kind of change."""
    by_table = {name: (count.added, count.changed, count.removed) for name, count in landing.counts.items()}
    return Counter(
        {(name, change): n for name, counts in by_table.items() for change, n in zip(CHANGES, counts, strict=True) if n}
    )


def changes_by_table(done: Sequence[Done]) -> list[dict[str, Any]]:
    """One row per table that any day changed (or would change)."""
    total = sum((outcome.changes for outcome in done), Counter[tuple[str, str]]())
    tables = dict.fromkeys(table for table, _ in total)
    return [{"table": table} | {change: total[table, change] for change in CHANGES} for table in tables]
