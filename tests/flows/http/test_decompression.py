"""Decompression of bodies: each coding, several in sequence, and never beyond the limit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import pyarrow as arrow
import pytest

from flows.http.decompression import MOST_CODINGS, undo_codings
from flows.http.limits import WebError

TEXT = b"<p>Twelve people were killed in Kidal.</p>" * 50
LIMIT = 10_000


def zstd(body: bytes) -> bytes:
    return arrow.compress(body, codec="zstd", asbytes=True)


CODED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd, "identity": bytes,
}  # fmt: skip


def pieces(body: bytes, size: int = 7) -> Iterator[bytes]:
    """A body in pieces, as it arrives from the network."""
    return (body[start : start + size] for start in range(0, len(body), size))


@pytest.mark.parametrize("coding", [*CODED, "gzip, br", "br,GZIP", "zstd, gzip", "identity, br, gzip"])
def test_codings_are_undone_the_last_first(coding: str) -> None:
    body = TEXT
    for name in coding.lower().split(","):
        body = CODED[name.strip()](body)
    assert b"".join(undo_codings(coding, pieces(body), LIMIT)) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "gzip, br"])
def test_what_breaks_off_is_malformed(coding: str) -> None:
    body = TEXT
    for name in coding.split(", "):
        body = CODED[name](body)
    with pytest.raises(WebError) as caught:
        b"".join(undo_codings(coding, pieces(body[:-6]), LIMIT))
    assert caught.value.reason == "malformed"


@pytest.mark.parametrize("coding", ["", "gzip", "br", "zstd"])
def test_nothing_is_nothing_however_it_is_coded(coding: str) -> None:
    assert b"".join(undo_codings(coding, [], LIMIT)) == b""


@pytest.mark.parametrize(
    ("coding", "detail"),
    [
        ("sdch", "coded as sdch, which was not asked for."),
        ("gzip, compress", "coded as compress, which was not asked for."),
        (", ".join(["gzip"] * (MOST_CODINGS + 1)), f"coded {MOST_CODINGS + 1} times over, which was not asked for."),
    ],
)
def test_what_is_not_undone_is_named(coding: str, detail: str) -> None:
    with pytest.raises(WebError) as caught:
        undo_codings(coding, [TEXT], LIMIT)
    assert (caught.value.reason, str(caught.value)) == ("malformed", detail)


@pytest.mark.attack("a page is packed twice: a few bytes that are a thousand times as many empty archives within")
def test_what_unpacks_to_nothing_at_great_cost_is_given_up(outcome: Callable[[str], None]) -> None:
    inner = gzip.compress(b"", mtime=0) * 100_000
    outer = gzip.compress(inner, mtime=0)
    assert len(outer) < LIMIT
    seen = 0

    def counted() -> Iterator[bytes]:
        nonlocal seen
        for piece in pieces(outer, 100):
            seen += 1
            yield piece

    with pytest.raises(WebError) as caught:
        b"".join(undo_codings("gzip, gzip", counted(), LIMIT))
    assert caught.value.reason == "too_large"
    assert seen < len(outer) / 100 / 2
    outcome(f"too_large after {seen * 100} of {len(outer)} bytes")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.attack("a page of a few bytes unpacks to 30 megabytes ({coding})")
def test_a_bomb_comes_in_pieces_of_bounded_size(coding: str, outcome: Callable[[str], None]) -> None:
    bomb = CODED[coding](b"\0" * 30_000_000)
    first = [len(piece) for piece, _ in zip(undo_codings(coding, [bomb], LIMIT), range(4), strict=False)]
    assert 0 < max(first) <= 128 * 1024
    outcome(f"{len(bomb)} bytes give at most {max(first)} at once")
