"""The `dateline` command as a person types it: help, and mistakes in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest
from click import Context
from click.testing import CliRunner

from flows.cli.application import COMMANDS as MODULES
from flows.cli.application import Commands, app, day
from tests.flows.asking import dateline
from tests.flows.cli.conftest import STORY
from warehouse import Lake, LakeError, land

NOBODY = 65534
COMMANDS = (
    *("run", "backfill", "maintain", "serve", "reextract", "pages", "sql", "extract", "clean", "explain"),
    *("dictionary", "codebook", "sources", "link", "unlink", "changes", "search", "init", "status", "doctor", "brief"),
    *("correct", "check"),
)


def test_help_names_every_command() -> None:
    result = dateline("--help")
    assert result.exit_code == 0
    assert all(re.search(rf"\b{command}\b", result.output) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    assert dateline(command, "--help").exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
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
def test_a_mistake_is_one_sentence_exit_code_2_and_nothing_written(words: list[str], sentence: str, home: Path) -> None:
    result = dateline(*words)
    assert result.exit_code == 2
    assert sentence in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["sql", "SELECT 1", "--as-of", ""], "--as-of"),
        (["sql", "SELECT 1", "--as-of="], "--as-of"),
        (["export", "csv", "facts", "--from", ""], "--from"),
        (["export", "csv", "--json", ""], "an argument"),
        (["run", ""], "an argument"),
        (["sources", "add", ""], "an argument"),
    ],
)
def test_an_empty_word_is_not_taken_for_one_that_was_left_out(words: list[str], named: str, empty: Path) -> None:
    result = dateline(*words)
    assert result.exit_code == 2
    assert f"Error: {named} is empty" in result.output


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
    printed = dateline("sql", "SELECT 1")
    assert (printed.exit_code, printed.stderr.count("\n")) == (2, 1)
    assert "no folder; DATELINE_HOME names one" in printed.stderr


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
    ("words", "sentence"),
    [
        (["run", "{home}/story.txt"], "the warehouse cannot be written: Permission denied\n"),
        (["backfill", "--from", "2024-12-05"], "the warehouse cannot be written: Permission denied\n"),
        (["init", "{home}/desk"], ": Permission denied\n"),
    ],
    ids=["run", "backfill", "init"],
)
def test_a_home_that_may_not_be_written_is_one_sentence(words: list[str], sentence: str, barred: Path) -> None:
    printed = dateline(*(word.format(home=barred) for word in words))
    assert (printed.exit_code, printed.stderr.count("\n")) == (2, 1), printed.output
    assert printed.stderr.startswith(f"dateline: {barred}")
    assert printed.stderr.endswith(sentence)
    assert [file.name for file in barred.iterdir()] == ["story.txt"]


def test_an_env_file_that_is_no_text_is_named(home: Path) -> None:
    (home / ".env").write_bytes(b"DATELINE_CONTACT=\xff")
    printed = dateline("sql", "SELECT 1")
    assert (printed.exit_code, printed.stderr) == (2, f"dateline: {home / '.env'}: no text in UTF-8\n")


def test_a_closed_pipe_ends_it_quietly(empty: Path) -> None:
    words = [sys.executable, "-m", "flows.cli", "sql", "FROM range(1000000000000)", "--csv"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        assert asked.stdout
        assert asked.stderr
        assert asked.stdout.readline() == b"range\n"
        asked.stdout.close()
        assert asked.stderr.read() == b""


@pytest.mark.parametrize("words", [["run", "story.txt"], ["sql", "SELECT 1"]], ids=["run", "sql"])
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATELINE_CATALOG": "postgres:host=127.0.0.1 port=1 user=desk"}, "the warehouse cannot be reached"),
        ({"DATELINE_CATALOG": "postgres:password=hunter2"}, "PGPASSWORD"),
        ({"DATELINE_DATA": "ftp://news"}, "DATELINE_DATA"),
    ],
    ids=["unreachable", "password", "place"],
)
def test_a_lake_that_cannot_be_used_is_one_sentence_before_the_run_begins(
    words: list[str], variables: dict[str, str], sentence: str, home: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (home / "story.txt").write_text(STORY)
    monkeypatch.chdir(home)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = dateline(*words)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "hunter2" not in result.output
    assert len((result.output + "".join(capfd.readouterr())).strip().splitlines()) == 1
    assert [file.name for file in home.iterdir()] == ["story.txt"]


def test_a_catalog_of_a_newer_version_is_one_sentence_before_the_run_begins(
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


@pytest.mark.parametrize("text", ["2024-13-05", "5.12.2024", "Friday"])
def test_a_day_is_written_as_in_iso_8601(text: str) -> None:
    assert day("2024-12-05") == date(2024, 12, 5)
    with pytest.raises(ValueError, match=f"^{text}: not a day such as 2024-12-05"):
        day(text)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ValueError("a [bold]mistake[/bold]"), "a [bold]mistake[/bold]"),
        (LakeError("the warehouse is locked"), "the warehouse is locked"),
        (PermissionError(13, "Permission denied", "story.txt"), "story.txt: Permission denied"),
    ],
)
def test_an_error_of_the_user_is_one_sentence_and_exit_code_2(error: Exception, sentence: str) -> None:
    ended = CliRunner().invoke(raising(error))
    assert (ended.exit_code, ended.stderr) == (2, f"dateline: {sentence}\n")


def test_a_bug_is_not_taken_for_an_error_of_the_user() -> None:
    bug = KeyError("a bug")
    assert CliRunner().invoke(raising(bug)).exception is bug


def raising(error: Exception) -> Commands:
    """The application with no command, which fails instead."""

    def fail() -> None:
        raise error

    return Commands("dateline", invoke_without_command=True, callback=fail)


def test_every_command_is_found_by_its_name() -> None:
    """A command's module alone is imported if it is called, so each must be listed in `COMMANDS`."""
    assert app.get_command(Context(app), "none of them") is None
    found: dict[str, set[str]] = {}
    for name, command in app.commands.items():
        assert command.callback
        found.setdefault(command.callback.__module__.removeprefix("flows.cli.commands."), set()).add(name)
    assert found == {module: {*names} for module, names in MODULES.items()}


@pytest.mark.parametrize("words", [["--help"], [], ["--help", "sql"], ["sqll"]], ids=" ".join)
def test_help_and_unknown_names_know_all_commands(words: list[str]) -> None:
    code = "import sys; from flows.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    shown = done.stdout + done.stderr
    assert ("Did you mean 'sql'" in shown) if words == ["sqll"] else ("territory" in shown or "unlink" in shown)
