"""The version, and where the files lie that come with the package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from transforms.shipped import DEPLOYMENTS, IS_CHECKOUT, PROJECT, SEEDS, SQL, VERSION


def test_the_changelog_begins_with_the_version() -> None:
    text = (PROJECT / "docs" / "changelog.md").read_text(encoding="utf-8")
    (first, *_) = re.findall(r"^## (\d+\.\d+\.\d+)$", text, re.MULTILINE)
    assert first == VERSION


@pytest.mark.parametrize("path", [SEEDS / "events.csv", SQL / "marts", DEPLOYMENTS], ids=lambda path: path.name)
def test_shipped_files_of_a_checkout_lie_beside_its_packages(path: Path) -> None:
    assert IS_CHECKOUT
    assert path.exists()
    assert path.is_relative_to(PROJECT)
