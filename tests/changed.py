"""Runs the tests of files changed since the last commit: `python -m tests.changed`, as in `make check`.

A test is named after its module (flows/http/robots.py, tests/flows/http/test_robots.py). For a package the tests of its
folder are run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ("tests/test_layers.py", "tests/test_architecture.py")


def changed_files() -> list[Path]:
    """Files that differ from the last commit, untracked ones included."""
    command = ["git", "status", "--porcelain", "--untracked-files=all"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [Path(line[3:].split(" -> ")[-1].strip('"')) for line in lines]


def own_test(path: Path) -> Path:
    """The test that is named after a module; both paths are relative to the checkout."""
    return Path("tests", path).with_name(f"test_{path.stem}.py")


def tests_of(path: Path) -> list[Path]:
    """The tests of a file; none if no test matches its name or folder."""
    if path.suffix != ".py":
        return []
    if path.parts[0] == "tests":
        return [path] if path.name.startswith("test_") else []
    own = own_test(path)
    if (ROOT / own).exists():
        return [own]
    return sorted(test.relative_to(ROOT) for test in (ROOT / own.parent).glob("test_*.py"))


def main() -> None:
    chosen = {str(test) for path in changed_files() for test in tests_of(path) if (ROOT / test).exists()}
    sys.exit(pytest.main([*ALWAYS, *sorted(chosen), "-n", "auto"]))


if __name__ == "__main__":
    main()
