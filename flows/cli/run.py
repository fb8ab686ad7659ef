"""Reading the news: tonight, or of past days."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

from flows.cli.app import app, complain, day, out, plainly
from flows.cli.summary import grid
from flows.settings import settings
from warehouse import usable


class Mode(StrEnum):
    """How a backfill reads a day."""

    fetch = "fetch"
    reextract = "reextract"


@app.command()
@plainly
def run(
    places: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH-or-URL]...",
            help="Articles to read: an address, a file or a folder of HTML, text, JSON Lines or WARC.",
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", "-s", metavar="NAME", help="A source of seeds/sources.toml; may be given several times."
        ),
    ] = None,
) -> None:
    """Fetch, clean, read and land articles, then show what was learned.

    `dateline run --source wire` reads the sample wire; `dateline run story.html` a page of your own;
    `dateline run` every source of seeds/sources.toml. The same article twice changes nothing.
    `dateline backfill` reads past days. The exit code is 2 where nothing came of any source, and 1 where nothing came
    of one that was named.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.cli.summary import show, show_account
    from flows.nightly import choose, nightly
    from flows.serving.server import reporting
    from flows.sources import examine
    from flows.tasks import PARTIAL, NothingCame

    lake = settings().lake  # a home that may not be used is told of first
    examine(choose(source, places))
    usable(lake)
    with reporting():
        state = nightly(sources=source or [], places=places or [], return_state=True)
    try:
        account = state.result()
    except NothingCame as error:
        show_account(error.run, out)
        complain(error)
        raise typer.Exit(2) from error
    show(account, lake, out)
    if state.name == PARTIAL:
        complain(state.message)
        raise typer.Exit(1 if source or places else 0)


@app.command()
@plainly
def backfill(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day.")],
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last; the first by default.")] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", "-s", metavar="NAME", help="A source; may be given several times.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="Ask the sources, or read the kept pages again.")] = Mode.fetch,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
) -> None:
    """Read past days, one after another: `dateline backfill --source wayback --from 2024-12-01 --to 2024-12-07`.

    The same twice changes nothing. A day that fails does not stop the others; the exit code is 1 then, and 2 where
    all failed.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.backfill import CHANGES, BackfillError, changed, examined
    from flows.backfill import backfill as read_days
    from flows.serving.server import reporting

    first_day = day(first)
    last_day = day(last) if last else first_day
    examined(first_day, last_day, source, mode.value)
    try:
        with reporting():
            done = read_days(first_day, last_day, source or [], mode.value, dry_run)
    except BackfillError as error:
        complain(error)
        raise typer.Exit(2 if error.is_whole else 1) from error
    out.print(grid(["table", *CHANGES], [list(row.values()) for row in changed(done)]))
    out.print(f"{len(done)} days {'would be ' if dry_run else ''}read", style="dim")
