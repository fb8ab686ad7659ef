"""What a source is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from flows.candidate import Candidate as Candidate
from flows.sources.days import Days
from flows.web import Web
from transforms.schema import Reason, Reject

MOST = 50_000
"""Documents taken from one source in a run; what lies beyond is told of in a reject."""


class SourceError(ValueError):
    """A source that cannot be used; the message is one sentence that names the place."""


class Source(Protocol):
    """Where documents come from. Yields a Reject for a feed, map or archive that cannot be read."""

    @property
    def source_id(self) -> str: ...

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Candidate | Reject]:
        """What it announces; with `days`, what was published then as far as it can tell without fetching it."""
        ...


def missed(url: str, source_id: str, reason: Reason, detail: str) -> Reject:
    """A feed, map or archive that could not be read."""
    return Reject(url=url, source_id=source_id, stage="discover", reason=reason, detail=detail)
