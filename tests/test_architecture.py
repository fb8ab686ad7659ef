"""The generated pages and lists of the documentation agree with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.runs.corrections import FILE as FACT_CORRECTIONS
from flows.runs.decisions import FILE as DECISIONS
from tests.architecture import PAGE, ROOT, circles, dotted_name, modules, updated_page
from tests.changed import own_test

GLOSSARY = ROOT / "docs" / "glossary.md"
PATH = re.compile(r"`((?:flows|transforms|warehouse|sql|seeds|tests)/[\w./-]*\w)`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[\w-]+)?\)")


def test_the_picture_and_the_list_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert updated_page(page) == page, "python -m tests.architecture"


def test_no_packages_import_one_another() -> None:
    assert circles() == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: dotted_name(path))
def test_a_module_says_what_it_is(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith('"""')


def test_each_module_has_a_test_of_its_name() -> None:
    paths = [path.relative_to(ROOT) for path in modules() if not path.name.startswith("__")]
    assert [str(path) for path in paths if not (ROOT / own_test(path)).exists()] == []


def test_the_terms_of_the_glossary_stand_in_the_code() -> None:
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)`", GLOSSARY.read_text(encoding="utf-8"), re.M)
    assert len(rows) > 25
    missing = [name for name in rows if not (ROOT / name.partition("::")[0]).exists()]
    assert missing == []


PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")] + sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    dead = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_that_pages_name_are_there(page: Path) -> None:
    paths = PATH.findall(page.read_text(encoding="utf-8"))
    of_home = {str(FACT_CORRECTIONS), str(DECISIONS)}
    there = [name for name in paths if (ROOT / name).exists() or name in of_home or name.startswith("warehouse/data/")]
    assert there == paths
