"""The table of changes of control: after every landing it equals the view that computes it from nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from transforms.tables.schema import Correction, to_arrow
from warehouse import Grouping, Lake, land, query

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
    other = world.article("homs", "The army lost Homs.", published=DAY, site="The Shore")
    world.hold(other, "The army lost Homs.", "Homs", "The army", source_actor="brigade", territory="lost")
    world.actor("rebels", "Rebels")
    world.actor("army", "Army")
    world.actor("brigade", "Brigade", parent="army")
    return world


def rows(lake: Lake) -> list[dict[str, Any]]:
    """The rows of the table, which are those of the view."""
    kept, computed = (
        query(lake, f"FROM {name} ORDER BY fact_id").to_pylist()
        for name in ("control_changes", "territory_changes_now")
    )
    assert kept == computed
    return kept


def test_a_landing_keeps_the_changes_and_the_actors_that_a_side_is_part_of(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    found = {row["place"]: row for row in rows(lake)}
    assert (found["Hama"]["holder_key"], found["Hama"]["holder_line"]) == ("rebels", ["rebels"])
    assert (found["Homs"]["holder_key"], found["Homs"]["loser_line"]) == (None, ["army", "brigade"])


def test_what_lands_again_writes_no_change(lake: Lake, worlds: Worlds, files: Files) -> None:
    land(lake, told(worlds).batch())
    before = {file for file in files() if "control_changes" in file}
    another = worlds("run-2")
    another.article("idlib", "Nothing happened.", published=DAY)
    land(lake, another.batch())
    assert {file for file in files() if "control_changes" in file} == before
    assert len(rows(lake)) == 2


def test_an_article_that_changed_or_was_withdrawn_changes_its_rows_alone(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    land(lake, told(worlds, "Rebels took Hama on Thursday.", date_start="2024-12-05").batch())
    assert [row["is_stated"] for row in rows(lake) if row["place"] == "Hama"] == [True]
    land(lake, {}, withdrawn=["hama"])
    assert [row["place"] for row in rows(lake)] == ["Homs"]


def test_an_article_whose_day_was_wrong_moves(lake: Lake, worlds: Worlds) -> None:
    land(lake, told(worlds).batch())
    world = worlds("run-2")
    article = world.article("hama", GAINED, published=date(2023, 12, 5))
    world.hold(article, GAINED, "Hama", "Rebels", source_actor="rebels")
    land(lake, world.batch())
    assert {row["place"]: row["day"].year for row in rows(lake)} == {"Hama": 2023, "Homs": 2024}


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
    assert {row["story_id"] for row in rows(lake)} == {"one"}


@pytest.mark.parametrize("dry", [True, False])
def test_a_dry_landing_leaves_the_table(lake: Lake, worlds: Worlds, dry: bool) -> None:
    land(lake, told(worlds).batch(), dry=dry)
    assert len(rows(lake)) == (0 if dry else 2)
