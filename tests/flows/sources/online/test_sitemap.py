"""Sitemaps and their indexes: XML, text or feeds, nested, by days, within limits."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date

import pytest

from flows.http.client import Web
from flows.sources import Candidate
from flows.sources.online import sitemap as module
from flows.sources.online.sitemap import Sitemap
from tests.flows.sources.conftest import (
    DAYS,
    HOME,
    SITEMAP,
    XML,
    details,
    discovered,
    index,
    item,
    paths,
    reasons,
    rss,
    urls,
    urlset,
)  # fmt: skip
from tests.loopback import Answer, loopback

STORY = f"{HOME}/a"


def news(path: str, day: str, title: str, more: str = "") -> bytes:
    """A news sitemap of one page."""
    entry = f"<n:news><n:publication_date>{day}</n:publication_date><n:title>{title}</n:title></n:news>"
    name_space = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<urlset {SITEMAP} {name_space}><url><loc>{HOME}/{path}</loc>{more}{entry}</url></urlset>".encode()


def test_an_index_is_read_to_its_leaves_and_a_lost_one_is_a_reject() -> None:
    plain = gzip.compress(urlset(("seven ", "2025-01-01"), "one?id=3"))
    answers: dict[str, Answer | bytes] = {
        "index.xml": index("news.xml", "plain.xml.gz", "gone.xml", "index.xml"),
        "news.xml": news("six#top", "2024-12-06", "Six"),
        "plain.xml.gz": Answer(plain, headers={"Content-Type": "application/gzip"}),
    }
    found = discovered(answers, Sitemap, "index.xml")
    pages = [(item.url, item.title, item.published) for item in found if isinstance(item, Candidate)]
    assert pages == [
        (f"{HOME}/six", "Six", date(2024, 12, 6)), (f"{HOME}/seven", None, None), (f"{HOME}/one?id=3", None, None),
    ]  # fmt: skip
    assert (reasons(found), found[-1].url) == (["not_found"], f"{HOME}/gone.xml")


@pytest.mark.parametrize(
    "body",
    [
        rss(item(STORY)),
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{STORY}"/></entry></feed>'.encode(),
        f"{STORY}\n".encode(),
    ],
    ids=["rss", "atom", "text"],
)
def test_a_feed_or_a_text_can_be_a_sitemap(body: bytes) -> None:
    found = discovered({"map": body}, Sitemap, "map")
    assert (urls(found), len(found)) == ([STORY], 1)


def test_a_map_may_be_a_text_of_addresses() -> None:
    text = Answer(f"{HOME}/one\r\n{HOME}/two#top\nno address\n{HOME}/one\n".encode())
    found = discovered({"index.xml": index("pages.txt"), "pages.txt": text}, Sitemap, "index.xml")
    assert (paths(found), reasons(found)) == (["one", "two"], [])


def test_nested_indexes_are_read_to_a_depth_and_a_ring_once() -> None:
    answers = {f"{n}.xml": index(f"{n + 1}.xml", "0.xml", f"leaf-{n}.xml") for n in range(8)}
    answers |= {f"leaf-{n}.xml": urlset(f"page-{n}") for n in range(8)}
    found = discovered(answers, Sitemap, "0.xml")
    assert paths(found) == [f"page-{n}" for n in range(module.DEEPEST)]
    assert reasons(found) == ["too_large"]


def test_maps_and_pages_beyond_what_a_source_may_have_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MAPS", 3)
    monkeypatch.setattr(module, "MOST", 3)
    answers = {"index.xml": index(*(f"{n}.xml" for n in range(5)))}
    answers |= {f"{n}.xml": urlset(f"{n}-a", f"{n}-b") for n in range(5)}
    found = discovered(answers, Sitemap, "index.xml")
    assert (paths(found), reasons(found)) == (["0-a", "0-b", "1-a"], ["too_large", "too_large"])
    assert details(found) == [
        f"3 more maps in {HOME}/index.xml were not read.", "desk announces more than 3 pages.",
    ]  # fmt: skip


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
    assert (reasons(found), details(found)) == (["no_date"], [f"2 pages in {HOME}/new.xml do not tell their day."])


def test_the_day_of_a_news_entry_goes_before_its_address_and_last_change() -> None:
    body = news("2023/01/01/a", "2024-12-05T22:00:00+03:00", "A", more="<lastmod>2025-01-01</lastmod>")
    (found,) = discovered({"news.xml": body}, Sitemap, "news.xml", DAYS)
    assert isinstance(found, Candidate)
    assert (found.title, found.published) == ("A", date(2024, 12, 5))


@pytest.mark.attack("a map is larger than what is read, plain and packed")
@pytest.mark.parametrize("path", ["a.txt", "a.txt.gz", "a.xml", "a.xml.gz"])
def test_a_map_beyond_the_limit_gives_what_came_and_says_so(path: str, outcome: Callable[[str], None]) -> None:
    many = [f"{n:06}" for n in range(1_000)]
    body = "\n".join(f"{HOME}/{n}" for n in many).encode() if "txt" in path else urlset(*many)
    answer = Answer(gzip.compress(body) if path.endswith("gz") else body, headers=XML)
    with (
        loopback({path: answer}) as server,
        Web(server.limits(feed_bytes=20_000, whole=20.0, read=10.0)) as web,
    ):
        found = list(Sitemap("desk", server.url(path)).discover(web))
    pages = paths(found)
    assert 300 < len(pages) < 1_000
    assert pages == many[: len(pages)]
    assert reasons(found) == ["too_large"]
    outcome(f"{len(pages)} pages, and a reject: {details(found)[0].rpartition('/')[2]}")
