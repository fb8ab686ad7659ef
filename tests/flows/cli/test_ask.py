"""Commands that query the warehouse: they import only what a query needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from warehouse import Lake

LOADED = "import sys; from flows.cli import app; app(sys.argv[1:], standalone_mode=False); print([*sys.modules])"


def test_a_question_does_not_wait_for_what_others_need(made: Lake) -> None:
    command = [sys.executable, "-c", LOADED, "sql", "SELECT count(*) AS n FROM events", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=True)
    assert '[\n {"n": 0}\n]' in done.stdout
    loaded = set(done.stdout.splitlines()[-1].split("'"))
    assert {"duckdb", "pyarrow"} <= loaded
    others = {"pandas", "pyarrow.dataset", "httpx", "filelock", "prefect", "spacy", "trafilatura"}
    assert loaded & others == set()
