"""The briefs of a home and their index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from flows.brief.data import Brief
from flows.brief.page import drawing
from flows.brief.shelf import INDEX, keep


def test_the_index_leads_to_every_brief_the_latest_first(tmp_path: Path, latest: Brief) -> None:
    keep(tmp_path, replace(latest, span=replace(latest.span, name="2024-12-08")))
    file = keep(tmp_path, latest)
    assert file == tmp_path / "briefs" / "2024-12-09.html"
    tree: Any = html.fromstring((file.parent / INDEX).read_text(encoding="utf-8"))
    assert tree.xpath("//li/a/@href") == ["2024-12-09.html", "2024-12-08.html"]
    assert tree.xpath("//li/a/text()") == ["Night of 9 December 2024", "Night of 8 December 2024"]
    assert latest.summary in tree.text_content()
    assert sorted(path.name for path in file.parent.iterdir()) == ["2024-12-08.html", "2024-12-09.html", INDEX]


def test_what_draws_briefs_is_kept_in_the_users_cache_or_else_in_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert drawing(tmp_path) == tmp_path / "cache" / "dateline"
    assert drawing(tmp_path).stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert drawing(tmp_path) == tmp_path / "warehouse" / "data" / "drawing"
