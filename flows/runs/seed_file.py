"""Seed files of the home that both commands and people edit: comments, a header, one row per line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path


def rows(path: Path, header: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The rows of the file, each with its place `PATH:LINE`; none if there is no file."""
    if not path.exists():
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: no text in UTF-8; save it as CSV UTF-8.") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#") and line != ",".join(header):
            yield f"{path}:{number}", next(csv.reader([line]))


def add(path: Path, header: Sequence[str], about: str, new_rows: Iterable[Sequence[str]]) -> None:
    """Append rows, one line each, with the current time in the last column; a new file begins with a comment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not before:
            file.write(f"# {about}\n")
            writer.writerow(header)
        elif not before.endswith(b"\n"):  # a person's editor left the last line open
            file.write("\n")
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}"
        writer.writerows([*(" ".join(text.split()) for text in row), now] for row in new_rows)


def require_reason_and_name(reason: str, by: str) -> None:
    """ValueError if the reason or the name is missing."""
    if not reason.strip() or not by.strip():
        raise ValueError("a decision needs a reason and the name of who made it: --reason … --by …")
