"""Whose address an article has: that at which it was fetched, or the one that its page names.

A page may name any address of its site as its own, that of another article as well. It is believed where what was
fetched there, or what the lake holds there, is the same article: of the same headline, or alike in text. Where nobody
knows what is there it has the address until somebody does. What is not believed is kept as a claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from transforms.identity.addresses import article_id, canonical_url, is_variant, key, spellings
from transforms.identity.near_duplicates import signature
from transforms.identity.outlet import words
from transforms.tables.schema import Article

ALIKE = 0.5
"""Share of numbers in which the signatures of one article agree, at least: those of its copies and versions. Another
report by the same hands agrees in 0.27 at most (transforms/identity/near_duplicates.py)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lake holds at an address: where it was fetched, how the address is spelt, what it is recognised by."""

    url: str
    address: str
    title: str | None
    signature: bytes | None = None

    @property
    def is_of(self) -> str:
        """What two addresses at which it could be fetched have in common."""
        return key(self.url)


@dataclass(frozen=True, eq=False)
class Claimant:
    """An article of a run with what it is recognised by, made once."""

    article: Article

    @property
    def title(self) -> str | None:
        return self.article.title

    @cached_property
    def own(self) -> str:
        """The address at which it was fetched."""
        return canonical_url(self.article.url)

    @cached_property
    def claims(self) -> bool:
        """Whether its page names an address that is not that at which it was fetched, in any of its variants."""
        return key(self.own) != key(self.article.canonical_url)

    @cached_property
    def signature(self) -> bytes:
        return signature(self.article).signature

    @cached_property
    def told(self) -> list[str]:
        """The words of its headline."""
        return words(self.title or "")

    def has_headline_of(self, other: Claimant | Standing) -> bool:
        theirs = other.told if isinstance(other, Claimant) else words(other.title or "")
        return bool(self.told) and self.told == theirs

    def is_same(self, other: Claimant | Standing) -> bool:
        """Whether it is the same article, by its headline or a signature like its own."""
        if self.has_headline_of(other):
            return True
        return other.signature is not None and _agreement(self.signature, other.signature) >= ALIKE


def wanted(articles: Sequence[Article]) -> set[str]:
    """The ids under which the lake may hold something that counts: of own and of claimed addresses, however spelt."""
    told = {url for article in articles for url in (article.canonical_url, canonical_url(article.url))}
    return {article_id(spelt) for url in told for spelt in spellings(url)}


def contested(articles: Sequence[Article], standing: Mapping[str, Standing]) -> set[str]:
    """The ids of what the lake holds whose text must be compared: claimed by a page with another headline."""
    return {
        name
        for article in articles
        if Claimant(article).claims
        for name, held in _held(article.canonical_url, standing).items()
        if held.is_of != key(article.url) and not Claimant(article).has_headline_of(held)
    }


def settled(articles: Sequence[Article], standing: Mapping[str, Standing]) -> list[Article]:
    """The articles of a run, in their order, each with the address that is its own; the order does not matter.

    `standing` is what the lake holds, by the ids that are `wanted`, with the signature where it is `contested`.
    """
    run = _Run([Claimant(article) for article in articles], standing)
    return [_at(claimant, run.address(claimant)) for claimant in run.claimants]


def owners(articles: Sequence[Article], standing: Mapping[str, Standing]) -> dict[str, Article]:
    """The article of a run that has each address, by `key`: the one fetched there, else the one that the lake has there
    by the same page, else the first."""
    found: dict[str, Article] = {}
    for article in articles:
        address = key(article.canonical_url)
        found[address] = min(found.get(address, article), article, key=lambda each: _distance(each, standing))
    return found


def may_replace(article: Article, held: Standing) -> bool:
    """Whether an article may take the place of what the lake holds at its address: it was fetched there, or is what its
    page gave before. Another page that is the same article changes nothing in it, nor does a variant in what came from
    the plain address."""
    place = key(article.url)
    if place != key(article.canonical_url) or place != held.is_of:
        return place in (key(article.canonical_url), held.is_of)
    return is_variant(held.url) or not is_variant(article.url)


def taken(article: Article, standing: Mapping[str, Standing]) -> dict[str, Standing]:
    """What the lake holds, by id, of other pages that claimed the address at which an article was fetched."""
    place = key(article.url)
    if place != key(article.canonical_url):
        return {}
    return {name: held for name, held in _held(article.canonical_url, standing).items() if held.is_of != place}


def _held(address: str, standing: Mapping[str, Standing]) -> dict[str, Standing]:
    """What the lake holds at an address, by id; more than one where its spellings differ."""
    names = map(article_id, spellings(address))
    return {name: standing[name] for name in names if name in standing}


class _Run:
    def __init__(self, claimants: Sequence[Claimant], standing: Mapping[str, Standing]) -> None:
        self.claimants = claimants
        self._standing = standing
        self._there: dict[str, Claimant] = {}
        self._rivals: dict[str, list[Claimant]] = defaultdict(list)
        self._agreed: dict[str, bool] = {}
        self._settled: dict[Claimant, str] = {}
        for one in claimants:
            place = key(one.own)
            self._there[place] = min(self._there.get(place, one), one, key=lambda each: is_variant(each.own))
            if one.claims:
                self._rivals[key(one.article.canonical_url)].append(one)

    def address(self, one: Claimant) -> str:
        """The address of an article: that at which the pages end that it leads to, each the same article as the next;
        of those that lead to one another the first by name."""
        led: dict[Claimant, None] = {}
        while one not in self._settled and (there := self._leads_to(one)):
            led[one] = None
            if there in led:
                circle = list(led)
                self._settled[one] = min(each.own for each in circle[circle.index(there) :])
                break
            one = there
        address = self._settled[one] if one in self._settled else self._end(one)
        self._settled |= dict.fromkeys((*led, one), address)
        return address

    def _leads_to(self, one: Claimant) -> Claimant | None:
        """The page of the run that was fetched at the address that an article claims, where it is the same."""
        if self._at_home(one) or not one.claims:
            return None
        there = self._there.get(key(one.article.canonical_url))
        return there if there and one.is_same(there) else None

    def _end(self, one: Claimant) -> str:
        """The address of an article that leads to no other of the run."""
        claimed = one.article.canonical_url
        if at_home := self._at_home(one):
            return at_home.address
        if not one.claims:
            return claimed
        if key(claimed) in self._there:
            return one.own
        if held := self._holder(claimed):
            return held.address if held.is_of == key(one.own) or one.is_same(held) else one.own
        return claimed if self._agree(key(claimed)) else one.own

    def _at_home(self, one: Claimant) -> Standing | None:
        """What the lake holds at the address at which an article was fetched, by the same page."""
        held = self._holder(one.own)
        return held if held and held.is_of == key(one.own) else None

    def _agree(self, place: str) -> bool:
        """Whether all that claim an address are the same article."""
        if place not in self._agreed:
            first, *others = sorted(self._rivals[place], key=lambda each: each.own)
            self._agreed[place] = all(first.is_same(each) for each in others)
        return self._agreed[place]

    def _holder(self, address: str) -> Standing | None:
        """What the lake holds at an address; what was fetched there before what only claims it."""
        found = list(_held(address, self._standing).values())
        return min(found, key=lambda held: held.is_of != key(address), default=None)


def _at(one: Claimant, address: str) -> Article:
    told = one.article.canonical_url
    if address == told:
        return one.article
    claim = told if one.claims and key(address) == key(one.own) else None
    return replace(one.article, article_id=article_id(address), canonical_url=address, claimed_url=claim)


def _distance(article: Article, standing: Mapping[str, Standing]) -> tuple[int, bool]:
    place, held = key(article.url), standing.get(article.article_id)
    rank = 0 if place == key(article.canonical_url) else 1 if held and held.is_of == place else 2
    return rank, is_variant(article.url)


def _agreement(one: bytes, other: bytes) -> float:
    numbers, others = (np.frombuffer(sketch, dtype="<u4") for sketch in (one, other))
    return float(np.mean(numbers == others))
