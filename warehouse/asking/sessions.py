"""Read-only sessions: isolation of queries, and limits of time, memory and disk."""

from __future__ import annotations

import re
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic

import duckdb

from transforms.shipped import SQL
from warehouse.asking.allowed import QueryError
from warehouse.storage.errors import one_line, plain, quoted
from warehouse.storage.lake import Lake, connect, is_held

_SPILL = 10 * 10**9
"""Maximum bytes of temporary files, if at least twice as much disk space is free."""
_GRACE = 5
"""Seconds that DuckDB gets to react to an interrupt, which it checks only between vectors."""
_LOCKED = (
    "python_enable_replacements = false",
    "allow_community_extensions = false",
    "enable_external_access = false",
    "lock_configuration = true",
)
"""Settings applied last, because nothing can be changed afterwards; files in `allowed_directories` stay readable."""
_SLACK = 2**29
"""Bytes allowed for Python and Arrow in addition to DuckDB."""
_shared: ContextVar[tuple[Lake, duckdb.DuckDBPyConnection] | None] = ContextVar("shared", default=None)
"""The lake and connection of `sharing`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a query.

    `seconds` of DuckDB's work, None for no limit; `memory` and `temporary` disk space as sizes such as `4GB`: None is
    half of the machine's memory, and 10 GB or half of the free disk space. If `end` is given, the process serves a
    single query: the OS limits its memory too, and if DuckDB ignores an interrupt, `end` is called with the error to
    exit the process.
    """

    seconds: float | None = None
    memory: str | None = None
    temporary: str | None = None
    end: Callable[[QueryError], None] | None = None


@contextmanager
def reading(lake: Lake, *, planned: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to one snapshot of the lake and its marts, without access to other files or the network.

    With `planned` DuckDB chooses the order of joins; else they are executed as written.
    """
    shared = _shared.get()
    if shared and shared[0] == lake and planned:
        yield shared[1]
        return
    with _unshared(lake, planned) as connection:
        connection.begin()  # one snapshot, and DuckLake reads its catalog once per transaction
        yield connection


@contextmanager
def _unshared(lake: Lake, planned: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for reading. If the lake is held, it has no limits: they are settings of the DuckDB that it shares
    with all other connections of the run, which could then write nothing.
    """
    if not is_held(lake):
        with session(lake, Limits(), planned) as (connection, _):
            yield connection
        return
    with connect(lake, read_only=True) as connection:
        if planned:
            connection.execute("RESET disabled_optimizers")
        yield connection


@contextmanager
def sharing(lake: Lake) -> Iterator[None]:
    """Let all planned reading in the body use one connection, and so one snapshot: opening a lake costs 50 ms."""
    with reading(lake) as connection:
        token = _shared.set((lake, connection))
        try:
            yield
        finally:
            _shared.reset(token)


@contextmanager
def session(lake: Lake, limits: Limits, planned: bool = True) -> Iterator[tuple[duckdb.DuckDBPyConnection, Watch]]:
    """The same with limits, and the Watch that enforces the time. LakeError for an invalid limit."""
    with (
        TemporaryDirectory(prefix="dateline-", ignore_cleanup_errors=True) as folder,
        connect(lake, read_only=True, alone=True) as connection,
    ):
        if planned:
            connection.execute("RESET disabled_optimizers")
        _set_limit(connection, "--memory", "memory_limit", limits.memory or _half_of_memory(connection))
        _set_limit(connection, "--temp", "max_temp_directory_size", limits.temporary or _default_temporary(folder))
        for setting in (f"temp_directory = {quoted(folder)}", f"allowed_directories = [{quoted(lake.data)}]", *_LOCKED):
            connection.execute(f"SET {setting}")
        memory = size(_setting(connection, "memory_limit"))
        with _limit_memory(memory + _SLACK) if limits.end else nullcontext():
            yield connection, Watch(connection, limits, folder)


def _set_limit(connection: duckdb.DuckDBPyConnection, option: str, setting: str, value: str) -> None:
    try:
        if value.strip().startswith("-"):  # DuckDB would treat it as no limit
            raise ValueError(value)
        connection.execute(f"SET {setting} = {quoted(value)}")
        size(_setting(connection, setting))
    except (duckdb.Error, ValueError) as error:
        raise QueryError(f"{option} {value}: not a size such as 4GB, or too small to start") from error


def _setting(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    # with a query parameter DuckDB would import pandas; without `system.main` it would look for it in the lake first
    return str(connection.execute(f"SELECT system.main.current_setting({quoted(name)})").fetchall()[0][0])


def _half_of_memory(connection: duckdb.DuckDBPyConnection) -> str:
    """Half of the usable memory; DuckDB's default limit is four fifths of it."""
    return f"{size(_setting(connection, 'memory_limit')) * 5 // 8} bytes"


def _default_temporary(folder: str) -> str:
    return f"{min(_SPILL, shutil.disk_usage(folder).free // 2)} bytes"


def size(text: str) -> int:
    """Bytes of a size as DuckDB prints it, such as `18.8 GiB`."""
    number, unit = text.split()
    return int(float(number) * 1024 ** ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB").index(unit))


@contextmanager
def _limit_memory(more: int) -> Iterator[None]:
    """Limit the process's memory to `more` bytes above its current use, because DuckDB does not count all of its own.

    Does nothing if the OS does not report the current use.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except OSError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_DATA, (min(limit for limit in (wanted, soft, hard) if limit >= 0), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


class Watch:
    """Time limit of a query: interrupts it once DuckDB has worked for that long.

    Time between batches, such as a person scrolling, does not count.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, limits: Limits, folder: str) -> None:
        self._connection = connection
        self._limits = limits
        self._folder = folder
        self._left = limits.seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the body's time. QueryError, in one sentence, for a failure or an exceeded limit."""
        if self._left is not None and self._left <= 0:
            raise self._timeout_error()
        over, done = Event(), Event()
        began = monotonic()
        thread = Thread(target=self._interrupt_when_over, args=[over, done], daemon=True)
        if self._left is not None:
            thread.start()
        try:
            yield
        except duckdb.Error as error:
            raise self._timeout_error() if over.is_set() else self._query_error(error) from error
        finally:
            if self._left is not None:
                done.set()
                thread.join()
                self._left -= monotonic() - began

    def _interrupt_when_over(self, over: Event, done: Event) -> None:
        if done.wait(self._left):
            return
        over.set()
        until = monotonic() + _GRACE
        # repeated, because an interrupt before the statement begins has no effect
        while not done.wait(0.1):
            self._connection.interrupt()
            if self._limits.end and monotonic() > until:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._limits.end(self._timeout_error())

    def _timeout_error(self) -> QueryError:
        return QueryError(f"the question took longer than {self._limits.seconds:g} seconds; --timeout gives it more")

    def _query_error(self, error: duckdb.Error) -> QueryError:
        text = str(error)
        if "max_temp_directory_size" in text and isinstance(error, duckdb.OutOfMemoryException):
            size = self._limits.temporary or "the space there is for it"
            return QueryError(f"the question needs more temporary space on disk than {size}; --temp gives it more")
        if isinstance(error, duckdb.OutOfMemoryException):
            size = self._limits.memory or "half of the machine's"
            return QueryError(f"the question needs more memory than {size}; --memory gives it more")
        if (missing := _MISSING_TABLE.search(text)) and (example := _example_of_macro(missing[1])):
            return QueryError(example)
        return QueryError(plain(error) if "No space left" in text else one_line(error))


_MISSING_TABLE = re.compile(r"Table with name (\w+) does not exist")


def _example_of_macro(name: str) -> str | None:
    """How a macro is asked, from the head of its file; None if no macro has this name."""
    file = SQL / "marts" / f"{name.lower()}.sql"
    head = file.read_text(encoding="utf-8") if file.is_file() else ""
    example = re.search(rf"^-- (SELECT \* FROM {name}\(.+\))$", head, re.MULTILINE | re.IGNORECASE)
    return f"{name}: asked with what it is to answer for: {example[1]}" if example else None
