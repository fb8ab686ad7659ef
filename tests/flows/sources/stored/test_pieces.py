"""A large remote file, read in ranges."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.sources import source_at
from flows.sources.stored import pieces as module
from tests.archives import ranged
from tests.flows.sources.conftest import ONE, TWO, WARC, connected, fetched, reasons, urls
from tests.loopback import Answer, Answering


def in_ranges(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    return ranged(WARC, headers) if "warc" in path else None


@pytest.mark.parametrize("piece", [100, 1000, 10_000_000])
def test_a_file_at_an_address_is_read_in_pieces(piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PIECE", piece)
    with connected(in_ranges, tmp_path) as (web, server):
        found = list(source_at(server.url("a.warc.gz")).discover(web))
        assert [fetched(candidate, web).body for candidate in found] == [ONE.body, TWO.body]
        asked = [visit for visit in server.log if "warc" in visit.path]
    assert len(asked) == -(-len(WARC) // piece)


def test_a_server_that_knows_no_ranges_gives_the_whole(tmp_path: Path) -> None:
    with connected({"a.warc.gz": Answer(WARC)}, tmp_path) as (web, server):
        assert len(urls(list(source_at(server.url("a.warc.gz")).discover(web)))) == 2


def of_another_range(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    return Answer(WARC[:100], 206, {"Content-Range": "bytes 7-106/9999"}) if "warc" in path else None


def ending_within(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    first = headers.get("Range", "").startswith("bytes=0-")
    return (ranged(WARC, headers) if first else Answer(b"busy", 500)) if "warc" in path else None


def endless(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    return Answer(WARC[:100], 206, {"Content-Range": f"bytes 0-99/{10**13}"}) if "warc" in path else None


@pytest.mark.parametrize(
    ("answers", "reason"),
    [(of_another_range, "malformed"), (ending_within, "http_error"), (endless, "too_large"), ({}, "not_found")],
    ids=["another range", "ends within", "endless", "gone"],
)
def test_a_file_that_does_not_come_whole_is_a_reject(
    answers: Answering, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PIECE", 500)
    with connected(answers, tmp_path) as (web, server):
        found = list(source_at(server.url("a.warc.gz")).discover(web))
    assert reasons(found) == [reason]
