"""Documents on their way through a run."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as arrow

from transforms.tables.schema import Article, Reject


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents: what each step made of them so far."""

    found: list[str] = field(default_factory=list)
    """Ids of the articles that the documents are."""
    articles: list[Article] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    """Ids of the pages that could not be cleaned to the end: what the lake has of them stays."""
    unchanged: int = 0
    others: int = 0
    """Articles of other days than those asked for: their source did not tell."""
    again: int = 0
    """Articles that no source named, read again since another took the address that they claimed."""
    withdrawn: list[str] = field(default_factory=list)
    """Ids of what the lake holds of other pages at addresses that articles of the batch have."""
    facts: dict[str, arrow.Table] = field(default_factory=dict)
