"""The page archive: earlier responses for conditional requests, pages to be read again, export as WARC."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as parquet
import pytest
from warcio.archiveiterator import ArchiveIterator

from transforms.tables.schema import Page
from warehouse import Lake, LakeError, Ref, all_pages, export, land, latest_documents, pages, read_from, readable
from warehouse.lake import connect

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Files = Callable[[], set[str]]
    Worlds = Callable[..., World]

URL = "https://the-ridge.example/hama"
NIGHT = datetime(2024, 12, 9, 2, tzinfo=UTC)
FIRST, LAST = date(2024, 12, 1), date(2024, 12, 31)


def response(
    world: World, name: str, headers: Mapping[str, str] | None = None, *, night: int = 0, status: int = 200,
    body: bytes = b"x", url: str = URL,
) -> Ref:  # fmt: skip
    """Add a response of an address, a number of nights after the first."""
    made = Page(
        page_id=name, url=url, final_url=url, source_id="test", fetched_at=NIGHT + timedelta(days=night),
        status=status, headers=json.dumps(headers or {}), body=body, body_sha256=name * 3, run_id="run-1",
    )  # fmt: skip
    world.rows["pages"].append(made)
    return Ref(name, made.fetched_at)


def test_the_latest_response_is_what_is_held(lake: Lake, world: World) -> None:
    response(world, "a", {"etag": '"1"'})
    latest = response(world, "b", {"etag": '"2"', "last-modified": "Mon, 09 Dec 2024 01:00:00 GMT"}, night=1)
    land(lake, world.batch())
    found = latest_documents(lake, [URL, "https://the-ridge.example/other"])
    assert list(found) == [URL]
    assert (found[URL].ref, found[URL].body_sha256) == (latest, "bbb")
    assert found[URL].conditions(URL) == {
        "If-None-Match": '"2"', "If-Modified-Since": "Mon, 09 Dec 2024 01:00:00 GMT",
    }  # fmt: skip
    assert found[URL].conditions("https://the-ridge.example/elsewhere") == {}


@pytest.mark.attack("a page was fetched by a clock that was months ahead, and truly since")
def test_a_page_of_a_moment_to_come_does_not_hide_the_true_ones(
    lake: Lake, world: World, outcome: Callable[[str], None]
) -> None:
    response(world, "a", {"etag": '"1"'}, night=0)
    latest = response(world, "b", {"etag": '"2"'}, night=1)
    response(world, "c", {"etag": '"3"'}, night=20_000)
    land(lake, world.batch())
    found = latest_documents(lake, [URL])[URL]
    assert (found.ref, found.asked_at) == (latest, latest.fetched_at)
    assert readable(lake, FIRST, LAST) == [latest]
    outcome("the latest true page is what is held and read again")


def test_a_page_of_a_moment_to_come_is_held_where_there_is_no_other(lake: Lake, world: World) -> None:
    only = response(world, "a", night=20_000)
    land(lake, world.batch())
    assert latest_documents(lake, [URL])[URL].ref == only


def test_a_page_that_was_gone_is_asked_for_without_conditions(lake: Lake, world: World) -> None:
    response(world, "a", {"etag": '"1"'})
    response(world, "b", {"etag": '"gone"'}, night=1, status=404)
    land(lake, world.batch())
    assert latest_documents(lake, [URL])[URL].conditions(URL) == {}


def test_a_page_that_is_no_document_is_asked_for_without_conditions(lake: Lake, world: World) -> None:
    response(world, "a", {"etag": '"1"'}, body=b"")
    world.rows["pages"][-1].body_sha256 = sha256(b"").hexdigest()
    land(lake, world.batch())
    assert latest_documents(lake, [URL])[URL].conditions(URL) == {}
    assert readable(lake, FIRST, LAST) == []


def test_nothing_is_held_where_there_is_no_lake(no_lake: Lake) -> None:
    assert latest_documents(no_lake, [URL]) == {}


def test_pages_come_in_the_order_asked_for_however_often(lake: Lake, world: World) -> None:
    first, second = response(world, "a", body=b"one"), response(world, "b", night=3, body=b"\0two")
    land(lake, world.batch())
    assert [page.body for page in pages(lake, [second, first, second])] == [b"\0two", b"one", b"\0two"]
    assert pages(lake, []) == []
    assert pages(lake, [first]) == [world.rows["pages"][0]]


def test_an_article_is_read_again_from_the_page_it_was_read_from(lake: Lake, world: World) -> None:
    read, _ = response(world, "a"), response(world, "b", night=1)
    world.article("hama", "Rebels took Hama.")
    world.rows["pages"].pop()
    world.rows["articles"][0].page_id = "a"
    land(lake, world.batch())
    assert readable(lake, FIRST, LAST) == [read]
    assert readable(lake, date(2024, 12, 10), LAST) == []
    assert read_from(lake, [read]) == ["hama"]


def test_days_are_those_of_publication_and_where_none_is_told_of_the_fetch(lake: Lake, world: World) -> None:
    read = response(world, "a", night=30)
    world.article("hama", "Rebels took Hama.")
    world.rows["pages"].pop()
    world.rows["articles"][0].page_id = "a"
    published = world.rows["articles"][0].published_date
    untold = response(world, "b", night=30, url="https://outlet.example/b")
    told = response(world, "c", night=30, url="https://outlet.example/c")
    world.rows["pages"][-1].published_date = published
    land(lake, world.batch())
    assert readable(lake, published, published) == [read, told]
    came = untold.fetched_at.date()
    assert came != published
    assert readable(lake, came, came) == [untold]


def test_a_page_without_an_article_is_read_again_in_its_latest_version(lake: Lake, world: World) -> None:
    response(world, "a")
    latest = response(world, "b", night=1)
    response(world, "c", night=2, status=404)
    land(lake, world.batch())
    assert readable(lake, FIRST, LAST) == [latest]
    assert read_from(lake, [latest]) == []


def test_days_are_checked_before_anything_is_read_again(lake: Lake, no_lake: Lake) -> None:
    with pytest.raises(ValueError, match="is after"):
        readable(lake, LAST, FIRST)
    with pytest.raises(LakeError, match="there is no warehouse yet"):
        readable(no_lake, FIRST, LAST)


def test_a_lake_of_before_pages_were_named_is_read_again(lake: Lake, world: World) -> None:
    latest = response(world, "a")
    land(lake, world.batch())
    with connect(lake) as connection:
        connection.execute("ALTER TABLE articles DROP COLUMN page_id")
        connection.begin()
        connection.execute("COMMENT ON TABLE runs IS 'older'")
        connection.execute("CALL lake.set_commit_message('dateline', 'tables and marts', extra_info => 'older')")
        connection.commit()
    assert readable(lake, FIRST, LAST) == [latest]


def test_withdrawn_articles_go_with_their_facts_and_no_others(lake: Lake, world: World) -> None:
    for name in ("hama", "homs"):
        article = world.article(name, f"Rebels took {name.title()}.")
        world.hold(article, f"Rebels took {name.title()}.", name.title(), "Rebels")
    before = land(lake, world.batch()).snapshot
    land(lake, {}, withdrawn=["hama", "no-such"])
    with connect(lake, read_only=True) as connection:
        for table in ("articles", "events"):
            assert connection.execute(f"SELECT article_id FROM {table}").fetchall() == [("homs",)]
            assert len(connection.execute(f"FROM {table} AT (VERSION => {before})").fetchall()) == 2
        assert len(connection.execute("FROM pages").fetchall()) == 2


def test_bodies_are_compressed_on_disk(lake: Lake, world: World, files: Files) -> None:
    response(world, "a", body=b"<p>The column reached the bridge at dawn.</p>\n" * 5000)
    land(lake, world.batch())
    (file,) = (Path(lake.data) / name for name in files() if "/pages/" in name)
    group = parquet.ParquetFile(file).metadata.row_group(0)
    (column,) = (
        column for column in map(group.column, range(group.num_columns))
        if column.path_in_schema == "body"
    )  # fmt: skip
    assert column.compression == "ZSTD"
    assert file.stat().st_size < 20_000


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


def test_what_answered_the_same_leaves_as_a_revisit_and_what_broke_off_says_so(
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
    with pytest.raises(LakeError, match=r"no/such/x\.warc: cannot be written"):
        export(lake, tmp_path / "no" / "such" / "x.warc")
    with pytest.raises(LakeError, match="there is no warehouse yet"):
        export(no_lake, tmp_path / "x.warc")
    assert list(tmp_path.glob("*warc*")) == []
