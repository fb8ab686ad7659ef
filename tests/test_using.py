"""The commands of docs/using.md, run with a plain DuckDB, its command line and its UI, also while a run writes."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import duckdb
import pytest

from tests.served import wait_for
from tests.servers import free_port, listening
from tests.warehouse.conftest import World
from warehouse import Lake, connect, land

PAGE = Path(__file__).resolve().parent.parent / "docs" / "using.md"
PACKAGES = {
    "ducklake": "duckdb_extension_ducklake",
    "sqlite": "duckdb_extension_sqlite_scanner",
    "ui": "duckdb_extension_ui",
}


def package(name: str) -> Path:
    spec = find_spec(name)
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def extension(name: str) -> str:
    """The statement that loads an extension from its Python package."""
    (file,) = (package(PACKAGES[name]) / "extensions" / f"v{duckdb.__version__}").glob("*.duckdb_extension")
    return f"LOAD '{file}'"


@pytest.fixture(scope="module")
def snippet() -> str:
    """The lines that open the lake with any DuckDB, with extensions from packages instead of the network."""
    (block,) = re.findall(r"```sql\n(INSTALL ducklake;.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    block = re.sub(r"^INSTALL \w+;\n", "", block, flags=re.M)
    return re.sub(r"^LOAD (\w+)", lambda match: extension(match[1]), block, flags=re.M)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    world = World()
    article = world.article("hama", "Rebels took Hama.", published=date(2024, 12, 5))
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    world.run()
    land(Lake.at(folder), world.batch())
    return folder


def test_plain_duckdb_reads_while_a_run_writes(home: Path, snippet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    with connect(Lake.at(home)) as writer:
        writer.begin()
        writer.execute("DELETE FROM events")
        with duckdb.connect() as plain:
            plain.execute(snippet)
            assert plain.execute("SELECT place FROM events").fetchall() == [("Hama",)]
            holders = plain.execute("SELECT holder FROM territory_on(DATE '2024-12-06')").fetchall()
            assert holders == [("Rebels",)]
            with pytest.raises(duckdb.Error, match="read-only"):
                plain.execute("DELETE FROM events")
        writer.rollback()


def typed(home: Path, *statements: str) -> str:
    """The CSV output of DuckDB's command line."""
    process = subprocess.run(
        [str(package("duckdb_cli") / "duckdb"), "-csv", "-noheader"],
        cwd=home, input=";\n".join(statements) + ";\n", capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert process.stderr == ""
    return process.stdout


def test_the_command_line_reads_while_a_run_writes(home: Path, snippet: str) -> None:
    with connect(Lake.at(home)) as writer:
        writer.begin()
        writer.execute("DELETE FROM events")
        assert typed(home, snippet.rstrip().rstrip(";"), "SELECT place, source FROM events") == "Hama,Rebels\n"
        writer.rollback()


def test_the_ui_serves_the_connection_that_has_the_lake(
    home: Path, snippet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("HOME", str(tmp_path))  # it stores its notebooks there
    (tmp_path / ".duckdb").mkdir()
    port = free_port()
    with duckdb.connect() as plain:
        plain.execute(snippet)
        plain.execute(extension("ui"))
        plain.execute(f"SET ui_local_port = {port}")
        plain.execute("CALL start_ui_server()")
        try:
            # DuckDB starts the server in a thread, and does not wait until it listens
            wait_for(lambda: listening(port), lambda: f"nothing listens on port {port}")
            with urlopen(f"http://localhost:{port}/info", timeout=60) as answer:
                assert answer.headers["X-DuckDB-Version"] == f"v{duckdb.__version__}"
        finally:
            plain.execute("CALL stop_ui_server()")


def test_the_example_of_python_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(home))
    (block,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    namespace = dict[str, object]()
    exec(block, namespace)  # noqa: S102  # the page is ours
    assert namespace["held"]["holder"].tolist() == ["Rebels"]  # type: ignore[index]
    assert namespace["dead"].shape == (0, 4)  # type: ignore[attr-defined]
    assert namespace["said"].num_rows == 0  # type: ignore[attr-defined]
