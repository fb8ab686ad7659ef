"""The `dateline` command."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console

from flows.learned import answer as show_answer
from flows.learned import grid, show_account
from flows.settings import settings
from transforms.schema import dictionary as data_dictionary
from warehouse import LakeError, require, usable

app = typer.Typer(
    name="dateline",
    help="Read conflict news into a warehouse of facts, ask it with SQL, check every fact against its sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
pages = typer.Typer(help="The kept responses.", no_args_is_help=True)
app.add_typer(pages, name="pages")
PIPE_WIDTH = 140
out = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True)
P = ParamSpec("P")


class Mode(StrEnum):
    """How a backfill reads a day."""

    fetch = "fetch"
    reextract = "reextract"


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a user's mistake into one sentence and exit code 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (ValueError, LakeError, PermissionError) as error:
            err.print(f"dateline: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(2) from error

    return wrapped


def day(text: str) -> date:
    """A day as people type it. ValueError in one sentence where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text}: not a day such as 2024-12-05.") from error


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
    `dateline backfill` reads past days.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.learned import show
    from flows.nightly import choose, nightly
    from flows.sources import examine

    examine(choose(source, places))
    usable(settings().lake)
    account = nightly(sources=source or [], places=places or [])
    show(account, settings().lake, out)


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

    The same twice changes nothing. A day that fails does not stop the others; the exit code is 1 then.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.backfill import CHANGES, BackfillError, changed, examined
    from flows.backfill import backfill as read_days

    first_day = day(first)
    last_day = day(last) if last else first_day
    examined(first_day, last_day, source, mode.value)
    try:
        done = read_days(first_day, last_day, source or [], mode.value, dry_run)
    except BackfillError as error:
        err.print(f"dateline: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
    out.print(grid(["table", *CHANGES], [list(row.values()) for row in changed(done)]))
    out.print(f"{len(done)} days {'would be ' if dry_run else ''}read", style="dim")


@app.command()
@plainly
def maintain() -> None:
    """Merge small files of the warehouse, expire old snapshots, remove files that nothing needs."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.maintain import WHAT
    from flows.maintain import maintain as tidy

    require(settings().lake)
    out.print(grid(["", "count"], [[WHAT[name], count] for name, count in asdict(tidy()).items()]))


@app.command()
@plainly
def serve(
    host: Annotated[str | None, typer.Option(help="Where the server is bound; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="4200 by default.")] = None,
) -> None:
    """Start the Prefect server, its UI included, and run the nightly, backfills and maintenance that it schedules.

    Where PREFECT_API_URL names a server, the deployments are served to that one and none is started here. A host other
    than loopback needs PREFECT_SERVER_API_AUTH_STRING=user:password.
    """
    from flows.serve import serve as serve_deployments

    serve_deployments(host, port, out)


@app.command(context_settings={"ignore_unknown_options": True})
@plainly
def sql(
    query: Annotated[str, typer.Argument(help="A SELECT, such as \"FROM territory_on(DATE '2024-12-06')\".")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of objects.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values with a header row.")] = False,
) -> None:
    """Ask the warehouse, read-only.

    `-` reads the question from standard input: `dateline sql - < sql/examples/who_holds_aleppo.sql`.
    Tables: pages, articles, events, figures, quotes, relations, mentions, actors, rejects, runs. Marts: incidents,
    stories, territory_on(date), who_said_what, fatalities_by_day. `dateline dictionary` explains every column.
    """
    from warehouse import query as ask

    answer = ask(settings().lake, sys.stdin.read() if query == "-" else query)
    rows = answer.to_pylist()
    if as_json:
        print(json.dumps(rows, default=str, ensure_ascii=False, indent=1))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.column_names)
        writer.writerows(row.values() for row in rows)
    else:
        show_answer(out, answer.column_names, [list(row.values()) for row in rows])
        out.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", style="dim")


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
    from warehouse import readable

    readable(settings().lake, day(first), day(last))
    show_account(again(day(first), day(last)), out)


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
    out.print(f"{count} responses written to {file}", style="dim")


@app.command()
@plainly
def extract(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON Lines, HTML or text; - reads standard input.")],
) -> None:
    """Print the facts of articles as JSON Lines, without a warehouse.

    A line {"id", "published", "title", "url", "text" or "html"} gives a line {"id", "events", "figures", "quotes",
    "statements", "relations", "places", "mentions"}; "statements" are indirect quotations.
    """
    from flows.lines import lines

    for line in lines(file, settings().nlp):
        print(json.dumps(line, default=str, ensure_ascii=False), flush=True)


@app.command()
@plainly
def clean(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Pages of HTML or text, .gz or not.")],
    url: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="URL", help="The page's address; for several files once for each, in order."),
    ] = None,
) -> None:
    """Print what cleaning makes of saved pages, a JSON object a line, without a network and a warehouse.

    Keys: url, title, authors, published_at, published_date, date_source, language, text. A page that is no article, or
    a file that cannot be read, has `error` as well, and makes the exit code 1; the others are printed all the same.
    """
    from flows.cleaned import cleaned

    failed = False
    for line in cleaned(files, url or ()):
        failed = failed or "error" in line
        print(json.dumps(line, ensure_ascii=False), flush=True)
    if failed:
        raise typer.Exit(1)


@app.command()
@plainly
def explain(fact_id: Annotated[str, typer.Argument(help="The fact_id of a row.")]) -> None:
    """Show where a fact comes from: its sentence, article and outlet, the rules' version and the run."""
    from warehouse import explain as evidence

    found = evidence(settings().lake, fact_id)
    if found is None:
        raise ValueError(f"{fact_id}: no fact has this id")
    row = found.pop("row")
    told = {key: value for key, value in row.items() if value is not None and key not in found}
    out.print(grid(["evidence", ""], list(found.items())))
    out.print(grid([found["table"], ""], list(told.items())))


@app.command()
def dictionary() -> None:
    """Print the data dictionary: every table and column, its type and meaning."""
    print(data_dictionary())


@app.command()
@plainly
def sources() -> None:
    """List the sources of seeds/sources.toml."""
    from flows.sources import load

    out.print(grid(["name", "kind"], [[s.source_id, type(s).__name__] for s in load(path=settings().sources)]))


def main() -> None:
    app()


if __name__ == "__main__":
    main()
