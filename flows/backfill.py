"""A backfill: past days read one by one, each a run of its own that can be retried alone."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal
from uuid import UUID

from prefect import flow
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.runtime import deployment, flow_run

from flows import tasks
from flows.nightly import Sources, choose, facts_of, opening, reading
from flows.reextract import gone
from flows.serving.form import form
from flows.settings import settings
from flows.sources import Days, Source, examine
from flows.workers.task_runner import task_runner
from transforms.tables.schema import Run
from warehouse import Lake, Landing, usable

DAY = "backfill-day/backfill-day"
AT_ONCE = 2
"""Days asked for at once, as many as the deployment of a day may run."""
PAUSE = 1.0
"""Seconds between two looks at the days that run."""
CHANGES = ("added", "changed", "withdrawn")
READ = ("Completed", tasks.PARTIAL)
"""States of a day that was read, of all its sources or of some."""

Mode = Annotated[Literal["fetch", "reextract"], form(title="Mode")]
DryRun = Annotated[bool, form(title="Dry run")]


class BackfillError(Exception):
    """Days that failed, all of them or some; the message names them."""

    def __init__(self, detail: str, is_whole: bool = False) -> None:
        super().__init__(detail)
        self.is_whole = is_whole


@dataclass(frozen=True, slots=True)
class Done:
    """How a day ended, and what it changed (or would) by table and kind of change."""

    day: date
    state: str
    changes: Counter[tuple[str, str]]


def called() -> str:
    """A backfill's name: its days, and what else it was told."""
    told = flow_run.parameters or {}
    words = [told.get("mode") or "fetch", *(told.get("sources") or []), *(["dry run"] if told.get("dry_run") else [])]
    return f"{told.get('first_day')} to {told.get('last_day')}: {' '.join(words)}"


@flow(flow_run_name=called)
def backfill(
    first_day: Annotated[date, form(title="From")],
    last_day: Annotated[date, form(title="To")],
    sources: Sources = [],  # noqa: B006
    mode: Mode = "fetch",
    dry_run: DryRun = False,
) -> list[Done]:
    """Read past days again or for the first time, each in a run of its own. The same twice changes nothing.

    Args:
        first_day: The first day.
        last_day: The last day, included.
        sources: Which sources to ask; all but the sample wire and the archives where none is named. Archives answer for
            any day, feeds only for what they still announce.
        mode: fetch asks the sources for what was published on each day; reextract reads with today's rules the pages
            that came on each day, without the network.
        dry_run: Only tell what would be added, changed and withdrawn.
    """
    days = examined(first_day, last_day, sources, mode)
    opening("backfill", first_day=first_day, last_day=last_day, sources=sources, mode=mode, dry_run=dry_run)
    told = {"sources": sources, "mode": mode, "dry_run": dry_run}
    progress: Any = create_progress_artifact(0.0, description=f"Days done, from {first_day} to {last_day}")
    done = []
    for outcome in _served(days, told) if deployment.id else _here(days, told):
        done.append(outcome)
        tasks.log.info("%s: %s, %d of %d days", outcome.day, outcome.state, len(done), len(days))
        update_progress_artifact(progress, 100.0 * len(done) / len(days))
    create_table_artifact(
        changed(done),
        key=f"backfill-{first_day}-{last_day}",
        description="Rows that would be added, changed, withdrawn" if dry_run else "Rows added, changed, withdrawn",
    )
    if failed := sorted(str(outcome.day) for outcome in done if outcome.state not in READ):
        detail = f"{len(failed)} of {len(days)} days failed: {', '.join(failed)}"
        raise BackfillError(detail, is_whole=len(failed) == len(days))
    return done


@flow(task_runner=task_runner(), flow_run_name="{day}")
def backfill_day(
    day: Annotated[date, form(title="Day")],
    sources: Sources = [],  # noqa: B006
    mode: Mode = "fetch",
    dry_run: DryRun = False,
) -> Run:
    """Read one past day. A run of `backfill` for each of its days; one that failed can be retried alone.

    Args:
        day: The day of publication; in mode reextract the day on which the pages came, UTC.
        sources: Which sources to ask; all but the sample wire and the archives where none is named.
        mode: fetch or reextract, as for backfill.
        dry_run: Only tell what would be added, changed and withdrawn.
    """
    setup = settings()
    examined(day, day, sources, mode)
    opened = opening("backfill-day", day=day, sources=sources, mode=mode, dry_run=dry_run)
    with ExitStack() as stack:
        scratch = None
        withdrawn: list[str] = []
        chosen: list[Source] = []
        if mode == "reextract":
            found = tasks.again(setup.lake, day, day)
            batches = facts_of(found.documents, setup, opened, anew=True)
            withdrawn = gone(setup.lake, found.documents, batches)
        else:
            days = Days(day, day)
            if dry_run:
                scratch = Lake.at(Path(stack.enter_context(TemporaryDirectory(prefix="dateline-"))))
            chosen = choose(sources, None, days)
            with reading(chosen, setup, opened.run_id, scratch) as (web, archive):
                found = tasks.fetch(tasks.discover(chosen, web, days), web, archive)
            tasks.tell(found.rejects)
            batches = facts_of(found.documents, setup, opened, kept=scratch, days=days)
        run, landing = tasks.land(setup.lake, found, batches, opened, withdrawn, dry_run)
    _leave(day, landing, dry_run)
    if not dry_run:
        tasks.hold(tasks.check(setup.lake))
    return tasks.close(found, chosen, run)


def examined(first_day: date, last_day: date, sources: list[str] | None, mode: str) -> list[date]:
    """The days of a backfill. ValueError, in one sentence, where it may not be: nothing is written then."""
    setup = settings()
    Days(first_day, last_day)
    today = datetime.now(UTC).date()
    if last_day > today:
        raise ValueError(f"{last_day} is a day to come; today is {today}.")
    count = (last_day - first_day).days + 1
    if count > setup.most_days:
        raise ValueError(f"{count} days are more than {setup.most_days}; DATELINE_MOST_DAYS allows more.")
    if mode == "reextract" and sources:
        raise ValueError("mode reextract reads all pages that came on a day; name no sources.")
    if mode == "fetch":
        examine(choose(sources, None, Days(first_day, last_day)))
    usable(setup.lake)
    return [first_day + timedelta(number) for number in range(count)]


def changed(done: list[Done]) -> list[dict[str, Any]]:
    """A row for each table that any day changed (or would)."""
    total = sum((outcome.changes for outcome in done), Counter[tuple[str, str]]())
    tables = dict.fromkeys(table for table, _ in total)
    return [{"table": table} | {change: total[table, change] for change in CHANGES} for table in tables]


def _leave(day: date, landing: Landing, dry_run: bool) -> None:
    """Leave what a day changed (or would) where the backfill and people find it."""
    rows = [
        {"table": table, "added": count.added, "changed": count.changed, "withdrawn": count.removed}
        for table, count in landing.counts.items()
        if count.added or count.changed or count.removed
    ]
    what = "Rows that would be added, changed, withdrawn" if dry_run else "Rows added, changed, withdrawn"
    create_table_artifact(rows, key=f"day-{day}", description=what)


def _here(days: list[date], told: dict[str, Any]) -> Iterator[Done]:
    """Each day in this process, one after another."""
    for day in days:
        state: State[Run] = backfill_day(day, **told, return_state=True)
        yield _done(day, state, state.state_details.flow_run_id)


def _served(days: list[date], told: dict[str, Any]) -> Iterator[Done]:
    """Each day as a run of the deployment of days, a few at a time, as they end."""
    waiting, running = list(days), dict[UUID, date]()
    with get_client(sync_client=True) as client:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                day = waiting.pop(0)
                parameters = {"day": str(day), **told}
                run: Any = run_deployment(DAY, parameters=parameters, flow_run_name=str(day), timeout=0)
                running[run.id] = day
            time.sleep(PAUSE)
            for run_id in list(running):
                state = client.read_flow_run(run_id).state
                if state and state.is_final():
                    yield _done(running.pop(run_id), state, run_id)


def _done(day: date, state: State[Any], run_id: UUID | None) -> Done:
    """How a day ended, with what its run left."""
    wanted = {"flow_run_id": {"any_": [str(run_id)]}, "type": {"any_": ["table"]}}
    newest = {"artifacts": wanted, "sort": "CREATED_DESC", "limit": 1}
    changes = Counter[tuple[str, str]]()
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/artifacts/filter", json=newest).json()
    for artifact in found:
        rows: list[dict[str, Any]] = json.loads(artifact["data"])
        changes.update({(row["table"], change): row[change] for row in rows for change in CHANGES})
    return Done(day, state.name or state.type.value, changes)
