"""Addresses given by hand: one of a feed, sitemap, list, home page or page, or a file of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.http.client import Web
from flows.sources import Source, source_at
from flows.sources.online import listing as module
from flows.sources.online.listing import Address
from tests.flows.sources.conftest import (
    HOME,
    TEXT,
    details,
    discovered,
    item,
    page,
    paths,
    reasons,
    rss,
    urls,
    urlset,
)  # fmt: skip
from tests.loopback import Answer

HOME_PAGE = page('<link rel="alternate" type="application/rss+xml" href="/rss.xml">')
ANSWERS: dict[str, Answer | bytes] = {
    "": HOME_PAGE,
    "desk": HOME_PAGE,
    "rss.xml": rss(item("/one?id=3"), item("/two")),
    "map.xml": urlset("six"),
    "page": page(body="<p>A page</p>"),
    "list.txt": Answer(f"# back\n{HOME}/one?id=3\n\n{HOME}/two\n".encode(), headers=TEXT),
    "story.txt": Answer(f"{HOME}/one\nsays that rebels took the town.".encode(), headers=TEXT),
}


def given(source_id: str, url: str) -> Source:
    return source_at(url)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", ["one?id=3", "two"]),
        ("desk", ["desk"]),
        ("rss.xml", ["one?id=3", "two"]),
        ("map.xml", ["six"]),
        ("page", ["page"]),
        ("missing", ["missing"]),
        ("list.txt", ["one?id=3", "two"]),
        ("story.txt", ["story.txt"]),
    ],
)
def test_what_an_address_announces_or_else_the_page_itself(path: str, found: list[str]) -> None:
    assert paths(discovered(ANSWERS, given, path)) == found


def test_a_list_of_addresses(tmp_path: Path) -> None:
    file = tmp_path / "back.urls"
    file.write_text("# backfill\nhttp://outlet.example/a?fbclid=9\n\nhttps://outlet.example/b\n")
    with Web() as web:
        found = list(source_at(str(file)).discover(web))
    assert urls(found) == ["http://outlet.example/a", "https://outlet.example/b"]


@pytest.mark.attack("a list of addresses has more lines than are read")
def test_a_list_is_capped_and_says_what_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    (tmp_path / "a.urls").write_text("".join(f"{HOME}/{n}\n" for n in range(5)))
    with Web() as web:
        found = list(source_at(str(tmp_path / "a.urls")).discover(web))
    assert (paths(found), reasons(found)) == (["0", "1"], ["too_large"])
    assert details(found)[0].startswith("3 more lines of ")
    outcome("the first lines, and a reject: too_large")


@pytest.mark.parametrize(
    "place",
    [
        "https://web.archive.org/web/20241399/http://outlet.example/a", "https://web.archive.org/about/",
        "https://web.archive.org.evil.example/web/2024/http://outlet.example/a",
        "https://web.archive.org/web/2024/http://user:secret@outlet.example/a",
    ],
)  # fmt: skip
def test_what_is_no_copy_of_an_archive_is_asked_for_as_it_is(place: str) -> None:
    assert isinstance(source_at(place), Address)
