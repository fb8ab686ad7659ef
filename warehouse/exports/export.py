"""Exports the selected tables as files of one format, completely or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from transforms.shipped import SQL
from warehouse.exports.formats import Format, format_of, formats
from warehouse.exports.layouts import Writer
from warehouse.exports.selection import Filters, Selection
from warehouse.storage.errors import LakeError
from warehouse.storage.lake import Lake, connect
from warehouse.storage.whole import whole


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file, its number of rows, and how many a filter of countries left out as their country is not known."""

    file: Path
    rows: int
    without_country: int = 0


def export_facts(
    lake: Lake,
    name: str,
    target: Path,
    tables: Iterable[str] = (),
    filters: Filters | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Exported]:
    """Write tables or marts in the format `name`, a row of seeds/exports/formats.csv.

    A target with the format's suffix is one file (of the named table, or of incidents; a workbook holds several), any
    other a folder with a file per table. `report` is called with the number of tables done and their total. LakeError,
    with nothing written, if the target exists and is not an empty folder or
    has the suffix of another format, if a table or a filter does not fit, or if
    the target cannot be written.
    """
    wanted, filters = format_of(name), filters or Filters()
    is_file = target.suffix == wanted.suffix
    if not is_file and target.suffix in {each.suffix for each in formats().values()}:
        raise LakeError(f"{target}: {name} writes {wanted.suffix} files, not {target.suffix}; name one, or a folder")
    table_names = [*tables]
    if wanted.is_shape and table_names:
        raise LakeError(f"{name}: has rows of {wanted.rows_of} alone; leave --table out")
    if filters.background and not wanted.background:
        raise LakeError(f"{name}: has no column that tells background of its own; leave --background out")
    with whole(target, is_file=is_file) as part, connect(lake, read_only=True) as connection:
        selection = Selection(connection, filters)
        writer = Writer(connection, selection.columns)
        selects, tags = _selects(selection, wanted, table_names, is_file)
        if is_file:
            unknown = sum(selection.without_country(wanted.rows_of or table) for table in selects)
            return [Exported(target, writer.write(wanted.layout, selects, part, tags), unknown)]
        written: list[Exported] = []
        for table, select in selects.items():
            report(len(written), len(selects))
            file = f"{table}{wanted.suffix}"
            rows = writer.write(wanted.layout, {table: select}, part / file, tags)
            written.append(Exported(target / file, rows, selection.without_country(wanted.rows_of or table)))
        return written


def _selects(
    selection: Selection, wanted: Format, table_names: list[str], is_file: bool
) -> tuple[dict[str, str], list[str] | None]:
    """The SELECTs by name of table or format, and the hashtags of their columns if the format has any."""
    if wanted.is_shape:
        tags = [each.tag for each in wanted.columns]
        return {wanted.name: _standard_select(selection, wanted)}, tags if any(tags) else None
    if is_file and wanted.layout != "xlsx":
        if len(table_names) > 1:
            raise LakeError(f"{', '.join(table_names)}: a {wanted.suffix} file holds one table; name a folder")
        table_names = table_names or ["incidents"]
    if wanted.layout == "geojson":
        table_names = table_names or ["incidents", "events", "figures", "territory_on"]
    return {table: selection.relation(table) for table in selection.tables(table_names)}, None


def _standard_select(selection: Selection, wanted: Format) -> str:
    """The SELECT of a standard's columns from the selected rows that the format includes."""
    which = wanted.which
    if wanted.background and not selection.filters.background:
        which = f"({which}) AND when_told = 'new'"
    coded = (SQL / "exports" / "coded" / f"{wanted.rows_of}.sql").read_text(encoding="utf-8")
    columns = ", ".join(f'{each.expression} AS "{each.name}"' for each in wanted.columns)
    grouped = " GROUP BY ALL" if wanted.is_grouped else ""
    return (
        f"WITH chosen AS ({selection.relation(wanted.rows_of)}), coded AS ({coded})"
        f" SELECT {columns} FROM coded WHERE {which}{grouped}"
    )
