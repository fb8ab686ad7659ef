"""JSON-LD as outlets write it, errors included."""

from __future__ import annotations

import json
from typing import Any

import pytest
from trafilatura.utils import load_html

from transforms.cleaning.metadata import json_ld

ARTICLE = {"@type": "NewsArticle", "headline": "Hama falls"}


def tree(*scripts: str) -> Any:
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return load_html(f"<html><head>{tags}</head><body><p>Text</p></body></html>")


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(ARTICLE),
        json.dumps([{"@type": "WebSite"}, ARTICLE]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "Person"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        json.dumps({**ARTICLE, "@type": ["http://schema.org/ReportageNewsArticle", "Thing"]}),
        json.dumps(ARTICLE) + ";",
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        json.dumps(ARTICLE).replace("Hama falls", "Hama\tfalls"),
    ],
)
def test_the_article_is_found(script: str) -> None:
    (node,) = json_ld.articles(json_ld.nodes(tree(script)))
    assert node["headline"].split() == ["Hama", "falls"]


@pytest.mark.parametrize("script", ["", "{", "null", "3", '"text"', "[[]]", '{"@type": null}', "[" * 5000])
def test_what_is_no_json_ld_gives_no_article(script: str) -> None:
    assert json_ld.articles(json_ld.nodes(tree(script))) == []


def test_a_broken_script_does_not_hide_the_next() -> None:
    assert json_ld.articles(json_ld.nodes(tree("{", json.dumps(ARTICLE)))) == [ARTICLE]


def test_nothing_is_left_to_read_again() -> None:
    entry = {"@type": "BlogPosting", "headline": "An entry", "articleBody": "x" * 500}
    page = tree(json.dumps({"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": [entry] * 400}))
    (node,) = json_ld.articles(json_ld.nodes(page))
    assert node["headline"] == "Live"
    assert [script.text for script in page.xpath("//script")] == [None]


def test_only_so_many_nodes_and_scripts_are_read() -> None:
    many = json.dumps({"@graph": [ARTICLE] * (2 * json_ld.NODES)})
    assert len(json_ld.nodes(tree(many))) == json_ld.NODES
    assert len(json_ld.nodes(tree(*[json.dumps(ARTICLE)] * (2 * json_ld.SCRIPTS)))) == json_ld.SCRIPTS
    assert json_ld.nodes(tree(json.dumps(ARTICLE | {"x": "y" * json_ld.LONGEST}))) == []


def test_authors_that_are_references_are_followed() -> None:
    person = {"@type": "Person", "@id": "#ada", "name": "Ada Reed"}
    graph = {"@graph": [{**ARTICLE, "author": {"@id": "#ada"}, "publisher": {"@id": "#nobody"}}, person]}
    (node,) = json_ld.articles(json_ld.nodes(tree(json.dumps(graph))))
    assert (list(json_ld.people(node)), json_ld.publisher(node)) == (["Ada Reed"], None)


def test_other_articles_of_the_page_are_left_out() -> None:
    other = {**ARTICLE, "headline": "Homs next", "author": "Bo Lind"}
    assert json_ld.articles([ARTICLE, other]) == [ARTICLE]
    assert json_ld.articles([other, {**ARTICLE, "url": "https://outlet.example/a"}], ("https://outlet.example/a",)) == [
        {**ARTICLE, "url": "https://outlet.example/a"}
    ]


def test_the_node_of_the_page_itself_goes_first() -> None:
    other, own = {**ARTICLE, "url": "https://outlet.example/b"}, {**ARTICLE, "url": "https://outlet.example/a/"}
    found = json_ld.nodes(tree(json.dumps([other, own])))
    assert json_ld.articles(found, ("https://outlet.example/a",)) == [own, other]


@pytest.mark.parametrize(
    ("value", "free"), [(False, False), ("False", False), (True, True), ("true", True), (None, True)]
)
def test_a_page_says_whether_it_is_free(value: Any, free: bool) -> None:
    assert json_ld.is_free({"isAccessibleForFree": value}) == free


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Reed", ["Ada Reed"]),
        (["Ada Reed", "Bo Lind"], ["Ada Reed", "Bo Lind"]),
        ({"@type": "Person", "name": "Ada Reed"}, ["Ada Reed"]),
        ([{"name": "Ada Reed"}, {"@type": "Organization", "name": "Outlet"}], ["Ada Reed"]),
        ({"@type": "Person", "name": ["Ada Reed", "Bo Lind"]}, ["Ada Reed", "Bo Lind"]),
        ({"@type": "Person", "name": "Ana D&#39;Arco"}, ["Ana D'Arco"]),
        ({"@type": ["Person", "Organization"], "name": "Ada Reed"}, ["Ada Reed"]),
        ({"@type": "Person"}, []),
        (None, []),
    ],
)
def test_the_authors_of_a_node_are_persons(author: Any, names: list[str]) -> None:
    assert list(json_ld.people({"author": author})) == names


@pytest.mark.parametrize(
    ("owner", "name"),
    [({"name": "Outlet &amp; Co"}, "Outlet & Co"), ([{"name": "Outlet"}], "Outlet"), ("Outlet", None), (None, None)],
)
def test_the_publisher_of_a_node_has_a_name(owner: Any, name: str | None) -> None:
    assert json_ld.publisher({"publisher": owner}) == name
