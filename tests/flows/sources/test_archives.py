"""Web archives: WARC files on disk and remote, CC-NEWS, the Wayback Machine, from their protocols to pages."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.archive.fetch import fetch
from flows.http.client import Web
from flows.sources import Candidate, Days, SourceError, discover, examine, load, pieces, source_at
from flows.sources import cc_news as cc_news_source
from flows.sources import wayback as wayback_source
from flows.sources.cc_news import CcNews
from flows.sources.listing import Address
from flows.sources.warc import Warc
from flows.sources.wayback import Wayback
from tests.archives import Capture, cc_news, ranged, warc, wayback
from tests.flows.http.test_decompression import CODED
from tests.loopback import Answer, Answering, Loopback, loopback
from transforms.tables.schema import Page, Reject
from warehouse import Lake, Ref, StoredResponse, query

DAY = Days(date(2024, 12, 5), date(2024, 12, 6))
ONE = Capture("https://outlet.example/world/one?utm_source=x", b"<p>one</p>")
TWO = Capture("https://www.other.example/two", b"<p>two</p>", at="20241206070000")
NOISE = [
    Capture("https://outlet.example/gone", b"gone", status="404 Not Found"),
    Capture("https://outlet.example/map.png", b"\x89PNG", kind="image/png"),
    Capture("https://outlet.example/asked", b"<p>asked</p>", record="resource"),
    Capture("dns:outlet.example", b"10.0.0.1"),
]
ALL = [ONE, *NOISE, TWO]
WARC = warc(ALL)


@contextmanager
def connected(answers: Mapping[str, Answer] | Answering, spool: Path) -> Iterator[tuple[Web, Loopback]]:
    with loopback(answers) as server, Web(server.limits(spool=spool)) as web:
        yield web, server


def urls(found: list[Candidate | Reject]) -> list[str]:
    return [item.url for item in found if isinstance(item, Candidate)]


def reasons(found: list[Candidate | Reject]) -> list[tuple[str, str]]:
    return [(item.stage, item.reason) for item in found if isinstance(item, Reject)]


def fetched(candidate: Candidate | Reject, web: Web, stored: StoredResponse | None = None) -> Page:
    assert isinstance(candidate, Candidate)
    page = fetch(candidate, web, stored).page
    assert page is not None
    return page


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_the_pages_of_a_warc_file_on_disk(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(warc(ALL, packed=name.endswith(".gz")))
    for place in (tmp_path / name, tmp_path):
        with Web() as web:
            found = list(source_at(str(place)).discover(web))
            assert urls(found) == ["https://outlet.example/world/one", "https://www.other.example/two"]
            pages = [fetched(candidate, web) for candidate in found]
        assert [page.body for page in pages] == [ONE.body, TWO.body]
        assert [page.final_url for page in pages] == urls(found)
        assert pages[1].fetched_at == datetime(2024, 12, 6, 7, tzinfo=UTC)
        assert '"content-type": "text/html; charset=utf-8"' in pages[0].headers


def test_a_coded_body_is_unpacked_and_a_large_one_refused(tmp_path: Path) -> None:
    import io

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (tmp_path / "a.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for body in (b"<p>packed</p>", b" " * 30_000_000):
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                f"https://outlet.example/{len(body)}", "response", io.BytesIO(gzip.compress(body)), http_headers=headers
            )
            writer.write_record(record)
    with Web() as web:
        small, large = source_at(str(tmp_path / "a.warc.gz")).discover(web)
        page = fetched(small, web)
        assert isinstance(large, Candidate)
        refused = fetch(large, web).outcome
    assert page.body == b"<p>packed</p>"
    assert "encoding" not in page.headers
    assert isinstance(refused, Reject)
    assert refused.reason == "too_large"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"", 0), (b"no archive at all", 0), (gzip.compress(b"no archive either"), 0), (WARC[: len(WARC) - 40], 1),
        (gzip.compress(warc(ALL, packed=False)), 0), (WARC[:200] + b"\x00" * 50 + WARC[200:], 0),
    ],
    ids=["empty", "text", "packed text", "cut", "packed as one", "broken within"],
)  # fmt: skip
def test_a_file_that_is_no_whole_warc_gives_what_it_has_and_says_so(body: bytes, kept: int, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(body)
    with Web() as web:
        found = list(source_at(str(tmp_path / "a.warc.gz")).discover(web))
    assert len(urls(found)) >= kept
    assert reasons(found) == ([("discover", "malformed")] if body else [])


@pytest.mark.parametrize("piece", [100, 1000, 10_000_000])
def test_a_warc_file_at_an_address_is_read_in_pieces(
    piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "PIECE", piece)
    with connected(lambda host, path, headers: ranged(WARC, headers) if "warc" in path else None, tmp_path) as (
        web,
        server,
    ):
        found = list(source_at(server.url("a.warc.gz")).discover(web))
        assert [fetched(candidate, web).body for candidate in found] == [ONE.body, TWO.body]
        asked = [visit for visit in server.log if "warc" in visit.path]
    assert len(asked) == -(-len(WARC) // piece)


def test_a_server_that_knows_no_ranges_gives_the_whole(tmp_path: Path) -> None:
    with connected({"a.warc.gz": Answer(WARC)}, tmp_path) as (web, server):
        assert len(urls(list(source_at(server.url("a.warc.gz")).discover(web)))) == 2


def lying(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    return Answer(WARC[:100], 206, {"Content-Range": "bytes 7-106/9999"}) if "warc" in path else None


def ending(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    first = headers.get("Range", "").startswith("bytes=0-")
    return (ranged(WARC, headers) if first else Answer(b"busy", 500)) if "warc" in path else None


def endless(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    return Answer(WARC[:100], 206, {"Content-Range": f"bytes 0-99/{10**13}"}) if "warc" in path else None


@pytest.mark.parametrize(
    ("answers", "reason"),
    [(lying, "malformed"), (ending, "http_error"), (endless, "too_large"), ({}, "not_found")],
    ids=["another range", "ends within", "endless", "gone"],
)
def test_a_warc_file_that_does_not_come_is_a_reject(
    answers: Answering, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "PIECE", 500)
    with connected(answers, tmp_path) as (web, server):
        found = list(source_at(server.url("a.warc.gz")).discover(web))
    assert reasons(found) == [("discover", reason)]


def test_with_days_what_an_archive_fetched_before_or_whose_address_tells_another_day_is_passed_over(
    tmp_path: Path,
) -> None:
    captures = [
        Capture("https://outlet.example/early", b"<p>1</p>", at="20241204235959"),
        Capture("https://outlet.example/2024/12/05/told", b"<p>2</p>", at="20250101000000"),
        Capture("https://outlet.example/2024/11/05/told", b"<p>3</p>"),
        Capture("https://outlet.example/later", b"<p>4</p>", at="20250101000000"),
    ]
    (tmp_path / "a.warc.gz").write_bytes(warc(captures))
    with Web() as web:
        found = list(source_at(str(tmp_path / "a.warc.gz")).discover(web, DAY))
    assert urls(found) == ["https://outlet.example/2024/12/05/told", "https://outlet.example/later"]


NEWS = {
    "CC-NEWS-20241130000000-00001.warc.gz": warc([Capture("https://outlet.example/before", b"<p>b</p>")]),
    "CC-NEWS-20241205010203-00002.warc.gz": WARC,
    "CC-NEWS-20241207010203-00003.warc.gz": warc([Capture("https://outlet.example/three", b"<p>three</p>")]),
    "CC-NEWS-20241208010203-00004.warc.gz": warc([Capture("https://outlet.example/after", b"<p>a</p>")]),
}


def test_cc_news_reads_the_files_of_the_days_and_of_the_day_after(tmp_path: Path) -> None:
    with connected(cc_news(NEWS), tmp_path) as (web, server):
        found = list(CcNews("news", server.url(""), ("outlet.example",)).discover(web, DAY))
        assert [fetched(item, web).body for item in found] == [b"<p>one</p>", b"<p>three</p>"]
        read = {visit.path.rsplit("/", 1)[1] for visit in server.log}
    assert read == {"robots.txt", "warc.paths.gz", *list(NEWS)[1:3]}


def test_cc_news_without_a_list_of_its_hosts_is_everybody_s(tmp_path: Path) -> None:
    with connected(cc_news(NEWS), tmp_path) as (web, server):
        found = list(CcNews("news", server.url("")).discover(web, Days(date(2024, 12, 5), date(2024, 12, 5))))
    assert urls(found) == ["https://outlet.example/world/one", "https://www.other.example/two"]


def test_a_month_that_is_not_listed_is_a_reject_and_the_next_is_read(tmp_path: Path) -> None:
    november = Days(date(2024, 10, 30), date(2024, 12, 4))
    with connected(cc_news({name: NEWS[name] for name in list(NEWS)[1:]}), tmp_path) as (web, server):
        found = list(CcNews("news", server.url("")).discover(web, november))
    assert reasons(found) == [("discover", "not_found")] * 2
    assert len(urls(found)) == 2


def test_more_pages_than_a_source_may_have_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cc_news_source, "MOST", 1)
    with connected(cc_news(NEWS), tmp_path) as (web, server):
        found = list(CcNews("news", server.url("")).discover(web, DAY))
    assert (len(urls(found)), reasons(found)) == (1, [("discover", "too_large")])


KEPT = [
    Capture("https://outlet.example/world/one", b"<p>one</p>"),
    Capture("https://outlet.example/world/one", b"<p>one, later</p>", at="20241206060000"),
    Capture("https://m.outlet.example/world/2024/12/06/two?a=1&b=2", b"<p>two</p>", at="20241207060000"),
    Capture("https://outlet.example/world/2023/12/06/old", b"<p>old</p>"),
    Capture("https://outlet.example/sport/three", b"<p>three</p>"),
    Capture("https://outlet.example/world/map.png", b"\x89PNG", kind="image/png"),
    Capture("https://outlet.example/world/gone", b"gone", status="404 Not Found"),
    Capture("https://outlet.example/world/after", b"<p>after</p>", at="20241212060000"),
    Capture("https://notoutlet.example/world/other", b"<p>other</p>"),
]


@pytest.mark.parametrize("rows", [1, 2, 5000])
def test_the_wayback_machine_s_captures_of_an_outlet(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wayback_source, "ROWS", rows)
    with connected(wayback(KEPT), tmp_path) as (web, server):
        found = list(Wayback("old", server.url(""), ("outlet.example",)).discover(web, DAY))
        pages = {page.url: page for page in (fetched(item, web) for item in found)}
    two = "https://m.outlet.example/world/2024/12/06/two?a=1&b=2"
    assert set(pages) == {"https://outlet.example/world/one", "https://outlet.example/sport/three", two}
    assert pages["https://outlet.example/world/one"].body == b"<p>one</p>"
    assert pages[two].final_url == two
    assert pages[two].fetched_at == datetime(2024, 12, 7, 6, tzinfo=UTC)


def test_a_part_of_an_outlet(tmp_path: Path) -> None:
    with connected(wayback(KEPT), tmp_path) as (web, server):
        found = list(Wayback("old", server.url(""), ("outlet.example/sport",)).discover(web, DAY))
    assert urls(found) == ["https://outlet.example/sport/three"]


@pytest.mark.parametrize(
    "body", [b"<html>busy</html>", b'{"error": 1}', b'[["timestamp"], ["1"]]', b"[" * 100_000, b'[["a"], 3]', b"null "],
    ids=["html", "object", "column missing", "deep", "no row", "null"],
)  # fmt: skip
def test_an_index_that_cannot_be_read_is_a_reject(body: bytes, tmp_path: Path) -> None:
    def answers(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        return Answer(body) if path.startswith("cdx") else None

    with connected(answers, tmp_path) as (web, server):
        found = list(Wayback("old", server.url(""), ("outlet.example",)).discover(web, DAY))
    assert urls(found) == []
    assert reasons(found) == ([("discover", "malformed")] if body != b"null " else [])


def test_archives_announce_nothing_without_days(tmp_path: Path) -> None:
    with connected({}, tmp_path) as (web, server):
        assert list(Wayback("old", server.url(""), ("outlet.example",)).discover(web)) == []
        assert list(CcNews("news", server.url("")).discover(web)) == []
        assert server.log == []


def test_what_an_archive_captured_before_the_page_that_is_held_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([ONE]))
    with Web() as web:
        (candidate,) = source_at(str(tmp_path / "a.warc.gz")).discover(web)
        assert isinstance(candidate, Candidate)
        for day, is_taken in ((4, True), (5, False), (6, False)):
            moment = datetime(2024, 12, day, 6, tzinfo=UTC)
            stored = StoredResponse(Ref("page", moment), candidate.url, 200, "other", None, None, None, moment)
            assert (fetch(candidate, web, stored).page is not None) == is_taken


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-12-05T06:00:00", datetime(2024, 12, 5, 6, tzinfo=UTC)),
        ("9999-12-31T23:59:59-12:00", None),
        ("soon", None),
    ],
)
def test_a_moment_that_is_none_or_still_to_come_is_now(written: str, moment: datetime | None, tmp_path: Path) -> None:
    body = warc([ONE], packed=False).replace(b"WARC-Date: 2024-12-05T06:00:00Z", f"WARC-Date: {written}".encode())
    (tmp_path / "a.warc").write_bytes(body)
    began = datetime.now(UTC)
    with Web() as web:
        (candidate,) = source_at(str(tmp_path / "a.warc")).discover(web)
        page = fetched(candidate, web)
    assert page.fetched_at == moment if moment else began <= page.fetched_at <= datetime.now(UTC)


def test_a_page_in_two_archives_is_one_candidate(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([Capture("https://m.outlet.example/a/amp", b"<p>a</p>"), TWO]))
    (tmp_path / "b.warc.gz").write_bytes(warc([Capture("https://outlet.example/a", b"<p>a</p>"), TWO]))
    with Web() as web:
        announced = discover([source_at(str(tmp_path))], web)
    candidates, rejects = announced.candidates, announced.rejects
    assert [candidate.url for candidate in candidates] == ["https://outlet.example/a", "https://www.other.example/two"]
    assert rejects == []


ROW = '[[source]]\nname = "a"\nkind = "{kind}"\nurl = "{url}"\n'


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (ROW.format(kind="wayback", url="https://archive.example/"), ":1: a source of kind wayback needs hosts."),
        (
            ROW.format(kind="feed", url="https://a.example/") + 'hosts = "a.example"\n',
            ":1: a source of kind feed has no hosts.",
        ),
        (ROW.format(kind="cc-news", url="data/"), ":1: data/ is not an http or https address."),
        (
            ROW.format(kind="cc-news", url="https://a.example/") + 'hosts = "https://a.example"\n',
            ":1: https://a.example is not a host, such as outlet.example or outlet.example/world.",
        ),
    ],
)
def test_a_bad_row_of_an_archive_is_one_sentence(row: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(row)
    with pytest.raises(SourceError) as caught:
        load(path=tmp_path / "sources.toml")
    assert str(caught.value) == f"{tmp_path / 'sources.toml'}{sentence}"


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


def test_a_page_cut_short_is_rejected_and_not_read_as_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc([Capture(ONE.url, b"<p>one</p>" * 50)], packed=False)[:-200])
    with Web() as web:
        candidate, broken = source_at(str(tmp_path / "a.warc")).discover(web)
        assert isinstance(candidate, Candidate)
        outcome = fetch(candidate, web).outcome
    assert isinstance(broken, Reject)
    assert isinstance(outcome, Reject)
    assert (broken.reason, outcome.reason) == ("malformed", "malformed")


NEWS_PAGE = (
    b'<html><head><title>Hama falls</title><script type="application/ld+json">{"@type": "NewsArticle", "headline": '
    b'"Hama falls", "datePublished": "2024-12-05T09:00:00Z"}</script></head><body><article><h1>Hama falls</h1>'
    b"<p>Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.</p>"
    b"<p>Residents said that shops had stayed shut and that no shot was heard after nine in the morning.</p>"
    b"</article></body></html>"
)


def test_a_backfill_from_an_archive_lands_the_outlet_s_own_article(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.backfill import backfill_day
    from flows.nightly import nightly

    (home / "seeds").mkdir()
    row = ROW.format(kind="wayback", url="http://archive.example/") + 'hosts = "outlet.example"\n'
    (home / "seeds" / "sources.toml").write_text(row)
    with loopback(wayback([Capture("https://outlet.example/hama", NEWS_PAGE)])) as server:
        monkeypatch.setenv("DATELINE_ROUTES", json.dumps({"archive.example": list(server.route)}))
        monkeypatch.setenv("DATELINE_DELAY", "0")
        runs = [backfill_day(DAY.first, ["a"]) for _ in range(2)]
        with pytest.raises(SourceError, match="a is an archive: it needs a first and a last day"):
            nightly(sources=["a"])
    assert [(run.discovered, run.landed, run.unchanged, run.rejected) for run in runs] == [(1, 1, 0, 0), (1, 0, 1, 0)]
    (found,) = query(Lake.at(home), "FROM articles JOIN pages USING (page_id)").to_pylist()
    assert (found["canonical_url"], found["site"]) == ("https://outlet.example/hama", "outlet.example")
    assert found["fetched_at"] == datetime(2024, 12, 5, 6, tzinfo=UTC)
    assert json.loads(runs[0].parameters)["day"] == "2024-12-05"


def test_a_file_at_an_address_needs_a_folder_to_be_copied_to() -> None:
    with Web() as web, pytest.raises(SourceError, match=r"a\.warc\.gz: there is no folder to keep its pages in"):
        list(source_at("https://outlet.example/a.warc.gz").discover(web))


def page_of(capture: Capture, folder: Path) -> Page:
    """The page read from an archive with this record."""
    (folder / "a.warc.gz").write_bytes(warc([capture]))
    with Web() as web:
        (candidate,) = source_at(str(folder / "a.warc.gz")).discover(web)
        assert isinstance(candidate, Candidate)
        page = fetch(candidate, web).page
    assert page is not None
    return page


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "gzip, br", "br, zstd"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_record_in_any_coding_is_the_page(coding: str, chunked: bool, tmp_path: Path) -> None:
    body = b"<p>Twelve people were killed.</p>"
    for name in coding.split(", "):
        body = CODED[name](body)
    more = [("Content-Encoding", coding)]
    if chunked:
        body = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        more.append(("Transfer-Encoding", "chunked"))
    page = page_of(Capture(ONE.url, body, more=tuple(more)), tmp_path)
    assert page.body == b"<p>Twelve people were killed.</p>"
    assert "encoding" not in page.headers


def test_a_record_that_a_crawler_had_decoded_is_taken_as_it_is(tmp_path: Path) -> None:
    page = page_of(Capture(ONE.url, b"<p>one</p>", more=(("Content-Encoding", "br"),)), tmp_path)
    assert page.body == b"<p>one</p>"


def test_a_record_in_a_coding_that_is_not_known_is_a_reject_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([Capture(ONE.url, b"<p>one</p>", more=(("Content-Encoding", "sdch"),))]))
    with Web() as web:
        (candidate,) = source_at(str(tmp_path / "a.warc.gz")).discover(web)
        assert isinstance(candidate, Candidate)
        refused = fetch(candidate, web).outcome
    assert isinstance(refused, Reject)
    assert "coded as sdch" in refused.detail


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.wacz", "a.wacz is a WACZ, a ZIP file with WARC files in it: unzip it"),
        ("a.warc.zst", "a.warc.zst is packed with Zstandard: unpack it with zstd -d"),
        ("a.warc.xz", "a.warc.xz is packed with xz"),
        ("a.warc.bz2", "a.warc.bz2 is packed with bzip2"),
    ],
)
def test_a_file_that_must_be_unpacked_first_is_named_and_the_way_on(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(SourceError, match=re.escape(told)):
        source_at(str(tmp_path / name))
    with pytest.raises(SourceError, match=re.escape(told)):
        examine([source_at(f"https://outlet.example/{name}")])
    with Web() as web:
        (within,) = source_at(str(tmp_path)).discover(web)
    assert isinstance(within, Reject)
    assert told in within.detail


def test_a_file_packed_as_a_whole_is_named_and_the_way_on(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(warc(ALL, packed=False)))
    with Web() as web:
        *_, refused = source_at(str(tmp_path / "a.warc.gz")).discover(web)
    assert isinstance(refused, Reject)
    assert refused.detail == (
        f"{tmp_path}/a.warc.gz was packed as a whole, not record by record: "
        "unpack it with gunzip and name the .warc file."
    )


@pytest.mark.parametrize(
    ("place", "url", "copy", "captured"),
    [
        ("https://web.archive.org/web/20241206010203/http://outlet.example/a?b=1", "http://outlet.example/a?b=1",
         "https://web.archive.org/web/20241206010203id_/http://outlet.example/a?b=1",
         datetime(2024, 12, 6, 1, 2, 3, tzinfo=UTC)),
        ("https://web.archive.org/web/20241206if_/https:/outlet.example/a", "https://outlet.example/a",
         "https://web.archive.org/web/20241206id_/https://outlet.example/a", datetime(2024, 12, 6, tzinfo=UTC)),
        ("http://web.archive.org/web/2024/http://outlet.example/", "http://outlet.example",
         "http://web.archive.org/web/2024id_/http://outlet.example/", datetime(2024, 1, 1, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_copy_given_by_hand_is_the_page_at_its_own_address(
    place: str, url: str, copy: str, captured: datetime, tmp_path: Path
) -> None:
    (tmp_path / "a.urls").write_text(f"{place}\n")
    with Web() as web:
        found = [*source_at(place).discover(web), *source_at(str(tmp_path / "a.urls")).discover(web)]
    assert [(each.url, each.copy, each.captured) for each in found if isinstance(each, Candidate)] == [
        (url, copy, captured)
    ] * 2


@pytest.mark.parametrize(
    "place",
    [
        "https://web.archive.org/web/20241399/http://outlet.example/a", "https://web.archive.org/about/",
        "https://web.archive.org.evil.example/web/2024/http://outlet.example/a",
        "https://web.archive.org/web/2024/http://user:secret@outlet.example/a",
    ],
)  # fmt: skip
def test_what_is_no_copy_is_asked_for_as_it_is(place: str) -> None:
    assert isinstance(source_at(place), Address)
