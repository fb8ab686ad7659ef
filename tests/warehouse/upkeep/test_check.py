"""The checks: none fails on a sound lake, and each one fails if its promise is broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.warehouse.conftest import LINKING
from warehouse import Lake, LakeError, check, connect, land, publish, warnings
from warehouse.landing.tables import question
from warehouse.upkeep.check import checks

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World

    Spoil = Callable[[World], object]

OF_INCIDENTS = "incidents_have_their_facts"
OF_CONTROL = "control_changes_are_those_of_the_events"
OF_HOLDERS = "every_place_has_an_answer_of_today"
OF_DEATHS = "daily_fatalities_are_those_of_the_incidents"
OF_STORIES = "published_stories_are_those_of_the_articles"
OF_QUOTES = "published_quotes_are_those_of_the_articles"
BOX = {"west": 36.19, "south": 34.91, "east": 37.46, "north": 35.68}
POINTLESS = {"latitude": None, "longitude": None}
# an emoji of several code points and letters with combining marks, before and in the evidence
TEXT = "Family 👩‍👩‍👧 fled. Re\u0301bels took Hama 😀. Twelve died."


def whole(world: World) -> None:
    article = world.article("hama", TEXT)
    world.hold(article, "Re\u0301bels took Hama 😀.", "Hama", "Re\u0301bels", latitude=35.13, longitude=36.75)
    world.figure(article, "Twelve died.", 12, place="Hama Governorate", place_id=170015, country="SY", **BOX)
    world.reject("empty")
    world.run()


def test_a_whole_lake_passes_every_check(lake: Lake, world: World) -> None:
    whole(world)
    land(lake, world.batch())
    assert check(lake) == []


def set_event(**columns: object) -> Spoil:
    def spoil(world: World) -> None:
        for name, value in columns.items():
            setattr(world.rows["events"][0], name, value)

    return spoil


def set_figure(**columns: object) -> Spoil:
    def spoil(world: World) -> None:
        for name, value in columns.items():
            setattr(world.rows["figures"][0], name, value)

    return spoil


def set_day(world: World) -> None:
    world.rows["articles"][0].published_date = world.rows["articles"][0].published_date.replace(day=3)


BROKEN = [
    pytest.param("evidence_is_in_the_article", set_event(start=20), id="evidence one off"),
    pytest.param("evidence_is_in_the_article", set_figure(sentence="Twelve died"), id="evidence cut short"),
    pytest.param("facts_have_their_article", set_event(article_id="gone"), id="fact without article"),
    pytest.param("facts_have_their_article", set_day, id="article of another day"),
    pytest.param("keys_are_unique", lambda w: w.rows["events"].append(w.rows["events"][0]), id="fact twice"),
    pytest.param("confidence_is_a_share", set_event(confidence=1.2), id="confidence above one"),
    pytest.param("confidence_is_a_share", set_figure(confidence=-0.1), id="confidence below nought"),
    pytest.param("confidence_is_a_share", set_event(confidence=float("nan")), id="confidence no number"),
    pytest.param("coordinates_are_on_earth", set_event(latitude=95.0), id="beyond the pole"),
    pytest.param("coordinates_are_on_earth", set_event(longitude=None), id="half a point"),
    pytest.param("coordinates_are_on_earth", set_event(geo_precision=3), id="a point for a country"),
    pytest.param("coordinates_are_on_earth", set_event(**POINTLESS, west=36.1), id="a side of a box"),
    pytest.param("coordinates_are_on_earth", set_event(**POINTLESS, **BOX | {"north": 30.0}), id="a box upside down"),
    pytest.param("coordinates_are_on_earth", set_event(**BOX), id="a point and a box"),
    pytest.param("values_are_allowed", set_event(modality="rumoured"), id="unknown modality"),
    pytest.param("values_are_allowed", set_event(plover="QUARREL"), id="unknown class"),
    pytest.param("bounds_are_in_order", set_figure(low=13), id="low above high"),
    pytest.param("runs_account_for_every_document", lambda w: setattr(w.rows["runs"][0], "discovered", 3), id="lost"),
]


@pytest.mark.parametrize(("name", "spoil"), BROKEN)
def test_a_broken_promise_is_found(ask: Rows, world: World, name: str, spoil: Spoil) -> None:
    whole(world)
    assert ask(checks()[name]) == []
    spoil(world)
    assert ask(checks()[name])


def test_each_foreign_value_of_a_row_is_told(ask: Rows, world: World) -> None:
    whole(world)
    set_event(modality="rumoured", plover="QUARREL")(world)
    told = ask(checks()["values_are_allowed"])
    assert {(row["of_table"], row["of_column"], row["value"]) for row in told} == {
        ("events", "modality", "rumoured"),
        ("events", "plover", "QUARREL"),
    }


@pytest.mark.parametrize("lost", ["incident_facts", "figures"])
def test_an_incident_that_lost_its_facts_is_found(lake: Lake, world: World, lost: str) -> None:
    whole(world)
    land(lake, world.batch(), linking=LINKING)
    assert check(lake) == []
    with connect(lake) as connection:
        connection.execute(f"DELETE FROM {lost}")
    assert [failure.name for failure in check(lake)] == [OF_INCIDENTS]


@pytest.mark.parametrize("by_hand", ["UPDATE articles SET story_id = 'another'", "DELETE FROM events"])
def test_a_change_of_control_of_another_state_of_the_lake_is_found(lake: Lake, world: World, by_hand: str) -> None:
    whole(world)
    land(lake, world.batch())
    with connect(lake) as connection:
        connection.execute(by_hand)
    assert [failure.name for failure in check(lake) if failure.name != OF_STORIES] == [OF_CONTROL]


@pytest.mark.parametrize(
    ("by_hand", "failing"),
    [
        ("UPDATE territory_held SET valid_to = '2024-12-31'", OF_HOLDERS),
        ("DELETE FROM territory_held", OF_HOLDERS),
        ("UPDATE articles SET site = 'Another'", OF_STORIES),
        ("DELETE FROM published_stories", OF_STORIES),
        ("UPDATE incidents SET deaths_low = 1", OF_DEATHS),
        ("DELETE FROM daily_fatalities", OF_DEATHS),
    ],
)
def test_a_derived_table_of_another_state_of_the_lake_is_found(
    lake: Lake, world: World, by_hand: str, failing: str
) -> None:
    whole(world)
    land(lake, world.batch(), linking=LINKING)
    with connect(lake) as connection:
        connection.execute(by_hand)
    assert [failure.name for failure in check(lake)] == [failing]


@pytest.mark.parametrize("by_hand", ["UPDATE articles SET story_id = 'another'", "DELETE FROM quotes"])
def test_a_published_quotation_of_another_state_of_the_lake_is_found(lake: Lake, world: World, by_hand: str) -> None:
    article = world.article("hama", "“We hold Hama,” he said.")
    world.quote(article, "“We hold Hama,” he said.", "he")
    world.run()
    land(lake, world.batch())
    assert check(lake) == []
    with connect(lake) as connection:
        connection.execute(by_hand)
    assert [failure.name for failure in check(lake) if failure.name != OF_STORIES] == [OF_QUOTES]


def test_each_check_has_a_test_that_breaks_it() -> None:
    others = {OF_INCIDENTS, OF_CONTROL, OF_HOLDERS, OF_DEATHS, OF_QUOTES, OF_STORIES}
    assert {parameters.values[0] for parameters in BROKEN} | others == set(checks())


def test_a_failure_names_the_check_the_promise_and_the_rows(lake: Lake, world: World) -> None:
    whole(world)
    set_figure(low=13)(world)
    land(lake, world.batch())
    (failure,) = check(lake)
    assert failure.name == "bounds_are_in_order"
    assert failure.promise == "No figure has its lower bound above its upper one."
    assert [(row["low"], row["high"]) for row in failure.rows] == [(13, 12)]


@pytest.mark.parametrize("name", checks())
def test_each_check_states_its_promise(name: str) -> None:
    assert question(checks()[name]).endswith(".")


def test_a_lake_of_an_earlier_version_is_told_what_adds_its_tables(lake: Lake, world: World, tmp_path: Path) -> None:
    land(lake, world.batch())
    with connect(lake) as connection:
        connection.execute("DROP TABLE kept_reports")
    with pytest.raises(LakeError, match="has no kept_reports yet"):
        check(lake)
    with pytest.raises(LakeError, match="has no kept_reports yet"):
        publish(lake, tmp_path / "copy", datetime(2024, 12, 6, tzinfo=UTC))


@pytest.mark.parametrize("held", [0, 1000], ids=["rows in the lake", "rows in memory"])
def test_a_run_is_checked_by_the_days_that_it_landed(
    lake: Lake, worlds: Callable[..., World], monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr("warehouse.upkeep.check.HELD", held)
    early = worlds("run-1")
    article = early.article("old", "Twelve died.", published=date(2024, 11, 2))
    early.figure(article, "Twelve died.", 12, confidence=3.0)
    early.run()
    land(lake, early.batch())
    tonight = worlds("run-2")
    whole(tonight)
    land(lake, tonight.batch(), linking=LINKING)
    assert [failure.name for failure in check(lake)] == ["confidence_is_a_share"]
    assert check(lake, "run-2") == []
    assert [failure.name for failure in check(lake, "run-1")] == ["confidence_is_a_share"]


def test_a_run_that_landed_no_article_is_checked_by_its_own_rows(lake: Lake, worlds: Callable[..., World]) -> None:
    early = worlds("run-1")
    early.figure(early.article("old", "Twelve died."), "Twelve died.", 12, confidence=3.0)
    land(lake, early.batch())
    tonight = worlds("run-2")
    tonight.reject("empty")
    tonight.run(discovered=7)
    land(lake, tonight.batch())
    assert [failure.name for failure in check(lake, "run-2")] == ["runs_account_for_every_document"]


def test_an_outlet_that_falls_silent_is_for_people_to_look_at(lake: Lake, world: World) -> None:
    first = date(2024, 11, 1).toordinal()
    for number in range(35):
        day = date.fromordinal(first + number)
        world.article(f"ridge-{number}", f"Number {number}.", published=day)
        if number < 26:
            world.article(f"shore-{number}", f"Shore {number}.", published=day, site="The Shore")
    land(lake, world.batch())
    (found,) = warnings(lake)
    assert (found.name, found.rows[0]["outlet"]) == ("outlets_fall_below_their_norm", "The Shore")
    assert "than chance explains" in found.promise
    assert check(lake) == []
