"""What a run leaves on the terminal: what was learned, where the warehouse lies, what to type next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.sandbox.terminal import say
from transforms.printable import printable, printable_lines
from transforms.tables.schema import Run
from warehouse import Lake, query

SQL = Path(__file__).resolve().parents[2] / "sql" / "learned"
NARROWEST = 10
"""Characters below which a column cannot be read."""
NEXT = (
    "sql \"SELECT place, holder, since, status FROM territory_on(DATE '2024-12-06')\"",
    'sql "SELECT fact_id, speaker, quote FROM who_said_what LIMIT 5"',
    "explain FACT_ID",
)


def show(run: Run, lake: Lake, console: Console) -> None:
    """Print the run's account and the questions of sql/learned, each a short table."""
    for file in sorted(SQL.glob("*.sql")):
        sql = file.read_text(encoding="utf-8")
        answer = query(lake, sql)
        if answer.num_rows:
            title = sql.splitlines()[0].removeprefix("-- ")
            console.print(grid(answer.column_names, [list(row.values()) for row in answer.to_pylist()], title))
    show_account(run, console)
    say(console, f"Warehouse: {lake.data}")
    following = [f"  {command()} {words}" for words in NEXT]
    console.print("Next:", *following, sep="\n", highlight=False, markup=False, soft_wrap=True)


def show_account(run: Run, console: Console) -> None:
    """Print what became of the documents of a run."""
    console.print(
        f"{run.discovered} documents = {run.landed} landed + {run.unchanged} unchanged + {run.rejected} rejected",
        style="bold",
    )


def command() -> str:
    """What to type for `dateline` here: the name alone where the shell finds it."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m flows.cli"
    if shutil.which(called.name) or not called.exists():
        return "dateline"
    return os.path.relpath(called)


def answer(console: Console, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows as a table; where its columns would not fit the terminal, each row by itself, a line a column."""
    if len(header) * NARROWEST <= console.width:
        console.print(grid(header, rows))
        return
    for number, row in enumerate(rows, 1):
        console.print(grid([f"row {number}", ""], list(zip(header, row, strict=True))))


def grid(header: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> Table:
    """Rows as a table for the terminal; what comes from articles is text, never mark-up, and steers nothing."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in header:
        table.add_column(Text(printable(name)), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else printable_lines(str(value))) for value in row))
    return table
