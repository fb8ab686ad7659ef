"""HTML pages: text, headline, authors, address; pages without an article."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from transforms.cleaning import webpage
from transforms.cleaning.draft import Announced, Draft, Unclean
from transforms.cleaning.metadata import published

TITLE = "<title>Town taken | Outlet</title>"
SITE = '<meta property="og:site_name" content="Outlet">'
URL = "https://outlet.example/2024/12/06/hama"
STORY = """<p>Fighters entered the town on Thursday, residents said, and the army withdrew to the hills.</p>
<p>The ministry said that three soldiers had been killed. It did not say how many of the attackers had died.</p>
<p>"We waited in the cellar until it was quiet," said Ada Hollis, who keeps a shop beside the market.</p>"""


def page(
    head: str = "<title>Town taken | Outlet</title>", body: str = f"<h1>Town taken</h1>{STORY}", ld: Any = None
) -> str:
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld else ""
    return f"<!doctype html><html><head>{head}{script}</head><body><article>{body}</article></body></html>"


def read(
    html: str, url: str = URL, announced: date | None = None, title: str | None = None, authors: tuple[str, ...] = ()
) -> Draft:
    return webpage.read(html, url, Announced(announced, title, authors))


def ld(**fields: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", **fields}


def test_text_has_a_paragraph_a_line_and_no_headline() -> None:
    lines = read(page()).text.split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("Fighters entered")


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (page(), "Town taken"),
        (page('<meta property="og:title" content="Town taken - Outlet">' + SITE),
         "Town taken"),
        (page('<meta property="og:title" content="Outlet: Town taken">' + SITE,
              f"<h1>In the hills</h1>{STORY}"), "Outlet: Town taken"),
        (page('<meta property="og:title" content="Outlet | Army leaves">' + SITE,
              f"<h1>In the hills</h1>{STORY}"), "Army leaves"),
        (page('<meta property="og:title" content="They’re gone: all">', f"<h1>They're gone: all</h1>{STORY}"),
         "They’re gone: all"),
        (page('<title>Town taken by fighters | World | Outlet</title><meta property="og:title" content="Short">',
              ld=ld(headline="Town taken by fighters")), "Town taken by fighters"),
        (page('<title>Something else</title><meta property="og:title" content="Army leaves town">',
              ld=ld(headline="A headline nobody repeats")), "Army leaves town"),
        (page("<title></title>", STORY), None),
    ],
)  # fmt: skip
def test_a_page_has_its_headline(html: str, title: str | None) -> None:
    assert read(html).title == title


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        (page(ld=ld(author=[{"@type": "Person", "name": "By Ada Reed"}, {"@type": "Person", "name": "Bo Lind"}])),
         ["Ada Reed", "Bo Lind"]),
        (page(ld=ld(author=[{"@type": "Person", "name": "Ada Reed"}, {"@type": "Person", "name": "Ada-Reed"}])),
         ["Ada Reed"]),
        (page(ld=ld(author="Outlet staff", publisher={"name": "Outlet"})), []),
        (page(ld=ld(author="https://outlet.example/staff/ada")), []),
        (page('<meta name="author" content="Ada Reed">'), ["Ada Reed"]),
        (page('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Reed">'),
         ["Ada Reed"]),
        (page('<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="Ada Reed">'),
         []),
        (page(body=f'<h1>Town taken</h1><a rel="author" href="/ada">Ada Reed</a>{STORY}'), ["Ada Reed"]),
        (page(), []),
    ],
)  # fmt: skip
def test_a_page_has_its_authors(html: str, authors: list[str]) -> None:
    assert read(html).authors == authors


@pytest.mark.parametrize(
    ("head", "site"),
    [
        ('<meta property="og:site_name" content="The Outlet">', "The Outlet"),
        ("<title>Town taken</title>", None),
    ],
)
def test_a_page_has_its_site(head: str, site: str | None) -> None:
    assert read(page(head)).site == site


def test_the_publisher_of_json_ld_is_the_site() -> None:
    assert (
        read(page('<meta property="og:site_name" content="Other">', ld=ld(publisher={"name": "Outlet"}))).site
        == "Outlet"
    )


@pytest.mark.parametrize(
    ("told", "url", "own"),
    [
        ("https://outlet.example/hama?utm_source=x", URL, "https://outlet.example/hama"),
        ("https://www.outlet.example/hama", "https://m.outlet.example/hama", "https://www.outlet.example/hama"),
        ("https://other.example/hama", URL, URL),
        ("https://outlet.example/", URL, URL),
        ("http://[broken", URL, URL),
        ("/hama", URL, URL),
        ("https://outlet.example/hama", "file:///tmp/saved.html", "https://outlet.example/hama"),
        ("", "https://outlet.example/a?fbclid=1#top", "https://outlet.example/a"),
    ],
)
def test_a_page_has_its_own_address_where_it_is_of_its_site(told: str, url: str, own: str) -> None:
    assert read(page(f'<link rel="canonical" href="{told}">'), url).url == own


@pytest.mark.parametrize(
    ("html", "url", "told"),
    [
        (page('<meta property="article:published_time" content="2024-12-04">', ld=ld(datePublished="2024-12-05")),
         URL, ("json-ld", 5)),
        (page('<meta property="article:published_time" content="2024-12-04">'), URL, ("meta", 4)),
        (page(body=f'<h1>Town taken</h1><time datetime="2024-12-03"></time>{STORY}'), URL, ("time", 3)),
        (page(), URL, ("url", 6)),
        (page(body=f"<h1>Town taken</h1><p>2 December 2024</p>{STORY}"), "https://outlet.example/a", ("feed", 1)),
    ],
)  # fmt: skip
def test_dates_are_believed_in_a_stated_order(html: str, url: str, told: tuple[str, int]) -> None:
    draft = read(html, url, announced=date(2024, 12, 1))
    dated = published.choose(draft.dates, date(2024, 12, 10))
    assert (dated.source, dated.day.day) == told


def test_the_text_is_the_last_to_date_a_page() -> None:
    draft = read(page(body=f"<h1>Town taken</h1><p>2 December 2024</p>{STORY}"), "https://outlet.example/a")
    assert published.choose(draft.dates, date(2024, 12, 10)).source == "text"


LINKS = "".join(f'<li><a href="/{number}">Story number {number}</a></li>' for number in range(30))


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (page(body=f"<h1>World</h1><ul>{LINKS}</ul>"), URL, "no_article"),
        (page(), "https://outlet.example/", "no_article"),
        (page(ld={"@type": "CollectionPage"}), URL, "no_article"),
        ("<html><body></body></html>", URL, "no_article"),
        (page()[: page().index("three soldiers")] + '<a href="http://outlet', URL, "malformed"),
        ("just words", URL, "not_html"),
        ('{"json": true}', URL, "not_html"),
    ],
)
def test_what_holds_no_article(html: str, url: str, reason: str) -> None:
    with pytest.raises(Unclean) as caught:
        read(html, url)
    assert caught.value.reason == reason


BRIEF = "<h1>Bus hit</h1><p>A drone struck a bus in Kherson on Monday. Two passengers were killed, the mayor said.</p>"
PUBLISHED = '<meta property="article:published_time" content="2024-12-06">'


@pytest.mark.parametrize(
    ("head", "ld"),
    [
        (PUBLISHED, None),
        ('<meta property="og:type" content="article">', None),
        ("", {"@type": "NewsArticle", "headline": "Bus hit"}),
    ],
)
def test_a_brief_is_an_article_where_the_page_says_so(head: str, ld: dict[str, str] | None) -> None:
    assert "Two passengers were killed" in read(page(head, BRIEF, ld)).text


@pytest.mark.parametrize(
    ("head", "body", "told"),
    [
        ("", BRIEF, "the page has 16 words of prose, and an article has at least 25."),
        (
            PUBLISHED,
            "<h1>Bus hit</h1><p>A drone struck a bus.</p>",
            "the page has 5 words of prose, and an article has",
        ),
    ],
)
def test_a_page_that_is_too_short_says_how_short(head: str, body: str, told: str) -> None:
    with pytest.raises(Unclean, match=told) as caught:
        read(page(head, body))
    assert caught.value.reason == "no_article"


def test_comments_are_not_read() -> None:
    comments = '<section id="comments"><div class="comment"><p>I was there, believe me.</p></div></section>'
    assert "believe me" not in read(page(body=f"<h1>Town taken</h1>{STORY}{comments}")).text


def test_the_places_that_tell_a_date_are_asked_in_the_stated_order() -> None:
    head = '<meta property="article:published_time" content="2024-12-04">'
    body = f'<h1>Town taken</h1><time datetime="2024-12-03"></time><p>2 December 2024</p>{STORY}'
    draft = read(page(head, body, ld(datePublished="2024-12-05")), announced=date(2024, 12, 1))
    asked = list(dict.fromkeys(source for source, _ in draft.dates))
    assert asked == [source for source in published.ORDER if source not in ("given", "header")]


def test_an_article_body_that_is_much_fuller_is_the_text() -> None:
    start = read(page()).text.split("\n")[0]
    full = " ".join([*read(page()).text.split("\n"), "The road to the coast was open again on Friday."] * 2)
    assert read(page(ld=ld(articleBody=full))).text == full
    assert read(page(ld=ld(articleBody="Something else altogether. " * 60))).text.startswith(start)
    assert read(page(ld=ld(articleBody=full[:80]))).text.startswith(start)


def test_authors_of_other_articles_are_not_taken() -> None:
    other = ld(headline="Homs next", author={"@type": "Person", "name": "Bo Lind"})
    own = ld(headline="Town taken", url=URL)
    assert read(page(ld=[other, own])).authors == []


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (page(head="", body=STORY), "Rebels take Hama"),
        (page(head=SITE + "<title>Rebels take Hama - World - Outlet</title>", body=STORY), "Rebels take Hama"),
        (page(), "Town taken"),
    ],
    ids=["the page has none", "the page has it among others", "the page has another"],
)
def test_the_headline_that_the_source_announced(html: str, title: str) -> None:
    assert read(html, title="Rebels take Hama").title == title


@pytest.mark.parametrize(
    ("head", "names"), [("", ["Ada Hollis"]), ('<meta name="author" content="Ben Marsh">', ["Ben Marsh"])]
)
def test_the_authors_that_the_source_announced_where_the_page_names_none(head: str, names: list[str]) -> None:
    assert read(page(head=TITLE + SITE + head), authors=("By Ada Hollis, Outlet",)).authors == names
