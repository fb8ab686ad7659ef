"""Seed files of the home that both commands and people edit: comments, a header, one row per line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
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


def rename(path: Path, header: Sequence[str], new_ids: Mapping[str, str]) -> bool:
    """Replace ids in the columns of ids of the file, leaving all other lines as they are; whether any was replaced."""
    columns = [number for number, name in enumerate(header) if name.endswith("_id")]
    changed = {place: _renamed(cells, columns, new_ids) for place, cells in rows(path, header)}
    lines = path.read_text(encoding="utf-8-sig").splitlines() if changed else []
    renewed = [changed.get(f"{path}:{number}") or line for number, line in enumerate(lines, 1)]
    if renewed == lines:
        return False
    part = path.with_name(f"{path.name}.part")
    part.write_text("\n".join(renewed) + "\n", encoding="utf-8")
    part.replace(path)
    return True


def _renamed(cells: Sequence[str], columns: Sequence[int], new_ids: Mapping[str, str]) -> str | None:
    """The line of a row with its new ids; None if it has none of those replaced."""
    if not any(cells[column] in new_ids for column in columns if column < len(cells)):
        return None
    line = StringIO()
    csv.writer(line, lineterminator="").writerow(
        new_ids.get(cell, cell) if column in columns else cell for column, cell in enumerate(cells)
    )
    return line.getvalue()


def require_reason_and_name(reason: str, by: str) -> None:
    """ValueError if the reason or the name is missing."""
    if not reason.strip() or not by.strip():
        raise ValueError("a decision needs a reason and the name of who made it: --reason … --by …")
