"""The command that shows the home, the version, the contents of the warehouse, and how much has outdated facts."""

from __future__ import annotations

from typing import Any

from flows.cli.application import app, out
from flows.cli.output.document import document, json_option
from flows.cli.output.summary import command, decisions, grid
from flows.sandbox.terminal import say
from flows.settings import Settings, settings
from flows.workers.extractor import extractor, reader_version
from transforms.shipped import SQL
from transforms.tables.schema import EXTRACTOR
from warehouse import Lake, query

_LABELS = {"first": "first day of publication", "last": "last day of publication"}


@app.command()
@json_option
def status(as_json: bool) -> None:
    """Show the current home, the contents of its warehouse, and how many articles have outdated facts."""
    setup = settings()
    contents: dict[str, Any] = {"home": str(setup.home), "rules": EXTRACTOR, "reader": reader_version(setup.reader)}
    contents |= {"warehouse": str(setup.lake), "articles": 0, "read_with_other_rules": 0, "read_again": None}
    if setup.lake.exists():
        contents |= warehouse_contents(setup)
    if as_json:
        document(contents)
        return
    shown = [[_LABELS.get(name, name).replace("_", " "), value] for name, value in contents.items()]
    out.print(grid(["status", ""], [row for row in shown if row[1] is not None]))
    if contents["read_again"]:
        say(out, f"{contents['read_with_other_rules']} articles were read with other rules, seeds or readers than now.")
        out.print(f"Read them again: {contents['read_again']}", soft_wrap=True)


def warehouse_contents(setup: Settings) -> dict[str, Any]:
    """The contents of the warehouse, and the command that re-extracts articles read with other rules than now."""
    (there,) = asked(setup.lake, "held")
    (older,) = asked(setup.lake, "outdated", {"extractor": extractor(setup.reader)})
    again = f"{command()} reextract --from {older['first']} --to {older['last']}" if older["articles"] else None
    return there | {
        "decisions": decisions(setup.lake) or None,
        "read_with_other_rules": older["articles"],
        "read_again": again,
    }


def asked(lake: Lake, name: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of a query of sql/status."""
    sql = (SQL / "status" / f"{name}.sql").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = query(lake, sql, parameters).to_pylist()
    return rows
