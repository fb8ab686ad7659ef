"""Addresses: one form to fetch, one to compare, no crash on untrusted ones."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.identity.addresses import LONGEST, canonical, canonical_url, is_variant, key, original, site
from transforms.seeds import Row, rows

FETCHED = [row for row in rows("addresses") if row["kind"] in ("tracking", "cache", "wrapper")]
COMPARED = [row for row in rows("addresses") if row not in FETCHED]


@pytest.mark.parametrize("row", FETCHED, ids=lambda row: row["pattern"])
def test_a_row_that_changes_what_is_fetched(row: Row) -> None:
    assert original(row["example"] or "") == row["plain"]


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row["pattern"])
def test_a_row_that_changes_what_is_compared(row: Row) -> None:
    announced, plain = row["example"] or "", row["plain"] or ""
    assert canonical(announced) == announced
    assert key(announced) == key(plain)
    assert is_variant(announced)
    assert not is_variant(plain)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://outlet.example/a?utm_medium=x&id=1#part", "https://outlet.example/a?id=1"),
        (" HTTPS://Outlet.Example:443/A ", "https://outlet.example/A"),
        ("http://outlet.example:80/a", "http://outlet.example/a"),
        ("http://outlet.example:8080/a", "http://outlet.example:8080/a"),
        ("https://outlet.example/", "https://outlet.example"),
        ("https://outlet.example/?p=7", "https://outlet.example/?p=7"),
        ("https://outlet.example/a//b/../c", "https://outlet.example/a/b/../c"),
        ("https://outlet.example/story.php?12345", "https://outlet.example/story.php?12345"),
        (
            "https://outlet.example/news?id=17&about=https://agency.example/report?y=1",
            "https://outlet.example/news?about=https:%2F%2Fagency.example/report?y=1&id=17",
        ),
        ("https://outlet.example/a?b=2&a=1&&c", "https://outlet.example/a?a=1&b=2&c"),
        ("https://outlet.example/a?q=caf%C3%A9+bar", "https://outlet.example/a?q=caf%C3%A9+bar"),
        ("https://outlet.example/a?page=2&uid=9&category=war", "https://outlet.example/a?category=war&page=2&uid=9"),
        ("https://outlet.example/a&amp;b", "https://outlet.example/a%26b"),
        ("https://outlet.example/caf\u00e9", "https://outlet.example/caf%C3%A9"),
        ("<![CDATA[https://outlet.example/a]]>", None),
        ("https://user:secret@outlet.example/a", None),
        ("https://outlet.example@169.254.169.254/", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("/relative", None),
        ("http://", None),
        ("http://[broken", None),
        ("https://outlet.example/" + "a" * LONGEST, None),
        ("", None),
    ],
)
def test_an_address_has_one_canonical_form_or_none(url: str, name: str | None) -> None:
    assert canonical(url) == name


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://outlet.example/two words", "https://outlet.example/two%20words"),
        ('https://outlet.example/it\'s"so"', "https://outlet.example/it's%22so%22"),
        ("https://outlet.example/a;b=1?c=2;d", "https://outlet.example/a;b=1?c=2;d"),
        ("https://outlet.example/a?z=1&a=2", "https://outlet.example/a?z=1&a=2"),
        ("https://outlet.example/a//b", "https://outlet.example/a//b"),
        ("https://outlet.example/a&amp;b", "https://outlet.example/a&b"),
        ("https://outlet.example/(a),b!*", "https://outlet.example/(a),b!*"),
        ("https://outlet.example/caf\u00e9", "https://outlet.example/caf%C3%A9"),
        ("https://outlet.example/a%2fb?c=%20d", "https://outlet.example/a%2fb?c=%20d"),
        ("https://outlet.example/a?q=caf\u00e9 <b>", "https://outlet.example/a?q=caf%C3%A9%20%3Cb%3E"),
        ("HTTPS://Outlet.example:443/A#part", "https://outlet.example/A"),
        ("https://outlet.example/go?to=http://other.example/x", "https://outlet.example/go?to=http://other.example/x"),
        ("https://archive.example/web/2024/http://outlet.example/a", "https://archive.example/web/2024/http://outlet.example/a"),
        ("https://user:secret@outlet.example/a", None),
        ("javascript:alert(1)", None),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_what_a_browser_asks_for(url: str, asked: str | None) -> None:
    assert original(url) == asked
    assert asked is None or (original(asked) == asked and key(asked) == key(url))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://outlet.example/two words", "https://outlet.example/twowords"),
        ('https://outlet.example/a"b"', "https://outlet.example/a"),
        ("https://outlet.example/go?to=http://other.example/x", "https://outlet.example/go?to=http://other.example/y"),
        ("https://outlet.example/go?to=http://other.example/x", "http://other.example/x"),
        ("https://archive.example/web/2024/http://a.example/", "https://archive.example/web/2024/http://b.example/"),
    ],
)
def test_what_is_asked_for_at_two_addresses_is_two_articles(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://outlet.example/a", "https://www.outlet.example/a/"),
        ("https://m.outlet.example/a?utm_source=x", "https://outlet.example/a"),
        ("https://outlet.example/a/amp?outputType=amp", "https://outlet.example/a"),
        ("https://www.outlet.example/index.html", "https://outlet.example"),
        ("https://outlet.example/caf%c3%a9", "https://outlet.example/caf%C3%A9"),
        ("https://outlet.example/a?id=1&x=2", "https://outlet.example/a?x=2&id=1"),
    ],
)
def test_variants_of_an_address_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://outlet.example/a", "https://outlet.example/A"),
        ("https://outlet.example/a?id=1", "https://outlet.example/a?id=2"),
        ("https://outlet.example/a?1", "https://outlet.example/a?2"),
        ("https://outlet.example/a", "https://other.example/a"),
        ("https://news.outlet.example/a", "https://sport.outlet.example/a"),
        ("https://outlet.example/camp", "https://outlet.example/c"),
        ("https://outlet.example/amplified", "https://outlet.example/lified"),
        ("https://m.example/a", "https://example/a"),
        ("https://outlet.example/a%3Fid=1", "https://outlet.example/a?id=1"),
        ("https://outlet.example/a%2Fb", "https://outlet.example/a/b"),
        ("https://google.evil.example/amp/s/outlet.example/a", "https://outlet.example/a"),
        ("https://outlet.example:8080/a", "https://outlet.example/a"),
        ("file:///tmp/a.jsonl#1", "file:///tmp/a.jsonl#2"),
    ],
)
def test_addresses_of_different_articles_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.news.outlet.example/a", "outlet.example"),
        ("https://www.outlet.co.uk/a", "outlet.co.uk"),
        ("https://desk.blogspot.com/a", "desk.blogspot.com"),
        ("http://127.0.0.1:80/a", "127.0.0.1"),
        ("http://[::1]/a", "::1"),
        ("http://localhost/", "localhost"),
        ("story-7", None),
        ("http://[broken", None),
    ],
)
def test_the_site_of_an_address(url: str, name: str | None) -> None:
    assert site(url) == name


def test_what_is_no_web_address_stays_as_it_is() -> None:
    assert canonical_url("file:///tmp/a%20b.html#3") == "file:///tmp/a%20b.html#3"
    assert canonical_url("story-7") == "story-7"


PIECES = st.sampled_from(
    ["http://", "https://", "outlet.example", "m.", "www.", "amp.", "/", "//", "a", "..", "/amp", "index.html", "?",
     "&", "=", "#", "utm_source=x", "fbclid", "id=3", "%C3%A9", "%", "é", ":443", ":80", ":x", "@", "[", "]", " ",
     "\x00", '"', "<b>", "{x}", "&amp;", "xn--", "google.com/amp/s/", ";jsessionid=1", "\\"]
)  # fmt: skip
ADDRESSES = st.one_of(
    st.lists(PIECES, max_size=12).map("".join), st.text(max_size=60), st.text().map("http://".__add__)
)


@given(ADDRESSES)
@example("http://outlet.example/a/amp/amp")
@example("http://m.http://http://")
@example("http://outlet.example/?utm_source=x")
@example("https://m.m.outlet.example/amp/amp/a")
@example("HTTP://\x85")
def test_whatever_comes_has_a_form_that_stays(url: str) -> None:
    found = canonical(url)
    assert found is None or canonical(found) == found
    asked = original(url)
    assert asked is None or original(asked) == asked
    assert key(canonical_url(url)) == key(url)
    assert is_variant(url) in (True, False)
    assert site(url) != ""


def test_a_slash_printed_twice_is_one_where_addresses_are_compared() -> None:
    assert key("https://outlet.example//world/a") == key("https://outlet.example/world/a")
