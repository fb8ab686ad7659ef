"""The commands for sources: a source found by the address of its outlet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.settings import settings
from flows.sources import load
from tests.flows.asking import dateline
from tests.loopback import Answer, Loopback

XML = {"Content-Type": "application/xml"}
HOME = b"""<html><head><title>Desk</title>
<link rel="alternate" type="application/rss+xml" href="/small.xml">
<link rel="alternate" type="application/atom+xml" href="/gone.xml">
<link rel="alternate" type="application/rss+xml" href="/large.xml"></head><body><p>News</p></body></html>"""
ITEM = "<item><title>Story {0}</title><link>http://outlet.example/{0}</link></item>"


def feed(count: int) -> Answer:
    items = "".join(ITEM.format(number) for number in range(count))
    return Answer(f"<rss><channel>{items}</channel></rss>".encode(), headers=XML)


MAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://outlet.example/0</loc></url></urlset>"""
ANSWERS = {
    "": Answer(HOME),
    "small.xml": feed(1),
    "large.xml": feed(3),
    "map.xml": Answer(MAP, headers=XML),
    "map[/b].xml": Answer(MAP, headers=XML),
    "robots.txt": Answer(b"Sitemap: http://outlet.example/map.xml\n", headers={"Content-Type": "text/plain"}),
    "page": Answer(b"<html><body><p>No feed is named here.</p></body></html>"),
}


@pytest.fixture
def desk(home: Path, outlet: Loopback, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home that can reach the outlet."""
    monkeypatch.setenv("DATELINE_ROUTES", json.dumps({"outlet.example": outlet.route, "other.example": outlet.route}))
    monkeypatch.setenv("DATELINE_DELAY", "0")
    return home


def test_the_richest_feed_of_an_outlet_becomes_a_source(desk: Path) -> None:
    printed = dateline("sources", "add", "http://outlet.example/", "--dry-run")
    assert printed.exit_code == 0, printed.output
    assert not (desk / "seeds").exists()
    printed = dateline("sources", "add", "http://outlet.example/")
    assert printed.exit_code == 0, printed.output
    assert "Story 2" in printed.output
    assert "outlet-example is a source now" in printed.output
    *shipped, added = load(path=settings().sources)
    assert [source.source_id for source in shipped] == [source.source_id for source in load()]
    assert (added.source_id, getattr(added, "url", None)) == ("outlet-example", "http://outlet.example/large.xml")
    assert "outlet-example" in dateline("sources").output


def test_an_address_with_marks_of_markup_is_shown_as_it_is(desk: Path) -> None:
    printed = dateline("sources", "add", "http://outlet.example/map[/b].xml", "--name", "été", "--dry-run")
    assert printed.exit_code == 0, printed.output
    assert "What http://outlet.example/map" in printed.output


def test_a_source_that_is_there_is_named_by_address_or_name(desk: Path) -> None:
    assert dateline("sources", "add", "http://outlet.example/small.xml", "--name", "été").exit_code == 0
    again = dateline("sources", "add", "http://outlet.example/small.xml", "--name", "other")
    assert "été has this address already" in " ".join(again.output.split())
    named = dateline("sources", "add", "http://outlet.example/map.xml", "--name", "été")
    assert "--name gives another name" in " ".join(named.output.split())


def test_a_feed_or_a_sitemap_is_taken_as_it_is(desk: Path) -> None:
    for name, path, kind in (("one", "small.xml", "Feed"), ("two", "map.xml", "Sitemap")):
        assert dateline("sources", "add", f"http://outlet.example/{path}", "--name", name).exit_code == 0
        assert type(load([name], settings().sources)[0]).__name__ == kind


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["http://outlet.example/large.xml"], "outlet-example has this address already"),
        (["http://outlet.example/small.xml", "--name", "wire"], "there is a source wire already"),
        (["http://other.example/nothing"], "http://other.example/nothing"),
        (["ftp://outlet.example/"], "ftp://outlet.example/: not an http or https address"),
        (["http://127.0.0.1:9/"], "DATELINE_ALLOWED_HOSTS"),
    ],
    ids=["again", "name", "nothing", "scheme", "private"],
)
def test_what_cannot_be_added_is_one_sentence_and_changes_nothing(desk: Path, words: list[str], sentence: str) -> None:
    assert dateline("sources", "add", "http://outlet.example/large.xml").exit_code == 0
    before = (desk / "seeds" / "sources.toml").read_text()
    printed = dateline("sources", "add", *words)
    assert (printed.exit_code, printed.stderr.count("\n")) == (2, 1), printed.output
    assert sentence in printed.stderr
    assert (desk / "seeds" / "sources.toml").read_text() == before
    assert [path.name for path in (desk / "seeds").iterdir()] == ["sources.toml"]
