"""Cleaning and reading without a warehouse: lines in, lines out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any

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
    "statements", "relations", "places", "mentions"}; "statements" are indirect quotations. One that cannot be read
    gives {"id", "error"} and makes the exit code 1; the others are read all the same.
    """
    from flows.cli.extracting import lines

    _print(lines(file, settings().nlp, reader=settings().reader))


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
    from flows.cli.cleaning import cleaned

    _print(cleaned(files, url or ()))


def _print(lines: Iterable[dict[str, Any]]) -> None:
    """Print lines as they come, in UTF-8 wherever it goes; exit code 1 after the last where one tells of an error."""
    failed = False
    for line in lines:
        failed = failed or "error" in line
        typer.echo(printable_json(json.dumps(line, default=str, ensure_ascii=False)).encode("utf-8", "replace"))
    if failed:
        raise typer.Exit(1)
