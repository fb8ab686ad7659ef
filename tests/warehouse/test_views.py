"""The views: each says what it answers, its example runs, and it answers right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from warehouse.tables import question, sql_files

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World

MARTS = sql_files("marts")
EXAMPLE = "-- example: "
RIDGE, SHORE = "The Ridge", "The Shore"
HAMA = {"place": "Hama", "place_id": 9, "country": "SY", "admin1": "10", "geo_precision": 1}


@pytest.mark.parametrize("mart", MARTS, ids=lambda file: file.stem)
def test_a_view_says_what_it_answers_and_its_example_runs(mart: Path, empty_lake: duckdb.DuckDBPyConnection) -> None:
    sql = mart.read_text(encoding="utf-8")
    assert "?" in question(sql)
    (example,) = [line.removeprefix(EXAMPLE) for line in sql.splitlines() if line.startswith(EXAMPLE)]
    assert mart.stem in example
    empty_lake.execute(example).fetchall()


@pytest.fixture
def told(world: World) -> World:
    """Two outlets on one strike with rival tolls, a displacement, a name and a tie."""
    for site, number, name in ((RIDGE, 12, "the rebels"), (SHORE, 15, "terrorists")):
        text = f"Jets struck a bakery in Hama and killed {number}. {name.capitalize()} hold it."
        article = world.article(site, text, site=site)
        struck = f"Jets struck a bakery in Hama and killed {number}."
        dated = {"date_start": "2024-12-01", "date_precision": "day", "acled_sub_event": "Air/drone strike"}
        world.event(article, struck, source="Jets", source_actor="air", target="a bakery", **HAMA | dated)
        world.figure(article, struck, number, **HAMA)
        world.mention(article, struck, name, actor_id="rebels", name="Rebels")
    fled = "About 9,000 people fled. More than 300,000 people are displaced."
    article = world.article("fled", fled, site=SHORE)
    people = {"measure": "displaced", "who": "people", **HAMA}
    world.figure(article, "About 9,000 people fled.", 9000, **people)
    world.figure(article, "More than 300,000 people are displaced.", 300_000, high=None, **people)
    world.actor("air", "Air Force")
    return world


def test_events_by_month_counts_reports_and_happenings(ask: Rows, told: World) -> None:
    (found,) = ask("SELECT *, 'incident' AS _ FROM events_by_month WHERE country = 'SY'")
    assert (found["month"], found["n_events"], found["n_incidents"]) == (date(2024, 12, 1), 2, 1)


def test_new_displacement_stands_apart_from_all_who_are_displaced(ask: Rows, told: World) -> None:
    found = ask("SELECT flow, low FROM displacement ORDER BY low")
    assert [(row["flow"], row["low"]) for row in found] == [("new", 9000), ("total", 300_000)]


def test_contradictions_stand_side_by_side_with_their_sentences(ask: Rows, told: World) -> None:
    (found,) = ask("SELECT *, 'incident' AS _ FROM contradictions")
    assert (found["about"], found["one"], found["one_outlet"]) == ("toll", "15", SHORE)
    assert (found["other"], found["other_outlet"]) == ("12", RIDGE)
    assert "killed 12" in found["other_sentence"]


def test_naming_tells_each_outlet_s_words(ask: Rows, told: World) -> None:
    found = ask("SELECT outlet, words, n, share FROM naming ORDER BY outlet")
    assert [(row["outlet"], row["words"], row["share"]) for row in found] == [
        (RIDGE, "the rebels", 1.0),
        (SHORE, "terrorists", 1.0),
    ]


def test_the_network_goes_by_the_names_of_the_seeds_and_counts_happenings(ask: Rows, told: World) -> None:
    (found,) = ask("SELECT *, 'incident' AS _ FROM actor_network")
    assert (found["source"], found["tie"], found["target"]) == ("Air Force", "assault", "a bakery")
    assert (found["n_incidents"], found["n_articles"]) == (1, 2)


def test_an_outlet_that_falls_below_its_norm_is_silent(ask: Rows, world: World) -> None:
    first = date(2024, 11, 1).toordinal()
    for number in range(35):
        day = date.fromordinal(first + number)
        world.article(f"ridge-{number}", f"Number {number}.", published=day, site=RIDGE)
        if number < 26:
            world.article(f"shore-{number}", f"Shore {number}.", published=day, site=SHORE)
    found = {row["outlet"]: row for row in ask("FROM outlets")}
    assert (found[RIDGE]["is_silent"], found[SHORE]["is_silent"]) == (False, True)
    assert (found[SHORE]["usual"], found[SHORE]["lately"]) == (1.0, 0.0)
    assert found[SHORE]["last_published"] == date(2024, 11, 26)


def test_outlets_tell_who_was_first_and_who_alone(ask: Rows, told: World) -> None:
    found = {row["outlet"]: row for row in ask("SELECT *, 'incident' AS _ FROM outlets")}
    assert (found[RIDGE]["n_first"], found[RIDGE]["n_alone"], found[RIDGE]["n_incidents"]) == (0, 0, 1)


def test_two_attacks_of_a_day_in_a_town_are_added(ask: Rows, told: World) -> None:
    text = "Gunmen ambushed a bus in Hama and killed 5 drivers."
    article = told.article("ambush", text)
    ambush = {"acled_sub_event": "Armed clash", "source": "gunmen", "target": "a bus"}
    told.event(article, text, date_start="2024-12-01", date_precision="day", **HAMA | ambush)
    told.figure(article, text, 5, who="drivers", **HAMA)
    (found,) = ask("FROM fatalities_by_day")
    assert (found["low"], found["best"], found["high"], found["n_incidents"]) == (17, None, 20, 2)


def test_the_history_of_a_place_tells_each_holder_and_what_is_disputed(ask: Rows, world: World) -> None:
    for number, (day, source, modality) in enumerate(
        (("2024-11-29", "Troops", "asserted"), ("2024-12-01", "Rebels", "claimed"), ("2024-12-01", "Rebels", "denied"))
    ):
        text = f"{source} took Hama, report {number} says."
        article = world.article(f"hama-{number}", text)
        world.hold(article, text, "Hama", source, date_start=day, date_precision="day", modality=modality)
    edge = world.article("edge", "Rebels seized positions on the outskirts of Hama.")
    world.hold(edge, "Rebels seized positions on the outskirts of Hama.", "Hama", "Militia")
    found = ask("FROM territory_history('Hama')")
    assert [(row["holder"], row["since"], row["until"], row["status"]) for row in found] == [
        ("Troops", date(2024, 11, 29), date(2024, 12, 1), "reported"),
        ("Rebels", date(2024, 12, 1), None, "disputed"),
    ]
