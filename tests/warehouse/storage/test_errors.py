"""Database errors in plain words."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse.storage.errors import one_line, plain, quoted, sql_list


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("IO Error: No space left on device", "the disk is full"),
        ('Failed to prepare query "SELECT 1": disk I/O error', "the disk cannot be read or written; it "
         "may be full"),
        ("attempt to write a readonly database", "there is no permission to write there"),
        ("file is not a database", "the catalog is no SQLite database, or is damaged: `dateline restore` brings it "
         "back from a copy"),
        ("No snapshot found at timestamp 2024-12-06 02:00:00+00", "nothing had landed by 2024-12-06 02:00:00+00; name "
         "a later moment"),
        ("catalog version is 0.1, but the extension requires version 0.3. Upgrade", "it is of DuckLake format 0.1, and "
         "this Dateline knows 0.3"),
    ],
)  # fmt: skip
def test_what_is_known_is_a_sentence(error: str, sentence: str) -> None:
    assert plain(Exception(error)) == sentence


def test_what_is_not_known_is_said_in_one_line_without_the_statement() -> None:
    error = Exception("Binder Error:\n  no column foo\n\nLINE 1: SELECT foo\n        ^")
    assert one_line(error) == plain(error) == "Binder Error: no column foo"


def test_a_literal_ends_where_it_should() -> None:
    assert quoted("Hay'at") == "'Hay''at'"
    assert sql_list([date(2024, 12, 6), "Hay'at"]) == "'2024-12-06', 'Hay''at'"
    assert sql_list([]) == "NULL"
