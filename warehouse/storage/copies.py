"""Copies of a SQLite catalog, in the folder `backups` beside it.

Numbered copies are made on demand, `latest` after every landing, and `lost-N` keeps a catalog that was replaced.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

from warehouse.storage import copying
from warehouse.storage.catalog import File
from warehouse.storage.errors import LakeError, plain
from warehouse.storage.identity import IDENTITY, LISTED, Identity

KEEP = 14
_LATEST = "latest"
_ENDING = ".sqlite"
_LOST = "lost-"
_NUMBERED = re.compile(r"\d{6,}", re.ASCII)
_MADE = "SELECT snapshot_time FROM {0}.ducklake_snapshot ORDER BY snapshot_id DESC LIMIT 1"


class BrokenError(LakeError):
    """The supposed catalog of a lake is not one, or is damaged."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a catalog; `made` is the time of its newest snapshot by the writer's clock."""

    path: Path
    lake: str
    snapshot: int
    made: str

    @property
    def name(self) -> str:
        """Its name as shown to users."""
        return self.path.stem


def folder(catalog: File) -> Path:
    """The folder of the copies, private to the owner."""
    path = catalog.path.parent / "backups"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def copies(catalog: File) -> list[Copy]:
    """The intact copies, oldest first; `latest` is last."""
    paths = sorted(path for path in folder(catalog).glob(f"*{_ENDING}") if not path.stem.startswith(_LOST))
    return [copy for copy in map(_read_copy, paths) if copy]


def named_copy(catalog: File, name: str) -> Copy:
    """A copy by name or path. LakeError if there is none or it is damaged."""
    path = next((copy.path for copy in copies(catalog) if copy.name == name), Path(name))
    if copy := _read_copy(path):
        return copy
    raise LakeError(f"{name}: neither a whole copy of a catalog nor the name of one; `dateline restore --list` does")


def renew_latest(catalog: File) -> None:
    """Renew the copy `latest`."""
    _copy_catalog(catalog, _LATEST)


def latest_identity(catalog: File) -> Identity | None:
    """Identity of the copy `latest`; None if missing or damaged."""
    copy = _read_copy(catalog.path.parent / "backups" / f"{_LATEST}{_ENDING}")
    return Identity(copy.lake, copy.snapshot) if copy else None


def add(catalog: File, keep: int = KEEP) -> Copy:
    """Make a numbered copy and delete the oldest beyond `keep`. LakeError on failure."""
    stems = (path.stem for path in folder(catalog).glob(f"*{_ENDING}"))
    numbers = sorted(int(name) for name in stems if _NUMBERED.fullmatch(name))
    made = _copy_catalog(catalog, f"{(numbers or [0])[-1] + 1:06}")
    for number in numbers[: max(0, len(numbers) + 1 - keep)]:
        (folder(catalog) / f"{number:06}{_ENDING}").unlink(missing_ok=True)
    return made


def files_of_copies(catalog: File) -> set[str]:
    """Names of the files that any copy needs."""
    return {name for copy in copies(catalog) for name in files(copy.path)}


def files(path: Path) -> set[str]:
    """Names of the files that a copy needs, relative to the lake's location."""
    with closing(_open(path)) as database:
        (place,) = database.execute("SELECT value FROM ducklake_metadata WHERE key = 'data_path'").fetchone()
        return {name.removeprefix(place) for (name,) in database.execute(LISTED.format("main"))}


def copy_database(source: Path, target: Path, *options: str) -> Identity:
    """Copy a database into another one or a new file, atomically. LakeError on failure."""
    command = [sys.executable, "-I", "-S", copying.__file__, quote(str(source)), quote(str(target)), *options]
    process = subprocess.run(command, capture_output=True, text=True)
    if process.returncode:
        why = plain(RuntimeError(process.stderr.strip() or f"ended with {process.returncode}"))
        raise (BrokenError if process.returncode == copying.BROKEN else LakeError)(
            f"{source}: the catalog could not be copied to {target}: {why}"
        )
    lake, snapshot = json.loads(process.stdout)
    return Identity(str(lake), int(snapshot))


def replace(catalog: File, copy: Copy) -> Path | None:
    """Replace the catalog by a copy, atomically; the previous one is kept as `lost-N`.

    An existing database is overwritten by SQLite in one transaction, since others may have it open.
    """
    part = catalog.path.with_suffix(".part")
    try:
        copy_database(copy.path, part)
        lost = _set_aside(catalog)
        if catalog.path.exists():
            copy_database(part, catalog.path)
        else:
            part.replace(catalog.path)
    finally:
        part.unlink(missing_ok=True)
    return lost


def _set_aside(catalog: File) -> Path | None:
    """Save the current catalog: as a copy if it belongs to a lake, else by moving its files away."""
    existing = {path.stem for path in folder(catalog).glob(f"{_LOST}*")}
    name = next(name for n in count(1) if (name := f"{_LOST}{n}") not in existing)
    try:
        if catalog.exists():
            return _copy_catalog(catalog, name).path
    except BrokenError:
        pass
    target = folder(catalog) / f"{name}{_ENDING}"
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            os.replace(f"{catalog.path}{ending}", f"{target}{ending}")
    return target if target.exists() else None


def _copy_catalog(catalog: File, name: str) -> Copy:
    """Copy the catalog under a name; the copy is renamed into place once complete and on disk."""
    from filelock import FileLock

    target = folder(catalog) / f"{name}{_ENDING}"
    with FileLock(folder(catalog) / ".lock", mode=0o600):
        for leftover in target.parent.glob("*.part*"):
            leftover.unlink(missing_ok=True)
        part = target.with_suffix(".part")
        try:
            copy_database(catalog.path, part, "alone")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    if copy := _read_copy(target):
        return copy
    raise LakeError(f"{target}: the copy cannot be read")


def _read_copy(path: Path) -> Copy | None:
    """The copy in a file; None if it is missing or damaged."""
    try:
        with closing(_open(path)) as database:
            lake, snapshot = database.execute(IDENTITY.format("main")).fetchone()
            (made,) = database.execute(_MADE.format("main")).fetchone()
    except (sqlite3.Error, TypeError):
        return None
    return Copy(path, str(lake), int(snapshot), str(made))


def _open(path: Path) -> sqlite3.Connection:
    """Open a copy read-only and immutable, so that SQLite creates no files beside it."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
