# ruff: noqa: E501
"""Page layouts: which parts are article text."""

from __future__ import annotations

import json

import pytest

from transforms.cleaning import webpage
from transforms.cleaning.draft import Announced, Draft, Unclean
from transforms.seeds import listed, rows

URL = "https://outlet.example/world/grain-convoy"
FIRST = "A convoy of nine lorries brought grain to the besieged town on Friday, the district council said."
SECOND = "Bakers lit their ovens before dawn and sold bread at the old price until noon, residents told this paper."
THIRD = "The road had been closed since the bridge at the mill was blown up in the second week of the war."
TEXT = "".join(f"<p>{each}</p>" for each in (FIRST, SECOND, THIRD))
OTHER = "Nine fishermen were detained off the northern harbour."


def read(body: str, head: str = "") -> Draft:
    html = f"<html><head><title>Grain reaches the town</title>{head}</head><body>{body}</body></html>"
    return webpage.read(html, URL, Announced())


def cards(count: int, tag: str = "div") -> str:
    card = '<{0} class="item"><h3><a href="/other/{1}">Harbour story number {1}</a></h3><p>{2}</p></{0}>'
    return "".join(card.format(tag, number, OTHER) for number in range(count))


HEAD = "<h1>Grain reaches the town</h1>"


@pytest.mark.parametrize(
    ("body", "has", "lacks"),
    [
        (f"<article>{HEAD}{TEXT}<p>It fed <del>12</del> <ins>15</ins> families that evening.</p></article>", "fed 15 families", "12"),
        (f"<article>{HEAD}{TEXT}<p>It fed 12<sup>3</sup> families that evening.</p></article>", "fed 12 families", "123"),
        (f'<article>{HEAD}{TEXT}<p>It fed 12<sup><a href="#n">3</a></sup> families.</p></article>', "fed 12 families", "123"),
        (f"<article>{HEAD}{TEXT}<p>The field measures 12 km<sup>2</sup> in all.</p></article>", "km2", "never"),
        (f'<article>{HEAD}{TEXT}<p><span class="sr-only">Advertisement.</span>The mill stood still.</p></article>', "The mill", "Advert"),
        (f'<article>{HEAD}{TEXT}<p style="display: none">{OTHER}</p></article>', THIRD, OTHER),
        (f"<article>{HEAD}{TEXT}<p hidden>{OTHER}</p></article>", THIRD, OTHER),
        (f'<article>{HEAD}{TEXT}<p aria-hidden="true">{OTHER}</p></article>', THIRD, OTHER),
        (f'<article>{HEAD}<div hidden>{TEXT}</div></article>', THIRD, OTHER),
        (f'<table><tr><td><a href="/">Home</a></td><td>{HEAD}{TEXT}</td></tr></table>', THIRD, "never"),
        (f"<article>{HEAD}<table><tr><td>{TEXT}</td></tr></table></article>", THIRD, "never"),
        (f"{HEAD}<p>{FIRST}<p>{SECOND}<ul><li>Four sacks went to the clinic.</ul><p>{THIRD}", "Four sacks", "never"),
        (f"<header><button><div><div>Menu</button></header><main><article>{HEAD}{TEXT}</article></main>", THIRD, "never"),
        (f"<main>{HEAD}{TEXT}<h2>More</h2><div>{cards(4)}</div></main>", THIRD, OTHER),
        (f'<header>{HEAD}<p class="standfirst">{OTHER}</p></header><article>{TEXT}</article>', OTHER, "never"),
        (f"<article>{HEAD}{TEXT}<p><q>We <b>ate</b></q>, the miller said.</p></article>", "“We ate”, the miller", "never"),
        (f"<article>{HEAD}{TEXT}<p><q>He said <q>no</q> twice</q>, she said.</p></article>", "“He said ‘no’ twice”", "never"),
        (f"<article>{HEAD}{TEXT}<p><q>“We ate”</q>, the miller said.</p></article>", "“We ate”, the", "““"),
    ],
)  # fmt: skip
def test_what_is_text(body: str, has: str, lacks: str) -> None:
    text = read(body).text
    assert has in text
    assert lacks not in text


def test_a_paragraph_printed_twice_is_one() -> None:
    assert read(f"<article>{HEAD}{TEXT}{TEXT}</article>").text.count(FIRST) == 1


def test_text_that_was_encoded_twice_is_decoded() -> None:
    text = read(f"<article>{HEAD}{TEXT}<p>The owner&amp;#8217;s mill &amp;amp; barn stood still.</p></article>").text
    assert "The owner\u2019s mill & barn stood still." in text


def test_text_that_only_a_script_holds() -> None:
    story = {"headline": "Grain reaches the town", "body": [{"text": each} for each in (FIRST, SECOND, THIRD)]}
    data = json.dumps({"props": {"article": story, "related": [{"title": "Harbour", "text": OTHER}]}})
    text = read(f'<div>{HEAD}<p>Loading</p></div><script id="__NEXT_DATA__">{data}</script>').text
    assert text.split("\n\n") == [FIRST, SECOND, THIRD]


def test_the_entries_of_a_live_blog() -> None:
    updates = [{"@type": "BlogPosting", "headline": "Noon", "articleBody": each} for each in (FIRST, SECOND, THIRD)]
    node = {"@type": "LiveBlogPosting", "headline": "Grain reaches the town", "liveBlogUpdate": updates}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert THIRD in read(f"<main>{HEAD}<p>Live.</p></main>", head).text


@pytest.mark.parametrize("tag", ["div", "li", "article"])
def test_a_page_of_teasers_is_no_article(tag: str) -> None:
    with pytest.raises(Unclean):
        read(f"<main>{HEAD}<div>{cards(6, tag)}</div></main>")


OTHERS = [row for row in rows("genres") if row["where"] != "story"]


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: f"{row['where']} {row['example']}")
def test_other_genres_are_no_articles_unless_they_say_so(row: dict[str, str | None]) -> None:
    where, example = row["where"], str(row["example"])
    head = {
        "type": f'<script type="application/ld+json">{{"@type": "{example}"}}</script>',
        "generator": f'<meta name="generator" content="{example}">',
        "og": f'<meta property="og:type" content="{example}">',
    }.get(str(where), "")
    url = {"host": f"https://{example}/a", "path": example}.get(str(where), URL)
    html = f"<html><head><title>Grain</title><!-- -->{head}</head><body><main>{HEAD}{TEXT}</main></body></html>"
    with pytest.raises(Unclean) as caught:
        webpage.read(html, url, Announced())
    assert caught.value.reason == "no_article"
    if where == "og":
        return
    says = html.replace("<!-- -->", '<meta property="og:type" content="article">')
    if row["despite"] is None:
        assert webpage.read(says, url, Announced()).text
    else:
        with pytest.raises(Unclean):
            webpage.read(says, url, Announced())
    says = html.replace("<!-- -->", '<script type="application/ld+json">{"@type": "NewsArticle"}</script>')
    assert webpage.read(says, url, Announced()).text
    assert listed(row["words"])


@pytest.mark.parametrize(("attribute", "is_shown"), [("", False), (' shadowrootmode="open"', True)])
def test_templates_are_no_text_but_those_of_shadow_trees(attribute: str, is_shown: bool) -> None:
    template = f"<template{attribute}><p>Nine people were hurt when the bridge fell into the river, police said.</p></template>"
    assert ("Nine people" in read(f"<main>{HEAD}{TEXT}{template}</main>").text) == is_shown


STORY = {"headline": "Grain reaches the town", "body": TEXT, "related": [{"title": "Harbour", "body": OTHER}]}
PUSHED = json.dumps("5:" + json.dumps(["$", "article", None, STORY]) + "\n6:[]")


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": STORY})}</script>',
        f'<script>self.__next_f.push([1,{PUSHED[: len(PUSHED) // 2]}"])</script>'
        f'<script>self.__next_f.push([1,"{PUSHED[len(PUSHED) // 2 :]}])</script>',
        f"<script>window.__INITIAL_STATE__ = {json.dumps(STORY)};</script>",
        f"<script>Fusion.globalContent={json.dumps(STORY)};Fusion.globalContentConfig={{}};</script>",
        f'<script type="application/json">{json.dumps([STORY])}</script>',
    ],
)
def test_the_text_that_only_scripts_hold(script: str) -> None:
    found = read(f'<div id="app">{HEAD}</div>{script}').text
    assert found.split("\n\n") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "script", ["self.__next_f.push([0])", "x = {", "[" * 50_000, "window.a = {}; b = 2", "var x=[1,2"]
)
def test_scripts_that_hold_no_text_are_passed_over(script: str) -> None:
    with pytest.raises(Unclean) as caught:
        read(f"<div>{HEAD}</div><script>{script}</script>")
    assert caught.value.reason == "no_article"
