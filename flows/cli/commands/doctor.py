"""Diagnoses the installation: what would make the next run fail, and how to fix it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import click

from flows.cli.application import app, out
from flows.cli.commands.status import asked
from flows.cli.output.document import document, json_option
from flows.cli.output.progress import during
from flows.cli.output.summary import grid
from flows.settings import Settings, is_endpoint, settings
from transforms.shipped import LEARNED, RULES, VERSION
from transforms.tables.schema import EXTRACTOR
from warehouse import LakeError, usable

if TYPE_CHECKING:
    from flows.http.client import Web, WebError
    from flows.sources import Source

MEMORY, DISK = 3.0, 2.0
"""Minimum GiB of memory for extraction, and of disk for a few nights."""
GIB = 2**30
ASKING = 5.0
"""Seconds to wait for the language model."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part of the installation, and how to fix it if something is wrong."""

    what: str
    state: Literal["well", "wrong"]
    told: str
    mend: str | None = None


@app.command()
@click.option("--offline", is_flag=True, help="Do not contact sources or the language model.")
@json_option
def doctor(offline: bool, as_json: bool) -> None:
    """Check machine, settings, seeds, catalog, sources and language model, and suggest fixes.

    Nothing is changed. The exit code is 1 where something is wrong.
    """
    with during("looking"):
        findings = list(examine(offline))
    if as_json:
        document([asdict(finding) for finding in findings])
    else:
        out.print(grid(["what", "", "found", "to mend it"], [[f.what, f.state, f.told, f.mend] for f in findings]))
    if any(finding.state == "wrong" for finding in findings):
        raise SystemExit(1)


def examine(offline: bool) -> Iterator[Finding]:
    """All findings; checks that an earlier problem makes impossible are left out."""
    yield _finding_of("Dateline", None, f"{VERSION}, rules {EXTRACTOR}, Python {sys.version.split()[0]}")
    try:
        setup = settings()
    except (ValueError, OSError) as error:
        yield Finding(
            "settings and seeds", "wrong", str(error), "what the sentence says; `dateline init` shows the forms"
        )
        return
    yield Finding("settings and seeds", "well", f"home {setup.home}")
    yield from machine(setup)
    lake = catalog(setup)
    yield lake
    known = asked(setup.lake, "sources") if lake.state == "well" and setup.lake.exists() else []
    yield from sources(setup, offline, {str(row["source_id"]): row for row in known})
    yield reading(setup)
    if not is_endpoint(setup.reader):
        yield network(setup)
    elif not offline:
        yield from model(setup)


def machine(setup: Settings) -> Iterator[Finding]:
    """Memory, disk space, and write access to the home."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    memory_advice = "DATELINE_WORKERS=1, or a machine with more" if memory < MEMORY else None
    yield _finding_of("memory", memory_advice, f"{memory:.1f} GiB, {os.cpu_count()} cores, {setup.workers} workers")
    place = next(folder for folder in (setup.home, *setup.home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free / GIB
    disk_advice = "make room, or DATELINE_HOME on another disk" if free < DISK else None
    yield _finding_of("disk", disk_advice, f"{free:.1f} GiB free at {place}")
    rights_advice = (
        None if os.access(place, os.W_OK) else f"chown or chmod {place}, or DATELINE_HOME names another folder"
    )
    yield _finding_of("rights", rights_advice, f"{place} may {'not ' if rights_advice else ''}be written")


def catalog(setup: Settings) -> Finding:
    """Whether the warehouse can be opened and written."""
    try:
        if not setup.lake.exists():
            return Finding("warehouse", "well", "there is none yet; `dateline run` makes one")
        usable(setup.lake)
        (contents,) = asked(setup.lake, "held")
        last = f"the last run ended {contents['last_run']:%Y-%m-%d %H:%M} UTC" if contents["last_run"] else "no run yet"
        return Finding("warehouse", "well", f"{contents['articles']} articles, {last}")
    except (LakeError, OSError) as error:
        return Finding(
            "warehouse", "wrong", str(error), "`dateline restore --list` shows the copies; docs/operations.md"
        )


def sources(setup: Settings, offline: bool, by_source: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    """Every source of a nightly run: when it last returned something, and whether it answers now.

    If none of several sources can be reached, the network of this machine is at fault, not their addresses.
    """
    from flows.http.client import Web
    from flows.nightly import choose

    try:
        chosen = choose(None, None)
    except (ValueError, OSError) as error:
        yield Finding("sources", "wrong", str(error), f"the line that it names, in {setup.sources}")
        return
    with Web(setup.limits({})) as web, ThreadPoolExecutor(setup.hosts) as pool:
        reached = list(pool.map(_source_request(web), chosen)) if not offline else [None] * len(chosen)
    if len(reached) > 1 and all(each and each.reason == "unreachable" for each in reached):
        none = f"none of {len(reached)} can be reached; the first: {reached[0]}"
        yield Finding("sources", "wrong", none, "the network of this machine")
        return
    for source, failure in zip(chosen, reached, strict=True):
        row = by_source.get(source.source_id)
        last = f"last brought a page {row['latest']:%Y-%m-%d}, {row['in_a_week']} in a week" if row else "nothing yet"
        mend = f"its address in {setup.sources}; `dateline sources add` finds another" if failure else None
        yield _finding_of(
            f"source {source.source_id}", mend, f"{str(failure).rstrip('.')}; {last}" if failure else last
        )


def _source_request(web: Web) -> Callable[[Source], WebError | None]:
    """A function from a source to the error of requesting it; None if it answers, or is on this machine."""
    from flows.http.client import WebError

    def reached(source: Source) -> WebError | None:
        url = str(getattr(source, "url", ""))
        if "://" not in url:
            return None
        try:
            web.announcement(url, source.source_id)
        except WebError as error:
            return error
        return None

    return reached


def model(setup: Settings) -> Iterator[Finding]:
    """The language model that reads events; it is contacted."""
    import httpx

    address, _, name = str(setup.reader).partition("#")
    key = os.environ.get("OPENAI_API_KEY")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        answer = httpx.get(f"{address.rstrip('/')}/models", headers=headers, timeout=ASKING, trust_env=False)
        models = [str(model.get("id")) for model in answer.raise_for_status().json().get("data") or []]
        missing = None if name in models else f"load {name} there; it has {', '.join(models) or 'none'}"
        yield _finding_of("reader of events", missing, f"{name} at {address}")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError) as error:
        yield Finding(
            "reader of events", "wrong", f"{address} does not answer: {error}", "start it, or unset DATELINE_READER"
        )


def network(setup: Settings) -> Finding:
    """Whether the network that reads events can be loaded and run."""
    from flows.workers.reading import try_reader

    try:
        try_reader(setup.nlp, setup.reader)
    except ValueError as error:
        mend = "its files; DATELINE_READER without a value takes the shipped one"
        return Finding("reader of events", "wrong", str(error), mend)
    return Finding("reader of events", "well", setup.reader or f"{LEARNED}, the shipped one")


def reading(setup: Settings) -> Finding:
    """Whether a test sentence can be read with the language pipeline and the seeds."""
    from flows.workers.reading import FIRST, read_elsewhere

    name = setup.nlp or "the shipped language pipeline"
    try:
        _, rejects, facts = read_elsewhere([FIRST], setup.nlp, "doctor", reader=RULES)
    except ValueError as error:
        return Finding("reading", "wrong", str(error), f"the row or setting that it names, in {setup.home}")
    wrong = rejects[0].detail if rejects else ""
    detail = wrong or f"{sum(table.num_rows for table in facts.values())} rows of a sentence, by {name}"
    return _finding_of("reading", "DATELINE_NLP without a value takes the shipped one" if wrong else None, detail)


def _finding_of(what: str, mend: str | None, detail: str) -> Finding:
    return Finding(what, "wrong" if mend else "well", detail, mend)
