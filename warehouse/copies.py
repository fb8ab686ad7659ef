"""Copies of a SQLite catalogue, in the folder `backups` beside it.

The numbered ones are made when somebody says so, one follows every landing, and the lost ones stood when another took
their place.
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

from filelock import FileLock

from warehouse import copying
from warehouse.catalog import File
from warehouse.identity import LISTED, STANDING, Identity
from warehouse.words import LakeError, plain

KEEP = 14
_LATEST = "latest"
_ENDING = ".sqlite"
_LOST = "lost-"
_NUMBERED = re.compile(r"\d{6,}", re.ASCII)
_MADE = "SELECT snapshot_time FROM {0}.ducklake_snapshot ORDER BY snapshot_id DESC LIMIT 1"


class BrokenError(LakeError):
    """What should be the catalogue of a lake is none, or is damaged."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a catalogue; `made` is the moment of its newest snapshot, as its writer's clock told it."""

    path: Path
    lake: str
    snapshot: int
    made: str

    @property
    def name(self) -> str:
        """By what people name it."""
        return self.path.stem


def folder(catalogue: File) -> Path:
    """Where the copies lie; for nobody else's eyes."""
    path = catalogue.path.parent / "backups"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def copies(catalogue: File) -> list[Copy]:
    """The copies that are whole, from the oldest on; the one that follows the catalogue is the last."""
    found = sorted(path for path in folder(catalogue).glob(f"*{_ENDING}") if not path.stem.startswith(_LOST))
    return [copy for copy in map(_seen, found) if copy]


def named_copy(catalogue: File, told: str) -> Copy:
    """The copy of that name, or in that file. LakeError where there is none, or where it is not whole."""
    path = next((copy.path for copy in copies(catalogue) if copy.name == told), Path(told))
    if copy := _seen(path):
        return copy
    raise LakeError(f"{told}: neither a whole copy of a catalogue nor the name of one; `dateline restore --list` does")


def follow(catalogue: File) -> None:
    """Renew the copy that follows the catalogue."""
    _keep(catalogue, _LATEST)


def followed(catalogue: File) -> Identity | None:
    """What the copy that follows the catalogue is; None where there is none, or where it is not whole."""
    copy = _seen(catalogue.path.parent / "backups" / f"{_LATEST}{_ENDING}")
    return Identity(copy.lake, copy.snapshot) if copy else None


def add(catalogue: File, keep: int = KEEP) -> Copy:
    """Make a numbered copy, and remove the oldest beyond `keep`. LakeError where it cannot be made."""
    named = (path.stem for path in folder(catalogue).glob(f"*{_ENDING}"))
    numbers = sorted(int(name) for name in named if _NUMBERED.fullmatch(name))
    made = _keep(catalogue, f"{(numbers or [0])[-1] + 1:06}")
    for number in numbers[: max(0, len(numbers) + 1 - keep)]:
        (folder(catalogue) / f"{number:06}{_ENDING}").unlink(missing_ok=True)
    return made


def needed(catalogue: File) -> set[str]:
    """The files that any of the copies needs."""
    return {name for copy in copies(catalogue) for name in files(copy.path)}


def files(path: Path) -> set[str]:
    """The files that a copy needs, by their names in the lake."""
    with closing(_open(path)) as database:
        (place,) = database.execute("SELECT value FROM ducklake_metadata WHERE key = 'data_path'").fetchone()
        return {name.removeprefix(place) for (name,) in database.execute(LISTED.format("main"))}


def put(source: Path, target: Path, *options: str) -> Identity:
    """Copy a database over another, or into a new file: all of it or nothing. LakeError where it cannot be."""
    command = [sys.executable, "-I", "-S", copying.__file__, quote(str(source)), quote(str(target)), *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        why = plain(RuntimeError(done.stderr.strip() or f"ended with {done.returncode}"))
        raise (BrokenError if done.returncode == copying.BROKEN else LakeError)(
            f"{source}: the catalogue could not be copied to {target}: {why}"
        )
    lake, snapshot = json.loads(done.stdout)
    return Identity(str(lake), int(snapshot))


def replace(catalogue: File, copy: Copy) -> Path | None:
    """Put a copy in the place of the catalogue: all of it, or nothing is changed. What was there is kept as `lost-N`.

    A database there is overwritten by SQLite itself, in one transaction, for others may have it open.
    """
    part = catalogue.path.with_suffix(".part")
    try:
        put(copy.path, part)
        lost = _set_aside(catalogue)
        if catalogue.path.exists():
            put(part, catalogue.path)
        else:
            part.replace(catalogue.path)
    finally:
        part.unlink(missing_ok=True)
    return lost


def _set_aside(catalogue: File) -> Path | None:
    """Keep what is in the place of the catalogue: a copy where it is a lake's, else its bytes, away from there."""
    there = {path.stem for path in folder(catalogue).glob(f"{_LOST}*")}
    name = next(name for n in count(1) if (name := f"{_LOST}{n}") not in there)
    try:
        if catalogue.exists():
            return _keep(catalogue, name).path
    except BrokenError:
        pass
    kept = folder(catalogue) / f"{name}{_ENDING}"
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            os.replace(f"{catalogue.path}{ending}", f"{kept}{ending}")
    return kept if kept.exists() else None


def _keep(catalogue: File, name: str) -> Copy:
    """Copy the catalogue under a name, in its place only when it is whole and on disk."""
    target = folder(catalogue) / f"{name}{_ENDING}"
    with FileLock(folder(catalogue) / ".lock", mode=0o600):
        for left in target.parent.glob("*.part*"):
            left.unlink(missing_ok=True)
        part = target.with_suffix(".part")
        try:
            put(catalogue.path, part, "alone")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    if copy := _seen(target):
        return copy
    raise LakeError(f"{target}: the copy cannot be read")


def _seen(path: Path) -> Copy | None:
    """The copy in a file; None where it is none."""
    try:
        with closing(_open(path)) as database:
            lake, snapshot = database.execute(STANDING.format("main")).fetchone()
            (made,) = database.execute(_MADE.format("main")).fetchone()
    except (sqlite3.Error, TypeError):
        return None
    return Copy(path, str(lake), int(snapshot), str(made))


def _open(path: Path) -> sqlite3.Connection:
    """A copy to be read: nobody writes it, and no file comes to lie beside it."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
