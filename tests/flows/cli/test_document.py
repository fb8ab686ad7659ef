"""The JSON output of every command, for a warehouse with one story."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.flows.asking import dateline
from transforms.tables.schema import EXTRACTOR

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"
DAY = "2024-12-05"


def document(*words: str, code: int = 0) -> Any:
    """The one document on standard output."""
    result = dateline(*words, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A home with one landed story, and what the run said."""
    home = tmp_path_factory.mktemp("night")
    (home / "story.txt").write_text(STORY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_HOME", str(home))
        patch.setenv("DATELINE_BRIEF", "false")
        return home, dateline("--quiet", "run", str(home / "story.txt"), "--json")


@pytest.fixture
def landed(night: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch) -> Path:
    """That home, for tests that do not change its rows."""
    monkeypatch.setenv("DATELINE_HOME", str(night[0]))
    return night[0]


def test_a_run_gives_its_account_and_quiet_no_log(night: tuple[Path, Result]) -> None:
    home, said = night
    assert (said.exit_code, said.stderr) == (0, "")
    run = json.loads(said.stdout)
    assert (run["discovered"], run["landed"], run["unchanged"], run["rejected"]) == (1, 1, 0, 0)
    assert run["parameters"] == {"sources": [], "places": [str(home / "story.txt")]}
    assert (run["versions"]["extractor"], run["facts"]["figures"], run["wrong"]) == (EXTRACTOR, 1, None)
    assert (run["warehouse"], run["brief"]) == (f"{home}/warehouse/data/files/", None)


def fact(table: str = "figures") -> str:
    (row, *_) = document("sql", f"SELECT fact_id FROM {table} ORDER BY ALL")  # noqa: S608
    return str(row["fact_id"])


@pytest.mark.usefixtures("landed")
@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["check"], lambda told: told["broken"] == []),
        (["search", "Hama"], lambda told: [each["published_date"] for each in told] == [DAY]),
        (["sources"], lambda told: {"name": "wire", "kind": "Wire"} in told),
        (["status"], lambda told: told["articles"] == 1),
        (["maintain"], lambda told: {"merged", "into", "expired", "cleaned", "orphaned", "purged"} == set(told)),
        (["backup"], lambda told: Path(told["path"]).stem == told["name"]),
        (["restore", "--list"], lambda told: told[-1]["name"] == "latest"),
        (["restore"], lambda told: told["copy"] is None and told["rows"]["articles"] == 1),
        (["reextract", "--from", DAY, "--to", DAY], lambda told: (told["flow"], told["unchanged"]) == ("reextract", 1)),
        (
            ["backfill", "--from", DAY, "--mode", "reextract", "--dry-run"],
            lambda told: (told["dry_run"], told["wrong"]) == (True, None)
            and told["changes"] == [{"table": "runs", "added": 1, "changed": 0, "withdrawn": 0}]
            and told["days"] == [{"day": DAY, "state": "Completed", "changes": told["changes"]}],
        ),
    ],
    ids=lambda value: "-".join(value[:2]) if isinstance(value, list) else "",
)  # fmt: skip
def test_an_answer_is_one_document(words: list[str], holds: Callable[[Any], bool]) -> None:
    told = document(*words)
    assert holds(told), told


@pytest.mark.usefixtures("landed")
def test_changes_are_one_document_also_where_there_are_none() -> None:
    assert document("changes", "--from", datetime.now(UTC).isoformat()) == []


@pytest.mark.usefixtures("landed")
def test_evidence_is_one_document() -> None:
    told = document("explain", fact())
    assert (told["table"], told["row"]["low"]) == ("figures", 12)
    assert "12 soldiers were killed" in told["row"]["sentence"]


@pytest.mark.usefixtures("landed")
def test_what_was_written_is_one_document(tmp_path: Path) -> None:
    (written,) = document("export", "csv", str(tmp_path / "figures.csv"), "--table", "figures")
    assert written == {"file": str(tmp_path / "figures.csv"), "rows": 1}
    copy = document("publish", str(tmp_path / "copy"))
    assert (copy["folder"], copy["rows"]["figures"]) == (str(tmp_path / "copy"), 1)
    pages = document("pages", "export", str(tmp_path / "pages.warc.gz"))
    assert pages == {"file": str(tmp_path / "pages.warc.gz"), "responses": 1}


def test_a_decision_is_one_document(night: tuple[Path, Result], home: Path) -> None:
    shutil.copytree(night[0], home, dirs_exist_ok=True)
    words = ("--reason", "misread", "--by", "the desk")
    told = document("correct", fact(), "--set", "low=13", "--set", "high=13", *words)
    assert (told["set"], told["wrong"], told["by"]) == (["low=13", "high=13"], False, "the desk")


@pytest.mark.usefixtures("landed")
def test_a_mistake_leaves_standard_output_empty() -> None:
    told = dateline("explain", "no-such-fact", "--json")
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("dateline: no-such-fact: ")


@pytest.mark.parametrize("words", [["run"], ["run", "--source", "desk"]], ids=["every", "named"])
def test_a_run_whose_only_source_failed_ends_with_2_and_says_so(words: list[str], home: Path) -> None:
    (home / "seeds").mkdir()
    source = '[[source]]\nname = "desk"\nkind = "feed"\nurl = "http://127.0.0.1:9/feed"\n'
    (home / "seeds" / "sources.toml").write_text(source)
    told = dateline(*words, "--json")
    run = json.loads(told.stdout)
    assert (told.exit_code, run["landed"], run["rejected"]) == (2, 0, 1)
    assert run["wrong"].startswith("nothing came of 1 of 1 sources. desk: ")
    assert f"dateline: {run['wrong']}" in told.stderr
