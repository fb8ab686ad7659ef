"""Responses on their way into the archive: a few at a time in memory, in the lake before the next come."""

from __future__ import annotations

from threading import Lock
from types import TracebackType

from transforms.normalise import table
from transforms.schema import Page
from warehouse import Lake, land

MOST_PAGES = 500
MOST_BYTES = 32 * 1024 * 1024


class Shelf:
    """Takes responses from many threads and keeps them in the archive. Use as a context manager: its end keeps all."""

    def __init__(self, lake: Lake, run_id: str) -> None:
        self._lake = lake
        self._run_id = run_id
        self._waiting: list[Page] = []
        self._bytes = 0
        self._lock = Lock()

    def keep(self, page: Page) -> None:
        """Take a response; whoever brings the one too many waits until all are in the archive, and so do the others."""
        with self._lock:
            self._waiting.append(page)
            self._bytes += len(page.body)
            if len(self._waiting) >= MOST_PAGES or self._bytes >= MOST_BYTES:
                self._put()

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._put()

    def _put(self) -> None:
        if self._waiting:
            land(self._lake, {"pages": table("pages", self._waiting, self._run_id)})
            self._waiting, self._bytes = [], 0
