"""Prefect's database, created once per test run and then copied, because its migrations are slow."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

SHARED = "DATELINE__TESTS_SHARED"
"""Environment variable with the folder shared by all processes of a test run."""


def prepared(folder: Path, name: str = "prefect.db") -> Path:
    """Put an empty database into a PREFECT_HOME, under the name that Prefect gives it; returns the folder.

    If the test run has no shared folder, Prefect creates its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if shared := os.environ.get(SHARED):
        shutil.copyfile(_template(Path(shared)), folder / name)
    return folder


def _template(shared: Path) -> Path:
    database = shared / "prefect" / "prefect.db"
    with FileLock(shared / "prefect.lock"):
        if not database.exists():
            whole = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
            whole |= {"PREFECT_HOME": str(shared / "making"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
            upgrade = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
            subprocess.run(upgrade, env=whole, check=True, capture_output=True)
            os.replace(shared / "making", database.parent)
    return database
