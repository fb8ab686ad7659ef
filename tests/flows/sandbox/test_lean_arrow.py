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


def test_duckdb_does_without_pandas_until_it_may_be_found() -> None:
    code = """
import sys, duckdb
from flows.sandbox.lean_arrow import find_pandas, without_pandas
with without_pandas():
    assert duckdb.execute("SELECT ?", ["Kassala"]).fetchall() == [("Kassala",)]
    assert "pandas" not in sys.modules
    find_pandas()
    import pandas
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_it_duckdb_imports_pandas() -> None:
    code = "import sys, duckdb; duckdb.execute('SELECT ?', ['Kassala']); sys.exit('pandas' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
