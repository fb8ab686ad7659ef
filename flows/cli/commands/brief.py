"""The command that writes a brief of the latest run or of a period."""

from __future__ import annotations

import click

from flows.cli.application import app, day_if_given, out
from flows.cli.output.document import document, json_option
from flows.cli.output.progress import during
from flows.sandbox.terminal import say
from flows.settings import settings
from warehouse import check


@app.command()
@click.option("--from", "first", metavar="DAY", help="First day of publication.")
@click.option("--to", "last", metavar="DAY", help="Last day of publication; default: the newest.")
@click.option("--country", metavar="NAME", help="Filter by country: name or ISO code.")
@click.option("--place", metavar="NAME", help="Filter by place.")
@click.option("--actor", metavar="NAME", help="Filter by actor, including its parts: name or id.")
@json_option
def brief(
    first: str | None, last: str | None, country: str | None, place: str | None, actor: str | None, as_json: bool
) -> None:
    """Write an HTML brief: new incidents, a map, timelines, quotations and data quality.

    Without options it covers the latest run. With options it covers the given days, by default the last two weeks:
    `dateline brief --from 2024-12-01 --to 2024-12-08 --country Syria`. The page is self-contained and is saved in the
    folder `briefs` of the home. docs/brief.md describes each section.
    """
    from flows.brief import data, shelf, span

    setup = settings()
    filters = (first, last, country, place, actor)
    if any(filters):
        limits = span.limits(setup.lake, country, place, actor)
        days = span.of_days(setup.lake, day_if_given(first), day_if_given(last), limits)
    else:
        days = span.of_latest(setup.lake)
    setup.close_home()
    with during("writing the brief"):
        broken = None if any(filters) else check(setup.lake)
        made = data.gather(setup.lake, days, broken, watch=setup.watch)
        file = shelf.keep(setup.home, made)
    if as_json:
        document({"summary": made.summary, "file": file})
        return
    say(out, made.summary)
    say(out, f"Brief: {file}")
