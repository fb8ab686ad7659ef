"""Commands on the page archive: re-extract and export."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.application import app, day, day_if_given, out
from flows.cli.output.document import account, document, json_option
from flows.cli.output.summary import show_account
from flows.sandbox.terminal import say
from flows.settings import settings
from warehouse import Lake


@app.group()
def pages() -> None:
    """Manage stored responses."""


@app.command()
@click.option("--from", "first", required=True, metavar="DAY", help="First day of publication.")
@click.option("--to", "last", required=True, metavar="DAY", help="Last day, inclusive.")
@json_option
def reextract(first: str, last: str, as_json: bool) -> None:
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
@click.argument(
    "file", type=click.Path(path_type=Path), metavar="FILE.warc.gz", help="A new file; compressed if it ends in .gz."
)
@click.option("--from", "first", metavar="DAY", help="First day of the fetch (UTC).")
@click.option("--to", "last", metavar="DAY", help="Last day, inclusive.")
@json_option
def export_pages(file: Path, first: str | None, last: str | None, as_json: bool) -> None:
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
