"""What a source is and what it yields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from flows.sources.days import Days
from flows.web import Response, Web
from transforms.schema import Reason, Reject

MOST = 50_000
"""Documents taken from one source in a run; what lies beyond is told of in a reject."""


class SourceError(ValueError):
    """A source that cannot be used; the message is one sentence that names the place."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a source announces: an address, or a file or a part of one."""

    url: str
    source_id: str
    title: str | None = None
    published: date | None = None
    """Day of publication as the source announces it."""
    authors: tuple[str, ...] = ()
    """Who wrote it, as the source announces them."""
    file: Path | None = None
    """Where the document lies when it is not on the network."""
    offset: int = 0
    """Where it begins in the file, in bytes: a line of JSON Lines, a record of a WARC file."""
    size: int | None = None
    """Its length in bytes; the whole file, or the whole record, by default."""
    copy: str | None = None
    """Address of an archive's copy, fetched in its stead."""
    captured: datetime | None = None
    """When an archive fetched it; now by default."""
    answer: Response | None = field(default=None, compare=False, repr=False)
    """What came where the source has asked for it."""

    @property
    def address(self) -> str:
        """Where it is fetched."""
        return self.copy or self.url


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
