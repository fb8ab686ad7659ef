"""Responses on disk until they are in the lake: a run that is killed loses none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyarrow as arrow
from filelock import FileLock, Timeout

ENDING = ".arrows"


class Spool:
    """A file of rows of `pages`, in the streaming format of Arrow. It is there while it holds what is nowhere else."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self._path = folder / f"{run_id}{ENDING}"
        self._lock = _lock(self._path)
        self._file: BinaryIO | None = None
        self._writer: arrow.RecordBatchStreamWriter | None = None

    def add(self, rows: arrow.Table) -> None:
        """Put rows on disk; they are there when this returns, whatever becomes of the process."""
        if self._file is None or self._writer is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            self._file = self._path.open("wb")
            self._writer = arrow.ipc.new_stream(self._file, rows.schema)
        self._writer.write_table(rows)
        self._file.flush()

    def clear(self) -> None:
        """Forget the rows: they are in the lake."""
        if self._file is None:
            return
        self._file.close()
        _remove(self._path)
        self._lock.release()
        self._file = self._writer = None


def recover(folder: Path, put: Callable[[arrow.Table], None]) -> int:
    """Give `put` the rows of runs that died, and forget them. The number of rows; those of living runs are left."""
    count = 0
    for path in sorted(folder.glob(f"*{ENDING}")):
        lock = _lock(path)
        try:
            lock.acquire()
        except Timeout:
            continue
        try:
            rows = _whole(path) if path.exists() else None
            if rows is not None:
                put(rows)
                count += rows.num_rows
            _remove(path)
        finally:
            lock.release()
    return count


def _whole(path: Path) -> arrow.Table | None:
    """The rows of a file that may break off within one; None where there is none."""
    batches: list[arrow.RecordBatch] = []
    try:
        with arrow.ipc.open_stream(path) as stream:
            batches.extend(stream)
    except (arrow.ArrowInvalid, OSError):  # it ends where the process did
        pass
    return arrow.Table.from_batches(batches) if batches else None


def _lock(path: Path) -> FileLock:
    return FileLock(f"{path}.lock", timeout=0, thread_local=False)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    Path(f"{path}.lock").unlink(missing_ok=True)
