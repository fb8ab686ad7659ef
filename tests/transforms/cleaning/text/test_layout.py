# ruff: noqa: E501
"""Page layouts: which parts are article text."""

from __future__ import annotations

import json

import pytest

from tests.transforms.cleaning.conftest import FIRST, HEAD, OTHER, SECOND, TEXT, THIRD, read
from transforms.cleaning.draft import Unclean


def cards(count: int, tag: str = "div") -> str:
    card = '<{0} class="item"><h3><a href="/other/{1}">Harbour story number {1}</a></h3><p>{2}</p></{0}>'
    return "".join(card.format(tag, number, OTHER) for number in range(count))


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
def test_which_parts_of_a_page_are_its_text(body: str, has: str, lacks: str) -> None:
    text = read(body).text
    assert has in text
    assert lacks not in text


def test_a_paragraph_printed_twice_is_one() -> None:
    assert read(f"<article>{HEAD}{TEXT}{TEXT}</article>").text.count(FIRST) == 1


def test_text_encoded_twice_is_decoded() -> None:
    text = read(f"<article>{HEAD}{TEXT}<p>The owner&amp;#8217;s mill &amp;amp; barn stood still.</p></article>").text
    assert "The owner\u2019s mill & barn stood still." in text


def test_the_entries_of_a_live_blog_are_its_text() -> None:
    updates = [{"@type": "BlogPosting", "headline": "Noon", "articleBody": each} for each in (FIRST, SECOND, THIRD)]
    node = {"@type": "LiveBlogPosting", "headline": "Grain reaches the town", "liveBlogUpdate": updates}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert THIRD in read(f"<main>{HEAD}<p>Live.</p></main>", head).text


@pytest.mark.parametrize("tag", ["div", "li", "article"])
def test_a_page_of_teasers_is_no_article(tag: str) -> None:
    with pytest.raises(Unclean):
        read(f"<main>{HEAD}<div>{cards(6, tag)}</div></main>")


@pytest.mark.parametrize(("attribute", "is_shown"), [("", False), (' shadowrootmode="open"', True)])
def test_templates_are_no_text_but_those_of_shadow_trees(attribute: str, is_shown: bool) -> None:
    template = f"<template{attribute}><p>Nine people were hurt when the bridge fell into the river, police said.</p></template>"
    assert ("Nine people" in read(f"<main>{HEAD}{TEXT}{template}</main>").text) == is_shown
