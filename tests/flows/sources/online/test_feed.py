"""Feeds: RSS, Atom and JSON Feed, and what their entries say of address, headline and day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.sources import Candidate
from flows.sources.online import feed as module
from flows.sources.online.feed import Feed
from tests.flows.sources.conftest import HOME, Found, details, discovered, item, paths, reasons, rss, urls

RSS = b"""<?xml version="1.0"?>
<rss version="2.0"><channel><title>Desk</title><link>http://outlet.example/</link>
<item><title>One &amp; only</title><link>http://outlet.example/one?utm_source=rss&amp;id=3</link>
  <pubDate>Fri, 06 Dec 2024 01:00:00 +0300</pubDate></item>
<item><title>Two</title><guid>http://outlet.example/two</guid></item>
<item><title>No address</title><guid isPermaLink="false">tag:3</guid></item>
<item><title>Mail</title><link>mailto:desk@outlet.example</link></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>
<entry><title type="html">Three</title><link rel="self" href="http://outlet.example/feed/3"/>
  <link rel="alternate" href="http://outlet.example/three"/>
  <published>2024-12-05T22:00:00Z</published><updated>2024-12-07T00:00:00Z</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>Four</title>
<link>http://outlet.example/four</link><dc:date>2024-12-04T08:00:00Z</dc:date></item></rdf:RDF>"""
ENTITIES = b"""<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY file SYSTEM "file:///etc/hostname">]>
<rss><channel><item><title>&b;&file;</title><link>http://outlet.example/five</link></item></channel></rss>"""

JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}'
STORY = f"{HOME}/a"


def feed(body: bytes) -> Found:
    """What a feed yields."""
    return discovered({"feed.xml": body}, Feed, "feed.xml")


def candidate(body: bytes) -> Candidate:
    """The only entry of a feed."""
    (found,) = feed(body)
    assert isinstance(found, Candidate)
    return found


def atom(entry: str, base: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><entry>{entry}</entry></feed>'.encode()


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (RSS, [("one?id=3", "One & only", date(2024, 12, 6)), ("two", "Two", None)]),
        (ATOM, [("three", "Three", date(2024, 12, 5))]),
        (RDF, [("four", "Four", date(2024, 12, 4))]),
    ],
    ids=["rss", "atom", "rdf"],
)
def test_an_entry_has_address_headline_and_day(body: bytes, entries: list[tuple[str, str, date | None]]) -> None:
    found = [entry for entry in feed(body) if isinstance(entry, Candidate)]
    assert [(entry.url.removeprefix(f"{HOME}/"), entry.title, entry.published) for entry in found] == entries


def test_entities_are_not_expanded() -> None:
    found = candidate(ENTITIES)
    assert found.url == f"{HOME}/five"
    assert "aaaa" not in (found.title or "")
    assert Path("/etc/hostname").read_text().strip() not in (found.title or "nothing")


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (rss(f"<item><link>{STORY}?b=1&c=2</link></item>"), f"{STORY}?b=1&c=2"),
        (rss(f"<item><link><![CDATA[{STORY}?b=1&c=2]]></link></item>"), f"{STORY}?b=1&c=2"),
        (rss(f'<item><guid isPermaLink="false">{HOME}/?p=7</guid></item>'), f"{HOME}/?p=7"),
        (rss(item(STORY), before="<br />\n<b>Notice</b>: an index is missing<br />\n"), STORY),
        (atom('<link href="a"/>', f' xml:base="{HOME}/world/"'), f"{HOME}/world/a"),
        (atom(f'<content type="text/html" src="{STORY}"/>'), STORY),
        (
            atom(f'<link href="https://www.google.com/url?sa=t&amp;url={STORY}%3Fid%3D7&amp;ct=ga"/>'),
            f"{STORY}?id=7",
        ),
        ((JSON_FEED % f'{{"id": "1", "url": "{STORY}"}}').encode(), STORY),
        ((JSON_FEED.replace("1.1", "1") % f'{{"id": "{STORY}"}}').encode(), STORY),
    ],
)
def test_where_an_entry_leads(body: bytes, url: str) -> None:
    assert candidate(body).url == url


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Troops &lt;b&gt;shell&lt;/b&gt; village", "Troops shell village"),
        ("Iran&amp;#39;s &lt;em class=&quot;a&quot;&gt;aid&lt;/em&gt;", "Iran's aid"),
        ("<![CDATA[Rise &amp; fall]]>", "Rise & fall"),
        ("5 &lt; 6", "5 < 6"),
        ("Caf&eacute;&nbsp;&amp; bar", "Caf\u00e9\u00a0& bar"),
    ],
)
def test_a_headline_is_kept_without_its_markup(written: str, title: str) -> None:
    assert candidate(rss(f"<item><title>{written}</title><link>{STORY}</link></item>")).title == title


@pytest.mark.parametrize(
    "date_line",
    [
        "Fri, 06 Dec 24 00:30:00 +0300", "Fri, 06 Dec, 2024 09:00:00 EST", "Fri, 06 Dec 2024 10:30:00 XST",
        "2024-12-06 08:00:00 UTC", "Friday, December 6, 2024 - 10:30", "Fri, 12/06/2024 - 17:57", "1733475600",
        "2024-12-05T24:00:00Z", "Fri Dec  6 10:30:00 2024", "2024/12/06 10:30", "20241206T103000Z",
        "December 6th, 2024 at 10:30 am",
    ],
)  # fmt: skip
def test_the_day_of_an_entry_in_whatever_form(date_line: str) -> None:
    assert candidate(rss(item(STORY, f"<pubDate>{date_line}</pubDate>"))).published == date(2024, 12, 6)


def test_the_order_of_a_date_with_slashes_is_not_guessed() -> None:
    assert candidate(rss(item(STORY, "<pubDate>06/12/2024</pubDate>"))).published is None


def test_an_entry_without_a_link_is_counted() -> None:
    found = feed(rss("<item><title>Lost</title></item>", item(STORY)))
    assert ["has no link to a page: Lost" in detail for detail in details(found)] == [True]
    assert urls(found) == [STORY]


@pytest.mark.attack("a feed has more entries than a source may have")
@pytest.mark.parametrize(
    "body",
    [
        rss(*(item(f"/{n}") for n in range(10))),
        (JSON_FEED % ",".join(f'{{"url": "/{n}"}}' for n in range(10))).encode(),
    ],
    ids=["rss", "json"],
)
def test_a_feed_is_capped_and_says_what_is_left(
    body: bytes, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    found = feed(body)
    assert (paths(found), reasons(found)) == (["0", "1", "2"], ["too_large"])
    (detail,) = details(found)
    assert "7 more entries" in detail
    outcome(detail)
