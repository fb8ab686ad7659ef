"""Weekly maintenance of the lake, with a count of what was done."""

from __future__ import annotations

from dataclasses import asdict

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.runtime import flow_run

from flows.settings import settings
from flows.steps import LAKE, LANDING
from warehouse import Lake, Maintained
from warehouse import maintain as maintained

WHAT = {
    "merged": "small files merged",
    "into": "files they became",
    "expired": "snapshots expired",
    "cleaned": "files removed that no snapshot needs",
    "orphaned": "files removed that no catalogue knows",
}


def called() -> str:
    """The day for which it was scheduled."""
    return f"{flow_run.scheduled_start_time:%Y-%m-%d}"


@task(**LAKE, timeout_seconds=LANDING)
def tidy(lake: Lake) -> Maintained:
    """Merge, expire and remove what no question needs."""
    return maintained(lake)


@flow(flow_run_name=called)
def maintain() -> Maintained:
    """Merge small files, expire snapshots older than 90 nights, remove old and orphaned files."""
    setup = settings()
    setup.close_home()
    done = tidy(setup.lake)
    rows = [{"what": WHAT[name], "count": count} for name, count in asdict(done).items()]
    create_table_artifact(rows, key="maintenance", description="Files merged and removed, snapshots expired")
    return done
