"""Documents on disk: a folder or a file of HTML, plain text, JSON Lines or WARC."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.disk import parsed, problem
from flows.sources.base import Candidate, SourceError
from flows.sources.days import Days
from flows.sources.warc import Warc, is_warc
from flows.web import Web
from transforms.addresses import canonical
from transforms.schema import Reject

TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
}
"""What a file holds, by its ending; other files of a folder are passed over."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A file, or a folder with all its folders."""

    source_id: str
    path: Path

    def examine(self) -> None:
        """SourceError for a path or a line of no use."""
        for file in self._files():
            if not is_warc(file.name) and content_type(file) == "application/x-ndjson":
                deque(self._items(file), maxlen=0)

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Candidate | Reject]:
        """The documents by name, a JSON Lines file line by line, a WARC file record by record.

        SourceError for a path or a line of no use.
        """
        for file in self._files():
            if is_warc(file.name):
                yield from Warc(self.source_id, str(file)).discover(web, days)
            elif content_type(file) == "application/x-ndjson":
                yield from self._items(file)
            else:
                yield Candidate(file.resolve().as_uri(), self.source_id, file=file)

    def _files(self) -> list[Path]:
        if self.path.is_file():
            return [self.path]
        if not self.path.is_dir():
            raise SourceError(f"{self.path}: no such file or folder.")
        return sorted(
            file
            for file in self.path.rglob("*")
            if file.is_file() and (file.suffix.lower() in TYPES or is_warc(file.name))
        )

    def _items(self, file: Path) -> Iterator[Candidate]:
        offset = 0
        for number, (line, item) in enumerate(items(_lines(file), str(file)), 1):
            if item is not None:
                url = canonical(str(item.get("url") or "")) or f"{file.resolve().as_uri()}#{item.get('id') or number}"
                published = date.fromisoformat(item["published"][:10]) if item.get("published") else None
                yield Candidate(
                    url, self.source_id, item.get("title"), published, file=file, offset=offset, size=len(line)
                )
            offset += len(line)


def content_type(file: Path) -> str:
    """What a file holds, by its ending or else by its first character."""
    known = TYPES.get(file.suffix.lower())
    if known:
        return known
    try:
        with file.open("rb") as opened:
            start = opened.read(512).lstrip()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read: {error.strerror}.") from error
    return {b"<": "text/html", b"{": "application/x-ndjson"}.get(start[:1], "text/plain")


def items(lines: Iterable[bytes], place: str) -> Iterator[tuple[bytes, dict[str, Any] | None]]:
    """Each line with its object `{"id", "published", "title", "url", "text" or "html"}`; None for a blank line.

    SourceError, naming place and line, where one is no such object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            yield line, None
            continue
        try:
            item = parsed(line)
        except ValueError as error:
            raise SourceError(f"{place}:{number}: {error}.") from error
        if wrong := problem(item):
            raise SourceError(f"{place}:{number}: {wrong}.")
        yield line, item


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            yield from opened
    except OSError as error:
        raise SourceError(f"{file}: cannot be read: {error.strerror}.") from error
