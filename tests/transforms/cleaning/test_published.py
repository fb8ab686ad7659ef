"""Publication dates: which place on a page is believed, and which is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from trafilatura.utils import load_html

from transforms.cleaning import published
from transforms.cleaning.bounds import parsed
from transforms.cleaning.draft import Told, Unclean
from transforms.cleaning.meta import metas
from transforms.cleaning.published import Published

LATEST = date(2024, 12, 10)
DAY = date(2024, 12, 6)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2024-12-06", DAY),
        ("2024-12-06T01:30:00+03:00", datetime(2024, 12, 6, 1, 30, tzinfo=timezone(timedelta(hours=3)))),
        ("2024-12-06T01:30:00Z", datetime(2024, 12, 6, 1, 30, tzinfo=UTC)),
        ("2024-12-06 01:30:00.123", datetime(2024, 12, 6, 1, 30, 0, 123000)),  # noqa: DTZ001
        ("Fri, 06 Dec 2024 01:30:00 +0000", datetime(2024, 12, 6, 1, 30, tzinfo=UTC)),
        ("Friday, December 6, 2024", DAY),
        ("6th of December 2024", DAY),
        ("Dec. 6, 2024, 4 p.m.", DAY),
        ("06/12/2024", None),
        ("31 February 2024", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moment(value: str, read: date | None) -> None:
    assert published.moment(value) == read


def test_the_day_is_the_outlets_own_and_the_moment_utc() -> None:
    told: list[Told] = [("json-ld", "2024-12-06T01:30:00+03:00")]
    assert published.choose(told, LATEST) == Published(
        DAY, datetime(2024, 12, 5, 22, 30, tzinfo=UTC), "json-ld", "+03:00"
    )


@pytest.mark.parametrize("value", ["2024-12-06", "2024-12-06T09:00:00"])
def test_without_a_zone_there_is_no_moment(value: str) -> None:
    assert published.choose([("meta", value)], LATEST) == Published(DAY, None, "meta")


def test_the_first_date_that_can_be_one_is_believed() -> None:
    told: list[Told] = [
        ("json-ld", "1970-01-01"),
        ("meta", "soon"),
        ("feed", None),
        ("url", DAY),
        ("text", "2024-12-01"),
    ]
    assert published.choose(told, LATEST) == Published(DAY, None, "url")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ([], "no_date"),
        ([("feed", None), ("meta", "soon")], "no_date"),
        ([("meta", "2024-12-11")], "bad_date"),
        ([("meta", "1989-12-31"), ("feed", None)], "bad_date"),
    ],
)
def test_no_date_is_never_made_up(told: list[Told], reason: str) -> None:
    with pytest.raises(Unclean) as caught:
        published.choose(told, LATEST)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://outlet.example/2024/12/06/hama", DAY),
        ("https://outlet.example/2024/dec/06/hama", DAY),
        ("https://outlet.example/world/20241206-hama", DAY),
        ("https://outlet.example/world/2024-12-06/hama", DAY),
        ("https://outlet.example/2024/12/hama", None),
        ("https://outlet.example/2024/13/06/hama", None),
        ("https://outlet.example/story/20241206123", None),
        ("file:///archive/2024/12/06/hama.html", None),
    ],
)
def test_in_url(url: str, day: date | None) -> None:
    assert [value for _, value in published.in_url(url) if value] == ([day] if day else [])


@pytest.mark.parametrize(
    ("meta", "found"),
    [
        ('<meta property="article:published_time" content="2024-12-06">', ["2024-12-06"]),
        ('<meta itemprop="datePublished" content="2024-12-06">', ["2024-12-06"]),
        (
            '<meta name="Date" content="2024-12-05"><meta name="pubdate" content="2024-12-06">',
            ["2024-12-06", "2024-12-05"],
        ),
        ('<meta property="article:modified_time" content="2024-12-06">', []),
        ('<meta name="date" content="">', []),
    ],
)
def test_in_meta(meta: str, found: list[str]) -> None:
    tree = parsed(f"<html><head>{meta}</head><body><p>Text</p></body></html>")
    assert [value for _, value in published.in_meta(metas(tree))] == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<h1>Hama</h1><time datetime="2024-12-06">6 Dec</time>', ["2024-12-06"]),
        (
            '<time datetime="2024-12-09">today</time><h1>Hama</h1><time datetime="2024-12-06">6 Dec</time>',
            ["2024-12-06"],
        ),
        ('<h1>Hama</h1><ul><li><time datetime="2024-12-01">1 Dec</time></li></ul>', []),
        ('<h1>Hama</h1><div class="related"><time datetime="2024-12-01">1 Dec</time></div>', []),
        ('<h1>Hama</h1><p>Updated <time datetime="2024-12-07">7 Dec</time></p>', []),
        ('<h1>Hama</h1><time itemprop="dateModified" datetime="2024-12-07">7 Dec</time>', []),
        ('<p><time itemprop="datePublished" datetime="2024-12-06">6 Dec</time></p><h1>Hama</h1>', ["2024-12-06"]),
    ],
)
def test_in_time(body: str, found: list[str]) -> None:
    tree = load_html(f"<html><body>{body}</body></html>")
    assert [value for _, value in published.in_time(tree)] == found


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<h1>Hama</h1><p>Published on 6 December 2024</p>", DAY),
        ("<header><h1>Hama</h1></header><div>By Ada Reed | December 6, 2024</div>", DAY),
        ("<h1>Hama</h1><p>Last updated 7 December 2024</p><p>6 December 2024</p>", DAY),
        ("<h1>Hama</h1><aside>1 December 2024</aside>", None),
        ('<h1>Hama</h1><p>Text</p><script>var cutOff = "2023-06-30";</script>', None),
        ("<h1>Hama</h1><p>The town was lost in the summer.</p><footer>© 2024 Outlet</footer>", None),
    ],
)
def test_in_text(body: str, day: date | None) -> None:
    tree = load_html(f"<html><body>{body}</body></html>")
    found = [value for _, value in published.in_text(tree, LATEST) if value]
    assert found[:1] == ([day] if day else [])


def test_a_date_within_a_long_sentence_is_no_date_line() -> None:
    sentence = "The town, which had been taken by the army on 6 December 2023 after a siege of many weeks, " * 2
    tree = load_html(f"<html><body><h1>Hama</h1><p>{sentence}</p></body></html>")
    assert DAY.replace(year=2023) not in [value for _, value in published.in_text(tree, LATEST)]
