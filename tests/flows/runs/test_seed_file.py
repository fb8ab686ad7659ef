"""Files of a home that commands add rows to and people edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.runs.seed_file import add, require_reason_and_name, rows

HEADER = ("fact_id", "reason", "at")


def test_rows_are_added_in_a_line_each_below_what_the_file_is_about(tmp_path: Path) -> None:
    file = tmp_path / "seeds" / "decisions.csv"
    add(file, HEADER, "What people decided.", [("a", "two\nlines, and a comma")])
    add(file, HEADER, "What people decided.", [("b", "again")])
    about, header, first, second = file.read_text().splitlines()
    assert (about, header) == ("# What people decided.", "fact_id,reason,at")
    assert first.startswith('a,"two lines, and a comma",')
    assert second.startswith("b,again,")


def test_rows_are_told_with_their_line_and_comments_and_header_are_none(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    assert list(rows(file, HEADER)) == []
    file.write_text('# about\nfact_id,reason,at\n\n# a note\na,"b, c",2024\n')
    assert list(rows(file, HEADER)) == [(f"{file}:5", ["a", "b, c", "2024"])]


@pytest.mark.parametrize(("reason", "by"), [("", "A. Desk"), ("the paper says nine", " ")])
def test_a_decision_needs_a_reason_and_a_name(reason: str, by: str) -> None:
    require_reason_and_name("the paper says nine", "A. Desk")
    with pytest.raises(ValueError, match="--reason … --by …"):
        require_reason_and_name(reason, by)
