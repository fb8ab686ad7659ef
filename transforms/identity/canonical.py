"""Decides the canonical address of each article: the one fetched, or the one its page claims.

A page may claim any address of its site, even another article's. A claim is accepted if the page at that address, in
this run or in the lake, is the same article: same headline, or similar text. If that page is unknown, the claim holds
until it is. A rejected claim is recorded in `claimed_url`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from transforms.identity.addresses import article_id, canonical_url, is_variant, key, spellings
from transforms.identity.outlet import words
from transforms.identity.signatures import signature
from transforms.tables.schema import Article

ALIKE = 0.5
"""Lowest share of equal MinHash numbers for copies and versions of one article. Other reports by the same authors reach
0.27 at most (transforms/identity/near_duplicates.py).
"""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """The lake's record at an address: the fetched URL, the canonical address, headline and signature."""

    url: str
    address: str
    title: str | None
    signature: bytes | None = None

    @property
    def page_key(self) -> str:
        """Comparison key of the address it was fetched at."""
        return key(self.url)


@dataclass(frozen=True, eq=False)
class Claimant:
    """An article of a run, with cached properties for comparison."""

    article: Article

    @property
    def title(self) -> str | None:
        return self.article.title

    @cached_property
    def own(self) -> str:
        """Canonical form of the address it was fetched at."""
        return canonical_url(self.article.url)

    @cached_property
    def claims(self) -> bool:
        """Whether its page claims an address other than the one fetched, variants aside."""
        return key(self.own) != key(self.article.canonical_url)

    @cached_property
    def signature(self) -> bytes:
        return signature(self.article).signature

    @cached_property
    def headline_words(self) -> list[str]:
        """Words of its headline."""
        return words(self.title or "")

    def has_headline_of(self, page: Claimant | StoredArticle) -> bool:
        theirs = page.headline_words if isinstance(page, Claimant) else words(page.title or "")
        return bool(self.headline_words) and self.headline_words == theirs

    def is_same(self, page: Claimant | StoredArticle) -> bool:
        """Whether both are the same article, by headline or signature."""
        if self.has_headline_of(page):
            return True
        return page.signature is not None and _agreement(self.signature, page.signature) >= ALIKE


def ids_to_look_up(articles: Sequence[Article]) -> set[str]:
    """Ids to look up in the lake: of own and claimed addresses in every spelling."""
    urls = {url for article in articles for url in (article.canonical_url, canonical_url(article.url))}
    return {article_id(spelling) for url in urls for spelling in spellings(url)}


def ids_to_compare(articles: Sequence[Article], stored: Mapping[str, StoredArticle]) -> set[str]:
    """Ids in the lake whose text must be compared: claimed by a page with another headline."""
    return {
        name
        for article in articles
        if Claimant(article).claims
        for name, in_lake in _stored_at(article.canonical_url, stored).items()
        if in_lake.page_key != key(article.url) and not Claimant(article).has_headline_of(in_lake)
    }


def with_canonical_addresses(articles: Sequence[Article], stored: Mapping[str, StoredArticle]) -> list[Article]:
    """Set the canonical address of each article; the result keeps their order and does not depend on it.

    `stored` holds the lake's articles under the `ids_to_look_up` ids, with signatures for the `ids_to_compare` ones.
    """
    run = _Run([Claimant(article) for article in articles], stored)
    return [_with_address(claimant, run.address(claimant)) for claimant in run.claimants]


def articles_by_address(articles: Sequence[Article], stored: Mapping[str, StoredArticle]) -> dict[str, Article]:
    """The article that each address belongs to, by the key of the address: the one fetched there, else the page that
    the lake has there, else the first.
    """
    by_address: dict[str, Article] = {}
    for article in articles:
        address = key(article.canonical_url)
        by_address[address] = min(
            by_address.get(address, article), article, key=lambda candidate: _rank_at_address(candidate, stored)
        )
    return by_address


def may_replace(article: Article, in_lake: StoredArticle) -> bool:
    """Whether an article may replace what the lake holds at its address: it was fetched there or comes from the same
    page. A variant never replaces the plain address, nor does another page with the same article.
    """
    place = key(article.url)
    if place != key(article.canonical_url) or place != in_lake.page_key:
        return place in (key(article.canonical_url), in_lake.page_key)
    return is_variant(in_lake.url) or not is_variant(article.url)


def displaced_articles(article: Article, stored: Mapping[str, StoredArticle]) -> dict[str, StoredArticle]:
    """Articles in the lake, by id, of other pages that claimed the address this article was fetched at."""
    place = key(article.url)
    if place != key(article.canonical_url):
        return {}
    return {
        name: in_lake
        for name, in_lake in _stored_at(article.canonical_url, stored).items()
        if in_lake.page_key != place
    }


def _stored_at(address: str, stored: Mapping[str, StoredArticle]) -> dict[str, StoredArticle]:
    """What the lake holds at any spelling of an address, by id."""
    names = map(article_id, spellings(address))
    return {name: stored[name] for name in names if name in stored}


class _Run:
    def __init__(self, claimants: Sequence[Claimant], stored: Mapping[str, StoredArticle]) -> None:
        self.claimants = claimants
        self._stored = stored
        self._page_at: dict[str, Claimant] = {}
        self._rivals: dict[str, list[Claimant]] = defaultdict(list)
        self._agreed: dict[str, bool] = {}
        self._settled: dict[Claimant, str] = {}
        for claimant in claimants:
            place = key(claimant.own)
            self._page_at[place] = min(
                self._page_at.get(place, claimant), claimant, key=lambda candidate: is_variant(candidate.own)
            )
            if claimant.claims:
                self._rivals[key(claimant.article.canonical_url)].append(claimant)

    def address(self, claimant: Claimant) -> str:
        """Follow rel=canonical through pages of the same article to the last; in a cycle take the smallest URL."""
        followed: dict[Claimant, None] = {}
        while claimant not in self._settled and (next_page := self._claimed_page(claimant)):
            followed[claimant] = None
            if next_page in followed:
                circle = list(followed)
                self._settled[claimant] = min(page.own for page in circle[circle.index(next_page) :])
                break
            claimant = next_page
        address = self._settled[claimant] if claimant in self._settled else self._last_address(claimant)
        self._settled |= dict.fromkeys((*followed, claimant), address)
        return address

    def _claimed_page(self, claimant: Claimant) -> Claimant | None:
        """The page of the run at the claimed address, if it is the same article."""
        if self._own_stored(claimant) or not claimant.claims:
            return None
        claimed_page = self._page_at.get(key(claimant.article.canonical_url))
        return claimed_page if claimed_page and claimant.is_same(claimed_page) else None

    def _last_address(self, claimant: Claimant) -> str:
        """The address of an article whose claim leads to no other page of the run."""
        claimed = claimant.article.canonical_url
        if own_stored := self._own_stored(claimant):
            return own_stored.address
        if not claimant.claims:
            return claimed
        if key(claimed) in self._page_at:
            return claimant.own
        if in_lake := self._preferred_stored(claimed):
            is_own = in_lake.page_key == key(claimant.own) or claimant.is_same(in_lake)
            return in_lake.address if is_own else claimant.own
        return claimed if self._are_claimants_same(key(claimed)) else claimant.own

    def _own_stored(self, claimant: Claimant) -> StoredArticle | None:
        """What the lake holds for the article's own page at its own address."""
        in_lake = self._preferred_stored(claimant.own)
        return in_lake if in_lake and in_lake.page_key == key(claimant.own) else None

    def _are_claimants_same(self, place: str) -> bool:
        """Whether all articles that claim an address are the same."""
        if place not in self._agreed:
            first, *rivals = sorted(self._rivals[place], key=lambda rival: rival.own)
            self._agreed[place] = all(first.is_same(rival) for rival in rivals)
        return self._agreed[place]

    def _preferred_stored(self, address: str) -> StoredArticle | None:
        """What the lake holds at an address; a page fetched there is preferred to one that claims it."""
        candidates = list(_stored_at(address, self._stored).values())
        return min(candidates, key=lambda candidate: candidate.page_key != key(address), default=None)


def _with_address(claimant: Claimant, address: str) -> Article:
    claimed = claimant.article.canonical_url
    if address == claimed:
        return claimant.article
    claim = claimed if claimant.claims and key(address) == key(claimant.own) else None
    return replace(claimant.article, article_id=article_id(address), canonical_url=address, claimed_url=claim)


def _rank_at_address(article: Article, stored: Mapping[str, StoredArticle]) -> tuple[int, bool]:
    place, in_lake = key(article.url), stored.get(article.article_id)
    rank = 0 if place == key(article.canonical_url) else 1 if in_lake and in_lake.page_key == place else 2
    return rank, is_variant(article.url)


def _agreement(first_sketch: bytes, second_sketch: bytes) -> float:
    first, second = (np.frombuffer(sketch, dtype="<u4") for sketch in (first_sketch, second_sketch))
    return float(np.mean(first == second))
