"""A session that can only read: the walls around a question, and the limits on what it may take."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic

import duckdb

from warehouse.allowed import QueryError
from warehouse.lake import Lake, connect
from warehouse.words import plain, quoted, said

_SPILL = 10 * 10**9
"""Bytes of temporary files, where the disk has twice as many left."""
_GRACE = 5
"""Seconds that DuckDB has to heed an interrupt: it looks for one between two vectors, and one vector may take long."""
_WALLS = (
    "python_enable_replacements = false",
    "allow_community_extensions = false",
    "enable_external_access = false",
    "lock_configuration = true",
)
"""What is set last, so that nothing can be set after; files of `allowed_directories` may be read none the less."""
_SLACK = 2**29
"""Bytes that Python and Arrow may take beside DuckDB."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a question may take.

    `seconds` of DuckDB's work, None for as many as it wants; `memory` and `temporary` space on disk in sizes such as
    `4GB`, None for half of the machine's memory, and for ten gigabytes or half of what the disk has left. Where `end`
    is given, this process is there for one question alone: the system bounds its memory too, and `end` is called with
    the error to end the process where DuckDB does not heed an interrupt.
    """

    seconds: float | None = None
    memory: str | None = None
    temporary: str | None = None
    end: Callable[[QueryError], None] | None = None


@contextmanager
def reading(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the lake and its marts, and reaches no other file and no network."""
    with session(lake, Limits()) as (connection, _):
        yield connection


@contextmanager
def session(lake: Lake, limits: Limits) -> Iterator[tuple[duckdb.DuckDBPyConnection, Watch]]:
    """The same within limits, and the watch that keeps its time. LakeError where a limit is no size."""
    with (
        TemporaryDirectory(prefix="dateline-", ignore_cleanup_errors=True) as folder,
        connect(lake, read_only=True) as connection,
    ):
        _limit(connection, "--memory", "memory_limit", limits.memory or _half(connection))
        _limit(connection, "--temp", "max_temp_directory_size", limits.temporary or _spare(folder))
        for setting in (f"temp_directory = {quoted(folder)}", f"allowed_directories = [{quoted(lake.data)}]", *_WALLS):
            connection.execute(f"SET {setting}")
        memory = size(_setting(connection, "memory_limit"))
        with _bounded(memory + _SLACK) if limits.end else nullcontext():
            yield connection, Watch(connection, limits, folder)


def _limit(connection: duckdb.DuckDBPyConnection, option: str, setting: str, value: str) -> None:
    try:
        if value.strip().startswith("-"):  # DuckDB takes it for no limit at all
            raise ValueError(value)
        connection.execute(f"SET {setting} = {quoted(value)}")
        size(_setting(connection, setting))
    except (duckdb.Error, ValueError) as error:
        raise QueryError(f"{option} {value}: not a size such as 4GB, or less than it takes to begin") from error


def _setting(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    # a parameter would have DuckDB load pandas
    return str(connection.execute(f"SELECT current_setting({quoted(name)})").fetchall()[0][0])


def _half(connection: duckdb.DuckDBPyConnection) -> str:
    """Half of the memory that this process may use, of which DuckDB takes four fifths where not told otherwise."""
    return f"{size(_setting(connection, 'memory_limit')) * 5 // 8} bytes"


def _spare(folder: str) -> str:
    return f"{min(_SPILL, shutil.disk_usage(folder).free // 2)} bytes"


def size(text: str) -> int:
    """The bytes of a size as DuckDB writes it, such as `18.8 GiB`."""
    number, unit = text.split()
    return int(float(number) * 1024 ** ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB").index(unit))


@contextmanager
def _bounded(more: int) -> Iterator[None]:
    """The system refuses this process more memory than that beside what it has: DuckDB does not count all it takes.

    Nothing where the system does not tell what a process has.
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
    """The time of a question: it is interrupted when DuckDB has worked on it for that long.

    What its asker does between two batches of the answer, such as waiting for a person to scroll, does not count.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, limits: Limits, folder: str) -> None:
        self._connection = connection
        self._limits = limits
        self._folder = folder
        self._left = limits.seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """For as long as DuckDB works. QueryError, in one sentence, where it fails or meets a limit."""
        if self._left is not None and self._left <= 0:
            raise self._late()
        over, done = Event(), Event()
        began = monotonic()
        thread = Thread(target=self._wait, args=[over, done], daemon=True)
        if self._left is not None:
            thread.start()
        try:
            yield
        except duckdb.Error as error:
            raise self._late() if over.is_set() else self._told(error) from error
        finally:
            if self._left is not None:
                done.set()
                thread.join()
                self._left -= monotonic() - began

    def _wait(self, over: Event, done: Event) -> None:
        if done.wait(self._left):
            return
        over.set()
        until = monotonic() + _GRACE
        # an interrupt that comes before a statement begins is forgotten
        while not done.wait(0.1):
            self._connection.interrupt()
            if self._limits.end and monotonic() > until:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._limits.end(self._late())

    def _late(self) -> QueryError:
        return QueryError(f"the question took longer than {self._limits.seconds:g} seconds; --timeout gives it more")

    def _told(self, error: duckdb.Error) -> QueryError:
        text = str(error)
        if "max_temp_directory_size" in text and isinstance(error, duckdb.OutOfMemoryException):
            size = self._limits.temporary or "the space there is for it"
            return QueryError(f"the question needs more temporary space on disk than {size}; --temp gives it more")
        if isinstance(error, duckdb.OutOfMemoryException):
            size = self._limits.memory or "half of the machine's"
            return QueryError(f"the question needs more memory than {size}; --memory gives it more")
        return QueryError(plain(error) if "No space left" in text else said(error))
