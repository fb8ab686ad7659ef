"""Assigns each article of a run its canonical address and selects those that are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows.runs.batch import Batch
from flows.workers.reading import clean_elsewhere
from transforms.identity.addresses import key
from transforms.identity.canonical import Standing, contested, may_replace, owners, settled, taken, wanted
from transforms.tables.schema import Article, Reject
from warehouse import Known, Lake, known, pages, refs, signatures, version


@dataclass(frozen=True, slots=True)
class Holdings:
    """The lake's articles at the addresses of a run's articles, by id."""

    known: Mapping[str, Known]
    standing: Mapping[str, Standing]

    @classmethod
    def of(cls, lake: Lake, articles: Sequence[Article]) -> Holdings:
        """Look up the addresses that `articles` have or claim; signatures only where texts must be compared."""
        found = known(lake, wanted(articles))
        standing = {name: Standing(each.url, each.canonical_url, each.title) for name, each in found.items()}
        compared = signatures(lake, {name: found[name] for name in contested(articles, standing)})
        told = {name: replace(standing[name], signature=sketch) for name, sketch in compared.items()}
        return cls(found, standing | told)

    def has(self, article: Article) -> bool:
        """Whether the lake holds this version of an article."""
        held = self.known.get(article.article_id)
        return held is not None and held.version == version(article.text_sha256, article.extractor)


def fresh(batches: Sequence[Batch], lake: Lake, anew: bool) -> list[Batch]:
    """Set the canonical address of each article and drop those that need no reading.

    Dropped are versions that the lake holds (unless `anew`), duplicates within the run, and other pages of an article
    that the lake has. An article fetched at an address that the lake assigned to a page which merely claimed it takes
    the address over; that page is read again, so that its facts are not lost.
    """
    told = [article for batch in batches for article in batch.articles]
    lake_has = Holdings.of(lake, told)
    articles = settled(told, lake_has.standing)
    if back := _displaced(lake, articles, lake_has):
        batches = [*batches, back]
        told += back.articles
        lake_has = Holdings.of(lake, told)
        articles = settled(told, lake_has.standing)
    theirs = owners(articles, lake_has.standing)
    done, start = [], 0
    for batch in batches:
        mine = articles[start : start + len(batch.articles)]
        start += len(batch.articles)
        new = [a for a in mine if theirs[key(a.canonical_url)] is a and _is_new(a, lake_has, anew)]
        gone = [name for a in mine for name in taken(a, lake_has.standing)]
        found = [a.article_id for a in mine]
        done.append(replace(batch, found=found, articles=new, withdrawn=gone, unchanged=len(mine) - len(new)))
    return done


def _is_new(article: Article, lake_has: Holdings, anew: bool) -> bool:
    """Whether an article that owns its address has to be read."""
    held = lake_has.standing.get(article.article_id)
    if held is None or article.article_id in taken(article, lake_has.standing):
        return True
    return may_replace(article, held) and (anew or not lake_has.has(article))


def _displaced(lake: Lake, articles: Sequence[Article], lake_has: Holdings) -> Batch | None:
    """Stored pages whose address others took over and that this run does not read anyway; None if there are none."""
    here = {key(article.url) for article in articles}
    left = [
        lake_has.known[name].page_id
        for article in articles
        for name, held in taken(article, lake_has.standing).items()
        if held.is_of not in here
    ]
    found = pages(lake, refs(lake, {page_id for page_id in left if page_id}))
    if not found:
        return None
    made = list(zip(found, clean_elsewhere(found), strict=True))
    again = [replace(result, page_id=page.page_id) for page, result in made if isinstance(result, Article)]
    rejects = [result for _, result in made if isinstance(result, Reject)]
    return Batch(articles=again, rejects=rejects, again=len(found))
