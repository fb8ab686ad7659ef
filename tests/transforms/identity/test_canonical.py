"""The canonical address of an article, and who owns an address that several claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.documents import article
from transforms.identity.addresses import article_id
from transforms.identity.canonical import (
    StoredArticle,
    articles_by_address,
    displaced_articles,
    ids_to_compare,
    ids_to_look_up,
    may_replace,
    with_canonical_addresses,
)
from transforms.identity.signatures import signature
from transforms.tables.schema import Article

SITE = "https://outlet.example"
TEXT = "Rebel fighters captured the city of Hama on Thursday after three days of battles in the villages to its north."
OTHER_TEXT = (
    "The river burst its banks near the border on Wednesday and cut the road to the market towns of the valley."
)


def page(path: str, claimed: str | None = None, title: str = "Hama falls", text: str = TEXT) -> Article:
    """An article fetched at a path of the site, whose page claims another path, or the same."""
    claimed_url = SITE + (claimed or path)
    return replace(
        article(text), url=SITE + path, canonical_url=claimed_url, article_id=article_id(claimed_url), title=title
    )


def in_lake(
    path: str, claimed: str | None = None, title: str = "Hama falls", text: str = TEXT
) -> dict[str, StoredArticle]:
    """The lake's record of a page."""
    of_page = page(path, claimed, title, text)
    stored = StoredArticle(of_page.url, of_page.canonical_url, title, signature(of_page).signature)
    return {of_page.article_id: stored}


@pytest.mark.parametrize(
    ("pages", "stored", "addresses"),
    [
        pytest.param([page("/a")], {}, ["/a"], id="no claim"),
        pytest.param([page("/amp/a", "/a")], {}, ["/a"], id="a claim of a page that nobody knows"),
        pytest.param([page("/b", "/a"), page("/a")], {}, ["/a", "/a"], id="of a page of the run, alike"),
        pytest.param(
            [page("/b", "/a", "River floods", OTHER_TEXT), page("/a")],
            {},
            ["/b", "/a"],
            id="of a page of the run, unlike",
        ),
        pytest.param([page("/b", "/a", "Another title")], in_lake("/a"), ["/a"], id="of a page of the lake, alike"),
        pytest.param(
            [page("/b", "/a", "River floods", OTHER_TEXT)], in_lake("/a"), ["/b"], id="of a page of the lake, unlike"
        ),
        pytest.param(
            [page("/b", "/x", "River floods", OTHER_TEXT), page("/c", "/x")], {}, ["/b", "/c"], id="two claim, unlike"
        ),
        pytest.param([page("/a", "/x", text=OTHER_TEXT)], in_lake("/a"), ["/a"], id="a page that the lake has"),
    ],
)
def test_a_claim_holds_if_the_page_at_the_address_is_the_same_article(
    pages: list[Article], stored: dict[str, StoredArticle], addresses: list[str]
) -> None:
    found = with_canonical_addresses(pages, stored)
    assert [each.canonical_url.removeprefix(SITE) for each in found] == addresses
    assert [each.article_id for each in found] == [article_id(each.canonical_url) for each in found]


def test_a_refused_claim_is_kept() -> None:
    (refused, _) = with_canonical_addresses([page("/b", "/a", "River floods", OTHER_TEXT), page("/a")], {})
    assert refused.claimed_url == f"{SITE}/a"


@pytest.mark.attack("three thousand pages under one headline name one another in a row, or one address")
@pytest.mark.parametrize("shape", ["row", "circle", "one address"])
def test_many_pages_that_claim_one_another_are_one_article(shape: str, outcome: Callable[[str], None]) -> None:
    n_pages = 3000
    leads = {"row": lambda n: n + 1, "circle": lambda n: (n + 1) % n_pages, "one address": lambda n: n_pages}[shape]
    pages = [page(f"/p{n}", f"/p{leads(n)}") for n in range(n_pages)]
    end = f"{SITE}/p0" if shape == "circle" else f"{SITE}/p{n_pages}"
    assert {each.canonical_url for each in with_canonical_addresses(pages, {})} == {end}
    outcome("one article")


def test_the_lake_is_asked_for_own_and_claimed_addresses_and_compared_where_headlines_differ() -> None:
    alike, unlike = page("/b", "/a"), page("/c", "/a", "River floods")
    assert {article_id(SITE + path) for path in ("/a", "/b")} <= ids_to_look_up([alike])
    assert ids_to_compare([alike], in_lake("/a")) == set()
    assert ids_to_compare([unlike], in_lake("/a")) == {article_id(f"{SITE}/a")}


@pytest.mark.parametrize(
    ("pages", "stored", "owner"),
    [
        pytest.param([page("/b", "/a"), page("/a")], {}, "/a", id="the page fetched there"),
        pytest.param([page("/b", "/a"), page("/c", "/a")], in_lake("/c", "/a"), "/c", id="the page that the lake has"),
        pytest.param([page("/b", "/a"), page("/c", "/a")], {}, "/b", id="the first"),
    ],
)
def test_an_address_has_one_owner(pages: list[Article], stored: dict[str, StoredArticle], owner: str) -> None:
    (found,) = articles_by_address(pages, stored).values()
    assert found.url == SITE + owner


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (page("/a"), in_lake("/a"), True),
        (page("/a"), in_lake("/b", "/a"), True),
        (page("/b", "/a"), in_lake("/b", "/a"), True),
        (page("/b", "/a"), in_lake("/a"), False),
        (page("/a?print=1", "/a"), in_lake("/a"), False),
    ],
    ids=["the same page", "the page of the address", "the same claimant", "a claimant", "a variant"],
)
def test_only_the_same_page_or_that_of_the_address_may_replace(
    new: Article, old: dict[str, StoredArticle], expected: bool
) -> None:
    (stored,) = old.values()
    assert may_replace(new, stored) is expected


def test_a_page_displaces_the_claimants_of_its_address() -> None:
    assert set(displaced_articles(page("/a"), in_lake("/b", "/a"))) == {article_id(f"{SITE}/a")}
    assert displaced_articles(page("/a"), in_lake("/a")) == {}
    assert displaced_articles(page("/c", "/a"), in_lake("/b", "/a")) == {}
