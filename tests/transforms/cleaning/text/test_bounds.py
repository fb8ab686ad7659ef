"""Pages made to take for ever: their cost is counted, not timed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from transforms.cleaning import webpage
from transforms.cleaning.draft import Announced, Unclean
from transforms.cleaning.metadata import json_ld, meta
from transforms.cleaning.text import bounds
from transforms.cleaning.text.bounds import parsed


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>"


MANY = " ".join(f'a{number}="1"' for number in range(bounds.ATTRIBUTES + 2))


@pytest.mark.parametrize(
    "html",
    [
        page("x" * bounds.LONGEST),
        page("<p>a" * bounds.ELEMENTS),
        page(f"<p {MANY}>x</p>"),
        page(f"<p\n{MANY.replace(' ', '/')}>x</p>"),
        page(f'<p title=">" {MANY}>x</p>'),
        page(f"<p title='<script>' {MANY}>x</p>"),
        page(f"<script>a<b</script><p {MANY}>x</p>"),
        page(f"<!-- <script> --><p {MANY}>x</p>"),
        page(f"<p {MANY.replace('=', '')} x>"),
    ],
    ids=lambda html: html[60:90],
)
def test_a_page_beyond_a_bound_is_too_large(html: str) -> None:
    with pytest.raises(Unclean) as caught:
        parsed(html)
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize(
    "html",
    [
        page(f"<p>{MANY}</p>"),
        page(f"<script>for (i=0;i<n;) {{ {MANY} }}</script><p>x</p>"),
        page(f"<!-- <p {MANY}> --><p>x</p>"),
        page(f"<p data-json='{MANY}'>x</p>"),
        page("<div>" * 50_000 + "x"),
        page("<p>x</p>" * 1000),
    ],
    ids=lambda html: html[60:90],
)
def test_a_page_within_the_bounds_is_parsed(html: str) -> None:
    assert parsed(html) is not None


def test_no_more_than_so_many_meta_elements_are_read() -> None:
    tree = parsed(page("<p>x</p>", "".join(f'<meta name="author" content="A{n}">' for n in range(2 * meta.METAS))))
    assert len(meta.metas(tree)["author"]) == meta.METAS
    long = parsed(page("<p>x</p>", f'<meta name="author" content="{"x" * (meta.LONGEST + 1)}">'))
    assert meta.metas(long) == {}


def test_no_more_than_so_many_authors_of_a_node_are_read() -> None:
    node = {"@type": "NewsArticle", "author": [{"name": f"A{n}"} for n in range(10 * json_ld.NAMES)]}
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    (found,) = json_ld.nodes(parsed(page("<p>x</p>", script)))
    assert len(list(json_ld.people(found))) == json_ld.NAMES


@pytest.mark.parametrize(("paragraphs", "alone"), [(100, False), (bounds.MANY, True)])
def test_a_page_of_many_elements_is_read_by_one_method_alone(
    paragraphs: int, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def seen(tree: HtmlElement, **options: Any) -> Any:
        asked.append(options["fast"])
        return bare_extraction(tree, **options)

    monkeypatch.setattr(webpage, "bare_extraction", seen)
    sentences = "".join(f"<p>The army left village number {n} on Friday.</p>" for n in range(paragraphs))
    assert webpage.read(page(sentences), "https://outlet.example/a", Announced()).text
    assert asked == [alone]
