# ruff: noqa: E501
"""Publication dates: which places on a page are trusted, and which are not."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from trafilatura.utils import load_html

from transforms.cleaning import webpage
from transforms.cleaning.draft import Announced, StatedDate, Unclean
from transforms.cleaning.metadata import published
from transforms.cleaning.metadata.meta import metas
from transforms.cleaning.metadata.published import Published
from transforms.cleaning.text.bounds import parsed

LATEST = date(2024, 12, 10)
DAY = date(2024, 12, 6)


def test_the_day_is_the_outlets_own_and_the_moment_utc() -> None:
    dates: list[StatedDate] = [("json-ld", "2024-12-06T01:30:00+03:00")]
    assert published.choose(dates, LATEST) == Published(
        DAY, datetime(2024, 12, 5, 22, 30, tzinfo=UTC), "json-ld", "+03:00"
    )


@pytest.mark.parametrize(
    ("source", "day", "own"),
    [
        ("time", "2024-12-07", date(2024, 12, 7)),
        ("text", "2024-12-07", date(2024, 12, 7)),
        ("time", "2024-12-09", DAY),
        ("feed", "2024-12-07", DAY),
    ],
)
def test_a_moment_told_in_utc_is_put_on_the_day_that_the_page_shows(source: str, day: str, own: date) -> None:
    dates: list[StatedDate] = [("meta", "2024-12-06T22:30:00.000Z"), (source, day)]
    assert published.choose(dates, LATEST).day == own


@pytest.mark.parametrize("value", ["2024-12-06", "2024-12-06T09:00:00"])
def test_without_a_zone_there_is_no_moment(value: str) -> None:
    assert published.choose([("meta", value)], LATEST) == Published(DAY, None, "meta")


def test_the_first_date_that_can_be_one_is_believed() -> None:
    dates: list[StatedDate] = [
        ("json-ld", "1970-01-01"),
        ("meta", "soon"),
        ("feed", None),
        ("url", DAY),
        ("text", "2024-12-01"),
    ]
    assert published.choose(dates, LATEST) == Published(DAY, None, "url")


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        ([], "no_date"),
        ([("feed", None), ("meta", "soon")], "no_date"),
        ([("meta", "2024-12-11")], "bad_date"),
        ([("meta", "1989-12-31"), ("feed", None)], "bad_date"),
    ],
)
def test_no_date_is_never_made_up(dates: list[StatedDate], reason: str) -> None:
    with pytest.raises(Unclean) as caught:
        published.choose(dates, LATEST)
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
def test_an_address_names_its_day(url: str, day: date | None) -> None:
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
def test_meta_elements_name_the_day_of_publication(meta: str, found: list[str]) -> None:
    tree = parsed(f"<html><head>{meta}</head><body><p>Text</p></body></html>")
    assert [str(value) for _, value in published.in_meta(metas(tree))] == found


H = "<h1>Hama</h1>"
PROSE = "<p>The town was lost in the summer, and nobody has come back to it since.</p>"


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (f'{H}<time datetime="2024-12-06">6 Dec</time>', DAY),
        (f'<time datetime="2024-12-06">6 Dec</time>{H}', DAY),
        (f'<ul><li class="date">December 6, 2024</li><li>6 min</li></ul>{H}', DAY),
        (f'{H}<p>Updated <time datetime="2024-12-07">7 Dec</time></p><p>6 December 2024</p>', DAY),
        (f'{H}<time itemprop="dateModified" datetime="2024-12-07">7 Dec</time>', None),
        (f'<p><time itemprop="datePublished" datetime="2024-12-06">6 Dec</time></p>{H}', DAY),
        (f'{H}<span itemprop="datePublished" content="2024-12-06">today</span>', DAY),
        (f'{H}<div class="related"><time datetime="2024-12-01">1 Dec</time></div>', None),
        (f"{H}<p>Published on 6 December 2024</p>", DAY),
        (f"<header>{H}</header><div>By Ada Reed | December 6, 2024</div>", DAY),
        (f"{H}<p>Last updated 7 December 2024</p><p>6 December 2024</p>", DAY),
        (
            f"<div><span>Last updated:</span> <span>7 December 2024</span></div><div><span>Published:</span> <span>6 December 2024</span></div>{H}",
            DAY,
        ),
        (f"<div>06.12.2024</div><article>{H}{PROSE}</article>", DAY),
        (f"{H}<p>The war began on 15 March 2011.</p>", None),
        (f"{H}<p>It was on 6 December 2024 that the town, which had been besieged, was taken by the army.</p>", None),
        (f"{H}{PROSE}<blockquote><p>At last.</p>- desk <a>December 1, 2024</a></blockquote>", None),
        (f'{H}{PROSE}<div class="comment">6 December 2024</div>', None),
        (f"{H}{PROSE}<footer>\u00a9 6 December 2024 Outlet</footer>", None),
        (f'{H}{PROSE}<script>var cutOff = "2024-12-06";</script>', None),
        (f"{H}<p>06/12/2024</p>", None),
        (f"{H}<p>12/06/2024</p><p>Updated: 12/17/2024</p>", DAY),
        (f"{H}<p>06/12/2024</p><p>Updated: 17/12/2024</p>", DAY),
        (f"{H}<p>Fri, 12/06/2024 - 11:38</p>", DAY),
        (
            f'{H}{PROSE * 70}<ul><li>Published on <time datetime="2024-12-06">6 Dec</time></li></ul>'
            '<div class="date">2024-12-01</div>',
            DAY,
        ),
    ],
)
def test_a_line_beside_the_headline_names_the_day(body: str, day: date | None) -> None:
    tree = load_html(f"<html><body>{body}</body></html>")
    found = [stamp.read for stamp in published.stamps(tree, published.order_on(tree)) if stamp.kind != "changed"]
    assert found[:1] == ([day] if day else [])


@pytest.mark.parametrize(
    "dates",
    [
        [("meta", "2024-12-05T23:30:00Z"), ("time", "2024-12-06T02:30:00+03:00")],
        [("meta", "2024-12-05T23:30:00Z"), ("url", DAY)],
        [("meta", "2024-12-05T23:30:00Z"), ("text", DAY)],
    ],
)
def test_a_moment_in_utc_is_of_the_outlets_own_day(dates: list[StatedDate]) -> None:
    found = published.choose(dates, LATEST)
    assert (found.day, found.at) == (DAY, datetime(2024, 12, 5, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize("other", [date(2024, 12, 3), date(2024, 12, 8)])
def test_a_day_that_it_was_nowhere_is_not_believed_before_a_moment(other: date) -> None:
    assert published.choose([("meta", "2024-12-06T12:00:00Z"), ("url", other)], LATEST).day == DAY


def test_the_day_of_a_change_stands_in_by_its_own_name() -> None:
    dates = list(published.changed([{"dateModified": "2024-12-06"}], {}, [], None))
    assert published.choose(dates, LATEST) == Published(DAY, None, "changed")


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (f"{H}{PROSE * 70}<div class='box'><i>Last updated December 6, 2024 by <a>the desk</a></i></div>", DAY),
        (f"{H}{PROSE * 70}<div>Last Reviewed:</div><div><time datetime='2024-12-06'>6 Dec</time></div>", DAY),
        (f"{H}{PROSE * 70}<footer>Last updated December 6, 2024</footer>", None),
        (f"{H}{PROSE * 70}<p>The list was last updated on 6 December 2024 in the capital.</p>", None),
    ],
)
def test_a_line_names_the_day_of_a_change(body: str, day: date | None) -> None:
    tree = load_html(f"<html><body>{body}</body></html>")
    assert {(each.kind, published._day(each.read)) for each in published.stamps(tree)} == (
        {("changed", day)} if day else set()
    )


@pytest.mark.parametrize(
    ("published_at", "modified_at", "day"),
    [
        ("Dec 9, 2024", "Dec 9, 2024", DAY), ("2024-12-09", "2024-12-08", DAY),
        ("2024-12-05", "2024-12-09", date(2024, 12, 5)), ("2024-12-09", None, date(2024, 12, 9)),
        ("2024-12-09T10:00:00Z", "2024-12-09T10:00:00Z", date(2024, 12, 9)),
    ],
)  # fmt: skip
def test_a_day_that_is_that_of_the_change_gives_way_to_the_one_that_is_printed(
    published_at: str, modified_at: str | None, day: date
) -> None:
    ld = {"@type": "Article", "headline": "Hama", "datePublished": published_at, "dateModified": modified_at}
    html = (
        f'<html><head><title>Hama</title><script type="application/ld+json">{json.dumps(ld)}</script></head>'
        f"<body><main>{H}<p>December 6, 2024</p>{PROSE}<p>The army withdrew to the hills in the south, they said.</p>"
        "<p>The ministry did not say how many had died, and gave no other figures.</p></main></body></html>"
    )
    draft = webpage.read(html, "https://outlet.example/hama", Announced())
    assert published.choose(draft.dates, LATEST).day == day
    bare = webpage.read(html.replace("December 6, 2024", ""), "https://outlet.example/hama", Announced())
    assert published.choose(bare.dates, LATEST).source == "json-ld"
