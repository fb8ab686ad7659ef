"""The list of sources and the places given by hand; what all sources announce, each article once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from flows.http.client import Web
from flows.sources import Candidate, SourceError, discover, load, source_at
from flows.sources.online.feed import Feed
from flows.sources.online.sitemap import Sitemap
from flows.sources.stored.warc import Warc
from flows.sources.stored.wayback import Wayback
from tests.archives import Capture, warc
from tests.flows.sources.conftest import HOME, TWO, XML, connected, item, paths, rss, urls, urlset
from tests.loopback import Answer
from transforms.tables.schema import Reject


def test_an_address_announced_twice_is_one_candidate(tmp_path: Path) -> None:
    one = item("/one?utm_source=rss&amp;id=3", "<pubDate>Fri, 06 Dec 2024 01:00:00 +0300</pubDate>")
    answers = {
        "map.xml": Answer(urlset("seven", "one?id=3"), headers=XML),
        "rss.xml": Answer(rss(one, item("/two"), item("mailto:desk@outlet.example")), headers=XML),
    }
    with connected(answers, tmp_path) as (web, server):
        announced = discover([Sitemap("map", server.url("map.xml")), Feed("feed", server.url("rss.xml"))], web)
    assert paths([*announced.candidates]) == ["seven", "one?id=3", "two"]
    again = announced.candidates[1]
    assert (again.source_id, again.title, again.published) == ("map", "T", date(2024, 12, 6))
    assert [reject.url for reject in announced.rejects] == [f"{HOME}/rss.xml#3"]


class Broken:
    """A source whose reader has a bug."""

    source_id = "broken"

    def discover(self, web: Web, days: object = None) -> Iterator[Candidate | Reject]:
        yield from ()
        raise ZeroDivisionError("division by zero")


def test_a_bug_in_one_source_costs_that_source_alone(tmp_path: Path) -> None:
    with connected({"feed.xml": Answer(rss(item("/page")), headers=XML)}, tmp_path) as (web, server):
        announced = discover([Broken(), Feed("good", server.url("feed.xml"))], web)
    assert paths([*announced.candidates]) == ["page"]
    (reject,) = announced.rejects
    assert (reject.source_id, reject.stage, reject.reason) == ("broken", "discover", "malformed")
    assert announced.failed == {"broken": "broken: ZeroDivisionError: division by zero."}


def test_variants_of_an_address_are_one_candidate_and_the_plain_one_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "back.urls"
    file.write_text(
        "https://m.outlet.example/a/amp?utm_source=x\nhttps://www.outlet.example/a\nhttp://outlet.example/a/"
    )
    with Web() as web:
        candidates = discover([source_at(str(file))], web).candidates
    assert urls([*candidates]) == ["https://www.outlet.example/a"]


@pytest.mark.parametrize("place", ["no/such/path", "ftp://outlet.example/feed", "http://"])
def test_a_place_that_is_not_there_is_named(place: str) -> None:
    with pytest.raises(SourceError, match=place):
        source_at(place)


ROW = '[[source]]\nname = "a"\nkind = "{kind}"\nurl = "{url}"\n'
GOOD = ROW.format(kind="feed", url="https://outlet.example/feed")


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
        (GOOD + 'hosts = "a.example"\n', ":1: a source of kind feed has no hosts."),
        (ROW.format(kind="wayback", url="https://archive.example/"), ":1: a source of kind wayback needs hosts."),
        (ROW.format(kind="cc-news", url="data/"), ":1: data/ is not an http or https address."),
        (
            ROW.format(kind="cc-news", url="https://a.example/") + 'hosts = "https://a.example"\n',
            ":1: https://a.example is not a host, such as outlet.example or outlet.example/world.",
        ),
    ],
)
def test_a_bad_sources_file_is_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(content)
    with pytest.raises(SourceError) as caught:
        load(path=file)
    assert str(caught.value).startswith(str(file))
    assert str(caught.value).endswith(sentence)
    assert "\n" not in str(caught.value)


def test_sources_by_name_in_the_order_asked(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(GOOD + GOOD.replace('"a"', '"b"').replace("feed", "sitemap", 1))
    assert [source.source_id for source in load(["b", "a"], file)] == ["b", "a"]
    with pytest.raises(SourceError, match=r"no source is named c; there are a, b\.$"):
        load(["a", "c"], file)


def test_a_list_of_sources_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"sources\.toml: cannot be read"):
        load(path=tmp_path / "sources.toml")


def test_sources_on_disk_are_found_beside_the_list(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("a")
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nname = "inbox"\nkind = "folder"\nurl = "inbox"\n')
    with Web() as web:
        (found,) = load(path=file)[0].discover(web)
    assert isinstance(found, Candidate)
    assert (found.source_id, found.file) == ("inbox", tmp_path / "inbox" / "a.txt")


def test_the_shipped_list() -> None:
    kinds: Mapping[str, int] = {"Wire": 1, "Feed": 15, "Sitemap": 2}
    sources = load()
    for kind, least in kinds.items():
        assert sum(type(source).__name__ == kind for source in sources) >= least


def test_rows_of_archives(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        ROW.format(kind="warc", url="a.warc.gz")
        + ROW.format(kind="wayback", url="https://archive.example/").replace('"a"', '"b"')
        + 'hosts = "Outlet.example other.example/world"\n'
    )
    file, archive = load(path=tmp_path / "sources.toml")
    assert file == Warc("a", str(tmp_path / "a.warc.gz"))
    assert archive == Wayback("b", "https://archive.example/", ("outlet.example", "other.example/world"))
    with pytest.raises(SourceError, match=r"a\.warc\.gz: no such file"):
        Warc("a", str(tmp_path / "a.warc.gz")).examine()


def test_a_page_in_two_archives_is_one_candidate(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([Capture("https://m.outlet.example/a/amp", b"<p>a</p>"), TWO]))
    (tmp_path / "b.warc.gz").write_bytes(warc([Capture("https://outlet.example/a", b"<p>a</p>"), TWO]))
    with Web() as web:
        announced = discover([source_at(str(tmp_path))], web)
    assert urls([*announced.candidates]) == ["https://outlet.example/a", "https://www.other.example/two"]
    assert announced.rejects == []
