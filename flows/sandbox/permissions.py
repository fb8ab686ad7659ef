"""Keeps the home private to its owner: folders 0700, files 0600.

New files get these rights from the umask (flows/__init__.py). This module refuses a home that others could have written
to, and closes one that an older version left readable.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077
"""Permission bits of the group and of others."""


class OpenHomeError(ValueError):
    """A home that is not private to its user; the message is one sentence for people."""


def examine(home: Path, project: Path) -> None:
    """Raise OpenHomeError if the home belongs to another user or is world-writable. A missing home is fine.

    If the home is the project folder, whose owner also owns the code, only its warehouse is checked.
    """
    place = home / "warehouse" / "data" if home.resolve() == project else home
    with suppress(FileNotFoundError):
        try:
            status = place.stat()
        except NotADirectoryError:
            raise OpenHomeError(f"{place}: lies in no folder; DATELINE_HOME names one.") from None
        if not stat.S_ISDIR(status.st_mode):
            raise OpenHomeError(f"{place}: is no folder; DATELINE_HOME names one.")
        if status.st_uid != os.geteuid():
            raise OpenHomeError(f"{place}: belongs to another user; DATELINE_HOME names a folder of your own.")
        if status.st_mode & 0o002:
            raise OpenHomeError(f"{place}: everybody may write there; `chmod 700` makes it yours alone.")


def close(home: Path, project: Path) -> None:
    """Remove the permissions of group and others from a home and the files of Dateline in it.

    The warehouse is walked only while its top folder is open; that folder is closed last, so that an interrupted walk
    is repeated. The project folder itself is left as it is.
    """
    home = home.resolve()
    data = home / "warehouse" / "data"
    if home != project:
        _make_private(home)
        _make_private(home / "warehouse")
    _make_private(home / ".env")
    if _is_open(data):
        for folder, folders, files in os.walk(data):
            for name in (*folders, *files):
                _make_private(Path(folder, name))
        _make_private(data)


def _make_private(path: Path) -> None:
    if not path.is_symlink() and _is_open(path):
        path.chmod(path.stat().st_mode & 0o7777 & ~OTHERS)


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:
        return False
