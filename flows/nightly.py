"""The nightly flow: from the documents that sources announce to facts in the lake."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from flows import tasks
from flows.archive.archive import Archive
from flows.brief.data import Brief
from flows.http.client import Web
from flows.runs.corrections import corrections, lost
from flows.runs.decisions import decided_links
from flows.runs.nights import covered_elsewhere, nights_due
from flows.runs.progress import with_progress
from flows.runs.spill import spill_folder
from flows.runs.steps import current
from flows.sandbox.bounded import end, interruptible
from flows.sandbox.memory import give_back
from flows.settings import Settings, settings
from flows.sources import ARCHIVES, Announced, Days, Source, SourceError, left_alone, load, source_at
from flows.sources.online.site import Site
from flows.sources.online.wire import Wire
from flows.sources.online.wire_server import serving
from flows.workers.extractor import extractor
from flows.workers.reading import try_reader
from transforms.identity.addresses import key
from transforms.shipped import LEARNED, RULES
from transforms.tables.schema import Run
from warehouse import Failure, Lake, Ref

log = logging.getLogger("dateline")

PACKAGES = ("prefect", "trafilatura", "spacy", "duckdb", "pandas", "pyarrow")

Leave = Callable[[Run, Lake, Sequence[Failure], str, Brief | None, Sequence[str]], None]
"""Publishes the outcome of a run: its row, lake, failed checks and sources, brief, and decisions on missing facts."""


def nightly(sources: Sequence[str] = (), places: Sequence[str] = (), leave: Leave = lambda *_: None) -> Run:
    """Read the news that the sources announce and land its facts in the lake; flows/orchestrated/flows.py has details.

    NothingCame or SomeCame if sources failed, Covered if another run covers the night, CheckError if the landed lake
    violates an invariant.
    """
    setup = settings()
    opened_run = open_run("nightly", sources=sources, places=places)
    if (sources or places) and not current().is_deployed:
        night = None
    else:
        night = nights_due(setup.lake, setup.catch_up)
        if done := covered_elsewhere(setup.lake, night):
            log.info("%s", done)
            tasks.raise_failed_checks(tasks.check(setup.lake) if setup.lake.exists() else [])
            raise tasks.Covered(done, opened_run)
        opened_run = replace(opened_run, first_night=night.first, night=night.last)
    chosen = choose(sources, places)
    with web_and_archive(chosen, setup, opened_run.run_id) as (web, archive):
        announcing = announced(chosen, web, night.missed() if night else None)
        intake = tasks.fetch(announcing, web, archive, chosen[len(sources) :] if places else ())
    tasks.log_rejects(intake.rejects)
    with spill_folder(setup.spilled) as folder:
        batches = facts_of(intake.documents, setup, opened_run, folder)
        if current().is_alone:
            end()  # a worker with the reader takes as much memory as the landing
        run, _ = tasks.land(setup.lake, intake, batches, opened_run, folder)
    tasks.copy(setup.lake)
    broken = tasks.check(setup.lake, run.run_id)
    failing = tasks.failing(intake, chosen)
    leave(run, setup.lake, broken, failing, tasks.brief(setup, run, broken, failing), lost(setup.home, setup.lake))
    tasks.raise_failed_checks(broken)
    return tasks.close(intake, chosen, run)


@contextmanager
def web_and_archive(
    chosen: Sequence[Source], setup: Settings, run_id: str, lake: Lake | None = None
) -> Iterator[tuple[Web, Archive]]:
    """The HTTP client, and the archive that stores its responses: in `lake` if given."""
    with (
        serving(chosen) as routes,
        TemporaryDirectory(prefix="dateline-") as spool,
        Archive(lake or setup.lake, run_id, Path(spool) / "incoming" if lake else setup.incoming) as archive,
        Web(replace(setup.limits(routes), spool=Path(spool), left_alone=left_alone(setup.sources)), archive) as web,
    ):
        yield web, archive


def announced(chosen: Sequence[Source], web: Web, missed: Days | None) -> Announced:
    """What the sources announce now; for missed days also what sites announced then."""
    now = tasks.discover(chosen, web)
    if not missed or not (dated := [source for source in chosen if isinstance(source, Site)]):
        return now
    then = tasks.discover(dated, web, missed)
    known = {key(candidate.url): candidate for candidate in [*then.candidates, *now.candidates]}
    rejected = {(reject.url, reject.reason): reject for reject in [*then.rejects, *now.rejects]}
    silent = {
        name: detail for name, detail in now.failed.items() if name in then.failed or name not in _source_ids(dated)
    }
    return Announced(list(known.values()), list(rejected.values()), silent)


def _source_ids(sources: Sequence[Source]) -> set[str]:
    return {source.source_id for source in sources}


def facts_of(
    documents: Sequence[Ref],
    setup: Settings,
    opened_run: Run,
    folder: Path,
    anew: bool = False,
    archive: Lake | None = None,
    days: Days | None = None,
) -> list[tasks.Batch]:
    """Read stored documents in batches and write their articles and facts to files in `folder`; with `anew` also those
    that were read before.

    With `archive` they are stored in that lake; with `days` only articles published then are read.
    """
    parts = tasks.batches(documents, setup.batch)
    workers = min(setup.processes, len(parts))
    with interruptible():
        kept = None if anew or days else setup.cleaned
        cleaned = tasks.clean.each(parts, archive or setup.lake, days, workers, left_alone(setup.sources), kept)
        articles = list(with_progress("cleaning pages", cleaned, [len(part) for part in parts]))
    if others := sum(batch.others for batch in articles):
        log.info("%d articles are of other days", others)
    for batch in articles:
        tasks.log_rejects(batch.rejects)
        tasks.same_rules(batch)
    if current().is_alone:
        end()  # a new worker has nothing left of what cleaning took
    give_back()  # nor has the run itself: its peak is that of reading
    articles = [tasks.with_extractor(batch, setup.reader) for batch in articles]
    fresh = tasks.unseen(articles, setup.lake, anew)
    parameters = (setup.nlp, opened_run.run_id, setup.document, workers, setup.reader)
    with interruptible():
        read = tasks.extract.each(fresh, *parameters)
        progress = with_progress("reading articles", read, [len(batch.articles) for batch in fresh])
        return tasks.gather(progress, len(fresh), folder, opened_run.run_id)


def choose(sources: Sequence[str] | None, places: Sequence[str] | None, days: Days | None = None) -> list[Source]:
    """The named sources and the given places; without either, all sources but the sample wire and the archives.

    SourceError for a source that does not exist or cannot be read, and for an archive without days.
    """
    if not sources and not places:
        return [source for source in load(path=settings().sources) if not isinstance(source, (Wire, *ARCHIVES))]
    named = load(sources, settings().sources) if sources else []
    if undated := [source.source_id for source in named if isinstance(source, ARCHIVES) and not days]:
        raise SourceError(f"{undated[0]} is an archive: it needs a first and a last day.")
    return [*named, *(source_at(place) for place in places or [])]


def open_run(flow: str, **parameters: object) -> Run:
    """The row of a run at its start. Logs the parameters first; a retry gets an id of its own."""
    setup = settings()
    setup.close_home()
    corrections(setup.home)  # an unreadable file of decisions is reported before anything is read
    decided_links(setup.home)
    if setup.reader not in (None, RULES, LEARNED):
        try_reader(setup.nlp, setup.reader, setup.processes)  # likewise a reader of events that reads nothing
    now = datetime.now(UTC)
    received = json.dumps(parameters, default=str)
    log.info("%s received %s", flow, received)
    return Run(
        run_id=current().run_id,
        flow=flow,
        parameters=received,
        started=now,
        ended=now,
        versions=json.dumps({"extractor": extractor(setup.reader)} | {name: version(name) for name in PACKAGES}),
    )
