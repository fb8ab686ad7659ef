"""The briefs of a home: one page for each night, manual run and period, and an index."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from flows.brief.data import Brief
from flows.brief.formats import title_of
from flows.brief.page import drawing, index, page, write
from flows.brief.span import name_of
from transforms.tables.schema import Run

INDEX = "index.html"
HEAD = 8192
"""Number of characters at the start of a page that contain its title and summary."""
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="(.*?)">')
_IN_HEAD = {
    "title": re.compile("<title>(.*?) · Dateline</title>"),
    "summary": re.compile('<meta name="description" content="(.*?)">'),
}


def folder(home: Path) -> Path:
    return home / "briefs"


def of_run(home: Path, run: Run) -> Path:
    """The path of the brief of a run, whether or not it exists."""
    return folder(home) / f"{name_of(run)}.html"


def keep(home: Path, brief: Brief) -> Path:
    """Write a brief, update the index, and return the file of the brief. OSError if the home is not writable."""
    file = folder(home) / f"{brief.span.name}.html"
    write(file, page(brief, cache=drawing(home)))
    write(folder(home) / INDEX, index(_entries(folder(home))))
    return file


def _entries(shelf: Path) -> list[dict[str, str]]:
    """The pages of a folder, the latest first: file, title and summary."""
    files = sorted((file for file in shelf.glob("*.html") if file.name != INDEX), reverse=True)
    return [{"file": file.name, **_title_and_summary(file)} for file in files]


def policy_of(file: Path) -> str:
    """The Content-Security-Policy in the head of a page; without one, a policy that allows nothing."""
    match = _POLICY.search(_head(file)) if file.is_file() else None
    return unescape(match[1]) if match else "default-src 'none'"


def _title_and_summary(file: Path) -> dict[str, str]:
    matches = {name: pattern.search(_head(file)) for name, pattern in _IN_HEAD.items()}
    texts = {name: unescape(match[1]) if match else "" for name, match in matches.items()}
    return texts | {"title": title_of(file.stem) or texts["title"] or file.stem}


def _head(file: Path) -> str:
    with file.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(HEAD)
