"""Creates and migrates the lake's tables and marts, as defined in transforms/tables/schema.py and sql/."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb

from transforms.shipped import SQL
from transforms.tables.schema import FACTS, TABLES, Column, columns
from transforms.words import any_word, words_in
from warehouse.landing.corrections import are_there, views
from warehouse.landing.derived import DERIVED, update_derived
from warehouse.landing.upsert import ids
from warehouse.storage.errors import LakeError, quoted, sql_list
from warehouse.storage.identity import METADATA, current_identity
from warehouse.storage.lake import Lake, again, transaction

PARTITION = "published_date"
"""The column by whose year tables are partitioned; pages, whose bodies are large, are partitioned by its month.
In a new lake published_quotes are not partitioned: who asks for a speaker would read a file of each year."""
_SORTED = {
    "quotes": "speaker, published_date, article_id",
    "published_quotes": "speaker, published_date, article_id",
    "territory_held": "valid_to, spot",
    "daily_fatalities": "day, spot",
    "published_stories": "first_published, story_id",
    "incidents": "day, incident_id",
    "incident_facts": "incident_id, fact_id",
    "incident_links": "fact_id, other_id",
}
"""Sort order in the files of tables that are not sorted by day and article: by what most queries of them name."""
_SMALL_GROUPS = (*FACTS, "articles", "kept_reports", "incidents", "incident_facts", "incident_links", *DERIVED)
_ROW_GROUPS = dict.fromkeys(_SMALL_GROUPS, 16_384) | {
    "pages": 2048,
    "published_quotes": 4096,
}
"""Rows that a file stores together, if not DuckDB's 122,880: fewer, because a writer holds a group in memory, and a
reader skips the groups without the fact, speaker or day it asks for. Files grow by a sixth. Pages are large rows.
"""

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
_COMMIT_MESSAGE = "tables and marts"
_NEEDED = "-- needed: "
_LAKE_ID = "{lake_id}"
"""Placeholder for the lake's id in sql/marts/."""
_WORDS: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "{facilities}": (("incident_words", {"use": "facility"}),),
    "{parts}": (("name_words", {"role": "quarter"}), ("words", {"list": "territory parts"})),
    "{battles}": (("words", {"list": "territory battles"}),),
    "{excepting}": (("words", {"list": "territory excepting"}),),
    "{own_forces}": (("words", {"list": "territory own forces"}),),
    "{told}": (("incident_words", {"use": "told"}), ("incident_words", {"use": "rejected"})),
    "{rejected}": (("incident_words", {"use": "rejected"}),),
    "{claims}": (("incident_words", {"use": "claim"}),),
    "{admitted}": (("incident_words", {"use": "admitted"}),),
    "{given_up}": (("incident_words", {"use": "given up"}),),
    "{kept}": (("incident_words", {"use": "kept"}),),
    "{held}": (("incident_words", {"use": "state"}),),
    "{soldiers}": (("words", {"list": "incidents state dead"}),),
    "{fighters}": (("words", {"list": "incidents rebel dead"}),),
    "{nations}": (
        ("countries", {"column": "adjectives"}),
        ("countries", {"column": "other_names"}),
        ("peoples", {"column": "names"}),
        ("words", {"list": "contradictions bodies"}),
    ),
    "{states}": (("words", {"list": "incidents state voices"}),),
    "{forces}": (("kinds", {"kind": "state_force"}), ("kinds", {"kind": "nonstate"})),
}
"""Placeholders there for words as alternatives of a regular expression, each with the rows of seeds that hold them."""

log = logging.getLogger("dateline")


def ddl(table: str) -> str:
    """The CREATE TABLE statement of a table."""
    lines = [f"    {_declared(c)}{'' if c.nullable else ' NOT NULL'}" for c in columns(table)]
    return f"CREATE TABLE IF NOT EXISTS {table} (\n" + ",\n".join(lines) + "\n)"


def _declared(column: Column) -> str:
    return f'"{column.name}" {_TYPES[column.type]}'


def sql_files(folder: str) -> list[Path]:
    """The files of sql/<folder>/, sorted by name."""
    return sorted((SQL / folder).glob("*.sql"))


def question(sql: str) -> str:
    """The header comment of a SQL file, which states the question it answers."""
    lines = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def establish(connection: duckdb.DuckDBPyConnection) -> None:
    """Create or update tables and marts in one snapshot; does nothing if they are current.

    Inlining is off: every row is written to Parquet, so that any Parquet reader sees all data.
    """
    again(lambda: _establish(connection))


def amend(connection: duckdb.DuckDBPyConnection) -> None:
    """Update tables and marts inside a transaction that will be rolled back."""
    if _digest_in_lake(connection) != _digest():
        _update(connection)


def _establish(connection: duckdb.DuckDBPyConnection) -> None:
    if _digest_in_lake(connection) == _digest():
        return
    if not _columns(connection):
        connection.execute("CALL lake.set_option('data_inlining_row_limit', 0)")
    connection.execute("CALL lake.set_option('parquet_compression', 'zstd')")
    with transaction(connection):
        _update(connection)
        info = f"extra_info => {quoted(_digest())}"
        connection.execute(f"CALL lake.set_commit_message('dateline', {quoted(_COMMIT_MESSAGE)}, {info})")
    for table, rows in _ROW_GROUPS.items():  # not in the transaction: DuckLake refuses it for a new table
        connection.execute(f"CALL lake.set_option('parquet_row_group_size', {rows}, table_name => {quoted(table)})")


def _update(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the tables of an older lake up to date.

    The layout comes first, because DuckLake changes it only before a transaction writes rows; then migrations (a new
    lake needs none), new tables and columns, all marts, and the derived tables, whose views may have changed.
    """
    is_new = not _columns(connection)
    for table in ids(connection, _TABLES_OF_AN_OLDER_LAYOUT):
        for statement in _layout(table):
            connection.execute(statement)
    for file in [] if is_new else sql_files("migrations"):
        migrate(connection, file)
    for statement in [*map(ddl, TABLES), *_alterations(_columns(connection))]:
        connection.execute(statement)
    for statement in comments_and_marts(current_identity(connection).lake, corrected=are_there(connection)):
        connection.execute(statement)
    if not is_new:
        update_derived(connection, anew=DERIVED)


def require_tables(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """LakeError if the lake lacks tables of this version: only a landing adds them."""
    there = set(ids(connection, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'"))
    if missing := sorted(TABLES.keys() - there):
        raise LakeError(
            f"{lake}: has no {', '.join(missing)} yet: it is of an earlier version; `dateline run` adds them"
        )


def migrate(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Run a migration if its `-- needed:` line, a SELECT of a boolean, returns true; returns whether it did.

    Migrations depend on the lake's state, not on a version: a lake restored from an older copy is migrated again.
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
    layouts = (statement for table in TABLES for statement in _layout(table))
    plain = (sql for _, sql, _ in views(corrected=False))
    statements = (*map(ddl, TABLES), *layouts, *comments_and_marts(), *plain, *migrations)
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def _digest_in_lake(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The digest of the statements that created the current tables and marts."""
    found = connection.execute(
        "SELECT commit_extra_info FROM lake.snapshots() WHERE commit_message = ? ORDER BY snapshot_id DESC LIMIT 1",
        [_COMMIT_MESSAGE],
    ).fetchone()
    return found[0] if found else None


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = 'lake' GROUP BY ALL"
    ).fetchall()
    return {table: set(names) for table, names in rows}


def comments_and_marts(lake_id: str = _LAKE_ID, *, corrected: bool = True) -> Iterator[str]:
    """Statements after the tables: comments, views of facts (`corrected` or as read), marts with the lake's id."""
    for table, row in TABLES.items():
        yield f"COMMENT ON TABLE {table} IS {quoted((row.__doc__ or '').strip())}"
        for c in columns(table):
            meaning = c.meaning + (f" ({c.unit})" if c.unit else "")
            yield f'COMMENT ON COLUMN {table}."{c.name}" IS {quoted(meaning)}'
    for name, sql, answers in views(corrected=corrected):
        yield sql
        yield f"COMMENT ON VIEW {name} IS {quoted(answers)}"
    for file in sql_files("marts"):
        sql = _filled(file.read_text(encoding="utf-8").replace(_LAKE_ID, lake_id))
        yield sql
        if "\nCREATE OR REPLACE VIEW " in sql:
            yield f"COMMENT ON VIEW {file.stem} IS {quoted(question(sql))}"


def _filled(sql: str) -> str:
    """A mart with the words for which it has placeholders."""
    for placeholder, lists in _WORDS.items():
        if placeholder in sql:
            words = any_word(frozenset().union(*(words_in(table, **cells) for table, cells in lists)))
            sql = sql.replace(placeholder, words.replace("'", "''"))
    return sql


def _alterations(there: dict[str, set[str]]) -> Iterator[str]:
    """Statements for an older lake: new columns, and the layout of new tables."""
    for table in TABLES:
        if table not in there:
            yield from _layout(table)
        for c in columns(table):
            if table in there and c.name not in there[table]:
                yield f"ALTER TABLE {table} ADD COLUMN {_declared(c)}"


def _layout(table: str) -> Iterator[str]:
    """Statements that partition a table and sort the rows of a file; existing files stay as they are.

    Few files are better than narrow ones: for each filter DuckLake reads the statistics of all columns of all files.
    """
    if table == "pages":
        yield f"ALTER TABLE {table} SET PARTITIONED BY (year({PARTITION}), month({PARTITION}))"
        return
    dated = PARTITION in {c.name for c in columns(table)}
    if dated and table != "published_quotes":
        yield f"ALTER TABLE {table} SET PARTITIONED BY (year({PARTITION}))"
    if order := _SORTED.get(table) or (f"{PARTITION}, article_id" if dated else ""):
        yield f"ALTER TABLE {table} SET SORTED BY ({order})"


_TABLES_OF_AN_OLDER_LAYOUT = f"""
    SELECT table_name
    FROM {METADATA}.ducklake_table AS told
    WHERE end_snapshot IS NULL AND table_name IN ({sql_list(TABLES)})
        AND (
            (
                table_name <> 'pages'
                AND table_id NOT IN (SELECT table_id FROM {METADATA}.ducklake_sort_info WHERE end_snapshot IS NULL)
            )
            OR table_id IN (
                SELECT table_id
                FROM {METADATA}.ducklake_partition_info
                JOIN {METADATA}.ducklake_partition_column USING (partition_id, table_id)
                WHERE end_snapshot IS NULL AND transform = if(table_name = 'pages', 'identity', 'month')
            )
        )
    ORDER BY ALL
"""
"""Tables of older lakes: without a sort order, partitioned by month, or pages by day."""
