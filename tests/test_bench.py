"""The bench refuses what it cannot measure in one sentence, and tells what it measures before it does."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from tests import bench
from tests.bench import Bench, Row, main, rows, unpack_pages


def made(bench_inputs: Bench) -> dict[str, Row]:
    return {
        f"twice of {bench_inputs.count} / once": (2.0, lambda: 2.0, lambda: 1.0),
        "cleaning / its floor": (None, lambda: 9.0, lambda: 3.0),
    }


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "rows", made)


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", *words])
    main()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--only", "nonsense"], "no row has 'nonsense' in its name"),
        (["--pages", "/nowhere"], "--pages /nowhere: there is no folder with *.html"),
        (["--pairs", "0"], "argument --pairs: invalid positive value: '0'"),
        (["--count", "-3"], "argument --count: invalid positive value: '-3'"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    monkeypatch: pytest.MonkeyPatch, few_rows: None, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, *words)
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.err.endswith(f"{reason}\n")
    assert told.out == ""


def test_a_row_is_told_before_it_is_measured(
    monkeypatch: pytest.MonkeyPatch, few_rows: None, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--only", "twice", "--count", "7", "--pairs", "1")
    told = capsys.readouterr()
    assert told.err == "measuring twice of 7 / once …\n"
    assert told.out.splitlines()[-1] == "| twice of 7 / once | 2.00 | 2.00 – 2.00 | ≤ 2 | yes |"


def test_a_floor_has_no_aim(
    monkeypatch: pytest.MonkeyPatch, few_rows: None, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--only", "floor", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "what": "cleaning / its floor", "ratio": 3.0, "least": 3.0, "most": 3.0, "aim": None,
    }  # fmt: skip


def test_the_rows_name_their_number_of_pages(tmp_path: Path) -> None:
    names = [name for name in rows(Bench(tmp_path, 7)) if "7" in name]
    assert any("functions alone" in name for name in names)


def test_pages_of_several_folders_are_unpacked_into_one(tmp_path: Path) -> None:
    for name, body in (("b/two.html.gz", gzip.compress(b"<p>2")), ("a/deep/one.html", b"<p>1"), ("a/meta.info", b"")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    (into := tmp_path / "into").mkdir()
    files = unpack_pages([tmp_path / "b", tmp_path / "a"], into)
    assert [file.read_bytes() for file in files] == [b"<p>2", b"<p>1"]
    assert sorted(into.iterdir()) == files


def test_rows_of_real_pages_are_skipped_without_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(bench, "SHARED", tmp_path)
    run(monkeypatch, "--only", "mixed wire", "--pairs", "1", "--json")
    told = capsys.readouterr()
    assert told.out == ""
    skipped = [line for line in told.err.splitlines() if line.startswith("skipped")]
    assert skipped == [f"skipped: there is no {tmp_path}/data/wcxb"] * 2


def test_a_command_gets_no_settings_and_may_keep_what_it_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("DATELINE_BATCH", "7")
    given = bench.environment(DATELINE_DELAY="0")
    assert "PYTHONDONTWRITEBYTECODE" not in given
    assert {name for name in given if name.startswith("DATELINE_")} == {"DATELINE_DELAY"}
