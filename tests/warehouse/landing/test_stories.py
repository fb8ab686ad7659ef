"""Stories across nights: tonight's articles are compared with earlier ones, and each can change the other's story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from transforms.identity.near_duplicates import WINDOW, stories
from transforms.identity.signatures import signature
from warehouse import Count, Grouping, Lake, Landing, connect, land

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World

    Files = Callable[[], set[str]]
    Worlds = Callable[..., World]
    Night = Callable[..., Landing]

DAY = date(2024, 12, 2)
GROUPING = Grouping(WINDOW, stories)
FIRST = (
    "Rebels took Hama on Monday after a week of fighting. Witnesses in the city said that the garrison had left by the "
    "southern road before dawn. Shops stayed shut, and no shot was heard after nine in the morning. A doctor at the "
    "central hospital said that twelve people had been killed in the last two days."
)
REPRINT = FIRST + " Read more about the war in our letter."
OTHER = (
    "The parliament of the neighbouring state met to speak of the harvest. Farmers had come in lorries and stood "
    "before the gates with empty sacks. The minister promised seed, and some of them laughed and went home early."
)


@pytest.fixture
def night(lake: Lake, worlds: Worlds) -> Night:
    """A function that lands the articles of one night: name, text, site and day of each."""

    def landed(run: str, *told: tuple[str, str, str, date]) -> Landing:
        world = worlds(run)
        for name, text, site, day in told:
            world.article(name, text, site=site, published=day)
        world.rows["signatures"] = [signature(article) for article in world.rows["articles"]]
        return land(lake, world.batch(), grouping=GROUPING)

    return landed


def told(rows: Rows) -> dict[str, tuple[str, str]]:
    found = rows("SELECT article_id, story_id, origin_article_id FROM articles")
    return {row["article_id"]: (row["story_id"], row["origin_article_id"]) for row in found}


def test_a_reprint_of_the_next_night_joins_the_story(night: Night, rows: Rows) -> None:
    night("run-1", ("ours", FIRST, "The Ridge", DAY), ("harvest", OTHER, "The Ridge", DAY))
    night("run-2", ("theirs", REPRINT, "The Shore", DAY + timedelta(1)))
    assert told(rows) == {"ours": ("ours", "ours"), "theirs": ("ours", "ours"), "harvest": ("harvest", "harvest")}
    story = rows("SELECT title, n_sources, outlets, first_published, last_published FROM stories LIMIT 1")[0]
    assert story == {
        "title": "Ours", "n_sources": 2, "outlets": ["The Ridge", "The Shore"], "first_published": DAY,
        "last_published": DAY + timedelta(1),
    }  # fmt: skip


def test_a_late_arrival_that_was_published_first_becomes_the_origin_of_what_stood(night: Night, rows: Rows) -> None:
    night("run-1", ("theirs", REPRINT, "The Shore", DAY))
    landing = night("run-2", ("ours", FIRST, "The Ridge", DAY - timedelta(1)))
    assert landing["articles"] == Count(added=1)
    assert told(rows) == {"ours": ("theirs", "ours"), "theirs": ("theirs", "ours")}


def test_one_near_to_two_stories_makes_them_one(night: Night, rows: Rows) -> None:
    half = len(FIRST) // 2
    night("run-1", ("end", FIRST[half:], "The Ridge", DAY))
    night("run-2", ("begin", FIRST[:half], "The Shore", DAY + timedelta(1)))
    assert told(rows)["begin"] == ("begin", "begin")
    night("run-3", ("whole", FIRST, "The Plain", DAY + timedelta(2)))
    assert set(told(rows).values()) == {("end", "end")}


def test_what_moves_no_article_writes_no_article(night: Night, rows: Rows, files: Files) -> None:
    night("run-1", ("ours", FIRST, "The Ridge", DAY))
    before = files()
    night("run-2", ("harvest", OTHER, "The Shore", DAY))
    written = {file.split("/")[1] for file in files() - before}
    assert written == {"articles", "pages", "published_stories", "signatures"}
    assert rows("SELECT run_id FROM articles WHERE article_id = 'ours'") == [{"run_id": "run-1"}]


def test_the_same_night_again_changes_nothing(night: Night, files: Files) -> None:
    for run in ("run-1", "run-2"):
        before = files()
        landing = night(run, ("ours", FIRST, "The Ridge", DAY), ("theirs", REPRINT, "The Shore", DAY))
    assert landing["articles"] == Count(unchanged=2)
    assert files() == before


def test_an_article_that_is_rewritten_as_another_leaves_its_story(night: Night, rows: Rows) -> None:
    night("run-1", ("ours", FIRST, "The Ridge", DAY), ("theirs", REPRINT, "The Shore", DAY + timedelta(1)))
    night("run-2", ("ours", OTHER, "The Ridge", DAY))
    assert told(rows) == {"ours": ("ours", "ours"), "theirs": ("theirs", "theirs")}
    assert rows("SELECT count(*) AS n FROM signatures") == [{"n": 2}]


def test_an_article_moved_out_of_the_window_leaves_no_other_story_under_its_name(night: Night, rows: Rows) -> None:
    night("run-1", ("ours", FIRST, "The Ridge", DAY), ("theirs", REPRINT, "The Shore", DAY + timedelta(1)))
    night("run-2", ("ours", FIRST, "The Ridge", DAY - timedelta(100)))
    assert told(rows) == {"ours": ("ours", "ours"), "theirs": ("theirs", "theirs")}


def test_a_story_older_than_the_window_keeps_its_id_through_a_reprint_between(night: Night, rows: Rows) -> None:
    for number in range(3):
        night(f"run-{number}", (f"print-{number}", FIRST, "The Ridge", DAY + timedelta(20 * number)))
    assert set(told(rows).values()) == {("print-0", "print-0")}


def test_of_the_lake_only_the_days_around_are_compared(lake: Lake, night: Night, worlds: Worlds) -> None:
    seen: list[list[dict[str, Any]]] = []

    def watched(articles: Any) -> Any:
        seen.append(articles.to_pylist())
        return stories(articles)

    night("run-1", ("near", FIRST, "The Ridge", DAY - timedelta(3)), ("far", OTHER, "The Ridge", DAY - timedelta(90)))
    world = worlds("run-2")
    world.article("new", REPRINT)
    world.rows["signatures"] = [signature(article) for article in world.rows["articles"]]
    land(lake, world.batch(), grouping=Grouping(WINDOW, watched))
    assert {row["article_id"]: row["is_new"] for row in seen[-1]} == {"near": False, "new": True}
    assert all(len(row["signature"]) == 1024 for row in seen[-1])


def test_articles_of_a_lake_without_signatures_stay_as_they_were(lake: Lake, night: Night, rows: Rows) -> None:
    night("run-1", ("ours", FIRST, "The Ridge", DAY))
    with connect(lake) as connection:
        connection.execute("DROP TABLE signatures")
        connection.execute("ALTER TABLE articles DROP COLUMN origin_article_id")
        connection.begin()
        connection.execute("COMMENT ON TABLE runs IS 'older'")
        connection.execute("CALL lake.set_commit_message('dateline', 'tables and marts', extra_info => 'older')")
        connection.commit()
    night("run-2", ("theirs", REPRINT, "The Shore", DAY))
    assert told(rows) == {"ours": ("ours", "ours"), "theirs": ("theirs", "theirs")}


def test_a_grouping_that_fails_lands_nothing(lake: Lake, world: World, rows: Rows) -> None:
    def broken(articles: Any) -> Any:
        raise RuntimeError("the power went")

    world.article("ours", FIRST)
    with pytest.raises(RuntimeError, match="the power went"):
        land(lake, world.batch(), grouping=Grouping(WINDOW, broken))
    assert rows("SELECT count(*) AS n FROM articles") == [{"n": 0}]


def test_a_story_whose_origin_is_withdrawn_has_another_origin_and_name(lake: Lake, night: Night, rows: Rows) -> None:
    prints = [(f"print-{n}", FIRST, "The Ridge", DAY + timedelta(n)) for n in range(3)]
    night("run-1", *prints)
    land(lake, {}, withdrawn=["print-0"], grouping=GROUPING)
    assert told(rows) == dict.fromkeys(("print-1", "print-2"), ("print-1", "print-1"))
    assert rows("SELECT count(*) AS n FROM signatures") == [{"n": 2}]


def test_the_signature_of_an_article_taken_out_by_hand_is_replaced(lake: Lake, night: Night, rows: Rows) -> None:
    night("run-1", ("ours", FIRST, "The Ridge", DAY))
    with connect(lake) as connection:
        connection.execute("DELETE FROM articles")
    night("run-2", ("ours", OTHER, "The Ridge", DAY + timedelta(1)))
    assert rows("SELECT published_date FROM signatures") == [{"published_date": DAY + timedelta(1)}]
