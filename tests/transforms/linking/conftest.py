"""Facts to link, and the incidents made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest

from tests.linking.linked import made
from transforms.tables.schema import Event, Figure, columns

DAY = date(2025, 3, 4)
NOWHERE = {"place": None, "place_id": None, "country": None, "admin1": None, "geo_precision": None}
ON = {"date_start": str(DAY), "date_end": str(DAY), "date_precision": "day"}
BOMB = {"trigger": "exploded", "acled_sub_event": "Remote explosive/landmine/IED"}
CLASH = {"acled_sub_event": "Armed clash"}
ARTICLE = {"story_id": "", "outlet": "", "url": "", "published_at": None}
Row = dict[str, Any]
AddFact = Callable[..., list[Row]]


@pytest.fixture(autouse=True)
def every_act_is_single(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of these tests mostly have neither parties nor a day, by which acts that a reader finds are weighed:
    test_single.py has texts.
    """
    if not request.path.stem.endswith("single"):
        monkeypatch.setattr("transforms.linking.article.is_single", lambda _: True)


@pytest.fixture
def add_fact() -> AddFact:
    """A function that adds an event or a figure of a report, and returns all so far."""
    rows_so_far: list[Row] = []
    numbers = count()

    def added(article: str, sentence: str, number: int | None = None, **own_columns: Any) -> list[Row]:
        index = own_columns.pop("index", 0)
        outlet, story = own_columns.pop("outlet", article), own_columns.pop("story", article)
        common = {
            "fact_id": f"{next(numbers):03}", "article_id": article, "published_date": DAY, "sentence_index": index,
            "start": 0, "end": len(sentence), "sentence": sentence, "confidence": 0.9, "place": "Idlib", "place_id": 7,
            "country": "SY", "admin1": "12", "geo_precision": 1,
        }  # fmt: skip
        kind: Any = Event
        name = "events"
        default: Row = {"trigger": "struck", "plover": "ASSAULT", "acled_sub_event": "Air/drone strike"}
        if number is not None:
            kind, name = Figure, "figures"
            words = own_columns.pop("number_words", str(number))
            default = {"measure": "killed", "number": words, "low": number, "high": number}
        row = kind(**common | default | own_columns)
        cells = {column.name: column.value(row) for column in columns(name)}
        rows_so_far.append(cells | ARTICLE | {"outlet": outlet, "story_id": story})
        return rows_so_far

    return added


def incidents_of(rows: list[Row]) -> list[Row]:
    """The incidents made of rows."""
    found: list[Row] = made(rows)["incidents"].to_pylist()
    return found


def bounds(incident: Row) -> tuple[int | None, int | None]:
    """Lower and upper bound of an incident's deaths."""
    return incident["deaths_low"], incident["deaths_high"]


def only_incident(rows: list[Row]) -> Row:
    """The only incident made of rows."""
    (found,) = incidents_of(rows)
    return found
