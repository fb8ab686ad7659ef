"""The signed DuckDB extensions that lakes need, installed as Python packages."""

from __future__ import annotations

import csv
import importlib
from contextlib import suppress
from functools import cache
from hashlib import file_digest
from pathlib import Path

import duckdb

from transforms.shipped import SQL
from warehouse.storage.errors import LakeError, quoted

KNOWN = SQL / "extensions.csv"
"""SHA-256 digests of files whose signature DuckDB has verified: a digest takes a seventh of the time."""
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Settings of every connection: DuckDB neither installs nor loads other extensions."""


@cache
def extension(name: str) -> Path:
    """The file of a DuckDB extension, verified once per process.

    LakeError if its package is missing, made for another DuckDB, or not signed.
    """
    package = f"duckdb_extension_{name}"
    try:
        folder = Path(importlib.import_module(package).__path__[0])
    except ModuleNotFoundError as error:
        raise LakeError(f"{package}: not installed; pip install {package}=={duckdb.__version__}") from error
    file = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.exists():
        raise LakeError(f"{package}: made for another DuckDB; pip install {package}=={duckdb.__version__}")
    if kept_digest(file) not in known_digests():
        verify(file)
    return file


def verify(file: Path) -> None:
    """LakeError if the file is not signed with DuckDB's own key."""
    try:
        with duckdb.connect(":memory:", config=OFFLINE) as verifying:
            verifying.execute(f"LOAD {quoted(str(file))}")
    except duckdb.Error as error:
        raise LakeError(f"{file}: no extension signed by DuckDB's makers; install its package anew") from error


def kept_digest(file: Path) -> str:
    """The SHA-256 of a file, kept beside it until the file changes: each process needs those of 70 MB.

    Whoever can write this note can replace the package itself. The time of change, unlike that of modification, cannot
    be set by a program.
    """
    stat = file.stat()
    state = f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"
    note = file.with_suffix(".sha256")
    with suppress(OSError, ValueError):
        told, _, kept = note.read_text().rpartition(" ")
        if told == state and len(kept) == 64:
            return kept
    found = digest(file)
    with suppress(OSError):  # the folder of packages may be another user's
        note.write_text(f"{state} {found}")
    return found


def digest(file: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


@cache
def known_digests() -> frozenset[str]:
    """The digests of the files whose signature has been verified."""
    with KNOWN.open(encoding="utf-8", newline="") as file:
        return frozenset(row["sha256"] for row in csv.DictReader(file))
