"""The steps of a run as Prefect tasks: each takes a batch one room further along the way of the data."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as arrow
from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture

from flows.archive import Archive
from flows.bounded import PAGE
from flows.fetch import fetch_all
from flows.reading import clean_elsewhere, read_elsewhere
from flows.sources import Candidate, Days, Source
from flows.sources import discover as announced_by
from flows.web import Web
from transforms.actors import actors
from transforms.addresses import key
from transforms.normalise import joined, table
from transforms.reprints import WINDOW, stories
from transforms.schema import FACTS, Article, Reject, Run, to_arrow
from warehouse import Failure, Grouping, Lake, LakeError, Landing, Ref, pages, readable, version
from warehouse import check as failures
from warehouse import known as known_versions
from warehouse import land as landed

log = logging.getLogger("dateline")
log.setLevel(logging.INFO)

LANDING = 7200
"""Seconds for what is done once with all batches; a thread that works on one of them cannot be interrupted."""
PASSING = ("went away", "cannot be reached", "locked", "has been writing", "conflict")
"""What the error of a lake says that may be another one's in a while."""


def passing(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether a step failed for something that passes: a catalogue that is busy, a database that is away."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, LakeError) and any(words in str(error) for words in PASSING)


LAKE: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "retries": 4,
    "retry_delay_seconds": [2, 10, 30, 60],
    "retry_condition_fn": passing,
}
"""How a step that reads or writes the lake is tried anew. Asking the network has its own ways of trying anew, and rules
that fail on an article fail again."""


class CheckError(Exception):
    """A landed night that breaks an invariant; the message names the checks."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents on their way: what each step made of them so far."""

    found: list[str] = field(default_factory=list)
    """Ids of the articles that the documents are."""
    articles: list[Article] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    unchanged: int = 0
    others: int = 0
    """Articles of other days than those asked for: their source did not tell."""
    facts: dict[str, arrow.Table] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a run has to read: documents of the archive, and what did not come."""

    discovered: int
    documents: list[Ref]
    rejects: list[Reject] = field(default_factory=list)


@task(cache_policy=NO_CACHE)
def discover(sources: Sequence[Source], web: Web, days: Days | None = None) -> tuple[list[Candidate], list[Reject]]:
    """What the sources announce, each article once, and the sources that could not be read."""
    candidates, rejects = announced_by(sources, web, days)
    log.info("%d documents announced by %s", len(candidates), ", ".join(source.source_id for source in sources))
    return candidates, rejects


@task(cache_policy=NO_CACHE)
def fetch(announced: tuple[list[Candidate], list[Reject]], web: Web, archive: Archive) -> Found:
    """The documents of all candidates, kept in the archive as they come: what came is kept, whatever follows.

    One task and one `web` for the whole run, so that no host is asked twice at once or too soon.
    """
    candidates, missed = announced
    outcomes = fetch_all(candidates, web, archive.keep, archive.held([candidate.url for candidate in candidates]))
    rejects = missed + [outcome for outcome in outcomes if isinstance(outcome, Reject)]
    documents = [outcome for outcome in outcomes if isinstance(outcome, Ref)]
    log.info("%d documents came, %d did not", len(documents), len(rejects))
    return Found(len(candidates) + len(missed), documents, rejects)


@task(**LAKE)
def again(lake: Lake, first: date, last: date) -> Found:
    """The documents of the archive that came from one day to another, to be read anew."""
    documents = readable(lake, first, last)
    log.info("%d documents came from %s to %s", len(documents), first, last)
    return Found(len(documents), documents)


def batches(documents: Sequence[Ref], size: int) -> list[list[Ref]]:
    """The documents in lists of at most `size`."""
    return [list(documents[start : start + size]) for start in range(0, len(documents), size)]


@task(**LAKE)
def clean(documents: Sequence[Ref], lake: Lake, days: Days | None = None, workers: int = 1) -> Batch:
    """The articles of a batch of documents of the archive; with `days` those that were published then, by their own
    word or by their source's."""
    batch, others = Batch(), 0
    found = pages(lake, documents)
    for page, result in zip(found, clean_elsewhere(found, workers, PAGE), strict=True):
        if isinstance(result, Article) and days and not days.have(result.published_date, page.published_date):
            others += 1
        elif isinstance(result, Article):
            batch.found.append(result.article_id)
            batch.articles.append(replace(result, page_id=page.page_id))
        else:
            batch.rejects.append(result)
    return replace(batch, others=others)


@task(**LAKE)
def unseen(batches: Sequence[Batch], lake: Lake, anew: bool = False) -> list[Batch]:
    """The batches without articles that the lake has in this version or that an earlier document of the run gave.

    With `anew` what the lake has does not count.
    """
    seen: set[str] = set()
    fresh = []
    for batch in batches:
        known = {} if anew else known_versions(lake, [article.article_id for article in batch.articles])
        new = []
        for article in batch.articles:
            address = key(article.canonical_url)
            if address not in seen and known.get(article.article_id) != version(article.text_sha256, article.extractor):
                new.append(article)
            seen.add(address)
        fresh.append(replace(batch, articles=new, unchanged=len(batch.articles) - len(new)))
    return fresh


@task(cache_policy=NO_CACHE)
def extract(batch: Batch, nlp: str | None, run_id: str, document: float, workers: int = 1) -> Batch:
    """The facts of a batch of articles; one that cannot be read, or not in `document` seconds, becomes a reject."""
    articles, rejects, facts = read_elsewhere(batch.articles, nlp, run_id, workers, document)
    return replace(batch, articles=articles, rejects=batch.rejects + rejects, facts=facts)


def gather(futures: Sequence[PrefectFuture[Batch]]) -> list[Batch]:
    """The batches when they are done, each told of in the log."""
    done = []
    for number, future in enumerate(futures, 1):
        batch = future.result()
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in batch.facts.items() if name in FACTS)
        log.info("batch %d of %d: %d new articles: %s", number, len(futures), len(batch.articles), counts)
        done.append(batch)
    return done


@task(**LAKE, timeout_seconds=LANDING)
def land(
    lake: Lake,
    found: Found,
    batches: Sequence[Batch],
    opened: Run,
    withdrawn: Sequence[str] = (),
    dry: bool = False,
) -> tuple[Run, Landing]:
    """Everything the run made, in one transaction, and its account; the articles `withdrawn` go.

    With `dry` nothing is kept: the account and the counts tell what would be.
    """
    articles = [article for batch in batches for article in batch.articles]
    rejects = found.rejects + [reject for batch in batches for reject in batch.rejects]
    rows = joined([batch.facts for batch in batches]) | {
        "actors": to_arrow("actors", list(actors())),
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
                discovered=found.discovered - sum(batch.others for batch in batches),
                fetched=len(found.documents),
                unchanged=sum(batch.unchanged for batch in batches) + count.unchanged,
                landed=count.added + count.changed,
                rejected=len(rejects),
                facts=json.dumps({name: landing[name].added for name in FACTS}),
            )
        )
        return table("runs", done, opened.run_id)

    counts = landed(lake, rows, account, withdrawn, Grouping(WINDOW, stories), dry=dry)
    return done[-1], counts


@task(**LAKE, timeout_seconds=LANDING)
def check(lake: Lake) -> list[Failure]:
    """The invariants that do not hold in the lake."""
    return failures(lake)


def hold(broken: Sequence[Failure]) -> None:
    """CheckError naming the checks that failed."""
    if broken:
        raise CheckError("; ".join(f"{failure.name}: {len(failure.rows)} rows" for failure in broken))


def tell(rejects: Sequence[Reject]) -> None:
    """Name each document that did not become an article in the log."""
    for reject in rejects:
        log.info("%s", " ".join(f"{reject.url}: {reject.reason}: {reject.detail}".split()))
