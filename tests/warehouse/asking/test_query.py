"""Queries: SELECT works, everything else is refused in one sentence, and readers do not wait for writers."""

from __future__ import annotations

import json
import multiprocessing
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from warehouse import Lake, QueryError, land, query
from warehouse.landing.tables import question, sql_files

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World

    Worlds = Callable[..., World]


def test_a_question_is_answered_as_a_table(landed: Lake) -> None:
    answer = query(landed, "SELECT place, published_date FROM events")
    assert answer.to_pylist() == [{"place": "Hama", "published_date": date(2024, 12, 2)}]


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        pytest.param("SELECT place FROM events WHERE source = ?", ["Rebels"], id="by position"),
        pytest.param("SELECT place FROM events WHERE source = $who", {"who": "Rebels"}, id="by name"),
        pytest.param("SELECT place FROM territory_on(DATE '2024-12-06')", None, id="macro"),
        pytest.param("FROM events SELECT place", None, id="from first"),
        pytest.param("WITH held AS (SELECT place FROM events) SELECT * FROM held", None, id="with"),
        pytest.param("SELECT place FROM lake.main.events AT (VERSION => 2)", None, id="version"),
        pytest.param("SELECT DISTINCT place FROM lake.table_changes('events', 1, 2)", None, id="changes"),
        pytest.param("SELECT place FROM (PIVOT events ON modality IN ('asserted') USING count(*))", None, id="pivot"),
        pytest.param(
            "WITH summary(place) AS (SELECT place FROM events) SELECT place[1] || place[2:] AS place FROM summary",
            None,
            id="a name that a refused function has",
        ),
    ],
)
def test_questions_come_in_many_forms(landed: Lake, sql: str, parameters: list[str] | None) -> None:
    assert query(landed, sql, parameters).to_pylist() == [{"place": "Hama"}]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        pytest.param("DELETE FROM events", "can only be read here: SELECT, not DELETE", id="delete"),
        pytest.param("INSERT INTO rejects SELECT * FROM rejects", "not INSERT", id="insert"),
        pytest.param("DROP TABLE events", "not DROP", id="drop"),
        pytest.param("CREATE TABLE t AS SELECT 1", "not CREATE", id="create"),
        pytest.param("ATTACH '{other}'", "not ATTACH", id="attach"),
        pytest.param("COPY events TO '{other}'", "not COPY", id="copy"),
        pytest.param("COPY events TO '{files}x.parquet'", "not COPY", id="copy into the lake"),
        pytest.param("EXPLAIN ANALYZE COPY events TO '{files}x.parquet'", "not EXPLAIN", id="copy in disguise"),
        pytest.param("INSTALL httpfs", "not INSTALL", id="install"),
        pytest.param("SET enable_external_access = true", "not SET", id="set"),
        pytest.param("SELECT 1; DELETE FROM events", "not DELETE", id="two statements"),
        pytest.param("SELECT 1; SELECT 2", "one SELECT at a time", id="two questions"),
        pytest.param("", "one SELECT at a time", id="nothing"),
        pytest.param("SELECT * FROM read_text('{other}')", "read_text is not for questions", id="read a file"),
        pytest.param(
            "SELECT * FROM read_csv('https://example.org/x.csv')",
            "read_csv is not for questions",
            id="read the network",
        ),
        pytest.param("SELECT * FROM glob('/etc/*')", "glob is not for questions", id="list a folder"),
        pytest.param("FROM ducklake_cleanup_old_files('lake', cleanup_all => true)", "not for questions", id="tidy"),
        pytest.param("FROM lake.set_option('encrypted', true)", "not for questions", id="set an option"),
        pytest.param("""FROM "Query"('FROM glo' || 'b(''/etc/*'')')""", "not for questions", id="disguised"),
        pytest.param("PIVOT events ON place USING count(*)", "ON place IN (", id="pivot without values"),
        pytest.param("WITH a AS (SELECT 1) DELETE FROM events", "not DELETE", id="with"),
        pytest.param("FROM sqlite_scan('{other}', 'secrets')", "not for questions", id="another database"),
        pytest.param(
            "SELECT (SELECT count(*) FROM postgres_scan('host=127.0.0.1', 'public', 'secrets'))",
            "postgres_scan is not for questions",
            id="a server",
        ),
        pytest.param("SELEC 1", 'syntax error at or near "SELEC"', id="no SQL"),
        pytest.param("SELECT colour FROM events", '"colour" not found', id="no such column"),
        pytest.param("SELECT * FROM rumours", "Table with name rumours does not exist", id="no such table"),
    ],
)
def test_other_statements_are_refused_in_one_sentence(landed: Lake, tmp_path: Path, sql: str, words: str) -> None:
    other = tmp_path / "other.txt"
    other.write_text("secret")
    before = sorted(Path(landed.data).rglob("*"))
    with pytest.raises(QueryError) as refused:
        query(landed, sql.format(other=other, files=landed.data))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert sorted(Path(landed.data).rglob("*")) == before
    assert other.read_text() == "secret"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("territory_on", "territory_on: asked with what it is to answer for: SELECT * FROM territory_on(DATE '2024-"),
        ("territory_history", "SELECT * FROM territory_history('Hama')"),
        ("territory_onn", "Table with name territory_onn does not exist"),
    ],
)
def test_a_macro_that_is_asked_as_a_table_says_how_it_is_asked(landed: Lake, name: str, words: str) -> None:
    with pytest.raises(QueryError, match=re.escape(words)):
        query(landed, f"SELECT place FROM {name}")


def test_a_question_nested_too_deeply_is_refused_in_one_sentence(landed: Lake) -> None:
    with pytest.raises(QueryError, match="nested too deeply; give its parts names by WITH"):
        query(landed, f"SELECT {'+'.join(['1'] * 900)}")


def test_a_variable_of_the_program_is_no_table(landed: Lake) -> None:
    secrets = query(landed, "SELECT 1 AS one")
    assert secrets.num_rows == 1
    with pytest.raises(QueryError, match="secrets does not exist"):
        query(landed, "SELECT * FROM secrets")


def _land_many(lake: Lake, worlds: Worlds) -> None:
    for number in range(3):
        world = worlds(f"run-{number}")
        article = world.article(f"article-{number}", "Rebels took Homs.")
        world.hold(article, "Rebels took Homs.", "Homs", "Rebels")
        land(lake, world.batch())


def test_readers_read_whole_landings_while_a_writer_writes(lake: Lake, worlds: Worlds, rows: Rows) -> None:
    both = "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM events) AS events"
    seen = rows(both)
    writer = multiprocessing.get_context("spawn").Process(target=_land_many, args=(lake, worlds))
    writer.start()
    while writer.is_alive():
        seen += rows(both)
        writer.join(0.05)
    assert writer.exitcode == 0
    assert all(row["articles"] == row["events"] for row in seen)
    assert (seen[0]["events"], rows(both)[0]["events"]) == (0, 3)
    assert query(lake, "SELECT count(*) AS n FROM events").to_pylist() == [{"n": 3}]


@pytest.mark.parametrize("file", sql_files("examples"), ids=lambda file: file.stem)
def test_examples_state_their_question_and_run(landed: Lake, file: Path) -> None:
    sql = file.read_text(encoding="utf-8")
    assert question(sql).endswith("?")
    assert query(landed, sql).column_names


def test_an_example_shows_on_which_words_an_event_rests(lake: Lake, worlds: Worlds) -> None:
    world = worlds()
    article = world.article("hama", "Rebels took Hama. They left.")
    place = {"rules": True, "inherited": True, "probability": 0.7, "words": "Hama", "start": 12, "end": 16}
    evidence = {"event": {"probability": 0.9, "rules": False}, "place": place, "text": {"words": "in upper case"}}
    world.event(article, "They left.", trigger="left", evidence=json.dumps(evidence))
    land(lake, world.batch())
    sql = next(file for file in sql_files("examples") if file.stem == "evidence").read_text()
    names = ("part", "words", "probability", "from_another_sentence", "rules_agree")
    assert [tuple(row[name] for name in names) for row in query(lake, sql).to_pylist()] == [
        ("place", "Hama", 0.7, True, True),
        ("event", None, 0.9, None, False),
    ]


def test_an_example_finds_what_a_journalist_asks(landed: Lake) -> None:
    sql = next(file for file in sql_files("examples") if file.stem == "said_by").read_text()
    told = query(landed, sql.replace("Marta Lindholm", "Omar Alhariri")).to_pylist()
    assert [row["quote"] for row in told] == ["they would stay"]
