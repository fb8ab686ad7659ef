"""Reads documents on disk: a folder or a file of HTML, plain text, JSON Lines or WARC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flows.http.client import Web
from flows.sources.base import MOST, Candidate, Discovered, SourceError, guard_source, left_out_reject
from flows.sources.days import Days
from flows.sources.rejects import refused
from flows.sources.stored.files import LARGEST, Passed, lines, opened, walk
from flows.sources.stored.json_lines import parsed, problem
from flows.sources.stored.warc import Warc, is_warc
from transforms.identity.addresses import canonical

TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
}
"""Content type by file ending; other files of a folder are skipped."""
LONGEST_ID = 200
"""Maximum characters of a line's id used in its address."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A file, or a folder with its subfolders. Links inside the folder are not followed; `path` may be a link."""

    source_id: str
    path: Path

    def examine(self) -> None:
        """SourceError for an unusable path; an unusable file of a folder, or line of a file, costs only itself."""
        if not self.path.is_dir():
            self._file()

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """The documents by file name: JSON Lines per line, WARC per record. Unusable files and lines become Rejects.
        SourceError if the path does not exist.
        """
        for file in self._files():
            if isinstance(file, Passed):
                yield refused(_uri(file.path), self.source_id, "discover", file.why)
            else:
                yield from guard_source(partial(self._documents, file, web, days), _uri(file), self.source_id)

    def _documents(self, file: Path, web: Web, days: Days | None) -> Iterator[Discovered]:
        if is_warc(file.name):
            yield from Warc(self.source_id, str(file)).discover(web, days)
        elif content_type(file) == "application/x-ndjson":
            yield from self._items(file)
        else:
            yield Candidate(_uri(file), self.source_id, file=file)

    def _files(self) -> Iterator[Path | Passed]:
        if self.path.is_dir():
            yield from walk(self.path, lambda file: file.suffix.lower() in TYPES or is_warc(file.name))
        else:
            yield self._file()

    def _file(self) -> Path:
        if not self.path.exists():
            raise SourceError(f"{self.path}: no such file or folder.")
        file = self.path.resolve()
        opened(file).close()
        return file

    def _items(self, file: Path) -> Iterator[Discovered]:
        """The documents of a JSON Lines file, at most MOST; an unusable line becomes a Reject."""
        count = 0
        with opened(file) as stream:
            for number, (offset, line) in enumerate(lines(stream), 1):
                if line is not None and not line.strip():
                    continue
                count += 1
                if count <= MOST:
                    yield self._item(line, file, number, offset)
        if count > MOST:
            yield left_out_reject(_uri(file), self.source_id, f"{count - MOST} more lines of {file}", MOST)

    def _item(self, line: bytes | None, file: Path, number: int, offset: int) -> Discovered:
        try:
            if article := item(line, f"{file}:{number}"):
                return self._candidate(article, file, number, offset, len(line or b""))
            raise SourceError(f"{file}:{number}: nothing.")
        except Exception as error:  # one bad line becomes a Reject, the rest go on
            return refused(f"{_uri(file)}#{number}", self.source_id, "discover", error)

    def _candidate(self, item: dict[str, Any], file: Path, number: int, offset: int, size: int) -> Candidate:
        name = str(item.get("id") or number)[:LONGEST_ID]
        url = canonical(str(item.get("url") or "")) or f"{_uri(file)}#{name}"
        published = date.fromisoformat(item["published"][:10]) if item.get("published") else None
        return Candidate(url, self.source_id, item.get("title"), published, file=file, offset=offset, size=size)


def content_type(file: Path) -> str:
    """The content type of a file by its ending, else by its first character. SourceError if unreadable."""
    known = TYPES.get(file.suffix.lower())
    if known:
        return known
    with opened(file, follow=True) as stream:
        start = stream.read(512).lstrip()
    return {b"<": "text/html", b"{": "application/x-ndjson"}.get(start[:1], "text/plain")


def item(line: bytes | None, place: str) -> dict[str, Any] | None:
    """The JSON object on a line; None for a blank line. SourceError naming `place` if it is not a usable article."""
    if line is None:
        raise SourceError(f"{place}: longer than {LARGEST} bytes.", "too_large")
    if not line.strip():
        return None
    try:
        article = parsed(line)
    except ValueError as error:
        raise SourceError(f"{place}: {error}.") from error
    if wrong := problem(article):
        raise SourceError(f"{place}: {wrong}.")
    return article


def _uri(path: Path) -> str:
    """The file URI of a path, symbolic links unresolved."""
    return (path.parent.resolve() / path.name).as_uri()
