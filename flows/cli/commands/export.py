"""Commands that write facts for other tools: export and publish."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from flows.cli.application import app, day_if_given, now, out
from flows.cli.output.document import document, json_option
from flows.cli.output.progress import during
from flows.cli.output.summary import grid
from flows.lakes import lake


@app.command("export")
@click.argument(
    "file_format",
    metavar="FORMAT",
    help="parquet, csv, jsonl, xlsx or geojson; or a standard: acled, acled-weekly, ucdp-ged, gdelt or hxl.",
)
@click.argument(
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE|FOLDER",
    help="A new file with the extension of the format, or a new or empty folder.",
)
@click.option("--table", "tables", multiple=True, metavar="NAME", help="A table or mart; repeatable.")
@click.option("--from", "first", metavar="DAY", help="First day of the event.")
@click.option("--to", "last", metavar="DAY", help="Last day of the event, inclusive.")
@click.option("--country", "countries", multiple=True, metavar="CODE", help="ISO 3166-1 code, SY or SYR; repeatable.")
@click.option(
    "--class", "classes", multiple=True, metavar="NAME", help="A PLOVER class or ACLED event type; repeatable."
)
@click.option("--min-confidence", "confidence", type=float, metavar="SHARE", help="Minimum confidence, 0 to 1.")
@click.option("--background", is_flag=True, help="acled, ucdp-ged, hxl: also what is told only as history.")
@json_option
def export_command(
    file_format: str,
    target: Path,
    tables: tuple[str, ...],
    first: str | None,
    last: str | None,
    countries: tuple[str, ...],
    classes: tuple[str, ...],
    confidence: float | None,
    background: bool,
    as_json: bool,
) -> None:
    """Export facts and incidents as files for other tools (docs/using.md).

    Existing files are not overwritten; a failed export leaves no files.
    """
    from warehouse import Filters, export_facts

    filters = Filters(day_if_given(first), day_if_given(last), countries, classes, confidence, background)
    with during("writing tables") as report:
        written = export_facts(lake(), file_format, target, tables, filters, report)
    if as_json:
        document([asdict(each) for each in written])
        return
    out.print(grid(["file", "rows"], [[str(each.file), each.rows] for each in written]))
    if unknown := sum(each.without_country for each in written):
        out.print(f"{unknown:,} rows were left out because their country is not known.")


@app.command("publish")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER", help="A new or empty folder.")
@click.option("--with-text", is_flag=True, help="Include article texts, if you have the rights (docs/rights.md).")
@json_option
def publish_command(folder: Path, with_text: bool, as_json: bool) -> None:
    """Write a read-only copy of the warehouse for any web server, to be attached by DuckDB (docs/using.md).

    It contains facts with their sentences, but no raw responses; `index.json` lists the checksum of each file.
    """
    from warehouse import publish

    with during("writing tables") as report:
        published = publish(lake(), folder, now(), with_text=with_text, report=report)
    if as_json:
        document(asdict(published))
        return
    out.print(grid(["table", "rows"], [[table, rows] for table, rows in published.rows.items() if rows]))
    out.print(f"{published.files} files, {published.size:,} bytes in {published.folder}")
