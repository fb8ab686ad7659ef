"""The documentation as a site: it builds without a warning, and its pages load nothing from another host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest
from lxml import html

pytest.importorskip("mkdocs", reason="the extra `docs` is not installed")

from mkdocs.commands.build import build
from mkdocs.config import load_config

from docs.site import hooks

CONFIG = Path(hooks.__file__).with_name("mkdocs.yml")
LOADS = "//script/@src | //img/@src | //iframe/@src | //source/@src | //link/@href | //form/@action | //object/@data"
STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^)\"';]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site built in strict mode: a dead link, a dead anchor or a page outside the navigation raises Abort."""
    folder = tmp_path_factory.mktemp("site")
    config = load_config(str(CONFIG), site_dir=str(folder))
    assert config.strict
    build(config)
    return folder


def test_every_page_is_built(site: Path) -> None:
    docs = CONFIG.parent.parent
    pages = {page.relative_to(docs).with_suffix(".html") for page in docs.rglob("*.md")}
    built = {page.relative_to(site) for page in site.rglob("*.html")}
    assert built - {Path("404.html")} == pages | {Path("index.html"), Path("contributing.html")}


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    pages = {page: html.fromstring(page.read_bytes()) for page in site.rglob("*.html")}
    loaded = {str(address) for page in pages.values() for address in cast(list[str], page.xpath(LOADS))}
    assert any(address.endswith(".js") for address in loaded)
    assert {address for address in loaded if re.match(r"(https?:)?//", address)} == set()
    # the theme's script would fetch the library that draws these
    assert [page.name for page, tree in pages.items() if tree.xpath("//*[@class='mermaid']")] == []


def test_no_style_loads_anything_from_another_host(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert sheets
    assert [address for sheet in sheets for address in STYLE.findall(sheet.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "path", "shown"),
    [
        ("sql/marts", "sql/marts", "`sql/marts`"),
        ("archive", "flows/archive/archive.py", "`flows/archive/archive.py`"),
        ("what each file holds", "seeds/README.md", "what each file holds (`seeds/README.md`)"),
    ],
)
def test_a_link_to_a_source_file_becomes_its_path(text: str, path: str, shown: str) -> None:
    assert hooks.as_path(text, path) == shown


def test_links_between_the_readme_and_the_pages_stay_links(site: Path) -> None:
    overview = html.parse(str(site / "index.html"))
    limits = html.parse(str(site / "limits.html"))
    assert "limits.html" in overview.xpath("//article//a/@href")
    assert "index.html#honest-limits" in limits.xpath("//article//a/@href")
