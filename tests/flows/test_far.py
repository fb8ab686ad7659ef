"""The nightly flow with its lake on servers: the catalog in PostgreSQL, the files in a bucket."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.nightly import nightly
from flows.settings import settings
from tests.fingerprint import fingerprint
from warehouse import Lake, check


def test_a_night_on_servers_makes_the_tables_of_one_machine(
    home: Path, far_lake: Lake, undisturbed: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_CATALOG", far_lake.catalog)
    monkeypatch.setenv("DATELINE_DATA", far_lake.data)
    monkeypatch.setenv("DATELINE_DELAY", "0")
    nightly(sources=["wire"])
    assert settings().lake == far_lake
    assert fingerprint(far_lake) == fingerprint(undisturbed)
    assert check(far_lake) == []
    assert not list(home.rglob("*.parquet"))
