"""A Prefect server of the tests' own, and a home for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from prefect.testing.utilities import prefect_test_harness

from flows.serving.server import told_all
from tests.prefect_database import prepared
from warehouse import Lake


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A temporary Prefect database and server for the session."""
    with pytest.MonkeyPatch.context() as patch:
        # the folder that the harness makes for its database has one already
        patch.setattr("prefect.testing.utilities.mkdtemp", lambda: str(prepared(Path(mkdtemp()), "prefect-test.db")))
        with prefect_test_harness(server_startup_timeout=120):
            patch.undo()
            yield
            told_all()  # the harness would wait without end


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty DATELINE_HOME."""
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, prefect_server: None) -> Lake:
    """The lake of a night of the sample wire on one machine, to compare others with."""
    from flows.nightly import nightly  # only tests that need it wait for it

    home = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATELINE_HOME", str(home))
        environment.setenv("DATELINE_DELAY", "0")
        nightly(sources=["wire"])
    return Lake.at(home)
