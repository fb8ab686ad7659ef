"""The columns of a fact that may be corrected, and the columns that follow from them."""

from __future__ import annotations

import pytest

from transforms.tables.corrections import cells, settable
from transforms.tables.schema import FACTS, columns


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        ("figures", "low", " 9 ", {"low": "9"}),
        ("figures", "high", "", {"high": None}),
        ("figures", "cumulative", "true", {"cumulative": "true"}),
        ("events", "source", "Rebels", {"source": "Rebels", "source_actor": None}),
        ("events", "date_start", "2024-11", {
            "date_start": "2024-11-01", "date_start_text": "2024-11", "date_end": "2024-11-30", "date_end_text": None,
            "date_precision": "month",
        }),
        ("events", "date_end", "2024-12-05", {"date_end": "2024-12-05", "date_end_text": "2024-12-05"}),
        ("figures", "period_start", "2016", {
            "period_start": "2016-01-01", "period_start_text": "2016", "period_precision": "year",
        }),
        ("relations", "since", "", {"since": None, "since_text": None}),
    ],
)  # fmt: skip
def test_a_correction_sets_its_cell_and_what_follows(
    table: str, column: str, value: str, expected: dict[str, str | None]
) -> None:
    assert cells(table, column, value) == expected


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("articles", "title", "x", "no table of facts"),
        ("events", "fact_id", "x", "nothing that can be set"),
        ("events", "plover", "WAR", "not one of AGREE"),
        ("events", "plover", " ", "may not be empty"),
        ("events", "latitude", "91", "not from -90 to 90"),
        ("events", "date_start", "Friday", "not a day such as"),
        ("figures", "low", "1.5", "not a whole number"),
        ("figures", "cumulative", "yes", "not true or false"),
        ("figures", "country", "Syria", "two capitals"),
    ],
)
def test_what_a_column_does_not_allow_is_one_sentence(table: str, column: str, value: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        cells(table, column, value)


@pytest.mark.parametrize("table", FACTS)
def test_every_cell_that_is_set_is_a_column(table: str) -> None:
    names = {c.name for c in columns(table)}
    values = {c.name: c.values[0] if c.values else "1" for c in columns(table)}
    for column in settable(table):
        value = {"country": "SY", "cameo": "190", "cumulative": "true"}.get(column, values[column])
        dated = "2024" if f"{column}_text" in names and column != "speaker" else value
        assert set(cells(table, column, dated)) <= names
