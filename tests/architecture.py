"""Generates docs/architecture.md from the code: `python -m tests.architecture` updates it.

The diagram has an arrow from each package to the packages it imports; the list has every module with the first
sentence of its docstring.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
ROOMS = ("flows", "transforms", "warehouse")
OURS = (*ROOMS, "tests")
DOORS = frozenset({"warehouse"})
"""Rooms that others import by their own name: boxes themselves, beside those of their packages."""
OPEN = frozenset({"transforms.facts"})
"""Packages of which the diagram shows each part."""


def modules() -> list[Path]:
    """Every module of the program, by path."""
    paths = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(path for path in paths if (path.parent / "__init__.py").exists())


def dotted_name(path: Path) -> str:
    """The dotted name of a module; a package has the name of its folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def package(module: str) -> str:
    """The box of a module in the diagram: its package, or the module itself if it lies beside packages."""
    parts = module.split(".")
    depth = 3 if ".".join(parts[:2]) in OPEN and (ROOT / Path(*parts[:3])).is_dir() else 2
    return ".".join(parts[:depth])


def imported(path: Path) -> Iterator[str]:
    """The modules of Dateline that a module imports at runtime; imports only for types do not count, unless the module
    imports on demand what they name.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    on_demand = any(isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body)
    unread = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and not on_demand and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in unread and (node.module or "").split(".")[0] in OURS:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from [name for name in inner if _is_module(name)] or [str(node.module)]


def _is_module(name: str) -> bool:
    place = ROOT / Path(*name.split("."))
    return place.with_suffix(".py").exists() or place.is_dir()


def arrows() -> dict[str, set[str]]:
    """The packages that each package imports, except itself."""
    imports_of: dict[str, set[str]] = {}
    for path in modules():
        here = package(dotted_name(path))
        imports_of.setdefault(here, set()).update(package(name) for name in imported(path))
    return {here: there - {here} for here, there in imports_of.items()}


def circles() -> set[tuple[str, str]]:
    """Pairs of packages that import each other, directly or through others."""
    direct = arrows()

    def packages_reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            fresh = direct.get(waiting.pop(), set()) - seen
            seen |= fresh
            waiting += fresh
        return seen

    ways = {name: packages_reached(name) for name in direct}
    return {(a, b) for a in ways for b in ways[a] if a < b and a in ways.get(b, set())}


def picture() -> str:
    """The packages and their imports as a Mermaid graph, without arrows that follow from others."""
    direct = {here: {name for name in there if name not in ROOMS or name in DOORS} for here, there in arrows().items()}
    lines = ["```mermaid", "flowchart TD"]
    for room in ROOMS:
        boxes = sorted(name for name in direct if name.split(".")[0] == room)
        box_lines = [f"    {_box(name)}" for name in boxes if name != room or room in DOORS]
        lines += [f"  subgraph {room}", *box_lines, "  end"]
    for here in sorted(direct):
        if here in ROOMS and here not in DOORS:
            continue
        further = {name for there in direct[here] for name in _packages_below(there, direct)}
        lines += [f"  {_id(here)} --> {_id(there)}" for there in sorted(direct[here] - further)]
    return "\n".join([*lines, "```"])


def _packages_below(name: str, direct: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> set[str]:
    packages: set[str] = set()
    for there in direct.get(name, set()) - seen:
        packages |= {there} | _packages_below(there, direct, seen | {name})
    return packages


def _id(name: str) -> str:
    return name.replace(".", "_")


def _box(name: str) -> str:
    return f"{_id(name)}[{name.partition('.')[2] or name}]"


def module_tables() -> str:
    """Every module with the first sentence of its docstring, one table per package."""
    lines: list[str] = []
    before = ""
    for path in sorted(modules(), key=lambda path: (path.parent, path.name)):
        folder = str(path.parent.relative_to(ROOT))
        if folder != before:
            lines += ["", f"### {folder}/", "", _first_sentence(path.parent / "__init__.py")]
            before = folder
        if path.name not in ("__init__.py", "__main__.py"):
            lines += [] if lines[-1].startswith("| ") else ["", "| module | what it is |", "| --- | --- |"]
            lines.append(f"| [{path.stem}](../{path.relative_to(ROOT)}) | {_first_sentence(path)} |")
    return "\n".join(lines).strip()


def _first_sentence(path: Path) -> str:
    """The first sentence of a module's docstring."""
    docstring = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    sentence = re.split(r"(?<=\.)\s(?=[A-Z`]|\w+[:/])|:?\s\|", docstring)[0]
    return sentence.replace("|", "\\|")


def updated_page(page: str) -> str:
    """The page with its diagram and list updated from the code."""
    for name, section in (("picture", picture()), ("modules", module_tables())):
        first, last = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = page.partition(first)
        page = f"{before}{first}{section}\n{last}{rest.partition(last)[2]}"
    return page


def main() -> None:
    PAGE.write_text(updated_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
