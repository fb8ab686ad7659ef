"""Lands a batch of tables in one transaction, writing only what is new or changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as arrow

from transforms.tables.schema import READINGS, TABLES
from warehouse.landing.corrections import TABLE as CORRECTIONS
from warehouse.landing.corrections import replace_corrections
from warehouse.landing.derived import OF_ACTORS, update_derived
from warehouse.landing.incidents import Linking, relink
from warehouse.landing.rows import Rows, cast, count, register
from warehouse.landing.stories import UNGROUPED, Grouping, group, moved_articles, regroup
from warehouse.landing.tables import amend, establish
from warehouse.landing.upsert import (
    Count,
    ids,
    insert_once,
    one,
    register_ids,
    renew_actors,
    replace_articles,
    withdraw,
)
from warehouse.storage.errors import LakeError, plain, quoted, sql_list
from warehouse.storage.identity import METADATA
from warehouse.storage.lake import Lake, again, connect, is_large, transaction, use_all_threads
from warehouse.storage.trash import discard

Batch = Mapping[str, Rows]
_ASKED_FOR = {"articles", "signatures", CORRECTIONS, *READINGS}
"""Tables whose incoming rows are asked for even if there are none."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Counts of a landing by table; `snapshot` is the lake's version after it."""

    counts: dict[str, Count] = field(default_factory=dict)
    snapshot: int = 0

    def __getitem__(self, table: str) -> Count:
        return self.counts.get(table, Count())


Account = Callable[[Landing], arrow.Table]


def land(
    lake: Lake,
    batch: Batch | Callable[[], Batch],
    account: Account | None = None,
    withdrawn: Sequence[str] = (),
    grouping: Grouping | None = None,
    linking: Linking | Callable[[], Linking] | None = None,
    *,
    dry: bool = False,
) -> Landing:
    """Land a batch, atomically.

    Pages, rejects and runs are inserted if their key is new; actors are inserted or replaced. A new article is inserted
    with its facts; one whose text or facts changed replaces its row and all its facts; an unchanged one stays as it is;
    articles in `withdrawn` (ids) are removed with their facts. `account` builds the `runs` row from the counts.
    `grouping` assigns stories to the articles and reassigns those of the lake; `linking` updates the incidents.
    `corrections`, if given, replace those of the lake. What others may change until it is this landing's turn to write,
    such as the files of people's decisions, is read by functions given for `batch` and `linking`. A `dry` landing rolls
    back and returns the counts. Raises LakeError, also for an invalid batch.
    """
    if dry and not lake.exists():
        with TemporaryDirectory(prefix="dateline-") as folder:
            return replace(land(Lake.at(Path(folder)), batch, account, withdrawn, grouping, linking), snapshot=0)
    given = {} if callable(batch) else _check_batch(batch)  # a wrong batch makes no lake
    with connect(lake) as connection:
        rows = _check_batch(batch()) if callable(batch) else given
        links = linking() if callable(linking) else linking
        land_rows = partial(
            _land_rows, rows=rows, account=account, withdrawn=withdrawn, grouping=grouping, linking=links
        )
        began = datetime.now(UTC)
        try:
            if not dry:
                establish(connection)
            return again(lambda: _transaction(connection, land_rows, dry))
        except duckdb.Error as error:
            # incomplete files are not part of the transaction and would remain
            with suppress(duckdb.Error, OSError):
                discard(connection, lake, began)
            raise LakeError(f"{lake}: the batch could not be landed: {plain(error)}") from error


@dataclass(frozen=True, slots=True)
class Known:
    """An article in the lake: its version (of text and extractor) and origin."""

    version: str
    url: str
    canonical_url: str
    title: str | None
    published_date: date
    page_id: str | None


def known(lake: Lake, article_ids: Iterable[str]) -> dict[str, Known]:
    """The articles in the lake among these ids, by id."""
    if not lake.exists():
        return {}
    with connect(lake, read_only=True) as connection:
        register_ids(connection, "wanted", article_ids)
        rows = connection.execute(
            """
            SELECT article_id, text_sha256, extractor, url, canonical_url, title, published_date, page_id
            FROM articles SEMI JOIN wanted USING (article_id)
            """
        ).fetchall()
    return {name: Known(version(sha256, extractor), *rest) for name, sha256, extractor, *rest in rows}


def signatures(lake: Lake, articles: Mapping[str, Known]) -> dict[str, bytes]:
    """Signatures of articles in the lake; reads only the files of their days."""
    if not articles:
        return {}
    days = sorted({article.published_date for article in articles.values()})
    with connect(lake, read_only=True) as connection:
        register_ids(connection, "wanted", articles)
        rows = connection.execute(
            f"""
            SELECT article_id, signature FROM signatures SEMI JOIN wanted USING (article_id)
            WHERE published_date IN ({sql_list(days)})
            """
        ).fetchall()
    return dict(rows)


def version(text_sha256: str, extractor: str) -> str:
    """Version of an article: its text and the rules that read it."""
    return f"{text_sha256} {extractor}"


def _check_batch(batch: Batch) -> dict[str, Rows]:
    """The batch with all tables of the schema. LakeError for wrong tables, columns or types, and for duplicate keys."""
    if unknown := set(batch) - set(TABLES):
        raise LakeError(f"{', '.join(sorted(unknown))}: no such table in the schema")
    return {table: cast(table, batch.get(table)) for table in TABLES if table in batch or table != CORRECTIONS}


def _transaction(
    connection: duckdb.DuckDBPyConnection,
    land_rows: Callable[[duckdb.DuckDBPyConnection], dict[str, Count]],
    dry: bool,
) -> Landing:
    with transaction(connection, dry=dry):
        if dry:
            amend(connection)
        counts = land_rows(connection)
        _name_runs_in_commit(connection)
    return Landing(counts, _snapshot(connection))


def _land_rows(
    connection: duckdb.DuckDBPyConnection,
    rows: Batch,
    account: Account | None,
    withdrawn: Sequence[str],
    grouping: Grouping | None,
    linking: Linking | None,
) -> dict[str, Count]:
    sizes = _register_incoming(connection, rows)
    register_ids(connection, "withdrawn", sorted(set(withdrawn)))
    grouping = grouping if withdrawn or sizes["articles"] else None
    if grouping:
        group(connection, grouping, rows["articles"])
    removed = withdraw(connection) if withdrawn else {}
    counts = {table: insert_once(connection, table, sizes[table]) for table in ("pages", "rejects")}
    counts |= replace_articles(connection, sizes, rows, UNGROUPED if grouping else "incoming_articles")
    counts |= {table: replace(counts[table], removed=counts[table].removed + lost) for table, lost in removed.items()}
    moved = moved_articles(connection) if grouping else []
    if grouping:
        regroup(connection)
    counts["actors"] = renew_actors(connection, sizes["actors"])
    corrected = replace_corrections(connection) if CORRECTIONS in rows else None
    if corrected:
        counts[CORRECTIONS] = corrected.count
    touched = _register_touched(connection, moved, corrected.articles if corrected else [])
    # reports and sides are compared by the ancestors of their actors: new actors make any two alike that were not
    has_actors = bool(counts["actors"].added + counts["actors"].changed)
    days = relink(connection, linking, anew=has_actors) if linking else set()
    if touched or has_actors or days:
        update_derived(connection, days, anew=OF_ACTORS if has_actors else ())
    runs = cast("runs", account(Landing(counts))) if account else rows["runs"]
    register(connection, "incoming_runs", runs)
    counts["runs"] = insert_once(connection, "runs", count(runs))
    return counts


def _register_incoming(connection: duckdb.DuckDBPyConnection, rows: Batch) -> dict[str, int]:
    """Register the relation `incoming_TABLE` of each table that is asked for; returns the numbers of rows of all."""
    sizes = {table: count(incoming) for table, incoming in rows.items()}
    for table, incoming in rows.items():
        if sizes[table] or table in _ASKED_FOR:
            register(connection, f"incoming_{table}", incoming)
    if is_large(max(sizes.values())):
        use_all_threads(connection)
    return sizes


def _register_touched(connection: duckdb.DuckDBPyConnection, moved: Sequence[str], corrected: Sequence[str]) -> bool:
    """Register the relations `retold`, the articles added, changed or removed or whose facts' corrections changed, and
    `touched`, these and those that moved to another story; returns whether there are any.
    """
    landed = "SELECT article_id FROM fresh UNION SELECT article_id FROM renewed UNION SELECT article_id FROM withdrawn"
    retold = {*ids(connection, landed), *corrected}
    register_ids(connection, "retold", sorted(retold))
    register_ids(connection, "touched", sorted(retold.union(moved)))
    return bool(retold or moved)


def _name_runs_in_commit(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the run in the snapshot's commit message."""
    runs = ids(connection, "SELECT run_id FROM incoming_runs")
    if runs:
        connection.execute(f"CALL lake.set_commit_message('dateline', {quoted('run ' + ', '.join(runs))})")


def _snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    return one(connection, f"SELECT max(snapshot_id) FROM {METADATA}.ducklake_snapshot")
