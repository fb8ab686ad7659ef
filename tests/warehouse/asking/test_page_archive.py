"""The page archive: earlier responses for conditional requests, and pages to be read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as parquet
import pytest

from tests.warehouse.conftest import URL, response
from warehouse import Lake, LakeError, land, latest_documents, pages, read_from, readable
from warehouse.storage.lake import connect

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Files = Callable[[], set[str]]
    Worlds = Callable[..., World]

FIRST, LAST = date(2024, 12, 1), date(2024, 12, 31)


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
def test_a_page_dated_in_the_future_does_not_hide_earlier_ones(
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


def test_a_page_dated_in_the_future_is_used_if_there_is_no_other(lake: Lake, world: World) -> None:
    only = response(world, "a", night=20_000)
    land(lake, world.batch())
    assert latest_documents(lake, [URL])[URL].ref == only


def test_a_page_that_another_run_landed_first_is_found(lake: Lake, world: World) -> None:
    early = response(world, "a", body=b"<p>a</p>", night=0)
    own = response(world, "b", body=b"<p>b</p>", night=3)
    land(lake, world.batch())
    same = replace(early, fetched_at=own.fetched_at)
    assert [page.body for page in pages(lake, [own, same])] == [b"<p>b</p>", b"<p>a</p>"]


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


def test_the_day_of_a_page_is_that_of_publication_or_else_of_the_fetch(lake: Lake, world: World) -> None:
    read = response(world, "a", night=30)
    world.article("hama", "Rebels took Hama.")
    world.rows["pages"].pop()
    world.rows["articles"][0].page_id = "a"
    published = world.rows["articles"][0].published_date
    undated = response(world, "b", night=30, url="https://outlet.example/b")
    dated = response(world, "c", night=30, url="https://outlet.example/c")
    world.rows["pages"][-1].published_date = published
    land(lake, world.batch())
    assert readable(lake, published, published) == [read, dated]
    came = undated.fetched_at.date()
    assert came != published
    assert readable(lake, came, came) == [undated]


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
