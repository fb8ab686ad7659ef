"""Sources: what they announce, and their errors."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from flows.http.client import Web
from flows.sources import Candidate, Source, SourceError, discover, examine, load, source_at
from flows.sources.feed import Feed
from flows.sources.sitemap import Sitemap
from tests.loopback import Answer, Loopback
from transforms.tables.schema import Reject

XML = {"Content-Type": "application/xml"}
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

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
NEWS = f"""<urlset {SITEMAP} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://outlet.example/six#top</loc><n:news><n:publication_date>2024-12-06</n:publication_date>
<n:title>Six</n:title></n:news></url></urlset>""".encode()
PLAIN = f"""<urlset {SITEMAP}><url><loc> http://outlet.example/seven </loc><lastmod>2025-01-01</lastmod></url>
<url><loc>http://outlet.example/one?id=3</loc></url></urlset>""".encode()
INDEX = f"""<sitemapindex {SITEMAP}><sitemap><loc>http://outlet.example/news.xml</loc></sitemap>
<sitemap><loc>http://outlet.example/plain.xml.gz</loc></sitemap>
<sitemap><loc>http://outlet.example/gone.xml</loc></sitemap>
<sitemap><loc>http://outlet.example/index.xml</loc></sitemap></sitemapindex>""".encode()

ANSWERS = {
    "rss.xml": Answer(RSS, headers=XML),
    "atom.xml": Answer(ATOM, headers=XML),
    "rdf.xml": Answer(RDF, headers=XML),
    "entities.xml": Answer(ENTITIES, headers=XML),
    "news.xml": Answer(NEWS, headers=XML),
    "plain.xml.gz": Answer(gzip.compress(PLAIN), headers={"Content-Type": "application/gzip"}),
    "bomb.xml.gz": Answer(gzip.compress(b" " * 1_000_000), headers={"Content-Type": "application/gzip"}),
    "index.xml": Answer(INDEX, headers=XML),
    "page": Answer(b"<!doctype html><html><body><p>A page</p></body></html>"),
    "list.txt": Answer(b"# back\nhttp://outlet.example/one?id=3\n\nhttp://outlet.example/two\n", headers=TEXT),
    "story.txt": Answer(b"http://outlet.example/one\nsays that rebels took the town.", headers=TEXT),
    "noise.xml": Answer(b"not xml at all", headers=XML),
}


def told(found: Candidate | Reject) -> tuple[str, str | None, date | None]:
    assert isinstance(found, Candidate)
    return found.url.removeprefix("http://outlet.example/"), found.title, found.published


@pytest.mark.parametrize(
    ("path", "entries"),
    [
        ("rss.xml", [("one?id=3", "One & only", date(2024, 12, 6)), ("two", "Two", None)]),
        ("atom.xml", [("three", "Three", date(2024, 12, 5))]),
        ("rdf.xml", [("four", "Four", date(2024, 12, 4))]),
    ],
)
def test_feeds(web: Web, outlet: Loopback, path: str, entries: list[tuple[str, str, date | None]]) -> None:
    found = list(Feed("desk", outlet.url(path)).discover(web))
    assert [told(each) for each in found if isinstance(each, Candidate)] == entries


def test_entities_are_not_expanded(web: Web, outlet: Loopback) -> None:
    (found,) = Feed("desk", outlet.url("entities.xml")).discover(web)
    path, title, _ = told(found)
    assert path == "five"
    assert "aaaa" not in (title or "")
    assert Path("/etc/hostname").read_text().strip() not in (title or "nothing")


def test_sitemap_index_is_read_to_its_leaves(web: Web, outlet: Loopback) -> None:
    found = list(Sitemap("desk", outlet.url("index.xml")).discover(web))
    pages = [told(item) for item in found if isinstance(item, Candidate)]
    assert pages == [("six", "Six", date(2024, 12, 6)), ("seven", None, None), ("one?id=3", None, None)]
    missed = [(item.url, item.stage, item.reason) for item in found if isinstance(item, Reject)]
    assert missed == [(outlet.url("gone.xml"), "discover", "not_found")]


@pytest.mark.parametrize(
    ("path", "reason"),
    [("noise.xml", "malformed"), ("missing.xml", "not_found"), ("page", "malformed"), ("bomb.xml.gz", "too_large")],
)
@pytest.mark.parametrize("kind", [Feed, Sitemap])
def test_a_source_that_cannot_be_read_is_one_reject(
    web: Web, outlet: Loopback, kind: type[Feed], path: str, reason: str
) -> None:
    (found,) = kind("desk", outlet.url(path)).discover(web)
    assert isinstance(found, Reject)
    assert (found.url, found.source_id, found.stage, found.reason) == (outlet.url(path), "desk", "discover", reason)


def test_an_address_announced_twice_is_one_candidate(web: Web, outlet: Loopback) -> None:
    maps: list[Source] = [Sitemap("map", outlet.url("plain.xml.gz")), Feed("feed", outlet.url("rss.xml"))]
    announced = discover(maps, web)
    candidates, rejects = announced.candidates, announced.rejects
    assert [candidate.url.rsplit("/", 1)[-1] for candidate in candidates] == ["seven", "one?id=3", "two"]
    again = candidates[1]
    assert (again.source_id, again.title, again.published) == ("map", "One & only", date(2024, 12, 6))
    assert [reject.url for reject in rejects] == [outlet.url("rss.xml#3"), outlet.url("rss.xml#4")]


def test_variants_of_an_address_are_one_candidate_and_the_plain_one_is_kept(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "back.urls"
    file.write_text(
        "https://m.outlet.example/a/amp?utm_source=x\nhttps://www.outlet.example/a\nhttp://outlet.example/a/"
    )
    candidates = discover([source_at(str(file))], web).candidates
    assert [candidate.url for candidate in candidates] == ["https://www.outlet.example/a"]


@pytest.mark.parametrize(
    ("path", "urls"),
    [
        ("rss.xml", ["one?id=3", "two"]),
        ("news.xml", ["six"]),
        ("page", ["page"]),
        ("missing", ["missing"]),
        ("list.txt", ["one?id=3", "two"]),
        ("story.txt", ["story.txt"]),
    ],
)
def test_given_an_address(web: Web, outlet: Loopback, path: str, urls: list[str]) -> None:
    found = source_at(outlet.url(path)).discover(web)
    assert [told(each)[0] for each in found if isinstance(each, Candidate)] == urls


def test_given_a_list_of_addresses(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "back.urls"
    file.write_text("# backfill\nhttp://outlet.example/a?fbclid=9\n\nhttps://outlet.example/b\n")
    assert [found.url for found in source_at(str(file)).discover(web)] == [
        "http://outlet.example/a", "https://outlet.example/b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.urls", "http://outlet.example/a\nnone\n", "a.urls:2: not an http or https address."),
        ("a.jsonl", '{"text": "a"}\n\n{"id": 3}\n', 'a.jsonl:3: neither "text" nor "html" holds anything.'),
        ("b.jsonl", '{"text": " "}\n', 'b.jsonl:1: neither "text" nor "html" holds anything.'),
        ("c.jsonl", '{"text": "a"\n', "c.jsonl:1: not JSON:"),
        ("d.jsonl", '["text"]\n', "d.jsonl:1: not a JSON object."),
        ("e.jsonl", '{"text": "a", "published": "Friday"}\n', 'e.jsonl:1: "published" is not an ISO date.'),
        ("f.jsonl", '{"text": "a", "published": 20241206}\n', 'f.jsonl:1: "published" is not an ISO date.'),
        ("g.jsonl", '{"text": "a", "title": 3}\n', 'g.jsonl:1: "title" is not a string.'),
    ],
)
def test_a_line_of_no_use_is_named_before_a_run_and_a_reject_within(
    web: Web, tmp_path: Path, name: str, content: str, place: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(SourceError) as caught:
        examine([source_at(str(tmp_path / name))])
    assert place in str(caught.value)
    assert "\n" not in str(caught.value)
    *others, found = source_at(str(tmp_path / name)).discover(web)
    assert isinstance(found, Reject)
    assert (found.stage, found.reason) == ("discover", "malformed")
    assert place in found.detail
    assert len(others) == (name[0] == "a")


@pytest.mark.parametrize("place", ["no/such/path", "ftp://outlet.example/feed", "http://"])
def test_given_what_is_not_there(place: str) -> None:
    with pytest.raises(SourceError, match=place):
        source_at(place)


GOOD = '[[source]]\nname = "a"\nkind = "feed"\nurl = "https://outlet.example/feed"\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("\nname = name\n", "Invalid value (at line 2, column 8)."),
        ("", "no [[source]] tables."),
        ("source = 3", "no [[source]] tables."),
        ('\n[[source]]\nname = "a"\nkind = "feed"\n', ":2: a source without url."),
        (GOOD + GOOD, ":5: a second source named a."),
        (
            GOOD.replace("feed", "fed", 1),
            ":1: kind is fed, not one of feed, sitemap, site, wire, list, folder, warc, cc-news, wayback.",
        ),
        (GOOD.replace("https", "ftp"), ":1: ftp://outlet.example/feed is not an http or https address."),
        (GOOD + "colour = 'red'\n", ":1: colour is not a field of a source or not a string."),
        (GOOD + "site = 3\n", ":1: site is not a field of a source or not a string."),
    ],
)
def test_a_bad_sources_file_is_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(content)
    with pytest.raises(SourceError) as caught:
        load(path=file)
    assert str(caught.value).startswith(str(file))
    assert str(caught.value).endswith(sentence)


def test_sources_by_name_in_the_order_asked(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(GOOD + GOOD.replace('"a"', '"b"').replace("feed", "sitemap", 1))
    assert [source.source_id for source in load(["b", "a"], file)] == ["b", "a"]
    with pytest.raises(SourceError, match=r"no source is named c; there are a, b\.$"):
        load(["a", "c"], file)


def test_a_list_of_sources_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"sources\.toml: cannot be read"):
        load(path=tmp_path / "sources.toml")


def test_sources_on_disk_are_found_beside_the_list(web: Web, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("a")
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nname = "inbox"\nkind = "folder"\nurl = "inbox"\n')
    (found,) = load(path=file)[0].discover(web)
    assert isinstance(found, Candidate)
    assert (found.source_id, found.file) == ("inbox", tmp_path / "inbox" / "a.txt")


def test_the_shipped_list() -> None:
    kinds: Mapping[str, int] = {"Wire": 1, "Feed": 15, "Sitemap": 2}
    sources = load()
    for kind, least in kinds.items():
        assert sum(type(source).__name__ == kind for source in sources) >= least


ITEM = "<item><title>A</title>{}</item>"
ENTRY = "<entry><title>A</title>{}</entry>"
ADDRESS = "<link>http://outlet.example/a</link>"


def an_rss(entry: str, before: str = "") -> bytes:
    return f'{before}<rss version="2.0"><channel>{entry}</channel></rss>'.encode()


def an_atom(entry: str, base: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{base}>{entry}</feed>'.encode()


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (an_rss(ITEM.format("<link>http://outlet.example/a?b=1&c=2</link>")), "http://outlet.example/a?b=1&c=2"),
        (
            an_rss(ITEM.format("<link><![CDATA[http://outlet.example/a?b=1&c=2]]></link>")),
            "http://outlet.example/a?b=1&c=2",
        ),
        (
            an_rss(ITEM.format('<guid isPermaLink="false">http://outlet.example/?p=7</guid>')),
            "http://outlet.example/?p=7",
        ),
        (an_rss(ITEM.format(ADDRESS), "<br />\n<b>Notice</b>: an index is missing<br />\n"), "http://outlet.example/a"),
        (
            an_atom(ENTRY.format('<link href="a"/>'), ' xml:base="http://outlet.example/world/"'),
            "http://outlet.example/world/a",
        ),
        (an_atom(ENTRY.format('<content type="text/html" src="http://outlet.example/a"/>')), "http://outlet.example/a"),
        (
            an_atom(
                ENTRY.format(
                    '<link href="https://www.google.com/url?sa=t&amp;url=http://outlet.example/a%3Fid%3D7&amp;ct=ga"/>'
                )
            ),
            "http://outlet.example/a?id=7",
        ),
        (
            b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "http://outlet.example/a"}]}',
            "http://outlet.example/a",
        ),
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "http://outlet.example/a"}]}',
            "http://outlet.example/a",
        ),
    ],
)
def test_where_an_entry_leads(web: Web, outlet: Loopback, body: bytes, url: str) -> None:
    ANSWERS["kind.xml"] = Answer(body, headers=XML)
    (found,) = Feed("desk", outlet.url("kind.xml")).discover(web)
    assert isinstance(found, Candidate)
    assert found.url == url


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Troops &lt;b&gt;shell&lt;/b&gt; village", "Troops shell village"),
        ("Iran&amp;#39;s &lt;em class=&quot;a&quot;&gt;aid&lt;/em&gt;", "Iran's aid"),
        ("<![CDATA[Rise &amp; fall]]>", "Rise & fall"),
        ("5 &lt; 6", "5 < 6"),
    ],
)
def test_a_headline_is_told_without_its_markup(web: Web, outlet: Loopback, written: str, title: str) -> None:
    ANSWERS["title.xml"] = Answer(an_rss(f"<item><title>{written}</title>{ADDRESS}</item>"), headers=XML)
    (found,) = Feed("desk", outlet.url("title.xml")).discover(web)
    assert told(found)[1] == title


def test_an_entity_of_html_is_its_character(web: Web, outlet: Loopback) -> None:
    ANSWERS["kind.xml"] = Answer(
        an_rss(f"<item><title>Caf&eacute;&nbsp;&amp; bar</title>{ADDRESS}</item>"), headers=XML
    )
    (found,) = Feed("desk", outlet.url("kind.xml")).discover(web)
    assert told(found)[1] == "Caf\u00e9\u00a0& bar"


@pytest.mark.parametrize(
    "date_line",
    [
        "Fri, 06 Dec 24 00:30:00 +0300", "Fri, 06 Dec, 2024 09:00:00 EST", "Fri, 06 Dec 2024 10:30:00 XST",
        "2024-12-06 08:00:00 UTC", "Friday, December 6, 2024 - 10:30", "Fri, 12/06/2024 - 17:57", "1733475600",
        "2024-12-05T24:00:00Z", "Fri Dec  6 10:30:00 2024", "2024/12/06 10:30", "20241206T103000Z",
        "December 6th, 2024 at 10:30 am",
    ],
)  # fmt: skip
def test_the_day_of_an_entry_in_whatever_form(web: Web, outlet: Loopback, date_line: str) -> None:
    ANSWERS["kind.xml"] = Answer(an_rss(ITEM.format(f"{ADDRESS}<pubDate>{date_line}</pubDate>")), headers=XML)
    (found,) = Feed("desk", outlet.url("kind.xml")).discover(web)
    assert told(found)[2] == date(2024, 12, 6)


def test_the_order_of_a_date_with_slashes_is_not_guessed(web: Web, outlet: Loopback) -> None:
    ANSWERS["kind.xml"] = Answer(an_rss(ITEM.format(f"{ADDRESS}<pubDate>06/12/2024</pubDate>")), headers=XML)
    (found,) = Feed("desk", outlet.url("kind.xml")).discover(web)
    assert told(found)[2] is None


def test_an_entry_without_a_link_is_counted(web: Web, outlet: Loopback) -> None:
    ANSWERS["kind.xml"] = Answer(an_rss("<item><title>Lost</title></item>" + ITEM.format(ADDRESS)), headers=XML)
    lost, found = Feed("desk", outlet.url("kind.xml")).discover(web)
    assert isinstance(lost, Reject)
    assert "has no link to a page: Lost" in lost.detail
    assert isinstance(found, Candidate)


@pytest.mark.parametrize(
    "body",
    [
        an_rss(ITEM.format(ADDRESS)),
        an_atom(ENTRY.format('<link href="http://outlet.example/a"/>')),
        b"http://outlet.example/a\n",
    ],
)
def test_a_feed_or_a_text_can_be_a_sitemap(web: Web, outlet: Loopback, body: bytes) -> None:
    ANSWERS["map"] = Answer(body, headers=XML)
    (found,) = Sitemap("desk", outlet.url("map")).discover(web)
    assert isinstance(found, Candidate)
    assert found.url == "http://outlet.example/a"
