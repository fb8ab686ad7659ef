"""A batch of documents as it moves through the steps of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as arrow

from transforms.tables.schema import Article, Reject


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents with the results of the steps so far."""

    article_ids: list[str] = field(default_factory=list)
    """Ids of the documents' articles."""
    articles: list[Article] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    """Ids of pages that could not be cleaned completely; their rows in the lake stay."""
    unchanged: int = 0
    others: int = 0
    """Articles published outside the requested days; their source had no dates."""
    again: int = 0
    """Articles read again because another article took over the address they claimed."""
    withdrawn: list[str] = field(default_factory=list)
    """Ids of articles in the lake to withdraw: other pages at addresses of this batch's articles."""
    facts: dict[str, arrow.Table] = field(default_factory=dict)
