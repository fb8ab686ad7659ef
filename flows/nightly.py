"""The nightly run: from what the sources announce to facts in the lake."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from prefect import flow, unmapped
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner

from flows import steps
from flows.account import night_account
from flows.settings import Settings, settings
from flows.sources import Source, given, load
from flows.sources.wire import Wire
from flows.web import Web
from flows.wire import serving
from transforms.schema import EXTRACTOR, Run
from warehouse import Ref

PACKAGES = ("prefect", "trafilatura", "spacy", "duckdb", "pandas", "pyarrow")


@flow(task_runner=ThreadPoolTaskRunner(max_workers=settings().workers))  # type: ignore[arg-type]
def nightly(sources: list[str] | None = None, places: list[str] | None = None) -> Run:
    """Read the news that the sources announce and land its facts in the lake.

    Args:
        sources: Names from seeds/sources.toml; all but the sample wire where neither names nor places are given.
        places: Addresses, files or folders to read beside the named sources.
    """
    setup = settings()
    opened = opening("nightly", sources=sources, places=places)
    chosen = choose(sources, places)
    with serving(chosen) as routes, Web(setup.limits(routes)) as web:
        found = steps.fetch(steps.discover(chosen, web), web, setup.lake, opened.run_id)
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
    workers = min(setup.workers, len(fresh))
    return steps.gather(steps.extract.map(fresh, unmapped(setup.nlp), unmapped(opened.run_id), unmapped(workers)))


def choose(sources: list[str] | None, places: list[str] | None) -> list[Source]:
    """The named sources and the given places. SourceError where one does not exist or cannot be read."""
    if not sources and not places:
        return [source for source in load(path=settings().sources) if not isinstance(source, Wire)]
    return [*(load(sources, settings().sources) if sources else []), *(given(place) for place in places or [])]


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
