"""Finds the lake of the home. The settings take a quarter of a second to load, which a query need not wait for if
nothing is set.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from flows import home as homes
from warehouse import Lake

_HOME = "DATELINE_HOME"


def lake() -> Lake:
    """The lake of the home that DATELINE_HOME or the current folder selects; errors are those of the settings."""
    home = homes.folder().expanduser()
    if _has_settings(home):
        from flows.settings import settings

        return settings().lake
    homes.examine(home)
    return Lake.at(home)


def _has_settings(home: Path) -> bool:
    """Whether a variable of the environment or a line of `.env` may be a setting other than the home."""
    if any(name.upper().startswith("DATELINE") and name != _HOME for name in os.environ):
        return True
    lines: list[str] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        lines = (home / ".env").read_text(encoding="utf-8", errors="replace").splitlines()
    return any(line.strip() and not line.strip().startswith("#") for line in lines)
