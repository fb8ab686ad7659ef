"""The data dictionary in the docs is complete and current."""

from __future__ import annotations

from pathlib import Path

from transforms.tables.schema import TABLES
from warehouse.asking.dictionary import dictionary
from warehouse.landing.tables import sql_files

DOCS = Path(__file__).resolve().parents[3] / "docs" / "data_dictionary.md"


def test_the_docs_have_the_dictionary_of_today() -> None:
    assert DOCS.read_text(encoding="utf-8").strip() == dictionary().strip(), "dateline dictionary"


def test_it_tells_every_table_view_and_macro() -> None:
    sections = {line.removeprefix("## ") for line in dictionary().splitlines() if line.startswith("## ")}
    assert sections >= set(TABLES) | {file.stem for file in sql_files("marts")} | {"corrected_events"}


def test_a_macro_tells_its_columns_and_an_example() -> None:
    section = dictionary().split("## territory_on\n")[1].split("\n## ")[0]
    assert "SELECT place, holder, since, status FROM territory_on(DATE '2024-12-06')" in section
    assert "| `holder` | VARCHAR |" in section
