"""Commands that write facts for other tools: export and publish."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.application import app, day_if_given, now, out, plainly
from flows.cli.output.document import AsJson, document
from flows.cli.output.progress import during
from flows.cli.output.summary import grid
from flows.lakes import lake


@app.command("export")
@plainly
def export_command(
    file_format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="parquet, csv, jsonl, xlsx or geojson; or a standard: acled, acled-weekly, ucdp-ged, gdelt or hxl.",
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER", help="A new file with the extension of the format, or a new or empty folder."
        ),
    ],
    tables: Annotated[
        list[str] | None,
        typer.Option("--table", metavar="NAME", help="A table or mart; repeatable."),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day of the event.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day of the event, inclusive.")] = None,
    countries: Annotated[
        list[str] | None, typer.Option("--country", metavar="CODE", help="ISO 3166-1 code, SY or SYR; repeatable.")
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="NAME", help="A PLOVER class or ACLED event type; repeatable."),
    ] = None,
    confidence: Annotated[
        float | None, typer.Option("--min-confidence", metavar="SHARE", help="Minimum confidence, 0 to 1.")
    ] = None,
    background: Annotated[
        bool, typer.Option("--background", help="acled, ucdp-ged, hxl: also what is told only as history.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Export facts and incidents as files for other tools (docs/using.md).

    Existing files are not overwritten; a failed export leaves no files.
    """
    from warehouse import Filters, export_facts

    selected = (tuple(countries or ()), tuple(classes or ()))
    filters = Filters(day_if_given(first), day_if_given(last), *selected, confidence, background)
    with during("writing tables") as report:
        written = export_facts(lake(), file_format, target, tables or (), filters, report)
    if as_json:
        document([asdict(each) for each in written])
        return
    out.print(grid(["file", "rows"], [[str(each.file), each.rows] for each in written]))
    if unknown := sum(each.without_country for each in written):
        out.print(f"{unknown:,} rows were left out because their country is not known.", highlight=False)


@app.command("publish")
@plainly
def publish_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or empty folder.")],
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Include article texts, if you have the rights (docs/rights.md).")
    ] = False,
    as_json: AsJson = False,
) -> None:
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
    out.print(f"{published.files} files, {published.size:,} bytes in {published.folder}", highlight=False)
