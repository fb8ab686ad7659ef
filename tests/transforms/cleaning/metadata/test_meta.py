"""The meta elements of a page."""

from __future__ import annotations

from lxml import html

from transforms.cleaning.metadata.meta import LONGEST, METAS, TITLES, contents, labelled, metas

PAGE = """<html><head>
<meta property="og:title" content="Hama &amp;amp; Homs"><meta name="TITLE" content="Hama">
<meta name="author" content="">
<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Hollis">
<meta itemprop="headline" content="{}"></head><body></body></html>"""


def test_contents_are_found_by_any_kind_of_name() -> None:
    found = metas(html.fromstring(PAGE.format("x")))
    assert found["og:title"] == ["Hama & Homs"]
    assert found["title"] == ["Hama"]
    assert "author" not in found
    assert contents(found, TITLES) == ["Hama & Homs", "x", "Hama"]
    assert labelled(found, frozenset({"written by"})) == ["Ada Hollis"]
    assert labelled(found, frozenset({"reading time"})) == []


def test_what_is_too_long_or_too_many_is_not_looked_at() -> None:
    assert "headline" not in metas(html.fromstring(PAGE.format("x" * (LONGEST + 1))))
    many = "".join(f'<meta name="n{number}" content="x">' for number in range(METAS + 5))
    assert len(metas(html.fromstring(f"<html><head>{many}</head><body></body></html>"))) == METAS
