"""Publishes a read-only copy of the current lake that any web server can serve and any DuckDB can attach.

The copy is a DuckLake: its catalog is a DuckDB file, with the Parquet files beside it under relative paths,
`index.json` with the size and SHA-256 of each file, and a README with the statement that attaches it. Responses are
never published, the texts of articles only on request: they belong to the outlets. Each fact has its sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from transforms.tables.schema import EXTRACTOR, KEYS, TABLES, columns
from warehouse.landing.corrections import TABLE as CORRECTIONS
from warehouse.landing.derived import DERIVED
from warehouse.landing.tables import PARTITION, comments_and_marts, require_tables
from warehouse.storage.errors import quoted
from warehouse.storage.identity import current_identity
from warehouse.storage.lake import Lake, connect, transaction
from warehouse.storage.whole import whole

CATALOG, FILES, INDEX, README = "catalog.ducklake", "files", "index.json", "README.md"
_IS_NAME = "(NOT contains({0}, '/') OR regexp_matches({0}, '(?i)^https?://'))"
_NAME_OF_FILE = f"if({_IS_NAME}, {{0}}, 'file:' || parse_filename(rtrim({{0}}, '/')))"
"""Of a path, also of one relative to the folder of a run, the last part; addresses and names of sources as they are."""
_MAKING = "making.ducklake"
_METADATA = "__ducklake_metadata_frozen"
_WITHHELD = frozenset({"pages", "signatures", "kept_reports", "rejects"})
"""Tables that stay empty: raw responses, signatures of texts, what linking keeps, and addresses that are not articles.
"""
_EMPTIED = {"articles": {"text": "''"}}
"""Columns that are emptied unless requested: texts of articles."""
_REPLACED = {
    "articles": {name: _NAME_OF_FILE.format(name) for name in ("url", "canonical_url", "claimed_url", "source_id")},
    "incidents": {name: _NAME_OF_FILE.format(name) for name in ("url", "toll_url")},
    **{name: {"url": _NAME_OF_FILE.format("url")} for name in DERIVED},
    "runs": {"parameters": "'{}'"},
    "corrections": {"said_by": "''", "reason": "''"},
    "incident_links": {"reason": "if(made_by = 'person', 'a person decided', reason)"},
}
"""Columns that are never published as they are: they may name folders of this machine or people who work on it."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published copy: its folder, rows by table, and the number and total size in bytes of its files."""

    folder: Path
    rows: dict[str, int]
    files: int
    size: int


def publish(
    lake: Lake,
    folder: Path,
    now: datetime,
    *,
    with_text: bool = False,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> Published:
    """Write the copy into a new or empty folder, completely or not at all.

    `report` is called with the number of tables done and their total. LakeError if the folder is not empty or cannot be
    written.
    """
    with whole(folder, is_file=False) as part:
        with connect(lake, read_only=True) as connection:
            require_tables(connection, lake)
            rows = _copy_tables(connection, part, with_text, report)
        _make_relative(part / _MAKING, part / CATALOG)
        readme = _README.format(made=_iso(now), text=_TEXT[with_text])
        (part / README).write_text(readme, encoding="utf-8")
        files = _list_files(part)
        index = {
            "made": _iso(now),
            "by": EXTRACTOR,
            "duckdb": duckdb.__version__,
            "catalog": CATALOG,
            "data_path": f"{FILES}/",
            "with_text": with_text,
            "rows": rows,
            "files": files,
        }
        (part / INDEX).write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    return Published(folder, rows, len(files), sum(int(file["bytes"]) for file in files))


def _copy_tables(
    connection: duckdb.DuckDBPyConnection, part: Path, with_text: bool, report: Callable[[int, int], None]
) -> dict[str, int]:
    """Copy every table, sorted, and create the marts over the copies; returns the number of rows by table."""
    place = f"{part / FILES}/"
    connection.execute(f"ATTACH {quoted(f'ducklake:{part / _MAKING}')} AS frozen (DATA_PATH {quoted(place)})")
    connection.execute("CALL frozen.set_option('data_inlining_row_limit', 0)")
    connection.execute("CALL frozen.set_option('parquet_compression', 'zstd')")
    connection.execute("USE frozen")
    with transaction(connection):  # one snapshot for all tables is faster than one for each
        rows = dict[str, int]()
        for table in TABLES:
            report(len(rows), len(TABLES))
            rows[table] = _copy_table(connection, table, with_text)
        corrected = rows[CORRECTIONS] > 0
        for statement in comments_and_marts(current_identity(connection, _METADATA).lake, corrected=corrected):
            connection.execute(statement)
    connection.execute("USE memory")
    connection.execute("DETACH frozen")
    return rows


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str, with_text: bool) -> int:
    """Copy a table, sorted; returns its number of rows."""
    blank = _REPLACED.get(table, {}) | ({} if with_text else _EMPTIED.get(table, {}))
    selected = f"* REPLACE ({', '.join(f'{value} AS {name}' for name, value in blank.items())})" if blank else "*"
    order = ", ".join(name for name in (PARTITION, KEYS[table]) if name in {c.name for c in columns(table)})
    which = " WHERE false" if table in _WITHHELD else ""
    counted = connection.execute(
        f"CREATE TABLE frozen.{table} AS SELECT {selected} FROM lake.{table}{which} ORDER BY {order}"
    ).fetchone()
    return int(counted[0]) if counted else 0


def _make_relative(making: Path, catalog: Path) -> None:
    """Copy the catalog to a new file, in which the paths of the data files are relative to it.

    The old file is not kept: its free blocks still name a folder of this machine.
    """
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH {quoted(str(making))} AS making")
        connection.execute(f"UPDATE making.ducklake_metadata SET value = '{FILES}/' WHERE key = 'data_path'")
        # small blocks for small tables: a remote reader may have to fetch the whole file
        connection.execute(f"ATTACH {quoted(str(catalog))} AS made (BLOCK_SIZE 16384)")
        connection.execute("COPY FROM DATABASE making TO made")
    making.unlink()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _list_files(part: Path) -> list[dict[str, str | int]]:
    """Every file with its path in the folder, its size in bytes and its SHA-256."""
    return [
        {"path": file.relative_to(part).as_posix(), "bytes": file.stat().st_size, "sha256": _sha256(file)}
        for file in sorted(part.rglob("*"))
        if file.is_file()
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_TEXT = {
    False: "Texts of articles are left out; each fact has its sentence.",
    True: "It holds the texts of the articles.",
}
_README = """# A frozen Dateline

Facts read from conflict news, each with the sentence it came from. Made {made}. {text}

Any DuckDB from 1.5 on opens it where it is served, with the extensions `ducklake` and `httpfs`; put the address of this
folder for ADDRESS, or its path on a disk:

```sql
ATTACH 'ducklake:ADDRESS/catalog.ducklake' AS dateline (READ_ONLY, DATA_PATH 'ADDRESS/files/', OVERRIDE_DATA_PATH true);
USE dateline;
FROM incidents LIMIT 5;
```

`index.json` lists every file with its size and SHA-256.
"""
