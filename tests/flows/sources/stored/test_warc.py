"""WARC files: their records become pages, and what is damaged, packed or not a page is named."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.archive.fetch import fetch
from flows.http.client import Web
from flows.sources import Candidate, SourceError, examine, source_at
from tests.archives import Capture, warc
from tests.flows.http.test_decompression import CODED
from tests.flows.sources.conftest import CAPTURES, DAYS, ONE, TWO, WARC, fetched, reasons, urls
from transforms.tables.schema import Page, Reject
from warehouse import Ref, StoredResponse


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_the_pages_of_a_warc_file_on_disk(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(warc(CAPTURES, packed=name.endswith(".gz")))
    for place in (tmp_path / name, tmp_path):
        with Web() as web:
            found = list(source_at(str(place)).discover(web))
            assert urls(found) == ["https://outlet.example/world/one", "https://www.other.example/two"]
            pages = [fetched(candidate, web) for candidate in found]
        assert [page.body for page in pages] == [ONE.body, TWO.body]
        assert [page.final_url for page in pages] == urls(found)
        assert pages[1].fetched_at == datetime(2024, 12, 6, 7, tzinfo=UTC)
        assert '"content-type": "text/html; charset=utf-8"' in pages[0].headers


def test_a_coded_body_is_unpacked_and_a_large_one_refused(tmp_path: Path) -> None:
    bodies = (b"<p>packed</p>", b" " * 30_000_000)
    captures = [
        Capture(f"https://outlet.example/{len(body)}", gzip.compress(body), more=(("Content-Encoding", "gzip"),))
        for body in bodies
    ]
    (tmp_path / "a.warc.gz").write_bytes(warc(captures))
    with Web() as web:
        small, large = source_at(str(tmp_path / "a.warc.gz")).discover(web)
        page = fetched(small, web)
        assert isinstance(large, Candidate)
        refused = fetch(large, web).outcome
    assert page.body == b"<p>packed</p>"
    assert "encoding" not in page.headers
    assert isinstance(refused, Reject)
    assert refused.reason == "too_large"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"", 0), (b"no archive at all", 0), (gzip.compress(b"no archive either"), 0), (WARC[: len(WARC) - 40], 1),
        (gzip.compress(warc(CAPTURES, packed=False)), 0), (WARC[:200] + b"\x00" * 50 + WARC[200:], 0),
    ],
    ids=["empty", "text", "packed text", "cut", "packed as one", "broken within"],
)  # fmt: skip
def test_a_damaged_file_gives_what_it_has_and_says_so(body: bytes, kept: int, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(body)
    with Web() as web:
        found = list(source_at(str(tmp_path / "a.warc.gz")).discover(web))
    assert len(urls(found)) >= kept
    assert reasons(found) == (["malformed"] if body else [])


def test_pages_captured_before_the_days_or_dated_otherwise_in_their_address_are_left_out(tmp_path: Path) -> None:
    captures = [
        Capture("https://outlet.example/early", b"<p>1</p>", at="20241204235959"),
        Capture("https://outlet.example/2024/12/05/dated", b"<p>2</p>", at="20250101000000"),
        Capture("https://outlet.example/2024/11/05/dated", b"<p>3</p>"),
        Capture("https://outlet.example/later", b"<p>4</p>", at="20250101000000"),
    ]
    (tmp_path / "a.warc.gz").write_bytes(warc(captures))
    with Web() as web:
        found = list(source_at(str(tmp_path / "a.warc.gz")).discover(web, DAYS))
    assert urls(found) == ["https://outlet.example/2024/12/05/dated", "https://outlet.example/later"]


def test_a_capture_older_than_the_stored_page_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([ONE]))
    with Web() as web:
        (candidate,) = source_at(str(tmp_path / "a.warc.gz")).discover(web)
        assert isinstance(candidate, Candidate)
        for day, is_taken in ((4, True), (5, False), (6, False)):
            moment = datetime(2024, 12, day, 6, tzinfo=UTC)
            stored = StoredResponse(Ref("page", moment), candidate.url, 200, "other", None, None, None, moment)
            assert (fetch(candidate, web, stored).page is not None) == is_taken


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-12-05T06:00:00", datetime(2024, 12, 5, 6, tzinfo=UTC)),
        ("9999-12-31T23:59:59-12:00", None),
        ("soon", None),
    ],
)
def test_a_capture_without_a_usable_moment_is_of_now(written: str, moment: datetime | None, tmp_path: Path) -> None:
    body = warc([ONE], packed=False).replace(b"WARC-Date: 2024-12-05T06:00:00Z", f"WARC-Date: {written}".encode())
    (tmp_path / "a.warc").write_bytes(body)
    began = datetime.now(UTC)
    with Web() as web:
        (candidate,) = source_at(str(tmp_path / "a.warc")).discover(web)
        page = fetched(candidate, web)
    assert page.fetched_at == moment if moment else began <= page.fetched_at <= datetime.now(UTC)


def test_a_page_cut_short_is_rejected_and_not_read_as_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc([Capture(ONE.url, b"<p>one</p>" * 50)], packed=False)[:-200])
    with Web() as web:
        candidate, broken = source_at(str(tmp_path / "a.warc")).discover(web)
        assert isinstance(candidate, Candidate)
        outcome = fetch(candidate, web).outcome
    assert isinstance(broken, Reject)
    assert isinstance(outcome, Reject)
    assert (broken.reason, outcome.reason) == ("malformed", "malformed")


def test_a_file_at_an_address_needs_a_folder_to_be_copied_to() -> None:
    with Web() as web, pytest.raises(SourceError, match=r"a\.warc\.gz: there is no folder to keep its pages in"):
        list(source_at("https://outlet.example/a.warc.gz").discover(web))


def page_of(capture: Capture, folder: Path) -> Page:
    """The page read from an archive with this record."""
    (folder / "a.warc.gz").write_bytes(warc([capture]))
    with Web() as web:
        (candidate,) = source_at(str(folder / "a.warc.gz")).discover(web)
        assert isinstance(candidate, Candidate)
        page = fetch(candidate, web).page
    assert page is not None
    return page


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "gzip, br", "br, zstd"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_record_in_any_coding_is_the_page(coding: str, chunked: bool, tmp_path: Path) -> None:
    body = b"<p>Twelve people were killed.</p>"
    for name in coding.split(", "):
        body = CODED[name](body)
    more = [("Content-Encoding", coding)]
    if chunked:
        body = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        more.append(("Transfer-Encoding", "chunked"))
    page = page_of(Capture(ONE.url, body, more=tuple(more)), tmp_path)
    assert page.body == b"<p>Twelve people were killed.</p>"
    assert "encoding" not in page.headers


def test_a_record_that_a_crawler_has_decoded_is_taken_as_it_is(tmp_path: Path) -> None:
    page = page_of(Capture(ONE.url, b"<p>one</p>", more=(("Content-Encoding", "br"),)), tmp_path)
    assert page.body == b"<p>one</p>"


def test_a_record_in_a_coding_that_is_not_known_is_a_reject_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([Capture(ONE.url, b"<p>one</p>", more=(("Content-Encoding", "sdch"),))]))
    with Web() as web:
        (candidate,) = source_at(str(tmp_path / "a.warc.gz")).discover(web)
        assert isinstance(candidate, Candidate)
        refused = fetch(candidate, web).outcome
    assert isinstance(refused, Reject)
    assert "coded as sdch" in refused.detail


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.wacz", "a.wacz is a WACZ, a ZIP file with WARC files in it: unzip it"),
        ("a.warc.zst", "a.warc.zst is packed with Zstandard: unpack it with zstd -d"),
        ("a.warc.xz", "a.warc.xz is packed with xz"),
        ("a.warc.bz2", "a.warc.bz2 is packed with bzip2"),
    ],
)
def test_a_file_that_must_be_unpacked_first_is_named_and_the_way_on(name: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(SourceError, match=re.escape(sentence)):
        source_at(str(tmp_path / name))
    with pytest.raises(SourceError, match=re.escape(sentence)):
        examine([source_at(f"https://outlet.example/{name}")])
    with Web() as web:
        (within,) = source_at(str(tmp_path)).discover(web)
    assert isinstance(within, Reject)
    assert sentence in within.detail


def test_a_file_packed_as_a_whole_is_named_and_the_way_on(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(warc(CAPTURES, packed=False)))
    with Web() as web:
        *_, refused = source_at(str(tmp_path / "a.warc.gz")).discover(web)
    assert isinstance(refused, Reject)
    assert refused.detail == (
        f"{tmp_path}/a.warc.gz was packed as a whole, not record by record: "
        "unpack it with gunzip and name the .warc file."
    )
