"""The tests of what changed since the last commit: `python -m tests.changed` runs them, as `make check` does.

A module's test carries its name (flows/http/robots.py, tests/flows/http/test_robots.py); of a module without one, or of
a seed, those of its folder are run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ("tests/test_layers.py", "tests/test_architecture.py")


def changed() -> list[Path]:
    """Files that differ from the last commit, those that git does not know among them."""
    told = ["git", "status", "--porcelain", "--untracked-files=all"]
    lines = subprocess.run(told, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [Path(line[3:].split(" -> ")[-1].strip('"')) for line in lines]


def tests_of(path: Path) -> list[Path]:
    """The tests of a file, none where nothing tests it by name or by folder."""
    if path.suffix != ".py":
        return []
    if path.parts[0] == "tests":
        return [path] if path.name.startswith("test_") else []
    own = Path("tests", path).with_name(f"test_{path.stem}.py")
    if (ROOT / own).exists():
        return [own]
    return sorted(found.relative_to(ROOT) for found in (ROOT / own.parent).glob("test_*.py"))


def main() -> None:
    chosen = {str(test) for path in changed() for test in tests_of(path) if (ROOT / test).exists()}
    sys.exit(pytest.main([*ALWAYS, *sorted(chosen), "-n", "auto"]))


if __name__ == "__main__":
    main()
