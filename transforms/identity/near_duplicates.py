"""Which articles tell one story: reprints and rewrites, recognised across nights.

An article is known by its signature, a MinHash (Broder 1997) of the word pairs in its first four fifths: an agency
closes its reports with the same background for weeks, and a report of the next day would else pass for a reprint. Two
signatures that agree in 0.28 of their numbers are one story. tests/transforms/identity/stories holds the texts that
settled these measures: with the report that they were made of rewrites share 0.34 of their pairs at least, reports of
the next day 0.27 at most, reports of the same happening by other hands 0.12.
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

if TYPE_CHECKING:  # it brings SciPy, which only those load who compare articles
    from datasketch import LeanMinHash

WINDOW = 30
"""Days between the publication of an article and of its reprint, at most."""
NEAR = 0.28
"""Share of numbers in which two signatures of one story agree, at least."""
LEAD = 0.8
SHORTEST = 60
"""Words of an article that are read in any case."""
SHINGLE = 2
NUMBERS = 256
BANDS = (85, 3)
"""Bands and numbers in each: a pair that shares 0.28 is met with a probability of 0.85, one of 0.4 with 0.996."""
SLICE = 5000
"""New articles indexed at once, so that memory stays bounded in a backfill."""

_SCHEME = "affine32"
_WORD = re.compile(r"\w+")


def signature(article: Article) -> Signature:
    """What later nights compare an article by."""
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
    """The story and its origin for every article: columns article_id, story_id, origin_article_id.

    `articles` are those that came (`is_new`) and those of the lake that they may belong with: columns article_id,
    published_date, published_at, story_id (as it stood, may be null), signature (may be null: not compared), is_new.

    Stories that stood stay together; what is near to one of their articles joins, and what is near to two makes them
    one. The origin is the article published first; one that tells no time counts as the last of its day. A story keeps
    its id, the article_id of its first article in the lake, though an earlier one comes later; of two that become one
    the id of the story whose article was published first stays.
    """
    frame = articles.to_pandas()
    frame["moment"] = [_moment(day, at) for day, at in zip(frame["published_date"], frame["published_at"], strict=True)]
    frame = frame.sort_values(["moment", "article_id"], ignore_index=True)
    groups = Groups(len(frame))
    stood = frame[~frame["is_new"] & frame["story_id"].notna()]
    for members in stood.groupby("story_id", sort=False).indices.values():
        for other in members[1:]:
            groups.join(stood.index[members[0]], stood.index[other])
    for one, other in _near(frame):
        groups.join(one, other)
    frame["group"] = [groups.of(row) for row in frame.index]
    names = frame[frame["story_id"] == frame["article_id"]].groupby("group")["article_id"].first()
    origins = frame.groupby("group")["article_id"].first()
    frame["origin_article_id"] = frame["group"].map(origins)
    frame["story_id"] = frame["group"].map(names).fillna(frame["origin_article_id"])
    return arrow.Table.from_pandas(frame[["article_id", "story_id", "origin_article_id"]], preserve_index=False)


class Groups:
    """Numbers from 0, joined in groups; the least of a group stands for it."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, one: int) -> int:
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.of(one), self.of(other)))
        self._above[high] = low


def _moment(day: pd.Timestamp, at: datetime | None) -> datetime:
    """When an article was published, in UTC without zone."""
    if at is None or pd.isna(at):
        return datetime.combine(day, time.max)
    return pd.Timestamp(at).tz_convert("UTC").tz_localize(None).to_pydatetime()


def _near(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """The pairs of rows, one of them new, that are near in text and in time. The frame is in order of time."""
    from datasketch import MinHashLSH

    read = frame[frame["signature"].notna()]
    sketches = {row: np.frombuffer(found, dtype="<u4") for row, found in read["signature"].items()}
    days, fresh = read["published_date"], read.index[read["is_new"]]
    for start in range(0, len(fresh), SLICE):
        indexed = fresh[start : start + SLICE]
        index = MinHashLSH(num_perm=NUMBERS, params=BANDS)
        for row in indexed:
            index.insert(row, _lean(sketches[row]))
        first, last = days[indexed].min() - timedelta(WINDOW), days[indexed].max() + timedelta(WINDOW)
        for row in read.index[(days >= first) & (days <= last)]:
            for other in index.query(_lean(sketches[row])):
                close = abs((days[row] - days[other]).days) <= WINDOW
                if other != row and close and np.mean(sketches[row] == sketches[other]) >= NEAR:
                    yield row, other


def _lean(numbers: np.ndarray) -> LeanMinHash:
    from datasketch import LeanMinHash

    return LeanMinHash(seed=1, hashvalues=numbers, scheme=_SCHEME)
