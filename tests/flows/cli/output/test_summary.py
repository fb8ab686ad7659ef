"""Tables and accounts at a terminal."""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from flows.cli.output.summary import (
    SUMMARY,
    WHOLE,
    answer,
    as_text,
    command,
    counted,
    grid,
    show_account,
    show_rest,
)
from tests.flows.sandbox.test_terminal import ALL, RAW, TITLE
from transforms.tables.schema import Run
from warehouse import Lake, land, query

START = datetime(2024, 12, 6, 2, tzinfo=UTC)
RUN = Run(
    run_id="a", flow="nightly", parameters="{}", versions="{}", started=START, ended=START,
    discovered=6, landed=3, unchanged=2, rejected=1,
)  # fmt: skip


def test_control_characters_are_shown_on_a_narrow_terminal_as_well() -> None:
    console = Console(file=(file := io.StringIO()), width=20)
    answer(console, [f"a{TITLE}", "b", "c"], [[ALL, TITLE, "x"]])
    assert not RAW.search(file.getvalue())


def test_rows_that_do_not_fit_are_blocks() -> None:
    shown = {}
    for width in (20, 60):
        console = Console(file=(file := io.StringIO()), width=width)
        answer(console, ["place", "holder", "since"], [["Hama", "HTS", "5 Dec"], ["Homs", None, "7 Dec"]])
        shown[width] = re.findall(r"\w+(?: \w+)*", file.getvalue())
    assert shown[60] == ["place", "holder", "since", "Hama", "HTS", "5 Dec", "Homs", "7 Dec"]
    assert shown[20] == [
        "row 1", "place", "Hama", "holder", "HTS", "since", "5 Dec",
        "row 2", "place", "Homs", "holder", "since", "7 Dec",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "is_table"), [(66, True), (58, False)])
def test_no_day_and_no_name_is_cut_by_the_columns_of_a_table(width: int, is_table: bool) -> None:
    console = Console(file=(file := io.StringIO()), width=width)
    cells = ["2024-12-05", "1c02ac2b74ad5ba1", "Maarat al-Numan", "https://outlet.example/news/a-very-long-address"]
    answer(console, ["day", "fact_id", "place", "url"], [cells])
    assert ("row 1" not in file.getvalue()) == is_table
    assert all(cell in file.getvalue() for cell in cells[:2])


def test_a_cell_is_text_and_never_markup() -> None:
    console = Console(file=(file := io.StringIO()), width=60)
    console.print(grid(["[red]a[/red]"], [["[bold]x[/bold]"], [0]], title="[b]what[/b]"))
    assert all(text in file.getvalue() for text in ("[red]a[/red]", "[bold]x[/bold]", " 0 ", "[b]what[/b]"))


def test_lists_and_objects_are_shown_as_json() -> None:
    shown = [as_text(cell) for cell in (["5–: The Ridge", 'a "b"'], {"day": START.date()}, None, False, "a")]
    assert shown == ['["5–: The Ridge", "a \\"b\\""]', '{"day": "2024-12-06"}', "", "False", "a"]


def test_a_number_has_its_noun() -> None:
    assert [counted(count, "pair") for count in (0, 1, 2)] == ["0 pairs", "1 pair", "2 pairs"]


def test_the_account_adds_up_in_one_line() -> None:
    console = Console(file=(file := io.StringIO()), width=80)
    show_account(RUN, console)
    assert file.getvalue() == "6 documents = 3 landed + 2 unchanged + 1 rejected\n"


def test_rows_that_are_not_shown_are_counted_with_the_command_that_shows_them() -> None:
    console = Console(file=(file := io.StringIO()), width=200)
    show_rest(0, "2_figures", console)
    show_rest(3, "1_incidents", console)
    assert file.getvalue().startswith("3 more; ")
    assert file.getvalue().endswith('sql "FROM incidents"\n')


def test_each_table_of_the_summary_has_a_query_of_all_its_rows_that_can_be_asked(tmp_path: Path) -> None:
    assert WHOLE.keys() == {file.stem for file in SUMMARY.glob("*.sql")}
    lake = Lake.at(tmp_path)
    land(lake, {})
    assert [query(lake, sql).num_rows for sql in WHOLE.values()] == [0] * len(WHOLE)


@pytest.mark.parametrize(
    ("program", "words"), [("flows/cli/__main__.py", "python -m flows.cli"), ("no/such/dateline", "dateline")]
)
def test_the_next_command_is_written_as_this_one_was_called(
    program: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [program])
    assert command() == words
