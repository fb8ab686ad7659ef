"""The `dateline` command."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, ParamSpec

import typer
from rich.console import Console

from flows.learned import answer as show_answer
from flows.learned import grid
from flows.settings import settings
from transforms.schema import dictionary as data_dictionary
from warehouse import LakeError

app = typer.Typer(
    name="dateline",
    help="Read conflict news into a warehouse of facts, ask it with SQL, check every fact against its sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
PIPE_WIDTH = 140
out = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True)
P = ParamSpec("P")


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a user's mistake into one sentence and exit code 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (ValueError, LakeError) as error:
            err.print(f"dateline: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(2) from error

    return wrapped


@app.command()
@plainly
def run(
    places: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH-or-URL]...",
            help="Articles to read: an address, a file or a folder of HTML, text or JSON Lines.",
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
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.learned import show
    from flows.nightly import choose, nightly
    from flows.sources import examine

    examine(choose(source, places))
    account = nightly(sources=source, places=places)
    show(account, settings().lake, out)


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
    territory_on(date), who_said_what, fatalities_by_day. `dateline dictionary` explains every column.
    """
    from warehouse import query as ask

    answer = ask(settings().lake, sys.stdin.read() if query == "-" else query)
    rows = answer.to_pylist()
    if as_json:
        print(json.dumps(rows, default=str, ensure_ascii=False, indent=1))
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(answer.column_names)
        writer.writerows(row.values() for row in rows)
    else:
        show_answer(out, answer.column_names, [list(row.values()) for row in rows])
        out.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", style="dim")


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
