"""Files on disk, opened so that nothing but a file answers: no pipe that waits for ever, no link to elsewhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flows.sources.rejects import SourceError

MOST_FILES = 50_000
"""Files of a folder, with all its folders."""
DEEPEST = 32
"""Folders above a file."""
LARGEST = 40_000_000
"""Bytes of the largest page or line that is read, unpacked: four for each of the characters that cleaning takes."""
MOST_BYTES = 50 * 1024 * 1024
"""Bytes of a file that is read at once."""


class Passed(NamedTuple):
    """What a folder holds and what is not read, with a sentence why."""

    path: Path
    why: SourceError


def opened(file: Path | str, *, follow: bool = False) -> BufferedReader:
    """A file to be read; with `follow` also by way of a link, as a person may name it.

    SourceError for what cannot be read, or is none: a folder, a pipe, a device, a link. A pipe may never begin or end.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        handle = os.open(file, flags)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise SourceError(f"{file}: cannot be read: {why}.", "unreachable") from error
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return open(handle, "rb")
    os.close(handle)
    kind = "a folder" if stat.S_ISDIR(mode) else "no file but a pipe or a device: write what it gives into a file first"
    raise SourceError(f"{file}: cannot be read: it is {kind}.", "refused")


def text(file: Path) -> str:
    """A file of UTF-8 text. SourceError where it cannot be read, is none, or is too large."""
    with opened(file, follow=True) as readable:
        body = readable.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise SourceError(f"{file}: larger than {MOST_BYTES} bytes; split it.", "too_large")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{file}: not UTF-8 text.") from error


def lines(stream: BinaryIO, longest: int | None = None) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream, each with the place where it begins; None for one longer than LARGEST, or `longest`."""
    most, offset = longest or LARGEST, 0
    while line := stream.readline(most + 1):
        yield offset, line if len(line) <= most else None
        offset += len(line)
        while len(line) > most and not line.endswith(b"\n"):
            line = stream.readline(most + 1)
            offset += len(line)


def walk(folder: Path, wanted: Callable[[Path], bool]) -> Iterator[Path | Passed]:
    """The wanted files of a folder and of its folders, by name, and what is not read of it: links, pipes, folders that
    cannot be opened, lie too deep, or hold too much."""
    found: list[Path] = []
    passed: list[Passed] = []
    waiting, left = [(folder, 0)], 0
    while waiting:
        here, depth = waiting.pop()
        try:
            inside = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            passed.append(Passed(here, SourceError(f"{here}: cannot be read: {error.strerror}.", "unreachable")))
            continue
        for entry in inside:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    waiting.append((path, depth + 1))
                else:
                    passed.append(Passed(path, SourceError(f"{path}: more than {DEEPEST} folders deep.", "too_large")))
            elif entry.is_symlink() and (wanted(path) or path.is_dir()):
                why = f"{path}: a symbolic link, which is not followed inside a folder; name what it leads to itself."
                passed.append(Passed(path, SourceError(why, "refused")))
            elif not wanted(path):
                continue
            elif not entry.is_file(follow_symlinks=False):
                passed.append(Passed(path, SourceError(f"{path}: a pipe, socket or device, not a file.", "refused")))
            elif len(found) < MOST_FILES:
                found.append(path)
            else:
                left += 1
    yield from sorted(found)
    yield from passed
    if left:
        detail = f"{left} more files of {folder} were not read: {MOST_FILES} are the most."
        yield Passed(folder, SourceError(detail, "too_large"))
