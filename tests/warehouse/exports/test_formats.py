"""The formats of the standards: their columns and codes, one row per incident or event, no point for a vague place."""

from __future__ import annotations

import csv
from pathlib import Path

import hxl
import pytest
from hxl.datatypes import normalise_date

from tests.warehouse.exports.conftest import CLASH, Export
from transforms.resolving.naming.divisions import divisions
from transforms.seeds import SEEDS
from warehouse.exports import formats

Rows = list[dict[str, str]]
GED = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
]  # fmt: skip


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_acled_has_its_columns_and_codes(export: Export, tmp_path: Path) -> None:
    export("acled", "acled.csv")
    told = {row["location"]: row for row in rows(tmp_path / "acled.csv") if row["sub_event_type"]}
    assert set(told) == {"Hama", "Ghouta", "eastern Idlib"}
    clash = told["Hama"]
    assert len(clash) == 31
    assert (clash["event_date"], clash["year"], clash["time_precision"]) == ("2024-12-05", "2024", "1")
    assert (clash["disorder_type"], clash["event_type"]) == ("Political violence", "Battles")
    assert (clash["inter1"], clash["inter2"]) == ("Rebel group", "State forces")
    assert clash["interaction"] == "Rebel group-State forces"
    assert (clash["iso"], clash["country"], clash["region"], clash["admin1"]) == ("760", "Syria", "Middle East", "Hama")
    assert (clash["fatalities"], clash["latitude"], clash["geo_precision"]) == ("12", "35.13", "1")
    assert clash["notes"] == CLASH
    assert told["Ghouta"]["fatalities"] == "0"


def test_no_shape_pins_a_vague_place(export: Export, tmp_path: Path) -> None:
    export("acled", "acled.csv")
    export("hxl", "hxl.csv")
    export("gdelt", "gdelt.tsv")
    told = {row["location"]: row["latitude"] for row in rows(tmp_path / "acled.csv")}
    assert (told["Ghouta"], told["eastern Idlib"]) == ("", "")
    tagged = {row["location"]: row["latitude"] for row in rows(tmp_path / "hxl.csv")}
    assert (tagged["Ghouta"], tagged["eastern Idlib"]) == ("", "")
    lines = [line.split("\t") for line in (tmp_path / "gdelt.tsv").read_text(encoding="utf-8").splitlines()]
    assert {line[52].split(",")[0]: line[56] for line in lines if line[56]} == {"Hama": "35.13"}


def test_the_weekly_table_adds_up_by_week_division_and_sub_event(export: Export, tmp_path: Path) -> None:
    export("acled-weekly", "weekly.csv")
    told = {(row["WEEK"], row["ADMIN1"], row["SUB_EVENT_TYPE"]): row for row in rows(tmp_path / "weekly.csv")}
    clash = told["2024-11-30", "Hama", "Armed clash"]
    assert (clash["EVENTS"], clash["FATALITIES"], clash["DISORDER_TYPE"]) == ("1", "12", "Political violence")
    assert told["2024-12-07", "Idlib", "Air/drone strike"]["FATALITIES"] == "0"
    assert float(clash["CENTROID_LATITUDE"]) == pytest.approx(35.3, abs=0.3)


def test_ged_has_its_columns_and_only_what_was_deadly(export: Export, tmp_path: Path) -> None:
    export("ucdp-ged", "ged.csv")
    (clash,) = rows(tmp_path / "ged.csv")
    assert list(clash) == GED
    assert (clash["type_of_violence"], clash["country_id"], clash["gwnoa"]) == ("1", "652", "652")
    assert clash["dyad_name"] == "Syrian Arab Army - Hayat Tahrir al-Sham"  # the state comes first
    assert (clash["best"], clash["low"], clash["high"], clash["deaths_unknown"]) == ("12", "12", "12", "12")
    assert (clash["date_start"], clash["date_end"], clash["date_prec"]) == ("2024-12-05", "2024-12-05", "1")
    assert (clash["where_prec"], clash["geom_wkt"]) == ("1", "POINT (36.76 35.13)")
    assert clash["priogrid_gid"] == str(250 * 720 + 433 + 1)


def test_gdelt_has_61_columns_no_header_and_a_row_a_happening(export: Export, tmp_path: Path) -> None:
    export("gdelt", "gdelt.tsv")
    text = (tmp_path / "gdelt.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines()]
    assert {len(line) for line in lines} == {61}
    by_code = {line[26]: line for line in lines}
    clash, aid = by_code["190"], by_code["073"]
    assert (clash[1], clash[2], clash[3], clash[4]) == ("20241205", "202412", "2024", str(round(2024 + 335 / 365, 4)))
    assert (clash[5], clash[7], clash[12], clash[15]) == ("SYRREB", "SYR", "REB", "SYRMIL")
    assert (clash[27], clash[28], clash[29]) == ("190", "19", "4")
    assert aid[29] == "2"
    assert clash[53:55] == ["SY", "SY10"]
    assert clash[59] == "20241209020000"
    assert "087" not in by_code  # it was denied


def test_hxl_is_read_by_its_hashtags_and_days_stay_days(export: Export, tmp_path: Path) -> None:
    export("hxl", "hxl.csv")
    source = hxl.data(str(tmp_path / "hxl.csv"), hxl.InputOptions(allow_local=True))
    clash = next(row for row in source if row.get("#event+subtype") == "Armed clash")
    assert clash.get("#date+occurred") == normalise_date(clash.get("#date+occurred")) == "2024-12-05"
    assert (clash.get("#affected+killed+best"), clash.get("#country+v_iso3")) == ("12", "SYR")
    assert clash.get("#adm1+name") == "Hama"
    assert len(source.tags) == 26


def test_every_country_has_the_codes_of_the_standards() -> None:
    with (SEEDS / "exports" / "countries.csv").open(encoding="utf-8", newline="") as file:
        told = {row["alpha2"]: row for row in csv.DictReader(line for line in file if not line.startswith("#"))}
    assert (told["SY"]["numeric"], told["SY"]["gw"], told["UA"]["fips"]) == ("760", "652", "UP")
    numbers = [row["gw"] for row in told.values() if row["gw"]]
    assert len(numbers) == len(set(numbers)) > 170
    named = {row["acled_region"] for row in told.values() if row["gw"]}
    assert "" not in named
    assert len(named) == 16


def test_the_format_of_each_row_is_whole() -> None:
    for name, told in formats().items():
        assert told.about, name
        assert len({each.name for each in told.columns}) == len(told.columns), name
    first = divisions().first("SY", "10")
    assert first is not None
    assert first.name == "Hama"
