"""Fixtures shared by the tests of all packages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest

from tests.documents import article
from tests.prefect_database import SHARED as SHARED_FOLDER
from tests.servers import PASSWORD, Postgres, bucket, postgres
from warehouse import Lake, land

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.resolving.document import Document

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
ORDER = {"flows": 0, "warehouse": 1, "transforms": 3}
"""Sort key of the tests by top-level folder; tests outside these folders have the key 2."""


def pytest_configure(config: pytest.Config) -> None:
    """Create a folder shared by all processes of the test run, with their user's cache in it; the process that started
    the run removes it.
    """
    if SHARED_FOLDER not in os.environ:
        os.environ[SHARED_FOLDER] = folder = mkdtemp(prefix="dateline-tests-")
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests that start servers first: a long file at the end would leave the other cores idle."""
    items.sort(key=lambda item: ORDER.get(item.path.relative_to(HERE).parts[0], 2))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Record the name of a test's attack, for the table of `make attack`; `{name}` is a parameter of the test."""
    if mark := item.get_closest_marker("attack"):
        callspec = getattr(item, "callspec", None)
        item.user_properties.append(("attack", mark.args[0].format(**(callspec.params if callspec else {}))))


@pytest.fixture
def outcome(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """A function that records the outcome of an attack, for the table of `make attack`."""
    return lambda text: record_property("outcome", text)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped language pipeline; imported here, so that tests of other packages do not wait for it."""
    from transforms.reading.parse import pipeline

    return pipeline()


@pytest.fixture(scope="session")
def parse(nlp: Language) -> Callable[..., Document]:
    """A function from a text to its document, published on Friday 6 December 2024 unless another day is given."""

    def made(text: str, *published: date) -> Document:
        from transforms.facts.extract import document
        from transforms.reading.parse import read

        return document(article(text, *published), next(iter(read([text], nlp))))

    return made


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material; tests that need it are skipped if it is missing."""
    if not SHARED.is_dir():
        pytest.skip("reference material ../shared is not here")
    return SHARED


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty lake that has its tables and marts; copying it takes a tenth of the time of creating one."""
    home = tmp_path_factory.mktemp("home")
    land(Lake.at(home), {})
    return home


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A PostgreSQL server for the tests; the test is skipped if PostgreSQL is not installed."""
    with postgres() as started:
        yield started


@pytest.fixture(scope="session")
def s3() -> Iterator[dict[str, str]]:
    """The environment variables for an S3 server with the bucket `news`."""
    with bucket("news") as variables:
        yield variables


@pytest.fixture
def far_lake(server: Postgres, s3: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Lake:
    """A lake not created yet, its catalog in PostgreSQL and its files in a bucket; the environment names both."""
    for name, value in ({"PGPASSWORD": PASSWORD} | s3).items():
        monkeypatch.setenv(name, value)
    name = f"lake_{token_hex(4)}"
    server.execute(f"CREATE DATABASE {name}")
    return Lake(f"postgres:{server.words(name)}", f"s3://news/{name}/")
