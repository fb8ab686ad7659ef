"""The wheel: built, installed elsewhere and used without the checkout."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture import ROOMS, ROOT, modules
from tests.prefect_database import prepared
from transforms.shipped import VERSION

UNSHIPPED = (
    "seeds/corpus/",
    "seeds/language/",
    "seeds/divisions/build.py",
    "seeds/geonames/build.py",
    "seeds/natural_earth/build.py",
)
"""Files used to build or train what is shipped; of seeds/language only the model is shipped."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [
        "wheel",
        "--quiet",
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run([sys.executable, "-m", "pip", *words], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel was installed into, outside the checkout; its dependencies are those of the tests."""
    folder = tmp_path_factory.mktemp("site")
    words = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target", str(folder), str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *words], check=True)
    return folder


def dateline(installed: Path, *words: str, **own: str) -> subprocess.CompletedProcess[str]:
    """The installed command, run in its own folder without the settings of the test environment."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        env=inherited | {"PYTHONPATH": str(installed)} | own,
        cwd=installed,
        capture_output=True,
        text=True,
    )


def test_everything_that_git_keeps_of_the_rooms_is_in_the_wheel(wheel: Path) -> None:
    process = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *ROOMS, "seeds", "sql", "prefect.yaml"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    expected = {
        name.removeprefix("flows/python/") if name.startswith(ROOMS) else f"dateline_data/{name}"
        for name in process.stdout.splitlines()
        if not name.startswith(UNSHIPPED) or name.startswith("seeds/language/model/")
    }
    inside = set(ZipFile(wheel).namelist())
    assert sorted(expected - inside) == []
    assert sorted(name for name in inside - expected if ".dist-info/" not in name) == [
        "dateline_data/seeds/language/README.md"
    ]


def test_the_version_stands_in_one_place(wheel: Path, installed: Path) -> None:
    assert wheel.name == f"dateline-{VERSION}-py3-none-any.whl"
    process = dateline(installed, "--version")
    assert (process.returncode, process.stdout, process.stderr) == (0, f"dateline {VERSION}\n", "")


def test_the_sample_wire_is_read_where_the_wheel_was_installed(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "desk"
    init = dateline(installed, "init", str(home))
    assert (init.returncode, init.stderr) == (0, "")
    own = {"DATELINE_HOME": str(home), "PREFECT_HOME": str(prepared(tmp_path / "prefect")), "DATELINE_DELAY": "0"}
    run = dateline(installed, "run", "--source", "wire", **own)
    assert run.returncode == 0, run.stderr
    assert re.search(r"30 documents = \d+ landed", run.stdout)
    answer = dateline(
        installed, "sql", "FROM territory_on(DATE '2024-12-06') SELECT place ORDER BY place LIMIT 1", "--csv", **own
    )
    assert answer.stdout == "place\nAleppo\n", answer.stderr
    assert list((home / "briefs").glob("*T*.html")), run.stderr


def test_what_is_imported_is_declared() -> None:
    """Every package that is imported is declared as a dependency itself, not only required by another."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [
        *project["dependencies"],
        *project["optional-dependencies"]["scale"],
        *project["optional-dependencies"]["mcp"],
    ]
    declared = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in requirements}
    distributions = packages_distributions()
    missing = {
        name
        for name in {name for path in modules() for name in imported(path)}
        if name in distributions
        and not {distribution.lower().replace("_", "-") for distribution in distributions[name]}
        & (declared | {"dateline"})
    }
    assert missing == set()


def imported(path: Path) -> Iterator[str]:
    """The top-level names that a module imports, without those of the standard library."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [str(node.module)]
        yield from {name.split(".")[0] for name in names} - sys.stdlib_module_names
