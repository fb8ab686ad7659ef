"""The steps of a run; each moves a batch one stage of the pipeline forward."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pyarrow as arrow

from flows.archive.archive import Archive
from flows.archive.fetch import Outcome, fetch_all
from flows.brief.data import Brief
from flows.brief.data import gather as gather_brief
from flows.brief.shelf import keep
from flows.brief.span import of_run
from flows.http.client import Web
from flows.runs.corrections import carry_over, corrections
from flows.runs.decisions import linking
from flows.runs.new_articles import Batch as Batch
from flows.runs.new_articles import unseen as select_unseen
from flows.runs.progress import step_progress, with_progress
from flows.runs.spill import spill, spilled_files
from flows.runs.steps import Retries, step
from flows.sandbox.bounded import PAGE
from flows.sandbox.lean_arrow import find_pandas
from flows.settings import Settings, settings
from flows.sources import Announced, Candidate, Days, Source
from flows.sources import discover as announced_by
from flows.workers import cleaned
from flows.workers.extractor import extractor
from flows.workers.reading import clean_elsewhere, read_elsewhere
from transforms.cleaning.admission.rights import reserved
from transforms.identity.near_duplicates import WINDOW, stories
from transforms.resolving.actors import actors
from transforms.tables.normalise import table
from transforms.tables.schema import EXTRACTOR, FACTS, Article, Page, Reject, Run, to_arrow
from warehouse import Failure, Grouping, Lake, LakeError, Landing, Ref, backup, pages, readable, sharing
from warehouse import check as failed_checks
from warehouse import land as landed

log = logging.getLogger("dateline")
log.setLevel(logging.INFO)

LANDING = 7200
"""Time limit in seconds of a step over all batches; a thread working on one batch cannot be interrupted."""
UNDONE = ("too_slow", "extraction_failed")
"""Reasons of pages whose cleaning failed or was stopped: they may still hold an article."""
NAMED = 5
"""Maximum sources named in a sentence."""
TRANSIENT = ("went away", "cannot be reached", "locked", "has been writing", "conflict")
"""Substrings of transient LakeErrors that are worth a retry."""


def is_transient(error: BaseException) -> bool:
    """Whether a step failed with a transient LakeError, such as a busy catalog."""
    return isinstance(error, LakeError) and any(words in str(error) for words in TRANSIENT)


LAKE = Retries((2, 10, 30, 60), is_transient)
"""Retries of a step that reads or writes the lake. The HTTP client has its own retries, and rules that fail on an
article would fail again."""


unseen = step(LAKE, says="telling new articles from known ones")(select_unseen)
check = step(LAKE, LANDING, says="checking")(failed_checks)


class Ended(Exception):
    """A run that ended without reading all it should have; `run` is its row."""

    def __init__(self, detail: str, run: Run) -> None:
        super().__init__(detail)
        self.run = run


class NothingCame(Ended):
    """Every source of a run failed; the message names them, and the row is landed."""


class SomeCame(Ended):
    """Some sources of a run failed; the message names them, and the row is landed."""


class Covered(Ended):
    """Another run makes this one unnecessary; the message names it, and nothing is landed."""


class RulesError(ValueError):
    """Cluster workers whose version or seeds differ from the run's; the message is one sentence for people."""


class CheckError(Exception):
    """A landed night that violates an invariant; the message names the failed checks."""


@dataclass(frozen=True, slots=True)
class Intake:
    """The documents a run has to read, and the rejects so far."""

    discovered: int
    documents: list[Ref]
    rejects: list[Reject] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Sources that failed and yielded no document, with their first error."""


@step()
def discover(sources: Sequence[Source], web: Web, days: Days | None = None) -> Announced:
    """The documents that the sources announce, each once, and the sources that could not be read."""
    announced = announced_by(with_progress("asking sources", sources, [1] * len(sources)), web, days)
    names = ", ".join(source.source_id for source in sources)
    log.info("%d documents announced by %s", len(announced.candidates), names)
    return announced


@step()
def fetch(announced: Announced, web: Web, archive: Archive, by_hand: Sequence[Source] = ()) -> Intake:
    """Fetch all candidates and store them in the archive as they arrive.

    One task and one `web` for the whole run, so that the throttle of each host holds. A source in `by_hand` also counts
    as failed if none of its announced documents could be fetched.
    """
    candidates, missed = announced.candidates, announced.rejects
    stored = archive.latest_documents([candidate.url for candidate in candidates])
    with step_progress("fetching documents") as report:
        outcomes = fetch_all(candidates, web, archive.keep, stored, report)
    rejects = missed + [outcome for outcome in outcomes if isinstance(outcome, Reject)]
    documents = [outcome for outcome in outcomes if isinstance(outcome, Ref)]
    log.info("%d documents came, %d did not", len(documents), len(rejects))
    failed = announced.failed | _without_documents(candidates, outcomes, {source.source_id for source in by_hand})
    return Intake(len(candidates) + len(missed), documents, rejects, failed)


def _without_documents(candidates: Sequence[Candidate], outcomes: Sequence[Outcome], names: set[str]) -> dict[str, str]:
    """The named sources whose announced documents all failed, with their first error."""
    errors: dict[str, str] = {}
    for candidate, outcome in zip(candidates, outcomes, strict=True):
        if isinstance(outcome, Reject):
            errors.setdefault(candidate.source_id, outcome.detail)
        else:
            names = names - {candidate.source_id}
    return {name: detail for name, detail in errors.items() if name in names}


@step(LAKE, says="looking for kept pages")
def again(lake: Lake, first: date, last: date) -> Intake:
    """The stored documents fetched from `first` to `last`, to be read again."""
    documents = readable(lake, first, last)
    log.info("%d documents came from %s to %s", len(documents), first, last)
    return Intake(len(documents), documents)


def batches(documents: Sequence[Ref], size: int) -> list[list[Ref]]:
    """Split the documents into lists of at most `size`."""
    return [list(documents[start : start + size]) for start in range(0, len(documents), size)]


@step(LAKE)
def clean(
    documents: Sequence[Ref],
    lake: Lake,
    days: Days | None = None,
    workers: int = 1,
    left_alone: frozenset[str] = frozenset(),
    kept: Path | None = None,
) -> Batch:
    """Clean a batch of stored documents. With `days` only articles published then, by their own date or their source's,
    are kept; articles reserved against machine use become rejects for the sources in `left_alone`. What the file `kept`
    knows is not cleaned again.
    """
    batch, others = Batch(), 0
    known = cleaned.known(kept, [ref.page_id for ref in documents]) if kept else {}
    stored = {page.page_id: page for page in pages(lake, [ref for ref in documents if ref.page_id not in known])}
    new = dict(zip(stored, clean_elsewhere([*stored.values()], workers, PAGE), strict=True))
    if kept and new:
        cleaned.keep(kept, {page_id: result for page_id, result in new.items() if not _is_undone(result)})
    results = known | new
    for ref in documents:
        result = _unless_reserved(results[ref.page_id], left_alone)
        if isinstance(result, Article) and days and not _is_published_on(days, result, stored[ref.page_id]):
            others += 1
        elif isinstance(result, Article):
            batch.article_ids.append(result.article_id)
            batch.articles.append(replace(result, page_id=ref.page_id))
        else:
            batch.rejects.append(result)
            if _is_undone(result):
                batch.undone.append(ref.page_id)
    return replace(batch, others=others)


def _is_undone(result: Article | Reject) -> bool:
    return isinstance(result, Reject) and result.reason in UNDONE


def same_rules(batch: Batch) -> None:
    """Raise RulesError if a cluster worker uses another version, or other seeds, than the run."""
    if other := next((article.extractor for article in batch.articles if article.extractor != EXTRACTOR), None):
        raise RulesError(
            f"a worker reads with {other} and this run with {EXTRACTOR}: install the same version on every machine, "
            "and give its workers a DATELINE_HOME with the same seeds."
        )


def with_extractor(batch: Batch, reader: str | None) -> Batch:
    """The batch with the extractor of its articles and of the facts that `reader` will find in them."""
    return replace(batch, articles=[replace(article, extractor=extractor(reader)) for article in batch.articles])


def _is_published_on(days: Days, article: Article, page: Page) -> bool:
    """Whether an article was published on one of the days, by its own date or its source's."""
    return days.have(article.published_date if article.is_dated else None, page.published_date)


def _unless_reserved(result: Article | Reject, left_alone: frozenset[str]) -> Article | Reject:
    """`result`, or a Reject if its source respects reservations and its outlet reserves it."""
    if isinstance(result, Reject) or result.source_id not in left_alone:
        return result
    reservation = reserved((result.machine_use or "").splitlines())
    detail = f"{result.url} is left alone: {reservation}."
    if not reservation:
        return result
    return Reject(url=result.url, source_id=result.source_id, stage="clean", reason="reserved", detail=detail)


@step()
def extract(
    batch: Batch, nlp: str | None, run_id: str, document: float, workers: int = 1, reader: str | None = None
) -> Batch:
    """Extract the facts of a batch; an article that fails, or takes over `document` CPU seconds, becomes a reject."""
    batch = with_extractor(batch, reader)
    articles, rejects, facts = read_elsewhere(batch.articles, nlp, run_id, workers, document, reader)
    return replace(batch, articles=articles, rejects=batch.rejects + rejects, facts=facts)


def gather(batches: Iterable[Batch], count: int, folder: Path, run_id: str) -> list[Batch]:
    """Wait for the batches and log the counts of each; its articles and facts go to files in `folder`."""
    done = []
    for number, batch in enumerate(batches, 1):
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in batch.facts.items() if name in FACTS)
        log.info("batch %d of %d: %d new articles: %s", number, count, len(batch.articles), counts)
        done.append(spill(batch, folder, number, run_id))
    return done


@step(LAKE, LANDING, says="landing")
def land(
    lake: Lake,
    intake: Intake,
    batches: Sequence[Batch],
    opened: Run,
    folder: Path,
    withdrawn: Sequence[str] = (),
    dry: bool = False,
) -> tuple[Run, Landing]:
    """Land everything a run made in one transaction, with its row in `runs`; the `withdrawn` articles are removed.

    `folder` holds the articles and facts of the batches. With `dry` nothing is stored: the returned row and counts are
    those of a real landing.
    """
    rejects = [*intake.rejects, *(reject for batch in batches for reject in batch.rejects)]
    home = settings().home
    rows = spilled_files(folder) | {
        "actors": to_arrow("actors", list(actors())),
        "rejects": table("rejects", rejects, opened.run_id),
    }
    done: list[Run] = []

    def account(landing: Landing) -> arrow.Table:
        done.append(replace(_counted(opened, intake, batches, landing), rejected=len(rejects), ended=datetime.now(UTC)))
        return table("runs", done, opened.run_id)

    displaced = (name for batch in batches for name in batch.withdrawn)
    counts = landed(
        lake,
        lambda: rows | {"corrections": corrections(home)},
        account,
        [*withdrawn, *displaced],
        Grouping(WINDOW, _stories),
        partial(linking, home),
        dry=dry,
    )
    if not dry:
        carry_over(home, lake)
    return done[-1], counts


def _stories(articles: arrow.Table) -> arrow.Table:
    """The stories of articles, which pandas groups: nothing before it in a run does."""
    find_pandas()
    return stories(articles)


def _counted(opened: Run, intake: Intake, batches: Sequence[Batch], landing: Landing) -> Run:
    """The row of a run with what it found, fetched and landed."""
    count = landing["articles"]
    return replace(
        opened,
        discovered=intake.discovered + sum(batch.again - batch.others for batch in batches),
        fetched=len(intake.documents),
        unchanged=sum(batch.unchanged for batch in batches) + count.unchanged,
        landed=count.added + count.changed,
        facts=json.dumps({name: landing[name].added for name in FACTS}),
    )


@step(LAKE, says="copying the catalog")
def copy(lake: Lake) -> None:
    """Copy the catalog file; a catalog on a PostgreSQL server has its own backup tools."""
    if lake.catalog_file:
        made = backup(lake)
        log.info("copy %s of the catalog, at snapshot %d", made.name, made.snapshot)


@step(says="writing the brief")
def brief(setup: Settings, run: Run, broken: Sequence[Failure], failing: str = "") -> Brief | None:
    """Write the brief of a run into the home. None if briefs are switched off, or if writing failed: that must not fail
    a run that has landed."""
    if not setup.brief:
        return None
    try:
        with sharing(setup.lake):
            content = gather_brief(setup.lake, of_run(setup.lake, run), broken, failing, setup.watch)
        log.info("the brief lies at %s", keep(setup.home, content))
    except Exception as error:
        log.error("the brief could not be written: %s; `dateline brief` tries again", error)
        log.debug("writing the brief failed", exc_info=True)
        return None
    return content


def raise_failed_checks(broken: Sequence[Failure]) -> None:
    """Raise CheckError naming the failed checks."""
    if broken:
        raise CheckError("; ".join(f"{failure.name}: {len(failure.rows)} rows" for failure in broken))


def failing(intake: Intake, sources: Sequence[Source]) -> str:
    """The sources that failed and yielded nothing, in a sentence; empty if there are none."""
    if not intake.failed:
        return ""
    name, detail = next(iter(intake.failed.items()))
    count = f"{len(intake.failed)} of {len(sources)} sources"
    others = [other for other in intake.failed if other != name]
    more = f" The others: {', '.join(others[:NAMED])}{', …' * (len(others) > NAMED)}." if others else ""
    return f"nothing came of {count}. {name}: {detail}{more}"


def close(intake: Intake, sources: Sequence[Source], run: Run) -> Run:
    """The final state of a landed run: Failed with NothingCame if every source failed, Partial if some did."""
    if detail := failing(intake, sources):
        whole = len(intake.failed) >= len({source.source_id for source in sources})
        raise NothingCame(detail, run) if whole else SomeCame(detail, run)
    return run


def log_rejects(rejects: Sequence[Reject]) -> None:
    """Log each document that did not become an article."""
    for reject in rejects:
        log.info("%s: %s: %s", reject.url, reject.reason, reject.detail)
