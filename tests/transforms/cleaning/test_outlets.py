# ruff: noqa: E501
"""Small whole pages in the markup of today's publishing systems: what is read of each, and what is left out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from transforms.cleaning.clean import clean
from transforms.tables.schema import Article, Page

TITLE = "Twelve killed as army shells Tel Marun"
STORY = (
    "Army gunners shelled the market town of Tel Marun on Monday, killing 12 people, the district hospital said.",
    "Governor Salim Haddar said the town would not be given up, and promised food and fuel before the weekend.",
    "Residents said that the shelling began at dawn and went on until noon, when a drone struck a fuel lorry.",
)
BODY = "".join(f"<p>{each}</p>" for each in STORY)
HEAD = f'<title>{TITLE} | The Ridge</title><meta property="og:site_name" content="The Ridge"><meta property="og:type" content="article">'
DAY = date(2024, 12, 2)
ADDRESS = "https://ridge.example/tel-marun"


@dataclass(frozen=True, slots=True)
class Made:
    """A page in the markup of a system, with the expected result."""

    html: str
    authors: tuple[str, ...] = ("Ada Reed", "Bo Lind")
    day: date = DAY
    text: tuple[str, ...] = STORY


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


def card(number: int, tag: str) -> str:
    told = f"<p>Nine people were hurt in crash {number} on the coast road, the police said on Thursday.</p>"
    return f'<{tag}><h3><a href="/crash-{number}">Nine hurt in crash number {number}</a></h3><time datetime="2025-01-09">9 January 2025</time>{told}</{tag}>'


CARDS = "".join(card(number, "li") for number in range(3))
FLIGHT = json.dumps("5:" + json.dumps(["$", "article", None, {"headline": TITLE, "body": BODY}]))

PAGES = {
    "WordPress block theme": Made(
        f"""<head>{HEAD}<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Reed">
        {ld(**{"@graph": [{"@type": "WebPage", "url": ADDRESS, "datePublished": "2024-12-01T21:30:00+00:00", "dateModified": "2024-12-05T08:00:00+00:00"}]})}</head>
        <body><header><nav><ul><li><a href="/">Home</a></li></ul></nav></header><main><h1>{TITLE}</h1>
        <div class="wp-block-post-date"><time datetime="2024-12-02T00:30:00+03:00">December 2, 2024</time></div>
        <div class="entry-content">{BODY}<p><em>Last updated on December 5, 2024</em></p></div>
        <div class="wp-block-query"><h2>More posts</h2><ul>{CARDS}</ul></div></main></body>""",
        ("Ada Reed",),
    ),
    "Arc": Made(
        f"""<head>{HEAD}<meta property="article:published_time" content="2024-12-02T18:00:00Z"></head><body><div id="fusion-app">
        <h1>{TITLE}</h1><div class="b-byline">By <a href="/author/ada-reed/">Ada Reed</a> and <a href="/author/bo-lind/">Bo Lind</a></div>
        <time datetime="2024-12-02T18:00:00Z">December 02, 2024 at 8:00PM EET</time><article>{BODY}</article></div>
        <script>Fusion.globalContent={json.dumps({"headlines": {"basic": TITLE}})};</script></body>"""
    ),
    "Drupal": Made(
        f"""<head>{HEAD}<meta name="Generator" content="Drupal 10"></head><body><main><h1>{TITLE}</h1><article>
        <div>Submitted by <span typeof="schema:Person">webadmin</span> on Mon, 12/02/2024 - 17:57</div><div><p>FOR IMMEDIATE RELEASE</p>{BODY}
        <p>Press contact: press@ridge.example</p></div></article><section><h2>Latest releases</h2><ul>{CARDS}</ul></section></main></body>""",
        (),
    ),
    "Next.js, whose page is in its scripts": Made(
        f"""<head>{HEAD}<meta property="article:published_time" content="2024-12-02T09:00:00+02:00"><meta name="author" content="Ada Reed, Bo Lind"></head>
        <body><div id="__next"><h1>{TITLE}</h1></div><script>self.__next_f.push([1,{FLIGHT}])</script></body>"""
    ),
    "AMP": Made(
        f"""<head>{HEAD}{ld(**{"@type": "NewsArticle", "headline": TITLE, "datePublished": "Mon Dec 02 2024 09:00:00 GMT+0200 (Eastern European Standard Time)", "author": {"@type": "Person", "name": ["Ada Reed", "Bo Lind"]}})}</head>
        <body><article><h1>{TITLE}</h1><div>By Ada Reed and Bo Lind | Published 02/12/2024, 09:00</div>{BODY}
        <amp-list><template type="amp-mustache"><p>{{{{title}}}} and more text that is a template of a list.</p></template></amp-list></article></body>"""
    ),
    "Substack": Made(
        f"""<head>{HEAD.replace("The Ridge", "Derek Moe")}{ld(**{"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-12-02T05:00:21+00:00", "author": [{"@type": "Person", "name": "Derek Moe"}], "publisher": {"name": "Derek Moe"}})}</head>
        <body><article><h1>{TITLE}</h1>{BODY}<p>The Ridge is a reader-supported publication. To receive new posts, consider becoming a subscriber.</p></article>
        <section class="comments"><div class="comment"><time datetime="2025-03-01">Mar 1</time><p>I was there last year and it was quiet then.</p></div></section></body>""",
        ("Derek Moe",),
    ),
    "Ghost": Made(
        f"""<head>{HEAD}<meta name="generator" content="Ghost 5"><meta property="article:published_time" content="2024-12-01T22:30:00.000Z">
        <meta property="article:modified_time" content="2024-12-10T22:30:00.000Z"></head><body><main><article><header><h1>{TITLE}</h1>
        <h4><a href="/author/ada/">Ada Reed</a>, <a href="/author/bo/">Bo Lind</a></h4><time class="gh-article-meta-date" datetime="2024-12-02">02 Dec 2024</time></header>
        <section>{BODY}<div class="kg-signup-card"><p>Sign up for more like this. Enter your email and subscribe today.</p></div></section></article></main></body>"""
    ),
    "an agency's copy": Made(
        f"""<head>{HEAD}<meta name="author" content="Reuters"><meta property="og:article:published_time" content="2024-12-02T10:11:12Z"></head>
        <body><div><h1>{TITLE}</h1><div>{BODY}<p>Our Standards: The Thomson Reuters Trust Principles.</p></div></div></body>""",
        ("Reuters",),
    ),
    "an outlet of the Gulf": Made(
        f"""<head>{HEAD}</head><body><div class="top-bar"><span>الإثنين 9 ديسمبر 2024</span></div><article><h1>{TITLE}</h1>
        <div class="info"><span class="writer">Ada Reed</span> <span class="pub">16-12-2024 | 14:05</span></div><div>{BODY}</div></article></body>""",
        ("Ada Reed",),
        date(2024, 12, 16),
    ),
}


@pytest.mark.parametrize("made", PAGES.values(), ids=PAGES)
def test_pages_of_today_s_systems(made: Made) -> None:
    html = f"<!doctype html><html lang='en'>{made.html}</html>".encode()
    found = clean(
        Page(
            page_id="p", url=ADDRESS, final_url=ADDRESS, source_id="desk", fetched_at=datetime(2025, 4, 1, tzinfo=UTC), status=200,
            headers='{"content-type": "text/html; charset=utf-8"}', body=html, body_sha256="",
        )
    )  # fmt: skip
    assert isinstance(found, Article), found
    assert found.title == TITLE
    assert tuple(found.authors) == made.authors
    assert found.published_date == made.day
    assert tuple(each for each in found.text.split("\n") if each) == made.text
