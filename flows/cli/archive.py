"""The kept responses: read again, or exported."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.app import app, day, out, plainly
from flows.cli.summary import show_account
from flows.sandbox.terminal import say
from flows.settings import settings

pages = typer.Typer(help="The kept responses.", no_args_is_help=True)
app.add_typer(pages, name="pages")


@app.command()
@plainly
def reextract(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="First day on which the pages came, UTC.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day, included.")],
) -> None:
    """Rebuild articles and facts from the kept pages with today's rules, without the network.

    The same rows come of the same pages; what differs replaces the old, which stays in the snapshots.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.reextract import reextract as again
    from flows.serving.server import reporting
    from warehouse import readable

    readable(settings().lake, day(first), day(last))
    with reporting():
        account = again(day(first), day(last))
    show_account(account, out)


@pages.command("export")
@plainly
def export_pages(
    file: Annotated[Path, typer.Argument(metavar="FILE.warc.gz", help="Where to write; packed if it ends in .gz.")],
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day, UTC.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day, included.")] = None,
) -> None:
    """Write the kept responses, of all days or some, as a standard WARC file."""
    from warehouse import export

    count = export(settings().lake, file, day(first) if first else None, day(last) if last else None)
    say(out, f"{count} responses written to {file}", "dim")
