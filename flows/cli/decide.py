"""What people decide on incidents: which reports tell one happening."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.app import app, out, plainly
from flows.settings import settings

Fact = Annotated[str, typer.Argument(metavar="FACT_ID", help="An event, or a figure of people killed.")]
Reason = Annotated[str, typer.Option(help="Why, in a sentence; it is kept with the link.")]
By = Annotated[str, typer.Option(help="Who says so.")]


@app.command()
@plainly
def link(one: Fact, other: Fact, reason: Reason, by: By) -> None:
    """Say that two facts tell one happening, whatever the rules see; incidents and their tolls follow.

    The decision is a row of seeds/incident_decisions.csv in the home, which can be edited too; every run applies it.
    """
    _decide(one, other, True, reason, by)


@app.command()
@plainly
def unlink(one: Fact, other: Fact, reason: Reason, by: By) -> None:
    """Say that two facts tell two happenings, whatever the rules see; incidents and their tolls follow."""
    _decide(one, other, False, reason, by)


def _decide(one: str, other: str, same: bool, reason: str, by: str) -> None:
    from flows.runs.decisions import decide

    decide(settings().home, settings().lake, (one, other), same, reason, by)
    out.print(f"{one} and {other}: {'one happening' if same else 'two happenings'} from now on", highlight=False)
