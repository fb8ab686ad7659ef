"""The secret of the control server: made once, kept in the home, read by its owner alone, told to that server only."""

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
"""Letters of a password, at least."""


class SecretError(ValueError):
    """A secret that may not be used; the message is one sentence and does not tell it."""


def fresh() -> str:
    """A new secret, `user:password` as in basic authentication."""
    return f"dateline:{token_urlsafe(32)}"


def usable(secret: str, where: str) -> str:
    """The same secret. SecretError, which names where it stands, where it is none."""
    user, _, password = secret.partition(":")
    if not user or len(password) < SHORTEST or not (secret.isascii() and secret.isprintable()):
        raise SecretError(f"{where} holds no user:password, the password of {SHORTEST} plain letters or more.")
    return secret


def place(home: Path) -> Path:
    """The file of a home's secret."""
    return home / FOLDER / SECRET


def kept(home: Path) -> str | None:
    """The secret that a home keeps, if any. SecretError where others can read it or it is none."""
    file = place(home)
    try:
        _private(file.parent, stat.S_IFDIR)
        _private(file, stat.S_IFREG)
        return usable(file.read_text(encoding="ascii", errors="replace").strip(), str(file))
    except FileNotFoundError:
        return None


def made(home: Path) -> str:
    """A new secret, kept in a home that has none; whole and with mode 0600 from its first moment."""
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
    """Say in a home that it is served at an address, for as long as the body lasts, however it ends.

    SecretError where another process serves it.
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
    """Whether a home is served at an address now, so that whoever listens there is told its secret and nobody else."""
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
    """SecretError where a file or a folder is of another kind, somebody else's, or open to others."""
    found = os.lstat(path)
    if stat.S_IFMT(found.st_mode) != kind:
        raise SecretError(f"{path} is not a plain {'folder' if kind == stat.S_IFDIR else 'file'}: remove it.")
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        mode = 700 if kind == stat.S_IFDIR else 600
        raise SecretError(f"{path} is not yours alone: chmod {mode} it, and remove the secret in case it was read.")
