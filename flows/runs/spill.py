"""Keeps the facts of finished batches on disk until the run lands, so that memory holds only one batch."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pyarrow.parquet as parquet
from filelock import FileLock, Timeout

from flows.runs.new_articles import Batch
from transforms.tables.normalise import table
from transforms.tables.schema import READINGS

TABLES = ("articles", "signatures", *READINGS)
LOCK = "lock"
"""File in a run's folder that the run holds locked: the system releases it if the run is killed."""


@contextmanager
def spill_folder(place: Path) -> Iterator[Path]:
    """A new folder for a run below `place`, removed at the end; folders of killed runs are removed first."""
    place.mkdir(parents=True, exist_ok=True)
    with FileLock(place / LOCK):  # no other run sees a folder before it is locked
        for leftover in place.glob("*/"):
            with suppress(Timeout), FileLock(leftover / LOCK, blocking=False):
                shutil.rmtree(leftover, ignore_errors=True)
        folder = Path(mkdtemp(dir=place))
        lock = FileLock(folder / LOCK)
        lock.acquire()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def spill(batch: Batch, folder: Path, number: int, run_id: str) -> Batch:
    """The batch without its articles and facts, which are written to one Parquet file per table."""
    rows = batch.facts | {"articles": table("articles", batch.articles, run_id)}
    for name in TABLES:
        if name in rows and rows[name].num_rows:
            parquet.write_table(rows[name], folder / f"{name}-{number:06}.parquet", compression="zstd")
    return replace(batch, articles=[], facts={})


def spilled_files(folder: Path) -> dict[str, list[Path]]:
    """The files of each table with rows, in the order of the batches."""
    files = {name: sorted(folder.glob(f"{name}-*.parquet")) for name in TABLES}
    return {name: parts for name, parts in files.items() if parts}
