"""The commands `extract` and `clean`: lines of JSON on standard output, and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.asking import dateline
from tests.flows.cli.conftest import STORY

GOOD = json.dumps({"id": "good", "text": STORY}).encode()


@pytest.mark.attack("dateline extract is given a folder, a pipe, a device")
def test_what_is_no_file_is_refused_in_one_sentence(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    for place in (tmp_path, tmp_path / "pipe.jsonl", Path("/dev/zero")):
        result = dateline("extract", str(place))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"dateline: {place}: cannot be read: it is ")
        assert result.stderr.count("\n") == 1
    outcome("one sentence, exit code 2")


def test_the_exit_code_is_1_where_a_line_was_bad_and_2_where_nothing_could_be_read(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    for content, code in ((GOOD, 0), (GOOD + b"\nx\n", 1)):
        file.write_bytes(content)
        result = dateline("extract", str(file))
        assert result.exit_code == code
        assert [set(json.loads(line)) for line in result.stdout.splitlines()][1:] == [{"id", "error"}] * code
    assert dateline("extract", str(tmp_path / "nowhere")).exit_code == 2


@pytest.mark.attack("the reader of dateline extract goes away")
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path, outcome: Callable[[str], None]) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"x\n" * 200_000)
    command = [sys.executable, "-m", "flows.cli", "extract", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert json.loads(running.stdout.readline())["id"] == "1"
        running.stdout.close()
        assert running.stderr.read() == b""
    outcome("it ends without a word")
