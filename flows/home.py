"""Finds the home: the folder of a user's settings, seeds and warehouse. Imports little: every process loads it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from flows.sandbox import permissions
from transforms import seeds
from transforms.shipped import IS_CHECKOUT, PROJECT, VERSION

MARK = Path(".dateline") / "version"
"""The file that marks a folder as a home; it holds the version of Dateline that last wrote there."""


def folder() -> Path:
    """The folder in DATELINE_HOME; else the nearest home made by `dateline init`, from the current folder up; else the
    checkout, or for an installed Dateline the user's data folder."""
    if named := os.environ.get("DATELINE_HOME"):
        return Path(named).expanduser()
    with suppress(FileNotFoundError):  # the current folder is gone
        here = Path.cwd()
        if made := next((place for place in (here, *here.parents) if (place / MARK).is_file()), None):
            return made
    if IS_CHECKOUT:
        return PROJECT
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "dateline"


def user_cache() -> Path | None:
    """The folder of what is made once for all homes of a user; None if it may not be written, as in a service."""
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # the latter if the user has no home folder
        return None
    return cache if os.access(cache, os.W_OK | os.X_OK) else None


def examine(home: Path) -> None:
    """OpenHomeError if the home is not private to this user, ValueError if a newer version of Dateline wrote to it: its
    data may have another meaning. SeedError for an invalid row in its seeds.
    """
    permissions.examine(home, PROJECT)
    recorded = _recorded_version(home)
    if recorded and _release_series(recorded) > _release_series(VERSION):
        raise ValueError(
            f"{home}: Dateline {recorded} wrote there and this is {VERSION}; "
            f"install {recorded} or newer (`pip install --upgrade dateline`)."
        )

    if seeds.has_own() or home.resolve() == PROJECT:  # the shipped rows are right, and checking them takes a while
        from transforms import words
        from transforms.resolving.actors import actors

        seeds.examine()
        words.examine()
        actors()


def mark(home: Path) -> None:
    """Record this version in a home last written by an older one; a folder that is no home is left alone."""
    if (recorded := _recorded_version(home)) and _release_series(recorded) < _release_series(VERSION):
        (home / MARK).write_text(f"{VERSION}\n", encoding="utf-8")


def _recorded_version(home: Path) -> str | None:
    """The version that last wrote to a home; None if it is not recorded."""
    try:
        return (home / MARK).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _release_series(version: str) -> tuple[int, ...]:
    """The first two numbers of a version; a home written by a lower or equal one can be read."""
    try:
        return tuple(int(part) for part in version.split(".")[:2])
    except ValueError:
        raise ValueError(f"{MARK}: {version!r} is no version such as {VERSION}.") from None
