"""Permitted queries: every function has a verdict, and none reaches a canary, however it is called."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from socket import create_server, socket
from typing import TYPE_CHECKING

import duckdb
import psycopg
import pytest

from tests.functions import offered, rows
from tests.servers import PASSWORD, Postgres
from warehouse import Lake, QueryError, connect, land, query
from warehouse.asking.allowed import permit, verdicts
from warehouse.asking.query import Limits
from warehouse.asking.sessions import reading, session
from warehouse.landing.tables import establish
from warehouse.storage.errors import quoted

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]

SECRET = "the-canary-sings"
# what DuckLake, the parser and SHOW name and no catalog of functions lists
UNLISTED = {("unnest", "value"), *((name, "show") for name in ("tables", "__show_tables_expanded", "schemas"))}
UNLISTED |= {("databases", "show"), ("variables", "show"), ("snapshots", "table"), ("current_snapshot", "table")}
UNLISTED |= {(f"table_{what}", "table") for what in ("changes", "insertions", "deletions", "info")}


@dataclass
class Canaries:
    """A lake, and canaries that no query may touch: a text file, another SQLite file, a port, the lake's own files."""

    lake: Lake
    text: Path
    database: Path
    port: socket
    folder: Path
    before: dict[str, str] = field(default_factory=dict)

    def heard(self) -> set[str]:
        """The canaries that were touched since the last call."""
        heard = set[str]()
        with suppress(BlockingIOError):
            while True:
                self.port.accept()[0].close()
                heard.add("the port")
        for file in (self.text, self.database):
            if file.stat().st_atime_ns:
                heard.add(f"{file.name} was read")
            os.utime(file, ns=(0, file.stat().st_mtime_ns))
        now, before = self.state(), self.before
        self.before = now
        return (
            heard
            | {f"{path} changed" for path in now.keys() ^ before.keys()}
            | {f"{path} changed" for path in now.keys() & before.keys() if now[path] != before[path]}
        )

    def state(self) -> dict[str, str]:
        """The SHA-256 of every file by path, without the files that SQLite creates for readers."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and path not in (self.text, self.database)]
        held = {path: path.read_bytes() for path in files if path.suffix != ".sqlite-shm"}
        return {
            str(path): sha256(body).hexdigest() for path, body in held.items() if body or path.suffix[-4:] != "-wal"
        }

    def __post_init__(self) -> None:
        self.heard()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port.getsockname()[1]}"

    def arguments(self) -> list[str]:
        """Arguments for calls of a dangerous function."""
        text, database, lake = quoted(str(self.text)), quoted(str(self.database)), quoted(self.lake.data)
        server = quoted(f"host=127.0.0.1 port={self.port.getsockname()[1]} connect_timeout=1")
        sql = quoted(f"FROM read_text({text})")
        return [
            "", text, f"{text}, {text}", f"{database}, 'secrets'", f"{database}, 'SELECT * FROM secrets'", database,
            f"{server}, 'public', 'secrets'", f"{server}, 'SELECT 1'", server, quoted(f"http://{self.address}/x.csv"),
            "'lake'", "'lake', cleanup_all => true", "'lake', 'events'", "'lake', 'main', 'events', 1, 2",
            "'__ducklake_metadata_lake', 'DELETE FROM ducklake_view RETURNING view_id'", sql, f"{text}, content",
            f"'lake', 'events', {lake} || '**'", "'lake', 'encrypted', true",
            f"storage => 'file', storage_path => {text}",
        ]  # fmt: skip


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory, worlds: Worlds) -> Lake:
    world = worlds()
    world.hold(world.article("hama", "Rebels took Hama."), "Rebels took Hama.", "Hama", "Rebels")
    lake = Lake.at(tmp_path_factory.mktemp("home"))
    land(lake, world.batch())
    return lake


@pytest.fixture(scope="module")
def shared_canaries(landed: Lake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canaries]:
    """Canaries shared by all attacks that fail."""
    with _canaries(landed, tmp_path_factory.mktemp("canaries")) as canaries:
        yield canaries


@pytest.fixture
def canaries(lake: Lake, tmp_path: Path) -> Iterator[Canaries]:
    """Canaries for a single test."""
    with _canaries(lake, tmp_path) as canaries:
        yield canaries


@contextmanager
def _canaries(landed: Lake, folder: Path) -> Iterator[Canaries]:
    home = Path(landed.data).parents[2]
    if home != folder:
        shutil.copytree(home, folder, dirs_exist_ok=True)
    lake, tmp_path = Lake.at(folder), folder
    spare = Path(lake.data, "main", "spare.parquet")
    spare.parent.mkdir(parents=True, exist_ok=True)
    spare.write_bytes(b"a file of the lake that it needs no more")
    text, database = tmp_path / "diary.csv", tmp_path / "other.sqlite"
    text.write_text(f"content\n{SECRET}\n")
    with closing(sqlite3.connect(database)) as other, other:
        other.execute("CREATE TABLE secrets (content TEXT)")
        other.execute("INSERT INTO secrets VALUES (?)", [SECRET])
    assert lake.catalog_file
    with closing(sqlite3.connect(lake.catalog_file)) as catalog, catalog:
        catalog.execute(
            "INSERT INTO ducklake_files_scheduled_for_deletion VALUES (999, ?, 0, '2020-01-01 00:00:00+00')",
            [str(spare)],
        )
    with create_server(("127.0.0.1", 0)) as port:
        port.setblocking(False)
        yield Canaries(lake, text, database, port, tmp_path)


def test_every_function_has_a_verdict_and_no_verdict_is_of_none() -> None:
    judged = {(name, kind) for name, kind, *_ in rows()}
    assert sorted(offered() - judged) == [], "judge these: python -m tests.functions"
    assert judged - offered() == UNLISTED
    assert len(judged) == len(rows())
    assert {(verdict, bool(why)) for *_, verdict, why in rows()} == {("allowed", True), ("refused", True)}
    assert rows() == sorted(rows())


def test_a_function_that_nobody_has_judged_is_refused(landed: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    assert query(landed, "SELECT upper('a') AS a").to_pylist() == [{"a": "A"}]
    monkeypatch.delitem(verdicts(), ("upper", "value"))
    with pytest.raises(QueryError, match="upper is not for questions"):
        query(landed, "SELECT upper('a')")


def _calls(name: str, kind: str, arguments: list[str]) -> Iterator[str]:
    called = '"' + name.replace('"', '""') + '"' if kind != "pragma" else name
    for told in arguments:
        if kind == "value":
            yield f"SELECT {called}({told})"
        elif kind == "table":
            yield f"FROM {called}({told})"
            if told == arguments[1]:
                yield f"CALL {called}({told})"
        elif kind == "view":
            yield f"FROM {called}"
        else:
            yield f"PRAGMA {called}({told})" if told else f"PRAGMA {called}"


def _sung(connection: duckdb.DuckDBPyConnection, call: str, *, unguarded: bool = False) -> bool:
    """Whether the secret is in the answer to a call; most calls fail, as they should."""
    with suppress(duckdb.Error, QueryError):
        if not unguarded:
            permit(connection, call)
        return SECRET in str(connection.execute(call).fetchmany(3))
    return False


@pytest.mark.attack("every {kind} that DuckDB offers, pointed at canaries: files, a database, a port, the lake")
@pytest.mark.parametrize("kind", ["value", "table", "pragma", "view"])
def test_no_function_reaches_a_canary(kind: str, shared_canaries: Canaries, outcome: Callable[[str], None]) -> None:
    canaries = shared_canaries
    with reading(canaries.lake) as connection:
        listed = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions()").fetchall()
        there = {name for (name,) in listed}
        names = sorted(name for name, of in offered() if of == kind and (name in there or kind == "view"))
        arguments = canaries.arguments()
        # a value is judged by its name alone: one way to call it is enough
        some = {"value": arguments[1:2], "view": [""]}.get(kind, arguments)
        calls = [call for name in names for call in _calls(name, kind, some)]
        sung = [call for call in calls if _sung(connection, call)]
    assert sung == []
    assert canaries.heard() == set()
    outcome(f"{len(calls)} calls of {len(names)} names: all canaries silent")


@pytest.mark.parametrize(
    ("call", "touched"),
    [
        ("FROM sqlite_scan({1}, 'secrets')", "other.sqlite was read"),
        ("FROM ducklake_cleanup_old_files('lake', cleanup_all => true)", "spare.parquet changed"),
    ],
    ids=["another database", "a file of the lake"],
)
def test_the_canaries_sing_where_there_is_no_list(call: str, touched: str, canaries: Canaries) -> None:
    with reading(canaries.lake) as connection:
        sung = _sung(connection, call.replace("{1}", quoted(str(canaries.database))), unguarded=True)
    assert sung == ("sqlite_scan" in call)
    assert any(told.endswith(touched) for told in canaries.heard())


ATTACKS = {
    "read another file by a function": "FROM read_text({text})",
    "read another file by its name as a table": "FROM {text_name}",
    "read another file in a join, in a subquery, in a LIMIT": "SELECT 1 LIMIT (SELECT count(*) FROM {text_name})",
    "describe another file": "DESCRIBE {text_name}",
    "list a folder": "SELECT file FROM glob('/**')",
    "read the lake's own files past its tables": "FROM read_parquet('{files}**/*.parquet')",
    "name a file to a macro that looks harmless": "FROM histogram_values({text}, content)",
    "run SQL held in a string": "FROM query('FROM read_text(' || chr(39) || '{bare}' || chr(39) || ')')",
    "name a table by a string": "FROM query_table([{text}])",
    "run SQL held in JSON": "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "scan another SQLite database": "FROM sqlite_scan({database}, 'secrets')",
    "reach a port by PostgreSQL's protocol": "FROM postgres_scan('host=127.0.0.1 port={port}', 'public', 'x')",
    "reach a port by HTTP": "FROM 'http://127.0.0.1:{port}/x.csv'",
    "delete a file of the lake by its own maintenance": "FROM ducklake_cleanup_old_files('lake', cleanup_all => true)",
    "delete a file of the lake by CALL": "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)",
    "change the lake by the name of its schema": "FROM lake.set_option('parquet_version', 2)",
    "write the lake by two statements": "SELECT 1; DELETE FROM events",
    "hide a second statement behind comments": "SELECT 1 /* ; */ -- ;\n; DELETE FROM events",
    "write by WITH": "WITH a AS (SELECT 1) DELETE FROM events",
    "write a file by COPY": "COPY (SELECT 1) TO '{files}planted.parquet'",
    "write files by EXPORT": "EXPORT DATABASE '{files}planted'",
    "attach another database": "ATTACH {database} AS other (TYPE sqlite)",
    "create a macro": "CREATE MACRO lower(x) AS 1",
    "load an extension": "LOAD httpfs",
    "loosen a setting": "SET enable_external_access = true",
    "run SQL from a folder by a pragma": "PRAGMA import_database('{files}')",
    "profile into a file": "PRAGMA profiling_output = '{files}planted'",
    "read secrets": "FROM duckdb_secrets()",
    "read where the catalog lies by a view": "FROM duckdb_databases",
    "read one setting": "SELECT current_setting('secret_directory')",
    "read the environment": "SELECT getenv('PGPASSWORD')",
    "read the catalog's own database": "FROM __ducklake_metadata_lake.ducklake_metadata",
    "read the log": "FROM duckdb_logs",
    "write the log": "SELECT write_log('x')",
    "hand over an address in memory": "FROM arrow_scan(1::UBIGINT::POINTER, 2::POINTER, 3::POINTER)",
    "spell a forbidden name otherwise": 'FROM system.main."Read_Text" /* */ ({text})',
    "call it inside a list comprehension": "SELECT [current_setting('secret_directory') FOR x IN [1]]",
    "call it on a value": "SELECT ('secret_directory').current_setting()",
}


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.attack("{name}")
def test_an_attack_is_refused_in_one_sentence(
    name: str, shared_canaries: Canaries, outcome: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries = shared_canaries
    monkeypatch.setenv("PGPASSWORD", SECRET)
    sql = ATTACKS[name].format(
        text=quoted(str(canaries.text)), text_name=f'"{canaries.text}"', bare=canaries.text, files=canaries.lake.data,
        database=quoted(str(canaries.database)), port=canaries.port.getsockname()[1],
    )  # fmt: skip
    with pytest.raises(QueryError) as refused:
        query(canaries.lake, sql)
    told = str(refused.value)
    assert "can be read here" in told or "only be read here" in told or "one SELECT" in told
    assert "\n" not in told
    assert SECRET not in told
    assert canaries.heard() == set()
    outcome("refused by its name, nothing touched")


@pytest.mark.parametrize("sql", ["SELECT '\udcff'", "SELECT 1\0; DROP TABLE events"])
def test_a_question_that_is_no_text_is_refused_in_one_sentence(shared_canaries: Canaries, sql: str) -> None:
    with pytest.raises(QueryError, match="no text in UTF-8"):
        query(shared_canaries.lake, sql)


def test_a_slip_of_the_hand_is_named(shared_canaries: Canaries) -> None:
    with pytest.raises(QueryError, match=r"cuont is not for questions \(nobody has judged it; is count meant\?\)"):
        query(shared_canaries.lake, "SELECT cuont(place) FROM events")


def _plant(lake: Lake, statement: str) -> None:
    with connect(lake) as connection:
        establish(connection)
        connection.execute(statement)


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        ("CREATE VIEW planted AS SELECT * FROM sqlite_scan({database}, 'secrets')", "FROM planted"),
        ("CREATE MACRO planted(x) AS TABLE SELECT * FROM sqlite_scan({database}, 'secrets')", "FROM planted(1)"),
        ("CREATE MACRO upper(x) AS (SELECT content FROM sqlite_scan({database}, 'secrets'))", "SELECT upper('a')"),
    ],
    ids=["view", "macro", "a macro named as a function"],
)
@pytest.mark.attack("plant a view or macro in the lake that reads another database, for others to ask")
def test_what_is_planted_in_the_lake_is_held_to_the_same_list(
    made: str, asked: str, canaries: Canaries, outcome: Callable[[str], None]
) -> None:
    _plant(canaries.lake, made.format(database=quoted(str(canaries.database))))
    canaries.heard()
    with pytest.raises(QueryError, match="sqlite_scan is not for questions"):
        query(canaries.lake, f"WITH a AS ({asked}) FROM a")
    assert canaries.heard() == set()
    outcome("refused by what it is made of")


@pytest.mark.attack("change a SQLite catalog on the reader's own connection, below the list")
def test_sqlite_refuses_to_change_the_catalog_below_the_list(
    canaries: Canaries, outcome: Callable[[str], None]
) -> None:
    for statement, words in (
        ("FROM sqlite_query('__ducklake_metadata_lake', 'DELETE FROM ducklake_view RETURNING 1')", "readonly"),
        ("DELETE FROM __ducklake_metadata_lake.ducklake_view", "read-only"),
        ("CALL ducklake_expire_snapshots('lake', older_than => now())", "read-only"),
        ("DELETE FROM events", "read-only"),
    ):
        with reading(canaries.lake) as connection, pytest.raises(duckdb.Error, match=words):
            connection.execute(statement).fetchall()
    assert canaries.heard() == set()
    outcome("SQLite itself refuses: attempt to write a readonly database")


@pytest.mark.attack("change a PostgreSQL catalog as its reader, below the list, out of the read-only transaction")
def test_the_reader_s_role_as_documented_reads_and_cannot_write(
    server: Postgres, tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    documented = Path("docs/operations.md").read_text(encoding="utf-8").split("```sql\n")[1].split("```")[0]
    assert documented.count("GRANT") == 4
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    server.execute("CREATE DATABASE dateline")
    for statement in ("CREATE ROLE desk LOGIN SUPERUSER", f"ALTER ROLE desk PASSWORD '{PASSWORD}'"):
        server.execute(statement)
    words = server.words("dateline")
    desk = Lake(f"postgres:{words.replace('user=admin', 'user=desk')}", f"{tmp_path}/")
    reader = replace(desk, catalog=desk.catalog.replace("user=desk", "user=reader"))
    land(desk, {})
    with psycopg.connect(words.replace("user=admin", "user=desk"), autocommit=True) as owner:
        for statement in documented.split(";"):
            if statement.strip():
                owner.execute(statement.encode())
        owner.execute(f"ALTER ROLE reader PASSWORD '{PASSWORD}'".encode())
    world.hold(world.article("hama", "Rebels took Hama."), "Rebels took Hama.", "Hama", "Rebels")
    land(desk, world.batch())
    asked = "SELECT place FROM events AT (VERSION => 2) UNION ALL SELECT place FROM dated_events"
    assert query(reader, asked).to_pylist() == [{"place": "Hama"}] * 2
    out = "CALL postgres_execute('__ducklake_metadata_lake', 'COMMIT; BEGIN READ WRITE; {}; COMMIT')"
    for statement in ("DELETE FROM ducklake_view", "CREATE TABLE planted (a int)", "CREATE TEMP TABLE t (a int)"):
        with reading(reader) as connection, pytest.raises(duckdb.Error, match="permission denied"):
            connection.execute(out.format(statement)).fetchall()
    with pytest.raises(QueryError, match="postgres_execute is not for questions"):
        query(reader, "FROM postgres_execute('__ducklake_metadata_lake', 'SELECT 1')")
    assert query(desk, "SELECT place FROM dated_events").num_rows == 1
    outcome("the server refuses: permission denied")


def test_limits_given_are_the_session_s_and_cannot_be_changed(landed: Lake) -> None:
    with session(landed, Limits(memory="500MB", temporary="7MB")) as (connection, _):
        told = "SELECT current_setting('memory_limit'), current_setting('max_temp_directory_size')"
        assert connection.execute(told).fetchall() == [("476.8 MiB", "6.6 MiB")]
        with pytest.raises(duckdb.Error, match="locked"):
            connection.execute("SET memory_limit = '9GB'")
