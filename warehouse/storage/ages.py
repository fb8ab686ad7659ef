"""Computes the age of snapshots and files in a way that survives a wrong clock.

Each step between consecutive snapshots counts one day at most, negative steps as zero, and the longest step not at all.
A lake that is written nightly ages by a day per night; one that is not written does not age.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

NONE, DAY = timedelta(0), timedelta(days=1)

Snapshots = Sequence[tuple[int, datetime]]
"""Id and creation time, by the writer's clock, of each snapshot; ordered by id."""


def age(since: datetime, after: int, snapshots: Snapshots, now: datetime) -> timedelta:
    """The age of something made at `since`, by the clock of that time, when `after` was the newest snapshot."""
    first = bisect_right(snapshots, after, key=lambda snapshot: snapshot[0])
    moments = [since, *(moment for _, moment in snapshots[first:]), now]
    steps = [min(max(later - earlier, NONE), DAY) for earlier, later in pairwise(moments)]
    return sum(steps, NONE) - max(steps)


def expired_snapshots(snapshots: Snapshots, keep: timedelta, now: datetime) -> list[int]:
    """Ids of snapshots at least as old as `keep`; never the newest."""
    young = bisect_right(
        range(len(snapshots)), False, key=lambda n: age(snapshots[n][1], snapshots[n][0], snapshots, now) < keep
    )
    return [snapshot for snapshot, _ in snapshots[: min(young, len(snapshots) - 1)]]
