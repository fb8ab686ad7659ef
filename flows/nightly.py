"""The nightly run: from what the sources announce to facts in the lake."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, cast

from prefect import flow, unmapped
from prefect.runtime import deployment, flow_run
from prefect.states import Completed

from flows import tasks
from flows.archive.archive import Archive
from flows.http.client import Web
from flows.runs.artifact import leave
from flows.runs.nights import due, elsewhere
from flows.sandbox.bounded import interruptible
from flows.serving.form import form, names
from flows.settings import Settings, settings
from flows.sources import ARCHIVES, Announced, Days, Source, SourceError, given, left_alone, load
from flows.sources.site import Site
from flows.sources.wire import Wire
from flows.sources.wire_server import serving
from flows.workers.task_runner import task_runner
from transforms.identity.addresses import key
from transforms.printable import printable
from transforms.tables.schema import EXTRACTOR, Run
from warehouse import Lake, Ref

log = logging.getLogger("dateline")

PACKAGES = ("prefect", "trafilatura", "spacy", "duckdb", "pandas", "pyarrow")


Sources = Annotated[list[str], form(title="Sources", items={"type": "string", "enum": names()})]


def called() -> str:
    """A run's name: its night, and what it was told to read."""
    told = flow_run.parameters or {}
    words = [f"{flow_run.scheduled_start_time:%Y-%m-%d}", *(told.get("sources") or []), *(told.get("places") or [])]
    return printable(" ".join(words))


@flow(task_runner=task_runner(), flow_run_name=called)
def nightly(sources: Sources = [], places: list[str] = []) -> Run:  # noqa: B006
    """Read the news that the sources announce and land its facts in the lake.

    The night is the date for which the run was scheduled. Nights that were missed since the last one are made good in
    the same run; one whose night was covered meanwhile is done at once.

    Args:
        sources: Names from seeds/sources.toml; where neither names nor places are given, all but the sample wire and
            the archives.
        places: Addresses, files or folders to read beside the named sources.
    """
    setup = settings()
    opened = opening("nightly", sources=sources, places=places)
    if deployment.id is None and (sources or places):
        night = None
    else:
        night = due(setup.lake, setup.catch_up)
        if done := elsewhere(setup.lake, night):
            log.info("%s", done)
            tasks.hold(tasks.check(setup.lake) if setup.lake.exists() else [])
            return cast(Run, Completed(name="Covered", message=done, data=opened))
        opened = replace(opened, first_night=night.first, night=night.last)
    chosen = choose(sources, places)
    with reading(chosen, setup, opened.run_id) as (web, archive):
        announcing = announced(chosen, web, night.missed() if night else None)
        found = tasks.fetch(announcing, web, archive, chosen[len(sources) :] if places else ())
    tasks.tell(found.rejects)
    run, _ = tasks.land(setup.lake, found, facts_of(found.documents, setup, opened), opened)
    tasks.copy(setup.lake)
    broken = tasks.check(setup.lake)
    leave(run, setup.lake, broken, tasks.failing(found, chosen))
    tasks.hold(broken)
    return tasks.close(found, chosen, run)


@contextmanager
def reading(
    chosen: Sequence[Source], setup: Settings, run_id: str, lake: Lake | None = None
) -> Iterator[tuple[Web, Archive]]:
    """The network, and the archive that takes what comes of it: that of `lake` where one is given."""
    with (
        serving(chosen) as routes,
        TemporaryDirectory(prefix="dateline-") as spool,
        Archive(lake or setup.lake, run_id, Path(spool) / "incoming" if lake else setup.incoming) as archive,
        Web(replace(setup.limits(routes), spool=Path(spool), left_alone=left_alone(setup.sources)), archive) as web,
    ):
        yield web, archive


def announced(chosen: Sequence[Source], web: Web, missed: Days | None) -> Announced:
    """What the sources announce now; of missed days also what those announce that can be asked by day."""
    now = tasks.discover(chosen, web)
    if not missed or not (dated := [source for source in chosen if isinstance(source, Site)]):
        return now
    then = tasks.discover(dated, web, missed)
    known = {key(candidate.url): candidate for candidate in [*then.candidates, *now.candidates]}
    told = {(reject.url, reject.reason): reject for reject in [*then.rejects, *now.rejects]}
    silent = {name: detail for name, detail in now.failed.items() if name in then.failed or name not in _names(dated)}
    return Announced(list(known.values()), list(told.values()), silent)


def _names(sources: Sequence[Source]) -> set[str]:
    return {source.source_id for source in sources}


def facts_of(
    documents: Sequence[Ref],
    setup: Settings,
    opened: Run,
    anew: bool = False,
    kept: Lake | None = None,
    days: Days | None = None,
) -> list[tasks.Batch]:
    """What is read in documents of the archive, in batches; with `anew` also in those that the lake has read.

    They are kept in another lake where one is given; with `days` only what was published then is read.
    """
    lake, parts = unmapped(kept or setup.lake), tasks.batches(documents, setup.batch)
    workers = unmapped(min(setup.workers, len(parts)) if setup.runner == "threads" else 1)
    with interruptible():
        alone = unmapped(left_alone(setup.sources))
        articles = tasks.clean.map(parts, lake, unmapped(days), workers, alone).result()
    if others := sum(batch.others for batch in articles):
        log.info("%d articles are of other days", others)
    for batch in articles:
        tasks.tell(batch.rejects)
    fresh = tasks.unseen(articles, setup.lake, anew)
    told = (unmapped(setup.nlp), unmapped(opened.run_id), unmapped(setup.document), workers, unmapped(setup.reader))
    with interruptible():
        return tasks.gather(tasks.extract.map(fresh, *told))


def choose(sources: list[str] | None, places: list[str] | None, days: Days | None = None) -> list[Source]:
    """The named sources and the given places; where there are neither all but the sample wire and the archives.

    SourceError where one does not exist or cannot be read, or is an archive and there are no days.
    """
    if not sources and not places:
        return [source for source in load(path=settings().sources) if not isinstance(source, (Wire, *ARCHIVES))]
    named = load(sources, settings().sources) if sources else []
    if undated := [source.source_id for source in named if isinstance(source, ARCHIVES) and not days]:
        raise SourceError(f"{undated[0]} is an archive: it needs a first and a last day.")
    return [*named, *(given(place) for place in places or [])]


def opening(flow: str, **parameters: object) -> Run:
    """The account of a run as it begins. What it received is the first thing it logs; a retry has an id of its own."""
    settings().close_home()
    now = datetime.now(UTC)
    received = json.dumps(parameters, default=str)
    log.info("%s received %s", flow, received)
    again = f"-{flow_run.run_count}" if flow_run.run_count > 1 else ""
    return Run(
        run_id=f"{flow_run.id}{again}",
        flow=flow,
        parameters=received,
        started=now,
        ended=now,
        versions=json.dumps({"extractor": EXTRACTOR} | {name: version(name) for name in PACKAGES}),
    )
