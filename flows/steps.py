"""The steps of a run as Prefect tasks: each takes a batch one room further along the way of the data."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pyarrow as arrow
from prefect import task
from prefect.futures import PrefectFuture

from flows.fetch import fetch_all
from flows.reading import read_articles, read_elsewhere
from flows.sources import Candidate, Source
from flows.sources import discover as announced_by
from flows.web import Limits, Web
from transforms.actors import actors
from transforms.clean import clean as cleaned
from transforms.normalise import joined, stories, table
from transforms.schema import FACTS, Article, Page, Reject, Run, to_arrow
from warehouse import Failure, Lake, Landing, version
from warehouse import check as failures
from warehouse import known as known_versions
from warehouse import land as landed

log = logging.getLogger("dateline")
log.setLevel(logging.INFO)


class CheckError(Exception):
    """A landed night that breaks an invariant; the message names the checks."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents on their way: what each step made of them so far."""

    pages: list[Page] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    unchanged: int = 0
    facts: dict[str, arrow.Table] = field(default_factory=dict)


@task
def discover(sources: Sequence[Source], limits: Limits) -> tuple[list[Candidate], list[Reject]]:
    """What the sources announce, each address once, and the sources that could not be read."""
    with Web(limits) as web:
        candidates, rejects = announced_by(sources, web)
    log.info("%d documents announced by %s", len(candidates), ", ".join(source.source_id for source in sources))
    return candidates, rejects


def batches(candidates: Sequence[Candidate], size: int) -> list[list[Candidate]]:
    """The candidates in lists of at most `size`."""
    return [list(candidates[start : start + size]) for start in range(0, len(candidates), size)]


@task
def fetch(candidates: Sequence[Candidate], limits: Limits) -> Batch:
    """The pages of a batch of candidates."""
    with Web(limits) as web:
        answers = fetch_all(candidates, web)
    return Batch(
        pages=[answer for answer in answers if isinstance(answer, Page)],
        rejects=[answer for answer in answers if isinstance(answer, Reject)],
    )


@task
def clean(batch: Batch) -> Batch:
    """The articles of a batch of pages."""
    results = [cleaned(page) for page in batch.pages]
    return replace(
        batch,
        articles=[result for result in results if isinstance(result, Article)],
        rejects=batch.rejects + [result for result in results if isinstance(result, Reject)],
    )


@task
def unseen(batches: Sequence[Batch], lake: Lake) -> list[Batch]:
    """The batches without articles that the lake has in this version or that an earlier document of the run gave."""
    seen: set[str] = set()
    fresh = []
    for batch in batches:
        known = known_versions(lake, [article.article_id for article in batch.articles])
        new = []
        for article in batch.articles:
            if article.article_id not in seen and known.get(article.article_id) != version(
                article.text_sha256, article.extractor
            ):
                new.append(article)
            seen.add(article.article_id)
        fresh.append(replace(batch, articles=new, unchanged=len(batch.articles) - len(new)))
    return fresh


@task
def extract(batch: Batch, nlp: str | None, run_id: str, workers: int) -> Batch:
    """The facts of a batch of articles; an article that cannot be read becomes a reject. One worker reads it here."""
    if workers > 1:
        articles, rejects, facts = read_elsewhere(batch.articles, nlp, run_id, workers)
    else:
        articles, rejects, facts = read_articles(batch.articles, nlp, run_id)
    return replace(batch, articles=articles, rejects=batch.rejects + rejects, facts=facts)


def gather(futures: Sequence[PrefectFuture[Batch]]) -> list[Batch]:
    """The batches when they are done, each told of in the log."""
    done = []
    for number, future in enumerate(futures, 1):
        batch = future.result()
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in batch.facts.items())
        log.info("batch %d of %d: %d new articles: %s", number, len(futures), len(batch.articles), counts)
        done.append(batch)
    return done


@task
def land(lake: Lake, found: tuple[list[Candidate], list[Reject]], batches: Sequence[Batch], opened: Run) -> Run:
    """Everything the run made, in one transaction, and its account."""
    candidates, missed = found
    articles = [article for batch in batches for article in batch.articles]
    for article, story in zip(articles, stories(articles), strict=True):
        article.story_id = story
    rejects = missed + [reject for batch in batches for reject in batch.rejects]
    rows = joined([batch.facts for batch in batches]) | {
        "actors": to_arrow("actors", list(actors())),
        "pages": table("pages", [page for batch in batches for page in batch.pages], opened.run_id),
        "articles": table("articles", articles, opened.run_id),
        "rejects": table("rejects", rejects, opened.run_id),
    }
    done: list[Run] = []

    def account(landing: Landing) -> arrow.Table:
        count = landing["articles"]
        done.append(
            replace(
                opened,
                ended=datetime.now(UTC),
                discovered=len(candidates) + len(missed),
                fetched=sum(len(batch.pages) for batch in batches),
                unchanged=sum(batch.unchanged for batch in batches) + count.unchanged,
                landed=count.added + count.changed,
                rejected=len(rejects),
                facts=json.dumps({name: landing[name].added for name in FACTS}),
            )
        )
        return table("runs", done, opened.run_id)

    landed(lake, rows, account)
    return done[-1]


@task
def check(lake: Lake) -> None:
    """The invariants of the lake hold; CheckError naming those that do not."""
    broken: list[Failure] = failures(lake)
    if broken:
        raise CheckError("; ".join(f"{failure.name}: {failure.rows} rows" for failure in broken))
