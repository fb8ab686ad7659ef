"""The lake's tables and marts: made from transforms/tables/schema.py and sql/marts/, kept up to date with them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb

from transforms.tables.schema import TABLES, Column, columns
from warehouse.lake import again, transaction
from warehouse.words import quoted

SQL = Path(__file__).resolve().parent.parent / "sql"
PARTITION = "published_date"

_TYPES = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    bytes: "BLOB",
    date: "DATE",
    datetime: "TIMESTAMP WITH TIME ZONE",
    list: "VARCHAR[]",
}
_MADE = "tables and marts"
_NEEDED = "-- needed: "

log = logging.getLogger("dateline")


def ddl(table: str) -> str:
    """The CREATE TABLE statement of a table of the schema."""
    lines = [f"    {_declared(c)}{'' if c.nullable else ' NOT NULL'}" for c in columns(table)]
    return f"CREATE TABLE IF NOT EXISTS {table} (\n" + ",\n".join(lines) + "\n)"


def _declared(column: Column) -> str:
    return f'"{column.name}" {_TYPES[column.type]}'


def sql_files(folder: str) -> list[Path]:
    """The files of sql/<folder>/ in order of name."""
    return sorted((SQL / folder).glob("*.sql"))


def question(sql: str) -> str:
    """The header comment of a SQL file: the question it answers."""
    lines = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def establish(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables and marts, or bring them up to date, in one snapshot; nothing where they already are.

    Every row goes to Parquet, none into the catalogue, so that any reader of Parquet sees the whole.
    """
    again(lambda: _establish(connection))


def amend(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the tables and marts up to date within a transaction that is not to last."""
    if _made(connection) != _digest():
        _update(connection)


def _establish(connection: duckdb.DuckDBPyConnection) -> None:
    if _made(connection) == _digest():
        return
    if not _columns(connection):
        connection.execute("CALL lake.set_option('data_inlining_row_limit', 0)")
    connection.execute("CALL lake.set_option('parquet_compression', 'zstd')")
    with transaction(connection):
        _update(connection)
        info = f"extra_info => {quoted(_digest())}"
        connection.execute(f"CALL lake.set_commit_message('dateline', {quoted(_MADE)}, {info})")


def _update(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn the tables of an older Dateline into today's, by its migrations first, and make the marts anew."""
    for file in sql_files("migrations"):
        migrate(connection, file)
    tables, rest = [ddl(table) for table in TABLES], list(_comments_and_marts())
    for statement in [*tables, *_alterations(_columns(connection)), *rest]:
        connection.execute(statement)


def migrate(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Run a migration where its line `-- needed:`, a SELECT of true or false, says that the lake needs it.

    Migrations go by number and by the state of the lake: one that came back from an older copy is migrated again.
    """
    sql = file.read_text(encoding="utf-8")
    needed = next(line for line in sql.splitlines() if line.startswith(_NEEDED)).removeprefix(_NEEDED)
    found = connection.execute(needed).fetchone()
    if not found or not found[0]:
        return False
    log.info("%s: %s", file.stem, question(sql).split(_NEEDED.removeprefix("-- "))[0].strip())
    for statement in connection.extract_statements(sql):
        connection.execute(statement)
    return True


def _digest() -> str:
    migrations = (file.read_text(encoding="utf-8") for file in sql_files("migrations"))
    statements = (*map(ddl, TABLES), *_comments_and_marts(), *migrations)
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def _made(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The digest of the statements that made the tables and marts as they are."""
    found = connection.execute(
        "SELECT commit_extra_info FROM lake.snapshots() WHERE commit_message = ? ORDER BY snapshot_id DESC LIMIT 1",
        [_MADE],
    ).fetchone()
    return found[0] if found else None


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = 'lake' GROUP BY ALL"
    ).fetchall()
    return {table: set(names) for table, names in rows}


def _comments_and_marts() -> Iterator[str]:
    """What follows the tables: their comments, then the marts."""
    for table, row in TABLES.items():
        yield f"COMMENT ON TABLE {table} IS {quoted((row.__doc__ or '').strip())}"
        for c in columns(table):
            meaning = c.meaning + (f" ({c.unit})" if c.unit else "")
            yield f'COMMENT ON COLUMN {table}."{c.name}" IS {quoted(meaning)}'
    for file in sql_files("marts"):
        sql = file.read_text(encoding="utf-8")
        yield sql
        if "VIEW" in sql.upper().split("AS", 1)[0]:
            yield f"COMMENT ON VIEW {file.stem} IS {quoted(question(sql))}"


def _alterations(there: dict[str, set[str]]) -> Iterator[str]:
    """What turns the tables of an older lake into today's: columns that are new, and the partition of a new table."""
    for table in TABLES:
        names = {c.name for c in columns(table)}
        if table not in there and PARTITION in names:
            yield f"ALTER TABLE {table} SET PARTITIONED BY ({PARTITION})"
        for c in columns(table):
            if table in there and c.name not in there[table]:
                yield f"ALTER TABLE {table} ADD COLUMN {_declared(c)}"
