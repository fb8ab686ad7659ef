"""One bad answer never ends a night: whatever a source, page, line or setting contains, the rest lands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from flows.archive.archive import Archive
from flows.archive.fetch import fetch_all
from flows.http.client import Web, WebError
from flows.http.throttle import retry_after
from flows.sources import Announced, Source, discover, source_at
from flows.sources.online.feed import Feed
from flows.sources.online.sitemap import Sitemap
from tests.archives import Capture, warc
from tests.flows.asking import rows
from tests.loopback import HOST, Answer, Loopback, loopback
from transforms.tables.schema import Reject
from warehouse import Lake, Ref

Outcome = Callable[[str], None]
HOME = f"http://{HOST}"
XML = {"Content-Type": "application/xml"}
PAGE = b"date 2024-12-05 Rebel fighters captured the city of Hama on Thursday."
TEXT = {"Content-Type": "text/plain"}


def item(path: str, more: str = "") -> str:
    return f"<item><link>{HOME}/{path}</link>{more}</item>"


def rss(*items: str) -> bytes:
    return f"<rss><channel>{''.join(items)}</channel></rss>".encode("utf-8", "surrogatepass")


def night(home: Path, server: Loopback, sources: list[Source], run: str) -> tuple[Announced, list[Ref | Reject]]:
    """One night over these sources, with all responses stored in the lake of a home."""
    with Archive(Lake.at(home), run, home / "incoming") as kept, Web(server.limits(spool=home), kept) as web:
        found = discover(sources, web)
        outcomes = fetch_all(
            found.candidates, web, kept.keep, kept.latest_documents([candidate.url for candidate in found.candidates])
        )
    return found, outcomes


def once(server: Loopback, sources: list[Source], spool: Path) -> tuple[Announced, list[Ref | Reject]]:
    """The candidates and outcomes of these sources, without storing anything."""
    with Web(server.limits(spool=spool)) as web:
        found = discover(sources, web)
        return found, fetch_all(found.candidates, web, lambda page: None)


def urls(found: Announced) -> list[str]:
    return [candidate.url.removeprefix(f"{HOME}/") for candidate in found.candidates]


def landed(found: Announced, outcomes: list[Ref | Reject]) -> list[str]:
    """The addresses of the candidates that became pages."""
    pairs = zip(found.candidates, outcomes, strict=True)
    return [candidate.url for candidate, result in pairs if isinstance(result, Ref)]


def reasons(found: Announced) -> list[str]:
    return [reject.reason for reject in found.rejects]


LATIN = "\u00fc\u0080\u00ff"
"""Non-ASCII bytes as the server writes them, which are not UTF-8."""
HEADERS: dict[str, dict[str, str]] = {
    "an ETag": {"ETag": f'"{LATIN}"'},
    "a Last-Modified": {"Last-Modified": f"Fri, 06 {LATIN} 2024"},
    "a Content-Type": {"Content-Type": f"text/plain; charset={LATIN}"},
    "a Set-Cookie": {"Set-Cookie": f"{LATIN}={LATIN}; Domain={LATIN}"},
    "a Link": {"Link": f"<{LATIN}>; rel={LATIN}"},
    "a Retry-After": {"Retry-After": LATIN},
    "a Content-Range": {"Content-Range": f"bytes {LATIN}"},
    "a huge ETag": {"ETag": '"' + "e" * 20_000 + '"'},
    "a Last-Modified that is no date": {"Last-Modified": "Fri, 31 Dec 9999 23:59:59 -2359"},
}


@pytest.mark.usefixtures("made")
@pytest.mark.attack("a feed and its page send {name} of a kind that no header may be, two nights in a row")
@pytest.mark.parametrize("name", HEADERS)
def test_what_is_kept_of_an_answer_does_not_end_the_next_night(name: str, tmp_path: Path, outcome: Outcome) -> None:
    feed = rss(item("page"))
    answers = {
        "feed.xml": Answer(feed, headers={**XML, **HEADERS[name]}),
        "page": Answer(PAGE, headers={**TEXT, **HEADERS[name]}),
    }
    with loopback(answers) as server:
        nights = [night(tmp_path, server, [Feed("desk", server.url("feed.xml"))], run) for run in ("first", "second")]
        asked = [visit for visit in server.log if visit.path in ("/feed.xml", "/page")]
    assert [urls(found) for found, _ in nights] == [["page"], ["page"]]
    assert all(isinstance(result, Ref) for _, outcomes in nights for result in outcomes)
    assert all(value.isascii() for visit in asked for value in visit.headers.values())
    assert len(asked) == 4
    outcome("both nights landed the page; nothing but printable ASCII was sent back")


@pytest.mark.usefixtures("made")
def test_an_etag_that_is_a_header_is_sent_back(tmp_path: Path) -> None:
    answers = {"feed.xml": Answer(rss(item("page")), headers={**XML, "ETag": '"1"'}), "page": Answer(PAGE)}
    with loopback(answers) as server:
        for run in ("first", "second"):
            night(tmp_path, server, [Feed("desk", server.url("feed.xml"))], run)
        sent = [visit.headers.get("If-None-Match") for visit in server.log if visit.path == "/feed.xml"]
    assert sent == [None, '"1"']


DATES = [
    "Fri, 06 Dec 99999999999999 01:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359",
    "Mon, 01 Jan 0000 00:00:00 GMT", "10000-01-01", "99999999999999", "9999-12-31T23:59:59-23:59", "-1-1-1", "1" * 5000,
    "0001-01-01T00:00:00+23:59", "Fri, 06 Dec 2024 99:99:99 GMT", "nan",
]  # fmt: skip


@pytest.mark.attack("a feed and a sitemap date a page {value:.45}")
@pytest.mark.parametrize("value", DATES)
def test_a_date_beyond_the_calendar_costs_no_page(value: str, tmp_path: Path, outcome: Outcome) -> None:
    news = f"<n:news xmlns:n='n'><n:publication_date>{value}</n:publication_date></n:news>"
    answers = {
        "feed.xml": Answer(rss(item("a", f"<pubDate>{value}</pubDate>"), item("b")), headers=XML),
        "map.xml": Answer(
            f"<urlset><url><loc>{HOME}/c</loc><lastmod>{value}</lastmod>{news}</url></urlset>".encode(), headers=XML
        ),
        **{path: Answer(PAGE, headers=TEXT) for path in "abc"},
    }
    with loopback(answers) as server:
        sources: list[Source] = [Feed("desk", server.url("feed.xml")), Sitemap("map", server.url("map.xml"))]
        found, outcomes = once(server, sources, tmp_path)
    assert urls(found) == ["a", "b", "c"]
    assert all(isinstance(result, Ref) for result in outcomes)
    outcome("every page landed")


@pytest.mark.attack("a busy host says Retry-After: {value:.45}")
@pytest.mark.parametrize(
    "value",
    ["Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "9" * 400, "1e309", "nan", "-1",
     "Fri, 06 Dec 99999999999999 01:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 +2359"],
)  # fmt: skip
def test_a_pause_beyond_the_clock_costs_its_host_alone(value: str, tmp_path: Path, outcome: Outcome) -> None:
    def answers(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        if path == "robots.txt":
            return None
        return Answer(b"busy", 503, {"Retry-After": value}) if host == HOST else Answer(PAGE, headers=TEXT)

    file = tmp_path / "a.urls"
    file.write_text(f"{HOME}/a\n{HOME}/b\nhttp://other.example/c\n")
    with loopback(answers) as server:
        _, outcomes = once(server, [source_at(str(file))], tmp_path)
    assert [isinstance(result, Ref) for result in outcomes] == [False, False, True]
    assert {result.reason for result in outcomes if isinstance(result, Reject)} == {"http_error"}
    waits = retry_after(value)
    assert waits is None or waits >= 0
    outcome("the host is a reject, the other host's page landed")


@pytest.mark.attack("robots.txt asks for Crawl-delay: {value}")
@pytest.mark.parametrize("value", ["nan", "inf", "1e309", "-5", "1e18", "-inf", "1" * 400])
def test_a_delay_beyond_the_clock(value: str, outcome: Outcome) -> None:
    robots = Answer(f"User-agent: *\nCrawl-delay: {value}".encode(), headers=TEXT)
    with loopback({"robots.txt": robots, "page": Answer(PAGE)}) as server, Web(server.limits()) as web:
        try:
            came = str(web.get(server.url("page")).status)
        except WebError as error:
            came = error.reason
    assert came == ("robots" if value == "1e18" else "200")
    outcome("no page is asked for" if came == "robots" else "the delay is none, ours holds")


HOSTS = [
    "xn--a", "xn--\u00fc.example", "a..example", f"{'a' * 64}.example", ".example", "outlet.example:0",
    "outlet.example:99999", "outlet.example:abc", "[::1%25eth0]", "[x", "]", "outlet.example\\x", "a\tb.example",
    "ex ample.example", "\u2603\ufe0f.example", "%00.example", "\u0130.example", "-.example", "1.2.3.4.5", "user@[::1]",
]  # fmt: skip


@pytest.mark.usefixtures("made")
@pytest.mark.attack(
    "a feed, a list and a redirect name hosts that are none: IDNA, ports, labels, brackets, backslashes"
)
def test_an_invalid_host_costs_its_entry_alone(tmp_path: Path, outcome: Outcome) -> None:
    entries = [f"<item><link>http://{host}/x</link></item>" for host in HOSTS]
    answers = {
        "feed.xml": Answer(rss(*entries, item("page"), *(item(f"to-{n}") for n in range(len(HOSTS)))), headers=XML),
        "page": Answer(PAGE, headers=TEXT),
        **{
            f"to-{n}": Answer(status=302, headers={"Location": f"http://{host}/x".encode().decode("latin-1")})
            for n, host in enumerate(HOSTS)
        },
    }
    with loopback(answers) as server:
        for run in ("first", "second"):
            found, outcomes = night(tmp_path, server, [Feed("desk", server.url("feed.xml"))], run)
            came = [
                item.url for item, result in zip(found.candidates, outcomes, strict=True) if isinstance(result, Ref)
            ]
            assert came == [f"{HOME}/page"]
            assert len(outcomes) == len(found.candidates) > len(HOSTS)
    outcome(f"{len(outcomes) - 1} rejects, the sound page landed, two nights long")


@pytest.mark.attack("a whole source has an address that IDNA refuses or that is none")
@pytest.mark.parametrize("host", ["xn--a", "xn--\u00fc.example", "[x", "outlet.example:abc", "\udcff.example"])
@pytest.mark.parametrize("kind", [Feed, Sitemap])
def test_a_source_that_is_nowhere_costs_itself_alone(
    kind: type[Feed], host: str, tmp_path: Path, outcome: Outcome
) -> None:
    with loopback({"feed.xml": Answer(rss(item("page"))), "page": Answer(PAGE)}) as server:
        sources: list[Source] = [kind("bad", f"http://{host}/feed.xml"), Feed("good", server.url("feed.xml"))]
        found, _ = once(server, sources, tmp_path)
    assert urls(found) == ["page"]
    assert [reject.source_id for reject in found.rejects] == ["bad"]
    assert list(found.failed) == ["bad"]
    outcome("a reject; the other source is read")


@pytest.mark.usefixtures("made")
@pytest.mark.attack("a JSON line has a lone surrogate or NUL in its id, headline, address and text")
@pytest.mark.parametrize("bad", ["\\ud800", "\\udcff", "\\u0000"])
def test_a_lone_surrogate_in_a_line_costs_no_other_line(bad: str, home: Path, outcome: Outcome) -> None:
    from flows.nightly import nightly

    text = "Rebel fighters captured the city of {} on Thursday. The army said that 12 soldiers were killed."
    lines = [
        f'{{"id": "i{bad}", "title": "t{bad}", "text": "{text.format("Homs")} {bad}", "published": "2024-12-05"}}',
        f'{{"url": "http://{bad}/x", "text": "{text.format("Idlib")}", "published": "2024-12-05"}}',
        f'{{"id": "good", "text": "{text.format("Hama")}", "published": "2024-12-05"}}',
    ]
    (home / "in.jsonl").write_text("\n".join(lines))
    for _ in range(2):
        run = nightly(places=[str(home / "in.jsonl")])
        assert run.discovered == run.landed + run.unchanged + run.rejected == 3
    good = rows(home, "SELECT url FROM articles WHERE url LIKE '%#good'")
    assert len(good) == 1
    outcome(f"{run.unchanged} lines landed, {run.rejected} rejected, twice")


@pytest.mark.usefixtures("made")
@pytest.mark.attack("an archive's records have headers, dates and lengths that are none")
def test_a_warc_file_of_nonsense_costs_its_records(tmp_path: Path, outcome: Outcome) -> None:
    good = Capture("https://outlet.example/good", PAGE)
    for number, (what, instead) in enumerate(
        {
            b"WARC-Date: 2024-12-05T06:00:00Z": b"WARC-Date: 9999-12-31T23:59:59-23:59",
            b"WARC-Target-URI: https://outlet.example/bad": b"WARC-Target-URI: https://\xff\x00.xn--a/[",
            b"Content-Type: text/html; charset=utf-8": b"Content-Type: text/html; charset=\xff\x00\x80",
        }.items()
    ):
        bad = warc([Capture("https://outlet.example/bad", PAGE)], packed=False).replace(what, instead)
        (tmp_path / f"{number}.warc").write_bytes(bad + warc([good], packed=False))
    with loopback({}) as server:
        for run in ("first", "second"):
            found, outcomes = night(tmp_path, server, [source_at(str(tmp_path))], run)
            came = [
                item.url for item, result in zip(found.candidates, outcomes, strict=True) if isinstance(result, Ref)
            ]
            assert good.url in came
    kept = rows(tmp_path, "SELECT count(*) AS n FROM pages WHERE url LIKE '%/good'")
    assert kept[0]["n"] >= 1
    outcome("the sound record landed, two nights long")


@pytest.mark.usefixtures("made")
@pytest.mark.attack("an answer cannot become a row of the archive")
def test_an_answer_that_cannot_be_stored_is_one_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome
) -> None:
    from flows.archive import archive

    real = archive.table

    def failing(name: str, pages: list[Any], run_id: str) -> Any:
        if any(page.url.endswith("/b") for page in pages):
            raise UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed")
        return real(name, pages, run_id)

    monkeypatch.setattr(archive, "table", failing)
    with loopback({"feed.xml": Answer(rss(*map(item, "abc"))), **{p: Answer(PAGE) for p in "abc"}}) as server:
        _, outcomes = night(tmp_path, server, [Feed("desk", server.url("feed.xml"))], "one")
    assert [isinstance(result, Ref) for result in outcomes] == [True, False, True]
    assert isinstance(outcomes[1], Reject)
    assert "cannot be kept: UnicodeEncodeError" in outcomes[1].detail
    outcome(outcomes[1].detail[:60])
