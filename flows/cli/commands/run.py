"""Commands that read the news: run and backfill."""

from __future__ import annotations

import click

from flows.cli.application import app, complain, day, out
from flows.cli.output.document import account, document, json_option
from flows.cli.output.summary import grid
from flows.settings import settings
from warehouse import held, usable


@app.command()
@click.argument(
    "places",
    nargs=-1,
    metavar="[PATH-or-URL]...",
    help="Articles to read: URLs, or files or folders of HTML, text, JSON Lines or WARC.",
)
@click.option("--source", "-s", multiple=True, metavar="NAME", help="A source of seeds/sources.toml; repeatable.")
@json_option
def run(places: tuple[str, ...], source: tuple[str, ...], as_json: bool) -> None:
    """Fetch articles, extract facts, load them into the warehouse, and print a summary.

    `dateline run` reads all sources of seeds/sources.toml, `dateline run --source wire` the sample wire, and `dateline
    run story.html` a local page. Unchanged articles are skipped. Use `dateline backfill` for past days. The exit code
    is 2 if no source returned anything, and 1 if a named source did not.
    """
    from flows.brief.shelf import of_run
    from flows.cli.by_hand import by_hand
    from flows.cli.output.summary import show, show_account
    from flows.nightly import choose, nightly
    from flows.runs.corrections import lost
    from flows.runs.steps import InProcess, under
    from flows.sandbox.lean_arrow import without_pandas
    from flows.sources import examine
    from flows.tasks import Ended, NothingCame, SomeCame

    lake = settings().lake  # first, since it reports an unusable home
    examine(choose(source, places))
    with held(lake), without_pandas():
        usable(lake)
        ended = None
        try:
            with under(InProcess(is_alone=True)):
                done = by_hand(nightly, list(source), list(places))
        except NothingCame as error:
            if as_json:
                document(account(error.run, error))
            else:
                show_account(error.run, out)
            complain(error)
            raise SystemExit(2) from error
        except Ended as error:
            done, ended = error.run, error
        page = of_run(settings().home, done)
        if as_json:
            document(account(done, ended) | {"warehouse": lake.data, "brief": page if page.exists() else None})
        else:
            show(done, lake, out, page)
        for decision in lost(settings().home, lake):
            complain(decision)
    if ended:
        complain(ended)
        raise SystemExit(1 if isinstance(ended, SomeCame) and (source or places) else 0)


@app.command()
@click.option("--from", "first", required=True, metavar="DAY", help="First day.")
@click.option("--to", "last", metavar="DAY", help="Last day, inclusive; default: the first day.")
@click.option("--source", "-s", multiple=True, metavar="NAME", help="A source; repeatable.")
@click.option(
    "--mode",
    type=click.Choice(["fetch", "reextract"]),
    default="fetch",
    help="Fetch from the sources, or re-extract stored pages.",
)
@click.option("--dry-run", is_flag=True, help="Show the changes without making them.")
@json_option
def backfill(first: str, last: str | None, source: tuple[str, ...], mode: str, dry_run: bool, as_json: bool) -> None:
    """Read past days in order: `dateline backfill --source wayback --from 2024-12-01 --to 2024-12-07`.

    It is idempotent. If a day fails, the others are still read; the exit code is 1, or 2 if all days fail.
    """
    from flows.backfill import CHANGES, READ, BackfillError, backfill_days, changes_by_table
    from flows.backfill import backfill as read_days
    from flows.cli.by_hand import by_hand

    first_day = day(first)
    last_day = day(last) if last else first_day
    backfill_days(first_day, last_day, source, mode)
    failed = None
    try:
        done = by_hand(read_days, first_day, last_day, list(source), mode, dry_run)
    except BackfillError as error:
        done, failed = [*error.done], error
    if as_json:
        days = [
            {"day": outcome.day, "state": outcome.state, "changes": changes_by_table([outcome])} for outcome in done
        ]
        document({"dry_run": dry_run, "days": days, "changes": changes_by_table(done), "wrong": failed and str(failed)})
    elif not failed or not failed.is_whole:
        out.print(grid(["table", *CHANGES], [list(row.values()) for row in changes_by_table(done)]))
        read = sum(outcome.state in READ for outcome in done)
        out.print(f"{read} days {'would be ' if dry_run else ''}read", style="dim")
    if failed:
        complain(failed)
        raise SystemExit(2 if failed.is_whole else 1) from failed
