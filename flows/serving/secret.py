"""The control server's secret: generated once, stored in the home, readable by its owner, sent to that server only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkstemp

FOLDER, SECRET, SERVED = ".dateline", "secret", "served"
SHORTEST = 8
"""Fewest characters of a password."""


class SecretError(ValueError):
    """An unusable secret; the message is one sentence and does not contain it."""


def fresh() -> str:
    """A new secret in the form `user:password` of HTTP basic authentication."""
    return f"dateline:{token_urlsafe(32)}"


def usable(secret: str, where: str) -> str:
    """Return a valid secret. SecretError naming `where` it came from otherwise."""
    user, _, password = secret.partition(":")
    if not user or len(password) < SHORTEST or not (secret.isascii() and secret.isprintable()):
        raise SecretError(f"{where} holds no user:password with a password of at least {SHORTEST} ASCII characters.")
    return secret


def place(home: Path) -> Path:
    """The file that holds a home's secret."""
    return home / FOLDER / SECRET


def kept(home: Path) -> str | None:
    """The secret stored in a home, if any. SecretError if it is invalid or readable by others."""
    file = place(home)
    try:
        _private(file.parent, stat.S_IFDIR)
        _private(file, stat.S_IFREG)
        return usable(file.read_text(encoding="ascii", errors="replace").strip(), str(file))
    except FileNotFoundError:
        return None


def made(home: Path) -> str:
    """Generate and store a secret; the file is written atomically with mode 0600."""
    file = place(home)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = fresh()
    descriptor, draft = mkstemp(dir=file.parent)
    with open(descriptor, "w", encoding="ascii") as opened:
        opened.write(f"{secret}\n")
        opened.flush()
        os.fsync(descriptor)
    os.rename(draft, file)
    return secret


@contextmanager
def served(home: Path, api: str) -> Iterator[None]:
    """Record in the home that it is served at `api`, and lock it for the body.

    Raises SecretError if another process serves it.
    """
    file = home / FOLDER / SERVED
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+", encoding="utf-8") as opened:
        try:
            flock(opened, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise SecretError(f"{home} is served already, at {opened.read()}; end that first.") from None
        opened.truncate(0)
        opened.write(api)
        opened.flush()
        yield


def is_served(home: Path, api: str) -> bool:
    """Whether a server that we started serves the home at `api` now; only that one may be sent its secret."""
    try:
        with open(home / FOLDER / SERVED, encoding="utf-8") as opened:
            try:
                flock(opened, LOCK_SH | LOCK_NB)
            except BlockingIOError:
                return opened.read() == api
    except FileNotFoundError:
        pass
    return False


def _private(path: Path, kind: int) -> None:
    """SecretError if a path has another type, another owner, or permissions for others."""
    status = os.lstat(path)
    if stat.S_IFMT(status.st_mode) != kind:
        raise SecretError(f"{path} is not a plain {'folder' if kind == stat.S_IFDIR else 'file'}: remove it.")
    if status.st_uid != os.geteuid() or status.st_mode & 0o077:
        mode = 700 if kind == stat.S_IFDIR else 600
        raise SecretError(f"{path} is not yours alone: chmod {mode} it, and remove the secret in case it was read.")
