"""Asking the warehouse, and where an answer comes from."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, replace
from typing import Annotated, Any

import typer

from flows.cli.app import app, complain, moment, now, out, plainly
from flows.cli.summary import grid
from flows.settings import settings
from transforms.printable import printable_json
from transforms.tables.schema import dictionary as data_dictionary
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
    as_of: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="Ask what the warehouse held then: a day (its end, UTC) or a moment."),
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
    lake = replace(settings().lake, as_of=moment(as_of) if as_of else None)
    with ask(lake, question, limits=Limits(timeout or None, memory, temp, end=_end)) as answer:
        show(answer, most)


def _end(error: LakeError) -> None:
    """End at once: DuckDB is busy with something that it does not interrupt."""
    complain(error)
    os._exit(2)


@app.command()
@plainly
def explain(fact_id: Annotated[str, typer.Argument(metavar="ID", help="The fact_id or incident_id of a row.")]) -> None:
    """Show where a fact comes from: its sentence, article and outlet, the rules' version and the run; of an incident
    the facts that tell it and what links them."""
    from warehouse import explain as evidence
    from warehouse import incident_of

    lake = settings().lake
    found = evidence(lake, fact_id)
    if found is None:
        _explain_incident(fact_id)
        return
    row = found.pop("row")
    told = {key: value for key, value in row.items() if value is not None and key not in found}
    if incident := incident_of(lake, fact_id):
        told["incident_id"] = incident
    out.print(grid(["evidence", ""], list(found.items())))
    out.print(grid([found["table"], ""], list(told.items())))


def _explain_incident(incident_id: str) -> None:
    from warehouse import explain_incident

    found = explain_incident(settings().lake, incident_id)
    if found is None:
        raise ValueError(f"{incident_id}: no fact and no incident has this id")
    out.print(grid(["incident", ""], [[key, value] for key, value in found["row"].items() if value is not None]))
    for title in ("facts", "links"):
        if rows := found[title]:
            out.print(grid(list(rows[0]), [list(row.values()) for row in rows], title))


@app.command()
@plainly
def changes(
    since: Annotated[str, typer.Option("--from", metavar="MOMENT", help="A day (its end, UTC) or a moment.")],
    until: Annotated[str | None, typer.Option("--to", metavar="MOMENT", help="The same; now by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of objects.")] = False,
) -> None:
    """Show what the warehouse believes now and did not before: facts and incidents new, changed or withdrawn; why."""
    from flows.cli.printed import plain
    from warehouse import changes as found

    told = [asdict(change) for change in found(settings().lake, moment(since), moment(until) if until else now())]
    if as_json:
        print(printable_json(json.dumps(plain(told), ensure_ascii=False)))
        return
    out.print(grid(["what", "table", "key", "cells", "why", "sentence"], [_told(change) for change in told]))


def _told(change: dict[str, Any]) -> list[str]:
    """A change as the cells of a row; of a new or withdrawn fact its sentence says enough."""
    cells = change["after"] if change["what"] == "changed" else {}
    pairs = [f"{name}: {change['before'].get(name)} → {value}" for name, value in cells.items() if name != "sentence"]
    return [change["what"], change["table"], change["key"], "; ".join(pairs), change["why"], change["sentence"]]


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
