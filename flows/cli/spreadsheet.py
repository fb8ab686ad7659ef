"""Cells for a spreadsheet: what it would run as a formula, or what would steer a terminal, is text in it."""

from __future__ import annotations

import re
from numbers import Number
from typing import Any

from transforms.printable import printable_lines

_RUN = re.compile(r"^(?=\t)|(?:^|(?<=[;\t\n]))(?=[\s\"]*[=+\-@＝＋－＠])")
"""Where a formula begins: at the start of a cell, or after what another spreadsheet takes for the end of one."""


def safe(value: Any) -> Any:
    """A value as a cell that no spreadsheet runs: an apostrophe goes before text that begins as a formula does.

    Numbers, days and nothing stay as they are.
    """
    if value is None or isinstance(value, Number):
        return value
    return _RUN.sub("'", printable_lines(str(value)))
