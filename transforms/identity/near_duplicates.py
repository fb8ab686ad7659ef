"""Groups reprints and rewrites of one text into stories, across nights.

Articles whose signatures (`signatures.py`) have 0.28 equal numbers are one story. The threshold comes from
tests/transforms/identity/stories: rewrites share at least 0.34 of their pairs with the original, reports of the next
day at most 0.27, independent reports of the same happening 0.12.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as arrow

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 30
"""Maximum days between an article and its reprint."""
NEAR = 0.28
"""Lowest share of equal numbers of two signatures of one story."""
BAND = 3
"""Numbers that make a band. A pair is compared if one of its 85 bands is equal: one that shares 0.28 with probability
0.85, one of 0.4 with 0.996."""
SLICE = 5000
"""New articles indexed at once, to bound memory in a backfill."""


def stories(articles: arrow.Table) -> arrow.Table:
    """Assign every article to a story: columns article_id, story_id, origin_article_id.

    `articles` holds the new articles and those of the lake near in time: columns article_id, published_date,
    published_at, story_id (previous, nullable), signature (nullable: not compared), is_new.

    Existing stories stay together; an article near to one joins it, and one near to two merges them. The origin is the
    first published article; one without a time counts as the last of its day. A story keeps its id, the article_id of
    its first article in the lake, even if an earlier article is added; merged stories take the id of the one published
    first.
    """
    frame = articles.to_pandas()
    frame["moment"] = [*map(_moment, frame["published_date"], frame["published_at"])]
    frame = frame.sort_values(["moment", "article_id"], ignore_index=True)
    groups = Groups(len(frame))
    assigned = frame[~frame["is_new"] & frame["story_id"].notna()]
    for members in assigned.groupby("story_id", sort=False).indices.values():
        for member in members[1:]:
            groups.join(assigned.index[members[0]], assigned.index[member])
    for row, neighbour in _near_pairs(frame):
        groups.join(row, neighbour)
    frame["group"] = [groups.of(row) for row in frame.index]
    names = frame[frame["story_id"] == frame["article_id"]].groupby("group")["article_id"].first()
    origins = frame.groupby("group")["article_id"].first()
    frame["origin_article_id"] = frame["group"].map(origins)
    frame["story_id"] = frame["group"].map(names).fillna(frame["origin_article_id"])
    return arrow.Table.from_pandas(frame[["article_id", "story_id", "origin_article_id"]], preserve_index=False)


class Groups:
    """Disjoint sets of integers from 0; the smallest member represents a set."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, member: int) -> int:
        while self._above[member] != member:
            self._above[member] = self._above[self._above[member]]
            member = self._above[member]
        return member

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self.of(first), self.of(second)))
        self._above[high] = low


def _moment(day: pd.Timestamp, moment: datetime | None) -> datetime:
    """Publication time in UTC, naive; the end of the day if only the day is known."""
    import pandas as pd  # late: a run has no other use for it, and reads before it groups

    if moment is None or pd.isna(moment):
        return datetime.combine(day, time.max)
    return pd.Timestamp(moment).tz_convert("UTC").tz_localize(None).to_pydatetime()


def _near_pairs(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Pairs of near rows, at least one of them new. `frame` is sorted by time."""
    compared = frame[frame["signature"].notna()]
    sketches = {row: np.frombuffer(sketch, dtype="<u4") for row, sketch in compared["signature"].items()}
    days, fresh = compared["published_date"], compared.index[compared["is_new"]]
    for start in range(0, len(fresh), SLICE):
        indexed = fresh[start : start + SLICE]
        rows_with = defaultdict(list)
        for row in indexed:
            for band in _bands(sketches[row]):
                rows_with[band].append(row)
        first, last = days[indexed].min() - timedelta(WINDOW), days[indexed].max() + timedelta(WINDOW)
        for row in compared.index[(days >= first) & (days <= last)]:
            for neighbour in {other for band in _bands(sketches[row]) for other in rows_with.get(band, ())}:
                close = abs((days[row] - days[neighbour]).days) <= WINDOW
                if neighbour != row and close and np.mean(sketches[row] == sketches[neighbour]) >= NEAR:
                    yield row, neighbour


def _bands(sketch: np.ndarray) -> Iterator[tuple[int, bytes]]:
    """The bands of a signature with their numbers; what is left over at its end makes none."""
    numbers = sketch.tobytes()
    size = BAND * sketch.itemsize
    return ((start, numbers[start : start + size]) for start in range(0, len(numbers) - size + 1, size))
