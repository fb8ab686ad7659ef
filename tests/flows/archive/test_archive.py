"""Storing responses in the archive, and looking up earlier ones before a request."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pytest

from flows.archive import archive
from flows.archive.archive import Archive, Unfit, row
from flows.archive.fetch import fetch_all
from flows.http.client import Response, Web
from flows.sources import Candidate
from flows.sources.online.feed import Feed
from flows.sources.rejects import refused
from tests.flows.asking import rows
from tests.loopback import Answer, Loopback, Visit, loopback
from transforms.tables.normalise import table
from transforms.tables.schema import Page
from warehouse import Lake, check, land, pages, query, readable


def answered(number: int, body: bytes = b"x") -> Page:
    url = f"http://outlet.example/{number}"
    return row(Candidate(url, "desk"), Response(url, 200, {}, body))


@pytest.fixture
def puts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of responses in each landing of the archive."""
    counts: list[int] = []
    really = archive.land

    def counted(lake: Lake, batch: dict[str, arrow.Table]) -> None:
        counts.append(batch["pages"].num_rows)
        really(lake, batch)

    monkeypatch.setattr(archive, "land", counted)
    return counts


def test_all_that_is_kept_is_in_the_archive_under_its_run(tmp_path: Path, puts: list[int]) -> None:
    with Archive(Lake.at(tmp_path), "run-1", tmp_path / "incoming") as kept, ThreadPoolExecutor(8) as pool:
        list(pool.map(kept.keep, [answered(number) for number in range(40)]))
    found = query(Lake.at(tmp_path), "SELECT count(*) AS n, any_value(run_id) AS run FROM pages").to_pylist()
    assert found == [{"n": 40, "run": "run-1"}]
    assert puts == [40]


def test_responses_are_landed_before_they_are_many_or_large(
    tmp_path: Path, puts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_PAGES", 3)
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    with Archive(Lake.at(tmp_path), "run-1", tmp_path / "incoming") as kept:
        for number, size in enumerate([1, 1, 1, 1, 999, 1, 1]):
            kept.keep(answered(number, b"x" * size))
    assert puts == [3, 2, 2]


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\u202e", "asserted", "'; DROP TABLE pages; --", "x" * 100_000])
def test_whatever_a_source_writes_breaks_no_check_of_the_run(tmp_path: Path, text: str) -> None:
    candidate = Candidate(f"http://outlet.example/{text}", "desk", title=text, authors=(text,))
    answers = [Response("http://outlet.example/1", status, {text: text}, b"x") for status in (200, -5, 10**20)]
    with Archive(Lake.at(tmp_path), "run-1", tmp_path / "incoming") as kept:
        for day, answer in zip((date.min, None, None), answers, strict=True):
            with suppress(Unfit):
                kept.keep(row(replace(candidate, published=day), answer))
    rejects = table("rejects", [refused(text, "desk", "clean", ValueError(text))], "run-1")
    land(Lake.at(tmp_path), {"rejects": rejects})
    assert query(Lake.at(tmp_path), "FROM pages").num_rows == 2
    assert query(Lake.at(tmp_path), "FROM rejects").num_rows == 1
    assert [failure.name for failure in (*check(Lake.at(tmp_path)), *check(Lake.at(tmp_path), "run-1"))] == []


def test_what_came_before_a_failure_is_kept(tmp_path: Path) -> None:
    def broken() -> None:
        with Archive(Lake.at(tmp_path), "run-1", tmp_path / "incoming") as kept:
            kept.keep(answered(1))
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        broken()
    assert query(Lake.at(tmp_path), "FROM pages").num_rows == 1


def test_without_a_response_no_lake_is_made(tmp_path: Path) -> None:
    with Archive(Lake.at(tmp_path), "run-1", tmp_path / "incoming"):
        pass
    assert list(tmp_path.iterdir()) == []


FEED = b"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<item><link>http://outlet.example/page</link><title>Town taken</title><dc:creator>Ada Hollis</dc:creator></item>
<item><link>http://outlet.example/moved</link><author>desk@outlet.example (Ben Marsh)</author></item>
<item><link>http://outlet.example/broken</link></item>
<item><link>http://outlet.example/endless</link></item>
<item><link>http://outlet.example/busy</link></item>
<item><link>http://outlet.example/picture</link></item>
<item><link>http://outlet.example/nowhere</link></item>
</channel></rss>"""


def broken(handler: Any) -> None:
    handler.wfile.write(b"<p>the first half")
    handler.wfile.flush()


class Outlet:
    """Answers by path and headers; its feed has an ETag, its `busy` page answers at the second request."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        html = {"Content-Type": "text/html"}
        if path == "busy":
            self.asked += 1
            return Answer(b"later", 503) if self.asked == 1 else Answer(b"<p>now</p>")
        if path == "feed.xml":
            is_known = headers.get("If-None-Match") == '"1"'
            return Answer(status=304) if is_known else Answer(FEED, headers={"ETag": '"1"'})
        return {
            "robots.txt": Answer(b"User-agent: *\nAllow: /", headers={"Content-Type": "text/plain"}),
            "page": Answer(b"<p>hello</p>", headers=html),
            "moved": Answer(b"it is there now", 301, headers={"Location": "/page"}),
            "broken": Answer(broken, headers={**html, "Content-Length": "1000"}),
            "endless": Answer(b"x" * 200_000, headers=html),
            "picture": Answer(b"PNG", headers={"Content-Type": "image/png"}),
            "nowhere": Answer(b"", 302, headers={"Location": "http://[::1"}),
        }.get(path)


def visit(home: Path, server: Loopback, run_id: str, **limits: object) -> list[Candidate]:
    """One night of the outlet; returns what its feed announced."""
    with (
        Archive(Lake.at(home), run_id, home / "incoming") as kept,
        Web(server.limits(tries=2, **limits), kept) as web,
    ):
        found = [item for item in Feed("desk", server.url("feed.xml")).discover(web) if isinstance(item, Candidate)]
        fetch_all(found, web, kept.keep, kept.latest_documents([item.url for item in found]))
    return found


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[Candidate]], list[Visit]]:
    """Two nights of the outlet: the home, the announcements, and the requests of the second night."""
    home = tmp_path_factory.mktemp("home")
    with loopback(Outlet()) as server:
        first = visit(home, server, "first")
        begun = len(server.log)
        return home, [first, visit(home, server, "second")], server.log[begun:]


def test_every_response_is_kept_whatever_it_answered(nights: tuple[Path, Any, Any]) -> None:
    found = rows(
        nights[0],
        """SELECT role, split_part(final_url, '/', 4) AS path, status, octet_length(body) AS size, truncated
        FROM pages WHERE run_id = 'first' ORDER BY ALL""",
    )
    assert [tuple(row.values()) for row in found] == [
        ("announcement", "feed.xml", 200, len(FEED), None),
        ("document", "busy", 200, 10, None),
        ("document", "endless", 200, 100_000, "length"),
        ("document", "page", 200, 12, None),
        ("document", "page", 200, 12, None),
        ("document", "picture", 200, 0, "unspecified"),
        ("passing", "broken", 200, 17, "disconnect"),
        ("passing", "broken", 200, 17, "disconnect"),
        ("passing", "busy", 503, 5, None),
        ("passing", "moved", 301, 15, None),
        ("passing", "nowhere", 302, 0, "unspecified"),
        ("robots", ".well-known", 404, 4, None),
        ("robots", "robots.txt", 200, 22, None),
    ]  # fmt: skip


def test_a_repeated_answer_is_a_revisit_without_a_body(nights: tuple[Path, Any, Any]) -> None:
    found = rows(
        nights[0],
        """SELECT later.role, split_part(later.url, '/', 4) AS path, later.status
        FROM pages AS later JOIN pages AS first ON later.revisits = first.page_id
        WHERE later.run_id = 'second' AND first.run_id = 'first' AND octet_length(later.body) = 0
            AND later.body_sha256 = first.body_sha256
        ORDER BY ALL""",
    )
    assert [tuple(row.values()) for row in found] == [
        ("announcement", "feed.xml", 304),
        ("document", "busy", 200),
        ("document", "endless", 200),
        ("document", "moved", 200),
        ("document", "page", 200),
        ("document", "picture", 200),
        ("robots", ".well-known", 404),
        ("robots", "robots.txt", 200),
    ]


def test_a_feed_is_asked_whether_it_changed_and_read_as_held_where_it_did_not(nights: tuple[Path, Any, Any]) -> None:
    _, (first, second), log = nights
    assert second == first
    assert [visit.status for visit in log if visit.path == "/feed.xml"] == [304]


def test_title_and_authors_of_a_feed_are_stored(nights: tuple[Path, Any, Any]) -> None:
    first = nights[1][0]
    assert [(item.title, item.authors) for item in first[:3]] == [
        ("Town taken", ("Ada Hollis",)), (None, ("desk@outlet.example (Ben Marsh)",)), (None, ()),
    ]  # fmt: skip
    stored = rows(nights[0], "SELECT title, authors FROM pages WHERE url LIKE '%/page' AND run_id = 'first'")
    assert stored == [{"title": "Town taken", "authors": ["Ada Hollis"]}]


def test_only_whole_documents_are_read_again(nights: tuple[Path, Any, Any]) -> None:
    lake = Lake.at(nights[0])
    read = pages(lake, readable(lake, date(2024, 1, 1), date(2999, 1, 1)))
    assert sorted(page.url for page in read) == [
        "http://outlet.example/busy", "http://outlet.example/moved", "http://outlet.example/page",
    ]  # fmt: skip


@pytest.mark.parametrize(("fresh", "asked"), [(3600.0, 0), (0.0, 1)])
def test_a_fresh_page_is_not_asked_for_again(tmp_path: Path, fresh: float, asked: int) -> None:
    with loopback(Outlet()) as server:
        visit(tmp_path, server, "first")
        begun = len(server.log)
        visit(tmp_path, server, "second", fresh=fresh)
        assert sum(visit.path == "/page" for visit in server.log[begun:]) == asked + 1 * (fresh == 0)
        assert sum(visit.path == "/broken" for visit in server.log[begun:]) == 2
