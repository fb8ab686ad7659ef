"""The command `dateline brief`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.asking import dateline
from tests.flows.brief.conftest import first_night, landed
from warehouse import Lake


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one night."""
    home = tmp_path_factory.mktemp("home")
    landed(Lake.at(home), first_night())
    return home


@pytest.fixture
def home(printed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_HOME", str(printed))
    return printed


def test_a_span_without_facts_says_so_on_its_page(home: Path) -> None:
    result = dateline("brief", "--from", "2020-01-01", "--to", "2020-01-02", "--country", "SY")
    file = home / "briefs" / "2020-01-01_2020-01-02_country-SY.html"
    assert result.exit_code == 0
    assert f"Brief: {file}" in result.output.replace("\n", "")
    assert "The warehouse has no facts for the days" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--country", "Atlantis"), "Atlantis: no country"),
        (("--place", "Qwertz Junction"), "Qwertz Junction: no place"),
        (("--actor", "Nobody at all"), "Nobody at all: no actor"),
        (("--from", "2024-12-05", "--to", "2024-12-01"), "2024-12-05 is after 2024-12-01"),
        (("--from", "yesterday"), "yesterday: not a day"),
    ],
)
def test_what_does_not_exist_is_a_sentence_and_exit_code_2(home: Path, words: tuple[str, ...], sentence: str) -> None:
    result = dateline("brief", *words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not list(home.glob("briefs/*Atlantis*"))
