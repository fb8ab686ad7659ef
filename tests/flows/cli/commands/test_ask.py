"""Commands that query the warehouse: they import only what a query needs, and change nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli.commands.ask import parts_of_event
from tests.flows.asking import dateline
from tests.flows.cli.conftest import document, fact
from transforms.tables.schema import TABLES
from warehouse import Lake

LOADED = "import sys; from flows.cli.application import app; app(standalone_mode=False); print([*sys.modules])"


def test_a_question_does_not_wait_for_what_others_need(made: Lake) -> None:
    command = [sys.executable, "-c", LOADED, "sql", "SELECT count(*) AS n FROM events", "--json"]
    home = {
        name: value for name, value in os.environ.items() if not name.startswith("DATELINE_") or name.endswith("HOME")
    }
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[4], env=home, check=True)
    assert '[\n {"n": 0}\n]' in done.stdout
    loaded = set(done.stdout.splitlines()[-1].split("'"))
    assert {"duckdb", "pyarrow"} <= loaded
    others = {"numpy", "pandas", "pyarrow.dataset", "httpx", "filelock", "prefect", "pydantic", "spacy", "trafilatura"}
    assert loaded & (others | {"pydantic_settings", "transforms.tables.schema", "warehouse.landing.land"}) == set()


@pytest.mark.parametrize(
    "sql", ["DROP TABLE events", "SELEC 1", "SELECT 1; SELECT 2", "COPY events TO 'x.csv'"], ids=str
)
def test_sql_reads_only(sql: str, landed: Path) -> None:
    result = dateline("sql", sql)
    assert result.exit_code == 2
    assert not Path("x.csv").exists()


@pytest.mark.attack("ask for a billion rows at a terminal")
def test_a_billion_rows_are_cut_and_said_so(empty: Path, outcome: Callable[[str], None]) -> None:
    printed = dateline("sql", "FROM range(1000000000)")
    assert (printed.exit_code, "1000 rows" in printed.stdout) == (0, True)
    outcome(printed.stderr.strip())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["SELECT count(*) FROM range(1000000000000) t(x) WHERE x % 7 = 8", "--timeout", "0.5"], "--timeout"),
        (["SELECT list(x) FROM range(1000000000) t(x)", "--memory", "200MB"], "--memory"),
        (["SELECT 1", "--temp", "lots"], "--temp lots: not a size"),
        (["SELECT 1", "--memory", "-1"], "--memory -1: not a size"),
        (["FROM read_text('x')"], "read_text is not for questions"),
    ],
    ids=["time", "memory", "size", "no-size", "function"],
)
def test_a_limit_or_refusal_is_one_sentence_and_exit_code_2(words: list[str], sentence: str, empty: Path) -> None:
    printed = dateline("sql", *words)
    assert (printed.exit_code, printed.stdout) == (2, "")
    assert sentence in printed.stderr
    assert len(printed.stderr.strip().splitlines()) == 1


def test_explain_leads_back_to_the_sentence(landed: Path) -> None:
    (row,) = json.loads(dateline("sql", "SELECT fact_id FROM figures", "--json").output)
    result = dateline("explain", row["fact_id"])
    assert result.exit_code == 0, result.output + result.stderr
    assert "12 soldiers were killed" in result.output


def test_explain_as_of_a_moment_tells_of_the_warehouse_then(copied: Path) -> None:
    fact_id = fact()
    (then,) = document("sql", "SELECT now()::VARCHAR AS at")
    moment = then["at"].replace(" ", "T")[:19] + "Z"
    time.sleep(1.1)  # the moment is whole seconds
    asked = ("correct", fact_id, "--set", "low=11", "--reason", "misread", "--by", "A. Desk")
    assert dateline(*asked).exit_code == 0
    assert [row["value"] for row in document("explain", fact_id)["corrections"]] == ["11"]
    assert document("explain", fact_id, "--as-of", moment)["corrections"] == []
    gone = dateline("explain", "nosuch", "--as-of", moment)
    assert (gone.exit_code, f"has this id as of {moment}" in gone.stderr) == (2, True)


def test_explain_shows_the_pages_of_an_address_and_no_empty_cells(landed: Path) -> None:
    printed = dateline("explain", fact()).output
    assert "pages of its address" in printed
    assert "{}" not in printed


def test_changes_are_counted(copied: Path) -> None:
    (then,) = document("sql", "SELECT max(ended)::VARCHAR AS at FROM runs")
    moment = then["at"].replace(" ", "T").replace("+00", "+00:00")
    assert "0 changes" in dateline("changes", "--from", moment).output.splitlines()[-1]


def test_explain_shows_what_supports_each_part_of_an_event() -> None:
    evidence = {
        "event": {"probability": 0.93, "rules": True},
        "when_told": {"probability": 0.8, "rules": False},
        "place": {"probability": 0.7, "rules": False, "inherited": True, "words": "Hama", "start": 3, "end": 7},
        "date": {"rules": True, "inherited": False},
    }
    row = {"trigger": "attacked", "when_told": "new", "place": "Hama", "date_start": "2024-12-05"}
    assert parts_of_event(row | {"evidence": json.dumps(evidence)}) == [
        ["event", "attacked", 0.93, None, "yes"],
        ["when told", "new", 0.8, None, "no"],
        ["place", "Hama", 0.7, "yes", "no"],
        ["date", "2024-12-05", None, "no", "yes"],
    ]
    assert parts_of_event(row | {"evidence": None}) == []


def test_territory_has_its_columns(landed: Path) -> None:
    rows = json.loads(dateline("sql", "FROM territory_on(DATE '2024-12-06')", "--json").output)
    hama = next(row for row in rows if row["place"] == "Hama")
    assert {"place", "holder", "since", "status", "sentence"} <= set(hama)
    assert hama["since"] == "2024-12-05"


def test_dictionary_names_every_table() -> None:
    output = dateline("dictionary").output
    assert all(f"## {table}" in output for table in TABLES)
