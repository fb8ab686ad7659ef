"""The lake: where it lies and how to open it. Nothing else in the project opens DuckDB.

A lake is a DuckLake: a catalogue in a SQL database and Parquet files in a folder or bucket. The DuckDB extensions it
needs come signed inside Python packages, so that nothing is downloaded.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import uniform
from time import sleep
from typing import TypeVar

import duckdb
from filelock import FileLock, Timeout

_EXTENSIONS = {"sqlite": "sqlite_scanner", "postgres": "postgres_scanner"}
# part of the message of an error that another writer caused and that a later try does not meet
_PASSING = ("database is locked", "database table is locked", "transaction conflict", "maximum retry count")
_TRIES = 8
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
# seconds a writer waits for the one before it
_PATIENCE = 600

Result = TypeVar("Result")


class LakeError(Exception):
    """A lake that cannot be opened, written or asked; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake lies: `catalog` as DuckLake names it (`sqlite:PATH`, `postgres:…`), `data` a folder or bucket."""

    catalog: str
    data: str

    @classmethod
    def at(cls, home: Path) -> Lake:
        """The lake of a home folder: a SQLite catalogue and files under warehouse/data/."""
        folder = home.resolve() / "warehouse" / "data"
        return cls(f"sqlite:{folder / 'catalog.sqlite'}", f"{folder / 'files'}/")

    @property
    def catalog_file(self) -> Path | None:
        """The file of a SQLite catalogue; None where the catalogue is a server's."""
        kind, _, place = self.catalog.partition(":")
        return Path(place) if kind == "sqlite" else None

    def extensions(self) -> list[str]:
        """The DuckDB extensions that open it, in the order of loading."""
        remote = ["httpfs"] if "://" in self.data else []
        return ["ducklake", _EXTENSIONS[self.catalog.partition(":")[0]], *remote]

    def attachment(self, read_only: bool) -> str:
        """The statement that attaches it as `lake`.

        Write-ahead logging lets readers go on while a run commits; the data path is always given, so that a folder
        that was moved still opens.
        """
        options = [f"DATA_PATH {quoted(self.data)}", "OVERRIDE_DATA_PATH true"]
        if self.catalog_file:
            options += ["META_BUSY_TIMEOUT 30000"] + ([] if read_only else ["META_JOURNAL_MODE 'WAL'"])
        if read_only:
            options.append("READ_ONLY")
        return f"ATTACH {quoted('ducklake:' + self.catalog)} AS lake ({', '.join(options)})"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn to write: one writer at a time, let go by the system when the process dies.

        Two landings of the same article would not conflict in DuckLake and leave it twice. A server's catalogue has no
        turns yet.
        """
        if not self.catalog_file:
            yield
            return
        lock = FileLock(f"{self.catalog_file}.lock", timeout=_PATIENCE)
        try:
            lock.acquire()
        except Timeout as error:
            raise LakeError(f"{self.catalog}: another run has been writing for {_PATIENCE} seconds") from error
        except OSError as error:
            raise LakeError(f"{self.catalog}: the warehouse cannot be written: {error.strerror}") from error
        try:
            yield
        finally:
            lock.release()


def absent(lake: Lake) -> bool:
    """Whether nothing has made the lake yet."""
    return lake.catalog_file is not None and not lake.catalog_file.exists()


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def connect(lake: Lake, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the lake in use, timestamps in UTC; a writer waits for its turn.

    LakeError where the lake cannot be opened, or where there is none to read.
    """
    if read_only and absent(lake):
        raise LakeError(f"{lake.catalog_file}: there is no warehouse yet; `dateline run` makes one")
    files = [_extension(name) for name in lake.extensions()]
    connection = duckdb.connect(":memory:", config=_OFFLINE | {"allow_unsigned_extensions": True})
    with closing(connection), nullcontext() if read_only else lake.turn():
        for extension in files:
            connection.execute(f"LOAD {quoted(str(extension))}")
        _attach(connection, lake, read_only)
        yield connection


def _attach(connection: duckdb.DuckDBPyConnection, lake: Lake, read_only: bool) -> None:
    try:
        again(lambda: connection.execute(lake.attachment(read_only)))
        connection.execute("USE lake")
    except duckdb.Error as error:
        raise LakeError(f"{lake.catalog}: the warehouse cannot be opened: {said(error)}") from error
    connection.execute("SET TimeZone = 'UTC'")


@cache
def _extension(name: str) -> Path:
    """The file of a DuckDB extension, from the Python package that carries it.

    Its signature is verified here, once a process: that takes a quarter of a second, every time.
    """
    package = f"duckdb_extension_{name}"
    try:
        folder = Path(importlib.import_module(package).__path__[0])
    except ModuleNotFoundError as error:
        raise LakeError(f"{package}: not installed; pip install {package}=={duckdb.__version__}") from error
    file = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.exists():
        raise LakeError(f"{package}: made for another DuckDB; pip install {package}=={duckdb.__version__}")
    with duckdb.connect(":memory:", config=_OFFLINE) as verifying:
        verifying.execute(f"LOAD {quoted(str(file))}")
    return file


def again(action: Callable[[], Result]) -> Result:
    """What `action` gives; tried anew, later each time, where another writer was in its way."""
    for attempt in range(_TRIES - 1):
        try:
            return action()
        except duckdb.Error as error:
            if not any(words in str(error).lower() for words in _PASSING):
                raise
            sleep(uniform(0.5, 1) * min(0.05 * 2**attempt, 3))  # noqa: S311
    return action()


def said(error: duckdb.Error) -> str:
    """What a DuckDB error says, in one line: without the kind of error and the excerpt of the statement."""
    first = str(error).split("\n\nLINE ")[0]
    return " ".join(first.split())
