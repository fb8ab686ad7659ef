"""Weekly maintenance of the lake, with a count of what was done."""

from __future__ import annotations

from dataclasses import asdict

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.runtime import flow_run

from flows.settings import settings
from flows.tasks import LAKE, LANDING
from warehouse import Lake, Maintained
from warehouse import maintain as maintained

WHAT = {
    "merged": "small files merged",
    "into": "files they became",
    "expired": "snapshots expired",
    "cleaned": "files moved to the trash that no snapshot needs",
    "orphaned": "files moved to the trash that no catalogue knows",
    "purged": "files of the trash removed",
}


def called() -> str:
    """The day for which it was scheduled."""
    return f"{flow_run.scheduled_start_time:%Y-%m-%d}"


@task(**LAKE, timeout_seconds=LANDING)
def tidy(lake: Lake, sweep: bool = False) -> Maintained:
    """Merge, expire and take away what no question needs."""
    return maintained(lake, sweep=sweep)


@flow(flow_run_name=called)
def maintain(sweep: bool = False) -> Maintained:
    """Merge small files, expire snapshots older than 90 nights, move old and orphaned files to the trash for a week.

    Args:
        sweep: Take the files that no catalogue knows also where they are many.
    """
    setup = settings()
    setup.close_home()
    done = tidy(setup.lake, sweep)
    rows = [{"what": WHAT[name], "count": count} for name, count in asdict(done).items()]
    create_table_artifact(rows, key="maintenance", description="Files merged and removed, snapshots expired")
    return done
