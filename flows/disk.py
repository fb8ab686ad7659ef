"""Files that people name, opened with care, and their lines, none of which can fill the memory."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from datetime import date
from io import BufferedReader
from typing import Any, BinaryIO

LARGEST = 40_000_000
"""Bytes of the largest page or line that is read, unpacked: four for each of the characters that cleaning takes."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def opened(file: str) -> BufferedReader:
    """A file to be read. OSError or ValueError, whose text tells why, for what cannot be or is none.

    A pipe or a device is refused: it may never end, or never begin.
    """
    try:
        number = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise OSError(error.strerror or str(error)) from error
    if stat.S_ISREG(os.fstat(number).st_mode):
        return open(number, "rb")
    is_folder = stat.S_ISDIR(os.fstat(number).st_mode)
    os.close(number)
    raise ValueError("it is a folder" if is_folder else "it is no file but a pipe or a device")


def lines(stream: BinaryIO, longest: int | None = None) -> Iterator[bytes | None]:
    """The lines of a stream one after the other; None for one of more bytes than `longest`, LARGEST by default."""
    longest = longest or LARGEST
    while line := stream.readline(longest + 1):
        is_whole = len(line) <= longest
        while len(line) > longest and not line.endswith(b"\n"):
            line = stream.readline(longest + 1)
        yield line if is_whole else None


def parsed(line: bytes) -> dict[str, Any]:
    """The object of a line of JSON Lines in UTF-8. ValueError, whose text tells why, where it holds none."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 from byte {error.start} on") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos}") from error
    except ValueError as error:
        raise ValueError("not JSON: a number of too many digits") from error
    except RecursionError as error:
        raise ValueError("not JSON: lists or objects too deep in one another") from error
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def problem(item: dict[str, Any]) -> str | None:
    """What is wrong with an object that should be `{"id", "published", "title", "url", "text" or "html"}`."""
    for key in ("text", "html", "title", "url"):
        if not isinstance(item.get(key), str | None):
            return f'"{key}" is not a string'
        if _SURROGATE.search(item.get(key) or ""):
            return f'"{key}" holds half of a surrogate pair, which is no character'
    if not any((item.get(key) or "").strip() for key in ("text", "html")):
        return 'neither "text" nor "html" holds anything'
    try:
        date.fromisoformat(item["published"][:10]) if item.get("published") is not None else None
    except (TypeError, ValueError, KeyError):
        return '"published" is not an ISO date'
    return None
