"""Streams a large remote file by range requests, never holding it whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from flows.http.client import Web, WebError

PIECE = 16 * 1024 * 1024
"""Bytes per request."""
MOST_BYTES = 8 * 1024**3
"""Maximum bytes of one file."""

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class Remote(io.RawIOBase):
    """The remote file as a stream; `read` raises WebError if the next range cannot be fetched."""

    def __init__(self, web: Web, url: str) -> None:
        self._pieces = pieces(web, url)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        with memoryview(buffer) as room:
            size = min(len(room), len(self._rest))
            room[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def pieces(web: Web, url: str) -> Iterator[bytes]:
    """The file in ranges, one request each; a server without range support may send it whole if it is small enough."""
    start, total = 0, 1
    while start < total:
        answer = web.get(url, max_bytes=max(PIECE, web.limits.feed_bytes), span=(start, start + PIECE - 1))
        if answer.status == 200 and start == 0:
            yield answer.body
            return
        match = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        if not match or int(match[1]) != start or not answer.body:
            raise WebError("malformed", f"{url} answered another range than the one from byte {start}.")
        total = int(match[3])
        if total > MOST_BYTES:
            raise WebError("too_large", f"{url} is larger than {MOST_BYTES} bytes.")
        yield answer.body
        start += len(answer.body)
