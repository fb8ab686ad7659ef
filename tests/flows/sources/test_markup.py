"""Untrusted XML: what is broken, cut short, too large or hostile in a feed or sitemap."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.http.client import Web
from flows.sources import markup as module
from flows.sources.markup import day
from flows.sources.online.feed import Feed
from flows.sources.online.sitemap import Sitemap
from tests.flows.sources.conftest import HOME, details, discovered, item, page, paths, reasons, rss, urlset
from tests.loopback import Answer, Loopback, loopback
from transforms.tables.schema import Reject

PACKED = {"Content-Type": "application/gzip"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [("noise.xml", "malformed"), ("missing.xml", "not_found"), ("page", "malformed"), ("bomb.xml.gz", "too_large")],
)
@pytest.mark.parametrize("kind", [Feed, Sitemap])
def test_a_source_that_cannot_be_read_is_one_reject(kind: type[Feed], path: str, reason: str) -> None:
    bomb = Answer(gzip.compress(b" " * 1_000_000), headers=PACKED)
    (found,) = discovered({"noise.xml": b"not xml at all", "page": page(), "bomb.xml.gz": bomb}, kind, path)
    assert isinstance(found, Reject)
    assert (found.url, found.source_id, found.stage, found.reason) == (f"{HOME}/{path}", "desk", "discover", reason)


def test_a_large_map_is_read_and_one_of_too_many_tags_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = Answer(gzip.compress(urlset(*(f"story-{n}" for n in range(50_000)))), headers=PACKED)
    with loopback({"map.xml.gz": packed}) as server, Web(server.limits(feed_bytes=10_000_000, whole=30.0)) as web:
        large = Sitemap("desk", server.url("map.xml.gz"))
        assert len(paths(list(large.discover(web)))) == 50_000
        monkeypatch.setattr(module, "MOST_TAGS", 1000)
        assert reasons(list(large.discover(web))) == ["too_large"]


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
    entry = f"<item><link>{HOME}/one</link>{where.format('i')}</item>"
    found = discovered({"feed.xml": rss(entry, before=BOMB)}, Feed, "feed.xml")
    assert all(len(str(each)) < 1000 for each in found)
    assert reasons(found) == ["malformed"]


def test_entities_load_neither_files_nor_addresses() -> None:
    with loopback({}) as server:
        feed = rss(f"<item><title>&file;&net;</title><link>{HOME}/one</link></item>", before=outside(server))
        sitemap = f"{outside(server)}<urlset><url><loc>{HOME}/&file;&net;</loc></url></urlset>".encode()
        answers = {"feed.xml": feed, "map.xml": sitemap}
        found = discovered(answers, Feed, "feed.xml") + discovered(answers, Sitemap, "map.xml")
        assert server.log == []
    name = Path("/etc/hostname").read_text(encoding="utf-8").strip()
    assert not any(name in str(each) for each in found if name)


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00" * 1000, b"<urlset>" + b"<a>" * 100_000, b"<urlset" + b" a='b'" * 10_000, b"<urlset><url><loc>",
     b"<?xml version='1.0' encoding='utf-16'?><urlset/>", b"<urlset><url><loc>http://[x</loc></url></urlset>",
     b"<?xml version='1.0' encoding='nonsense'?><urlset><url><loc/></url></urlset>"],
    ids=["empty", "zeros", "deep", "attributes", "cut", "other encoding", "no address", "no encoding"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Feed, Sitemap])
def test_markup_of_no_use_is_at_most_one_reject(kind: type[Feed], body: bytes) -> None:
    found = discovered({"map.xml": body}, kind, "map.xml")
    assert len(found) <= 1
    assert paths(found) == []


LONG = rss(*(item(f"{HOME}/{n}") for n in range(10)))
MAP = urlset(*map(str, range(10)))
LIST = "".join(f"{HOME}/{n}\n" for n in range(10)).encode()
CUTS: dict[str, tuple[type[Feed] | type[Sitemap], str, bytes, int]] = {
    "feed": (Feed, "a.xml", LONG[: LONG.index(b"/7<") + 1], 7),
    "feed cut within a tag": (Feed, "a.xml", LONG[: LONG.index(b"/7<") + 5], 7),
    "map": (Sitemap, "a.xml", MAP[: MAP.index(b"/7<") + 1], 7),
    "packed map": (Sitemap, "a.xml.gz", gzip.compress(MAP + os.urandom(500).hex().encode(), 0)[: len(MAP) - 40], 8),
    "packed text map": (Sitemap, "a.txt.gz", gzip.compress(LIST, 0)[: len(LIST) - 20], 8),
}


@pytest.mark.attack("a {name} breaks off in the middle")
@pytest.mark.parametrize("name", CUTS)
def test_what_breaks_off_gives_what_came_and_says_so(name: str, outcome: Callable[[str], None]) -> None:
    kind, path, body, count = CUTS[name]
    found = discovered({path: body}, kind, path)
    assert paths(found) == [str(n) for n in range(count)]
    assert reasons(found) == ["malformed"]
    (detail,) = details(found)
    assert "breaks off" in detail or "ends too early" in detail
    outcome(detail.replace(f"{HOME}/", ""))


def test_sloppy_markup_that_loses_nothing_is_not_said_to_break_off() -> None:
    description, title = "<description>one<br>two</description>", "<title>x & y</title>"
    body = rss(item(f"{HOME}/a", description), item(f"{HOME}/b", title)) + b"\n<!-- end -->\n"
    found = discovered({"a.xml": body}, Feed, "a.xml")
    assert (paths(found), reasons(found)) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("value", "right"),
    [("2024-12-05T23:30:00-05:00", date(2024, 12, 5)), ("soon", None), ("", None), (None, None), ("1" * 101, None)],
)
def test_a_day_is_that_of_its_own_time_zone(value: str | None, right: date | None) -> None:
    assert day(value) == right
