"""Commands on the page archive: re-extract and export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.application import app, day, day_if_given, out, plainly
from flows.cli.output.document import AsJson, account, document
from flows.cli.output.summary import show_account
from flows.sandbox.terminal import say
from flows.settings import settings
from warehouse import Lake

pages = typer.Typer(help="Manage stored responses.", no_args_is_help=True)
app.add_typer(pages, name="pages")


@app.command()
@plainly
def reextract(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="First day of publication.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day, inclusive.")],
    as_json: AsJson = False,
) -> None:
    """Re-extract articles and facts of a publication date range from stored pages, with the current rules.

    Requires no network access. Pages without a publication date are selected by fetch date.

    Rows that differ replace the old ones, which remain in earlier snapshots; other rows do not change.
    """
    from flows.cli.by_hand import by_hand
    from flows.reextract import reextract as again
    from warehouse import readable

    lake = settings().lake
    if not readable(lake, day(first), day(last)):
        raise ValueError(f"no page is kept of what was published from {first} to {last}; {_kept_days(lake)}")
    run = by_hand(again, day(first), day(last))
    if as_json:
        document(account(run))
        return
    show_account(run, out)


def _kept_days(lake: Lake) -> str:
    """The days for which there are stored articles, in a sentence."""
    from warehouse import query

    (days,) = query(lake, "SELECT min(published_date) AS first, max(published_date) AS last FROM articles").to_pylist()
    return f"articles go from {days['first']} to {days['last']}." if days["first"] else "there are no articles at all."


@pages.command("export")
@plainly
def export_pages(
    file: Annotated[Path, typer.Argument(metavar="FILE.warc.gz", help="Output file; compressed if it ends in .gz.")],
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day of the fetch (UTC).")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day, inclusive.")] = None,
    as_json: AsJson = False,
) -> None:
    """Export stored responses, of all days or a date range, as a WARC file."""
    from flows.cli.output.progress import during
    from warehouse import export

    days = (day_if_given(first), day_if_given(last))
    with during("writing responses") as report:
        count = export(settings().lake, file, *days, report)
    if as_json:
        document({"file": file, "responses": count})
        return
    say(out, f"{count} responses written to {file}", "dim")
