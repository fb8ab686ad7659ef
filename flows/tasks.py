"""The steps of a run as Prefect tasks: each takes a batch one room further along the way of the data."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pyarrow as arrow
from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed

from flows.archive.archive import Archive
from flows.archive.fetch import Outcome, fetch_all
from flows.http.client import Web
from flows.runs.batch import Batch as Batch
from flows.runs.canonical import fresh
from flows.runs.decisions import linking
from flows.sandbox.bounded import PAGE
from flows.settings import settings
from flows.sources import Announced, Candidate, Days, Source
from flows.sources import discover as announced_by
from flows.workers.reading import clean_elsewhere, read_elsewhere
from transforms.cleaning.rights import reserved
from transforms.identity.near_duplicates import WINDOW, stories
from transforms.resolving.actors import actors
from transforms.tables.normalise import joined, table
from transforms.tables.schema import FACTS, Article, Page, Reject, Run, to_arrow
from warehouse import Failure, Grouping, Lake, LakeError, Landing, Ref, backup, pages, readable
from warehouse import check as failures
from warehouse import land as landed

log = logging.getLogger("dateline")
log.setLevel(logging.INFO)

LANDING = 7200
"""Seconds for what is done once with all batches; a thread that works on one of them cannot be interrupted."""
PARTIAL = "Partial"
"""State of a run of which some sources failed."""
UNDONE = ("too_slow", "extraction_failed")
"""Reasons of a page whose cleaning was ended or failed: they say nothing of whether it holds an article."""
NAMED = 5
"""Sources that a sentence names."""
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


class NothingCame(Exception):
    """Every source of a run failed; the message names them, `run` is its account, which is landed."""

    def __init__(self, detail: str, run: Run) -> None:
        super().__init__(detail)
        self.run = run


class CheckError(Exception):
    """A landed night that breaks an invariant; the message names the checks."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a run has to read: documents of the archive, and what did not come."""

    discovered: int
    documents: list[Ref]
    rejects: list[Reject] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Sources of which nothing came since they failed, each with what went wrong first."""


@task(cache_policy=NO_CACHE)
def discover(sources: Sequence[Source], web: Web, days: Days | None = None) -> Announced:
    """What the sources announce, each article once, and the sources that could not be read."""
    found = announced_by(sources, web, days)
    log.info("%d documents announced by %s", len(found.candidates), ", ".join(source.source_id for source in sources))
    return found


@task(cache_policy=NO_CACHE)
def fetch(announced: Announced, web: Web, archive: Archive, given: Sequence[Source] = ()) -> Found:
    """The documents of all candidates, kept in the archive as they come: what came is kept, whatever follows.

    One task and one `web` for the whole run, so that no host is asked twice at once or too soon. A source `given` by
    hand fails also where it announced something and none of it came: such as a page by its address.
    """
    candidates, missed = announced.candidates, announced.rejects
    outcomes = fetch_all(candidates, web, archive.keep, archive.held([candidate.url for candidate in candidates]))
    rejects = missed + [outcome for outcome in outcomes if isinstance(outcome, Reject)]
    documents = [outcome for outcome in outcomes if isinstance(outcome, Ref)]
    log.info("%d documents came, %d did not", len(documents), len(rejects))
    failed = announced.failed | _without_documents(candidates, outcomes, {source.source_id for source in given})
    return Found(len(candidates) + len(missed), documents, rejects, failed)


def _without_documents(candidates: Sequence[Candidate], outcomes: Sequence[Outcome], names: set[str]) -> dict[str, str]:
    """Those of the named sources that announced something of which nothing came, with what went wrong first."""
    told: dict[str, str] = {}
    for candidate, outcome in zip(candidates, outcomes, strict=True):
        if isinstance(outcome, Reject):
            told.setdefault(candidate.source_id, outcome.detail)
        else:
            names = names - {candidate.source_id}
    return {name: detail for name, detail in told.items() if name in names}


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
def clean(
    documents: Sequence[Ref],
    lake: Lake,
    days: Days | None = None,
    workers: int = 1,
    left_alone: frozenset[str] = frozenset(),
) -> Batch:
    """The articles of a batch of documents of the archive; with `days` those that were published then, by their own
    word or by their source's. Of sources to be left alone, those of outlets that do not ask for it."""
    batch, others = Batch(), 0
    found = pages(lake, documents)
    for page, result in zip(found, clean_elsewhere(found, workers, PAGE), strict=True):
        result = _with_leave(result, left_alone)
        if isinstance(result, Article) and days and not _is_of(days, result, page):
            others += 1
        elif isinstance(result, Article):
            batch.found.append(result.article_id)
            batch.articles.append(replace(result, page_id=page.page_id))
        else:
            batch.rejects.append(result)
            if result.reason in UNDONE:
                batch.undone.append(page.page_id)
    return replace(batch, others=others)


def _is_of(days: Days, article: Article, page: Page) -> bool:
    """Whether an article was published on one of the days, by its own word or by its source's."""
    return days.have(article.published_date if article.is_dated else None, page.published_date)


def _with_leave(result: Article | Reject, left_alone: frozenset[str]) -> Article | Reject:
    """What cleaning gave; the reject that it is where its source is to be left alone and its outlet asks for it."""
    if isinstance(result, Reject) or result.source_id not in left_alone:
        return result
    said = reserved((result.machine_use or "").splitlines())
    detail = f"{result.url} is left alone: {said}."
    if not said:
        return result
    return Reject(url=result.url, source_id=result.source_id, stage="clean", reason="reserved", detail=detail)


@task(**LAKE)
def unseen(batches: Sequence[Batch], lake: Lake, anew: bool = False) -> list[Batch]:
    """The batches, each article with the address that is its own, without those that the lake has in this version or
    that another document of the run gave.

    With `anew` the version that the lake has does not count. An article whose address the lake gave to another page,
    which only claimed it, takes it over, and what that page says is read again.
    """
    return fresh(batches, lake, anew)


@task(cache_policy=NO_CACHE)
def extract(
    batch: Batch, nlp: str | None, run_id: str, document: float, workers: int = 1, reader: str | None = None
) -> Batch:
    """The facts of a batch of articles; one that cannot be read, or not in `document` seconds, becomes a reject."""
    articles, rejects, facts = read_elsewhere(batch.articles, nlp, run_id, workers, document, reader)
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
                discovered=found.discovered + sum(batch.again - batch.others for batch in batches),
                fetched=len(found.documents),
                unchanged=sum(batch.unchanged for batch in batches) + count.unchanged,
                landed=count.added + count.changed,
                rejected=len(rejects),
                facts=json.dumps({name: landing[name].added for name in FACTS}),
            )
        )
        return table("runs", done, opened.run_id)

    taken = (name for batch in batches for name in batch.withdrawn)
    counts = landed(
        lake, rows, account, [*withdrawn, *taken], Grouping(WINDOW, stories), linking(settings().home), dry=dry
    )
    return done[-1], counts


@task(**LAKE, timeout_seconds=LANDING)
def check(lake: Lake) -> list[Failure]:
    """The invariants that do not hold in the lake."""
    return failures(lake)


@task(**LAKE)
def copy(lake: Lake) -> None:
    """Copy the catalogue of the night; a server's is for its own tools."""
    if lake.catalog_file:
        made = backup(lake)
        log.info("copy %s of the catalogue, at snapshot %d", made.name, made.snapshot)


def hold(broken: Sequence[Failure]) -> None:
    """CheckError naming the checks that failed."""
    if broken:
        raise CheckError("; ".join(f"{failure.name}: {len(failure.rows)} rows" for failure in broken))


def failing(found: Found, sources: Sequence[Source]) -> str:
    """The sources of which nothing came since they failed, in a sentence; empty where there are none."""
    if not found.failed:
        return ""
    name, detail = next(iter(found.failed.items()))
    count = f"{len(found.failed)} of {len(sources)} sources"
    others = [other for other in found.failed if other != name]
    more = f" The others: {', '.join(others[:NAMED])}{', …' * (len(others) > NAMED)}." if others else ""
    return f"nothing came of {count}. {name}: {detail}{more}"


def close(found: Found, sources: Sequence[Source], run: Run) -> Run:
    """The end of a run whose account is landed: Failed with NothingCame where every source failed; where some did, a
    state that names them."""
    told = failing(found, sources)
    if told and len(found.failed) >= len({source.source_id for source in sources}):
        return cast(Run, Failed(message=told, data=NothingCame(told, run)))
    return cast(Run, Completed(name=PARTIAL, message=told, data=run)) if told else run


def tell(rejects: Sequence[Reject]) -> None:
    """Name each document that did not become an article in the log."""
    for reject in rejects:
        log.info("%s: %s: %s", reject.url, reject.reason, reject.detail)
