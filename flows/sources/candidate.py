"""A candidate: a document that a source announces, before it is fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from flows.http.limits import Response
from flows.http.text import storable

LONGEST_TITLE = 1000
"""Maximum characters of a headline."""
LONGEST_BYLINE = 400
"""Maximum characters of a byline."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document announced by a source: an address, a file, or a part of a file."""

    url: str
    source_id: str
    title: str | None = None
    published: date | None = None
    """Publication day given by the source."""
    authors: tuple[str, ...] = ()
    """Authors given by the source."""
    file: Path | None = None
    """The document's file if it is on disk."""
    offset: int = 0
    """Byte offset of the document in the file: a line of JSON Lines, a record of a WARC file."""
    size: int | None = None
    """Length in bytes; None is to the end of the file or record."""
    copy: str | None = None
    """Address of a web archive's copy to fetch instead."""
    captured: datetime | None = None
    """When a web archive captured it; None is now."""
    answer: Response | None = field(default=None, compare=False, repr=False)
    """The response, if the source has fetched the document already."""

    def __post_init__(self) -> None:
        """Make untrusted text storable and limit its length."""
        clean = {
            "url": storable(self.url),
            "title": storable(self.title)[:LONGEST_TITLE] if self.title else None,
            "authors": tuple(storable(name)[:LONGEST_BYLINE] for name in self.authors),
        }
        for name, value in clean.items():
            object.__setattr__(self, name, value)

    @property
    def address(self) -> str:
        """The address to fetch."""
        return self.copy or self.url
