"""Asking the warehouse, and where an answer comes from."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from flows.cli.app import app, complain, out, plainly
from flows.learned import grid
from flows.settings import settings
from transforms.schema import dictionary as data_dictionary
from warehouse import LakeError


@app.command(context_settings={"ignore_unknown_options": True})
@plainly
def sql(
    query: Annotated[str, typer.Argument(help="A SELECT, such as \"FROM territory_on(DATE '2024-12-06')\".")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of objects.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values with a header row.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="With --csv into a file: cells as they are, formulas of spreadsheets as well.")
    ] = False,
    rows: Annotated[
        int | None,
        typer.Option(min=0, help="Rows to print, 0 for all; by default 1000 as a table, all as JSON or CSV."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Time to take, 0 for any.")] = 30,
    memory: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Memory to take, such as 4GB; by default half of the machine's.")
    ] = None,
    temp: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE", help="Disk to take for what does not fit; by default 10GB or half of what is free."
        ),
    ] = None,
) -> None:
    """Ask the warehouse, read-only, within limits; what functions may be used stands in sql/functions.csv.

    `-` reads the question from standard input: `dateline sql - < sql/examples/who_holds_aleppo.sql`.
    Tables: pages, articles, events, figures, quotes, relations, mentions, actors, rejects, runs. Marts: incidents,
    stories, territory_on(date), who_said_what, fatalities_by_day. `dateline dictionary` explains every column.
    """
    from flows.cli import printed
    from warehouse import Limits, ask

    question = sys.stdin.read() if query == "-" else query
    most = printed.MOST if rows is None and not (as_json or as_csv) else rows or None
    as_cells = printed.as_raw_csv if raw and not sys.stdout.isatty() else printed.as_csv
    show = printed.as_json if as_json else as_cells if as_csv else printed.as_table
    with ask(settings().lake, question, limits=Limits(timeout or None, memory, temp, end=_end)) as answer:
        show(answer, most)


def _end(error: LakeError) -> None:
    """End at once: DuckDB is busy with something that it does not interrupt."""
    complain(error)
    os._exit(2)


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
