"""Landing: a batch of tables goes into the lake in one transaction, and only what is new or changed is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as arrow

from transforms.schema import KEYS, READINGS, TABLES, arrow_schema, columns
from warehouse.lake import Lake, LakeError, again, connect, quoted
from warehouse.stories import Grouping, group, regroup
from warehouse.tables import establish

Batch = dict[str, arrow.Table]

# columns that say where or when an article was met, not what it says
_INCIDENTAL = {"url", "source_id", "story_id", "origin_article_id", "page_id", "run_id"}


@dataclass(frozen=True, slots=True)
class Count:
    """What became of a table's rows; `removed` are the old rows of articles that changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Landing:
    """What a landing did, by table; `snapshot` is the lake's version after it."""

    counts: dict[str, Count] = field(default_factory=dict)
    snapshot: int = 0

    def __getitem__(self, table: str) -> Count:
        return self.counts.get(table, Count())


Account = Callable[[Landing], arrow.Table]


def land(
    lake: Lake,
    batch: Batch,
    account: Account | None = None,
    withdrawn: Sequence[str] = (),
    grouping: Grouping | None = None,
) -> Landing:
    """Land a batch: all of it or, where anything fails, nothing.

    Pages, rejects and runs are inserted where their key is not there yet, actors inserted or replaced. An article that
    is new is inserted with its facts; one that changed, in its text or in what was read from it, replaces its row and
    all of its facts; one that did not is left alone; those `withdrawn`, by id, go with their facts. `account` makes the
    `runs` row from what was done. `grouping` gives articles their stories, and those of the lake another one where what
    came or went says so. LakeError where the batch is not one.
    """
    rows = _checked(batch)
    with connect(lake) as connection:
        try:
            establish(connection)
            return again(lambda: _transaction(connection, rows, account, withdrawn, grouping))
        except duckdb.Error as error:
            raise LakeError(f"the batch could not be landed: {error}") from error


def known(lake: Lake, article_ids: Iterable[str]) -> dict[str, str]:
    """The version (of text and extractor) of those articles among these that the lake has."""
    file = lake.catalog_file
    if file and not file.exists():
        return {}
    wanted = arrow.table({"article_id": arrow.array(list(article_ids), arrow.string())})
    with connect(lake, read_only=True) as connection:
        connection.register("wanted", wanted)
        found = connection.execute(
            "SELECT article_id, text_sha256, extractor FROM articles SEMI JOIN wanted USING (article_id)"
        ).fetchall()
    return {article_id: version(sha256, extractor) for article_id, sha256, extractor in found}


def version(text_sha256: str, extractor: str) -> str:
    """What tells two versions of an article apart: its text and the rules that read it."""
    return f"{text_sha256} {extractor}"


def _checked(batch: Batch) -> Batch:
    """The batch with every table of the schema, columns and types as declared, each key once."""
    if unknown := set(batch) - set(TABLES):
        raise LakeError(f"{', '.join(sorted(unknown))}: no such table in the schema")
    return {table: _cast(table, batch.get(table)) for table in TABLES}


def _cast(table: str, rows: arrow.Table | None) -> arrow.Table:
    schema = arrow_schema(table)
    if rows is None:
        return schema.empty_table()
    try:
        rows = rows.select(schema.names).cast(schema)
    except (KeyError, ValueError) as error:
        raise LakeError(f"{table}: not a table of the schema: {error}") from error
    keys = rows.column(KEYS[table])
    if len(keys.unique()) < len(keys):
        raise LakeError(f"{table}: two rows of the batch have the same {KEYS[table]}")
    return rows


def _transaction(
    connection: duckdb.DuckDBPyConnection,
    rows: Batch,
    account: Account | None,
    withdrawn: Sequence[str],
    grouping: Grouping | None,
) -> Landing:
    connection.begin()
    try:
        for table in TABLES:
            connection.register(f"incoming_{table}", rows[table])
        _register_ids(connection, "withdrawn", sorted(set(withdrawn)))
        grouping = grouping if withdrawn or len(rows["articles"]) else None
        if grouping:
            group(connection, grouping)
        if withdrawn:
            _withdraw(connection)
        counts = {table: _insert_once(connection, table) for table in ("pages", "rejects")} | _articles(connection)
        if grouping:
            regroup(connection)
        counts["actors"] = _renew(connection, "actors")
        if account:
            connection.register("incoming_runs", _cast("runs", account(Landing(counts))))
        counts["runs"] = _insert_once(connection, "runs")
        _sign(connection)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return Landing(counts, _snapshot(connection))


def _insert_once(connection: duckdb.DuckDBPyConnection, table: str) -> Count:
    """Insert the rows whose key the table has not; no row, no new file."""
    key, names = KEYS[table], _names(table)
    came = _one(connection, f"SELECT count(*) FROM incoming_{table}")
    new = f"FROM incoming_{table} ANTI JOIN {table} USING ({key})"
    added = _one(connection, f"SELECT count(*) {new}") if came else 0
    if added:
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} {new}")
    return Count(added=added, unchanged=came - added)


def _renew(connection: duckdb.DuckDBPyConnection, table: str) -> Count:
    """Insert the rows that are new, replace those that differ; rows that no longer come stay, old facts name them."""
    key, names = KEYS[table], _names(table)
    came = _one(connection, f"SELECT count(*) FROM incoming_{table}")
    different = f"SELECT {key} FROM (SELECT {names} FROM incoming_{table} EXCEPT SELECT {names} FROM {table})"
    renewed = _one(connection, f"SELECT count(*) FROM ({different})") if came else 0
    if not renewed:
        return Count(unchanged=came)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE renewing AS {different}")
    changed = _one(connection, f"SELECT count(*) FROM {table} SEMI JOIN renewing USING ({key})")
    connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM renewing)")
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming_{table} SEMI JOIN renewing USING ({key})"
    )
    return Count(added=renewed - changed, changed=changed, unchanged=came - renewed)


def _articles(connection: duckdb.DuckDBPyConnection) -> dict[str, Count]:
    """Insert new articles and their facts, replace changed ones; the count of each table."""
    _refuse_strays(connection)
    standing = "SELECT * FROM articles SEMI JOIN incoming_articles USING (article_id)"
    connection.register("standing", connection.execute(standing).to_arrow_table())
    dates = connection.execute("SELECT DISTINCT published_date FROM standing").fetchall()
    days = ", ".join(f"DATE '{day}'" for (day,) in dates)
    new = _ids(connection, "SELECT article_id FROM incoming_articles ANTI JOIN standing USING (article_id)")
    changed = _changed(connection, days) if days else []
    _register_ids(connection, "fresh", new)
    _register_ids(connection, "renewed", changed)
    # an article that somebody took out by hand leaves its signature behind
    if _one(connection, "SELECT count(*) FROM signatures SEMI JOIN fresh USING (article_id)"):
        connection.execute("DELETE FROM signatures WHERE article_id IN (SELECT article_id FROM fresh)")
    return {table: _replace(connection, table, days) for table in ("articles", "signatures", *READINGS)}


def _refuse_strays(connection: duckdb.DuckDBPyConnection) -> None:
    for table in READINGS:
        facts = f"SELECT fact_id FROM incoming_{table}"
        if strays := _ids(connection, f"{facts} ANTI JOIN incoming_articles USING (article_id)"):
            raise LakeError(f"{table}: {len(strays)} facts without their article in the batch, {strays[0]} the first")


def _changed(connection: duckdb.DuckDBPyConnection, days: str) -> list[str]:
    """The articles of the batch that the lake has with another text or other facts."""
    mine = "SEMI JOIN standing USING (article_id)"
    changed = _different(connection, "articles", f"incoming_articles {mine}", "standing")
    for table in READINGS:
        there = f"{table} {mine} WHERE published_date IN ({days})"
        changed |= _different(connection, table, f"incoming_{table} {mine}", there)
    return sorted(changed)


def _different(connection: duckdb.DuckDBPyConnection, table: str, came: str, there: str) -> set[str]:
    """The ids of articles with a row on one side only; where and when an article was met does not count."""
    names = _names(table, {"run_id"} | (_INCIDENTAL if table == "articles" else set()))
    content = f"SELECT article_id, hash({names}) AS content"
    both = f"{content}, 1 AS side FROM {came} UNION ALL {content}, -1 AS side FROM {there}"
    return set(_ids(connection, f"SELECT article_id FROM ({both}) GROUP BY article_id, content HAVING sum(side) <> 0"))


def _replace(connection: duckdb.DuckDBPyConnection, table: str, days: str) -> Count:
    """Take away the rows of changed articles, insert those of new and changed ones."""
    count = f"SELECT count(*) FROM incoming_{table}"
    added = _one(connection, f"{count} SEMI JOIN fresh USING (article_id)")
    changed = _one(connection, f"{count} SEMI JOIN renewed USING (article_id)")
    removed = 0
    if _one(connection, "SELECT count(*) FROM renewed"):
        old = f"article_id IN (SELECT article_id FROM renewed) AND published_date IN ({days})"
        removed = _one(connection, f"DELETE FROM {table} WHERE {old}")
    if added + changed:
        names = _names(table)
        landing = "SELECT article_id FROM fresh UNION ALL SELECT article_id FROM renewed"
        connection.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming_{table} WHERE article_id IN ({landing})"
        )
    return Count(added, changed, _one(connection, count) - added - changed, removed)


def _withdraw(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away articles and their facts; the snapshots before still have them."""
    for table in ("articles", "signatures", *READINGS):
        connection.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM withdrawn)")


def _sign(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the run in the snapshot, so that a version of the lake tells which run made it."""
    runs = _ids(connection, "SELECT run_id FROM incoming_runs")
    if runs:
        connection.execute(f"CALL lake.set_commit_message('dateline', {quoted('run ' + ', '.join(runs))})")


def _snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    return _one(connection, "SELECT max(snapshot_id) FROM lake.snapshots()")


def _names(table: str, without: set[str] | None = None) -> str:
    return ", ".join(f'"{c.name}"' for c in columns(table) if c.name not in (without or set()))


def _register_ids(connection: duckdb.DuckDBPyConnection, name: str, ids: Sequence[str]) -> None:
    connection.register(name, arrow.table({"article_id": arrow.array(ids, arrow.string())}))


def _ids(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [row[0] for row in connection.execute(sql).fetchall()]


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = connection.execute(sql).fetchone()
    return int(found[0]) if found else 0
