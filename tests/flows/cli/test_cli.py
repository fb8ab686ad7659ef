"""The `dateline` command as a person types it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.flows.asking import dateline
from transforms.tables.schema import TABLES
from warehouse import Lake, land

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"
NOBODY = 65534
COMMANDS = (
    *("run", "backfill", "maintain", "serve", "reextract", "pages", "sql", "extract", "clean", "explain"),
    *("dictionary", "codebook", "sources", "link", "unlink", "changes", "search", "init", "status", "doctor", "brief"),
    *("correct", "check"),
)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one landed story, shared by all tests of this file."""
    home = tmp_path_factory.mktemp("night")
    (home / "story.txt").write_text(STORY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_HOME", str(home))
        result = dateline("run", str(home / "story.txt"))
    assert result.exit_code == 0, result.output
    return home


@pytest.fixture
def landed(night: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That home as DATELINE_HOME, for tests that only read."""
    monkeypatch.setenv("DATELINE_HOME", str(night))
    return night


@pytest.fixture
def copied(night: Path, home: Path) -> Path:
    """A copy of it as DATELINE_HOME, for tests that write."""
    shutil.copytree(night, home, dirs_exist_ok=True)
    return home


def test_help_names_every_command() -> None:
    result = dateline("--help")
    assert result.exit_code == 0
    assert all(re.search(rf"\b{command}\b", result.output) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    assert dateline(command, "--help").exit_code == 0


def test_sql_answers_as_table_json_and_csv(landed: Path) -> None:
    sql = "SELECT measure, low FROM figures WHERE measure = 'killed'"
    assert re.search(r"killed.*12", dateline("sql", sql).output)
    assert json.loads(dateline("sql", sql, "--json").output) == [{"measure": "killed", "low": 12}]
    assert dateline("sql", sql, "--csv").output == "measure,low\nkilled,12\n"


def test_territory_has_its_columns(landed: Path) -> None:
    rows = json.loads(dateline("sql", "FROM territory_on(DATE '2024-12-06')", "--json").output)
    hama = next(row for row in rows if row["place"] == "Hama")
    assert {"place", "holder", "since", "status", "sentence"} <= set(hama)
    assert hama["since"] == "2024-12-05"


def test_explain_leads_back_to_the_sentence(landed: Path) -> None:
    (row,) = json.loads(dateline("sql", "SELECT fact_id FROM figures", "--json").output)
    result = dateline("explain", row["fact_id"])
    assert result.exit_code == 0
    assert "12 soldiers were killed" in result.output


def test_run_says_what_was_learned_and_where_it_lies(night: Path, copied: Path) -> None:
    again = dateline("run", str(night / "story.txt"))
    assert "1 documents = 0 landed + 1 unchanged + 0 rejected" in again.output
    assert "warehouse" in again.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--source", "no-such-source"], "no-such-source"),
        (["run", "no/such/path"], "no/such/path"),
        (["run", "ftp://example.org/feed"], "ftp://example.org/feed"),
        (["sql", "SELECT 1"], "dateline run"),
        (["extract", "no/such/file"], "no/such/file"),
        (["explain", "0"], "dateline run"),
        (["reextract", "--from", "2024-12-05", "--to", "2024-12-06"], "dateline run"),
        (["reextract", "--from", "2024-12-06", "--to", "2024-12-05"], "2024-12-06 is after 2024-12-05"),
        (["reextract", "--from", "Friday", "--to", "2024-12-05"], "Friday"),
        (["pages", "export", "no/such/folder/x.warc.gz"], "no/such/folder"),
        (["pages", "export", "--from", "5.12.", "x.warc.gz"], "5.12."),
    ],
    ids=[
        "source",
        "path",
        "scheme",
        "no-warehouse",
        "file",
        "no-warehouse-to-explain",
        "no-warehouse-to-read-again",
        "days",
        "day",
        "folder",
        "export-day",
    ],
)
def test_a_mistake_is_one_sentence_exit_code_2_and_nothing_written(words: list[str], said: str, home: Path) -> None:
    result = dateline(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "sql", ["DROP TABLE events", "SELEC 1", "SELECT 1; SELECT 2", "COPY events TO 'x.csv'"], ids=str
)
def test_sql_reads_only(sql: str, landed: Path) -> None:
    result = dateline("sql", sql)
    assert result.exit_code == 2
    assert not Path("x.csv").exists()


@pytest.fixture
def empty(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose lake has no rows, for tests that only read."""
    monkeypatch.setenv("DATELINE_HOME", str(empty_home))
    return empty_home


def test_a_table_has_a_thousand_rows_and_says_that_there_are_more(empty: Path) -> None:
    told = dateline("sql", "FROM range(1001)")
    assert told.exit_code == 0
    assert "1000 rows\n" in told.stdout
    assert told.stderr == "dateline: there are more rows; --rows 0 prints all of them\n"
    for words, rows in (((), 1000), (("--rows", "0"), 1001), (("--rows", "7"), 7)):
        assert f"{rows} rows" in dateline("sql", f"FROM range({max(rows, 8)})", *words).stdout


def test_programs_get_every_row(empty: Path) -> None:
    assert dateline("sql", "FROM range(20000)", "--csv").output.splitlines()[-1] == "19999"
    assert len(json.loads(dateline("sql", "FROM range(20000)", "--json").output)) == 20000
    assert json.loads(dateline("sql", "FROM events", "--json").output) == []
    cut = dateline("sql", "FROM range(20000)", "--json", "--rows", "2")
    assert json.loads(cut.stdout) == [{"range": 0}, {"range": 1}]
    assert "--rows 0" in cut.stderr


def test_json_keeps_values_as_they_are(empty: Path) -> None:
    sql = """
        SELECT sum(12) AS whole, 1.5 AS exact, 12345678901234567890.12 AS long, 'nan'::DOUBLE AS nan,
            INTERVAL '1 month 3 days 4.5 seconds' AS span, {'a': [1.25, 'inf'::DOUBLE], 'b': NULL} AS nested,
            '\\xFF'::BLOB AS bytes, DATE '2024-12-05' AS day, true AS sure
    """
    (row,) = json.loads(dateline("sql", sql, "--json").output)
    assert row == {
        "whole": 12, "exact": 1.5, "long": "12345678901234567890.12", "nan": "nan", "span": "P1M3DT4.5S",
        "nested": {"a": [1.25, "inf"], "b": None}, "bytes": "\\xff", "day": "2024-12-05", "sure": True,
    }  # fmt: skip


def test_json_loses_no_column_of_the_same_name(empty: Path) -> None:
    sql = "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a"
    told = dateline("sql", sql, "--json").output
    assert json.loads(told) == [{"a": 1, "a_2": 2, "a_1": 3, "a_3": 4}]


def test_cells_hold_lists_and_structs_as_json(empty: Path) -> None:
    sql = "SELECT [DATE '2024-12-05'] AS d, {'a': 1.5, 'b': NULL} AS told, INTERVAL '3 days' AS span, '\\xFF'::BLOB b"
    told = list(csv.reader(dateline("sql", sql, "--csv").output.splitlines()))
    assert told == [["d", "told", "span", "b"], ['["2024-12-05"]', '{"a": 1.5, "b": null}', "P0M3DT0S", "\\xff"]]
    assert '["2024-12-05"]' in dateline("sql", sql).output


@pytest.mark.attack("an answer is written to a disk that is full")
def test_a_full_disk_is_one_sentence(empty: Path, outcome: Callable[[str], None]) -> None:
    words = [sys.executable, "-m", "flows.cli", "sql", "FROM range(100000)", "--csv"]
    with Path("/dev/full").open("wb") as full:
        asked = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True)
    assert asked.stderr == "dateline: No space left on device\n"
    assert asked.returncode == 2
    outcome(asked.stderr.strip())


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_home_that_is_no_folder_is_one_sentence(place: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setenv("DATELINE_HOME", str(home / place))
    told = dateline("sql", "SELECT 1")
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "no folder; DATELINE_HOME names one" in told.stderr


@pytest.fixture
def barred(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that the user of the test may not write to; root switches to the user nobody."""
    folder = Path(mkdtemp(prefix="dateline-"))  # a folder that `nobody` can reach: only root can reach those of pytest
    (folder / "story.txt").write_text(STORY)
    monkeypatch.setenv("DATELINE_HOME", str(folder))
    import flows.backfill  # noqa: F401 - nobody may not be allowed to read the code

    dateline("status")

    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder / "story.txt", NOBODY, -1)
        os.chown(folder, NOBODY, -1)
    folder.chmod(0o555)
    if is_root:
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "{home}/story.txt"], "the warehouse cannot be written: Permission denied\n"),
        (["backfill", "--from", "2024-12-05"], "the warehouse cannot be written: Permission denied\n"),
        (["init", "{home}/desk"], ": Permission denied\n"),
    ],
    ids=["run", "backfill", "init"],
)
def test_a_home_that_may_not_be_written_is_one_sentence(words: list[str], said: str, barred: Path) -> None:
    told = dateline(*(word.format(home=barred) for word in words))
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1), told.output
    assert told.stderr.startswith(f"dateline: {barred}")
    assert told.stderr.endswith(said)
    assert [file.name for file in barred.iterdir()] == ["story.txt"]


def test_an_env_file_that_is_no_text_is_named(home: Path) -> None:
    (home / ".env").write_bytes(b"DATELINE_CONTACT=\xff")
    told = dateline("sql", "SELECT 1")
    assert (told.exit_code, told.stderr) == (2, f"dateline: {home / '.env'}: no text in UTF-8\n")


@pytest.mark.attack("ask for a billion rows at a terminal")
def test_a_billion_rows_are_cut_and_said_so(empty: Path, outcome: Callable[[str], None]) -> None:
    told = dateline("sql", "FROM range(1000000000)")
    assert (told.exit_code, "1000 rows" in told.stdout) == (0, True)
    outcome(told.stderr.strip())


def test_a_closed_pipe_ends_it_quietly(empty: Path) -> None:
    words = [sys.executable, "-m", "flows.cli", "sql", "FROM range(1000000000000)", "--csv"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        assert asked.stdout
        assert asked.stderr
        assert asked.stdout.readline() == b"range\n"
        asked.stdout.close()
        assert asked.stderr.read() == b""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["SELECT count(*) FROM range(1000000000000) t(x) WHERE x % 7 = 8", "--timeout", "0.5"], "--timeout"),
        (["SELECT list(x) FROM range(1000000000) t(x)", "--memory", "200MB"], "--memory"),
        (["SELECT 1", "--temp", "lots"], "--temp lots: not a size"),
        (["SELECT 1", "--memory", "-1"], "--memory -1: not a size"),
        (["FROM read_text('x')"], "read_text is not for questions"),
    ],
    ids=["time", "memory", "size", "no-size", "function"],
)
def test_a_limit_or_refusal_is_one_sentence_and_exit_code_2(words: list[str], said: str, empty: Path) -> None:
    told = dateline("sql", *words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1


def test_pages_are_exported_and_read_again(copied: Path) -> None:
    file = copied / "pages.warc.gz"
    assert "1 responses written" in dateline("pages", "export", str(file)).output
    assert [path.name for path in copied.glob("pages*")] == ["pages.warc.gz"]
    told = dateline("reextract", "--from", "2024-01-01", "--to", "2999-12-31")
    assert "1 documents = 0 landed + 1 unchanged + 0 rejected" in told.output


def test_dictionary_names_every_table() -> None:
    output = dateline("dictionary").output
    assert all(f"## {table}" in output for table in TABLES)


def test_a_line_without_text_is_named_before_the_run_begins(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (home / "in.jsonl").write_text('{"id": "x"}\n')
    result = dateline("run", str(home / "in.jsonl"))
    assert result.exit_code == 2
    assert "in.jsonl:1: " in result.output
    assert "Traceback" not in result.output + "".join(capfd.readouterr())
    assert [file.name for file in home.iterdir()] == ["in.jsonl"]


@pytest.mark.parametrize("words", [["run", "story.txt"], ["sql", "SELECT 1"]], ids=["run", "sql"])
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DATELINE_CATALOG": "postgres:host=127.0.0.1 port=1 user=desk"}, "the warehouse cannot be reached"),
        ({"DATELINE_CATALOG": "postgres:password=hunter2"}, "PGPASSWORD"),
        ({"DATELINE_DATA": "ftp://news"}, "DATELINE_DATA"),
    ],
    ids=["unreachable", "password", "place"],
)
def test_a_lake_that_cannot_be_used_is_one_sentence_before_the_run_begins(
    words: list[str], variables: dict[str, str], said: str, home: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (home / "story.txt").write_text(STORY)
    monkeypatch.chdir(home)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = dateline(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert "hunter2" not in result.output
    assert len((result.output + "".join(capfd.readouterr())).strip().splitlines()) == 1
    assert [file.name for file in home.iterdir()] == ["story.txt"]


def test_a_catalogue_of_a_newer_version_is_one_sentence_before_the_run_begins(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (home / "story.txt").write_text(STORY)
    land(Lake.at(home), {})
    catalog = Lake.at(home).catalog_file
    assert catalog
    with closing(sqlite3.connect(catalog)) as opened, opened:
        opened.execute("UPDATE ducklake_metadata SET value = '9.1' WHERE key = 'version'")
    result = dateline("run", str(home / "story.txt"))
    assert result.exit_code == 2
    assert "DuckLake format 9.1" in result.output
    assert len((result.output + "".join(capfd.readouterr())).strip().splitlines()) == 1
