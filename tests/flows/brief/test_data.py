"""The data of a night's brief: new, changed, withdrawn and corrected incidents, and counts above the norm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.brief.data import OF_ARTICLES, Brief, gather, town
from flows.brief.span import ask, limits, of_days
from tests.flows.brief.conftest import HOSTILE, NIGHT
from warehouse import Lake, query


def test_new_is_what_the_night_brought_and_the_night_before_had_not(latest: Brief) -> None:
    new = {row["place"] for row in latest.of("new")}
    assert new == {f"Town{60 + number}" for number in range(12)} | {HOSTILE, "Idlib"}


def test_a_speaker_with_an_article_is_the_one_without(latest: Brief) -> None:
    quotes = dict(latest.speakers)["Syrian army"]
    assert {row["quote"] for row in quotes} == {"it had left post 0", "it had left post 1"}
    assert "The Syrian army" not in dict(latest.speakers)


def test_an_incident_with_another_toll_is_told_as_changed(latest: Brief) -> None:
    (row,) = latest.of("changed")
    assert row["place"] == "Hama"
    assert "Toll: 12 killed → 12 to 15 killed" in row["changed"]
    assert "Outlets: 1 → 2" in row["changed"]


def test_where_nothing_differs_nothing_is_new(told_home: Path, latest: Brief) -> None:
    lake = Lake.at(told_home)
    (row,) = query(lake, "SELECT max(snapshot_time) AS last FROM ducklake_snapshots('lake')").to_pylist()
    again = gather(lake, replace(latest.span, since=row["last"]))
    assert again.of("new") == again.of("changed") == again.withdrawn == []
    assert again.incidents


def test_what_tells_no_actor_is_not_told_of_one(told_home: Path, latest: Brief) -> None:
    lake = Lake.at(told_home)
    one = of_days(lake, latest.span.first, latest.span.last, limits(lake, None, None, "Syrian Arab Army"))
    assert latest.rows["deaths"]
    assert gather(lake, one).rows["deaths"] == []


def test_rival_figures_stand_side_by_side(latest: Brief) -> None:
    (row,) = latest.of("changed")
    (rival,) = row["rivals"]
    assert {(rival["one"], rival["one_outlet"]), (rival["other"], rival["other_outlet"])} == {
        ("15", "The Valley"),
        ("12", "The Ridge"),
    }


def test_an_incident_that_no_report_tells_any_more_is_withdrawn(latest: Brief) -> None:
    (row,) = latest.withdrawn
    assert (row["place"], row["now"]) == ("Town40", None)


def test_a_correction_names_both_numbers(latest: Brief) -> None:
    (row,) = latest.rows["corrections"]
    assert (row["was"], row["now"]) == ("seven", "nine")


def test_more_than_usual_is_told_with_both_numbers(latest: Brief) -> None:
    norm = {row["what"]: row for row in latest.rows["norm"]}
    assert (norm["Battles"]["norm"], norm["Battles"]["verdict"]) == (5.0, "more than usual")
    assert norm["Explosions/Remote violence"]["verdict"] == "too few to tell"


def test_the_first_seen_are_those_that_no_night_named_before(latest: Brief) -> None:
    assert [row["id"] for row in latest.rows["first_seen"]] == ["evil"]


def test_the_watch_list_tells_also_of_who_is_not_named(latest: Brief) -> None:
    told = {row["name"]: (row["n_articles"], row["last_named"] is None) for row in latest.rows["watched"]}
    assert told == {"Rebels": (0, False), "Nobody of that name": (0, True)}


def test_who_holds_a_town_is_what_territory_on_says_of_each_day(latest: Brief, told_home: Path) -> None:
    for day in (date(2024, 12, 7), date(2024, 12, 8), NIGHT):
        asked = query(Lake.at(told_home), "SELECT fact_id FROM territory_on($day)", {"day": day}).to_pylist()
        told = [row["fact_id"] for row in latest.rows["territory"] if row["on_day"] == day]
        assert told == [row["fact_id"] for row in asked]
    (hold,) = latest.territory
    assert (hold["place"], hold["from"], hold["to"]) == ("Homs", 12, 13)


def test_the_heaviest_comes_first(latest: Brief) -> None:
    assert latest.incidents[0]["place"] == "Hama"


def test_a_span_is_told_by_its_days_of_publication(told_home: Path) -> None:
    lake = Lake.at(told_home)
    told = gather(lake, of_days(lake, date(2024, 12, 8), date(2024, 12, 8), limits(lake, "Syria", "Hama", None)))
    assert [row["place"] for row in told.incidents] == ["Hama"]
    assert told.checks is None


def test_what_is_told_of_articles_alone_has_no_rows_without_them(told_home: Path, latest: Brief) -> None:
    """So a brief without articles need not ask."""
    assert {name for name in OF_ARTICLES if not latest.rows[name]} == {"refused"}
    without = ask(Lake.at(told_home), OF_ARTICLES, latest.span.parameters() | {"articles": []})
    assert without == {name: [] for name in OF_ARTICLES}


def test_a_span_without_facts_is_empty(told_home: Path) -> None:
    lake = Lake.at(told_home)
    nothing = limits(lake, None, None, None)
    assert gather(lake, of_days(lake, date(2020, 1, 1), date(2020, 1, 3), nothing)).is_empty


@pytest.mark.parametrize(
    ("place", "place_id", "around"),
    [
        ("Jabal", 169389, "Idlib"),
        ("Idlib", 169389, None),
        ("northern Idlib", 169389, None),
        ("Edlib", 169389, None),
        ("Jabal", None, None),
    ],
)
def test_a_quarter_is_shown_with_its_town(place: str, place_id: int | None, around: str | None) -> None:
    assert town({"place": place, "place_id": place_id}) == around
