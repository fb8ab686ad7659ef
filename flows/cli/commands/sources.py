"""Commands on sources: list them, and find those of an outlet by its address."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import click

from flows.cli.application import app, out
from flows.cli.output.document import document, json_option
from flows.cli.output.progress import during
from flows.cli.output.summary import command, grid
from flows.sandbox.terminal import say
from flows.settings import Settings, settings
from transforms.seeds import text as seed
from warehouse.storage.whole import whole

SHOWN = 5
"""Number of articles shown as a preview."""


@app.group(invoke_without_command=True)
@json_option
@click.pass_context
def sources(context: click.Context, as_json: bool) -> None:
    """List the sources in seeds/sources.toml of the home and the shipped sources, or add one."""
    from flows.sources import load

    if context.invoked_subcommand:
        return
    listing = [{"name": each.source_id, "kind": type(each).__name__} for each in load(path=settings().sources)]
    if as_json:
        document(listing)
        return
    out.print(grid(["name", "kind"], [list(each.values()) for each in listing]))


@sources.command()
@click.argument("address", metavar="URL", help="URL of a home page, feed or sitemap.")
@click.option("--name", help="Name of the source; default: derived from the host.")
@click.option("--dry-run", is_flag=True, help="Show the results without adding a source.")
@json_option
def add(address: str, name: str | None, dry_run: bool, as_json: bool) -> None:
    """Find and test the feeds and sitemaps of an outlet, preview their articles, and add the best to your sources.

    As in a run, robots.txt is respected and private addresses are refused.
    """
    from flows.http.client import Web
    from flows.sources.survey import survey

    setup = settings()
    with during("asking"), Web(setup.limits({})) as web:
        offers = survey(web, address)
    best = next(offer for offer in offers if offer.announced)
    if not as_json:
        rows = [[offer.kind, offer.url, len(offer.announced), offer.wrong] for offer in offers]
        out.print(grid(["kind", "address", "pages", "what went wrong"], rows))
        pages = [[page.published, page.title, page.url] for page in best.announced[:SHOWN]]
        out.print(grid(["published", "title", "address"], pages, f"What {best.url} announces"))
    slug = name or re.sub(r"[^a-z0-9]+", "-", (urlsplit(best.url).hostname or "").removeprefix("www.")).strip("-")
    if not slug:
        raise ValueError(f"{best.url}: its host gives no name of a source; --name gives one.")
    file = None if dry_run else write(setup, slug, best.kind, best.url)
    if as_json:
        offered = [
            {"kind": each.kind, "url": each.url, "pages": len(each.announced), "wrong": each.wrong} for each in offers
        ]
        document({"name": slug, "kind": best.kind, "url": best.url, "file": file, "offers": offered})
    if dry_run or as_json:
        return
    say(out, f"{slug} is a source now: {file}")
    out.print(f"Next:\n  {command()} run --source {slug}", soft_wrap=True)


def write(setup: Settings, name: str, kind: str, url: str) -> Path:
    """Add a source to the list of the home, creating the file if needed, and return the file. SourceError, without any
    change, if a source has the same name or address."""
    from flows.sources import SourceError, load

    file = setup.home / "seeds" / "sources.toml"
    for known in load(path=setup.sources):
        if getattr(known, "url", None) == url:
            raise SourceError(f"{setup.sources}: {known.source_id} has this address already.")
        if known.source_id == name:
            raise SourceError(f"{setup.sources}: there is a source {name} already; --name gives another name.")
    setup.close_home()
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else seed("home/sources.toml")
    cells = "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in (("name", name), ("kind", kind), ("url", url))
    )
    with whole(file, is_file=True, renews=True) as made:
        made.write_text(f"{before.rstrip()}\n\n[[source]]\n{cells}", encoding="utf-8")
        load(path=made)
    return file
