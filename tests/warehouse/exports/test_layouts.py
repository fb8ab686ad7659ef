"""Each layout, read back by an independent reader."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.csv
import pyarrow.parquet
import pyogrio
import pytest

from tests.warehouse.exports.conftest import DEC_5, Export

DEFAULT = {"incidents", "events", "figures", "quotes", "relations"}


def test_parquet_is_the_tables_with_their_types(export: Export, tmp_path: Path) -> None:
    written = export("parquet", "out")
    assert {each.file.stem: each.rows for each in written} == {
        "incidents": 4, "events": 6, "figures": 1, "quotes": 1, "relations": 0
    }  # fmt: skip
    incidents = pyarrow.parquet.read_table(tmp_path / "out" / "incidents.parquet")
    assert incidents.schema.field("day").type == arrow.date32()
    assert incidents.schema.field("outlets").type == arrow.list_(arrow.field("element", arrow.string()))
    (clash,) = [row for row in incidents.to_pylist() if row["acled_sub_event"] == "Armed clash"]
    assert (clash["day"], clash["deaths_best"], clash["admin1_name"]) == (DEC_5, 12, "Hama")
    assert clash["outlets"] == ["The Ridge"]


def test_csv_has_bare_days_and_no_cell_that_a_sheet_runs(export: Export, tmp_path: Path) -> None:
    export("csv", "out")
    events = arrow.csv.read_csv(
        tmp_path / "out" / "events.csv", parse_options=arrow.csv.ParseOptions(newlines_in_values=True)
    )
    assert events.schema.field("day").type == arrow.date32()
    assert {row["source"] for row in events.to_pylist()} == {"rebels", "'=jets", ""}
    sentences = {row["sentence"] for row in events.to_pylist()}
    assert "'=Jets hit Ghouta,\tand more." in sentences
    assert {row["outlet"] for row in events.to_pylist()} == {"The Ridge", "'@Post"}


def test_help_of_a_kind_is_a_context_and_no_mode(export: Export, tmp_path: Path) -> None:
    export("parquet", "events.parquet", "events")
    events = {row["plover"]: row for row in pyarrow.parquet.read_table(tmp_path / "events.parquet").to_pylist()}
    assert (events["AID"]["plover_mode"], events["AID"]["plover_context"]) == (None, "humanitarian")
    assert (events["RETREAT"]["plover_mode"], events["RETREAT"]["plover_context"]) == ("withdraw", None)


def test_json_lines_keep_lists_and_days(export: Export, tmp_path: Path) -> None:
    export("jsonl", "incidents.jsonl")
    incidents = [json.loads(line) for line in (tmp_path / "incidents.jsonl").read_text(encoding="utf-8").splitlines()]
    (clash,) = [row for row in incidents if row["acled_sub_event"] == "Armed clash"]
    assert (clash["day"], clash["outlets"], clash["deaths_best"]) == ("2024-12-05", ["The Ridge"], 12)


def test_moments_are_iso_8601_in_utc(export: Export, tmp_path: Path) -> None:
    export("jsonl", "articles.jsonl", "articles")
    articles = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["published_at"] for row in articles} == {"2024-12-05T09:00:00Z", "2024-12-08T09:00:00Z"}


def features(path: Path) -> dict[str, Any]:
    """The features of a GeoJSON file as GDAL reads it: its fields by name, and the geometry as WKB."""
    meta, _, geometry, fields = pyogrio.raw.read(path)
    return {"geometry": geometry, "crs": meta["crs"], **dict(zip(meta["fields"], fields, strict=True))}


def test_geojson_has_a_point_for_a_town_and_an_area_for_a_vague_place(export: Export, tmp_path: Path) -> None:
    export("geojson", "out")
    fields = features(tmp_path / "out" / "events.geojson")
    assert fields["crs"] == "EPSG:4326"
    drawn = {
        (place, kind): None if shape is None else {1: "Point", 3: "Polygon"}[int.from_bytes(shape[1:5], "little")]
        for place, kind, shape in zip(fields["place"], fields["place_is"], fields["geometry"], strict=True)
    }
    assert drawn == {
        ("Hama", "point"): "Point",
        ("Ghouta", "area"): "Polygon",
        ("eastern Idlib", "area"): "Polygon",
        ("Syria", "area"): "Polygon",
        (None, None): None,
    }
    vague = [lat for place, lat in zip(fields["place"], fields["latitude"], strict=True) if place == "eastern Idlib"]
    assert str(vague[0]) == "nan"


def test_an_area_is_the_narrowest_box_that_is_known(export: Export, tmp_path: Path) -> None:
    export("geojson", "events.geojson", "events")
    drawn = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["features"]
    boxes = {each["properties"]["place"]: each["geometry"] and each["geometry"]["coordinates"] for each in drawn}
    assert boxes["Hama"] == [36.76, 35.13]
    assert boxes["Ghouta"] == [[[36.2, 33.4], [36.5, 33.4], [36.5, 33.6], [36.2, 33.6], [36.2, 33.4]]]
    idlib, syria = boxes["eastern Idlib"][0], boxes["Syria"][0]
    assert idlib[0] == [36.20, 35.44]
    assert syria[0][0] < idlib[0][0] < idlib[2][0] < syria[2][0]


def test_lists_are_joined_in_geojson(export: Export, tmp_path: Path) -> None:
    export("geojson", "incidents.geojson")
    fields = features(tmp_path / "incidents.geojson")
    assert "The Ridge" in set(fields["outlets"])


def test_a_map_of_who_holds_what_is_that_of_the_last_day(export: Export, tmp_path: Path) -> None:
    export("geojson", "before.geojson", "territory_on", last=DEC_5)
    export("geojson", "after.geojson", "territory_on")
    assert len(features(tmp_path / "before.geojson")["geometry"]) == 0
    after = features(tmp_path / "after.geojson")
    assert (after["place"].tolist(), after["holder"].tolist()) == (["Hama"], ["rebels"])


@pytest.mark.parametrize("layout", ["parquet", "csv", "jsonl", "xlsx", "geojson"])
def test_an_export_without_rows_is_still_a_file(export: Export, layout: str) -> None:
    (written,) = export(layout, f"none.{layout}", "incidents", first=date(2030, 1, 1))
    assert written.rows == 0
    assert written.file.exists()


def test_rows_come_in_the_same_order_every_time(export: Export, tmp_path: Path) -> None:
    export("csv", "one.csv")
    export("csv", "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    with (tmp_path / "one.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4
