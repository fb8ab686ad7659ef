"""Migrations: a lake of an earlier release opens, keeps its rows, and gets the current tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from transforms.tables.schema import TABLES, columns
from warehouse import Lake, connect, land, maintain, query
from warehouse.landing.tables import migrate, sql_files
from warehouse.storage.identity import METADATA, current_identity

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sql"))
SENTENCE = "Rebels took Hama."
STATED = ("2024-12-05", "2024-12", "2012", "no date", None)


@pytest.fixture(params=RELEASES, ids=lambda file: file.stem)
def old(request: pytest.FixtureRequest, no_lake: Lake) -> Lake:
    """A lake with the tables of an earlier release and a few facts, with dates of each precision and without a date."""
    common = f"'{{}}', 'hama', DATE '2024-12-06', 0, 0, 17, '{SENTENCE}', 'dateline-1.3', 'run-0', 'asserted', 0.5"
    names = (
        'fact_id, article_id, published_date, sentence_index, start, "end", sentence, extractor, run_id, modality, '
        "confidence"
    )
    with connect(no_lake) as connection:
        for statement in connection.extract_statements(request.param.read_text(encoding="utf-8")):
            connection.execute(statement)
        for number, stated in enumerate(STATED):
            told = f"'{stated}'" if stated else "NULL"
            connection.execute(
                f"INSERT INTO events ({names}, trigger, plover, when_told, date_start) "
                f"VALUES ({common.format(f'e{number}')}, 'took', 'ASSAULT', 'new', {told})"
            )
            connection.execute(
                f"INSERT INTO figures ({names}, measure, number, cumulative, period_start, period_end) "
                f"VALUES ({common.format(f'f{number}')}, 'killed', '9', false, {told}, {told})"
            )
            connection.execute(
                f"INSERT INTO relations ({names}, subject, predicate, object, since) "
                f"VALUES ({common.format(f'r{number}')}, 'A', 'leads', 'B', {told})"
            )
    return no_lake


def test_an_older_lake_gets_today_s_columns_and_keeps_its_rows(old: Lake) -> None:
    land(old, {})
    found = "SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = '{}'"
    for table in TABLES:
        assert {row["name"] for row in query(old, found.format(table)).to_pylist()} == {c.name for c in columns(table)}
    days = query(old, "SELECT date_start, date_end, date_start_text AS stated FROM events ORDER BY fact_id").to_pylist()
    assert [row["stated"] for row in days] == list(STATED)
    assert [(row["date_start"], row["date_end"]) for row in days] == [
        (date(2024, 12, 5), date(2024, 12, 5)),
        (date(2024, 12, 1), date(2024, 12, 31)),
        (date(2012, 1, 1), date(2012, 12, 31)),
        (None, None),
        (None, None),
    ]
    counted = query(old, "SELECT period_start, period_precision, period_end FROM figures ORDER BY fact_id").to_pylist()
    assert [row["period_start"] for row in counted] == [row["date_start"] for row in days]
    assert [row["period_end"] for row in counted] == [row["date_end"] for row in days]
    assert [row["period_precision"] for row in counted] == ["day", "month", "year", None, None]
    since = query(old, "SELECT since FROM relations ORDER BY fact_id").to_pylist()
    assert [row["since"] for row in since] == [row["date_start"] for row in days]


def test_a_migrated_lake_is_as_one_that_today_s_code_made(old: Lake, world: World) -> None:
    article = world.article("homs", "Rebels took Homs.")
    world.hold(article, "Rebels took Homs.", "Homs", "Rebels", date_start="2024-12-05", date_precision="day")
    assert land(old, world.batch())["events"].added == 1
    assert land(old, world.batch())["events"].unchanged == 1
    months = "SELECT date_trunc('month', date_start)::DATE AS month FROM events WHERE country = 'SY' GROUP BY ALL"
    assert [row["month"] for row in query(old, months).to_pylist()] == [date(2024, 12, 1)]


def test_every_article_of_a_migrated_lake_has_a_site(old: Lake) -> None:
    told = {"named": "The Ridge", "https://www.ridge.example/b": None, "file:///c.html": None}
    with connect(old) as connection:
        for url, site in told.items():
            connection.execute(
                """
                INSERT INTO articles (article_id, url, canonical_url, story_id, origin_article_id, source_id,
                    site, authors, published_date, date_source, language, text, words, text_sha256, extractor, run_id)
                VALUES ($1, $1, $1, $1, $1, 'test', $2, [], DATE '2024-12-06', 'given', 'en', '', 0, '', 'old', 'run-0')
                """,
                [url, site],
            )
    land(old, {})
    found = query(old, "SELECT site FROM articles ORDER BY url DESC").to_pylist()
    assert [row["site"] for row in found] == ["The Ridge", "ridge.example", ""]


def test_a_migrated_lake_lies_by_year_and_its_pages_by_month(old: Lake) -> None:
    land(old, {})
    with connect(old) as connection:
        found = connection.execute(
            f"""
            SELECT table_name, list(transform ORDER BY partition_key_index)
            FROM {METADATA}.ducklake_partition_column
            JOIN {METADATA}.ducklake_partition_info USING (partition_id, table_id)
            JOIN {METADATA}.ducklake_table AS told USING (table_id)
            WHERE ducklake_partition_info.end_snapshot IS NULL AND told.end_snapshot IS NULL
                AND table_name IN ('events', 'pages')
            GROUP BY ALL
            ORDER BY ALL
            """
        ).fetchall()
    assert found == [("events", ["year"]), ("pages", ["year", "month"])]


def test_a_speaker_s_quotations_of_all_years_lie_in_one_file(lake: Lake) -> None:
    with connect(lake) as connection:
        partitioned = f"""
            SELECT table_name
            FROM {METADATA}.ducklake_table
            JOIN {METADATA}.ducklake_partition_info USING (table_id)
        """
        found = {name for (name,) in connection.execute(partitioned).fetchall()}
    assert "quotes" in found
    assert "published_quotes" not in found


MARKER = "first_use_this_lake_or_ask_its_views_of_each_day_and_place"


def test_macros_of_a_migrated_lake_are_its_own(old: Lake) -> None:
    with connect(old) as connection:
        connection.execute("CREATE MACRO territory_on(as_of) AS TABLE SELECT 'an earlier release' AS holder")
        connection.execute("CREATE VIEW lake_identity AS SELECT 'an earlier release' AS lake_id")
    land(old, {})
    assert query(old, "FROM duckdb_views() WHERE view_name = 'lake_identity'").num_rows == 0
    with connect(old) as connection:
        assert connection.execute(f"SELECT lake_id FROM {MARKER}").fetchall() == [(current_identity(connection).lake,)]
        assert connection.execute("SELECT holder FROM territory_on('2024-12-06')").fetchall() == []


def test_a_migrated_lake_knows_who_holds_a_place_before_anything_lands(old: Lake) -> None:
    with connect(old) as connection:
        connection.execute(
            """
            INSERT INTO articles (article_id, url, canonical_url, story_id, origin_article_id, source_id,
                site, authors, published_date, date_source, language, text, words, text_sha256, extractor, run_id)
            VALUES ('hama', 'h', 'h', 'hama', 'hama', 'test', 'The Ridge', [], DATE '2024-12-06', 'given', 'en', '',
                0, '', 'old', 'run-0')
            """
        )
        connection.execute(
            "UPDATE events SET territory = 'gained', source = 'Rebels', place = 'Hama', geo_precision = 1"
        )
    maintain(old)
    assert query(old, "SELECT fact_id FROM control_changes").num_rows == len(STATED)
    told = "FROM {} ORDER BY fact_id"
    kept, computed = (query(old, told.format(name)) for name in ("control_changes", "territory_changes_now"))
    assert kept.to_pylist() == computed.to_pylist()
    assert query(old, "SELECT holder FROM territory_on('2024-12-06')").to_pylist() == [{"holder": "Rebels"}]


def test_the_chance_of_a_refused_word_becomes_a_number(old: Lake) -> None:
    told = {"RETREAT 0.62": ("RETREAT", 0.62), "metaphors.csv": ("metaphors.csv", None)}
    with connect(old) as connection:
        for detail in told:
            connection.execute(
                """
                INSERT INTO refused (fact_id, article_id, published_date, sentence_index, start, "end", sentence,
                    extractor, run_id, family, words, rule, detail)
                VALUES ($1, 'hama', DATE '2024-12-06', 0, 0, 17, '', 'old', 'run-0', 'events', 'left', 'reader', $1)
                """,
                [detail],
            )
    land(old, {})
    found = query(old, "SELECT fact_id, detail, probability FROM refused").to_pylist()
    assert {row["fact_id"]: (row["detail"], row["probability"]) for row in found} == told


def test_a_migration_runs_once(old: Lake) -> None:
    land(old, {})
    with connect(old) as connection:
        assert [migrate(connection, file) for file in sql_files("migrations")] == [False] * len(sql_files("migrations"))
