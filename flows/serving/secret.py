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


def new_secret() -> str:
    """A new secret in the form `user:password` of HTTP basic authentication."""
    return f"dateline:{token_urlsafe(32)}"


def require_usable(secret: str, where: str) -> str:
    """Return a valid secret. SecretError naming `where` it came from otherwise."""
    user, _, password = secret.partition(":")
    if not user or len(password) < SHORTEST or not (secret.isascii() and secret.isprintable()):
        raise SecretError(f"{where} holds no user:password with a password of at least {SHORTEST} ASCII characters.")
    return secret


def secret_file(home: Path) -> Path:
    """The file that holds a home's secret."""
    return home / FOLDER / SECRET


def stored_secret(home: Path) -> str | None:
    """The secret stored in a home, if any. SecretError if it is invalid or readable by others."""
    file = secret_file(home)
    try:
        _require_private(file.parent, stat.S_IFDIR)
        _require_private(file, stat.S_IFREG)
        return require_usable(file.read_text(encoding="ascii", errors="replace").strip(), str(file))
    except FileNotFoundError:
        return None


def store_new_secret(home: Path) -> str:
    """Generate and store a secret; the file is written atomically with mode 0600."""
    file = secret_file(home)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = new_secret()
    descriptor, draft = mkstemp(dir=file.parent)
    with open(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"{secret}\n")
        stream.flush()
        os.fsync(descriptor)
    os.rename(draft, file)
    return secret


@contextmanager
def mark_served(home: Path, api: str) -> Iterator[None]:
    """Record in the home that it is served at `api`, and lock it for the body.

    Raises SecretError if another process serves it.
    """
    file = home / FOLDER / SERVED
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+", encoding="utf-8") as stream:
        try:
            flock(stream, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise SecretError(f"{home} is served already, at {stream.read()}; end that first.") from None
        stream.truncate(0)
        stream.write(api)
        stream.flush()
        yield


def is_served(home: Path, api: str) -> bool:
    """Whether a server that we started serves the home at `api` now; only that one may be sent its secret."""
    try:
        with open(home / FOLDER / SERVED, encoding="utf-8") as stream:
            try:
                flock(stream, LOCK_SH | LOCK_NB)
            except BlockingIOError:
                return stream.read() == api
    except FileNotFoundError:
        pass
    return False


def _require_private(path: Path, kind: int) -> None:
    """SecretError if a path has another type, another owner, or permissions for others."""
    status = os.lstat(path)
    if stat.S_IFMT(status.st_mode) != kind:
        raise SecretError(f"{path} is not a plain {'folder' if kind == stat.S_IFDIR else 'file'}: remove it.")
    if status.st_uid != os.geteuid() or status.st_mode & 0o077:
        mode = 700 if kind == stat.S_IFDIR else 600
        raise SecretError(f"{path} is not yours alone: chmod {mode} it, and remove the secret in case it was read.")
