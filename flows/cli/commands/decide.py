"""Commands that record people's decisions: corrections of facts, and which reports are about the same incident."""

from __future__ import annotations

from dataclasses import asdict
from shlex import quote

import click

from flows.cli.application import app, out
from flows.cli.output.document import document, json_option
from flows.cli.output.progress import during
from flows.cli.output.summary import command, grid
from flows.settings import settings

facts_argument = click.argument(
    "facts",
    nargs=2,
    metavar="ID ID",
    help="Each the fact_id of an event or of a figure of people killed, or an incident_id.",
)
reason_option = click.option("--reason", required=True, help="The reason, in a sentence; stored with the decision.")
by_option = click.option("--by", required=True, help="Your name.")


@app.command()
@click.argument("fact", metavar="FACT_ID", help="The fact_id of a row of events, figures, quotes, …")
@reason_option
@by_option
@click.option(
    "--set", "assignments", multiple=True, metavar="COLUMN=VALUE", help="The correct value; an empty value sets null."
)
@click.option("--wrong", is_flag=True, help="Mark the whole fact as wrong; views exclude it.")
@json_option
def correct(fact: str, reason: str, by: str, assignments: tuple[str, ...], wrong: bool, as_json: bool) -> None:
    """Correct a fact. Views and incidents use the corrected values; the extracted row is kept.

    `dateline correct FACT_ID --set place=Hama --set country=SY --reason "misread" --by "A. Desk"`. The correction is
    stored in seeds/fact_corrections.csv of the home, which you can also edit; every run applies it.
    """
    from flows.runs.corrections import correct as put_right

    with during("putting right"):
        put_right(settings().home, settings().lake, fact, assignments, wrong, reason, by)
    if as_json:
        document({"fact_id": fact, "set": assignments, "wrong": wrong, "reason": reason, "by": by})
        return
    out.print(f"{fact}: {'wrong' if wrong else ', '.join(assignments)} from now on")


@app.command()
@facts_argument
@reason_option
@by_option
@json_option
def link(facts: tuple[str, str], reason: str, by: str, as_json: bool) -> None:
    """Link two facts or incidents that are the same: their incidents become one, and its toll and counts follow.

    A link takes back the cuts of these two reports from each other's incident; a cut that a person made between other
    reports of the two incidents overrides it. `dateline unlink` of the two undoes it. The decision is stored in
    seeds/incident_decisions.csv of the home, which you can also edit; every run applies it.
    """
    _decide(facts, True, reason, by, as_json)


@app.command()
@facts_argument
@reason_option
@by_option
@json_option
def unlink(facts: tuple[str, str], reason: str, by: str, as_json: bool) -> None:
    """Separate two facts or incidents that are not the same, or undo a link; incidents and tolls are updated.

    A fact and its incident: the fact is cut out of it.
    """
    _decide(facts, False, reason, by, as_json)


def _decide(facts: tuple[str, str], same: bool, reason: str, by: str, as_json: bool) -> None:
    from flows.runs.decisions import decide

    with during("linking reports"):
        decided = decide(settings().home, settings().lake, facts, same, reason, by)
    if as_json:
        document({"same": same, "reason": reason, "by": by, **asdict(decided), "fact_ids": decided.facts})
        return
    for when, rows in (("before", decided.before), ("after", decided.after)):
        if rows:
            out.print(grid(list(rows[0]), [list(row.values()) for row in rows], when))
    out.print(_outcome(*facts, same, len(decided.after)))
    back = "unlink" if same else "link"
    out.print(f"Undo: {command()} {back} {' '.join(decided.facts)} --reason undo --by {quote(by)}", soft_wrap=True)


def _outcome(one: str, other: str, same: bool, incidents: int) -> str:
    if same and incidents > 1:
        return (
            f"{one} and {other}: still {incidents} incidents, as a person cut other reports of one from the other; "
            f"`{command()} explain` of an incident lists the cuts"
        )
    return f"{one} and {other}: {'one happening' if same else 'two happenings'} from now on"
