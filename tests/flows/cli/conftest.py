"""Commands as they are typed, and homes with one landed story."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.flows.asking import dateline

STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"


def document(*words: str, code: int = 0) -> Any:
    """The one document on standard output."""
    result = dateline(*words, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def fact(table: str = "figures") -> str:
    """The id of a fact of the home."""
    (row, *_) = document("sql", f"SELECT fact_id FROM {table} ORDER BY ALL")  # noqa: S608
    return str(row["fact_id"])


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CompletedProcess[str]]:
    """A home with one landed story, and the output of the run, which has a process of its own."""
    home = tmp_path_factory.mktemp("night")
    (home / "story.txt").write_text(STORY)
    own = {"DATELINE_HOME": str(home), "DATELINE_BRIEF": "false", "PREFECT_API_URL": ""}
    command = [sys.executable, "-m", "flows.cli", "--quiet", "run", str(home / "story.txt"), "--json"]
    return home, subprocess.run(command, env=os.environ | own, capture_output=True, text=True)


@pytest.fixture
def landed(night: tuple[Path, CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """That home as DATELINE_HOME, for tests that do not change its rows."""
    monkeypatch.setenv("DATELINE_HOME", str(night[0]))
    return night[0]


@pytest.fixture
def copied(night: tuple[Path, CompletedProcess[str]], home: Path) -> Path:
    """A copy of it as DATELINE_HOME, for tests that write."""
    shutil.copytree(night[0], home, dirs_exist_ok=True)
    return home


@pytest.fixture
def empty(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose lake has no rows, for tests that only read."""
    monkeypatch.setenv("DATELINE_HOME", str(empty_home))
    return empty_home
