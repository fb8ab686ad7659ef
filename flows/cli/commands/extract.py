"""Commands that clean pages and extract facts without a warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from flows.cli.application import app, complain
from flows.cli.output.progress import during
from flows.settings import settings
from transforms.printable import printable_json

UNREAD = "unreadable: "
"""Start of the error of an unreadable file."""


@app.command()
@click.argument("file", metavar="FILE|-", help="JSON Lines, HTML or text; - for standard input.")
def extract(file: str) -> None:
    """Print the facts of articles as JSON Lines, without a warehouse.

    For each input line {"id", "published", "title", "url", "text" or "html"} it prints a line {"id", "events",
    "figures", "quotes", "statements", "relations", "places", "mentions"}; "statements" are indirect quotations and
    turns of transcripts. If an article fails, it prints {"id", "error"}, continues, and exits with code 1.
    """
    from flows.cli.extracting import lines

    _print_lines("reading articles", lines(file, settings().nlp, reader=settings().reader))


@app.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", help="HTML or text files, optionally compressed (.gz)."
)
@click.option("--url", multiple=True, metavar="URL", help="URL of the page; repeat for several files, in order.")
def clean(files: tuple[str, ...], url: tuple[str, ...]) -> None:
    """Clean saved pages and print one JSON object per page, without network and warehouse.

    Keys: url, title, authors, published_at, published_date, date_source, language, text. For a page that is not an
    article, or a file that cannot be read, the object has the key `error`; the others are still printed, and the exit
    code is 1. The exit code is 2 if no file can be read.
    """
    from flows.cli.cleaning import cleaned

    _print_lines("cleaning pages", cleaned(files, url), len(files))


def _print_lines(what: str, lines: Iterable[dict[str, Any]], total: int = 0) -> None:
    """Print lines as they arrive, always in UTF-8, and show their number, and the total if known.

    At the end, the exit code is 1 if a line reports an error, and 2 if no file could be read at all.
    """
    failed: list[str] = []
    printed = 0
    with during(what, streams=True) as report:
        for line in lines:
            printed += 1
            failed += [str(line["error"])] if "error" in line else []
            click.echo(printable_json(json.dumps(line, default=str, ensure_ascii=False)).encode("utf-8", "replace"))
            report(printed, total)
    if failed and len(failed) == printed and all(error.startswith(UNREAD) for error in failed):
        complain(f"nothing was read. {failed[0].removeprefix(UNREAD)}")
        raise SystemExit(2)
    if failed:
        raise SystemExit(1)
