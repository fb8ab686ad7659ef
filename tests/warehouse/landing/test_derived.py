"""Derived tables: after every landing each equals the view that computes it from nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from transforms.tables.schema import READINGS, Correction, to_arrow
from warehouse import Grouping, Lake, Linking, connect, land, query
from warehouse.landing.derived import DERIVED

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]
    Files = Callable[[], set[str]]

DAY = date(2024, 12, 5)
GAINED = "Rebels took Hama."


def told(worlds: Worlds, text: str = GAINED, **columns: Any) -> World:
    """An article about Hama, one about Homs, and the actors that they name."""
    world = worlds()
    article = world.article("hama", text, published=DAY)
    world.hold(article, text, "Hama", "Rebels", source_actor="rebels", **columns)
    world.quote(article, text, "We hold it", speaker="Lina Haddad")
    other = world.article("homs", "The army lost Homs.", published=DAY, site="The Shore")
    world.hold(other, "The army lost Homs.", "Homs", "The army", source_actor="brigade", territory="lost")
    world.figure(other, "The army lost Homs.", 12, place="Homs", country="SY")
    world.actor("rebels", "Rebels")
    world.actor("army", "Army")
    world.actor("brigade", "Brigade", parent="army")
    return world


def rows(lake: Lake, of: str = "control_changes") -> list[dict[str, Any]]:
    """The rows of a derived table; those of all are the rows of their views."""
    for table, derived in DERIVED.items():
        kept, computed = (query(lake, f"FROM {name} ORDER BY ALL").to_pylist() for name in (table, derived.view))
        assert kept == computed
    return query(lake, f"FROM {of} ORDER BY ALL").to_pylist()


def test_a_landing_keeps_the_changes_and_the_actors_that_a_side_is_part_of(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    found = {row["place"]: row for row in rows(lake)}
    assert (found["Hama"]["holder_key"], found["Hama"]["holder_line"]) == ("rebels", ["rebels"])
    assert (found["Homs"]["holder_key"], found["Homs"]["loser_line"]) == (None, ["army", "brigade"])


def test_tables_are_compared_as_a_whole_where_a_view_has_changed(
    lake: Lake, worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(lake, told(worlds).batch())
    with connect(lake) as connection:
        connection.execute("UPDATE control_changes SET place = 'as an earlier view told it'")
    land(lake, {})
    assert {row["place"] for row in query(lake, "FROM control_changes").to_pylist()} == {"as an earlier view told it"}
    monkeypatch.setattr("warehouse.landing.tables._digest", lambda: "of other views")
    land(lake, {})
    assert {row["place"] for row in rows(lake)} == {"Hama", "Homs"}


def test_places_are_judged_some_at_a_time(lake: Lake, worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.landing.derived.SPOTS_AT_ONCE", 1)
    land(lake, told(worlds).batch())
    assert len({row["spot"] for row in rows(lake, "territory_held")}) == 2


def test_the_history_of_a_place_is_told_from_the_table(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    with connect(lake) as connection:
        connection.execute("UPDATE territory_held SET holder = 'whom the table names' WHERE place = 'Hama'")
    found = query(lake, "FROM territory_history('Hama')").to_pylist()
    assert [row["holder"] for row in found] == ["whom the table names"]


def test_what_lands_again_writes_no_change(lake: Lake, worlds: Worlds, files: Files, linking: Linking) -> None:
    land(lake, told(worlds).batch(), linking=linking)
    before = {file for file in files() if any(table in file for table in DERIVED)}
    assert len(before) == len(DERIVED)
    another = worlds("run-2")
    another.article("idlib", "Nothing happened.", published=DAY)
    land(lake, another.batch(), linking=linking)
    after = {file for file in files() if any(table in file for table in DERIVED)}
    assert ["published_stories" in file for file in after - before] == [True]
    assert len(rows(lake)) == 2


def test_an_article_that_changed_or_was_withdrawn_changes_its_rows_alone(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    land(lake, told(worlds, "Rebels took Hama on Thursday.", date_start="2024-12-05").batch())
    assert [row["is_stated"] for row in rows(lake) if row["place"] == "Hama"] == [True]
    land(lake, {}, withdrawn=["hama"])
    assert [row["place"] for row in rows(lake)] == ["Homs"]
    assert rows(lake, "published_quotes") == []


def test_an_article_deleted_by_hand_that_lands_again_has_its_rows_once(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    with connect(lake) as connection:
        for table in ("articles", *READINGS):
            connection.execute(f"DELETE FROM {table} WHERE article_id = 'hama'")
    land(lake, told(worlds).batch())
    assert sorted(row["place"] for row in rows(lake)) == ["Hama", "Homs"]
    assert len(rows(lake, "published_quotes")) == 1


def test_quotations_have_the_address_and_the_story_of_their_article(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    (found,) = rows(lake, "published_quotes")
    (article,) = query(lake, "FROM articles WHERE article_id = 'hama'").to_pylist()
    names = ("url", "site", "title", "story_id", "published_at", "published_date")
    assert [found[name] for name in names] == [article[name] for name in names]
    said = query(lake, "SELECT quote, url FROM who_said_what WHERE speaker = 'Lina Haddad'").to_pylist()
    assert said == [{"quote": "We hold it", "url": article["url"]}]


def test_changes_of_one_day_are_computed_from_its_events_alone(lake: Lake, worlds: Worlds, tmp_path: Path) -> None:
    world = worlds()
    for number in range(20):
        article = world.article(f"hama-{number}", GAINED, published=DAY + timedelta(number))
        world.hold(article, GAINED, "Hama", "Rebels", source_actor="rebels")
    land(lake, world.batch())
    profile = tmp_path / "profile.json"
    with connect(lake, read_only=True) as connection:
        connection.execute("SET enable_profiling = 'json'")
        connection.execute(f"SET profiling_output = '{profile}'")
        of_a_day = f"FROM territory_changes_now WHERE published_date BETWEEN DATE '{DAY}' AND DATE '{DAY}'"
        assert len(connection.execute(of_a_day).fetchall()) == 1
        connection.execute("SET enable_profiling = 'no_output'")

    def most_rows(plan: dict[str, Any]) -> int:
        own = 0 if plan.get("operator_name", "").strip() == "DUCKLAKE_SCAN" else plan.get("operator_cardinality", 0)
        return max(own, *map(most_rows, plan["children"]), 0)

    assert most_rows(json.loads(profile.read_text())) < 10


def test_deaths_follow_the_incidents_of_their_day(lake: Lake, worlds: Worlds, linking: Linking) -> None:
    def deaths() -> list[tuple[str, str, int]]:
        return sorted((str(row["day"]), row["place"], row["best"]) for row in rows(lake, "daily_fatalities"))

    def tell(dead: int, place: str, published: date = DAY) -> None:
        world = worlds()
        article = world.article("toll", f"A strike killed {dead}.", published=published)
        world.figure(article, f"A strike killed {dead}.", dead, place=place, country="SY")
        land(lake, world.batch(), linking=linking)

    land(lake, told(worlds).batch(), linking=linking)
    tell(9, "Hama")
    assert deaths() == [("2024-12-05", "Hama", 9), ("2024-12-05", "Homs", 12)]
    assert query(lake, "SELECT place, best FROM fatalities_by_day").to_pylist()[0] == {"place": "Hama", "best": 9}
    tell(10, "Idlib", DAY + timedelta(40))
    assert deaths() == [("2024-12-05", "Homs", 12), ("2025-01-14", "Idlib", 10)]
    land(lake, {}, withdrawn=["homs"], linking=linking)
    assert deaths() == [("2025-01-14", "Idlib", 10)]


def test_an_article_whose_day_was_wrong_moves(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    world = worlds("run-2")
    article = world.article("hama", GAINED, published=date(2023, 12, 5))
    world.hold(article, GAINED, "Hama", "Rebels", source_actor="rebels")
    land(lake, world.batch())
    assert {row["place"]: row["day"].year for row in rows(lake)} == {"Hama": 2023, "Homs": 2024}


def held(lake: Lake, place: str = "Hama") -> list[tuple[Any, ...]]:
    """Who holds a place, from which day on, and how well that is known."""
    found = [row for row in rows(lake, "territory_held") if row["place"] == place]
    spans = sorted((row["valid_from"], row["valid_to"], row["holder"], row["status"]) for row in found)
    assert [before[1] + timedelta(1) for before in spans[:-1]] == [after[0] for after in spans[1:]]
    return [(str(first), holder, status) for first, _, holder, status in spans]


def test_who_held_a_place_follows_what_comes_later_about_earlier_days(lake: Lake, worlds: Worlds) -> None:
    def tell(name: str, text: str, published: date, holder: str, **columns: Any) -> None:
        world = worlds(name)
        article = world.article(name, text, published=published, site=name)
        world.hold(article, text, "Hama", holder, **columns)
        land(lake, world.batch())

    land(lake, told(worlds).batch())
    tell("later", "The army took Hama.", date(2024, 12, 9), "The army")
    assert held(lake) == [("2024-12-05", "Rebels", "reported"), ("2024-12-09", "The army", "reported")]
    tell("denial", "The army did not take Hama.", date(2024, 12, 9), "The army", modality="denied")
    tell("history", "Raiders took Hama in 2020.", date(2024, 12, 8), "Raiders", date_end="2020", when_told="background")
    assert held(lake) == [
        ("2020-12-31", "Raiders", "reported"),
        ("2022-01-01", "Raiders", "history"),
        ("2024-12-05", "Rebels", "reported"),
        ("2024-12-09", "The army", "disputed"),
    ]
    land(lake, {}, withdrawn=["hama", "denial", "homs"])
    assert [holder for _, holder, _ in held(lake)] == ["Raiders", "Raiders", "The army"]
    assert held(lake, "Homs") == []


def test_an_actor_that_cannot_hold_a_place_any_more_leaves_and_a_new_parent_is_seen(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    anew = worlds("run-2")
    anew.actor("rebels", "Rebels", kind="media")
    anew.actor("army", "Army", parent="state")
    anew.actor("state", "State")
    land(lake, anew.batch())
    (found,) = rows(lake)
    assert (found["place"], found["loser_line"]) == ("Homs", ["army", "brigade", "state"])


def test_a_correction_and_its_withdrawal_change_the_rows(lake: Lake, worlds: Worlds) -> None:
    world = told(worlds)
    land(lake, world.batch())
    fact = world.rows["events"][0].fact_id

    def said(column: str | None, value: str | None) -> dict[str, Any]:
        row = Correction(
            correction_id="c", fact_id=fact, of_table="events", of_column=column, value=value, reason="seen",
            said_by="a desk", said_at="2024-12-09",
        )  # fmt: skip
        return {"corrections": to_arrow("corrections", [row])}

    plain = corrected(lake)
    land(lake, said("source_actor", "army"))
    assert {row["holder_key"] for row in rows(lake) if row["place"] == "Hama"} == {"army"}
    assert (plain, corrected(lake)) == (["rebels", "brigade"], ["army", "brigade"])
    land(lake, said(None, None))
    assert [row["place"] for row in rows(lake)] == ["Homs"]
    assert corrected(lake) == ["brigade"]
    land(lake, {"corrections": to_arrow("corrections", [])})
    assert {row["place"] for row in rows(lake)} == {"Hama", "Homs"}
    assert corrected(lake) == plain


def corrected(lake: Lake) -> list[str]:
    found = query(lake, "SELECT source_actor FROM corrected_events ORDER BY place")
    return [row["source_actor"] for row in found.to_pylist()]


def test_a_story_follows_its_articles(lake: Lake, worlds: Worlds) -> None:
    def stories() -> dict[str, tuple[int, list[str]]]:
        return {row["story_id"]: (row["n_articles"], row["outlets"]) for row in rows(lake, "published_stories")}

    world = worlds()
    for name, site, story in (
        ("one", "The Ridge", "hama"),
        ("two", "The Shore", "hama"),
        ("three", "The Valley", "homs"),
    ):
        world.article(name, GAINED, published=DAY, site=site, story=story)
    land(lake, world.batch())
    assert stories() == {"hama": (2, ["The Ridge", "The Shore"]), "homs": (1, ["The Valley"])}
    land(lake, {}, withdrawn=["one"])
    assert stories() == {"hama": (1, ["The Shore"]), "homs": (1, ["The Valley"])}
    land(lake, {}, withdrawn=["two"])
    assert stories() == {"homs": (1, ["The Valley"])}


def test_an_article_that_joins_another_story_is_seen(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())

    def one(articles: Any) -> Any:
        names: Sequence[str] = articles["article_id"].to_pylist()
        same = ["one" for _ in names]
        return (
            articles.select(["article_id"]).append_column("story_id", [same]).append_column("origin_article_id", [same])
        )

    late = worlds("run-2")
    late.article("late", "Rebels took Hama, reports say.", published=DAY)
    land(lake, late.batch(), grouping=Grouping(3, one))
    told_by = [
        row for table in ("control_changes", "published_quotes", "published_stories") for row in rows(lake, table)
    ]
    assert {row["story_id"] for row in told_by} == {"one"}


@pytest.mark.parametrize("dry", [True, False])
def test_a_dry_landing_leaves_the_table(lake: Lake, worlds: Worlds, dry: bool) -> None:
    land(lake, told(worlds).batch(), dry=dry)
    assert len(rows(lake)) == (0 if dry else 2)


QUARTER = "Rebels took the Qusour quarter of Hama."
FALL = "The army took Hama."
Told = tuple[str, str, str | None, dict[str, Any]]
"""Sentence, place, holder and other columns of a change of control."""


def tell(world: World, name: str, day: int, *facts: Told) -> None:
    """An article of a day of December with changes of control; the Qusour quarter is located in Hama, as readers do."""
    published = date(2024, 12, day)
    article = world.article(name, " ".join(sentence for sentence, *_ in facts), published=published, site=name)
    for sentence, place, source, columns in facts:
        town = {
            "place_id": sum(b"Hama"),
            "date_start": f"2024-12-0{day}",
            "date_end": f"2024-12-0{day}",
            "trigger": "took",
        }
        if place == "Qusour":
            world.mention(article, sentence, place, label="LOC", place_id=town["place_id"])
        world.hold(article, sentence, place, source, **town | columns)


def holders(lake: Lake, place: str) -> dict[str, str | None]:
    """Who holds a place from which day of December on, as the table, territory_on and territory_history tell alike."""
    spans = [row for row in rows(lake, "territory_held") if row["place"] == place]
    told: dict[str, str | None] = {}
    for row in sorted(spans, key=lambda row: row["valid_from"]):
        if not told or list(told.values())[-1] != row["holder"]:
            told[f"{row['valid_from']:%d}"] = row["holder"]
        on = query(lake, f"FROM territory_on(DATE '{row['valid_from']}') WHERE place = '{place}'").to_pylist()
        assert [found["holder"] for found in on] == [row["holder"]]
    history = query(lake, f"FROM territory_history('{place}')").to_pylist()
    assert [holder for holder, _ in groupby(row["holder"] for row in history)] == list(told.values())
    return told


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["part first", "town first"])
def test_a_quarter_goes_with_its_town_from_the_day_of_its_fall_on(
    lake: Lake, worlds: Worlds, order: tuple[int, int]
) -> None:
    reports: list[tuple[str, int, Told]] = [
        ("part", 1, (QUARTER, "Qusour", "Rebels", {})),
        ("fall", 3, (FALL, "Hama", "The army", {})),
    ]
    for night in order:
        world = worlds(f"run-{night}")
        tell(world, *reports[night])
        land(lake, world.batch())
    assert holders(lake, "Qusour") == {"01": "Rebels", "03": "The army"}
    assert holders(lake, "Hama") == {"03": "The army"}
    land(lake, {}, withdrawn=["fall"])
    assert holders(lake, "Qusour") == {"01": "Rebels"}


def test_who_takes_a_quarter_has_not_taken_its_town(lake: Lake, worlds: Worlds) -> None:
    world = worlds()
    tell(world, "fall", 1, (FALL, "Hama", "The army", {}))
    tell(world, "part", 3, (QUARTER, "Qusour", "Rebels", {}))
    land(lake, world.batch())
    assert holders(lake, "Hama") == {"01": "The army"}
    assert holders(lake, "Qusour") == {"03": "Rebels"}


def test_a_part_by_its_compass_goes_with_its_town(lake: Lake, worlds: Worlds) -> None:
    world = worlds()
    tell(world, "part", 1, ("Rebels took eastern Hama.", "eastern Hama", "Rebels", {"geo_precision": 2}))
    tell(world, "fall", 3, (FALL, "Hama", "The army", {}))
    land(lake, world.batch())
    assert holders(lake, "eastern Hama") == {"01": "Rebels", "03": "The army"}


@pytest.mark.parametrize(
    ("fall", "later"),
    [
        (("The army took Hama apart from the Qusour quarter.", "Hama", "The army", {}), []),
        (("The army has held Hama since May.", "Hama", "The army", {"trigger": "held"}), []),
        ((FALL, "Hama", "The army", {}), [(3, ("Rebels still hold the Qusour quarter.", "Qusour", "Rebels", {}))]),
        (("The army fought for Hama.", "Hama", "The army", {"territory": "contested"}), []),
        (("The army denied that it took Hama.", "Hama", "The army", {"modality": "denied"}), []),
    ],
    ids=["excepted", "only held", "told otherwise", "only fought for", "denied"],
)
def test_a_quarter_stays_with_its_holder_where_its_town_does_not_fall_with_it(
    lake: Lake,
    worlds: Worlds,
    fall: Told,
    later: list[tuple[int, Told]],
) -> None:
    world = worlds()
    tell(world, "part", 1, (QUARTER, "Qusour", "Rebels", {}))
    tell(world, "fall", 3, fall)
    for day, fact in later:
        tell(world, "later", day, fact)
    land(lake, world.batch())
    assert set(holders(lake, "Qusour").values()) == {"Rebels"}


def test_an_undated_repetition_of_a_fall_takes_no_quarter_along_that_was_taken_since(
    lake: Lake, worlds: Worlds
) -> None:
    undated = {"date_start": None, "date_end": None}
    world = worlds()
    tell(world, "fall", 1, (FALL, "Hama", "The army", {}))
    tell(world, "part", 3, (QUARTER, "Qusour", "Rebels", {}))
    tell(world, "again", 5, (FALL, "Hama", "The army", undated))
    land(lake, world.batch())
    assert holders(lake, "Qusour") == {"03": "Rebels"}


@pytest.mark.parametrize(
    ("sentence", "day", "status"),
    [
        ("The army said nine died in the battle for Hama.", 4, "reported"),
        ("The army and rebels fought for Hama.", 4, "contested"),
        ("The army said nine died in the battle for Hama.", 9, "contested"),
    ],
)
def test_the_battle_for_a_town_is_over_once_it_is_taken(
    lake: Lake, worlds: Worlds, sentence: str, day: int, status: str
) -> None:
    world = worlds()
    tell(world, "fall", 1, (FALL, "Hama", "The army", {}))
    tell(world, "battle", day, (sentence, "Hama", "The army", {"territory": "contested", "trigger": "battle"}))
    land(lake, world.batch())
    found = query(lake, f"FROM territory_on(DATE '2024-12-0{day}') WHERE place = 'Hama'").to_pylist()
    assert [(row["holder"], row["status"]) for row in found] == [("The army", status)]
