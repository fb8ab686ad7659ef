"""Spools responses to disk until they are in the lake, so that a killed run loses none."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyarrow as arrow
from filelock import FileLock, Timeout

from transforms.tables.normalise import joined
from transforms.tables.schema import arrow_schema

ENDING = ".arrows"
ASIDE = ".aside"


class Spool:
    """An Arrow stream file of `pages` rows. It exists only while it holds rows that are not in the lake yet."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self._path = folder / f"{run_id}{ENDING}"
        self._lock = _lock(self._path)
        self._file: BinaryIO | None = None
        self._writer: arrow.RecordBatchStreamWriter | None = None

    def add(self, rows: arrow.Table) -> None:
        """Append rows; on return they survive the death of the process."""
        if self._file is None or self._writer is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            self._file = self._path.open("wb")
            self._writer = arrow.ipc.new_stream(self._file, rows.schema)
        self._writer.write_table(rows)
        self._file.flush()

    def clear(self) -> None:
        """Delete the file: its rows are in the lake."""
        if self._file is None:
            return
        self._file.close()
        _remove(self._path)
        self._lock.release()
        self._file = self._writer = None


def recover(folder: Path, put: Callable[[arrow.Table], None]) -> tuple[int, list[tuple[Path, str]]]:
    """Pass rows spooled by dead runs to `put`, then delete the files; files of living runs are left alone.

    Returns the number of rows, and the new path and reason of each unreadable file, which is moved aside. If `put`
    raises, the rows stay for the next run.
    """
    count = 0
    aside: list[tuple[Path, str]] = []
    for path in sorted(folder.glob(f"*{ENDING}")):
        lock = _lock(path)
        try:
            lock.acquire()
        except (Timeout, OSError):
            continue
        try:
            rows = _read_rows(path) if path.is_file() else None
            if rows is not None:
                put(rows)
                count += rows.num_rows
            if not path.is_dir():
                _remove(path)
        except Unreadable as error:
            moved = path.with_name(f"{path.name}.{time.time_ns()}{ASIDE}")
            path.rename(moved)
            _remove(path)
            aside.append((moved, str(error)))
        finally:
            lock.release()
    return count, aside


class Unreadable(Exception):
    """A non-empty file that holds no rows of `pages`; the message says why."""


def _read_rows(path: Path) -> arrow.Table | None:
    """The rows of a file that may be truncated; None if it has none. Raises Unreadable for any other content."""
    batches: list[arrow.RecordBatch] = []
    schema = arrow_schema("pages")
    broken = ""
    try:
        with path.open("rb") as file, arrow.ipc.open_stream(file) as stream:
            schema = stream.schema
            batches.extend(stream)
    except Exception as error:  # any error of a damaged file; most files are truncated where the process died
        broken = f"{type(error).__name__}: {error}"
    if not batches:
        if broken and path.stat().st_size:
            raise Unreadable(broken)
        return None
    try:
        rows = arrow.Table.from_batches(batches, schema)
        rows = rows.select(arrow_schema("pages").names).cast(arrow_schema("pages"))
        rows.validate(full=True)
    except (KeyError, ValueError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return joined([{"pages": rows}])["pages"]


def _lock(path: Path) -> FileLock:
    return FileLock(f"{path}.lock", timeout=0, thread_local=False)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    Path(f"{path}.lock").unlink(missing_ok=True)
