"""Cells that no spreadsheet evaluates as formulas."""

from __future__ import annotations

import pytest

from transforms.spreadsheet import safe


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2", "@SUM(A1)", "＝1", ' "=1+1', "\t=1"])
def test_what_begins_like_a_formula_is_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}" or safe(cell).replace("'", "") == cell


def test_a_formula_after_a_separator_is_text() -> None:
    assert safe("Hama;=1+1") == "Hama;'=1+1"


@pytest.mark.parametrize("cell", [None, 12, -2.5, True, "Hama", "12 - 15 killed"])
def test_other_cells_stay(cell: object) -> None:
    assert safe(cell) == cell


def test_a_control_character_is_written_out() -> None:
    assert safe("\x1b[2J") == "\\x1b[2J"
