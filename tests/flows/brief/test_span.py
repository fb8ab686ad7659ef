"""The night, run or period of a brief, from the command's arguments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.brief.span import Filter, limits, name_of, of_days, of_latest
from tests.flows.brief.conftest import NIGHT, landed
from tests.warehouse.conftest import World
from transforms.tables.schema import Run
from warehouse import Lake, LakeError, land


def test_the_night_is_compared_with_how_things_stood_after_the_night_before(told_home: Path) -> None:
    span = of_latest(Lake.at(told_home))
    assert (span.night, span.first, span.last) == (NIGHT, NIGHT - timedelta(days=13), NIGHT)
    assert span.runs == ("night-2",)
    assert span.since is not None
    assert not span.is_first


def test_a_run_by_hand_never_writes_over_a_night() -> None:
    began = datetime(2024, 12, 9, 14, 5, tzinfo=UTC)
    run = Run(run_id="id", flow="nightly", parameters="{}", started=began, ended=began, versions="{}")
    assert name_of(run) == "2024-12-09T140500"


@pytest.mark.parametrize(
    ("age", "first", "left_out"),
    [
        pytest.param(3, timedelta(days=13), False, id="two weeks at least"),
        pytest.param(40, timedelta(days=40), False, id="all that was read"),
        pytest.param(700, timedelta(days=364), True, id="a year at most"),
    ],
)
def test_the_brief_of_a_run_by_hand_covers_the_days_that_it_read(
    tmp_path: Path, age: int, first: timedelta, left_out: bool
) -> None:
    world = World("by-hand")
    world.article("old", "A bridge was opened.", published=NIGHT - timedelta(days=age))
    world.article("new", "A bridge was closed.", published=NIGHT)
    landed(Lake.at(tmp_path), world, night=None)
    span = of_latest(Lake.at(tmp_path))
    assert (span.first, span.last) == (NIGHT - first, NIGHT)
    assert span.oldest == (NIGHT - timedelta(days=age) if left_out else None)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (("Atlantis", None, None), "Atlantis: no country has this name or code"),
        ((None, "Qwertz Junction", None), "Qwertz Junction: no place has this name"),
        ((None, None, "Nobody at all"), "Nobody at all: no actor has this name or id"),
    ],
)
def test_what_does_not_exist_is_told_in_a_sentence(
    told_home: Path, told: tuple[str | None, str | None, str | None], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence) as error:
        limits(Lake.at(told_home), *told)
    assert "\n" not in str(error.value)


def test_a_filter_takes_codes_names_and_parts(told_home: Path) -> None:
    lake = Lake.at(told_home)
    assert limits(lake, "sy", None, None).country == limits(lake, "Syria", None, None).country == "SY"
    assert "Syria" in limits(lake, "SYR", None, None).words
    army = limits(lake, None, None, "Syrian Arab Army").actors
    assert "sy-mil" in (army or ())


def test_briefs_of_a_country_and_an_actor_of_one_name_are_two_files(told_home: Path) -> None:
    lake, day = Lake.at(told_home), date(2024, 12, 1)
    names = {of_days(lake, day, day, Filter(country="SY")).name, of_days(lake, day, day, Filter(actor="SY")).name}
    assert names == {"2024-12-01_2024-12-01_country-SY", "2024-12-01_2024-12-01_actor-SY"}


def test_the_first_days_of_the_calendar_are_days(told_home: Path) -> None:
    assert of_days(Lake.at(told_home), None, date(1, 1, 5), Filter()).first == date.min


def test_days_are_in_order_and_not_too_many(told_home: Path) -> None:
    lake = Lake.at(told_home)
    nothing = limits(lake, None, None, None)
    with pytest.raises(ValueError, match="2024-12-02 is after 2024-12-01"):
        of_days(lake, date(2024, 12, 2), date(2024, 12, 1), nothing)
    with pytest.raises(ValueError, match="more than 365 days"):
        of_days(lake, date(2020, 1, 1), date(2024, 12, 1), nothing)
    assert of_days(lake, None, None, nothing).last == NIGHT


def test_a_lake_that_has_read_nothing_says_what_to_type(tmp_path: Path) -> None:
    land(Lake.at(tmp_path), {})
    with pytest.raises(LakeError, match="nothing has been read yet"):
        of_latest(Lake.at(tmp_path))
