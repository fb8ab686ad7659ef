"""Ranges of publication days, and dates in URLs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.days import Days, days_in_url


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        ("2024/12/05/hama", date(2024, 12, 5), date(2024, 12, 5)),
        ("world/2024/dec/05/hama", date(2024, 12, 5), date(2024, 12, 5)),
        ("news/2024/2/7/hama", date(2024, 2, 7), date(2024, 2, 7)),
        ("2024/02/hama", date(2024, 2, 1), date(2024, 2, 29)),
        ("hama-2024-12-05.html", date(2024, 12, 5), date(2024, 12, 5)),
        ("article/20241205-hama", date(2024, 12, 5), date(2024, 12, 5)),
        ("sitemap-2024-12.xml", date(2024, 12, 1), date(2024, 12, 31)),
        ("sitemap_202412.xml.gz", date(2024, 12, 1), date(2024, 12, 31)),
        ("sitemap.xml?dd=05&mm=12&yyyy=2024", date(2024, 12, 5), date(2024, 12, 5)),
        ("archive?year=2024&month=2", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_an_address_that_tells_its_day(path: str, first: date, last: date) -> None:
    assert days_in_url(f"https://outlet.example/{path}") == Days(first, last)


@pytest.mark.parametrize(
    "path",
    ["hama", "2024/hama", "elections-2020-10-things-to-know", "world-202412", "story-67201205", "2024/13/05/x",
     "2023/02/30/x", "?yyyy=2024&mm=13", "?year=last&month=1", "sitemap-2024.xml", "flight-9020241205"],
)  # fmt: skip
def test_an_address_that_tells_none(path: str) -> None:
    assert days_in_url(f"https://outlet.example/{path}") is None


PIECES = st.sampled_from(["/", "2024", "0000", "12", "dec", "30", "-", ".xml", "?", "y=", "m=", "&"])


@given(st.text(max_size=40), st.lists(PIECES))
def test_whatever_an_address_holds_it_tells_days_or_none(text: str, pieces: list[str]) -> None:
    for url in (text, "http://outlet.example/" + text, "http://outlet.example/" + "".join(pieces), "http://[" + text):
        assert isinstance(days_in_url(url), Days | None)


def test_days_in_common() -> None:
    days = Days(date(2024, 11, 29), date(2024, 12, 2))
    assert days.meet(Days(date(2024, 12, 2), date(2024, 12, 5)))
    assert not days.meet(Days(date(2024, 12, 3), date(2024, 12, 5)))
    assert list(days.months()) == [date(2024, 11, 1), date(2024, 12, 1)]
    assert days.around(1) == Days(date(2024, 11, 28), date(2024, 12, 3))


def test_the_last_day_is_not_before_the_first() -> None:
    with pytest.raises(ValueError, match="2024-12-01 comes before 2024-12-02"):
        Days(date(2024, 12, 2), date(2024, 12, 1))
