"""Compressed bodies in pieces of bounded size, whatever a small chunk unpacks to, so that a bomb stops at a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli

from flows.limits import WebError

Unpacking = Callable[[Iterable[bytes]], Iterator[bytes]]

_PIECE = 64 * 1024


def plain(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as they are."""
    yield from chunks


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip or zlib data, members in a row too. WebError where it is broken."""
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
    """Unpack brotli data. WebError where it is broken."""
    unpacker = brotli.Decompressor()
    came = False
    try:
        for chunk in chunks:
            came = True
            yield unpacker.process(chunk, output_buffer_limit=_PIECE)
            while not unpacker.can_accept_more_data():
                yield unpacker.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as error:
        raise WebError("malformed", f"compressed data is broken: {error}.") from error
    if came and not unpacker.is_finished():
        raise WebError("malformed", "compressed data ends too early.")


CODINGS: dict[str, Unpacking] = {
    "": plain, "identity": plain, "gzip": gunzip, "x-gzip": gunzip, "deflate": gunzip, "br": unbrotli,
}  # fmt: skip
"""How each content coding is unpacked."""
