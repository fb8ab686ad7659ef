"""Reads the seeds, the CSV files that people edit, with the rows of a home over the shipped ones; cached.

Lines that begin with `#` are comments. Every file has a header row; an empty cell is None. seeds/overlay.csv lists the
tables to which a home may add rows, and the columns by which a row replaces another.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from transforms.shipped import SEEDS

Row = dict[str, str | None]
WITHDRAWS = "-"
"""Prefix of the first cell of a home's row that withdraws shipped rows."""
OF_HOME = " of the home"

_homes: list[Path] = []
"""The folder whose rows override the shipped ones, if any."""


class SeedError(ValueError):
    """An unusable seed file; the message names the file and the line."""


class Placed(Row):
    """A row with its file and line."""

    place: str


def place(row: Row) -> str:
    """The file and line of a row, `FILE:LINE`; the row itself if they are unknown."""
    return row.place if isinstance(row, Placed) else str(row)


def cite(row: Row, lemma: str | None = None) -> str:
    """How a fact names the row it was read by: its file and the cells that tell it from the file's other rows,
    `events.csv: lemma=seize, pos=verb`; the lines of a file move, the cells do not. Of the words that a row lists, it
    names the `lemma` that the text has, if given.
    """
    file = Path(place(row).rpartition(":")[0])
    cited = row if lemma is None else row | {"lemma": lemma}
    cells = ", ".join(f"{column}={cited[column]}" for column in _keys()[file.stem] if row[column])
    return f"{file.name}{'' if file.parent == SEEDS else OF_HOME}: {cells}"


def is_of_home(cited: str | None) -> bool:
    """Whether a row, as `cite` names it, is one of the home: a person added it."""
    return cited is not None and cited.partition(":")[0].endswith(OF_HOME)


def lay_over(folder: Path) -> None:
    """Use the rows of a home's folder over the shipped ones. A process has one home: this clears the cached rows, but
    not what modules derived from them on import.
    """
    _homes[:] = [folder] if folder.is_dir() and folder.resolve() != SEEDS else []
    rows.cache_clear()


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of seeds/<name>.csv, those of the home first.

    SeedError if a file cannot be read, or a row has too many or too few cells.
    """
    plain = list(shipped(name))
    own = [folder / f"{name}.csv" for folder in _homes if name in _keys()]
    if not _any_exists(own):
        return tuple(plain)
    return tuple(_lay_rows(_read(own[0], tuple(plain[0])), plain, _keys()[name]))


@cache
def shipped(name: str) -> tuple[Row, ...]:
    """The rows of seeds/<name>.csv without those of a home. SeedError as of `rows`."""
    return tuple(_read(SEEDS / f"{name}.csv"))


@cache
def text(name: str) -> str:
    """The text of seeds/<name>. SeedError if the file is missing."""
    return _text(SEEDS / name)


@cache
def weights(name: str) -> dict[tuple[str, ...], float]:
    """The weights of a regression, seeds/<name>.csv, by the cells before the last; what is missing weighs nothing."""
    lines = (line for line in text(f"{name}.csv").splitlines() if not line.startswith("#"))
    return {(*feature,): float(weight) for *feature, weight in islice(csv.reader(lines), 1, None)}


def has_own() -> bool:
    """Whether the home has rows of its own, or a table that cannot be read; a header alone lays nothing over."""
    return any(_has_rows(file) for folder in _homes for file in folder.glob("*.csv"))


def _has_rows(file: Path) -> bool:
    try:
        return len(_lines(file)) != 1
    except SeedError:
        return True  # whoever reads its rows reports it


def examine() -> None:
    """Read every table of the home. SeedError, with file and line, at the first invalid row or table that overrides
    nothing.
    """
    for path in sorted(file for folder in _homes for file in folder.glob("*.csv")):
        if path.stem not in _tables():
            close_names = get_close_matches(path.stem, _tables(), 1)
            hint = f"did you mean {close_names[0]}.csv?" if close_names else f"these are: {', '.join(_tables())}."
            raise SeedError(f"{path}: no rows of your own are taken from a table of this name; {hint}")
        rows(path.stem) if path.stem in _keys() else None


@cache
def fingerprint() -> str:
    """Eight hex digits that change with any row of the shipped tables or of the home's overrides.

    Decisions of people change no rule, so they are left out, also where the home is a checkout and they lie among the
    shipped tables.
    """
    decisions = set(_tables()) - set(_keys())
    files = [file for file in sorted(SEEDS.glob("*.csv")) if file.stem not in decisions] + [
        file for folder in _homes for file in sorted(folder.glob("*.csv")) if file.stem in _keys()
    ]
    digest = sha256()
    for file in files:
        with suppress(SeedError):  # the reader of its rows reports it
            lines = [line for _, line in _lines(file)]
            digest.update("\n".join([file.name, *lines]).encode() if len(lines) > 1 else b"")
    return digest.hexdigest()[:8]


def listed(cell: str | None) -> list[str]:
    """The items of a list cell, separated by `|`."""
    return [part.strip() for part in (cell or "").split("|") if part.strip()]


def _lay_rows(own: list[Row], shipped: list[Row], key: list[str]) -> list[Row]:
    """The home's rows, then the shipped rows that they neither replace nor withdraw."""
    first = next(iter(shipped[0]))
    withdrawn = [row for row in own if (row[first] or "").startswith(WITHDRAWS)]
    replacing = [row for row in own if row not in withdrawn]
    replaced = {tuple(row[column] for column in key) for row in replacing}
    withdrawn_cells: list[Row] = [{**_without_empty_cells(row), first: _without_mark(row[first])} for row in withdrawn]
    for row, cells in zip(withdrawn, withdrawn_cells, strict=True):
        if not any(_has(shipped_row, cells) for shipped_row in shipped):
            raise SeedError(f"{place(row)}: no shipped row has these cells, so there is none to withdraw.")
    return replacing + [
        row
        for row in shipped
        if tuple(row[column] for column in key) not in replaced
        and not any(_has(row, cells) for cells in withdrawn_cells)
    ]


def _without_empty_cells(row: Row) -> Row:
    return {column: value for column, value in row.items() if value}


def _without_mark(cell: str | None) -> str:
    return (cell or "").removeprefix(WITHDRAWS).strip()


def _has(row: Row, cells: Row) -> bool:
    return all(row[column] == value for column, value in cells.items())


@cache
def _tables() -> list[str]:
    """Names of the tables that a home may have."""
    return [str(row["name"]) for row in _read(SEEDS / "overlay.csv")]


@cache
def _keys() -> dict[str, list[str]]:
    """The tables that a home may override, each with the columns by which a row replaces another."""
    return {str(row["name"]): listed(row["key"]) for row in _read(SEEDS / "overlay.csv") if row["key"]}


def _any_exists(files: list[Path]) -> bool:
    return any(file.exists() for file in files)


def _read(path: Path, columns: tuple[str, ...] = ()) -> list[Row]:
    """The rows of a file; rows of a home get all `columns` of the shipped table."""
    numbered = _lines(path)
    cells = [_cells(path, number, line) for number, line in numbered]
    if not cells:
        raise SeedError(f"{path}: no header row")
    header = cells[0]
    if unknown := [column for column in header if columns and column not in columns]:
        raise SeedError(
            f"{path}:{numbered[0][0]}: {unknown[0]} is no column of this table; the columns are {','.join(columns)}."
        )
    if columns and header[0] != columns[0]:
        raise SeedError(f"{path}:{numbered[0][0]}: the first column is {columns[0]}.")
    placed_rows: list[Row] = []
    for (number, _), row in zip(numbered[1:], cells[1:], strict=True):
        withdraws = bool(columns) and row[0].startswith(WITHDRAWS)
        if len(row) != len(header) and not (withdraws and len(row) < len(header)):
            raise SeedError(f"{path}:{number}: {len(row)} cells where the header has {len(header)}")
        placed = Placed(dict.fromkeys(columns or header))
        placed |= {key: value.strip() or None for key, value in zip(header, row, strict=False)}
        placed.place = f"{path}:{number}"
        placed_rows.append(placed)
    return placed_rows


def _cells(path: Path, number: int, line: str) -> list[str]:
    """The cells of one line; a row never spans lines."""
    try:
        return next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration) as error:
        raise SeedError(f"{path}:{number}: no row of a table ({error}); a cell cannot contain a line break.") from error


def _lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a table with their numbers, without comments and blank lines."""
    numbered = enumerate(_text(path).splitlines(), 1)
    return [(number, line) for number, line in numbered if line.strip() and not line.startswith("#")]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # spreadsheets write a byte order mark
    except OSError as error:
        raise SeedError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SeedError(f"{path}: no text in UTF-8") from error
