"""Runs every attack in the tests, end to end on loopback, and prints the outcomes as a table.

`python -m tests.attack` runs the tests marked `attack` and prints a row for each: the attack, its outcome, and whether
Dateline held or broke. The exit code is 1 if Dateline broke, if an attack could not be tried, or if there are too few.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

FEWEST = 60
HELD, BROKE, UNTRIED = "held", "broke", "not tried"


class Account:
    """A pytest plugin that records each attack: its name, its outcome, and whether Dateline held or broke."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        properties = dict(report.user_properties)
        if report.when != "call" and report.passed:
            return
        result = HELD if report.passed else UNTRIED if report.skipped else BROKE
        outcome = str(properties.get("outcome", "")) if report.passed else _why(report)
        self.rows[report.nodeid] = (str(properties.get("attack", report.nodeid)), outcome, result)


def main(arguments: Sequence[str]) -> int:
    """Run the attacks, only those of the given files if any are given; 0 if Dateline held against all."""
    account = Account()
    options = ["-m", "attack", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "--tb=short"]
    pytest.main([*options, *arguments], plugins=[account])
    rows = sorted(account.rows.items())
    table = Table("attack", "what came of it", "", title_justify="left", header_style="bold")
    for _, row in rows:
        table.add_row(*map(Text, row))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    counts = {result: sum(row[2] == result for _, row in rows) for result in (HELD, BROKE, UNTRIED)}
    print(f"{len(rows)} attacks: {', '.join(f'{count} {result}' for result, count in counts.items())}")
    few = not arguments and len(rows) < FEWEST
    return int(few or counts[HELD] < len(rows))


def _why(report: pytest.TestReport) -> str:
    """The last line of the reason why a test failed or was skipped."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    return str(reason).strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
