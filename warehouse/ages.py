"""How old a thing of the lake is, told by the snapshots since and not by the clock alone.

A clock that was wrong once, months ahead or behind, makes nothing older: of the steps from one snapshot to the next
each counts for a day at most and the longest not at all, and none is negative. A lake that is written nightly ages by
a day a night; one that nobody writes does not age.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

NONE, DAY = timedelta(0), timedelta(days=1)

Snapshots = Sequence[tuple[int, datetime]]
"""The id of each snapshot and when it was made, by its writer's clock; in the order of ids."""


def age(since: datetime, after: int, snapshots: Snapshots, now: datetime) -> timedelta:
    """The age of what came about at a moment, by the clock of then, when `after` was the newest snapshot."""
    first = bisect_right(snapshots, after, key=lambda snapshot: snapshot[0])
    moments = [since, *(moment for _, moment in snapshots[first:]), now]
    steps = [min(max(later - earlier, NONE), DAY) for earlier, later in pairwise(moments)]
    return sum(steps, NONE) - max(steps)


def older(snapshots: Snapshots, keep: timedelta, now: datetime) -> list[int]:
    """The snapshots that are as old as `keep` or older; never the newest."""
    young = bisect_right(
        range(len(snapshots)), False, key=lambda n: age(snapshots[n][1], snapshots[n][0], snapshots, now) < keep
    )
    return [snapshot for snapshot, _ in snapshots[: min(young, len(snapshots) - 1)]]
