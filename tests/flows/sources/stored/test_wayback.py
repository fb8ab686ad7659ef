"""The Wayback Machine: its index of captures, and a capture given by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.http.client import Web
from flows.sources import Candidate, SourceError, source_at
from flows.sources.stored import wayback as module
from flows.sources.stored.wayback import Wayback
from tests.archives import Capture, wayback
from tests.flows.sources.conftest import DAYS, connected, details, fetched, reasons, urls
from tests.loopback import Answer, loopback
from warehouse import Lake, query

KEPT = [
    Capture("https://outlet.example/world/one", b"<p>one</p>"),
    Capture("https://outlet.example/world/one", b"<p>one, later</p>", at="20241206060000"),
    Capture("https://m.outlet.example/world/2024/12/06/two?a=1&b=2", b"<p>two</p>", at="20241207060000"),
    Capture("https://outlet.example/world/2023/12/06/old", b"<p>old</p>"),
    Capture("https://outlet.example/sport/three", b"<p>three</p>"),
    Capture("https://outlet.example/world/map.png", b"\x89PNG", kind="image/png"),
    Capture("https://outlet.example/world/gone", b"gone", status="404 Not Found"),
    Capture("https://outlet.example/world/after", b"<p>after</p>", at="20241212060000"),
    Capture("https://notoutlet.example/world/other", b"<p>other</p>"),
]


@pytest.mark.parametrize("rows", [1, 2, 5000])
def test_the_first_capture_of_each_page_of_an_outlet(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS", rows)
    with connected(wayback(KEPT), tmp_path) as (web, server):
        found = list(Wayback("old", server.url(""), ("outlet.example",)).discover(web, DAYS))
        pages = {page.url: page for page in (fetched(item, web) for item in found)}
    two = "https://m.outlet.example/world/2024/12/06/two?a=1&b=2"
    assert set(pages) == {"https://outlet.example/world/one", "https://outlet.example/sport/three", two}
    assert pages["https://outlet.example/world/one"].body == b"<p>one</p>"
    assert pages[two].final_url == two
    assert pages[two].fetched_at == datetime(2024, 12, 7, 6, tzinfo=UTC)


def test_a_host_with_a_path_is_a_part_of_an_outlet(tmp_path: Path) -> None:
    with connected(wayback(KEPT), tmp_path) as (web, server):
        found = list(Wayback("old", server.url(""), ("outlet.example/sport",)).discover(web, DAYS))
    assert urls(found) == ["https://outlet.example/sport/three"]


@pytest.mark.parametrize(
    "body", [b"<html>busy</html>", b'{"error": 1}', b'[["timestamp"], ["1"]]', b"[" * 100_000, b'[["a"], 3]', b"null "],
    ids=["html", "object", "column missing", "deep", "no row", "null"],
)  # fmt: skip
def test_an_index_that_cannot_be_read_is_a_reject(body: bytes, tmp_path: Path) -> None:
    def answers(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        return Answer(body) if path.startswith("cdx") else None

    with connected(answers, tmp_path) as (web, server):
        found = list(Wayback("old", server.url(""), ("outlet.example",)).discover(web, DAYS))
    assert urls(found) == []
    assert reasons(found) == (["malformed"] if body != b"null " else [])


NEWS_PAGE = (
    b'<html><head><title>Hama falls</title><script type="application/ld+json">{"@type": "NewsArticle", "headline": '
    b'"Hama falls", "datePublished": "2024-12-05T09:00:00Z"}</script></head><body><article><h1>Hama falls</h1>'
    b"<p>Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.</p>"
    b"<p>Residents said that shops had stayed shut and that no shot was heard after nine in the morning.</p>"
    b"</article></body></html>"
)


def test_nothing_is_announced_or_asked_without_days(tmp_path: Path) -> None:
    with connected({}, tmp_path) as (web, server):
        assert list(Wayback("old", server.url(""), ("outlet.example",)).discover(web)) == []
        assert server.log == []


def test_a_backfill_lands_the_article_of_the_outlet(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.backfill import backfill_day
    from flows.nightly import nightly

    (home / "seeds").mkdir()
    (home / "seeds" / "sources.toml").write_text(
        '[[source]]\nname = "a"\nkind = "wayback"\nurl = "http://archive.example/"\nhosts = "outlet.example"\n'
    )
    with loopback(wayback([Capture("https://outlet.example/hama", NEWS_PAGE)])) as server:
        monkeypatch.setenv("DATELINE_ROUTES", json.dumps({"archive.example": list(server.route)}))
        monkeypatch.setenv("DATELINE_DELAY", "0")
        runs = [backfill_day(DAYS.first, ["a"]) for _ in range(2)]
        with pytest.raises(SourceError, match="a is an archive: it needs a first and a last day"):
            nightly(sources=["a"])
    assert [(run.discovered, run.landed, run.unchanged, run.rejected) for run in runs] == [(1, 1, 0, 0), (1, 0, 1, 0)]
    (found,) = query(Lake.at(home), "FROM articles JOIN pages USING (page_id)").to_pylist()
    assert (found["canonical_url"], found["site"]) == ("https://outlet.example/hama", "outlet.example")
    assert found["fetched_at"] == datetime(2024, 12, 5, 6, tzinfo=UTC)
    assert json.loads(runs[0].parameters)["day"] == "2024-12-05"


@pytest.mark.parametrize(
    ("place", "url", "copy", "captured"),
    [
        ("https://web.archive.org/web/20241206010203/http://outlet.example/a?b=1", "http://outlet.example/a?b=1",
         "https://web.archive.org/web/20241206010203id_/http://outlet.example/a?b=1",
         datetime(2024, 12, 6, 1, 2, 3, tzinfo=UTC)),
        ("https://web.archive.org/web/20241206if_/https:/outlet.example/a", "https://outlet.example/a",
         "https://web.archive.org/web/20241206id_/https://outlet.example/a", datetime(2024, 12, 6, tzinfo=UTC)),
        ("http://web.archive.org/web/2024/http://outlet.example/", "http://outlet.example",
         "http://web.archive.org/web/2024id_/http://outlet.example/", datetime(2024, 1, 1, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_copy_given_by_hand_is_the_page_at_its_own_address(
    place: str, url: str, copy: str, captured: datetime, tmp_path: Path
) -> None:
    (tmp_path / "a.urls").write_text(f"{place}\n")
    with Web() as web:
        found = [*source_at(place).discover(web), *source_at(str(tmp_path / "a.urls")).discover(web)]
    assert [(each.url, each.copy, each.captured) for each in found if isinstance(each, Candidate)] == [
        (url, copy, captured)
    ] * 2


@pytest.mark.attack("an index of captures breaks off, and one leads on for ever")
def test_an_index_that_breaks_off_or_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setattr(module, "MOST_INDEXES", 5)
    table = [["timestamp", "original"], *([f"2024120506000{n}", f"https://outlet.example/{n}"] for n in range(4))]
    cut = json.dumps(table).encode()[:-20]
    keys = iter(range(10_000))

    def answers(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        if not path.startswith("cdx"):
            return None
        return Answer(cut if "url=outlet" in path else json.dumps([*table[:2], [], [f"key{next(keys)}"]]).encode())

    with connected(answers, tmp_path) as (web, server):
        found = list(Wayback("old", server.url(""), ("outlet.example", "endless.example")).discover(web, DAYS))
    assert urls(found)[:3] == ["https://outlet.example/0", "https://outlet.example/1", "https://outlet.example/2"]
    assert set(urls(found)[3:]) == {"https://outlet.example/0"}
    assert reasons(found) == ["malformed", "too_large"]
    assert "breaks off after 3 captures" in details(found)[0]
    assert next(keys) == 5
    outcome("3 captures and two rejects")
