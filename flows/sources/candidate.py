"""What a source announces."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from flows.http.limits import Response
from flows.http.text import storable

LONGEST_TITLE = 1000
"""Characters of a headline."""
LONGEST_BYLINE = 400
"""Characters of a byline."""


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

    def __post_init__(self) -> None:
        """What a stranger announces is text that can be stored, of a bounded length."""
        told = {
            "url": storable(self.url),
            "title": storable(self.title)[:LONGEST_TITLE] if self.title else None,
            "authors": tuple(storable(name)[:LONGEST_BYLINE] for name in self.authors),
        }
        for name, value in told.items():
            object.__setattr__(self, name, value)

    @property
    def address(self) -> str:
        """Where it is fetched."""
        return self.copy or self.url
