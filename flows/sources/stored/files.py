"""Opens files on disk safely: regular files only, no pipes or devices, no symbolic links inside folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flows.sources.rejects import SourceError

MOST_FILES = 50_000
"""Maximum files of a folder, subfolders included."""
DEEPEST = 32
"""Maximum levels of subfolders."""
LARGEST = 40_000_000
"""Bytes of the largest page or line read, decompressed: four for each character that cleaning accepts."""
MOST_BYTES = 50 * 1024 * 1024
"""Maximum bytes of a file that is read whole."""


class Passed(NamedTuple):
    """A path that is skipped, and the reason in one sentence."""

    path: Path
    why: SourceError


def opened(file: Path | str, *, follow: bool = False) -> BufferedReader:
    """Open a regular file for reading; with `follow`, `file` may be a symbolic link.

    SourceError for a folder, pipe, device, unwanted link or unreadable file. A pipe could block for ever.
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
    """Read a UTF-8 text file. SourceError if it is unreadable, not UTF-8, or too large."""
    with opened(file, follow=True) as stream:
        body = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise SourceError(f"{file}: larger than {MOST_BYTES} bytes; split it.", "too_large")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{file}: not UTF-8 text.") from error


def lines(stream: BinaryIO, longest: int | None = None) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their byte offsets; None for a line over LARGEST, or `longest`, bytes."""
    most, offset = longest or LARGEST, 0
    while line := stream.readline(most + 1):
        yield offset, line if len(line) <= most else None
        offset += len(line)
        while len(line) > most and not line.endswith(b"\n"):
            line = stream.readline(most + 1)
            offset += len(line)


def walk(folder: Path, wanted: Callable[[Path], bool]) -> Iterator[Path | Passed]:
    """The wanted files below a folder, by name, then what was skipped: links, pipes, unreadable or too deep folders,
    and files beyond MOST_FILES.
    """
    files: list[Path] = []
    passed: list[Passed] = []
    waiting, left = [(folder, 0)], 0
    while waiting:
        directory, depth = waiting.pop()
        try:
            children = sorted(os.scandir(directory), key=lambda entry: entry.name)
        except OSError as error:
            why = f"{directory}: cannot be read: {error.strerror}."
            passed.append(Passed(directory, SourceError(why, "unreachable")))
            continue
        for entry in children:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                waiting.append((path, depth + 1))
            elif skipped := _why_skipped(entry, path, wanted):
                passed.append(Passed(path, skipped))
            elif wanted(path) and len(files) < MOST_FILES:
                files.append(path)
            elif wanted(path):
                left += 1
    yield from sorted(files)
    yield from passed
    if left:
        detail = f"{left} more files of {folder} were not read: {MOST_FILES} are the most."
        yield Passed(folder, SourceError(detail, "too_large"))


def _why_skipped(entry: os.DirEntry[str], path: Path, wanted: Callable[[Path], bool]) -> SourceError | None:
    """Why an entry that is no folder to look into is not read, if that is worth telling."""
    if entry.is_dir(follow_symlinks=False):
        return SourceError(f"{path}: more than {DEEPEST} folders deep.", "too_large")
    if entry.is_symlink() and (wanted(path) or path.is_dir()):
        why = f"{path}: a symbolic link, which is not followed inside a folder; name what it leads to itself."
        return SourceError(why, "refused")
    if wanted(path) and not entry.is_file(follow_symlinks=False):
        return SourceError(f"{path}: a pipe, socket or device, not a file.", "refused")
    return None
