"""Prints the run summary: extracted facts, location of the warehouse, next commands."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.sandbox.terminal import say
from transforms.printable import printable, printable_lines
from transforms.shipped import SQL

if TYPE_CHECKING:
    from transforms.tables.schema import Run
    from warehouse import Lake

SUMMARY = SQL / "summary"
LONGEST_WORD = 16
"""Characters of a word that a column holds in one line: a day, an id, a name; longer ones are addresses."""
FRAME = 3
"""Characters between two columns."""
MOST = 10
"""Most rows of a table in the summary."""
WHOLE = {
    "1_incidents": "FROM incidents", "2_figures": "FROM corrected_figures",
    "3_territory": "SELECT place, holder, since, until, status FROM territory_history_of_each_place",
    "4_quotes": "FROM who_said_what",
}  # fmt: skip
"""What shows all rows of a table of the summary, and those of earlier runs."""
NEXT = (
    'sql "SELECT place, holder, since, status FROM territory_on(current_date)"',
    'sql "SELECT fact_id, speaker, quote FROM who_said_what LIMIT 5"',
    "explain FACT_ID",
)


def show(run: Run, lake: Lake, console: Console, brief: Path | None = None) -> None:
    """Print the document counts of the run, the queries of sql/summary as short tables, and the path of the brief."""
    from warehouse import answers, sharing

    questions = {file.stem: file.read_text(encoding="utf-8") for file in sorted(SUMMARY.glob("*.sql"))}
    with sharing(lake):
        answered, decided = answers(lake, questions), decisions(lake)
    for name, answer in answered.items():
        if answer.num_rows:
            title = questions[name].splitlines()[0].removeprefix("-- ")
            rows = answer.slice(0, MOST).to_pylist()
            console.print(grid(answer.column_names, [list(row.values()) for row in rows], title))
            show_rest(answer.num_rows - len(rows), name, console)
    show_account(run, console)
    if decided:
        say(console, f"Decisions of people: {decided}")
    say(console, f"Warehouse: {lake.data}")
    if brief and brief.exists():
        say(console, f"Brief: {brief}")
    following = [f"  {command()} {words}" for words in NEXT]
    console.print("Next:", *following, sep="\n", soft_wrap=True)


def show_rest(count: int, name: str, console: Console) -> None:
    """Print how many rows of a table of the summary are not shown, and the command that shows them."""
    if count > 0:
        say(console, f'{count} more; all of them, with those of earlier runs: {command()} sql "{WHOLE[name]}"')


def decisions(lake: Lake) -> str:
    """How many facts people corrected or called wrong, and how many pairs they linked or cut; empty if none."""
    from warehouse import answers

    sql = (SQL / "artifact" / "decisions.sql").read_text(encoding="utf-8")
    rows = answers(lake, {"decisions": sql})["decisions"].to_pylist()
    told = ((int(row["count"]), *row["decision"].partition(" ")[::2]) for row in rows)
    return ", ".join(f"{counted(count, noun)} {done}" for count, noun, done in told)


def show_account(run: Run, console: Console) -> None:
    """Print the document counts of a run."""
    console.print(
        f"{run.discovered} documents = {run.landed} landed + {run.unchanged} unchanged + {run.rejected} rejected",
        style="bold",
    )


def command() -> str:
    """How to call `dateline` here: by name if the shell finds it."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return "python -m flows.cli"
    if shutil.which(program.name) or not program.exists():
        return "dateline"
    return os.path.relpath(program)


def answer(console: Console, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows as a table, or as one block per row if a table of this width would cut days and names."""
    columns = [[_text(cell) for cell in column] for column in zip(header, *rows, strict=True)]
    longest = [max(_longest_word(cell) for cell in column) for column in columns]
    if sum(min(width, LONGEST_WORD) + FRAME for width in longest) < console.width:
        cells = [max(map(cell_len, column)) for column in columns]
        of_words = [cell == word <= LONGEST_WORD for cell, word in zip(cells, longest, strict=True)]
        console.print(grid(header, rows, unwrapped=of_words))
        return
    for number, row in enumerate(rows, 1):
        console.print(grid([f"row {number}", ""], list(zip(header, row, strict=True))))


def _longest_word(cell: str) -> int:
    return max(map(cell_len, cell.split()), default=0)


def as_text(cell: Any) -> str:
    """A value as a table shows it; lists and objects as JSON, as `dateline sql` prints them."""
    if isinstance(cell, list | tuple | dict):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return "" if cell is None else str(cell)


def _text(cell: Any) -> str:
    return printable_lines(as_text(cell))


def counted(count: int, noun: str) -> str:
    """A number with its noun: 1 row, 2 rows."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def grid(
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    title: str | None = None,
    *,
    unwrapped: Sequence[bool] | None = None,
) -> Table:
    """Rows as a table; untrusted text is shown without markup and control characters. Columns that are `unwrapped` keep
    each cell in one line.
    """
    shown = Text(printable(title), style="table.title") if title else None
    table = Table(title=shown, title_justify="left", header_style="bold")
    for name, is_whole in zip(header, unwrapped or [False] * len(header), strict=True):
        table.add_column(Text(printable(name)), overflow="fold", no_wrap=is_whole)
    for row in rows:
        table.add_row(*(Text(_text(value)) for value in row))
    return table
