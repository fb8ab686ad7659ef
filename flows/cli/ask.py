"""Asking the warehouse, and where an answer comes from."""

from __future__ import annotations

import csv
import json
import sys
from typing import Annotated

import typer

from flows.cli.app import app, out, plainly
from flows.learned import answer as show_answer
from flows.learned import grid
from flows.settings import settings
from flows.spreadsheet import exact, safe
from transforms.printable import printable_json
from transforms.schema import dictionary as data_dictionary


@app.command(context_settings={"ignore_unknown_options": True})
@plainly
def sql(
    query: Annotated[str, typer.Argument(help="A SELECT, such as \"FROM territory_on(DATE '2024-12-06')\".")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of objects.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values with a header row.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="With --csv into a file: cells as they are, formulas of spreadsheets as well.")
    ] = False,
) -> None:
    """Ask the warehouse, read-only.

    `-` reads the question from standard input: `dateline sql - < sql/examples/who_holds_aleppo.sql`.
    Tables: pages, articles, events, figures, quotes, relations, mentions, actors, rejects, runs. Marts: incidents,
    stories, territory_on(date), who_said_what, fatalities_by_day. `dateline dictionary` explains every column.
    """
    from warehouse import query as ask

    answer = ask(settings().lake, sys.stdin.read() if query == "-" else query)
    rows = answer.to_pylist()
    if as_json:
        print(printable_json(json.dumps(rows, default=str, ensure_ascii=False, indent=1)))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        cell = exact if raw and not sys.stdout.isatty() else safe
        writer.writerow(map(cell, answer.column_names))
        writer.writerows(map(cell, row.values()) for row in rows)
    else:
        show_answer(out, answer.column_names, [list(row.values()) for row in rows])
        out.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", style="dim")


@app.command()
@plainly
def explain(fact_id: Annotated[str, typer.Argument(help="The fact_id of a row.")]) -> None:
    """Show where a fact comes from: its sentence, article and outlet, the rules' version and the run."""
    from warehouse import explain as evidence

    found = evidence(settings().lake, fact_id)
    if found is None:
        raise ValueError(f"{fact_id}: no fact has this id")
    row = found.pop("row")
    told = {key: value for key, value in row.items() if value is not None and key not in found}
    out.print(grid(["evidence", ""], list(found.items())))
    out.print(grid([found["table"], ""], list(told.items())))


@app.command()
def dictionary() -> None:
    """Print the data dictionary: every table and column, its type and meaning."""
    print(data_dictionary())


@app.command()
@plainly
def sources() -> None:
    """List the sources of seeds/sources.toml."""
    from flows.sources import load

    out.print(grid(["name", "kind"], [[s.source_id, type(s).__name__] for s in load(path=settings().sources)]))
