"""The home is its owner's alone: folders 0700, files 0600.

What a process of Dateline makes is so by its umask (flows/__init__.py). Here a home that others could have changed is
refused, and one that an older Dateline left open is closed.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077
"""The rights of the group and of all others."""


class OpenHomeError(ValueError):
    """A home that is not its user's alone; the message is one sentence for people."""


def examine(home: Path, project: Path) -> None:
    """OpenHomeError where a home belongs to another user, or everybody may write in it. One that is not there is fine.

    Whoever owns the project owns the code that runs: with the project as the home its warehouse is looked at alone.
    """
    place = home / "warehouse" / "data" if home.resolve() == project else home
    with suppress(FileNotFoundError):
        try:
            told = place.stat()
        except NotADirectoryError:
            raise OpenHomeError(f"{place}: lies in no folder; DATELINE_HOME names one.") from None
        if not stat.S_ISDIR(told.st_mode):
            raise OpenHomeError(f"{place}: is no folder; DATELINE_HOME names one.")
        if told.st_uid != os.geteuid():
            raise OpenHomeError(f"{place}: belongs to another user; DATELINE_HOME names a folder of your own.")
        if told.st_mode & 0o002:
            raise OpenHomeError(f"{place}: everybody may write there; `chmod 700` makes it yours alone.")


def close(home: Path, project: Path) -> None:
    """Take the rights of others from a home, and from all that Dateline has put there.

    The warehouse is gone through once: while its folder is still open, which is closed last. The project's own folder
    stays as it is.
    """
    home = home.resolve()
    data = home / "warehouse" / "data"
    if home != project:
        _shut(home)
        _shut(home / "warehouse")
    _shut(home / ".env")
    if _is_open(data):
        for folder, folders, files in os.walk(data):
            for name in (*folders, *files):
                _shut(Path(folder, name))
        _shut(data)


def _shut(path: Path) -> None:
    if not path.is_symlink() and _is_open(path):
        path.chmod(path.stat().st_mode & 0o7777 & ~OTHERS)


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:
        return False
