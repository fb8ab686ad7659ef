"""Opening a lake: by the project, by any other DuckDB, after a move, and if there is none."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from transforms.tables.schema import TABLES, columns
from warehouse import Lake, LakeError, Linking, connect, land, query
from warehouse.landing.tables import sql_files
from warehouse.storage.errors import quoted
from warehouse.storage.lake import again, held, opened, put_aside, transaction, without_optimizer

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World


@pytest.fixture
def landed(lake: Lake, world: World) -> Lake:
    article = world.article("hama", "Rebels took Hama.")
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    land(lake, world.batch())
    return lake


def test_a_lake_lies_under_its_home(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    assert lake.catalog == f"sqlite:{tmp_path}/warehouse/data/catalog.sqlite"
    assert lake.data == f"{tmp_path}/warehouse/data/files/"


def test_a_catalog_on_a_server_and_data_in_a_bucket_make_the_same_attachment() -> None:
    lake = Lake("postgres:dbname=dateline", "s3://bucket/lake/")
    assert lake.catalog_file is None
    assert lake.extensions() == ["ducklake", "postgres_scanner", "httpfs"]
    assert lake.attachment(read_only=True) == (
        "ATTACH IF NOT EXISTS 'ducklake:postgres:dbname=dateline' AS lake (DATA_PATH 's3://bucket/lake/', READ_ONLY)"
    )


def test_the_marts_are_in_the_lake_for_any_client(no_lake: Lake, world: World, linking: Linking) -> None:
    article = world.article("hama", "Rebels took Hama.")
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels", acled_sub_event="Armed clash")
    land(no_lake, world.batch(), linking=linking)
    with connect(no_lake, read_only=True) as client:
        client.execute("USE memory")
        client.execute("DETACH lake")
        client.execute(f"ATTACH {quoted('ducklake:' + no_lake.catalog)} AS news (READ_ONLY)")
        assert client.execute("SELECT place FROM news.incidents").fetchall() == [("Hama",)]
        client.execute("USE news")
        assert client.execute("SELECT holder FROM territory_on('2024-12-06')").fetchall() == [("Rebels",)]
        about = "SELECT comment FROM duckdb_views() WHERE view_name = 'who_said_what'"
        assert client.execute(about).fetchall()[0][0].startswith("Who said what, in which role")


NAMED = {"one": "Rebels", "other": "Troops"}
"""Two lakes with the holder of Hama in each; a third lake is empty."""


@pytest.fixture(scope="module")
def several(
    empty_home: Path, tmp_path_factory: pytest.TempPathFactory, worlds: Callable[..., World]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to three lakes, each attached under its name."""
    lakes = {name: Lake.at(tmp_path_factory.mktemp(name)) for name in (*NAMED, "empty")}
    for name, lake in lakes.items():
        world = worlds()
        if holder := NAMED.get(name):
            world.hold(world.article("hama", f"{holder} took Hama."), f"{holder} took Hama.", "Hama", holder)
        land(lake, world.batch())
    with opened(lakes["one"]) as client:
        for name, lake in lakes.items():
            client.execute(lake.attachment(read_only=True).replace(" AS lake ", f" AS {name} "))
        yield client


@pytest.mark.parametrize("in_use", ["memory", "one", "other", "empty"])
@pytest.mark.parametrize(("name", "holder"), NAMED.items())
def test_a_view_reads_its_own_lake_whichever_is_in_use(
    several: duckdb.DuckDBPyConnection, in_use: str, name: str, holder: str
) -> None:
    several.execute(f"USE {in_use}")
    for view, which in (
        ("territory_on_each_day", "DATE '2024-12-06' BETWEEN valid_from AND valid_to"),
        ("territory_history_of_each_place", "of_place = 'hama'"),
    ):
        assert several.execute(f"SELECT holder FROM {name}.{view} WHERE {which}").fetchall() == [(holder,)]


@pytest.mark.parametrize("in_use", ["one", "other", "empty"])
@pytest.mark.parametrize(("name", "holder"), NAMED.items())
@pytest.mark.parametrize("macro", ["territory_on(DATE '2024-12-06')", "territory_history('Hama')"])
def test_a_macro_answers_for_the_lake_in_use_and_errs_for_another(
    several: duckdb.DuckDBPyConnection, in_use: str, name: str, holder: str, macro: str
) -> None:
    several.execute(f"USE {in_use}")
    question = f"SELECT holder FROM {name}.{macro}"
    if in_use == name:
        assert several.execute(question).fetchall() == [(holder,)]
        return
    with pytest.raises(duckdb.InvalidInputException, match=r"USE this lake first, or ask its view territory_\w+"):
        several.execute(question).fetchall()


@pytest.mark.parametrize("macro", ["territory_on(DATE '2024-12-06')", "territory_history('Hama')"])
def test_where_no_lake_is_in_use_a_macro_s_error_names_the_views(
    several: duckdb.DuckDBPyConnection, macro: str
) -> None:
    several.execute("USE memory")
    with pytest.raises(duckdb.CatalogException, match="first_use_this_lake_or_ask_its_views_of_each_day_and_place"):
        several.execute(f"FROM one.{macro}")


def test_every_macro_says_which_lake_it_is_of() -> None:
    macros = [sql for file in sql_files("marts") if "CREATE OR REPLACE MACRO" in (sql := file.read_text())]
    assert macros
    assert sum("{lake_id}" not in sql for sql in macros) == 1, "territory_each_span alone is read through the others"


def test_tables_are_as_the_schema_declares_them(landed: Lake, rows: Rows) -> None:
    declared = "SELECT table_name, column_name, is_nullable FROM duckdb_columns() WHERE NOT internal"
    found = {(row["table_name"], row["column_name"]): row["is_nullable"] for row in rows(declared)}
    for table in TABLES:
        assert {c.name: c.nullable for c in columns(table)} == {
            name: nullable for (of_table, name), nullable in found.items() if of_table == table
        }


def test_any_client_sees_what_a_column_means(landed: Lake, rows: Rows) -> None:
    comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'events' AND column_name = 'latitude'"
    assert rows(comment) == [{"comment": "latitude; null for areas (degrees)"}]


def test_every_mart_is_there_under_the_name_of_its_file(landed: Lake) -> None:
    views = "SELECT view_name AS name FROM duckdb_views() WHERE database_name = 'lake'"
    macros = "SELECT function_name AS name FROM duckdb_functions() WHERE database_name = 'lake'"
    found = {row["name"] for row in query(landed, f"{views} UNION {macros}").to_pylist()}
    assert {file.stem for file in sql_files("marts")} <= found


def test_every_view_states_its_question(landed: Lake) -> None:
    views = "SELECT view_name, comment FROM duckdb_views() WHERE database_name = 'lake' AND NOT internal"
    found = {row["view_name"]: row["comment"] for row in query(landed, views).to_pylist()}
    assert found
    assert [name for name, comment in found.items() if "?" not in (comment or "")] == []


def test_a_home_that_moved_still_opens(landed: Lake, tmp_path: Path, world: World) -> None:
    shutil.move(tmp_path / "warehouse", tmp_path / "elsewhere" / "warehouse")
    moved = Lake.at(tmp_path / "elsewhere")
    assert query(moved, "SELECT place FROM events").to_pylist() == [{"place": "Hama"}]
    world.article("homs", "Homs is quiet.")
    assert land(moved, world.batch())["articles"].added == 1


def test_reading_where_nothing_landed_is_one_clear_sentence(no_lake: Lake) -> None:
    with pytest.raises(LakeError, match=r"catalog.sqlite: there is no warehouse yet"):
        query(no_lake, "SELECT 1")


def test_a_home_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "warehouse").write_text("a file where the folder should be")
    with pytest.raises(LakeError, match="the warehouse cannot be written: Not a directory"):
        land(Lake.at(tmp_path), {})


def test_a_catalog_that_is_none_is_one_clear_sentence(no_lake: Lake) -> None:
    assert no_lake.catalog_file
    no_lake.catalog_file.parent.mkdir(parents=True)
    no_lake.catalog_file.write_text("this is no database, only some words in a file")
    with pytest.raises(LakeError, match="the warehouse cannot be opened"):
        query(no_lake, "SELECT 1")


def _failing(times: int, words: str) -> Callable[[], int]:
    tries = iter(range(10))

    def action() -> int:
        attempt = next(tries)
        if attempt < times:
            raise duckdb.Error(words)
        return attempt

    return action


def test_what_another_writer_blocks_is_tried_again() -> None:
    assert again(_failing(2, "TransactionContext Error: Failed to commit: database is locked")) == 2


def test_what_no_waiting_heals_is_not_tried_again() -> None:
    with pytest.raises(duckdb.Error, match="no such column"):
        again(_failing(1, "no such column"))


class Terminated(BaseException):
    """Raised when this process is asked to end."""


def test_an_interruption_of_a_statement_is_no_error(landed: Lake) -> None:
    def told(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGALRM, told)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(Terminated), connect(landed) as connection:
            connection.execute("SELECT count(*) FROM range(1000000000000) t(x) WHERE hash(x) = 0").fetchall()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_slow_question_draws_no_bar_before_its_answer(landed: Lake) -> None:
    with connect(landed, read_only=True) as connection:
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)


@pytest.mark.parametrize("is_shared", [False, True])
def test_what_is_put_aside_lies_beside_the_catalog_and_is_read_again(landed: Lake, is_shared: bool) -> None:
    """Rows of a temporary table too, that a transaction has not committed; the limit is as it was."""
    limit = "SELECT system.main.current_setting('memory_limit')"
    held_now = """
        SELECT sum(memory_usage_bytes), sum(temporary_storage_bytes) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'
    """
    assert landed.catalog_file is not None
    folder = landed.catalog_file.parent
    with held(landed) if is_shared else nullcontext(), connect(landed) as connection, transaction(connection):
        before = connection.execute(limit).fetchall()
        connection.execute("CREATE TEMP TABLE numbers AS SELECT hash(n)::VARCHAR AS word FROM range(1000000) AS t(n)")
        ((in_memory, on_disk),) = connection.execute(held_now).fetchall()
        assert (in_memory > 25_000_000, on_disk) == (True, 0)
        for _ in range(3):
            put_aside(connection)
        ((in_memory, on_disk),) = connection.execute(held_now).fetchall()
        assert in_memory < 17_000_000 < in_memory + on_disk
        assert on_disk > 0
        assert len([*folder.glob("*.tmp")]) == 1
        assert connection.execute("SELECT count(DISTINCT word) FROM numbers").fetchall() == [(1000000,)]
        assert connection.execute(limit).fetchall() == before
    assert [*folder.glob("*.tmp")] == []


def test_an_optimizer_is_left_out_of_the_statements_of_a_body_alone(landed: Lake) -> None:
    disabled = "SELECT system.main.current_setting('disabled_optimizers')"
    with connect(landed) as connection:
        before = connection.execute(disabled).fetchall()
        with without_optimizer(connection, "cte_filter_pusher"):
            ((within,),) = connection.execute(disabled).fetchall()
        assert "cte_filter_pusher" in within.split(",")
        assert connection.execute(disabled).fetchall() == before != [(within,)]
