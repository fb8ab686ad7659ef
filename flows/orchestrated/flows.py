"""The Prefect flows: each runs a plain function of flows/ and returns its result as a Prefect state."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from prefect import flow
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.flows import Flow
from prefect.runtime import deployment, flow_run
from prefect.states import Completed, Failed

from flows import backfill as past
from flows import maintain as upkeep
from flows import nightly as news
from flows import reextract as reextraction
from flows.backfill import CHANGES, DayOptions, Done
from flows.orchestrated.engine import Orchestrated
from flows.orchestrated.form import form, names
from flows.runs.artifact import leave
from flows.runs.steps import under
from flows.tasks import Covered, Ended, NothingCame, SomeCame
from flows.workers.task_runner import task_runner
from transforms.printable import printable
from transforms.tables.schema import Run
from warehouse import Landing, Maintained

DAY = "backfill-day/backfill-day"
AT_ONCE = 2
"""Days run concurrently: the concurrency limit of the day deployment."""
PAUSE = 1.0
"""Seconds between polls of the running days."""
COMPLETED: dict[str, type[Ended]] = {"Partial": SomeCame, "Covered": Covered}
"""Exceptions by the name of the completed state that a run ends in when they are raised."""

Sources = Annotated[list[str], form(title="Sources", items={"type": "string", "enum": names()})]
Mode = Annotated[Literal["fetch", "reextract"], form(title="Mode")]
DryRun = Annotated[bool, form(title="Dry run")]


def _night_run_name() -> str:
    """A run's name: its night, sources and places."""
    parameters = flow_run.parameters or {}
    words = [_day_run_name(), *(parameters.get("sources") or []), *(parameters.get("places") or [])]
    return printable(" ".join(words))


def _day_run_name() -> str:
    """The day that a run was scheduled for."""
    return f"{flow_run.scheduled_start_time:%Y-%m-%d}"


def _backfill_run_name() -> str:
    """A backfill's name: its days, mode and sources, and whether it is a dry run."""
    parameters = flow_run.parameters or {}
    words = [
        parameters.get("mode") or "fetch",
        *(parameters.get("sources") or []),
        *(["dry run"] if parameters.get("dry_run") else []),
    ]
    return f"{parameters.get('first_day')} to {parameters.get('last_day')}: {' '.join(words)}"


@flow(task_runner=task_runner(), flow_run_name=_night_run_name)
def nightly(sources: Sources = [], places: list[str] = []) -> Run:  # noqa: B006
    """Read the news that the sources announce and land its facts in the lake.

    The night is the scheduled date. Nights missed since the last one are caught up in the same run; a run whose night
    has been covered meanwhile ends at once.

    Args:
        sources: Names from seeds/sources.toml; without names and places all except the sample wire and the archives.
        places: Addresses, files or folders to read beside the named sources.
    """
    return _run_to_state(partial(news.nightly, sources, places, leave))


@flow(task_runner=task_runner())
def reextract(first: date, last: date) -> Run:
    """Rebuild articles and facts from the stored pages of what was published on these days.

    An article that today's rules no longer find on its page is withdrawn with its facts; older snapshots keep it.

    Args:
        first: The first day of publication; for a page without one the day of its fetch, UTC.
        last: The last day, included.
    """
    return _run_to_state(partial(reextraction.reextract, first, last))


@flow(flow_run_name=_day_run_name)
def maintain(sweep: bool = False) -> Maintained:
    """Merge small files, expire snapshots older than 90 nights, move old and orphaned files to the trash for a week.

    Args:
        sweep: Move files missing from the catalog even if there are many.
    """
    with under(Orchestrated()):
        done = upkeep.maintain(sweep)
    rows = [{"what": upkeep.WHAT[name], "count": count} for name, count in asdict(done).items()]
    create_table_artifact(rows, key="maintenance", description="Files merged and removed, snapshots expired")
    return done


@flow(flow_run_name=_backfill_run_name)
def backfill(
    first_day: Annotated[date, form(title="From")],
    last_day: Annotated[date, form(title="To")],
    sources: Sources = [],  # noqa: B006
    mode: Mode = "fetch",
    dry_run: DryRun = False,
) -> list[Done]:
    """Read past days again or for the first time, each in a run of its own; repeating it changes nothing.

    Args:
        first_day: The first day.
        last_day: The last day, included.
        sources: Sources to read; by default all except the sample wire and the archives. Archives cover any day, feeds
            only what they still announce.
        mode: fetch reads from the sources what was published on each day; reextract reads the stored pages of what was
            published on each day with today's rules, without the network.
        dry_run: Only report what would be added, changed and withdrawn.
    """

    def read_with_progress(days: Sequence[date], options: DayOptions) -> Iterator[Done]:
        progress: Any = create_progress_artifact(0.0, description=f"Days done, from {first_day} to {last_day}")
        done = []
        for outcome in (_run_by_deployment if deployment.id else _run_in_turn)(days, options):
            done.append(outcome)
            update_progress_artifact(progress, 100.0 * len(done) / len(days))
            yield outcome
        key = f"backfill-{first_day}-{last_day}"
        create_table_artifact(past.changes_by_table(done), key=key, description=_changes_title(dry_run))

    with under(Orchestrated()):
        return past.backfill(first_day, last_day, sources, mode, dry_run, read_with_progress)


@flow(task_runner=task_runner(), flow_run_name="{day}")
def backfill_day(
    day: Annotated[date, form(title="Day")],
    sources: Sources = [],  # noqa: B006
    mode: Mode = "fetch",
    dry_run: DryRun = False,
) -> Run:
    """Read one past day. Each day of a backfill is such a run; one that failed can be retried alone.

    Args:
        day: The day of publication.
        sources: Sources to read; by default all except the sample wire and the archives.
        mode: fetch or reextract, as for backfill.
        dry_run: Only report what would be added, changed and withdrawn.
    """

    def report(landing: Landing) -> None:
        """Publish the changes of the day as an artifact, for users and for the backfill."""
        changes = past.changes(landing)
        rows = past.changes_by_table([Done(day, "", changes)])
        create_table_artifact(rows, key=f"day-{day}", description=_changes_title(dry_run))

    return _run_to_state(partial(past.backfill_day, day, sources, mode, dry_run, report))


def _changes_title(dry_run: bool) -> str:
    return "Rows that would be added, changed, withdrawn" if dry_run else "Rows added, changed, withdrawn"


def _run_to_state(run: Callable[[], Run]) -> Run:
    """The row of a run, or the Prefect state if it ended without reading everything."""
    with under(Orchestrated()):
        try:
            return run()
        except NothingCame as error:
            return cast(Run, Failed(message=str(error), data=error))
        except (SomeCame, Covered) as error:
            (name,) = (name for name, kind in COMPLETED.items() if isinstance(error, kind))
            return cast(Run, Completed(name=name, message=str(error), data=error.run))


def run_flow(run: Flow[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a flow here, reporting to a server; returns its result, or raises what its plain function raises."""
    state: Any = run(*args, **kwargs, return_state=True)
    result = state.result()
    if kind := COMPLETED.get(state.name or ""):
        raise kind(str(state.message), result)
    return result


def _run_in_turn(days: Sequence[date], options: DayOptions) -> Iterator[Done]:
    """Run the days in this process, one after another."""
    for day in days:
        state: State[Run] = backfill_day(day, *options, return_state=True)
        yield _outcome(day, state, state.state_details.flow_run_id)


def _run_by_deployment(days: Sequence[date], options: DayOptions) -> Iterator[Done]:
    """Run the days through the day deployment, AT_ONCE at a time; yields them as they end."""
    waiting, running = list(days), dict[UUID, date]()
    with get_client(sync_client=True) as client:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                day = waiting.pop(0)
                parameters = {"day": str(day), **options._asdict()}
                run: Any = run_deployment(DAY, parameters=parameters, flow_run_name=str(day), timeout=0)
                running[run.id] = day
            time.sleep(PAUSE)
            for run_id in list(running):
                state = client.read_flow_run(run_id).state
                if state and state.is_final():
                    yield _outcome(running.pop(run_id), state, run_id)


def _outcome(day: date, state: State[Any], run_id: UUID | None) -> Done:
    """The outcome of a day, with the changes that its run published."""
    wanted = {"flow_run_id": {"any_": [str(run_id)]}, "type": {"any_": ["table"]}}
    newest = {"artifacts": wanted, "sort": "CREATED_DESC", "limit": 1}
    changes = Counter[tuple[str, str]]()
    with get_client(sync_client=True) as client:
        artifacts = client.request("POST", "/artifacts/filter", json=newest).json()
    for artifact in artifacts:
        rows: list[dict[str, Any]] = json.loads(artifact["data"])
        changes.update({(row["table"], change): row[change] for row in rows for change in CHANGES})
    return Done(day, state.name or state.type.value, changes)
