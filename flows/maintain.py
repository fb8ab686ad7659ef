"""The maintenance flow: merges files, expires snapshots, empties the trash, and reports the counts."""

from __future__ import annotations

from flows.runs.steps import step
from flows.settings import settings
from flows.tasks import LAKE, LANDING
from warehouse import Lake, Maintained
from warehouse import maintain as maintained

WHAT = {
    "merged": "small files merged",
    "into": "files they became",
    "expired": "snapshots expired",
    "cleaned": "files moved to the trash that no snapshot needs",
    "orphaned": "files moved to the trash that no catalog knows",
    "purged": "files of the trash removed",
}


@step(LAKE, LANDING, says="tidying the warehouse")
def tidy(lake: Lake, sweep: bool = False) -> Maintained:
    """Merge small files, expire snapshots, move unneeded files to the trash."""
    return maintained(lake, sweep=sweep)


def maintain(sweep: bool = False) -> Maintained:
    """Merge small files, expire snapshots older than 90 nights, move old and orphaned files to the trash for a week.

    Args:
        sweep: Move files missing from the catalog even if there are many.
    """
    setup = settings()
    setup.close_home()
    return tidy(setup.lake, sweep)
