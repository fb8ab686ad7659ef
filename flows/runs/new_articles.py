"""Assigns each article of a run its canonical address and selects those that are new, batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as arrow

from flows.workers.reading import clean_elsewhere
from transforms.identity.addresses import key
from transforms.identity.canonical import (
    StoredArticle,
    articles_by_address,
    displaced_articles,
    ids_to_compare,
    ids_to_look_up,
    may_replace,
    with_canonical_addresses,
)
from transforms.tables.schema import Article, Reject
from warehouse import Known, Lake, known, pages, read_at, refs, signatures, version


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents with the results of the steps so far."""

    article_ids: list[str] = field(default_factory=list)
    """Ids of the documents' articles."""
    articles: list[Article] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    """Ids of pages that could not be cleaned completely; their rows in the lake stay."""
    unchanged: int = 0
    others: int = 0
    """Articles published outside the requested days; their source had no dates."""
    again: int = 0
    """Articles read again because another article took over the address they claimed."""
    withdrawn: list[str] = field(default_factory=list)
    """Ids of articles in the lake to withdraw: other pages at addresses of this batch's articles, and those whose pages
    now say that they are retracted.
    """
    facts: dict[str, arrow.Table] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holdings:
    """The lake's articles at the addresses of a run's articles, by id."""

    known: Mapping[str, Known]
    stored: Mapping[str, StoredArticle]

    @classmethod
    def of(cls, lake: Lake, articles: Sequence[Article]) -> Holdings:
        """Look up the addresses that `articles` have or claim; signatures only where texts must be compared."""
        in_lake = known(lake, ids_to_look_up(articles))
        stored = {name: StoredArticle(each.url, each.canonical_url, each.title) for name, each in in_lake.items()}
        compared = signatures(lake, {name: in_lake[name] for name in ids_to_compare(articles, stored)})
        with_signatures = {name: replace(stored[name], signature=sketch) for name, sketch in compared.items()}
        return cls(in_lake, stored | with_signatures)

    def has(self, article: Article) -> bool:
        """Whether the lake holds this version of an article, with its headline."""
        stored = self.known.get(article.article_id)
        current = version(article.text_sha256, article.extractor)
        return stored is not None and (stored.version, stored.title) == (current, article.title)


def unseen(batches: Sequence[Batch], lake: Lake, anew: bool) -> list[Batch]:
    """Set the canonical address of each article and drop those that need no reading.

    Dropped are versions that the lake holds (unless `anew`), duplicates within the run, and other pages of an article
    that the lake has. An article fetched at an address that the lake assigned to a page which merely claimed it takes
    the address over; that page is read again, so that its facts are not lost.
    """
    incoming = [article for batch in batches for article in batch.articles]
    lake_has = Holdings.of(lake, incoming)
    articles = with_canonical_addresses(incoming, lake_has.stored)
    if displaced := _reread_displaced(lake, articles, lake_has):
        batches = [*batches, displaced]
        incoming += displaced.articles
        lake_has = Holdings.of(lake, incoming)
        articles = with_canonical_addresses(incoming, lake_has.stored)
    article_at = articles_by_address(articles, lake_has.stored)
    done, start = [], 0
    for batch in batches:
        own = articles[start : start + len(batch.articles)]
        start += len(batch.articles)
        new = [a for a in own if article_at[key(a.canonical_url)] is a and _is_new(a, lake_has, anew)]
        withdrawn = [name for a in own for name in displaced_articles(a, lake_has.stored)]
        withdrawn += read_at(lake, [each.url for each in batch.rejects if each.reason == "retracted"])
        article_ids = [a.article_id for a in own]
        unchanged = len(own) - len(new)
        done.append(replace(batch, article_ids=article_ids, articles=new, withdrawn=withdrawn, unchanged=unchanged))
    return done


def _is_new(article: Article, lake_has: Holdings, anew: bool) -> bool:
    """Whether an article that owns its address has to be read."""
    stored = lake_has.stored.get(article.article_id)
    if stored is None or article.article_id in displaced_articles(article, lake_has.stored):
        return True
    return may_replace(article, stored) and (anew or not lake_has.has(article))


def _reread_displaced(lake: Lake, articles: Sequence[Article], lake_has: Holdings) -> Batch | None:
    """Stored pages whose address others took over and that this run does not read anyway; None if there are none."""
    here = {key(article.url) for article in articles}
    page_ids = [
        lake_has.known[name].page_id
        for article in articles
        for name, stored in displaced_articles(article, lake_has.stored).items()
        if stored.page_key not in here
    ]
    stored = pages(lake, refs(lake, {page_id for page_id in page_ids if page_id}))
    if not stored:
        return None
    results = list(zip(stored, clean_elsewhere(stored), strict=True))
    again = [replace(result, page_id=page.page_id) for page, result in results if isinstance(result, Article)]
    rejects = [result for _, result in results if isinstance(result, Reject)]
    return Batch(articles=again, rejects=rejects, again=len(stored))
