"""Opens lakes; no other module does.

A lake is a DuckLake: a catalog in a SQL database, and Parquet files in a folder or bucket. The signed DuckDB
extensions come as Python packages, so nothing is downloaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import uniform
from tempfile import gettempdir
from time import sleep
from typing import Any, TypeVar
from uuid import uuid4

import duckdb

from warehouse.storage.bucket import credentials, place
from warehouse.storage.catalog import File, parse_catalog
from warehouse.storage.copies import latest_identity, renew_latest
from warehouse.storage.errors import NOTHING_YET, LakeError, plain, quoted
from warehouse.storage.extensions import OFFLINE, extension
from warehouse.storage.identity import METADATA, Identity, current_identity, refuse_taken, verify, write_marker
from warehouse.storage.store import Store

# parts of the messages of errors that concurrent writers cause, worth a retry
_TRANSIENT = ("database is locked", "database table is locked", "transaction conflict", "maximum retry count")
_TRIES = 8
_NONE_THERE = "creating a new DuckLake is explicitly disabled"
"""Part of the message if a database has no DuckLake tables."""
ROW_GROUP = 122_880
"""Rows that DuckDB reads in one thread. For smaller tables, further threads only wait, which costs processor time."""
_INTERRUPTED = "Query interrupted"
"""Message of DuckDB's error for a signal whose handler raised an exception; that exception is its cause."""
_PLANNING = "join_order,statistics_propagation"
"""Optimizers that query the catalog once per column of a statement if a table is empty, which costs more than all
other work in a small lake. Users' queries need them; our own statements write joins in the order of execution."""
_NARROWING = "join_filter_pushdown"
"""The optimizer that hands what one side of a join found on to the scan of the other, which then asks the catalog anew:
in a small lake that costs more than the rows it skips."""
_LEAST_MEMORY = "16MB"
"""Limit that makes DuckDB put aside all that it can."""

log = logging.getLogger("dateline")
Result = TypeVar("Result")
Connection = duckdb.DuckDBPyConnection
"""The connection that `door` returns to programs outside this package."""
_held: ContextVar[tuple[Lake, Connection] | None] = ContextVar("held", default=None)
"""The lake and DuckDB of `held`."""


@dataclass(frozen=True, slots=True)
class Lake:
    """Location of a lake: `catalog` is `sqlite:PATH` or `postgres:WORDS`, `data` a folder or bucket with a final slash.

    Contains no secrets: passwords and keys come from the environment variables of PostgreSQL and S3 clients.
    """

    catalog: str
    data: str
    as_of: datetime | None = None
    """Moment as of which the lake is read; None is now."""

    @classmethod
    def at(cls, home: Path) -> Lake:
        """The lake of a home folder: SQLite catalog and files under warehouse/data/."""
        folder = home.resolve() / "warehouse" / "data"
        return cls(f"sqlite:{folder / 'catalog.sqlite'}", f"{folder / 'files'}/")

    @classmethod
    def of(cls, home: Path, catalog: str | None, data: str | None) -> Lake:
        """The lake of a home folder, with another catalog or data location if given.

        LakeError for an invalid one.
        """
        own = cls.at(home)
        return cls(parse_catalog(catalog).name if catalog else own.catalog, place(data) if data else own.data)

    def __str__(self) -> str:
        return str(parse_catalog(self.catalog))

    @property
    def catalog_file(self) -> Path | None:
        """The file of a SQLite catalog; None for a server."""
        catalog = parse_catalog(self.catalog)
        return catalog.path if isinstance(catalog, File) else None

    def extensions(self) -> list[str]:
        """The DuckDB extensions that it needs, in the order of loading."""
        remote = ["httpfs"] if "://" in self.data else []
        return ["ducklake", parse_catalog(self.catalog).extension, *remote]

    def attachment(self, read_only: bool, new: bool = False) -> str:
        """The statement that attaches it as `lake`; a catalog is created only if `new` is set."""
        catalog = parse_catalog(self.catalog)
        options = [
            f"DATA_PATH {quoted(self.data)}",
            *catalog.options(self.data, read_only),
            *([f"SNAPSHOT_TIME {quoted(self.as_of.isoformat(' '))}"] if self.as_of and read_only else []),
            *(["READ_ONLY"] if read_only else [f"CREATE_IF_NOT_EXISTS {str(new).lower()}"]),
        ]
        return f"ATTACH IF NOT EXISTS {quoted('ducklake:' + catalog.name)} AS lake ({', '.join(options)})"

    def exists(self) -> bool:
        """Whether the lake has been created.

        LakeError if its server does not answer, or if there are files without a catalog.
        """
        if parse_catalog(self.catalog).exists():
            return True
        with opened(self) as connection:
            refuse_taken(parse_catalog(self.catalog), Store(connection, self.data))
        return False

    def turn(self) -> AbstractContextManager[None]:
        """Write lock: DuckLake would accept two landings of one article and store it twice."""
        return parse_catalog(self.catalog).turn()

    def attended(self) -> AbstractContextManager[object]:
        """Context of read access; LakeError if the server went away during the body."""
        return parse_catalog(self.catalog).attended()


@contextmanager
def held(lake: Lake) -> Iterator[None]:
    """Let the connections of the body share one DuckDB, in which the lake stays attached: attaching costs 60 ms.

    Only with a catalog in a file, because a server ends sessions that are idle for long.
    """
    if not lake.catalog_file:
        yield
        return
    with closing(_prepare_connection(lake)) as connection:
        _spill_beside(connection, lake)
        token = _held.set((lake, connection))
        try:
            yield
        finally:
            _held.reset(token)


def _spill_beside(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Name the folder where DuckDB puts what memory does not hold, made and removed by itself: one for each process."""
    beside = lake.catalog_file or Path(gettempdir()) / "dateline"
    connection.execute(f"SET temp_directory = {quoted(f'{beside}.{uuid4().hex[:12]}.tmp')}")


def is_held(lake: Lake) -> bool:
    """Whether connections to the lake share one DuckDB here."""
    shared = _held.get()
    return shared is not None and shared[0] == lake


@contextmanager
def opened(lake: Lake, *, alone: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can attach the lake and access its files, time zone UTC. LakeError on failure.

    It is a cursor of the DuckDB of `held`, with the settings that this has by then, else, or with `alone`, it has a
    DuckDB of its own, of one thread.
    """
    shared = None if alone or not is_held(lake) else _held.get()
    with closing(shared[1].cursor() if shared else _prepare_connection(lake)) as connection, _interruptible():
        yield connection


@contextmanager
def _interruptible() -> Iterator[None]:
    """Raise the exception that interrupted a statement (Ctrl-C, SIGTERM, a step's timeout) instead of DuckDB's error.

    DuckDB wraps it in a RuntimeError, which code that continues after errors would treat as an ordinary one.
    """
    try:
        yield
    except RuntimeError as error:
        if str(error) != _INTERRUPTED or error.__cause__ is None:
            raise
        raise error.__cause__ from None


def _prepare_connection(lake: Lake) -> duckdb.DuckDBPyConnection:
    """A connection like that of `opened`; the caller closes it."""
    files = [extension(name) for name in lake.extensions()]
    connection = duckdb.connect(":memory:", config=OFFLINE | {"allow_unsigned_extensions": True, "threads": 1})
    try:
        for file in files:
            connection.execute(f"LOAD {quoted(str(file))}")
        with errors_as_lake_errors(lake):
            if secret := credentials(lake.data):
                connection.execute(secret)
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")  # it would be printed before the answer
    except BaseException:
        connection.close()
        raise
    return connection


def door(lake: Lake) -> Connection:
    """A read-only connection for users' own programs, with the lake in use; the caller closes it.

    LakeError if there is no lake or it cannot be opened. Other functions of DuckDB, such as reading and writing files,
    are not restricted: pass untrusted SQL to `query` instead.
    """
    require(lake)
    connection = _prepare_connection(lake)
    try:
        with lake.attended(), errors_as_lake_errors(lake):
            _attach(connection, lake, Store(connection, lake.data), read_only=True)
            connection.execute("USE lake")
            use_all_threads(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def connect(
    lake: Lake, *, read_only: bool = False, one_thread: bool = False, alone: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the lake in use, time zone UTC, joins in written order; a writer waits for the write lock.

    It has one thread per processor if the lake is large or remote, unless `one_thread` is set; else it has one. While
    the lake is held, threads are those of the DuckDB that its connections share: once one has several, all have them.
    With `alone` its settings concern no other connection.
    LakeError if it cannot be opened, has nothing to read, or if catalog and files do not match. After a writer's
    commit the marker and the copy `latest` are renewed.
    """
    if read_only:
        require(lake)
    with opened(lake, alone=alone) as connection, lake.attended() if read_only else lake.turn():
        store = Store(connection, lake.data)
        with errors_as_lake_errors(lake):
            _attach(connection, lake, store, read_only and (alone or not is_held(lake)))
            connection.execute("USE lake")
            is_small = not (one_thread or store.is_remote or is_large(_largest_table(connection)))
            disabled = f"{_PLANNING},{_NARROWING}" if is_small else _PLANNING
            connection.execute(f"SET disabled_optimizers = {quoted(disabled)}")
            if not (one_thread or is_small):
                use_all_threads(connection)
            if not read_only and (alone or not is_held(lake)):
                _spill_beside(connection, lake)
            if not (read_only or store.is_remote):
                connection.execute("SET enable_external_file_cache = false")  # the system keeps what was read of files
            # of a bucket only writers check the marker: a request per query would be too expensive
            marker = None if read_only and store.is_remote else _verify_marker(connection, lake, store, read_only)
        yield connection
        if not read_only:
            _renew_marker(connection, lake, store, marker)


def is_large(rows: int) -> bool:
    """Whether a table with this number of rows is worth several threads."""
    return rows > ROW_GROUP


def use_all_threads(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection one thread per processor."""
    connection.execute("RESET threads")


@contextmanager
def without_optimizer(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[None]:
    """Let DuckDB plan the statements of the body without one more of its optimizers."""
    disabled = connection.execute("SELECT system.main.current_setting('disabled_optimizers')").fetchall()[0][0]
    connection.execute(f"SET disabled_optimizers = {quoted(','.join(filter(None, [disabled, name])))}")
    try:
        yield
    finally:
        connection.execute(f"SET disabled_optimizers = {quoted(disabled)}")


def put_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """Let DuckDB put on disk what it holds of temporary tables, and forget what it has read of files.

    It does so when its limit falls below what it holds. Then the limit is as before, since a statement may fail for
    want of memory: not while another thread asks the same DuckDB.
    """
    told = connection.execute("SELECT system.main.current_setting('memory_limit')").fetchall()[0][0]
    amount, unit = str(told).split()
    with suppress(duckdb.OutOfMemoryException):  # it kept what it could not put there
        connection.execute(f"SET memory_limit = {quoted(_LEAST_MEMORY)}")
    # told in tenths and rounded down: as told, it would fall each time
    connection.execute(f"SET memory_limit = {quoted(f'{float(amount) + 0.05:.2f} {unit}')}")


def _largest_table(connection: duckdb.DuckDBPyConnection) -> int:
    """Number of rows of the largest table."""
    row = connection.execute(f"SELECT max(record_count) FROM {METADATA}.ducklake_table_stats").fetchone()
    return int(row[0] or 0) if row else 0


def require(lake: Lake) -> None:
    """LakeError if the lake has not been created."""
    if not lake.exists():
        raise LakeError(f"{lake}: there is no warehouse yet; `dateline run` makes one")


def usable(lake: Lake) -> None:
    """LakeError if the lake cannot be written or opened; does not create the lake."""
    with lake.turn():
        pass
    if lake.exists():
        with connect(lake, read_only=True):
            pass


def _attach(connection: duckdb.DuckDBPyConnection, lake: Lake, store: Store, read_only: bool) -> None:
    """Attach the lake; a writer creates it if there is neither catalog nor files."""
    catalog = parse_catalog(lake.catalog)
    try:
        if not isinstance(catalog, File) or catalog.exists():
            again(lambda: connection.execute(lake.attachment(read_only)))
            return
    except duckdb.Error as error:
        if read_only or _NONE_THERE not in str(error):
            raise
    refuse_taken(catalog, store)
    again(lambda: connection.execute(lake.attachment(read_only, new=True)))


def _verify_marker(connection: duckdb.DuckDBPyConnection, lake: Lake, store: Store, read_only: bool) -> Identity | None:
    """The marker, checked against the catalog.

    If there is none, a writer writes it first, so that no other lake is created there meanwhile.
    """
    catalog = parse_catalog(lake.catalog)
    copy = latest_identity(catalog) if isinstance(catalog, File) else None
    marker = verify(catalog, connection, store, copy, writing=not read_only)
    if marker or read_only:
        return marker
    write_marker(store, current_identity(connection))
    return None


def _renew_marker(connection: duckdb.DuckDBPyConnection, lake: Lake, store: Store, marker: Identity | None) -> None:
    """After a commit, renew the copy `latest`, then the marker.

    A failure here is only a warning: the landing is committed, and the next writer renews both.
    """
    try:
        if marker != (identity := current_identity(connection)):
            catalog = parse_catalog(lake.catalog)
            if isinstance(catalog, File):
                renew_latest(catalog)
            write_marker(store, identity)
    except (duckdb.Error, OSError, LakeError) as error:
        log.warning("%s: no copy of the catalog could be made: %s", lake, plain(error))


@contextmanager
def errors_as_lake_errors(lake: Lake) -> Iterator[None]:
    """Turn database errors in the body into LakeErrors."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        what = "" if NOTHING_YET in str(error) else "the warehouse cannot be opened: "
        raise LakeError(f"{lake}: {what}{plain(error)}") from error


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, *, dry: bool = False) -> Iterator[None]:
    """A transaction around the body; rolled back if `dry`.

    If the lake became unreachable, that error is raised and not the one of the failed rollback.
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
    """Run `action`, with increasing pauses between retries after conflicts with other writers."""
    for attempt in range(_TRIES - 1):
        try:
            return action()
        except duckdb.Error as error:
            if not any(words in str(error).lower() for words in _TRANSIENT):
                raise
            sleep(uniform(0.5, 1) * min(0.05 * 2**attempt, 3))  # noqa: S311
    return action()


def call(connection: duckdb.DuckDBPyConnection, what: str, *tables: str, **options: Any) -> list[tuple[Any, ...]]:
    """Call a DuckLake procedure, of one table if given; one row per snapshot, table or file."""
    words = ", ".join([*map(quoted, ("lake", *tables)), *(f"{name} => ?" for name in options)])
    return again(lambda: connection.execute(f"CALL ducklake_{what}({words})", list(options.values())).fetchall())
