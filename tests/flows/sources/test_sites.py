"""Sites by their home page, and sitemaps: nested, by days, within limits, and hostile."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from flows.http.client import Web
from flows.sources import Candidate, Days, markup, source_at
from flows.sources import sitemap as sitemap_source
from flows.sources.feed import Feed
from flows.sources.site import Site
from flows.sources.sitemap import Sitemap
from tests.loopback import Answer, Loopback, loopback
from transforms.tables.schema import Reject

HOME = "http://outlet.example"
MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
DAYS = Days(date(2024, 12, 5), date(2024, 12, 6))

Found = list[Candidate | Reject]


def page(head: str = "", body: str = "") -> Answer:
    return Answer(f"<!doctype html><html><head><title>Outlet</title>{head}</head><body>{body}</body></html>".encode())


def rss(*paths: str) -> Answer:
    items = "".join(f"<item><title>T</title><link>{path}</link></item>" for path in paths)
    return Answer(f"<rss><channel>{items}</channel></rss>".encode())


def urlset(*entries: str | tuple[str, str]) -> Answer:
    """A sitemap of pages, each a path, or a path and its lastmod."""
    told = [(entry, "") if isinstance(entry, str) else entry for entry in entries]
    rows = "".join(
        f"<url><loc>{HOME}/{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for path, day in told
    )
    return Answer(f"<urlset {MAP}>{rows}</urlset>".encode())


def index(*entries: str | tuple[str, str]) -> Answer:
    told = [(entry, "") if isinstance(entry, str) else entry for entry in entries]
    rows = "".join(
        f"<sitemap><loc>{HOME}/{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>" for path, day in told
    )
    return Answer(f"<sitemapindex {MAP}>{rows}</sitemapindex>".encode())


def discovered(answers: Mapping[str, Answer], kind: type = Site, path: str = "", days: Days | None = None) -> Found:
    with loopback(answers) as server, Web(server.limits()) as web:
        return list(kind("desk", server.url(path)).discover(web, days))


def paths(found: Found) -> list[str]:
    return [item.url.removeprefix(HOME).lstrip("/") for item in found if isinstance(item, Candidate)]


def told(found: Found) -> list[tuple[str, str]]:
    return [(item.reason, item.detail) for item in found if isinstance(item, Reject)]


FEED = '<link rel="alternate" type="application/rss+xml" href="/desk/feed.xml">'


def test_a_site_s_feeds_are_found_on_its_home_page() -> None:
    answers = {"": page(FEED), "desk/feed.xml": rss(f"{HOME}/one", "/two"), "sitemap.xml": urlset("three")}
    assert paths(discovered(answers)) == ["one", "two"]


def test_for_a_backfill_its_sitemaps_go_first() -> None:
    robots = Answer(f"User-agent: *\nAllow: /\nSitemap: {HOME}/maps/news.xml\nSitemap: /maps/more.xml\n".encode())
    answers = {
        "": page(FEED), "desk/feed.xml": rss("/one"), "robots.txt": robots,
        "maps/news.xml": urlset("2024/12/05/three", "2024/12/07/four"), "maps/more.xml": urlset("2024/12/06/five"),
    }  # fmt: skip
    assert paths(discovered(answers, days=DAYS)) == ["2024/12/05/three", "2024/12/06/five"]


@pytest.mark.parametrize("guess", ["sitemap.xml", "sitemap_index.xml", "sitemap_news.xml"])
def test_a_sitemap_that_nothing_names_is_looked_for_where_sites_keep_it(guess: str) -> None:
    found = discovered({"": page(), guess: urlset("three")})
    assert (paths(found), told(found)) == (["three"], [])


def test_a_site_without_feed_and_sitemap_gives_the_pages_it_links_to() -> None:
    links = "".join(
        f'<a href="{link}">Read</a>'
        for link in ("/world/rebels-take-the-city-of-hama", "http://other.example/a-story-elsewhere", "#top", "/")
    )
    assert paths(discovered({"": page(body=links)})) == ["world/rebels-take-the-city-of-hama"]


def test_a_feed_that_is_gone_is_told_of_and_the_sitemaps_serve() -> None:
    found = discovered({"": page(FEED), "sitemap.xml": urlset("three")})
    assert paths(found) == ["three"]
    assert [reason for reason, _ in told(found)] == ["not_found"]


def test_a_site_that_does_not_answer_is_a_reject() -> None:
    assert [reason for reason, _ in told(discovered({}))] == ["not_found"]


def test_an_address_given_by_hand_is_a_site_where_it_is_a_home_page() -> None:
    answers = {"": page(FEED), "desk": page(FEED), "desk/feed.xml": rss("/one")}
    with loopback(answers) as server, Web(server.limits()) as web:
        assert paths(list(source_at(server.url("")).discover(web))) == ["one"]
        assert paths(list(source_at(server.url("desk")).discover(web))) == ["desk"]


def test_a_map_may_be_a_text_of_addresses() -> None:
    text = Answer(f"{HOME}/one\r\n{HOME}/two#top\nno address\n{HOME}/one\n".encode())
    found = discovered({"index.xml": index("pages.txt"), "pages.txt": text}, Sitemap, "index.xml")
    assert (paths(found), told(found)) == (["one", "two"], [])


def test_nested_indexes_are_read_to_a_depth_and_a_ring_once() -> None:
    answers = {f"{n}.xml": index(f"{n + 1}.xml", "0.xml", f"leaf-{n}.xml") for n in range(8)}
    answers |= {f"leaf-{n}.xml": urlset(f"page-{n}") for n in range(8)}
    found = discovered(answers, Sitemap, "0.xml")
    assert paths(found) == [f"page-{n}" for n in range(sitemap_source.DEEPEST)]
    assert [reason for reason, _ in told(found)] == ["too_large"]


def test_more_maps_and_pages_than_a_source_may_have_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_source, "MOST_MAPS", 3)
    monkeypatch.setattr(sitemap_source, "MOST", 3)
    answers = {"index.xml": index(*(f"{n}.xml" for n in range(5)))}
    answers |= {f"{n}.xml": urlset(f"{n}-a", f"{n}-b") for n in range(5)}
    found = discovered(answers, Sitemap, "index.xml")
    assert paths(found) == ["0-a", "0-b", "1-a"]
    assert told(found) == [
        ("too_large", f"3 more maps in {HOME}/index.xml were not read."),
        ("too_large", "desk announces more than 3 pages."),
    ]


def test_with_days_only_maps_and_pages_of_those_days() -> None:
    answers = {
        "index.xml": index("map-2024-11.xml", "map-2024-12.xml", ("old.xml", "2024-12-04"), ("new.xml", "2025-03-01")),
        "map-2024-12.xml": urlset("2024/12/04/a", "2024/12/05/b", "2024/12/06/c", "2024/12/07/d"),
        "new.xml": urlset(
            ("e", "2024-12-04T23:00:00Z"), ("f", "2024-12-05T01:00:00Z"), ("g", "2024-12-13"), ("h", "2025-02-01"), "i"
        ),
    }
    found = discovered(answers, Sitemap, "index.xml", DAYS)
    assert paths(found) == ["2024/12/05/b", "2024/12/06/c", "f", "g"]
    assert told(found) == [("no_date", f"2 pages in {HOME}/new.xml do not tell their day.")]


def test_the_day_of_a_news_entry_goes_before_its_address_and_last_change() -> None:
    entry = (
        f"<url><loc>{HOME}/2023/01/01/a</loc><lastmod>2025-01-01</lastmod><n:news>"
        "<n:publication_date>2024-12-05T22:00:00+03:00</n:publication_date><n:title>A</n:title></n:news></url>"
    )
    body = f'<urlset {MAP} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{entry}</urlset>'.encode()
    (found,) = discovered({"news.xml": Answer(body)}, Sitemap, "news.xml", DAYS)
    assert isinstance(found, Candidate)
    assert (found.title, found.published) == ("A", date(2024, 12, 5))


def test_a_large_map_is_read_and_one_of_too_many_tags_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    large = urlset(*(f"story-{n}" for n in range(50_000)))
    assert isinstance(large.body, bytes)
    packed = Answer(gzip.compress(large.body), headers={"Content-Type": "application/gzip"})
    with loopback({"map.xml.gz": packed}) as server, Web(server.limits(feed_bytes=10_000_000, whole=30.0)) as web:
        assert len(paths(list(Sitemap("desk", server.url("map.xml.gz")).discover(web)))) == 50_000
        monkeypatch.setattr(markup, "MOST_TAGS", 1000)
        assert [reason for reason, _ in told(list(Sitemap("desk", server.url("map.xml.gz")).discover(web)))] == [
            "too_large"
        ]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "' + "a" * 1000 + '">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]>"
)  # fmt: skip


def outside(server: Loopback) -> str:
    """A document type that would load a file and a URL."""
    return (
        f'<!DOCTYPE x SYSTEM "{server.url("dtd")}" [<!ENTITY file SYSTEM "file:///etc/hostname">'
        f'<!ENTITY net SYSTEM "{server.url("entity")}"><!ENTITY % more SYSTEM "{server.url("more")}">%more;]>'
    )


@pytest.mark.parametrize("where", ["<title>&{};</title>", '<category term="&{};"/>'], ids=["text", "attribute"])
def test_a_bomb_of_entities_expands_nowhere(where: str) -> None:
    item = f"<item><link>{HOME}/one</link>{where.format('i')}</item>"
    found = discovered({"feed.xml": Answer(f"{BOMB}<rss><channel>{item}</channel></rss>".encode())}, Feed, "feed.xml")
    assert all(len(str(item)) < 1000 for item in found)
    assert [reason for reason, _ in told(found)] == ["malformed"]


def test_entities_load_neither_files_nor_addresses() -> None:
    with loopback({}) as server:
        item = f"<item><title>&file;&net;</title><link>{HOME}/one</link></item>"
        body = f"{outside(server)}<rss><channel>{item}</channel></rss>".encode()
        map_body = f"{outside(server)}<urlset><url><loc>{HOME}/&file;&net;</loc></url></urlset>".encode()
        with loopback({"feed.xml": Answer(body), "map.xml": Answer(map_body)}) as outlet, Web(outlet.limits()) as web:
            found = list(Feed("desk", outlet.url("feed.xml")).discover(web))
            found += Sitemap("desk", outlet.url("map.xml")).discover(web)
        assert server.log == []
    name = Path("/etc/hostname").read_text(encoding="utf-8").strip()
    assert not any(name in str(item) for item in found if name)


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00" * 1000, b"<urlset>" + b"<a>" * 100_000, b"<urlset" + b" a='b'" * 10_000, b"<urlset><url><loc>",
     b"<?xml version='1.0' encoding='utf-16'?><urlset/>", b"<urlset><url><loc>http://[x</loc></url></urlset>",
     b"<?xml version='1.0' encoding='nonsense'?><urlset><url><loc/></url></urlset>"],
    ids=["empty", "zeros", "deep", "attributes", "cut", "other encoding", "no address", "no encoding"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Feed, Sitemap])
def test_markup_of_no_use_is_at_most_one_reject(kind: type, body: bytes) -> None:
    found = discovered({"map.xml": Answer(body)}, kind, "map.xml")
    assert len(found) <= 1
    assert paths(found) == []
