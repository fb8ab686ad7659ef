"""Commands that query the warehouse and explain where answers come from."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

import click

from flows.cli.application import app, complain, now, out
from flows.cli.output.document import document, json_option
from flows.lakes import lake
from flows.moment import moment
from warehouse import LakeError


@app.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", help="A SELECT statement, such as \"FROM territory_on(DATE '2024-12-06')\".")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values with a header row.")
@click.option("--raw", is_flag=True, help="With --csv to a file or pipe: do not escape spreadsheet formulas.")
@click.option(
    "--rows",
    type=click.IntRange(0),
    help="Maximum number of rows, 0 for all; default: 1000 for a table, all for JSON and CSV.",
)
@click.option(
    "--as-of", metavar="MOMENT", help="Query the state at this time: an ISO timestamp, or a day (its end, UTC)."
)
@click.option("--timeout", type=click.FloatRange(0), default=30, metavar="SECONDS", help="Time limit, 0 for none.")
@click.option("--memory", metavar="SIZE", help="Memory limit, such as 4GB; default: half of the memory.")
@click.option("--temp", metavar="SIZE", help="Disk limit for temporary files; default: 10GB or half of the free space.")
def sql(
    query: str,
    as_json: bool,
    as_csv: bool,
    raw: bool,
    rows: int | None,
    as_of: str | None,
    timeout: float,
    memory: str | None,
    temp: str | None,
) -> None:
    """Query the warehouse, read-only and with resource limits; sql/functions.csv lists the allowed functions.

    `-` reads the query from standard input: `dateline sql - < sql/examples/who_holds_aleppo.sql`. Tables: pages,
    articles, events, figures, quotes, relations, mentions, actors, rejects, runs. Marts: incidents, stories,
    territory_on(date), who_said_what, fatalities_by_day. `dateline dictionary` describes every column.
    """
    with _without_numpy():
        from flows.cli.output import printed
    from warehouse import Limits, ask

    question = sys.stdin.read() if query == "-" else query
    most = printed.MOST if rows is None and not (as_json or as_csv) else rows or None
    as_cells = printed.as_raw_csv if raw and not sys.stdout.isatty() else printed.as_csv
    show = printed.as_json if as_json else as_cells if as_csv else printed.as_table
    asked = replace(lake(), as_of=moment(as_of) if as_of else None)
    with ask(asked, question, limits=Limits(timeout or None, memory, temp, end=_exit_at_once)) as answer:
        show(answer, most)


@contextmanager
def _without_numpy() -> Iterator[None]:
    """Let modules be imported without NumPy. Arrow passes rows on without it, and loading it takes as long as loading
    DuckDB.
    """
    name = "numpy"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


def _exit_at_once(error: LakeError) -> None:
    """Exit at once, since DuckDB is in work that it cannot interrupt."""
    complain(error)
    os._exit(2)


@app.command()
@click.argument("row_id", metavar="ID", help="A fact_id, incident_id or article_id.")
@click.option(
    "--as-of", metavar="MOMENT", help="Explain the state at this time: an ISO timestamp, or a day (its end, UTC)."
)
@json_option
def explain(row_id: str, as_of: str | None, as_json: bool) -> None:
    """Show the provenance of a fact: sentence, article, outlet, versions, run, links, conflicting figures, corrections
    and earlier pages; for an incident its facts, for an article its number of facts.
    """
    from flows.cli.output.progress import during
    from flows.cli.output.summary import grid
    from warehouse import explain as evidence

    with during("gathering evidence"):
        trace = evidence(replace(lake(), as_of=moment(as_of) if as_of else None), row_id)
    if trace is None:
        then = f" as of {as_of}" if as_of else ""
        raise ValueError(f"{row_id}: no fact, no incident and no article has this id{then}")
    if as_json:
        document(trace)
        return
    row, table = trace.pop("row"), trace.pop("table")
    lists = {name: trace.pop(name) for name in list(trace) if isinstance(trace[name], list)}
    if trace:
        out.print(grid(["evidence", ""], [each for each in trace.items() if each[1] is not None]))
    parts = parts_of_event(row)
    hidden = {*trace, "evidence"} if parts else {*trace}
    cells = {key: value for key, value in row.items() if value is not None and key not in hidden}
    out.print(grid([table, ""], list(cells.items())))
    if parts:
        out.print(grid(["part", "words", "chance", "inherited", "rules agree"], parts, "how it was read"))
    lists["pages of its address"] = [_without_empty_cells(each) for each in lists.pop("earlier", [])]
    for title, rows in lists.items():
        if rows:
            header = list(dict.fromkeys(name for each in rows for name in each))
            out.print(grid(header, [[each.get(name) for name in header] for each in rows], title))


def _without_empty_cells(page: dict[str, Any]) -> dict[str, Any]:
    """A page of an article's address, with the cells that the fact had otherwise there, if there are any."""
    return {name: value for name, value in page.items() if name != "cells" or value}


def parts_of_event(row: dict[str, Any]) -> list[list[Any]]:
    """What supports an event and each of its slots, as `evidence` keeps it: the words, the reader's chance that they
    are right, whether another sentence names them, and whether the rules agree. Empty for an event of the rules.
    """
    values = {
        **row,
        "event": row.get("trigger"),
        "sub_event": row.get("acled_sub_event"),
        "date": row.get("date_start"),
    }
    answers = {True: "yes", False: "no", None: None}
    return [
        [
            part.replace("_", " "),
            found.get("words") or values.get(part),
            found.get("probability"),
            answers[found.get("inherited")],
            answers[found.get("rules")],
        ]
        for part, found in json.loads(row.get("evidence") or "{}").items()
    ]


@app.command()
@click.option(
    "--from", "since", required=True, metavar="MOMENT", help="Start: an ISO timestamp, or a day (its end, UTC)."
)
@click.option("--to", "until", metavar="MOMENT", help="End, in the same format; default: now.")
@json_option
def changes(since: str, until: str | None, as_json: bool) -> None:
    """List facts and incidents added, changed or withdrawn between two points in time, and why."""
    from flows.cli.output.progress import during
    from flows.cli.output.summary import counted, grid
    from warehouse import changes as find_changes

    with during("comparing"):
        changed_rows = [
            asdict(change) for change in find_changes(lake(), moment(since), moment(until) if until else now())
        ]
    if as_json:
        document(changed_rows)
        return
    out.print(
        grid(["what", "table", "key", "cells", "why", "sentence"], [_change_cells(change) for change in changed_rows])
    )
    out.print(counted(len(changed_rows), "change"), style="dim")


def _change_cells(change: dict[str, Any]) -> list[str]:
    """A change as a table row; for a new or withdrawn fact its sentence is enough."""
    from flows.cli.output.summary import as_text

    cells = change["after"] if change["what"] == "changed" else {}
    was = change["before"]
    pairs = [
        f"{name}: {as_text(was.get(name)) or 'null'} → {as_text(value) or 'null'}"
        for name, value in cells.items()
        if name != "sentence"
    ]
    return [change["what"], change["table"], change["key"], "; ".join(pairs), change["why"], change["sentence"]]


@app.command()
def dictionary() -> None:
    """Print the data dictionary: tables, views and macros with their columns, types and descriptions."""
    from warehouse.asking.dictionary import dictionary as data_dictionary

    print(data_dictionary())


@app.command()
def codebook() -> None:
    """Print the codebook: the rules for classes, sub-events, figures, modality and dates, with examples."""
    from transforms.codebook import codebook as codebook_text

    print(codebook_text())
