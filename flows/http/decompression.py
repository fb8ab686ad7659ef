"""Decompresses bodies in pieces of bounded size, so that a decompression bomb stops at a limit."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli
import pyarrow as arrow

from flows.http.limits import WebError

Unpacking = Callable[[Iterable[bytes]], Iterator[bytes]]

_PIECE = 64 * 1024
MOST_CODINGS = 3
"""Maximum content codings applied in sequence that are undone."""


def plain(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as they are."""
    yield from chunks


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress gzip or zlib data, also several members in a row. WebError if corrupt."""
    unpacker = None
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unpacker is None or (unpacker.eof and rest.startswith(b"\x1f\x8b")):
                    unpacker = zlib.decompressobj(wbits=47)
                elif unpacker.eof:
                    return
                yield unpacker.decompress(rest, _PIECE)
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if unpacker is None:
            return
        yield unpacker.flush()
    except zlib.error as error:
        raise WebError("malformed", f"compressed data is broken: {error}.") from error
    if not unpacker.eof:
        raise WebError("malformed", "compressed data ends too early.")


def unbrotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress brotli data. WebError if corrupt."""
    unpacker = brotli.Decompressor()
    has_data = False
    try:
        for chunk in chunks:
            has_data = True
            yield unpacker.process(chunk, output_buffer_limit=_PIECE)
            while not unpacker.can_accept_more_data():
                yield unpacker.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as error:
        raise WebError("malformed", f"compressed data is broken: {error}.") from error
    if has_data and not unpacker.is_finished():
        raise WebError("malformed", "compressed data ends too early.")


def unzstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress Zstandard data. WebError if corrupt."""
    source = _Chunks(chunks)
    unpacker = arrow.CompressedInputStream(arrow.PythonFile(source, "r"), "zstd")
    try:
        while piece := unpacker.read(_PIECE):
            yield piece
    except (OSError, arrow.ArrowException) as error:
        if source.came:
            raise WebError("malformed", f"compressed data is broken: {error}.") from error


class _Chunks(io.RawIOBase):
    """Chunks as a readable file; `came` is whether there were any. Errors of the iterator are raised by `read`."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""
        self.came = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._rest and (chunk := next(self._chunks, None)) is not None:
            self._rest = chunk
        piece, self._rest = self._rest[:size], self._rest[size:]
        self.came = self.came or bool(piece)
        return piece


CODINGS: dict[str, Unpacking] = {
    "": plain, "identity": plain, "gzip": gunzip, "x-gzip": gunzip, "deflate": gunzip, "br": unbrotli, "zstd": unzstd,
}  # fmt: skip
"""Decompressor by content coding."""


def undo_codings(coding: str, chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Undo the codings of a Content-Encoding header lazily, last coding first.

    WebError `malformed` for unknown or too many codings, `too_large` if an intermediate stage exceeds `limit` bytes:
    such data may decompress to little and still cost much time.
    """
    names = [name.strip() for name in coding.lower().split(",")]
    unknown = [name for name in names if name not in CODINGS]
    if unknown or len(names) > MOST_CODINGS:
        detail = f"coded as {unknown[0]}" if unknown else f"coded {len(names)} times over"
        raise WebError("malformed", f"{detail}, which was not asked for.")
    for name in reversed(names[1:]):
        chunks = _limit_size(limit, CODINGS[name](chunks))
    return CODINGS[names[0]](chunks)


def _limit_size(limit: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        limit -= len(piece)
        if limit < 0:
            raise WebError("too_large", "data that is encoded twice is too large after the first decoding.")
        yield piece
