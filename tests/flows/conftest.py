"""Fixtures of flows: a temporary Prefect server, and a home for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from filelock import FileLock

from flows.http.client import Web
from tests.loopback import Loopback, loopback
from tests.prefect_database import SHARED, prepared
from tests.warehouse.conftest import World
from warehouse import Lake, land, query

STRIKE = {"place": "Idlib", "place_id": 7, "country": "SY", "admin1": "12", "geo_precision": 1} | {
    "acled_sub_event": "Air/drone strike", "target": "a bakery",
}  # fmt: skip


def strike_reports(*sites: str) -> World:
    """A report of one strike by each outlet."""
    world = World()
    for site in sites:
        text = f"Jets struck a bakery in Idlib, {site} reports."
        world.event(world.article(site, text, site=site), text, **STRIKE)
    return world


def incidents(home: Path) -> int:
    return query(Lake.at(home), "FROM incidents").num_rows


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A temporary Prefect database and server for the session."""
    from prefect.testing.utilities import prefect_test_harness  # imported late: Prefect is slow to import

    from flows.serving.server import send_remaining

    with pytest.MonkeyPatch.context() as patch:
        # the harness's database folder gets a prepared database
        patch.setattr("prefect.testing.utilities.mkdtemp", lambda: str(prepared(Path(mkdtemp()), "prefect-test.db")))
        with prefect_test_harness(server_startup_timeout=120):
            patch.undo()
            yield
            send_remaining()  # the harness would wait for ever


@pytest.fixture(scope="module")
def outlet(request: pytest.FixtureRequest) -> Iterator[Loopback]:
    """An outlet on loopback that gives the ANSWERS of the test's module."""
    with loopback(request.module.ANSWERS) as running:
        yield running


@pytest.fixture(scope="module")
def web(outlet: Loopback) -> Iterator[Web]:
    """A client that reaches the outlet alone."""
    with Web(outlet.limits()) as client:
        yield client


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty DATELINE_HOME with briefs switched off."""
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    monkeypatch.setenv("DATELINE_BRIEF", "false")  # a brief would take as long as the run
    return tmp_path


@pytest.fixture
def made(home: Path, empty_home: Path) -> Lake:
    """The lake of that home, with its tables and no rows."""
    shutil.copytree(empty_home, home, dirs_exist_ok=True)
    return Lake.at(home)


@pytest.fixture(scope="session")
def undisturbed() -> Lake:
    """The lake of one night of the sample wire on one machine, for comparison and copying.

    Shared by the processes of a test run; the first one that needs it creates it.
    """
    from flows.nightly import nightly  # imported late: slow

    shared = Path(os.environ[SHARED])
    home = shared / "undisturbed"
    with FileLock(shared / "undisturbed.lock"):
        if not home.exists():
            making = shared / "undisturbed.part"
            with pytest.MonkeyPatch.context() as environment:
                environment.setenv("DATELINE_HOME", str(making))
                environment.setenv("DATELINE_DELAY", "0")
                environment.setenv("DATELINE_BRIEF", "false")
                nightly(sources=["wire"])
            making.rename(home)
    return Lake.at(home)


@pytest.fixture
def wire(home: Path, undisturbed: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """The lake of the test's home after a night of the sample wire, fetched without pauses."""
    shutil.copytree(Path(undisturbed.data).parents[2], home, dirs_exist_ok=True)
    monkeypatch.setenv("DATELINE_DELAY", "0")
    return Lake.at(home)


@pytest.fixture
def facts(home: Path) -> tuple[str, str]:
    """The ids of two reports of one strike, landed in the home."""
    from flows.runs.decisions import linking

    world = strike_reports("The Ridge", "The Shore")
    land(Lake.at(home), world.batch(), linking=linking(home))
    first, second = (event.fact_id for event in world.rows["events"])
    return first, second
