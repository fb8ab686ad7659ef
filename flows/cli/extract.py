"""Cleaning and reading without a warehouse: lines in, lines out."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from flows.cli.app import app, plainly
from flows.settings import settings
from transforms.printable import printable_json


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
        print(printable_json(json.dumps(line, default=str, ensure_ascii=False)), flush=True)


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
        print(printable_json(json.dumps(line, ensure_ascii=False)), flush=True)
    if failed:
        raise typer.Exit(1)
