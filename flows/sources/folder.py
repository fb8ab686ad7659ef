"""Documents on disk: a folder or a file of HTML, plain text, JSON Lines or WARC."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flows.faults import refused
from flows.sources.base import MOST, Candidate, Found, SourceError, missed, spared
from flows.sources.days import Days
from flows.sources.files import LONGEST_LINE, Passed, lines, opened, walk
from flows.sources.warc import Warc, is_warc
from flows.web import Web
from transforms.addresses import canonical

TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
}
"""What a file holds, by its ending; other files of a folder are passed over."""
LONGEST_ID = 200
"""Characters of the id of a line that are taken into its address."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A file, or a folder with all its folders. Links inside a folder are not followed; the path itself may be one."""

    source_id: str
    path: Path

    def examine(self) -> None:
        """SourceError for a path or a line of no use."""
        for file in self._files():
            if isinstance(file, Path) and not is_warc(file.name) and content_type(file) == "application/x-ndjson":
                for number, (_, line) in enumerate(lines(file), 1):
                    parsed(line, f"{file}:{number}")

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Found]:
        """The documents by name, a JSON Lines file line by line, a WARC file record by record. A file or a line of no
        use is a Reject. SourceError for a path that is neither a file nor a folder."""
        for file in self._files():
            if isinstance(file, Passed):
                yield refused(_uri(file.path), self.source_id, "discover", file.why)
            else:
                yield from spared(partial(self._documents, file, web, days), _uri(file), self.source_id)

    def _documents(self, file: Path, web: Web, days: Days | None) -> Iterator[Found]:
        if is_warc(file.name):
            yield from Warc(self.source_id, str(file)).discover(web, days)
        elif content_type(file) == "application/x-ndjson":
            yield from self._items(file)
        else:
            yield Candidate(_uri(file), self.source_id, file=file)

    def _files(self) -> Iterator[Path | Passed]:
        if self.path.is_dir():
            yield from walk(self.path, lambda file: file.suffix.lower() in TYPES or is_warc(file.name))
            return
        if not self.path.exists():
            raise SourceError(f"{self.path}: no such file or folder.")
        file = self.path.resolve()
        opened(file).close()
        yield file

    def _items(self, file: Path) -> Iterator[Found]:
        """The lines that hold a document, at most MOST; a line of no use is a Reject."""
        count = left = 0
        for number, (offset, line) in enumerate(lines(file), 1):
            if not line.strip():
                continue
            count += 1
            if count > MOST:
                left += 1
                continue
            place = f"{_uri(file)}#{number}"
            try:
                item = parsed(line, f"{file}:{number}")
                if item is not None:
                    yield self._candidate(item, file, number, offset, len(line))
            except Exception as error:  # the fault line of a line
                yield refused(place, self.source_id, "discover", error)
        if left:
            detail = f"{left} more lines of {file} were not read: {MOST} are the most."
            yield missed(_uri(file), self.source_id, "too_large", detail)

    def _candidate(self, item: dict[str, Any], file: Path, number: int, offset: int, size: int) -> Candidate:
        name = str(item.get("id") or number)[:LONGEST_ID]
        url = canonical(str(item.get("url") or "")) or f"{_uri(file)}#{name}"
        published = date.fromisoformat(item["published"][:10]) if item.get("published") else None
        return Candidate(url, self.source_id, item.get("title"), published, file=file, offset=offset, size=size)


def content_type(file: Path) -> str:
    """What a file holds, by its ending or else by its first character. SourceError where it cannot be read."""
    known = TYPES.get(file.suffix.lower())
    if known:
        return known
    with opened(file.resolve()) as readable:
        start = readable.read(512).lstrip()
    return {b"<": "text/html", b"{": "application/x-ndjson"}.get(start[:1], "text/plain")


def items(lines: Iterable[bytes], place: str) -> Iterator[tuple[bytes, dict[str, Any] | None]]:
    """Each line with its object `{"id", "published", "title", "url", "text" or "html"}`; None for a blank line.

    SourceError, naming place and line, where one is no such object.
    """
    for number, line in enumerate(lines, 1):
        yield line, parsed(line, f"{place}:{number}")


def parsed(line: bytes, place: str) -> dict[str, Any] | None:
    """The object of a line; None for a blank line. SourceError, naming the place, where it is no such object."""
    if not line.strip():
        return None
    if len(line) > LONGEST_LINE:
        raise SourceError(f"{place}: longer than {LONGEST_LINE} bytes.", "too_large")
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{place}: not JSON: {error}.") from error
    problem = _problem(item)
    if problem:
        raise SourceError(f"{place}: {problem}.")
    found: dict[str, Any] = item
    return found


def _problem(item: Any) -> str | None:
    """What is wrong with an object of a JSON Lines file."""
    if not isinstance(item, dict):
        return "not a JSON object"
    if not any(isinstance(item.get(key), str) and item[key].strip() for key in ("text", "html")):
        return 'neither "text" nor "html"'
    wrong = [key for key in ("title", "url") if not isinstance(item.get(key), str | None)]
    if wrong:
        return f'"{wrong[0]}" is not a string'
    try:
        date.fromisoformat(item["published"][:10]) if item.get("published") is not None else None
    except (TypeError, ValueError):
        return '"published" is not an ISO date'
    return None


def _uri(path: Path) -> str:
    """The address of a file; a link is not followed."""
    return (path.parent.resolve() / path.name).as_uri()
