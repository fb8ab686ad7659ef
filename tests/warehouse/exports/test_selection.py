"""Filters: the rows that they select, and the errors for filters that do not fit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow.parquet
import pytest

from tests.warehouse.exports.conftest import DEC_5, DEC_8, Export
from warehouse import LakeError


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        ({"first": date(2024, 12, 6)}, {"Ghouta", "Syria", "eastern Idlib", "Hama", None}),
        ({"last": DEC_5}, {"Hama"}),
        ({"first": DEC_8, "last": DEC_8}, {"Syria", None}),
        ({"countries": ("syr",)}, {"Hama", "Ghouta", "Syria", "eastern Idlib"}),
        ({"countries": ("LB",)}, set()),
        ({"classes": ("AID",)}, {"Syria"}),
        ({"classes": ("Battles", "AID")}, {"Syria", "Hama"}),
        ({"confidence": 0.7}, {"Hama", "Syria", None}),
    ],
)
def test_a_filter_leaves_what_it_names(export: Export, filters: dict[str, Any], places: set[str | None]) -> None:
    (told,) = export("parquet", "out.parquet", "events", **filters)
    assert set(pyarrow.parquet.read_table(told.file)["place"].to_pylist()) == places


def test_an_incident_is_as_sure_as_its_surest_fact(export: Export) -> None:
    (told,) = export("parquet", "out.parquet", confidence=0.85)
    assert pyarrow.parquet.read_table(told.file)["acled_sub_event"].to_pylist() == ["Armed clash"]


def test_tables_that_a_filter_does_not_fit_are_left_out_where_nobody_names_them(export: Export) -> None:
    assert {each.file.stem for each in export("csv", "out", countries=("SY",))} == {"incidents", "events", "figures"}


def test_rows_without_a_country_are_counted_as_left_out(export: Export) -> None:
    (told,) = export("parquet", "out.parquet", "events", countries=("SY",))
    assert (told.rows, told.without_country) == (5, 1)
    (told,) = export("parquet", "all.parquet", "events")
    assert (told.rows, told.without_country) == (6, 0)


def test_marts_are_exported_as_tables_are(export: Export) -> None:
    (told,) = export("csv", "out", "fatalities_by_day", countries=("SY",))
    assert told.rows == 1


@pytest.mark.parametrize(
    ("tables", "filters", "words"),
    [
        (["quotes"], {"countries": ("SY",)}, "quotes: has no country to choose by; leave --country out"),
        (["nothing"], {}, "nothing: no table and no mart; there are "),
        (["setup"], {}, "setup: no table and no mart"),
        (["../setup"], {}, "no table and no mart"),
        ([], {"countries": ("Syria",)}, "Syria: no code of a country; ISO 3166-1"),
        ([], {"classes": ("WAR",)}, "WAR: no class; there are "),
        ([], {"confidence": 80.0}, "80.0: no confidence; it goes from 0 to 1"),
        ([], {"first": DEC_8, "last": DEC_5}, "2024-12-08 is after 2024-12-05"),
    ],
)
def test_what_fits_nothing_is_told_in_a_sentence(
    export: Export, tables: list[str], filters: dict[str, Any], words: str
) -> None:
    with pytest.raises(LakeError) as error:
        export("csv", "out", *tables, **filters)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
