"""Landing: a batch of tables goes into the lake in one transaction, and only what is new or changed is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as arrow

from transforms.tables.schema import KEYS, TABLES, arrow_schema
from warehouse.incidents import Linking, relink
from warehouse.lake import Lake, again, connect, transaction
from warehouse.maintain import discard
from warehouse.stories import Grouping, group, moved, regroup
from warehouse.tables import amend, establish
from warehouse.upsert import Count, ids, insert_once, one, register_ids, renew, replace_articles, withdraw
from warehouse.words import LakeError, plain, quoted

Batch = dict[str, arrow.Table]


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
    linking: Linking | None = None,
    *,
    dry: bool = False,
) -> Landing:
    """Land a batch: all of it or, where anything fails, nothing.

    Pages, rejects and runs are inserted where their key is not there yet, actors inserted or replaced. An article that
    is new is inserted with its facts; one that changed, in its text or in what was read from it, replaces its row and
    all of its facts; one that did not is left alone; those `withdrawn`, by id, go with their facts. `account` makes the
    `runs` row from what was done. `grouping` gives articles their stories, and those of the lake another one where what
    came or went says so. A `dry` landing does all of it and keeps nothing: its counts tell what would be done.
    LakeError where the batch is not one.
    """
    if dry and not lake.exists():
        with TemporaryDirectory(prefix="dateline-") as folder:
            return replace(land(Lake.at(Path(folder)), batch, account, withdrawn, grouping, linking), snapshot=0)
    rows = _checked(batch)
    with connect(lake) as connection:
        began = datetime.now(UTC)
        try:
            if not dry:
                establish(connection)
            return again(lambda: _transaction(connection, rows, account, withdrawn, grouping, linking, dry))
        except duckdb.Error as error:
            # a file that broke off is no part of the transaction, and would stay
            with suppress(duckdb.Error, OSError):
                discard(connection, lake, began)
            raise LakeError(f"{lake}: the batch could not be landed: {plain(error)}") from error


@dataclass(frozen=True, slots=True)
class Known:
    """An article that the lake has: its version (of text and extractor), and where it comes from."""

    version: str
    url: str
    canonical_url: str
    title: str | None
    published_date: date
    page_id: str | None


def known(lake: Lake, article_ids: Iterable[str]) -> dict[str, Known]:
    """Those articles among these that the lake has."""
    if not lake.exists():
        return {}
    wanted = arrow.table({"article_id": arrow.array(list(article_ids), arrow.string())})
    with connect(lake, read_only=True) as connection:
        connection.register("wanted", wanted)
        found = connection.execute(
            """
            SELECT article_id, text_sha256, extractor, url, canonical_url, title, published_date, page_id
            FROM articles SEMI JOIN wanted USING (article_id)
            """
        ).fetchall()
    return {name: Known(version(sha256, extractor), *rest) for name, sha256, extractor, *rest in found}


def signatures(lake: Lake, articles: Mapping[str, Known]) -> dict[str, bytes]:
    """The signatures of articles that the lake has; only the files of their days are read."""
    if not articles:
        return {}
    wanted = arrow.table({"article_id": list(articles)})
    days = sorted({article.published_date for article in articles.values()})
    with connect(lake, read_only=True) as connection:
        connection.register("wanted", wanted)
        found = connection.execute(
            f"""
            SELECT article_id, signature FROM signatures SEMI JOIN wanted USING (article_id)
            WHERE published_date IN ({", ".join(quoted(str(day)) for day in days)})
            """
        ).fetchall()
    return dict(found)


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
    linking: Linking | None,
    dry: bool,
) -> Landing:
    with transaction(connection, dry=dry):
        if dry:
            amend(connection)
        counts = _rows(connection, rows, account, withdrawn, grouping, linking)
        _sign(connection)
    return Landing(counts, _snapshot(connection))


def _rows(
    connection: duckdb.DuckDBPyConnection,
    rows: Batch,
    account: Account | None,
    withdrawn: Sequence[str],
    grouping: Grouping | None,
    linking: Linking | None,
) -> dict[str, Count]:
    for table in TABLES:
        connection.register(f"incoming_{table}", rows[table])
    register_ids(connection, "withdrawn", sorted(set(withdrawn)))
    grouping = grouping if withdrawn or len(rows["articles"]) else None
    if grouping:
        group(connection, grouping)
    gone = withdraw(connection) if withdrawn else {}
    counts = {table: insert_once(connection, table) for table in ("pages", "rejects")} | replace_articles(connection)
    counts |= {table: replace(counts[table], removed=counts[table].removed + count) for table, count in gone.items()}
    elsewhere = moved(connection) if grouping else []
    if grouping:
        regroup(connection)
    counts["actors"] = renew(connection, "actors")
    if linking:
        _touch(connection, elsewhere)
        relink(connection, linking, anew=bool(counts["actors"].added + counts["actors"].changed))
    if account:
        connection.register("incoming_runs", _cast("runs", account(Landing(counts))))
    counts["runs"] = insert_once(connection, "runs")
    return counts


def _touch(connection: duckdb.DuckDBPyConnection, elsewhere: Sequence[str]) -> None:
    """The relation `touched`: the articles that came, changed or went, and those whose story is another one."""
    came = "SELECT article_id FROM fresh UNION SELECT article_id FROM renewed UNION SELECT article_id FROM withdrawn"
    register_ids(connection, "touched", sorted({*ids(connection, came), *elsewhere}))


def _sign(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the run in the snapshot, so that a version of the lake tells which run made it."""
    runs = ids(connection, "SELECT run_id FROM incoming_runs")
    if runs:
        connection.execute(f"CALL lake.set_commit_message('dateline', {quoted('run ' + ', '.join(runs))})")


def _snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    return one(connection, "SELECT max(snapshot_id) FROM lake.snapshots()")
