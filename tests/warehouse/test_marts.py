"""The marts, with articles that agree, disagree, repeat, deny and report history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from transforms.tables.schema import Actor
from warehouse import Lake, land, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World


NOV_30, DEC_1, DEC_2, DEC_5, DEC_6 = date(2024, 11, 30), *(date(2024, 12, day) for day in (1, 2, 5, 6))
RIDGE, HARBOUR, VALLEY = "The Ridge", "Harbour Post", "Valley Wire"


def report(world: World, site: str, published: date, text: str, place: str, source: str | None, **columns: Any) -> str:
    """Add an article of one sentence that reports a change of control; returns the fact's id."""
    article = world.article(f"{site}-{published}-{len(world.rows['articles'])}", text, published=published, site=site)
    row = world.hold(article, text, place, source, **columns)
    return str(row.fact_id)


def holder(ask: Rows, day: date, place: str = "Hama") -> dict[str, Any]:
    (found,) = ask("SELECT * FROM territory_on(?) WHERE place = ?", day, place)
    return found


def test_territory_is_reported_by_one_outlet(ask: Rows, world: World) -> None:
    fact = report(world, RIDGE, DEC_6, "Rebels took Hama on Thursday.", "Hama", "Rebels", date_start="2024-12-05")
    found = holder(ask, DEC_6)
    assert found["holder"] == "Rebels"
    assert found["since"] == DEC_5
    assert found["status"] == "reported"
    assert found["sentence"] == "Rebels took Hama on Thursday."
    assert (found["country"], found["n_sources"], found["fact_id"]) == ("SY", 1, fact)
    assert found["url"].startswith("https://the-ridge.example/")


def test_territory_is_empty_before_the_event(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_6, "Rebels took Hama on Thursday.", "Hama", "Rebels", date_start="2024-12-05")
    assert ask("FROM territory_on('2024-12-04')") == []


def test_territory_is_confirmed_by_two_outlets_with_their_own_stories(ask: Rows, world: World) -> None:
    named = {"source_actor": "rebels", "date_start": "2024-12-05"}
    report(world, RIDGE, DEC_5, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(world, HARBOUR, DEC_6, "Insurgents took Hama on Thursday.", "Hama", "Insurgents", **named)
    found = holder(ask, DEC_6)
    assert (found["status"], found["n_sources"], found["since"]) == ("confirmed", 2, DEC_5)


def test_an_unresolved_name_neither_confirms_nor_precedes(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_5, "Gunmen took Hama.", "Hama", "Gunmen")
    report(world, HARBOUR, DEC_6, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["status"], found["previous"]) == ("Rebels", "reported", None)


def test_territory_is_only_reported_by_a_reprint(ask: Rows, world: World) -> None:
    for site in (RIDGE, HARBOUR):
        article = world.article(f"{site}-wire", "Rebels took Hama.", site=site, story="wire")
        world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    found = holder(ask, DEC_6)
    assert (found["status"], found["n_sources"]) == ("reported", 2)


def test_territory_is_claimed_where_only_somebody_quoted_says_so(ask: Rows, world: World) -> None:
    report(
        world, RIDGE, DEC_5, "Rebels said they took Hama.", "Hama", "Rebels", modality="claimed", attribution="Rebels"
    )
    assert holder(ask, DEC_6)["status"] == "claimed"


def test_territory_is_disputed_where_another_voice_denies_the_claim(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_5, "Rebels said they took Hama.", "Hama", "Rebels", modality="claimed")
    report(world, RIDGE, DEC_5, "The army denied that rebels took Hama.", "Hama", "rebels", modality="denied")
    found = holder(ask, DEC_6)
    assert (found["status"], found["holder"], found["previous"]) == ("disputed", "Rebels", "Troops")


def test_territory_is_disputed_where_another_is_said_to_hold_it_since_the_same_day(ask: Rows, world: World) -> None:
    told = {"date_start": "2024-12-05", "date_precision": "day"}
    report(world, RIDGE, DEC_5, "Rebels took Hama on Thursday.", "Hama", "Rebels", source_actor="rebels", **told)
    report(world, HARBOUR, DEC_5, "Militia took Hama on Thursday.", "Hama", "Militia", source_actor="militia", **told)
    assert holder(ask, DEC_6)["status"] == "disputed"


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("Mozambican and Rwandan troops", "Mozambican forces", "reported"),
        ("Türkish and Syrian troops", "Türkish forces", "reported"),
        ("Mozambican and Rwandan troops", "Mozambican rebels", "disputed"),
        ("Turkish and Syrian troops", "Syrian Democratic Forces", "disputed"),
        ("The Mozambican and Rwandan troops", "The militia", "disputed"),
    ],
)
def test_one_of_two_allies_is_no_rival_of_both(ask: Rows, world: World, one: str, other: str, status: str) -> None:
    told = {"date_start": "2024-12-05", "date_precision": "day"}
    report(world, RIDGE, DEC_5, f"{one} took Hama on Thursday.", "Hama", one, source_actor="one", **told)
    report(world, HARBOUR, DEC_5, f"{other} took Hama on Thursday.", "Hama", other, source_actor="other", **told)
    assert holder(ask, DEC_6)["status"] == status


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("Rebels took positions on the edge of Hama.", {}, id="edge"),
        pytest.param("Rebels captured positions near Hama.", {}, id="near"),
        pytest.param("The charity said Hama had been taken.", {"source_actor": "charity"}, id="charity"),
        pytest.param("The charity left Hama.", {"source_actor": "charity", "territory": "lost"}, id="charity leaves"),
        pytest.param(
            "Lina Karam said Hama had fallen.", {"source_actor": "karam", "attribution": "Rebels"}, id="speaker"
        ),
    ],
)
def test_who_is_near_a_place_or_only_tells_of_it_does_not_hold_it(
    ask: Rows, world: World, text: str, columns: dict[str, Any]
) -> None:
    world.rows["actors"] += [Actor("charity", "Charity", kind="ngo"), Actor("karam", "Lina Karam", kind="person")]
    report(world, RIDGE, DEC_1, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_5, text, "Hama", "Rebels", **columns)
    assert holder(ask, DEC_6)["holder"] == "Troops"


@pytest.mark.parametrize(
    ("text", "target", "holds"),
    [
        ("Rebels took the airport and the prison of Hama.", "the airport and the prison", False),
        ("Rebels took Hama airport.", "Hama airport", False),
        ("Rebels took a police station in Hama.", "a police station", False),
        ("Rebels control the southern districts of the city of Hama.", "the southern districts of the city", False),
        ("Rebels took two mosques in Hama.", "two mosques", False),
        ("Rebels control a borough of the city of Hama.", "a borough of the city", False),
        ("Only a part of Hama is in rebel hands.", "Hama", False),
        ("Rebels hold Hama's old quarter.", "Hama", False),
        ("Rebels took Hama, the town with a radio station.", "Hama, the town with a radio station", True),
        ("Rebels took most of Hama.", "most of Hama", True),
        ("Rebels took the market town of Hama.", "the market town of Hama", True),
        ("Rebels took the city of Hama.", "the city of Hama", True),
        ("Rebels took Hama and its airport.", "Hama", True),
        ("Rebels took the city of Hama and its airport.", "the city of Hama and its airport", True),
        ("Rebels took Hama district.", "Hama district", True),
    ],
)
def test_who_takes_a_part_or_a_building_of_a_town_does_not_hold_the_town(
    ask: Rows, world: World, text: str, target: str, holds: bool
) -> None:
    report(world, RIDGE, DEC_5, text, "Hama", "Rebels", target=target)
    assert bool(ask("FROM territory_on(?)", DEC_6)) is holds


def test_who_enters_a_place_and_takes_it_fights_for_it_no_longer(ask: Rows, world: World) -> None:
    entered, took = "Troops entered Hama on Thursday.", "The army said that it took Hama."
    article = world.article("hama", f"{entered} {took}", published=DEC_5)
    army = {"source_actor": "army"}
    world.hold(article, entered, "Hama", "Troops", territory="contested", date_start="2024-12-05", **army)
    world.hold(article, took, "Hama", "The army", modality="claimed", attribution="army", **army)
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("The army", "claimed")
    report(world, HARBOUR, DEC_6, "Rebels entered Hama.", "Hama", "Rebels", territory="contested")
    assert holder(ask, DEC_6)["status"] == "contested"


def test_who_took_a_place_years_ago_may_fight_for_it_again(ask: Rows, world: World) -> None:
    took, entered = "Rebels captured Hama in 2015.", "Rebels entered Hama on Thursday."
    article = world.article("hama", f"{entered} {took}", published=DEC_5)
    rebels = {"source_actor": "rebels"}
    world.hold(article, entered, "Hama", "Rebels", territory="contested", date_start="2024-12-05", **rebels)
    world.hold(article, took, "Hama", "Rebels", date_start="2015", **rebels)
    assert holder(ask, DEC_6)["status"] == "contested"


def test_a_commander_who_tells_of_his_forces_holds_what_they_took(ask: Rows, world: World) -> None:
    world.rows["actors"].append(Actor("karam", "Lina Karam", kind="person"))
    said = {"source_actor": "karam", "attribution": "Lina Karam", "modality": "claimed"}
    text = "Lina Karam said that her forces had taken Hama."
    report(world, RIDGE, DEC_5, text, "Hama", "Lina Karam", **said)
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("Lina Karam", "claimed")


def test_who_is_only_denied_to_hold_a_place_is_no_holder(ask: Rows, world: World) -> None:
    denied = {"modality": "denied", "source_actor": "rebels"}
    report(world, RIDGE, DEC_5, "The army denied that rebels took Hama.", "Hama", "rebels", **denied)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["holder_actor"], found["status"]) == (None, None, "disputed")
    assert found["previous"] is None


def test_as_of_a_night_the_holder_is_whom_it_was_known_to_be_then(lake: Lake, worlds: Callable[..., World]) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    day = {"date_start": "2024-12-01"}
    report(first, RIDGE, DEC_1, "Troops took Hama.", "Hama", "Troops", **day)
    report(second, HARBOUR, DEC_6, "Rebels had taken Hama on 2 December.", "Hama", "Rebels", date_start="2024-12-02")
    report(second, HARBOUR, DEC_6, "Rebels took Homs on 1 December.", "Homs", "Rebels", **day)
    known = []
    for world in (first, second):
        world.run()
        land(lake, world.batch())
        known.append(datetime.now(UTC))
    asked = "SELECT place, holder FROM territory_on(DATE '2024-12-05') ORDER BY place"
    then, now = (query(replace(lake, as_of=moment), asked).to_pylist() for moment in known)
    assert then == [{"place": "Hama", "holder": "Troops"}]
    assert now == [{"place": "Hama", "holder": "Rebels"}, {"place": "Homs", "holder": "Rebels"}]


def test_a_denial_alone_overrides_nobody(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_5, "The army denied that rebels took Hama.", "Hama", "rebels", modality="denied")
    found = holder(ask, DEC_6)
    assert (found["status"], found["holder"]) == ("reported", "Troops")


def test_a_denial_disputes_what_is_told_for_its_day_or_before_and_nothing_later(ask: Rows, world: World) -> None:
    told = {"date_precision": "day"}
    lost = {"territory": "lost", "source_actor": "army", "modality": "denied", "date_start": "2024-12-02"}
    report(world, RIDGE, DEC_2, "The army denied that it had left Hama.", "Hama", "army", **told | lost)
    report(world, RIDGE, DEC_5, "Rebels took Hama.", "Hama", "Rebels", date_start="2024-12-05", **told)
    assert (holder(ask, DEC_2)["holder"], holder(ask, DEC_2)["status"]) == (None, "disputed")
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("Rebels", "reported")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("An officer denied that Hama had fallen and spoke of fights on the road to the town.", "disputed"),
        ("The rebels denied that Hama had fallen.", "claimed"),
    ],
)
def test_who_denies_that_a_town_fell_denies_its_taker(ask: Rows, world: World, text: str, status: str) -> None:
    rebels = {"source_actor": "rebels"}
    claim = {"modality": "claimed", "attribution": "residents"} | rebels
    report(world, RIDGE, DEC_5, "Rebels took Hama, residents said.", "Hama", "Rebels", **claim)
    lost = {"trigger": "fallen", "territory": "lost", "modality": "denied"} | rebels
    report(world, HARBOUR, DEC_5, text, "Hama", "Rebels" if status == "disputed" else "The rebels", **lost)
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("Rebels", status)


def test_a_denial_without_a_place_is_about_the_town_just_told_of(ask: Rows, world: World) -> None:
    text = "Rebels took Bara, residents said, but the army denied that it had lost the town."
    article = world.article("bara", text)
    world.hold(article, text, "Bara", "Rebels", source_actor="rebels")
    world.event(article, text, trigger="lost", territory="lost", source="the army", modality="denied")
    assert [(row["place"], row["status"]) for row in ask("FROM territory_on(?)", DEC_6)] == [("Bara", "disputed")]


@pytest.mark.parametrize(
    ("answer", "who", "status"),
    [
        ("The army rejected the claim.", "army", "disputed"),
        ("The army denied the report and said it was in the town.", "army", "disputed"),
        ("The army dismissed the allegations as propaganda.", "army", "disputed"),
        ("The army denied this.", "army", "disputed"),
        ("The army denied losing it.", "army", "disputed"),
        ("The army denied it on Monday.", "army", "disputed"),
        ("The army denied losing Bara to the rebels.", "army", "disputed"),
        ("The army denied having lost control of the town of Bara.", "army", "disputed"),
        ("The army rejected the report on Friday.", "army", "disputed"),
        ("The army denied losing a helicopter over Bara.", "army", "claimed"),
        ("The army denied losing the town hall.", "army", "claimed"),
        ("The army rejected the report by the nuclear agency.", "army", "claimed"),
        ("The army dismissed the report on prison food.", "army", "claimed"),
        ("The army rejected the offer of talks.", "army", "claimed"),
        ("The army denied reports of a mutiny.", "army", "claimed"),
        ("The rebels rejected the claim.", "rebels", "claimed"),
    ],
)
def test_who_rejects_the_claim_just_told_denies_the_gain(
    ask: Rows, world: World, answer: str, who: str, status: str
) -> None:
    taken = "The rebels said they had taken Bara."
    article = world.article("bara", f"{taken} {answer}")
    world.hold(article, taken, "Bara", "The rebels", source_actor="rebels", modality="claimed")
    world.event(article, answer, trigger=answer.split()[2], plover="REJECT", source=who, source_actor=who)
    found = holder(ask, DEC_6, "Bara")
    assert (found["holder"], found["status"]) == ("The rebels", status)


def test_a_rejection_told_in_another_place_is_about_the_town_alone(ask: Rows, world: World) -> None:
    taken, answer = "The rebels said they had taken Bara.", "The ministry in Damascus rejected the claim."
    article = world.article("bara", f"{taken} {answer}")
    world.hold(article, taken, "Bara", "The rebels", source_actor="rebels", modality="claimed")
    damascus = {"place": "Damascus", "place_id": 7, "geo_precision": 1, "country": "SY"}
    world.event(article, answer, trigger="rejected", plover="REJECT", source="The ministry", **damascus)
    assert [row["place"] for row in ask("FROM territory_changes")] == ["Bara", "Bara"]


def test_who_rejects_a_claim_before_a_gain_is_told_does_not_deny_it(ask: Rows, world: World) -> None:
    text = "The army rejected the claim and its troops took Bara."
    article = world.article("bara", text)
    world.event(article, text, trigger="rejected", plover="REJECT", source="The army", source_actor="army")
    world.hold(article, text, "Bara", "its troops", source_actor="militia")
    assert holder(ask, DEC_6, "Bara")["status"] == "reported"


@pytest.mark.parametrize(
    ("text", "trigger", "day", "expected"),
    [
        ("The army remained in full control of Hama.", "remained", DEC_5, ("Rebels", "disputed")),
        ("The army still holds Hama.", "holds", DEC_5, ("Rebels", "disputed")),
        ("The army continued to control Hama.", "control", DEC_5, ("Rebels", "disputed")),
        ("The army took Hama.", "took", DEC_5, ("The army", "reported")),
        ("The army continued to seize Hama on Wednesday.", "seize", DEC_5, ("The army", "reported")),
        ("The army still captured Hama.", "captured", DEC_5, ("The army", "reported")),
        ("The army continued to occupy Hama.", "occupy", DEC_5, ("Rebels", "disputed")),
        ("The army still holds Hama.", "holds", date(2024, 12, 16), ("The army", "reported")),
        ("The army still holds Hama.", "holds", DEC_1, ("Rebels", "reported")),
    ],
)
def test_who_keeps_a_place_denies_that_another_gained_it_in_the_week_before(
    ask: Rows, world: World, text: str, trigger: str, day: date, expected: tuple[str, str]
) -> None:
    named = {"date_start": "2024-12-02", "date_precision": "day"}
    report(world, RIDGE, DEC_2, "Rebels took Hama on Monday.", "Hama", "Rebels", source_actor="rebels", **named)
    report(world, HARBOUR, day, text, "Hama", "The army", source_actor="army", trigger=trigger)
    found = holder(ask, date(2024, 12, 20))
    assert (found["holder"], found["status"]) == expected


def test_who_retook_a_place_and_keeps_it_denies_nothing(ask: Rows, world: World) -> None:
    for day, source, actor, verb in ((DEC_1, "Rebels", "rebels", "took"), (DEC_2, "Troops", "army", "retook")):
        report(world, RIDGE, day, f"{source} {verb} Hama.", "Hama", source, source_actor=actor)
    report(world, HARBOUR, DEC_5, "Troops still hold Hama.", "Hama", "Troops", source_actor="army", trigger="hold")
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("Troops", "confirmed")


@pytest.mark.parametrize(
    ("keeps", "keeper", "taker"),
    [("The rebels", None, None), ("The rebels", None, "rebels"), ("His men", None, "rebels"), ("Army", "army", None)],
)
def test_an_unresolved_name_that_keeps_a_place_or_gained_it_denies_nothing(
    ask: Rows, world: World, keeps: str, keeper: str | None, taker: str | None
) -> None:
    report(world, RIDGE, DEC_2, "Rebels took Hama.", "Hama", "Rebels", source_actor=taker)
    kept = {"source_actor": keeper, "trigger": "remain"}
    report(world, HARBOUR, DEC_5, f"{keeps} remain in control of Hama.", "Hama", keeps, **kept)
    assert holder(ask, DEC_6)["status"] == "reported"


def test_who_keeps_what_an_unresolved_name_retook_denies_no_gain_before(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(world, RIDGE, DEC_2, "Troops retook Hama.", "Hama", "Troops")
    kept = {"source_actor": "army", "trigger": "holds"}
    report(world, HARBOUR, DEC_5, "The army still holds Hama.", "Hama", "The army", **kept)
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("The army", "reported")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Rebels took Hama overnight, hours after officials reported Friday prayers were cancelled.", "asserted"),
        ("The army denied Monday's claim that rebels took Hama.", "denied"),
        ("The army denied Monday’s claim that rebels took Hama.", "denied"),
    ],
)
def test_a_weekday_on_which_nobody_told_it_is_no_day_of_it(ask: Rows, world: World, text: str, modality: str) -> None:
    report(world, RIDGE, DEC_5, text, "Hama", "rebels", modality=modality)
    assert [row["day"] for row in ask("SELECT day FROM territory_changes")] == [DEC_5]


def test_gains_and_denials_without_a_day_are_of_the_day_on_which_they_were_told(ask: Rows, world: World) -> None:
    claim, denial = "Rebels said on Monday that they took Hama.", "The army denied on Tuesday that rebels took Hama."
    report(world, RIDGE, date(2024, 12, 3), claim, "Hama", "Rebels", modality="claimed")
    on_monday = {"date_start": "2024-12-02", "date_precision": "day"}
    report(world, HARBOUR, DEC_5, denial, "Hama", "rebels", modality="denied", **on_monday)
    told = "SELECT day, modality FROM territory_changes ORDER BY day"
    assert [(row["day"], row["modality"]) for row in ask(told)] == [(DEC_2, "claimed"), (date(2024, 12, 3), "denied")]
    assert [holder(ask, day)["status"] for day in (DEC_2, date(2024, 12, 3), DEC_6)] == [
        "claimed", "disputed", "disputed",
    ]  # fmt: skip


def test_a_town_that_the_gazetteer_lacks_goes_by_its_name(ask: Rows, world: World) -> None:
    unknown = {"place_id": None, "geo_precision": None, "country": None}
    report(world, RIDGE, DEC_2, "Rebels took the town of Nowhere.", "Nowhere", "Rebels", **unknown)
    report(world, RIDGE, DEC_2, "Rebels took the hills.", "the hills", "Rebels", **unknown)
    (found,) = ask("FROM territory_on(?)", DEC_6)
    assert (found["place"], found["holder"], found["place_id"], found["latitude"]) == ("Nowhere", "Rebels", None, None)


@pytest.mark.parametrize(
    ("text", "place", "towns"),
    [
        ("Rebels seized Sarmin and Binnish in the north.", "Sarmin", {"Sarmin", "Binnish"}),
        ("Rebels seized Sarmin and the town of Binnish.", "Binnish", {"Sarmin", "Binnish"}),
        ("Rebels seized Sarmin, Taftanaz and Binnish.", "Sarmin", {"Sarmin", "Taftanaz", "Binnish"}),
        ("Rebels hold Sarmin and Binnish to the north of Idlib.", "Sarmin", {"Sarmin", "Binnish"}),
        ("Rebels hold Sarmin in the south and Binnish in the north.", "Sarmin", {"Sarmin", "Binnish"}),
        ("Rebels seized Sarmin in the morning and shelled Binnish.", "Sarmin", {"Sarmin"}),
        ("Rebels seized Sarmin and Binnish residents fled.", "Sarmin", {"Sarmin"}),
        ("Rebels seized Sarmin and shelled Binnish.", "Sarmin", {"Sarmin"}),
        ("Rebels reached the outskirts of Binnish after they took Sarmin.", "Sarmin", {"Sarmin"}),
        ("Rebels reached the outskirts of Binnish and Sarmin.", "Binnish", set()),
        ("Rebels took Sarmin, then positions near the town of Binnish.", "Binnish", set()),
    ],
)
def test_each_town_of_a_list_has_its_holder(ask: Rows, world: World, text: str, place: str, towns: set[str]) -> None:
    article = world.article("towns", text)
    world.hold(article, text, place, "Rebels")
    for name in ("Sarmin", "Taftanaz", "Binnish"):
        if name in text:
            start = text.index(name)
            world.mention(
                article, text, name, label="GPE", place_id=sum(name.encode()), latitude=35.0, longitude=36.0,
                mention_start=start, mention_end=start + len(name),
            )  # fmt: skip
    assert {row["place"] for row in ask("FROM territory_on(?)", DEC_6)} == towns


@pytest.mark.parametrize("source", ["his men", "Their forces"])
def test_who_is_named_by_a_pronoun_alone_is_no_holder(ask: Rows, world: World, source: str) -> None:
    text = f"Then {source} captured Hama."
    world.hold(world.article("hama", text, published=DEC_1), text, "Hama", source)
    found = holder(ask, DEC_6, "Hama")
    assert (found["holder"], found["status"]) == (None, "reported")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("A commander said that his men had captured Hama.", {"source": "his men"}),
        ("A commander said that Hama had been captured.", {"source": None}),
        ("A commander said that Hama had fallen.", {"source": None, "territory": "lost"}),
    ],
)
def test_what_is_only_claimed_of_nobody_known_changes_nothing(
    ask: Rows, world: World, text: str, columns: dict[str, Any]
) -> None:
    report(world, RIDGE, DEC_1, "Troops took Hama.", "Hama", "Troops")
    report(world, RIDGE, DEC_5, text, "Hama", **columns, modality="claimed", attribution="A commander")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["status"]) == ("Troops", "reported")


def test_who_says_that_he_left_reports_it_and_leaves_the_holder_open(ask: Rows, world: World) -> None:
    left = {"territory": "lost", "modality": "claimed", "attribution": "the army"}
    report(world, RIDGE, DEC_5, "The army said it had left Hama.", "Hama", "the army", **left)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"], found["status"]) == (None, "the army", "reported")


def test_who_admits_a_loss_confirms_the_claim_and_gives_up_the_denial(ask: Rows, world: World) -> None:
    day = {"date_start": "2024-12-01", "date_precision": "day"}
    lost = {"territory": "lost", "source_actor": "army"} | day
    rebels = {"source_actor": "rebels", "modality": "claimed", "attribution": "Rebels"} | day
    report(world, RIDGE, DEC_1, "Rebels said they took Hama.", "Hama", "Rebels", **rebels)
    report(world, HARBOUR, DEC_2, "The army denied losing Hama.", "Hama", "The army", modality="denied", **lost)
    admitted = {"modality": "claimed", "attribution": "The army"}
    report(world, RIDGE, DEC_5, "The army admitted that it had left Hama.", "Hama", "The army", **lost | admitted)
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("Rebels", "reported")


@pytest.mark.parametrize(
    ("text", "voice", "status"),
    [
        ("The army acknowledged that rebels had taken Hama.", "The army", "reported"),
        ("A militia commander confirmed that rebels had taken Hama.", "A militia commander", "claimed"),
        ("The United Nations confirmed that rebels had taken Hama.", "The United Nations", "claimed"),
        ("Rebels acknowledged that they had taken Hama.", "Rebels", "claimed"),
    ],
)
def test_who_tells_of_a_gain_reports_it_only_if_it_admits_its_own_loss(
    ask: Rows, world: World, text: str, voice: str, status: str
) -> None:
    claimed = {"modality": "claimed", "attribution": voice, "source_actor": "rebels"}
    report(world, RIDGE, DEC_5, text, "Hama", "rebels", **claimed)
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("rebels", status)


def test_a_loss_that_a_second_outlet_tells_confirms_who_took_the_town(ask: Rows, world: World) -> None:
    day = {"date_start": "2024-12-05", "date_precision": "day"}
    lost = {"territory": "lost", "source_actor": "army"} | day
    report(world, RIDGE, DEC_5, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels", **day)
    report(world, HARBOUR, DEC_6, "The army left Hama on Thursday.", "Hama", "The army", **lost)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["status"], found["n_sources"]) == ("Rebels", "confirmed", 1)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The army denied that it had lost Hama.", "disputed"),
        ("The army had at first denied that it had lost Hama.", "reported"),
        ("The army initially denied losing Hama.", "reported"),
        ("The army denied at first that it had lost Hama.", "reported"),
        ("The army, which first denied that it had lost Hama, fell silent.", "reported"),
        ("The army denied first reports that it had lost Hama.", "disputed"),
    ],
)
def test_a_denial_that_is_given_up_disputes_nothing(ask: Rows, world: World, text: str, status: str) -> None:
    lost = {"territory": "lost", "source_actor": "army", "modality": "denied"}
    report(world, RIDGE, DEC_5, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(world, HARBOUR, DEC_6, text, "Hama", "The army", **lost)
    assert holder(ask, DEC_6)["status"] == status


def test_a_party_does_not_dispute_that_it_holds_a_town(ask: Rows, world: World) -> None:
    army = {"source_actor": "army"}
    report(world, RIDGE, DEC_5, "The army retook Hama.", "Hama", "The army", **army)
    lost = {"territory": "lost", "modality": "denied"} | army
    report(world, HARBOUR, DEC_5, "The army denied that it had lost Hama.", "Hama", "The army", **lost)
    assert (holder(ask, DEC_6)["holder"], holder(ask, DEC_6)["status"]) == ("The army", "reported")


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Hama has been in the hands of rebels since June 2022.", "hands", "reported"),
        ("Rebels have held Hama since June 2022.", "held", "reported"),
        ("Rebels, who took Hama in June 2022, are strong.", "took", "history"),
        ("Hama is firmly under rebel control since June 2022.", "control", "reported"),
        ("The rebels hold Hama, as they did in June 2022.", "hold", "reported"),
        ("Rebels held Hama in June 2022.", "held", "history"),
        ("Rebels have said that they held Hama in June 2022.", "held", "history"),
        ("Hama has changed since rebels held it in June 2022.", "held", "history"),
        ("Sarmin is in an area near Hama held by rebels in June 2022.", "held", "history"),
    ],
)
def test_who_has_held_a_town_since_years_holds_it_by_news(
    ask: Rows, world: World, text: str, trigger: str, status: str
) -> None:
    told = {"trigger": trigger, "date_start": "2022-06", "date_precision": "month", "when_told": "background"}
    report(world, RIDGE, DEC_5, text, "Hama", "rebels", **told)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["since"], found["status"]) == ("rebels", date(2022, 6, 30), status)


def test_a_siege_of_years_ago_leaves_no_town_contested(ask: Rows, world: World) -> None:
    told = {"territory": "contested", "date_start": "2013-09", "date_precision": "month", "when_told": "background"}
    text = "Soldiers marked the siege of Hama by rebels in September 2013."
    report(world, RIDGE, DEC_5, text, "Hama", "rebels", **told)
    assert ask("FROM territory_on(?)", DEC_6) == []


def test_a_town_that_is_lost_is_no_holder(ask: Rows, world: World) -> None:
    lost = {"territory": "lost", "target": "Sarmin and Binnish"}
    report(world, RIDGE, DEC_5, "The army lost Sarmin and Binnish.", "Sarmin", "army", **lost)
    assert holder(ask, DEC_6, "Sarmin")["holder"] is None


@pytest.mark.parametrize("modality", ["planned", "hypothetical"])
def test_what_has_not_happened_moves_no_front(ask: Rows, world: World, modality: str) -> None:
    report(world, RIDGE, DEC_5, "Rebels may take Hama.", "Hama", "Rebels", modality=modality)
    assert ask("FROM territory_on(?)", DEC_6) == []


@pytest.mark.parametrize("told", ["2016-12-22", "2016-12", "2016"])
def test_an_earlier_time_told_later_does_not_override(ask: Rows, world: World, told: str) -> None:
    report(world, RIDGE, DEC_1, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(world, HARBOUR, DEC_6, "Troops took Hama in 2016.", "Hama", "Troops", source_actor="army", date_start=told)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"]) == ("Rebels", "Troops")
    assert holder(ask, date(2017, 1, 1))["holder"] == "Troops"


def test_what_one_article_tells_of_a_later_month_overrides_the_day_before(ask: Rows, world: World) -> None:
    first, then = "Troops took Hama on 19 March.", "Rebels retook it a month later."
    article = world.article("feature", f"{first} {then}", published=DEC_6)
    told = {"when_told": "background"}
    world.hold(article, first, "Hama", "Troops", source_actor="army", date_start="2024-03-19", **told)
    world.hold(article, then, "Hama", "Rebels", source_actor="rebels", date_start="2024-04", **told)
    assert holder(ask, DEC_6)["holder"] == "Rebels"


def test_undated_background_low_in_an_article_does_not_override(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    text = "One. Two. Three. Four. Five. Six. Troops once took Hama."
    article = world.article("feature", text, published=DEC_6)
    world.hold(article, "Troops once took Hama.", "Hama", "Troops", source_actor="army")
    assert holder(ask, DEC_6)["holder"] == "Rebels"


def test_the_holder_changes_and_the_hold_begins_with_the_first_report_of_it(ask: Rows, world: World) -> None:
    report(world, RIDGE, NOV_30, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_2, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(world, HARBOUR, DEC_6, "Rebels took all of Hama.", "Hama", "Rebels", source_actor="rebels")
    assert holder(ask, DEC_1)["holder"] == "Troops"
    found = holder(ask, DEC_6)
    assert (found["holder"], found["since"], found["previous"]) == ("Rebels", DEC_2, "Troops")
    assert (found["holder_actor"], found["status"]) == ("rebels", "confirmed")


def test_a_place_captured_again_is_held_since_then(ask: Rows, world: World) -> None:
    feature = "In July 2012 rebels took Hama."
    report(world, HARBOUR, DEC_6, feature, "Hama", "Rebels", date_start="2012-07")
    report(world, RIDGE, DEC_6, "Rebels took Hama on Thursday.", "Hama", "Rebels", date_start="2024-12-05")
    found = holder(ask, DEC_6)
    assert (found["since"], found["status"]) == (DEC_5, "reported")


def test_a_capture_retold_without_its_day_keeps_the_day_it_was_told_with(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Rebels took Hama on Saturday.", "Hama", "Rebels", date_start="2024-11-30")
    late = date(2025, 1, 20)
    report(world, HARBOUR, late, "Rebels have taken Hama.", "Hama", "Rebels")
    found = holder(ask, late)
    assert (found["since"], found["status"], found["n_sources"]) == (NOV_30, "confirmed", 2)


def test_a_loss_names_the_new_holder_where_it_is_told(ask: Rows, world: World) -> None:
    told = {"territory": "lost", "target": "Rebels"}
    report(world, RIDGE, DEC_5, "The army lost Hama to Rebels.", "Hama", "army", **told)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"]) == ("Rebels", "army")


@pytest.mark.parametrize(
    ("text", "target", "actor", "holds"),
    [
        ("The army lost Hama to the militias.", "the militias", None, True),
        ("The army ceded Hama to local authorities.", "local authorities", None, True),
        ("Hama fell from the army into the hands of HTS.", "HTS", "hts", True),
        ("The army ceded Hama to residents.", "residents", None, False),
        ("The army ceded Hama to Walid Nasser.", "Walid Nasser", "nasser", False),
        ("The army withdrew from Hama and the president’s guard.", "the president’s guard", None, False),
        ("The army gave the president’s guard to Hama.", "the president’s guard", None, False),
        ("Hama is the second city that HTS has lost.", "HTS", "hts", False),
        ("The army fled Hama as rebels came near.", "rebels", None, False),
    ],
)
def test_who_wins_what_another_loses_is_an_armed_side_to_which_it_went(
    ask: Rows, world: World, text: str, target: str, actor: str | None, holds: bool
) -> None:
    world.rows["actors"] += [Actor("hts", "HTS", kind="armed group"), Actor("nasser", "Walid Nasser", kind="person")]
    told = {"territory": "lost", "target": target, "target_actor": actor}
    report(world, RIDGE, DEC_5, text, "Hama", "the army", **told)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"]) == (target if holds else None, "the army")


def test_a_loser_that_the_sentence_does_not_name_is_none(ask: Rows, world: World) -> None:
    told = {"target": "Walid Nasser", "target_actor": "nasser"}
    report(world, RIDGE, DEC_5, "The government regained Hama.", "Hama", "The government", **told)
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"]) == ("The government", None)


def test_a_retreat_leaves_the_holder_open(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_5, "The army left Hama.", "Hama", "army", territory="lost")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"], found["status"]) == (None, "army", "reported")


def test_a_retreat_from_a_place_already_taken_says_nothing_new(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_5, "Rebels took Hama.", "Hama", "Rebels")
    report(world, RIDGE, DEC_6, "The army left Hama.", "Hama", "army", territory="lost")
    assert holder(ask, DEC_6)["holder"] == "Rebels"


def test_what_states_no_day_yields_to_what_states_one_of_the_two_days_before(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_6, "Rebels took Hama on Thursday.", "Hama", "Rebels", date_start="2024-12-05")
    report(world, HARBOUR, DEC_6, "Troops held Hama.", "Hama", "Troops", source_actor="army")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["status"], found["n_sources"]) == ("Rebels", "reported", 1)


def test_a_part_of_a_town_has_a_holder_of_its_own(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_5, "Rebels took Hama.", "Hama", "Rebels", place_id=7)
    part = {"place_id": 7, "geo_precision": 2}
    report(world, RIDGE, DEC_6, "Troops took eastern Hama.", "eastern Hama", "Troops", **part)
    assert holder(ask, DEC_6, "Hama")["holder"] == "Rebels"
    assert holder(ask, DEC_6, "eastern Hama")["holder"] == "Troops"


def test_a_place_fought_over_keeps_its_last_holder(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_5, "Rebels fought for Hama.", "Hama", "Rebels", territory="contested")
    found = holder(ask, DEC_6)
    assert (found["status"], found["holder"], found["since"]) == ("contested", "Troops", DEC_5)


def test_a_fight_for_a_place_of_no_known_holder_lapses_after_thirty_days(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_5, "Rebels fought for Hama.", "Hama", "Rebels", territory="contested")
    assert holder(ask, DEC_5 + timedelta(days=30))["status"] == "contested"
    assert ask("SELECT * FROM territory_on(?) WHERE place = 'Hama'", DEC_5 + timedelta(days=31)) == []
    report(world, RIDGE, DEC_1, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    assert holder(ask, DEC_5 + timedelta(days=31))["holder"] == "Troops"


@pytest.mark.parametrize("precision", [3, None])
def test_whole_countries_and_unknown_places_have_no_holder(ask: Rows, world: World, precision: int | None) -> None:
    report(world, RIDGE, DEC_5, "Rebels took Syria.", "Syria", "Rebels", geo_precision=precision)
    assert ask("FROM territory_on(?)", DEC_6) == []


def test_a_holder_goes_by_the_name_of_the_seeds(ask: Rows, world: World) -> None:
    article = world.article("hama", "HTS took Hama.")
    world.hold(article, "HTS took Hama.", "Hama", "HTS", source_actor="hts")
    world.actor("hts", "Hayat Tahrir al-Sham")
    assert holder(ask, DEC_6)["holder"] == "Hayat Tahrir al-Sham"


def test_a_group_and_the_umbrella_it_is_part_of_are_one_holder(ask: Rows, world: World) -> None:
    world.actor("opposition", "Opposition")
    world.actor("hts", "HTS", parent="opposition")
    report(world, RIDGE, NOV_30, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_2, "HTS took Hama.", "Hama", "HTS", source_actor="hts")
    report(world, HARBOUR, DEC_5, "The opposition took Hama.", "Hama", "opposition", source_actor="opposition")
    found = holder(ask, DEC_6)
    assert (found["status"], found["since"], found["previous"]) == ("confirmed", DEC_2, "Troops")


def test_two_groups_of_one_umbrella_are_two_holders(ask: Rows, world: World) -> None:
    world.actor("opposition", "Opposition")
    world.actor("hts", "HTS", parent="opposition")
    world.actor("sna", "SNA", parent="opposition")
    report(world, RIDGE, DEC_2, "HTS took Hama.", "Hama", "HTS", source_actor="hts")
    report(world, HARBOUR, DEC_5, "SNA took Hama.", "Hama", "SNA", source_actor="sna")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"], found["status"]) == ("SNA", "HTS", "reported")


def test_a_state_loses_what_its_army_held(ask: Rows, world: World) -> None:
    world.actor("gov", "Government")
    world.actor("army", "Army", parent="gov")
    report(world, RIDGE, DEC_1, "The army took Hama.", "Hama", "army", source_actor="army")
    report(world, RIDGE, DEC_5, "The government lost Hama.", "Hama", "gov", source_actor="gov", territory="lost")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"], found["since"]) == (None, "Government", DEC_5)


def test_who_is_driven_out_by_nobody_named_leaves_the_holder_open(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(world, RIDGE, DEC_5, "Rebels were driven from Hama.", "Hama", None, target="Rebels", target_actor="rebels")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"], found["since"]) == (None, "Rebels", DEC_5)


def test_a_fall_without_sides_is_known_only_where_no_side_is(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Hama fell.", "Hama", None, territory="lost")
    assert holder(ask, DEC_1)["holder"] is None
    report(world, RIDGE, DEC_2, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(world, HARBOUR, DEC_5, "Hama fell.", "Hama", None, territory="lost")
    assert holder(ask, DEC_6)["holder"] == "Rebels"


def test_a_town_changes_hands_thrice_and_each_day_has_its_holder(ask: Rows, world: World) -> None:
    report(world, RIDGE, NOV_30, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_2, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    report(
        world,
        HARBOUR,
        DEC_5,
        "Troops retook Hama from rebels.",
        "Hama",
        "Troops",
        source_actor="army",
        target="Rebels",
        target_actor="rebels",
    )
    found = [(holder(ask, day)["holder"], holder(ask, day)["since"]) for day in (DEC_1, DEC_2, DEC_6)]
    assert found == [("Troops", NOV_30), ("Rebels", DEC_2), ("Troops", DEC_5)]
    assert holder(ask, DEC_6)["previous"] == "Rebels"


def test_a_siege_keeps_the_holder_and_a_capture_ends_it(ask: Rows, world: World) -> None:
    report(world, RIDGE, NOV_30, "Troops took Hama.", "Hama", "Troops", source_actor="army")
    report(world, RIDGE, DEC_2, "Rebels besieged Hama.", "Hama", "Rebels", source_actor="rebels", territory="contested")
    assert (holder(ask, DEC_2)["holder"], holder(ask, DEC_2)["status"]) == ("Troops", "contested")
    report(world, HARBOUR, DEC_5, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["previous"], found["status"]) == ("Rebels", "Troops", "reported")


def test_a_handover_agreed_by_both_is_one_change(ask: Rows, world: World) -> None:
    report(world, RIDGE, DEC_1, "Rebels took Hama.", "Hama", "Rebels", source_actor="rebels")
    given = {"territory": "lost", "target": "Troops", "target_actor": "army", "source_actor": "rebels"}
    report(world, RIDGE, DEC_5, "Rebels handed Hama to troops.", "Hama", "Rebels", **given)
    report(world, HARBOUR, DEC_6, "Troops took over Hama.", "Hama", "Troops", source_actor="army")
    found = holder(ask, DEC_6)
    assert (found["holder"], found["since"], found["status"]) == ("Troops", DEC_5, "confirmed")


def strike(world: World, site: str, text: str, dead: int | None = None, **columns: Any) -> str:
    """Add an article about a strike on Idlib and, if given, the number of people killed."""
    published = columns.pop("published", DEC_2)
    story = columns.pop("story", "")
    name = f"{site}-{len(world.rows['articles'])}"
    article = world.article(name, text, site=site, published=published, story=story)
    idlib = {"place": "Idlib", "place_id": 7, "country": "SY", "geo_precision": 1}
    world.event(article, text, **idlib | {"acled_sub_event": "Air/drone strike"} | columns)
    if dead is not None:
        world.figure(article, text, dead, **idlib)
    return article


def test_an_incident_gathers_the_articles_of_one_happening(ask: Rows, world: World) -> None:
    strike(world, RIDGE, "Jets struck Idlib, killing 12.", 12, date_start="2024-12-01", date_precision="day")
    strike(world, HARBOUR, "A strike on Idlib killed 15.", 15, published=DEC_2, source="Jets", source_actor="ru")
    (found,) = ask("FROM incidents")
    assert (found["day"], found["place"], found["source_actor"]) == (DEC_1, "Idlib", "ru")
    assert (found["n_articles"], found["n_outlets"], found["n_independent_origins"]) == (2, 2, 2)
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (12, None, 15)
    assert (found["first_report"], found["last_report"]) == (DEC_2, DEC_2)
    assert found["sentence"] in ("Jets struck Idlib, killing 12.", "A strike on Idlib killed 15.")


def test_a_reprint_is_an_article_and_an_outlet_more_but_no_story_more(ask: Rows, world: World) -> None:
    strike(world, RIDGE, "A strike on Idlib killed 12.", 12, story="wire")
    strike(world, HARBOUR, "A strike on Idlib killed 12.", 12, story="wire")
    (found,) = ask("FROM incidents")
    assert (found["n_articles"], found["n_outlets"], found["n_independent_origins"]) == (2, 2, 1)
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (12, 12, 12)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            {"text": "Syrian jets struck.", "source": "Syrian jets", "source_actor": "sy"}, id="another actor"
        ),
        pytest.param({"text": "Fighters clashed.", "acled_sub_event": "Armed clash"}, id="kind"),
        pytest.param({"plover": "PROTEST", "acled_sub_event": "Peaceful protest"}, id="class"),
        pytest.param({"place_id": 8}, id="place"),
        pytest.param({"date_start": "2024-11-28", "date_precision": "day"}, id="day"),
    ],
)
def test_different_happenings_stay_apart(ask: Rows, world: World, other: dict[str, Any]) -> None:
    strike(world, RIDGE, "Russian jets struck Idlib.", source="Russian jets", source_actor="ru")
    strike(world, HARBOUR, **{"text": "Russian jets struck.", "source": "Russian jets", "source_actor": "ru"} | other)
    assert len(ask("FROM incidents")) == 2


@pytest.mark.parametrize("modality", ["denied", "planned", "hypothetical"])
def test_what_did_not_happen_is_no_incident(ask: Rows, world: World, modality: str) -> None:
    strike(world, RIDGE, "Jets struck Idlib.", modality=modality)
    assert ask("FROM incidents") == []


def test_a_running_total_is_no_incident_s_death_toll(ask: Rows, world: World) -> None:
    article = strike(world, RIDGE, "Jets struck Idlib in a war that killed 500,000.")
    world.figure(article, "Jets struck Idlib in a war that killed 500,000.", 500_000, cumulative=True)
    (found,) = ask("FROM incidents")
    assert found["deaths_high"] is None


def test_fatalities_that_disagree_are_a_range_and_not_a_sum(ask: Rows, world: World) -> None:
    strike(world, RIDGE, "A strike on Idlib killed 12.", 12)
    strike(world, HARBOUR, "A strike on Idlib killed 15.", 15)
    (found,) = ask("FROM fatalities_by_day")
    assert (found["day"], found["country"], found["place"]) == (DEC_2, "SY", "Idlib")
    assert (found["low"], found["best"], found["high"], found["n_outlets"]) == (12, None, 15, 2)


def test_fatalities_of_a_reprint_and_of_parts_count_once(ask: Rows, world: World) -> None:
    strike(world, RIDGE, "A strike on Idlib killed 12.", 12, story="wire")
    article = strike(world, HARBOUR, "A strike on Idlib killed 12, 4 of them boys.", 12, story="wire")
    world.figure(article, "A strike on Idlib killed 12, 4 of them boys.", 4, place="Idlib", place_id=7, country="SY")
    (found,) = ask("FROM fatalities_by_day")
    assert (found["low"], found["best"], found["high"]) == (12, 12, 12)
    assert (found["n_outlets"], found["n_incidents"]) == (2, 1)


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"cumulative": True}, id="running total"),
        pytest.param({"measure": "injured"}, id="injured"),
        pytest.param({"modality": "denied"}, id="denied"),
        pytest.param({"period_start": "2016"}, id="in a year"),
        pytest.param({"period_start": "2024-11-27", "period_end": "2024-12-01"}, id="in a span of days"),
    ],
)
def test_what_is_no_day_s_death_toll_is_left_out(ask: Rows, world: World, columns: dict[str, Any]) -> None:
    article = world.article("toll", "It struck 12 people.")
    world.figure(article, "It struck 12 people.", 12, **columns)
    assert ask("FROM fatalities_by_day") == []


def test_a_figure_takes_the_place_and_day_of_the_event_of_its_sentence(ask: Rows, world: World) -> None:
    text = "Twelve died when jets struck Idlib on Sunday."
    article = strike(world, RIDGE, text, date_start="2024-12-01", date_precision="day")
    world.figure(article, text, 12)
    (found,) = ask("FROM fatalities_by_day")
    assert (found["day"], found["place"], found["low"]) == (DEC_1, "Idlib", 12)


def test_figures_without_a_place_are_not_taken_for_one_another(ask: Rows, world: World) -> None:
    for site, dead in ((RIDGE, 12), (HARBOUR, 3)):
        text = "Some died on Sunday."
        world.figure(world.article(site, text), text, dead, period_start="2024-12-01")
    assert [(row["low"], row["best"]) for row in ask("FROM fatalities_by_day ORDER BY low")] == [(3, 3), (12, 12)]


def test_a_toll_of_another_year_is_not_that_of_today_s_incident(ask: Rows, world: World) -> None:
    text = "Jets struck Idlib. In 1982 a strike on Idlib killed 2000."
    article = world.article("idlib", text)
    idlib = {"place": "Idlib", "place_id": 7, "country": "SY", "geo_precision": 1}
    world.event(article, "Jets struck Idlib.", **idlib)
    world.event(article, "In 1982 a strike on Idlib killed 2000.", date_start="1982", **idlib)
    world.figure(article, "In 1982 a strike on Idlib killed 2000.", 2000, **idlib)
    incidents = ask("SELECT day, deaths_high FROM incidents ORDER BY day")
    assert [row["deaths_high"] for row in incidents] == [2000, None]
    assert ask("FROM fatalities_by_day") == []


def test_an_open_bound_stays_open_in_every_view(ask: Rows, world: World) -> None:
    article = world.article("toll", "At least 12 died on Sunday.")
    world.figure(article, "At least 12 died on Sunday.", 12, high=None, period_start="2024-12-01")
    (found,) = ask("FROM fatalities_by_day")
    assert (found["day"], found["low"], found["best"], found["high"]) == (DEC_1, 12, None, None)


@pytest.mark.parametrize(
    ("low", "high", "expected", "disputed"),
    [
        (41, None, (12, None, None), True),
        (9, None, (9, None, None), False),
        (None, 40, (None, None, 40), False),
        (12, 12, (12, 12, 12), False),
        (9, 15, (9, None, 15), False),
        (20, 20, (12, None, 20), True),
    ],
)
def test_one_story_s_open_bound_leaves_the_range_open(
    ask: Rows, world: World, low: int | None, high: int | None, expected: tuple[int | None, ...], disputed: bool
) -> None:
    strike(world, RIDGE, "A strike on a market in Idlib killed 12.", 12, target="a market")
    article = strike(world, HARBOUR, "Jets hit the market of Idlib.", target="the market")
    idlib = {"place": "Idlib", "place_id": 7, "country": "SY", "geo_precision": 1}
    world.figure(article, "Jets hit the market of Idlib.", low, high=high, **idlib)
    (day,) = ask("FROM fatalities_by_day")
    (incident,) = ask("FROM incidents")
    assert (day["low"], day["best"], day["high"], day["disputed"]) == (*expected, disputed)
    assert tuple(incident[f"deaths_{name}"] for name in ("low", "best", "high")) == expected


def test_a_part_is_counted_within_its_whole_only(ask: Rows, world: World) -> None:
    article = world.article("toll", "At least nine of the dead were children.")
    world.figure(article, "At least nine of the dead were children.", 9, part_of="somewhere", period_start="2024-12-01")
    assert ask("FROM fatalities_by_day") == []


def test_who_said_what_gives_each_quotation_with_its_print(ask: Rows, world: World) -> None:
    for site in (RIDGE, HARBOUR):
        article = world.article(f"{site}-wire", "“We will return,” Lina Karam said.", site=site, story="wire")
        world.quote(article, "“We will return,” Lina Karam said.", "We will return", speaker="Lina Karam", role="mayor")
    (found,) = ask("SELECT * FROM who_said_what WHERE speaker = 'Lina Karam'")
    assert (found["quote"], found["kind"], found["role"]) == ("We will return", "direct", "mayor")
    assert (found["published_date"], found["site"]) == (DEC_2, HARBOUR)
    assert found["url"] == "https://harbour-post.example/Harbour Post-wire"


def test_answers_do_not_depend_on_the_order_in_which_rows_came(ask: Rows, world: World) -> None:
    idlib = {"place_id": 7, "country": "SY", "geo_precision": 1}
    for site, place, army in ((RIDGE, "Jabal", "Guards"), (HARBOUR, "Idlib", "Brigades"), (VALLEY, "Zahra", "Columns")):
        text = f"Jets struck {place}, killing 12."
        article = world.article(f"strike-{site}", text, site=site)
        world.event(article, text, place=place, source=f"{army} jets", target=f"the {army}", **idlib)
        world.figure(article, text, 12, place=place, **idlib)
        world.quote(article, text, "We ran.", speaker="A nurse")
        report(world, site, DEC_1, f"The {army} took Hama.", "Hama", army)
    report(world, RIDGE, DEC_6, "Rebels took Hama.", "Hama", "Rebels")
    marts = ("incidents", "fatalities_by_day", "stories", "who_said_what", "territory_on('2024-12-09')")
    first = [ask(f"FROM {mart}") for mart in marts]
    assert all(first)
    for rows in world.rows.values():
        rows.reverse()
    assert [ask(f"FROM {mart}") for mart in marts] == first
