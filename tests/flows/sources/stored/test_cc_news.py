"""CC-NEWS: the files of the days by their names, and the pages in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.sources import Days
from flows.sources.stored import cc_news as module
from flows.sources.stored.cc_news import CcNews
from tests.archives import Capture, cc_news, warc
from tests.flows.sources.conftest import DAYS, WARC, connected, fetched, reasons, urls

NEWS = {
    "CC-NEWS-20241130000000-00001.warc.gz": warc([Capture("https://outlet.example/before", b"<p>b</p>")]),
    "CC-NEWS-20241205010203-00002.warc.gz": WARC,
    "CC-NEWS-20241207010203-00003.warc.gz": warc([Capture("https://outlet.example/three", b"<p>three</p>")]),
    "CC-NEWS-20241208010203-00004.warc.gz": warc([Capture("https://outlet.example/after", b"<p>a</p>")]),
}


def test_the_files_of_the_days_and_of_the_day_after_are_read(tmp_path: Path) -> None:
    with connected(cc_news(NEWS), tmp_path) as (web, server):
        found = list(CcNews("news", server.url(""), ("outlet.example",)).discover(web, DAYS))
        assert [fetched(item, web).body for item in found] == [b"<p>one</p>", b"<p>three</p>"]
        read = {visit.path.rsplit("/", 1)[1] for visit in server.log}
    assert read == {"robots.txt", "warc.paths.gz", *list(NEWS)[1:3]}


def test_without_a_list_of_hosts_the_pages_of_all_are_read(tmp_path: Path) -> None:
    with connected(cc_news(NEWS), tmp_path) as (web, server):
        found = list(CcNews("news", server.url("")).discover(web, Days(date(2024, 12, 5), date(2024, 12, 5))))
    assert urls(found) == ["https://outlet.example/world/one", "https://www.other.example/two"]


def test_a_month_that_is_not_listed_is_a_reject_and_the_next_is_read(tmp_path: Path) -> None:
    november = Days(date(2024, 10, 30), date(2024, 12, 4))
    with connected(cc_news({name: NEWS[name] for name in list(NEWS)[1:]}), tmp_path) as (web, server):
        found = list(CcNews("news", server.url("")).discover(web, november))
    assert reasons(found) == ["not_found", "not_found"]
    assert len(urls(found)) == 2


def test_pages_beyond_what_a_source_may_have_are_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    with connected(cc_news(NEWS), tmp_path) as (web, server):
        found = list(CcNews("news", server.url("")).discover(web, DAYS))
    assert (len(urls(found)), reasons(found)) == (1, ["too_large"])


def test_nothing_is_announced_or_asked_without_days(tmp_path: Path) -> None:
    with connected(cc_news(NEWS), tmp_path) as (web, server):
        assert list(CcNews("news", server.url("")).discover(web)) == []
        assert server.log == []
