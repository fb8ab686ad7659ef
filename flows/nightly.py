"""The nightly run: from what the sources announce to facts in the lake."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from prefect import flow, unmapped
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from flows import steps
from flows.account import night_account
from flows.archive import Archive
from flows.runner import task_runner
from flows.settings import Settings, settings
from flows.sources import ARCHIVES, Days, Source, SourceError, given, load
from flows.sources.wire import Wire
from flows.web import Web
from flows.wire import serving
from transforms.schema import EXTRACTOR, Run
from warehouse import Ref

PACKAGES = ("prefect", "trafilatura", "spacy", "duckdb", "pandas", "pyarrow")


@flow(task_runner=task_runner())
def nightly(
    sources: list[str] | None = None,
    places: list[str] | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Run:
    """Read the news that the sources announce and land its facts in the lake.

    Args:
        sources: Names from seeds/sources.toml; where neither names nor places are given, all but the sample wire and
            the archives.
        places: Addresses, files or folders to read beside the named sources.
        first_day: For a backfill: the first day of publication; sources announce only what was published then.
        last_day: The last day of publication; the first where it is not given.
    """
    setup = settings()
    opened = opening("nightly", sources=sources, places=places, first_day=first_day, last_day=last_day)
    days = restricted(first_day, last_day)
    chosen = choose(sources, places, days)
    with (
        serving(chosen) as routes,
        TemporaryDirectory(prefix="dateline-") as spool,
        Archive(setup.lake, opened.run_id, setup.incoming) as archive,
        Web(replace(setup.limits(routes), spool=Path(spool)), archive) as web,
    ):
        found = steps.fetch(steps.discover(chosen, web, days), web, archive)
    run = steps.land(setup.lake, found, facts_of(found.documents, setup, opened), opened)
    create_markdown_artifact(
        night_account(run, setup.lake),
        key="nightly",
        description="Documents, facts, new incidents and refusals of a run",
    )
    steps.check(setup.lake)
    return run


def facts_of(documents: Sequence[Ref], setup: Settings, opened: Run, anew: bool = False) -> list[steps.Batch]:
    """What is read in documents of the archive, in batches; with `anew` also in those that the lake has read."""
    articles = steps.clean.map(steps.batches(documents, setup.batch), unmapped(setup.lake)).result()
    fresh = steps.unseen(articles, setup.lake, anew)
    workers = min(setup.workers, len(fresh)) if setup.runner == "threads" else 1
    return steps.gather(steps.extract.map(fresh, unmapped(setup.nlp), unmapped(opened.run_id), unmapped(workers)))


def restricted(first_day: date | None, last_day: date | None) -> Days | None:
    """The days of publication that a run is restricted to. ValueError where they are none."""
    if first_day is None and last_day is not None:
        raise ValueError(f"the last day is {last_day}, but which is the first?")
    return Days(first_day, last_day or first_day) if first_day else None


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
    """The account of a run as it begins."""
    now = datetime.now(UTC)
    return Run(
        run_id=str(flow_run.id),
        flow=flow,
        parameters=json.dumps(parameters, default=str),
        started=now,
        ended=now,
        versions=json.dumps({"extractor": EXTRACTOR} | {name: version(name) for name in PACKAGES}),
    )
