"""The layouts of files: Parquet, comma- and tab-separated values, JSON Lines, GeoJSON and Excel.

DuckDB writes all but GeoJSON and Excel. Days are dates without time, moments ISO 8601 in UTC, lists joined by "; "
where a layout has no lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from warehouse.exports.workbook import write_workbook
from warehouse.storage.errors import LakeError, quoted

Selects = Mapping[str, str]
"""SELECTs by the name of their table, in the order of the sheets of a workbook."""
Columns = Callable[[str], dict[str, str]]
_LOCATED = frozenset({"latitude", "longitude", "geo_precision", "west", "south", "east", "north", "country", "admin1"})
_BATCH = 1000


class Writer:
    """Writes SELECTs of one connection as files of a layout."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, columns: Columns) -> None:
        self._connection = connection
        self._columns = columns

    def write(self, layout: str, selects: Selects, file: Path, tags: list[str] | None = None) -> int:
        """Write the SELECTs (one, except for Excel) as one file; returns the number of rows. `tags`: HXL hashtags."""
        if layout == "xlsx":
            return write_workbook(
                self._connection, {name: self._flatten(select) for name, select in selects.items()}, file
            )
        ((name, select),) = selects.items()
        if layout == "geojson":
            return self._geojson(name, select, file)
        if layout == "parquet":
            return self._copy(f"{select} ORDER BY ALL", file, "FORMAT parquet, COMPRESSION zstd")
        if layout == "jsonl":
            return self._copy(f"{self._flatten(select, lists=True)} ORDER BY ALL", file, "FORMAT json")
        cells = self._escape_formulas(f"{self._flatten(select)} ORDER BY ALL", one_line=layout == "tsv")
        if layout == "tsv":
            return self._copy(cells, file, "FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '', ESCAPE ''")
        if tags:
            return self._copy(self._with_tags(cells, tags), file, "FORMAT csv, HEADER true") - 1
        return self._copy(cells, file, "FORMAT csv, HEADER true")

    def _copy(self, select: str, file: Path, options: str) -> int:
        counted = self._connection.execute(f"COPY ({select}) TO {quoted(str(file))} ({options})").fetchone()
        return int(counted[0]) if counted else 0

    def _flatten(self, select: str, lists: bool = False) -> str:
        """The SELECT with moments as text, bytes left out, and lists joined where the layout has no `lists`."""
        cells = []
        for name, kind in self._columns(select).items():
            if kind == "BLOB":
                continue
            if kind == "TIMESTAMP WITH TIME ZONE":
                cells.append(f"""strftime("{name}", '%Y-%m-%dT%H:%M:%SZ') AS "{name}\"""")
            elif kind.endswith("[]") and not lists:
                cells.append(f"""array_to_string("{name}", '; ') AS "{name}\"""")
            else:
                cells.append(f'"{name}"')
        return f"SELECT {', '.join(cells)} FROM ({select})"

    def _escape_formulas(self, select: str, one_line: bool) -> str:
        """The SELECT with text that is never a formula in a spreadsheet; with `one_line` without tabs and newlines."""
        cells = []
        for name, kind in self._columns(select).items():
            cell = f'cell_of("{name}")' if kind == "VARCHAR" else f'"{name}"'
            if one_line and kind == "VARCHAR":
                cell = f"""cell_of(regexp_replace("{name}", '[\\t\\r\\n]+', ' ', 'g'))"""
            cells.append(f'{cell} AS "{name}"')
        return f"SELECT {', '.join(cells)} FROM ({select})"

    def _with_tags(self, select: str, tags: list[str]) -> str:
        """The SELECT with all values as text, preceded by a row of hashtags."""
        columns = [f'"{name}"' for name in self._columns(select)]
        first = ", ".join(f"{quoted(tag)} AS {column}" for tag, column in zip(tags, columns, strict=True))
        rest = ", ".join(f"{column}::VARCHAR AS {column}" for column in columns)
        both = f"SELECT 0 AS number, {first} UNION ALL SELECT row_number() OVER (), {rest} FROM ({select})"
        return f"SELECT {', '.join(columns)} FROM ({both}) ORDER BY number"

    def _geojson(self, name: str, select: str, file: Path) -> int:
        """Write a feature per row: a point if the place is exact, else the box of its area, else no geometry."""
        if missing := _LOCATED - set(self._columns(select)):
            raise LakeError(f"{name}: has no place to draw ({', '.join(sorted(missing))}); incidents, events have")
        features = self._connection.execute(_FEATURES.format(rows=f"{self._flatten(select)} ORDER BY ALL"))
        count = 0
        with file.open("w", encoding="utf-8") as out:
            out.write('{"type": "FeatureCollection", "features": [')
            while rows := features.fetchmany(_BATCH):
                for (feature,) in rows:
                    out.write((",\n" if count else "\n") + feature)
                    count += 1
            out.write("\n]}\n")
        return count


_FEATURES = """
    WITH placed AS (
        SELECT
            *,
            geo_precision = 1 AND latitude IS NOT NULL AS is_exact,
            if(geo_precision IS NULL, NULL, area_of(west, south, east, north, country, admin1)) AS area
        FROM ({rows})
    ),

    features AS (
        SELECT
            * EXCLUDE (west, south, east, north, area, is_exact)
            REPLACE (if(is_exact, latitude, NULL) AS latitude, if(is_exact, longitude, NULL) AS longitude),
            CASE WHEN is_exact THEN 'point' WHEN area IS NOT NULL THEN 'area' END AS place_is,
            if(is_exact, point_of(longitude, latitude), area) AS geometry
        FROM placed
    )

    SELECT to_json({{'type': 'Feature', 'geometry': geometry, 'properties': properties}})::VARCHAR
    FROM (SELECT geometry, struct_pack(*COLUMNS(* EXCLUDE (geometry))) AS properties FROM features)
"""
