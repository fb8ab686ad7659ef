"""The page archive as a WARC file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.warehouse.conftest import NIGHT, URL, response
from warehouse import Lake, LakeError, Ref, all_pages, export, land, readable

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

FIRST, LAST = date(2024, 12, 1), date(2024, 12, 31)


def test_the_archive_leaves_as_warc_and_reads_back(lake: Lake, world: World, tmp_path: Path) -> None:
    kept = {"content-type": "text/html; charset=utf-8", "content-encoding": "br", "content-length": "9"}
    response(world, "a", kept, body="<p>é</p>".encode())
    response(world, "b", {"content-type": "text/plain"}, night=1, status=404, body=b"gone")
    response(world, "c", {"content-type": "text/plain"}, night=2, body=b"date 2024-12-05 text")
    world.rows["pages"][-1].final_url = "file:///inbox/story.txt"
    land(lake, world.batch())
    file = tmp_path / "pages.warc.gz"
    assert export(lake, file) == 3
    with file.open("rb") as opened:
        records = [
            (record, record.content_stream().read()) for record in ArchiveIterator(opened, check_digests="raise")
        ]
    about, answered, gone, document = records
    assert about[0].rec_type == "warcinfo"
    assert answered[0].rec_headers["WARC-Target-URI"] == URL
    assert answered[0].rec_headers["WARC-Date"] == "2024-12-09T02:00:00Z"
    assert answered[0].http_headers.get_statuscode() == "200"
    assert answered[0].http_headers["Content-Type"] == kept["content-type"]
    assert answered[0].http_headers["X-Crawler-content-encoding"] == "br"
    assert answered[0].http_headers["Content-Length"] == "9"
    assert answered[1] == "<p>é</p>".encode()
    assert (gone[0].http_headers.get_statuscode(), gone[1]) == ("404", b"gone")
    assert (document[0].rec_type, document[0].rec_headers["WARC-Target-URI"]) == ("resource", "file:///inbox/story.txt")
    assert (document[0].rec_headers["Content-Type"], document[1]) == ("text/plain", b"date 2024-12-05 text")


def test_repeated_answers_are_exported_as_revisits_and_cut_ones_as_truncated(
    lake: Lake, world: World, tmp_path: Path
) -> None:
    response(world, "a", {"content-type": "text/html"}, body=b"<p>a</p>")
    for name, status in (("b", 304), ("c", 200)):
        response(world, name, {"etag": '"1"'}, night=1, status=status, body=b"")
        world.rows["pages"][-1].revisits = "a"
    response(world, "d", {"content-type": "text/html"}, night=2, body=b"<p>half")
    world.rows["pages"][-1].truncated = "disconnect"
    land(lake, world.batch())
    export(lake, tmp_path / "pages.warc")
    with (tmp_path / "pages.warc").open("rb") as opened:
        _, *records = [record.rec_headers for record in ArchiveIterator(opened, check_digests="raise")]
    assert [headers["WARC-Type"] for headers in records] == ["response", "revisit", "revisit", "response"]
    assert [headers["WARC-Profile"].rpartition("/")[2] for headers in records[1:3]] == [
        "server-not-modified", "identical-payload-digest",
    ]  # fmt: skip
    assert [headers["WARC-Truncated"] for headers in records] == [None, None, None, "disconnect"]
    assert readable(lake, FIRST, LAST) == [Ref("a", NIGHT)]


def test_an_export_of_days_has_only_theirs(lake: Lake, world: World, tmp_path: Path) -> None:
    for night in range(4):
        response(world, f"n{night}", night=night)
    land(lake, world.batch())
    days = date(2024, 12, 10), date(2024, 12, 11)
    assert export(lake, tmp_path / "some.warc", *days) == 2
    assert [page.page_id for page in all_pages(lake, *days)] == ["n1", "n2"]
    assert (tmp_path / "some.warc").read_bytes().startswith(b"WARC/1.0\r\n")


def test_an_export_that_fails_leaves_nothing(lake: Lake, no_lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(LakeError, match=r"no/such: no such folder"):
        export(lake, tmp_path / "no" / "such" / "x.warc")
    with pytest.raises(LakeError, match="there is no warehouse yet"):
        export(no_lake, tmp_path / "x.warc")
    assert list(tmp_path.glob("*warc*")) == []


@pytest.mark.attack("a response's header ends one header of an exported WARC file and begins another")
def test_a_line_break_in_a_header_begins_no_other(
    lake: Lake, world: World, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    response(world, "a", {"x-a": "1\r\nWARC-Type: forged", "x\r\nb": "2"})
    world.rows["pages"][-1].final_url = "http://a.example/\r\nWARC-X: y"
    land(lake, world.batch())
    export(lake, tmp_path / "all.warc")
    lines = (tmp_path / "all.warc").read_bytes().splitlines()
    assert not any(line.startswith((b"WARC-Type: forged", b"WARC-X", b"b: 2")) for line in lines)
    outcome("each header is a line")


def test_a_file_that_is_there_is_not_replaced(lake: Lake, world: World, tmp_path: Path) -> None:
    response(world, "a", body=b"<p>a</p>")
    land(lake, world.batch())
    kept = tmp_path / "pages.warc"
    kept.write_text("of another month")
    with pytest.raises(LakeError, match=r"pages\.warc: is there already"):
        export(lake, kept)
    assert kept.read_text() == "of another month"
