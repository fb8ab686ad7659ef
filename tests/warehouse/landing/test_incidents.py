"""Incidents across nights: the result of several landings equals linking the whole lake at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.linking.linked import loaded
from transforms.tables.schema import to_arrow
from warehouse import Lake, Linking, check, connect, explain, land
from warehouse.landing.incidents import TABLES, relink
from warehouse.storage.lake import transaction

if TYPE_CHECKING:
    from tests.warehouse.conftest import Batch, Rows, World

Content = dict[str, list[str]]
TEXT = "Jets struck a bakery in Idlib and killed 12."
IDLIB = {"place": "Idlib", "place_id": 7, "country": "SY", "admin1": "12", "geo_precision": 1}


def content(lake: Lake, linking: Linking | None = None) -> Content:
    """The rows of the three tables and of the deaths; with `linking` those of linking the whole lake at once."""
    with connect(lake) as connection:
        connection.begin()
        if linking:
            relink(connection, linking, anew=True)
        deaths = "daily_fatalities_now" if linking else "daily_fatalities"
        relations = dict(zip((*TABLES, "deaths"), (*TABLES, deaths), strict=True))
        found = {name: sorted(map(repr, connection.execute(f"FROM {of}").fetchall())) for name, of in relations.items()}
        connection.rollback()
    return found


def nights(letters: str) -> list[Batch]:
    """Hand-linked articles with their facts, one batch per day of publication."""
    about = loaded(letters)
    days = sorted({article.published_date for article in about.articles})
    return [
        {
            name: to_arrow(name, [row for row in rows if row.published_date == day])
            for name, rows in (("articles", about.articles), ("events", about.events), ("figures", about.figures))
        }
        for day in days
    ]


def test_nights_that_land_one_by_one_make_the_same_incidents_as_all_at_once(lake: Lake, linking: Linking) -> None:
    for night in nights("ks"):
        land(lake, night, linking=linking)
    found = content(lake)
    assert found == content(lake, linking)
    assert len(found["incidents"]) == 4
    assert [failure.name for failure in check(lake) if failure.name == "incidents_have_their_facts"] == []


def test_facts_and_links_are_read_some_at_a_time(lake: Lake, linking: Linking, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("ARTICLES_AT_ONCE", "READ_AT_ONCE", "ROWS_AT_ONCE", "LINKS_AT_ONCE"):
        monkeypatch.setattr(f"warehouse.landing.incidents.{limit}", 1)
    monkeypatch.setattr("transforms.linking.incidents.LINKS_AT_ONCE", 1)
    for night in nights("ks"):
        land(lake, night, linking=linking)
    monkeypatch.undo()
    found = content(lake)
    assert found == content(lake, linking)
    assert len(found["incident_links"]) > 1


def test_nights_that_land_in_reverse_make_the_same_incidents(lake: Lake, linking: Linking) -> None:
    for night in reversed(nights("u")):
        land(lake, night, linking=linking)
    assert content(lake) == content(lake, linking)


def bakery(world: World, name: str, text: str = TEXT, dead: int = 12, site: str = "The Ridge") -> str:
    article = world.article(name, text, site=site)
    world.event(article, text, acled_sub_event="Air/drone strike", target="a bakery", **IDLIB)
    world.figure(article, text, dead, **IDLIB)
    return article


def test_an_article_that_changed_changes_its_incident_alone(
    lake: Lake, linking: Linking, worlds: Callable[..., World], rows: Rows
) -> None:
    first = worlds()
    bakery(first, "one")
    bakery(first, "two", site="The Shore")
    land(lake, first.batch(), linking=linking)
    second = worlds()
    bakery(second, "two", TEXT.replace("12", "15"), 15, site="The Shore")
    land(lake, second.batch(), linking=linking)
    (found,) = rows("FROM incidents")
    assert (found["deaths_low"], found["deaths_high"], found["n_articles"]) == (12, 15, 2)
    assert content(lake) == content(lake, linking)


def test_an_article_withdrawn_leaves_its_incident(lake: Lake, linking: Linking, world: World, rows: Rows) -> None:
    bakery(world, "one")
    bakery(world, "two", site="The Shore")
    land(lake, world.batch(), linking=linking)
    land(lake, {}, withdrawn=["one"], linking=linking)
    (found,) = rows("FROM incidents")
    assert (found["n_articles"], found["n_outlets"]) == (1, 1)
    land(lake, {}, withdrawn=["two"], linking=linking)
    assert [rows(f"FROM {name}") for name in TABLES] == [[], [], []]


def test_what_is_landed_again_makes_no_incident_anew(lake: Lake, linking: Linking, world: World) -> None:
    bakery(world, "one")
    before = land(lake, world.batch(), linking=linking).snapshot
    assert land(lake, world.batch(), linking=linking).snapshot == before


def test_a_person_s_link_and_its_withdrawal_move_the_facts(
    lake: Lake, linking: Linking, world: World, rows: Rows
) -> None:
    bakery(world, "one")
    bakery(world, "two", site="The Shore")
    land(lake, world.batch(), linking=linking)
    (link, *_) = rows("FROM incident_links WHERE fact_id IN (SELECT fact_id FROM events) ORDER BY link_id")
    one, two = rows("SELECT fact_id FROM events ORDER BY fact_id")
    said: dict[str, Any] = {
        **link, "link_id": "p", "fact_id": one["fact_id"], "other_id": two["fact_id"], "score": 0.0,
        "reason": "a desk: two bakeries", "made_by": "person", "is_same": False,
    }  # fmt: skip
    cut = replace(linking, decisions=[said])
    land(lake, {}, linking=cut)
    assert len(rows("FROM incidents")) == 2
    assert content(lake) == content(lake, cut)
    land(lake, {}, linking=linking)
    assert len(rows("FROM incidents")) == 1
    assert content(lake) == content(lake, linking)


def test_a_link_that_is_cut_is_kept_with_its_reason(lake: Lake, linking: Linking, world: World, rows: Rows) -> None:
    bakery(world, "one")
    bakery(world, "two", site="The Shore")
    land(lake, world.batch(), linking=linking)
    found = rows("SELECT score, reason, is_same FROM incident_links")
    assert len(found) > 1
    assert all(0.5 <= row["score"] <= 1 and row["is_same"] and row["reason"] for row in found)
    one, two = rows("SELECT fact_id FROM events ORDER BY fact_id")
    (tolls,) = rows("SELECT min(fact_id) AS one, max(fact_id) AS two FROM figures")
    pairs = [(one["fact_id"], two["fact_id"]), (tolls["one"], tolls["two"])]
    cuts = [
        {
            "link_id": f"p{number}", "fact_id": fact, "other_id": other, "score": 0.0, "reason": "a desk: two bakeries",
            "made_by": "person", "is_same": False,
        }
        for number, (fact, other) in enumerate(pairs)
    ]  # fmt: skip
    land(lake, {}, linking=replace(linking, decisions=cuts))
    apart = {frozenset(pair) for pair in pairs}
    by_rules = rows("SELECT fact_id, other_id, score, reason, is_same FROM incident_links WHERE made_by = 'rules'")
    cut = [row for row in by_rules if {row["fact_id"], row["other_id"]} in apart]
    assert [(row["is_same"], bool(row["reason"])) for row in cut] == [(False, True)] * 2
    assert len(by_rules) == len(found)
    assert rows("SELECT DISTINCT is_same FROM incident_links WHERE made_by = 'person'") == [{"is_same": False}]


def test_a_month_of_incidents_is_asked_without_the_facts(lake: Lake, linking: Linking, world: World) -> None:
    """A query reads only the table of incidents, however many facts there are."""
    bakery(world, "one")
    land(lake, world.batch(), linking=linking)
    with connect(lake, read_only=True) as connection:
        asked = "SELECT * FROM incidents WHERE day BETWEEN DATE '2024-12-01' AND DATE '2024-12-31'"
        plan = "".join(row[1] for row in connection.execute(f"EXPLAIN {asked}").fetchall())
    assert plan.count("SCAN") == 1


@pytest.mark.parametrize("published", [date(2024, 12, 2), date(2025, 3, 1)])
def test_reports_more_than_a_month_apart_are_no_one_happening(
    lake: Lake, linking: Linking, world: World, rows: Rows, published: date
) -> None:
    for name, day in (("one", date(2024, 12, 2)), ("two", published)):
        article = world.article(name, TEXT, published=day)
        world.event(article, TEXT, date_start="2024-12-01", date_precision="day", **IDLIB)
    land(lake, world.batch(), linking=linking)
    assert len(rows("FROM incidents")) == (1 if published.year == 2024 else 2)


def test_the_transaction_of_a_landing_holds_its_incidents(
    lake: Lake, linking: Linking, world: World, rows: Rows
) -> None:
    bakery(world, "one")
    land(lake, world.batch(), linking=linking)
    with connect(lake) as connection, transaction(connection, dry=True):
        relink(connection, linking, anew=True)
    assert len(rows("FROM incidents")) == 1


def test_an_incident_is_explained_by_its_facts_and_links(lake: Lake, linking: Linking, world: World) -> None:
    bakery(world, "one")
    bakery(world, "two", site="The Shore")
    land(lake, world.batch(), linking=linking)
    fact = str(world.rows["figures"][0].fact_id)
    told = explain(lake, fact)
    assert told
    assert [(row["part"], row["outlet"]) for row in told["rivals"]] == [("toll", "The Shore")]
    assert {fact in (row["fact_id"], row["other_id"]) for row in told["links"]} == {True}
    found = explain(lake, told["incident_id"])
    assert found
    assert (found["table"], found["row"]["deaths_best"]) == ("incidents", 12)
    assert {(row["part"], row["outlet"], row["number"]) for row in found["facts"]} == {
        (part, outlet, number)
        for part, number in (("act", None), ("toll", "12"))
        for outlet in ("The Ridge", "The Shore")
    }
    assert all(row["is_same"] and row["reason"] for row in found["links"])


OLD = {"date_start": "2024-12-01", "date_precision": "day", "source": "Rebels", "source_actor": "rebels"}
NORTH = {"latitude": 35.9, "longitude": 36.6}
AREA = {"place": "Idlib province", "place_id": 8, "country": "SY", "admin1": "12", "geo_precision": 3}


@pytest.mark.parametrize(
    "other",
    [
        IDLIB | OLD,
        IDLIB | OLD | {"place": "Edlib"},
        IDLIB | OLD | {"place_id": 9, "geo_precision": 2, "latitude": 35.9, "longitude": 36.7},
        IDLIB | OLD | {"place_id": None},
        AREA | OLD,
        AREA | OLD | {"admin1": None},
        OLD,
        OLD | {"source_actor": "a brigade of rebels"},
        OLD | {"source_actor": None},
        OLD | {"date_start": None, "date_precision": None},
        IDLIB | OLD | {"date_start": "2024-12-02"},
    ],
    ids=repr,
)
def test_a_later_night_finds_each_report_that_may_be_the_same(
    lake: Lake, linking: Linking, worlds: Callable[..., World], rows: Rows, other: dict[str, Any]
) -> None:
    """By place, area, actor, an organisation it is part of, or toll: as many links as all landed at once."""
    for name, columns in (("one", IDLIB | OLD | NORTH), ("two", other)):
        night = worlds()
        night.actor("rebels", "Rebels")
        night.actor("a brigade of rebels", "A brigade", parent="rebels")
        text = f"{TEXT} A shop also burned. Some 12 died in all."
        article = night.article(name, text, site=name)
        night.event(article, TEXT, acled_sub_event="Air/drone strike", target="a bakery", **columns)
        night.figure(article, TEXT, 12)
        night.figure(article, "Some 12 died in all.", 12, number="Some 12")
        land(lake, night.batch(), linking=linking)
    found = content(lake)
    assert found == content(lake, linking)
    ((articles,),) = (tuple(row.values()) for row in rows("SELECT max(n_articles) FROM incidents"))
    assert articles == 2


@pytest.mark.parametrize("is_kept", [True, False])
def test_articles_of_the_days_around_are_read_once(
    lake: Lake, linking: Linking, worlds: Callable[..., World], rows: Rows, is_kept: bool
) -> None:
    """What linking read in them is kept; in a lake of an older release it is read by the first landing."""
    for number in range(3):
        night = worlds()
        bakery(night, f"night {number}", site=f"Outlet {number}")
        night.article(f"other {number}", "Rain fell.", published=date(2024, 12, 3))
        land(lake, night.batch(), linking=linking)
        if number == 1 and not is_kept:
            with connect(lake) as connection:
                connection.execute("DELETE FROM kept_reports")
    assert content(lake) == content(lake, linking)
    (found,) = rows("SELECT count(*) AS n, count(features) AS reports FROM kept_reports")
    assert found == {"n": 9, "reports": 6}
    assert [row["n_articles"] for row in rows("FROM incidents")] == [3]


def test_an_incident_that_gains_a_report_leaves_what_is_linked_with_it_in_place(
    lake: Lake, linking: Linking, worlds: Callable[..., World], rows: Rows
) -> None:
    """Incidents of neighbouring days, all linked: each night changes some, and the result is that of all at once."""
    for number, (day, dead) in enumerate([(2, 12), (4, 12), (6, 9), (3, 30), (5, 12), (2, 9)]):
        night = worlds()
        name, text = f"article {number}", TEXT.replace("12", str(dead))
        article = night.article(name, text, published=date(2024, 12, day), site=name)
        night.event(article, text, acled_sub_event="Air/drone strike", target="a bakery", **IDLIB)
        night.figure(article, text, dead, **IDLIB)
        land(lake, night.batch(), linking=linking)
        assert content(lake) == content(lake, linking)
    assert len(rows("FROM incidents")) > 1
