"""What a source is and what it yields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from flows.web import Web
from transforms.addresses import canonical as canonical
from transforms.schema import Reason, Reject


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
    file: Path | None = None
    """Where the document lies when it is not on the network."""
    offset: int = 0
    """Where it begins in the file, in bytes: a line of JSON Lines."""
    size: int | None = None
    """Its length in bytes; the whole file by default."""


class Source(Protocol):
    """Where documents come from. Yields a Reject for a feed or map that cannot be read."""

    @property
    def source_id(self) -> str: ...

    def discover(self, web: Web) -> Iterator[Candidate | Reject]: ...


def missed(url: str, source_id: str, reason: Reason, detail: str) -> Reject:
    """A feed or map that could not be read."""
    return Reject(url=url, source_id=source_id, stage="discover", reason=reason, detail=detail)
