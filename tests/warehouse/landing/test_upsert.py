"""What a landing replaces, keeps and withdraws."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tests.warehouse.conftest import FIRST, SECOND, capture_with_toll
from warehouse import Count, Lake, connect, land

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World

    Worlds = Callable[..., World]


def test_a_changed_article_replaces_its_facts_and_the_old_ones_stay_in_the_snapshot(
    lake: Lake, worlds: Worlds, rows: Rows
) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    capture_with_toll(first, FIRST, 12)
    elsewhere = first.article("idlib", "A convoy reached Idlib.")
    first.event(elsewhere, "A convoy reached Idlib.")
    capture_with_toll(second, SECOND, 15)
    before = land(lake, first.batch()).snapshot
    landing = land(lake, second.batch())
    assert landing["articles"] == Count(changed=1, removed=1)
    assert landing["figures"] == Count(changed=1, removed=1)
    assert rows("SELECT low, run_id FROM figures") == [{"low": 15, "run_id": "run-2"}]
    assert rows(f"SELECT low, run_id FROM figures AT (VERSION => {before})") == [{"low": 12, "run_id": "run-1"}]
    assert rows("SELECT count(*) AS n FROM events") == [{"n": 2}]
    assert rows("SELECT count(*) AS n FROM pages WHERE url LIKE '%/hama'") == [{"n": 2}]


def test_other_facts_of_the_same_text_replace_the_article(lake: Lake, worlds: Worlds, rows: Rows) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    capture_with_toll(first, FIRST, 12)
    capture_with_toll(second, FIRST, 12)
    second.rows["figures"].clear()
    land(lake, first.batch())
    landing = land(lake, second.batch())
    assert landing["articles"] == Count(changed=1, removed=1)
    assert landing["figures"] == Count(removed=1)
    assert rows("SELECT run_id FROM articles UNION SELECT run_id FROM events") == [{"run_id": "run-2"}]


def test_a_corrected_day_of_publication_moves_the_facts(lake: Lake, worlds: Worlds, rows: Rows) -> None:
    for run, day in (("run-1", date(2024, 12, 2)), ("run-2", date(2024, 12, 3))):
        world = worlds(run)
        article = world.article("hama", "Rebels took Hama.", published=day)
        world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
        land(lake, world.batch())
    assert rows("SELECT published_date FROM events") == [{"published_date": date(2024, 12, 3)}]


def test_an_article_found_at_another_address_is_unchanged(lake: Lake, worlds: Worlds) -> None:
    for run, address in (("run-1", "https://a.example/x"), ("run-2", "https://a.example/x?from=feed")):
        world = worlds(run)
        capture_with_toll(world, FIRST, 12)
        world.rows["articles"][0].url = address
        landing = land(lake, world.batch())
    assert landing["articles"] == Count(unchanged=1)


def test_an_actor_described_anew_is_replaced_and_one_no_longer_listed_stays(
    lake: Lake, worlds: Worlds, rows: Rows
) -> None:
    for run, names in (("run-1", {"hts": "HTS", "sdf": "SDF"}), ("run-2", {"hts": "Hayat Tahrir al-Sham"})):
        world = worlds(run)
        for actor_id, name in names.items():
            world.actor(actor_id, name)
        landing = land(lake, world.batch())
    assert landing["actors"] == Count(changed=1)
    assert rows("SELECT actor_id, name FROM actors ORDER BY actor_id") == [
        {"actor_id": "hts", "name": "Hayat Tahrir al-Sham"},
        {"actor_id": "sdf", "name": "SDF"},
    ]


def test_withdrawn_articles_go_with_their_facts_and_no_others(lake: Lake, world: World) -> None:
    for name in ("hama", "homs"):
        article = world.article(name, f"Rebels took {name.title()}.")
        world.hold(article, f"Rebels took {name.title()}.", name.title(), "Rebels")
    before = land(lake, world.batch()).snapshot
    land(lake, {}, withdrawn=["hama", "no-such"])
    with connect(lake, read_only=True) as connection:
        for table in ("articles", "events"):
            assert connection.execute(f"SELECT article_id FROM {table}").fetchall() == [("homs",)]
            assert len(connection.execute(f"FROM {table} AT (VERSION => {before})").fetchall()) == 2
        assert len(connection.execute("FROM pages").fetchall()) == 2
