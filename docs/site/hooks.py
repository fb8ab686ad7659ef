"""Hooks of MkDocs: README and CONTRIBUTING become pages, and links to source files become paths.

The pages are written to be read in the repository, where a link such as ../seeds/events.csv opens the file. The site
holds only docs/, so there the same link is shown as the path of the file.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md"}
"""Files of the repository's root that are pages of the site."""
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>(?!\w+:|#)[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")
IMAGE = re.compile(r"(!\[[^\]]*\]\()docs/")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie outside docs/."""
    for source, page in PAGES.items():
        text = IMAGE.sub(r"\1", (ROOT / source).read_text(encoding="utf-8"))
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Rewrite the links of a page that lead out of docs/."""
    generated = page.file.src_uri in PAGES.values()
    folder = "" if generated else posixpath.join("docs", posixpath.dirname(page.file.src_uri))

    def rewritten(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, link["target"]))
        target = PAGES.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else "")
        if target:
            start = posixpath.dirname(page.file.src_uri) or "."
            return f"[{link['text']}]({posixpath.relpath(target, start)}{link['anchor'] or ''})"
        return as_path(link["text"], path)

    return LINK.sub(rewritten, markdown)


def as_path(text: str, path: str) -> str:
    """A link to a file that the site does not hold: the path, after the words unless they are a part of it."""
    return f"`{path}`" if text.strip("`") in path else f"{text} (`{path}`)"
