"""The views: each states its question, its example runs, and its rows are right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from transforms.shipped import SQL
from warehouse.landing.tables import question, sql_files

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
    """Two outlets that report one strike with different tolls, a displacement, a name and a relation."""
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
    world.figure(article, "More than 300,000 people are displaced.", 300_000, high=None, cumulative=True, **people)
    world.actor("air", "Air Force")
    return world


def test_events_by_month_counts_reports_and_happenings(ask: Rows, told: World) -> None:
    (found,) = ask("SELECT *, 'incident' AS _ FROM events_by_month WHERE country = 'SY'")
    assert (found["month"], found["n_events"], found["n_incidents"]) == (date(2024, 12, 1), 2, 1)


def test_an_event_of_no_incident_is_a_happening_and_a_year_is_no_month(ask: Rows, world: World) -> None:
    text = "Aid reached Hama. Aid reached Idlib in 2023."
    article = world.article("aid", text)
    world.event(article, "Aid reached Hama.", plover="AID", country="SY", date_start="2024-12-01", date_precision="day")
    world.event(
        article, "Aid reached Idlib in 2023.", plover="AID", country="SY", date_start="2023", date_precision="year"
    )
    found = ask(
        "SELECT month, n_events, n_incidents FROM events_by_month WHERE plover = 'AID' ORDER BY month NULLS LAST"
    )
    assert [tuple(row.values()) for row in found] == [(date(2024, 12, 1), 1, 1), (None, 1, 1)]


def test_a_running_total_is_of_the_day_it_was_told(ask: Rows, world: World) -> None:
    text = "Some 280,000 people have been displaced since 27 November."
    article = world.article("total", text, published=date(2024, 12, 6))
    world.figure(article, text, 280_000, measure="displaced", who="people", period_start="2024-11-27", cumulative=True)
    assert [row["day"] for row in ask("SELECT day FROM displacement")] == [date(2024, 12, 6)]


def test_new_displacement_stands_apart_from_all_who_are_displaced(ask: Rows, told: World) -> None:
    found = ask("SELECT flow, low FROM displacement ORDER BY low")
    assert [(row["flow"], row["low"]) for row in found] == [("new", 9000), ("total", 300_000)]


def test_new_displacement_adds_up_and_every_other_figure_says_what_it_is(ask: Rows, world: World) -> None:
    def fled(number: int, place: str, day: str | None = None, **columns: Any) -> str:
        text = f"About {number} people left {place}."
        site = f"Outlet {number}"
        article = world.article(f"fled-{number}", text, site=site)
        dated = {"period_start": day, "period_end": day} if day else {}
        return str(world.figure(article, text, number, measure="displaced", place=place, **dated | columns).fact_id)

    fled(4000, "Hama", "2024-12-02")
    largest = fled(5000, "Hama")
    fled(700, "Hama", "2024-11-29")
    fled(300, "Homs", "2024-12-02")
    fled(90_000, "Hama", cumulative=True)
    fled(2000, "Hama", part_of=largest)
    fled(34_000, "Hama", "2016")
    once = world.article("once", "About 800 people once left Homs.")
    world.event(once, "About 800 people once left Homs.", plover="RETREAT", when_told="background")
    world.figure(once, "About 800 people once left Homs.", 800, measure="evacuated", place="Homs")
    found = {row["low"]: row for row in ask("FROM displacement")}
    assert {low: row["flow"] for low, row in found.items()} == {
        4000: "overlap", 5000: "new", 700: "new", 300: "new", 90_000: "total", 2000: "part", 34_000: "background",
        800: "background",
    }  # fmt: skip
    assert {low for low, row in found.items() if row["when_told"] == "background"} == {34_000, 800}
    assert found[4000]["counted_in"] == found[2000]["counted_in"] == largest
    assert found[34_000]["day"] == date(2016, 12, 31)


def test_contradictions_stand_side_by_side_with_their_sentences(ask: Rows, told: World) -> None:
    (found,) = ask("SELECT *, 'incident' AS _ FROM contradictions")
    assert (found["about"], found["one"], found["one_outlet"]) == ("toll", "15", SHORE)
    assert (found["other"], found["other_outlet"]) == ("12", RIDGE)
    assert "killed 12" in found["other_sentence"]


def test_two_holders_of_a_day_and_a_denial_stand_side_by_side(ask: Rows, world: World) -> None:
    world.actor("rebels", "Rebels")
    world.actor("brigade", "1st Brigade", parent="rebels")
    told = (
        (RIDGE, "Rebels", "rebels", "gained", "asserted", "2024-12-01"),
        (SHORE, "The brigade", "brigade", "gained", "asserted", "2024-12-01"),
        (SHORE, "Militia", "militia", "gained", "claimed", "2024-12-01"),
        ("The Plain", "Troops", "army", "lost", "denied", "2024-12-02"),
    )
    for number, (site, source, actor, territory, modality, day) in enumerate(told):
        text = f"{source} and Hama: report {number}."
        article = world.article(f"hama-{number}", text, site=site)
        world.hold(
            article, text, "Hama", source, source_actor=actor, date_start=day, date_precision="day",
            territory=territory, modality=modality,
        )  # fmt: skip
    found = ask("SELECT *, 'territory and incidents' AS _ FROM contradictions")
    assert {row["about"] for row in found} == {"holder"}
    pairs = {frozenset((row["one"], row["other"])) for row in found}
    assert pairs == {
        frozenset(("Rebels", "Militia")),
        frozenset(("Rebels", "denied by Troops")),
        frozenset(("1st Brigade", "denied by Troops")),
        frozenset(("Militia", "denied by Troops")),
    }
    (row,) = [row for row in found if {row["one"], row["other"]} == {"Militia", "denied by Troops"}]
    assert (row["one_outlet"], row["one_sentence"]) == (SHORE, "Militia and Hama: report 2.")
    assert (row["other_outlet"], row["other_sentence"]) == ("The Plain", "Troops and Hama: report 3.")


def test_two_acts_of_two_days_are_no_contradiction(ask: Rows, world: World) -> None:
    acts = (
        (RIDGE, "Rebels entered Hama on Friday.", "2024-11-29", "contested", "Armed clash"),
        (SHORE, "Rebels captured Hama on Saturday.", "2024-11-30", "gained", "Non-state actor overtakes territory"),
        ("The Plain", "Rebels captured Hama on Sunday.", "2024-12-01", "gained", "Non-state actor overtakes territory"),
    )
    for site, text, day, territory, kind in acts:
        article = world.article(site, text, site=site)
        world.hold(
            article, text, "Hama", "Rebels", source_actor="rebels", date_start=day, date_precision="day",
            territory=territory, acled_sub_event=kind,
        )  # fmt: skip
    found = ask("SELECT about, one, other, 'incident' AS _ FROM contradictions")
    assert [(row["about"], row["one"], row["other"]) for row in found] == [("day", "2024-12-01", "2024-11-30")]


@pytest.mark.parametrize(
    ("site", "who"),
    [(RIDGE, None), ("The Plain", "police officers")],
    ids=["told later by the same outlet", "of other people"],
)
def test_what_may_both_be_right_is_no_contradiction(ask: Rows, told: World, site: str, who: str | None) -> None:
    text = "Jets struck a bakery in Hama and killed 19."
    article = told.article("later", text, site=site, published=date(2024, 12, 7))
    dated = {"date_start": "2024-12-01", "date_precision": "day", "acled_sub_event": "Air/drone strike"}
    told.event(article, text, source="Jets", source_actor="air", target="a bakery", **HAMA | dated)
    told.figure(article, text, 19, who=who, **HAMA)
    found = ask("SELECT one_outlet, other_outlet, 'incident' AS _ FROM contradictions")
    pairs = {frozenset((row["one_outlet"], row["other_outlet"])) for row in found}
    assert frozenset((SHORE, RIDGE)) in pairs
    assert not any(pair <= {site, RIDGE} for pair in pairs)


def test_what_a_side_claims_of_its_enemy_contradicts_a_lower_toll(ask: Rows, world: World) -> None:
    struck = "Jets struck a market in Hama and killed 24."
    claim = "The army said that the strike on Hama had killed 38 militants."
    article = world.article("claimed", f"{struck} {claim}", site=RIDGE)
    dated = {"date_start": "2024-12-01", "date_precision": "day", "acled_sub_event": "Air/drone strike"}
    world.event(article, struck, trigger="struck", target="a market", **HAMA | dated)
    world.figure(article, struck, 24, attribution="doctors", **HAMA)
    said = {"attribution": "The army", "modality": "claimed"}
    world.event(article, claim, trigger="strike", source="The army", source_actor="sy-mil", **said, **HAMA | dated)
    world.figure(article, claim, 38, who="militants", actor="sy-mil", **said, **HAMA)
    (found,) = ask("SELECT *, 'incident' AS _ FROM contradictions")
    assert (found["about"], found["one"], found["other"]) == ("toll", "38", "24")


def test_fewer_people_in_all_than_patients_is_a_contradiction(ask: Rows, world: World) -> None:
    struck = "Shells struck a clinic in Hama and killed 17 patients, rebels said."
    count = "A doctor said the shells that struck the clinic in Hama killed seven people."
    article = world.article("rivals", f"{struck} {count}", site=RIDGE)
    dated = {
        "date_start": "2024-12-01",
        "date_precision": "day",
        "acled_sub_event": "Shelling/artillery/missile attack",
    }
    for sentence, number, who, voice in ((struck, 17, "patients", "rebels"), (count, 7, "people", "A doctor")):
        world.event(article, sentence, trigger="struck", target="a clinic", attribution=voice, **HAMA | dated)
        world.figure(article, sentence, number, who=who, attribution=voice, **HAMA)
    (found,) = ask("SELECT *, 'incident' AS _ FROM contradictions")
    assert (found["about"], found["one"], found["other"]) == ("toll", "17", "7")


@pytest.mark.parametrize(("inherited", "about"), [("true", []), ("false", ["day"])])
def test_a_day_of_another_sentence_contradicts_none(ask: Rows, world: World, inherited: str, about: list[str]) -> None:
    evidence = f'{{"date": {{"rules": false, "inherited": {inherited}, "probability": 0.4}}}}'
    for site, day in ((RIDGE, "2024-11-30"), (SHORE, "2024-12-01")):
        text = "Rebels captured Hama."
        article = world.article(site, text, site=site)
        world.hold(
            article, text, "Hama", "Rebels", source_actor="rebels", date_start=day, date_precision="day",
            evidence=evidence, acled_sub_event="Non-state actor overtakes territory",
        )  # fmt: skip
    assert [row["about"] for row in ask("SELECT about, 'incident' AS _ FROM contradictions")] == about


def test_two_voices_of_one_article_may_count_the_detained_differently(ask: Rows, world: World) -> None:
    first, second = "At least 25 were arrested, the group said.", "Police put the figure at 11."
    article = world.article("arrests", f"{first} {second}", site=RIDGE)
    world.figure(article, first, 25, high=None, measure="detained", attribution="the group")
    world.figure(article, second, 11, measure="detained", attribution="Police", sentence_index=1)
    (found,) = ask("SELECT * FROM contradictions")
    assert (found["about"], found["one"], found["other"]) == ("detained", "25", "11")
    assert (found["one_sentence"], found["other_sentence"]) == (first, second)


@pytest.mark.parametrize(
    ("day", "modality", "other", "count"),
    [
        ("2024-12-01", "asserted", "ng-army", 1),
        ("2024-12-02", "asserted", "ng-army", 0),
        ("2024-12-01", "denied", "sy-rebels", 1),
        ("2024-12-01", "asserted", "sy-rebels", 0),
    ],
    ids=["of one day", "of another day", "denied", "the same"],
)
def test_a_town_has_one_holder_a_day(ask: Rows, world: World, day: str, modality: str, other: str, count: int) -> None:
    take = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    for actor in {"sy-rebels", other}:
        world.actor(actor, actor)
    for site, actor, told, mode in ((RIDGE, "sy-rebels", "2024-12-01", "asserted"), (SHORE, other, day, modality)):
        text = f"{site}: {actor} took Hama."
        article = world.article(site, text, site=site)
        dated = HAMA | {"date_start": told, "date_end": told, "date_precision": "day", "modality": mode}
        world.event(article, text, trigger="took", source=actor, source_actor=actor, target="Hama", **take, **dated)
    found = ask("SELECT *, 'territory' AS _ FROM contradictions WHERE about = 'holder'")
    assert len(found) == count
    assert all(row["one_sentence"] != row["other_sentence"] for row in found)


@pytest.mark.parametrize(
    ("territory", "source", "voice", "other"),
    [
        ("gained", "Rebels", "the army", "denied by the army"),
        ("gained", "Rebels", None, "denied"),
        ("lost", None, "the mayor", "denied by the mayor"),
    ],
)
def test_a_denied_gain_names_who_denies_it(
    ask: Rows, world: World, territory: str, source: str | None, voice: str | None, other: str
) -> None:
    world.hold(world.article("gain", "Rebels took Hama.", site=RIDGE), "Rebels took Hama.", "Hama", "Rebels")
    text = "Hama is said not to have fallen to the rebels."
    denial = {"territory": territory, "modality": "denied", "attribution": voice}
    world.hold(world.article("denial", text, site=SHORE), text, "Hama", source, **denial)
    (found,) = ask("SELECT *, 'territory' AS _ FROM contradictions")
    assert (found["about"], found["one"], found["other"]) == ("holder", "Rebels", other)


def test_who_denies_a_loss_does_not_contradict_its_own_hold(ask: Rows, world: World) -> None:
    held, denied = "The army said its troops still held Bara.", "The army denied having lost Bara."
    article = world.article("bara", f"{held} {denied}")
    world.hold(article, held, "Bara", "The army", source_actor="army", modality="claimed")
    world.hold(article, denied, "Bara", "The army", source_actor="army", territory="lost", modality="denied")
    assert ask("SELECT *, 'territory' AS _ FROM contradictions") == []


def test_a_rejected_gain_names_who_rejects_it(ask: Rows, world: World) -> None:
    taken, answer = "The rebels said they had taken Bara.", "The ministry rejected the claim."
    article = world.article("bara", f"{taken} {answer}")
    world.hold(article, taken, "Bara", "The rebels", source_actor="rebels", modality="claimed")
    world.event(article, answer, trigger="rejected", plover="REJECT", source="The ministry")
    (found,) = ask("SELECT *, 'territory' AS _ FROM contradictions")
    assert (found["one"], found["other"]) == ("The rebels", "denied by The ministry")


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"who": "soldiers", "low": 60}, {"who": "men", "attribution": "the army", "text": "The army lost 20 men."}, 1),
        ({"who": "fighters", "low": 60}, {"who": "men", "attribution": "the army", "text": "The army lost 20 men."}, 0),
        ({"who": "soldiers", "low": 60}, {"who": "men", "text": "Masked attackers shot 20 men."}, 0),
        ({"who": "troops", "low": 60}, {"who": "soldiers"}, 1),
        ({"who": "militants", "low": 60}, {"who": "gunmen"}, 1),
        ({"who": "Malian soldiers", "low": 60}, {"who": "Russian soldiers"}, 0),
        ({"who": "Malian soldiers", "low": 60}, {"who": "UN peacekeepers"}, 0),
        ({"who": "US soldiers", "low": 60}, {"who": "Iraqi soldiers"}, 0),
        ({"who": "U.S. troops", "low": 60}, {"who": "Iraqi soldiers"}, 0),
        ({"who": "Soldiers", "low": 60}, {"who": "Malian soldiers"}, 1),
        ({"who": "Soldiers", "low": 60}, {"who": "IDF soldiers"}, 1),
        ({"who": "Israeli soldiers", "low": 60}, {"who": "IDF soldiers"}, 1),
        ({"who": "Soldiers", "low": 60}, {"who": "UN peacekeepers"}, 1),
        ({"who": "Elite troops", "low": 60}, {"who": "Turkish soldiers"}, 1),
    ],
)
def test_the_armed_of_one_side_are_one_kind_of_people(
    ask: Rows, world: World, one: dict[str, Any], other: dict[str, Any], count: int
) -> None:
    for site, columns in ((RIDGE, one), (SHORE, other)):
        counted = columns.pop("text", "Many were killed.")
        text = f"An ambush struck Hama. {counted}"
        article = world.article(site, text, site=site)
        dated = {"date_start": "2024-12-01", "date_precision": "day", "acled_sub_event": "Armed clash"}
        world.event(article, "An ambush struck Hama.", trigger="ambush", **HAMA | dated)
        number = columns.pop("low", 20)
        world.figure(article, counted, number, **HAMA | columns)
    found = ask("SELECT *, 'incident' AS _ FROM contradictions")
    assert [(row["one"], row["other"]) for row in found] == [("60", "20")] * count


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ({}, 1),
        ({"cumulative": True, "period_start": "2024-04-01"}, 0),
        ({"period_start": "2024-11-01", "period_end": "2024-11-30"}, 0),
        ({"period_start": "2024-12-01", "period_end": "2024-12-01"}, 1),
    ],
    ids=["undated", "running total", "of other days", "of the same day"],
)
def test_displaced_people_of_another_flow_or_span_are_no_contradiction(
    ask: Rows, world: World, columns: dict[str, Any], count: int
) -> None:
    first, second = "About 4,000 people fled on Sunday, the mayor said.", "An aid group said 90,000 were displaced."
    article = world.article("fled", f"{first} {second}", site=RIDGE)
    sunday = {"period_start": "2024-12-01", "period_end": "2024-12-01"}
    world.figure(article, first, 4000, measure="displaced", attribution="the mayor", **sunday)
    world.figure(article, second, 90_000, measure="displaced", attribution="An aid group", **columns)
    assert len(ask("FROM contradictions")) == count


def test_naming_tells_each_outlet_s_words(ask: Rows, told: World) -> None:
    found = ask("SELECT outlet, words, n, share FROM naming ORDER BY outlet")
    assert [(row["outlet"], row["words"], row["share"]) for row in found] == [
        (RIDGE, "the rebels", 1.0),
        (SHORE, "terrorists", 1.0),
    ]


def test_words_for_a_people_are_no_name_of_its_state(ask: Rows, world: World) -> None:
    world.actor("syr", "Syria", kind="country")
    world.actor("rebels", "Rebels", kind="armed group")
    text = "Syria said Syrian rebels had left."
    article = world.article("left", text, site=RIDGE)
    for words, label, actor in (("Syria", "GPE", "syr"), ("Syrian", "NORP", "syr"), ("Rebels", "NORP", "rebels")):
        world.mention(article, text, words, label=label, actor_id=actor, name=words)
    found = ask("SELECT actor_id, words, share FROM naming ORDER BY ALL")
    assert [tuple(row.values()) for row in found] == [("rebels", "Rebels", 1.0), ("syr", "Syria", 1.0)]


def test_neither_a_part_of_a_state_nor_a_part_of_another_name_is_a_name_of_the_state(ask: Rows, world: World) -> None:
    world.actor("usa", "United States", kind="country")
    world.actor("us-mil", "United States Armed Forces")
    text = "US military aid left the western United States for the US."
    article = world.article("left", text, site=RIDGE)
    for start, words, actor, name in (
        (0, "US military", "us-mil", "US forces"),
        (0, "US", "usa", "United States"),
        (25, "western United States", "usa", "western United States"),
        (55, "US", "usa", "United States"),
    ):
        offsets = {"mention_start": start, "mention_end": start + len(words)}
        world.mention(article, text, words, actor_id=actor, name=name, **offsets)
    assert [tuple(row.values()) for row in ask("SELECT actor, words, n FROM naming ORDER BY ALL")] == [
        ("United States", "US", 1),
        ("United States Armed Forces", "US military", 1),
    ]


def test_the_network_goes_by_the_names_of_the_seeds_and_counts_happenings(ask: Rows, told: World) -> None:
    (found,) = ask("SELECT *, 'incident' AS _ FROM actor_network")
    assert (found["source"], found["tie"], found["target"]) == ("Air Force", "assault", "a bakery")
    assert (found["n_incidents"], found["n_articles"]) == (1, 2)


def test_no_actor_has_a_tie_with_itself(ask: Rows, world: World) -> None:
    world.actor("army", "Army")
    text = "The army struck its own soldiers."
    article = world.article("own", text)
    for target, actor in (("its own soldiers", "army"), ("a bakery", None)):
        sides = {"source": "The army", "source_actor": "army", "target": target, "target_actor": actor}
        world.event(article, text, **sides)
    assert [row["target"] for row in ask("FROM actor_network")] == ["a bakery"]


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
    assert (found[RIDGE]["silent_since"], found[SHORE]["silent_since"]) == (None, date(2024, 11, 27))


def test_an_outlet_of_less_than_an_article_a_day_is_silent_after_an_unusual_pause(ask: Rows, world: World) -> None:
    first = date(2024, 6, 1).toordinal()
    for number in range(0, 140, 7):
        day = date.fromordinal(first + number)
        world.article(f"ridge-{number}", f"Number {number}.", published=day, site=RIDGE)
        if number < 98:
            world.article(f"shore-{number}", f"Shore {number}.", published=day, site=SHORE)
        if number % 35 == 0:
            world.article(f"plain-{number}", f"Plain {number}.", published=day, site="The Plain")
    found = {row["outlet"]: row["silent_since"] for row in ask("FROM outlets")}
    assert found == {RIDGE: None, SHORE: date(2024, 9, 1), "The Plain": None}


def test_what_an_outlet_brought_stands_by_day(ask: Rows, world: World) -> None:
    for day in (date(2024, 12, 2), date(2024, 12, 2), date(2024, 12, 4)):
        number = len(world.rows["articles"])
        text = f"Jets struck bakery {number} in Hama."
        article = world.article(f"ridge-{number}", text, published=day, site=RIDGE)
        dated = {"date_start": f"2024-11-1{number}", "date_precision": "day"}
        world.event(article, text, acled_sub_event="Air/drone strike", **HAMA | dated)
    found = ask("SELECT *, 'incident' AS _ FROM outlet_days")
    assert [(str(row["day"]), row["n_articles"], row["n_alone"], row["n_first"]) for row in found] == [
        ("2024-12-02", 2, 2, 0),
        ("2024-12-04", 1, 1, 0),
    ]


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


def test_the_summary_says_a_toll_told_by_words_alone_in_these_words(ask: Rows, world: World) -> None:
    for number, (words, qualifier) in enumerate((("Dozens", None), ("at least 24", "at least"))):
        text = f"{words} were killed when jets struck Hama {number + 1} times."
        where = HAMA | {"place": f"Hama {number}", "place_id": number}
        article = world.article(f"hama-{number}", text, published=date(2024, 12, 5 + 9 * number))
        world.event(article, text, source="Jets", acled_sub_event="Air/drone strike", **where)
        world.figure(article, text, 24, number=words, qualifier=qualifier, high=None, **where)
    world.run()
    found = ask((SQL / "summary" / "1_incidents.sql").read_text(encoding="utf-8"))
    assert {row["killed"] for row in found} == {"dozens (at least 24)", "at least 24"}
    assert [(row["low"], row["in_words"]) for row in ask("FROM told_in_words")] == [(24, "dozens")]


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


def test_the_history_of_a_place_goes_by_each_of_its_names(ask: Rows, world: World) -> None:
    for name, day, source in (("Hama", "2024-11-29", "Troops"), ("Hamah", "2024-12-01", "Rebels")):
        text = f"{source} took {name}."
        article = world.article(name, text)
        world.hold(article, text, name, source, place_id=9, date_start=day, date_precision="day")
    found = ask("FROM territory_history('Hama')")
    assert [(row["place"], row["holder"]) for row in found] == [("Hama", "Troops"), ("Hamah", "Rebels")]
    assert ask("FROM territory_history('HAMAH')") == found


def test_the_history_keeps_namesakes_tellers_and_denials_apart_and_kin_together(ask: Rows, world: World) -> None:
    world.actor("army", "Army")
    world.actor("brigade", "4th Brigade", parent="army")
    world.actor("observers", "Observers", kind="ngo")
    told = [
        ("Hama", "2024-11-29", "Army", "army", "asserted", {}),
        ("Hama", "2024-11-29", "The 4th Brigade", "brigade", "asserted", {}),
        ("Hama", "2024-12-01", "Observers", "observers", "asserted", {}),
        ("Hama", "2024-12-02", "Rebels", None, "denied", {}),
        ("Hama", "2024-11-30", "Police", None, "asserted", {"place_id": 3, "country": "LB"}),
    ]
    for number, (place, day, source, actor, modality, other) in enumerate(told):
        text = f"{source} took {place}, report {number} says."
        article = world.article(f"hama-{number}", text)
        world.hold(
            article, text, place, source, source_actor=actor, date_start=day, date_precision="day", modality=modality,
            **other,
        )  # fmt: skip
    found = ask("FROM territory_history('Hama')")
    assert [(row["country"], row["since"], row["until"], row["status"]) for row in found] == [
        ("LB", date(2024, 11, 30), None, "reported"),
        ("SY", date(2024, 11, 29), None, "reported"),
    ]
    assert found[1]["holder"] in ("Army", "4th Brigade")


def test_the_history_of_a_place_is_what_each_day_s_answer_is(ask: Rows, world: World) -> None:
    told = (
        ("2024-11-29", "Troops", "gained", "asserted"),
        ("2024-12-01", "Troops", "lost", "denied"),
        ("2024-12-03", "Rebels", "contested", "asserted"),
        ("2024-12-04", "Rebels", "gained", "claimed"),
        ("2024-12-05", "Rebels", "gained", "denied"),
    )
    for number, (day, source, territory, modality) in enumerate(told):
        text = f"{source} and Hama: report {number}."
        article = world.article(f"hama-{number}", text, published=date(2024, 12, 6))
        world.hold(
            article, text, "Hama", source, source_actor=source.lower(), date_start=day, date_precision="day",
            territory=territory, modality=modality,
        )  # fmt: skip
    rows = ask("FROM territory_history('Hama')")
    assert [(row["holder"], row["status"], str(row["since"])) for row in rows] == [
        ("Troops", "reported", "2024-11-29"),  # as on 1 December: a party does not dispute that it holds a town
        ("Troops", "contested", "2024-12-03"),
        ("Rebels", "claimed", "2024-12-04"),
        ("Rebels", "disputed", "2024-12-05"),
    ]
    for row in rows:
        (held,) = ask("FROM territory_on(?)", row["since"])
        assert (held["holder"], held["status"], held["fact_id"]) == (row["holder"], row["status"], row["fact_id"])


def test_a_place_told_of_as_history_alone_is_told_as_history(ask: Rows, world: World) -> None:
    text = "The group took Hama in 2014."
    article = world.article("history", text, published=date(2024, 12, 5))
    world.hold(article, text, "Hama", "The group", date_start="2014", date_precision="year", when_told="background")
    assert [row["status"] for row in ask("FROM territory_on('2024-12-06')")] == ["history"]
    assert [row["status"] for row in ask("FROM territory_on('2015-06-01')")] == ["reported"]


def test_background_that_states_a_later_day_is_the_latest_change(ask: Rows, world: World) -> None:
    for number, (source, published, day, telling) in enumerate(
        (
            ("The army", date(2023, 1, 1), "2023-01-01", "new"),
            ("Rebels", date(2024, 12, 20), "2024-12-05", "background"),
        )
    ):
        text = f"{source} took Hama, report {number} says."
        article = world.article(f"hama-{number}", text, published=published)
        world.hold(article, text, "Hama", source, date_start=day, date_precision="day", when_told=telling)
    assert [row["holder"] for row in ask("FROM territory_on('2024-12-31')")] == ["Rebels"]


@pytest.mark.parametrize("day", ["2015-06-01", "2016-01-01", "2016-01-02", "2024-12-04", "2024-12-05", "2031-01-01"])
def test_the_views_of_territory_answer_as_the_macros_do(ask: Rows, world: World, day: str) -> None:
    for number, (source, place, stated) in enumerate((("A", "Hama", "2015-01-01"), ("B", "Homs", "2024-12-05"))):
        text = f"{source} took {place}."
        article = world.article(f"{place}-{number}", text, published=date(2024, 12, 5))
        world.hold(
            article, text, place, source, date_start=stated, date_precision="day",
            when_told="background" if number == 0 else "new",
        )  # fmt: skip
    on_day = ask("FROM territory_on($1)", day)
    spans = (
        "SELECT * EXCLUDE (valid_from, valid_to) FROM territory_on_each_day WHERE $1 BETWEEN valid_from AND valid_to"
    )
    assert ask(f"{spans} ORDER BY place, fact_id", day) == on_day
    assert [row["status"] for row in on_day] == ["history" if day > "2016-01-01" else "reported", "reported"][
        : 1 + (day > "2024-12-04")
    ]
    told = "SELECT * EXCLUDE of_place FROM territory_history_of_each_place WHERE of_place = 'hama'"
    assert ask(told) == ask("FROM territory_history('Hama')") != []
