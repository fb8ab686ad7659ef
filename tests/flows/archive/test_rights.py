"""Machine-use reservations of outlets: stored per page, listed per outlet, and obeyed for sources set to `leave`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from flows.nightly import nightly
from flows.sources import SourceError, left_alone, load
from tests.loopback import Answer, loopback
from warehouse import Lake, query

HTML = {"Content-Type": "text/html; charset=utf-8"}
RSS = b"""<rss version="2.0"><channel><item><title>A</title><link>http://outlet.example/a</link></item>
<item><title>B</title><link>http://other.example/b</link></item>
<item><title>C</title><link>http://fourth.example/c</link></item></channel></rss>"""
SOURCE = '[[source]]\nname = "desk"\nkind = "feed"\nurl = "http://third.example/rss.xml"\n{}'


def story(name: str, head: str = "") -> bytes:
    text = f"<p>Twelve soldiers were killed near {name} on Thursday, the ministry said in a statement.</p>" * 2
    return (
        f'<html><head><title>{name}</title>{head}<meta property="article:published_time" content="2024-12-06"></head>'
        f"<body><article><h1>{name}</h1>{text}<p>The army withdrew to the hills, and nobody has come back since.</p>"
        "</article></body></html>"
    ).encode()


def answer(host: str, path: str, headers: object) -> Answer | None:
    """Outlets that reserve by robots.txt, by header, page and tdmrep.json, or by the page only; one has the feed."""
    found = {
        ("outlet.example", "robots.txt"): Answer(
            b"User-agent: *\nContent-Signal: search=yes, ai-input=no\nAllow: /", headers={"Content-Type": "text/plain"}
        ),
        ("outlet.example", "a"): Answer(story("Hama"), headers=HTML),
        ("other.example", "b"): Answer(
            story("Homs", '<meta name="robots" content="noai">'), headers={**HTML, "TDM-Reservation": "0"}
        ),
        ("other.example", ".well-known/tdmrep.json"): Answer(
            b'[{"location": "/b", "tdm-reservation": 1, "tdm-policy": "http://other.example/policy"}]'
        ),
        ("fourth.example", "c"): Answer(story("Idlib", '<meta name="tdm-reservation" content="1">'), headers=HTML),
        ("third.example", "rss.xml"): Answer(RSS, headers={"Content-Type": "application/xml"}),
    }
    return found.get((host, path))


def night(home: Path, monkeypatch: pytest.MonkeyPatch, setting: str) -> tuple[list[str], Lake]:
    """The paths requested in a night with this `machine_use` setting, and the lake."""
    (home / "seeds").mkdir(exist_ok=True)
    (home / "seeds" / "sources.toml").write_text(SOURCE.format(setting))
    with loopback(answer) as server:
        hosts = ("outlet.example", "other.example", "third.example", "fourth.example")
        monkeypatch.setenv("DATELINE_ROUTES", json.dumps(dict.fromkeys(hosts, server.route)))
        monkeypatch.setenv("DATELINE_DELAY", "0")
        monkeypatch.setenv("DATELINE_FRESH", "0")
        nightly(sources=["desk"])
    return [visit.path for visit in server.log], Lake.at(home)


@pytest.mark.usefixtures("made")
def test_what_is_said_is_kept_for_each_page_and_shown_for_each_outlet(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, lake = night(home, monkeypatch, "")
    assert query(lake, "SELECT machine_use FROM pages WHERE url = 'http://outlet.example/a'").to_pylist() == [
        {"machine_use": "robots.txt: Content-Signal: search=yes, ai-input=no"}
    ]
    day = date(2024, 12, 6)
    assert query(lake, "FROM machine_use").to_pylist() == [
        {"site": site, "statement": said, "articles": 1, "first_published": day, "last_published": day}
        for site, said in [
            ("fourth.example", "meta: tdm-reservation: 1"),
            ("other.example", "header: tdm-reservation: 0"), ("other.example", "meta: robots: noai"),
            ("other.example", "tdmrep.json: tdm-policy: http://other.example/policy"),
            ("other.example", "tdmrep.json: tdm-reservation: 1"),
            ("outlet.example", "robots.txt: Content-Signal: search=yes, ai-input=no"),
        ]
    ]  # fmt: skip


@pytest.mark.usefixtures("made")
def test_a_source_that_is_to_be_left_alone_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, lake = night(home, monkeypatch, 'machine_use = "leave"\n')
    assert query(lake, "FROM articles").num_rows == 0
    assert query(lake, "SELECT url, stage, reason, detail FROM rejects ORDER BY url").to_pylist() == [
        {"url": "http://fourth.example/c", "stage": "clean", "reason": "reserved",
         "detail": "http://fourth.example/c is left alone: meta: tdm-reservation: 1."},
        {"url": "http://other.example/b", "stage": "fetch", "reason": "reserved",
         "detail": "http://other.example/b is left alone: tdmrep.json: tdm-reservation: 1."},
        {"url": "http://outlet.example/a", "stage": "fetch", "reason": "reserved",
         "detail": "http://outlet.example/a is left alone: robots.txt: Content-Signal: search=yes, ai-input=no."},
    ]  # fmt: skip
    assert query(lake, "FROM pages WHERE url = 'http://outlet.example/a'").num_rows == 0


def test_the_setting_of_a_source(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(SOURCE.format('machine_use = "leave"\n'))
    assert left_alone(path) == frozenset({"desk"})
    path.write_text(SOURCE.format('machine_use = "record"\n'))
    assert left_alone(path) == frozenset()
    path.write_text(SOURCE.format('machine_use = "no"\n'))
    with pytest.raises(SourceError, match=r"sources\.toml:1: machine_use is no, not one of record, leave\."):
        load(path=path)
