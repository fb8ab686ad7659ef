"""Changes of facts between two moments of the lake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from warehouse import Lake, LakeError, Linking, changes, land, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

IDLIB = {"place": "Idlib", "place_id": 7, "country": "SY", "geo_precision": 1}
OTHER = "Rebels took Homs."


def night(world: World, dead: str = "seven", number: int = 7, before: str = "") -> World:
    """An article with a toll and a capture."""
    toll = f"A strike on Idlib killed {dead} people."
    article = world.article("toll", f"{before}{toll} {OTHER}")
    world.figure(article, toll, number, **IDLIB)
    world.hold(article, OTHER, "Homs", "Rebels")
    return world


def now() -> datetime:
    return datetime.now(UTC)


def test_one_changed_word_shows_one_change_with_the_cell_before_and_after(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    land(lake, night(worlds()).batch())
    before = now()
    land(lake, night(worlds("run-2"), "nine", 9).batch())
    (change,) = changes(lake, before, now())
    assert (change.what, change.table, change.why) == ("changed", "figures", "outlet edited the article")
    assert (change.before["low"], change.after["low"]) == (7, 9)


def test_of_two_numbers_in_an_edited_sentence_only_the_edited_one_changes(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    """The other is the same although the number of which it is a part has another id."""
    moments = []
    for run, dead, ids in (("run-1", 7, ("f-3", "f-2")), ("run-2", 9, ("f-0", "f-1"))):
        world = worlds(run)
        text = f"A strike on Idlib killed {dead} people, four of them children."
        article = world.article("toll", text)
        total, part = ids
        world.figure(article, text, dead, who="people", fact_id=total, **IDLIB)
        world.figure(article, text, 4, who="children", fact_id=part, part_of=total, **IDLIB)
        land(lake, world.batch())
        moments.append(now())
    (change,) = changes(lake, moments[0], moments[1])
    assert (change.key, change.before["low"], change.after["low"]) == ("f-0", 7, 9)


@pytest.mark.parametrize(("number", "tables"), [(9, ["figures"]), (7, ["events"])])
def test_an_edited_sentence_is_one_change_however_many_facts_stand_in_it(
    lake: Lake, worlds: Callable[..., World], number: int, tables: list[str]
) -> None:
    """One of the figure, if its number was edited, else one of the first fact, whose sentence alone changed."""
    before = now()
    for run, adverb, dead in (("run-1", "", 7), ("run-2", " also", number)):
        world = worlds(run)
        text = f"A strike on Idlib{adverb} killed {dead} people."
        article = world.article("toll", text)
        world.event(article, text, **IDLIB)
        world.figure(article, text, dead, **IDLIB)
        for name in ("Idlib", "A strike"):
            world.mention(article, text, name)
        land(lake, world.batch())
        before, since = now(), before
    found = changes(lake, since, now())
    assert [change.table for change in found] == tables
    assert {change.article_id for change in found} == {"toll"}


def test_a_sentence_that_moved_and_an_article_read_again_change_nothing(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    land(lake, night(worlds()).batch())
    before = now()
    land(lake, night(worlds("run-2")).batch())
    land(lake, night(worlds("run-3"), before="Good morning. ").batch())
    assert changes(lake, before, now()) == []


def test_new_and_withdrawn_facts_and_incidents_tell_why(
    lake: Lake, linking: Linking, worlds: Callable[..., World]
) -> None:
    land(lake, night(worlds()).batch(), linking=linking)
    before = now()
    second = worlds("run-2")
    second.hold(second.article("hama", "Rebels took Hama."), "Rebels took Hama.", "Hama", "Rebels")
    land(lake, second.batch(), withdrawn=["toll"], linking=linking)
    found = [(change.what, change.table, change.why) for change in changes(lake, before, now())]
    assert found.count(("new", "events", "article came")) == 1
    assert found.count(("withdrawn", "events", "article withdrawn")) == 1
    assert found.count(("withdrawn", "figures", "article withdrawn")) == 1
    assert found.count(("new", "incidents", "article came")) == 1


def test_every_mart_answers_as_of_a_moment(lake: Lake, linking: Linking, worlds: Callable[..., World]) -> None:
    land(lake, night(worlds()).batch(), linking=linking)
    then = replace(lake, as_of=now())
    land(lake, night(worlds("run-2"), "nine", 9).batch(), linking=linking)
    asked = "SELECT low FROM fatalities_by_day"
    assert query(then, asked).to_pylist() == [{"low": 7}]
    assert query(lake, asked).to_pylist() == [{"low": 9}]


def test_a_moment_before_the_first_night_is_one_sentence(lake: Lake) -> None:
    early = now() - timedelta(days=9000)
    with pytest.raises(LakeError, match="nothing had landed by"):
        query(replace(lake, as_of=early), "SELECT 1")
    with pytest.raises(LakeError, match="nothing had landed by"):
        changes(lake, early, now())
    with pytest.raises(LakeError, match="not after"):
        changes(lake, now(), early)


def test_an_incident_changes_for_the_reason_of_its_facts(
    lake: Lake, linking: Linking, worlds: Callable[..., World]
) -> None:
    land(lake, night(worlds()).batch(), linking=linking)
    before = now()
    land(lake, night(worlds("run-2"), "nine", 9).batch(), linking=linking)
    edited = now()
    (toll,) = query(lake, "SELECT incident_id, fact_id FROM incidents WHERE deaths_best = 9").to_pylist()
    (other,) = query(lake, f"FROM incident_facts WHERE incident_id <> '{toll['incident_id']}'").to_pylist()
    pair = sorted((toll["fact_id"], other["fact_id"]))
    decision = {
        "link_id": "p", "fact_id": pair[0], "other_id": pair[1], "score": 1.0, "reason": "A. Desk: one act",
        "made_by": "person", "is_same": True,
    }  # fmt: skip
    land(lake, {}, linking=replace(linking, decisions=[decision]))
    (change,) = changes(lake, before, edited, ("incidents",))
    assert (change.what, change.why) == ("changed", "outlet edited the article")
    assert (change.before["deaths_best"], change.after["deaths_best"]) == (7, 9)
    linked = {change.why for change in changes(lake, edited, now(), ("incidents",))}
    assert linked == {"a person linked or cut it"}
    linked_then = now()
    land(lake, {}, withdrawn=["toll"], linking=replace(linking, decisions=[decision]))
    withdrawn = {change.why for change in changes(lake, linked_then, now(), ("incidents",))}
    assert withdrawn == {"article withdrawn"}


def test_an_edited_headline_shows_and_another_reading_of_an_unedited_sentence_does_not(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    land(lake, night(worlds()).batch())
    before = now()
    edited = night(worlds("run-2"), before="Good morning. ")
    edited.rows["articles"][0] = replace(edited.rows["articles"][0], title="Nine dead in Idlib")
    edited.rows["events"][0] = replace(edited.rows["events"][0], fact_id="other", modality="claimed")
    land(lake, edited.batch())
    (change,) = changes(lake, before, now())
    assert (change.table, change.before, change.after) == (
        "articles",
        {"title": "Toll"},
        {"title": "Nine dead in Idlib"},
    )
