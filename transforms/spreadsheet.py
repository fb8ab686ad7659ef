"""Makes CSV cells safe for spreadsheets: formulas and terminal control characters become text."""

from __future__ import annotations

import re
from numbers import Number
from typing import Any

from transforms.printable import printable_lines

_RUN = re.compile(r"^(?=\t)|(?:^|(?<=[;\t\n]))(?=[\s\"]*[=+\-@＝＋－＠])")
"""Start of a formula: at the start of a cell, or after a separator at which some spreadsheets split cells."""


def safe(value: Any) -> Any:
    """A cell value that no spreadsheet evaluates: text that begins like a formula gets a leading apostrophe.

    Numbers and None stay unchanged.
    """
    if value is None or isinstance(value, Number):
        return value
    return _RUN.sub("'", printable_lines(str(value)))
