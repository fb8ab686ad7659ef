"""The lake: where it lies and how to open it. Nothing else in the project opens DuckDB.

A lake is a DuckLake: a catalogue in a SQL database and Parquet files in a folder or bucket. The DuckDB extensions it
needs come signed inside Python packages, so that nothing is downloaded.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import uniform
from time import sleep
from typing import TypeVar

import duckdb

from warehouse.bucket import credentials, place
from warehouse.catalog import File, named
from warehouse.copies import follow, followed
from warehouse.identity import Identity, mark, refuse_taken, standing, verify
from warehouse.store import Store
from warehouse.words import LakeError, plain, quoted

# part of the message of an error that another writer caused and that a later try does not meet
_PASSING = ("database is locked", "database table is locked", "transaction conflict", "maximum retry count")
_TRIES = 8
_NONE_THERE = "creating a new DuckLake is explicitly disabled"
"""Part of the message where a database has none of DuckLake's tables."""
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

log = logging.getLogger("dateline")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake lies: `catalog` (`sqlite:PATH` or `postgres:WORDS`), `data` a folder or bucket, a slash at its end.

    It has no secret: passwords and keys come by the variables that clients of PostgreSQL and S3 read.
    """

    catalog: str
    data: str
    as_of: datetime | None = None
    """The moment as of which it is read; every table and mart answers as it would have then. Now, where None."""

    @classmethod
    def at(cls, home: Path) -> Lake:
        """The lake of a home folder: a SQLite catalogue and files under warehouse/data/."""
        folder = home.resolve() / "warehouse" / "data"
        return cls(f"sqlite:{folder / 'catalog.sqlite'}", f"{folder / 'files'}/")

    @classmethod
    def of(cls, home: Path, catalog: str | None, data: str | None) -> Lake:
        """The lake of a home folder, with its catalogue or its files elsewhere where told so.

        LakeError where either is no such place.
        """
        own = cls.at(home)
        return cls(named(catalog).name if catalog else own.catalog, place(data) if data else own.data)

    def __str__(self) -> str:
        return str(named(self.catalog))

    @property
    def catalog_file(self) -> Path | None:
        """The file of a SQLite catalogue; None where the catalogue is a server's."""
        catalog = named(self.catalog)
        return catalog.path if isinstance(catalog, File) else None

    def extensions(self) -> list[str]:
        """The DuckDB extensions that open it, in the order of loading."""
        remote = ["httpfs"] if "://" in self.data else []
        return ["ducklake", named(self.catalog).extension, *remote]

    def attachment(self, read_only: bool, new: bool = False) -> str:
        """The statement that attaches it as `lake`; a catalogue is made only where it is `new`."""
        catalog = named(self.catalog)
        options = [
            f"DATA_PATH {quoted(self.data)}",
            *catalog.options(self.data, read_only),
            *([f"SNAPSHOT_TIME {quoted(self.as_of.isoformat(' '))}"] if self.as_of and read_only else []),
            *(["READ_ONLY"] if read_only else [f"CREATE_IF_NOT_EXISTS {str(new).lower()}"]),
        ]
        return f"ATTACH {quoted('ducklake:' + catalog.name)} AS lake ({', '.join(options)})"

    def exists(self) -> bool:
        """Whether something has made it. LakeError where its server does not answer, or where its files lie there and
        its catalogue is lost."""
        if named(self.catalog).exists():
            return True
        with opened(self) as connection:
            refuse_taken(self, Store(connection, self.data))
        return False

    def turn(self) -> AbstractContextManager[None]:
        """A turn to write: one writer at a time.

        Two landings of the same article would not conflict in DuckLake and leave it twice.
        """
        return named(self.catalog).turn()

    def attended(self) -> AbstractContextManager[object]:
        """The use of it by readers. LakeError, in the end, where something failed since its server went away."""
        return named(self.catalog).attended()


@contextmanager
def opened(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can attach the lake and reach its files, timestamps in UTC. LakeError where it cannot be."""
    files = [_extension(name) for name in lake.extensions()]
    with closing(duckdb.connect(":memory:", config=_OFFLINE | {"allow_unsigned_extensions": True})) as connection:
        for extension in files:
            connection.execute(f"LOAD {quoted(str(extension))}")
        with opening(lake):
            if secret := credentials(lake.data):
                connection.execute(secret)
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


@contextmanager
def connect(lake: Lake, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the lake in use, timestamps in UTC; a writer waits for its turn.

    LakeError where the lake cannot be opened, where its catalogue is not that of its files or older than they are, or
    where there is none to read. What a writer commits is told to the marker and to the copy that follows the catalogue.
    """
    if read_only:
        require(lake)
    with opened(lake) as connection, lake.attended() if read_only else lake.turn():
        store = Store(connection, lake.data)
        with opening(lake):
            _attach(connection, lake, store, read_only)
            connection.execute("USE lake")
            # a request to a bucket for each question would cost more than it tells: writers ask
            marker = None if read_only and store.is_remote else _verified(connection, lake, store, read_only)
        yield connection
        if not read_only:
            _settle(connection, lake, store, marker)


def require(lake: Lake) -> None:
    """LakeError where nothing has made the lake yet."""
    if not lake.exists():
        raise LakeError(f"{lake}: there is no warehouse yet; `dateline run` makes one")


def usable(lake: Lake) -> None:
    """LakeError where the lake may not be written or cannot be opened; one that is not there yet is not made."""
    with lake.turn():
        pass
    if lake.exists():
        with connect(lake, read_only=True):
            pass


def _attach(connection: duckdb.DuckDBPyConnection, lake: Lake, store: Store, read_only: bool) -> None:
    """Attach the lake; a writer makes it where there is none and none of its files."""
    catalogue = named(lake.catalog)
    try:
        if not isinstance(catalogue, File) or catalogue.exists():
            again(lambda: connection.execute(lake.attachment(read_only)))
            return
    except duckdb.Error as error:
        if read_only or _NONE_THERE not in str(error):
            raise
    refuse_taken(lake, store)
    again(lambda: connection.execute(lake.attachment(read_only, new=True)))


def _verified(connection: duckdb.DuckDBPyConnection, lake: Lake, store: Store, read_only: bool) -> Identity | None:
    """The marker of the files, where the catalogue is theirs. A writer leaves one at once, before it writes: nobody
    else makes a lake there meanwhile."""
    catalogue = named(lake.catalog)
    copy = followed(catalogue) if isinstance(catalogue, File) else None
    marker = verify(lake, connection, store, copy, writing=not read_only)
    if marker or read_only:
        return marker
    mark(store, standing(connection))
    return None


def _settle(connection: duckdb.DuckDBPyConnection, lake: Lake, store: Store, marker: Identity | None) -> None:
    """Tell what was committed to the copy that follows the catalogue, and then to the marker.

    What was landed is landed: where they cannot be written, that is a warning, and the next writer does it.
    """
    try:
        if marker != (now := standing(connection)):
            catalogue = named(lake.catalog)
            if isinstance(catalogue, File):
                follow(catalogue)
            mark(store, now)
    except (duckdb.Error, OSError, LakeError) as error:
        log.warning("%s: no copy of the catalogue could be made: %s", lake, plain(error))


@contextmanager
def opening(lake: Lake) -> Iterator[None]:
    """LakeError in words for people where the block cannot open the lake."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        raise LakeError(f"{lake}: the warehouse cannot be opened: {plain(error)}") from error


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


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, *, dry: bool = False) -> Iterator[None]:
    """All of the block or nothing of it; nothing where it is `dry`.

    Where the lake went away in the middle, that is the error, not that there was nothing left to roll back.
    """
    connection.begin()
    try:
        yield
        if dry:
            connection.rollback()
        else:
            connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise


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
