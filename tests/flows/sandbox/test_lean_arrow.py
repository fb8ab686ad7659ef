"""Arrow without pandas where pages are cleaned and read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from flows.sandbox.bounded import bounded


def modules_with_arrow(items: Sequence[int], seconds: float) -> list[bool]:
    """Whether a worker that has made a column has pandas, and whether it may import it."""
    import pyarrow as arrow

    assert len(arrow.array(items)) == len(items)
    has_pandas = "pandas" in sys.modules
    import pandas

    return [has_pandas, pandas.Series(items).sum() == sum(items)]


def test_a_worker_has_no_pandas_until_somebody_imports_it() -> None:
    ((_, told),) = bounded(modules_with_arrow, [1, 2], 20)
    assert told == [False, True]


def test_without_it_arrow_imports_pandas() -> None:
    """Else the module is needed no more."""
    code = "import sys, pyarrow; pyarrow.array([1]); sys.exit('pandas' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
