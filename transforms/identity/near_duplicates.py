"""Groups reprints and rewrites of one text into stories, across nights.

An article's signature is a MinHash (Broder 1997) of the word pairs in its first four fifths: agencies repeat the same
closing background for weeks, which would link unrelated reports. Signatures with 0.28 equal numbers are one story. The
thresholds come from tests/transforms/identity/stories: rewrites share at least 0.34 of their pairs with the original,
reports of the next day at most 0.27, independent reports of the same happening 0.12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as arrow

from transforms.tables.schema import Article, Signature

if TYPE_CHECKING:  # datasketch imports SciPy; only comparison needs it
    from datasketch import LeanMinHash

WINDOW = 30
"""Maximum days between an article and its reprint."""
NEAR = 0.28
"""Lowest share of equal numbers of two signatures of one story."""
LEAD = 0.8
SHORTEST = 60
"""Words that are always used, however short the article."""
SHINGLE = 2
NUMBERS = 256
BANDS = (85, 3)
"""LSH bands and rows per band: a pair that shares 0.28 is found with probability 0.85, one of 0.4 with 0.996."""
SLICE = 5000
"""New articles indexed at once, to bound memory in a backfill."""

_SCHEME = "affine32"
_WORD = re.compile(r"\w+")


def signature(article: Article) -> Signature:
    """The MinHash signature of an article."""
    from datasketch import MinHash

    words = _WORD.findall(article.text.lower())
    words = words[: max(SHORTEST, int(len(words) * LEAD))]
    sketch = MinHash(num_perm=NUMBERS, scheme=_SCHEME)
    sketch.update_batch([" ".join(words[i : i + SHINGLE]).encode() for i in range(max(1, len(words) - SHINGLE + 1))])
    return Signature(
        article_id=article.article_id,
        published_date=article.published_date,
        signature=sketch.hashvalues.astype("<u4").tobytes(),
    )


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
    if moment is None or pd.isna(moment):
        return datetime.combine(day, time.max)
    return pd.Timestamp(moment).tz_convert("UTC").tz_localize(None).to_pydatetime()


def _near_pairs(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Pairs of near rows, at least one of them new. `frame` is sorted by time."""
    from datasketch import MinHashLSH

    compared = frame[frame["signature"].notna()]
    sketches = {row: np.frombuffer(sketch, dtype="<u4") for row, sketch in compared["signature"].items()}
    days, fresh = compared["published_date"], compared.index[compared["is_new"]]
    for start in range(0, len(fresh), SLICE):
        indexed = fresh[start : start + SLICE]
        index = MinHashLSH(num_perm=NUMBERS, params=BANDS)
        for row in indexed:
            index.insert(row, _minhash(sketches[row]))
        first, last = days[indexed].min() - timedelta(WINDOW), days[indexed].max() + timedelta(WINDOW)
        for row in compared.index[(days >= first) & (days <= last)]:
            for neighbour in index.query(_minhash(sketches[row])):
                close = abs((days[row] - days[neighbour]).days) <= WINDOW
                if neighbour != row and close and np.mean(sketches[row] == sketches[neighbour]) >= NEAR:
                    yield row, neighbour


def _minhash(numbers: np.ndarray) -> LeanMinHash:
    from datasketch import LeanMinHash

    return LeanMinHash(seed=1, hashvalues=numbers, scheme=_SCHEME)
