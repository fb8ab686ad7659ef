"""The lake of the home is found without loading the settings if nothing is set."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.lakes import lake
from flows.settings import SettingsError, settings
from transforms.seeds import SeedError, lay_over


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, and no other setting."""

    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("line", ["", "# DATELINE_CATALOG=\n", "DATELINE_CATALOG=sqlite:/elsewhere/catalog\n"])
def test_the_lake_is_that_of_the_settings(line: str, bare: Path) -> None:
    (bare / ".env").write_text(line)
    assert lake() == settings().lake
    assert ("elsewhere" in lake().catalog) == line.startswith("DATELINE")


def test_a_variable_moves_the_lake(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("dateline_data", str(bare / "files"))
    assert lake() == settings().lake
    assert lake().data == f"{bare / 'files'}/"


@pytest.mark.parametrize(("name", "value"), [("DATELINE_DELAY", "soon"), ("DATELINE_DELEY", "1")])
def test_a_wrong_setting_is_reported(name: str, value: str, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        lake()


def test_a_wrong_row_of_the_home_is_reported(bare: Path) -> None:
    seeds = bare / "seeds"
    seeds.mkdir()
    (seeds / "words.csv").write_text("list,words\nno_such_list,word\n")
    lay_over(seeds)
    try:
        with pytest.raises(SeedError, match="no_such_list"):
            lake()
    finally:
        lay_over(bare / "none")
