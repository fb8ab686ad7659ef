"""Which events report a happening of their own, and where."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import BOMB, CLASH, NOWHERE, ON, AddFact, Row, incidents_of


@pytest.mark.parametrize(("target", "count"), [("an uprising in Idlib", 1), ("leaders of the uprising", 2)])
def test_what_an_act_is_done_to_is_no_happening_beside_it(add_fact: AddFact, target: str, count: int) -> None:
    text = f"The army crushed {target}."
    add_fact("a", text, trigger="crushed", target=target, acled_sub_event="Armed clash")
    rows = add_fact("a", text, trigger="uprising", plover="PROTEST", acled_sub_event="Violent demonstration")
    assert made(rows)["incidents"].num_rows == count


@pytest.mark.parametrize(
    ("sentence", "trigger", "is_happening"),
    [
        ("Nine thousand have fled since the fighting began.", "fighting", False),
        ("More than half had fled before the present fighting.", "fighting", False),
        ("The offensive lasted eleven days.", "offensive", False),
        ("The fighting in Idlib went on at noon.", "fighting", True),
        ("Rebels began an offensive on Idlib.", "offensive", True),
        ("The raid lasted an hour.", "raid", True),
    ],
)
def test_the_course_of_a_war_is_no_happening(
    add_fact: AddFact, sentence: str, trigger: str, is_happening: bool
) -> None:
    rows = add_fact("a", sentence, trigger=trigger, acled_sub_event="Armed clash")
    assert made(rows)["incidents"].num_rows == is_happening


def test_who_has_been_killed_since_a_day_is_no_happening(add_fact: AddFact) -> None:
    text = "The monitor said 826 people had been killed since May."
    add_fact("a", text, trigger="killed", target="826 people", acled_sub_event="Armed clash")
    assert made(add_fact("a", text, 826, cumulative=True))["incidents"].num_rows == 0


@pytest.mark.parametrize(
    ("sentence", "columns_"),
    [
        pytest.param("The army had held Idlib since May.", {"trigger": "held"}, id="rule over a town"),
        pytest.param(
            "Officers took control of the country.",
            {"trigger": "took", "place": "Syria", "admin1": None, "geo_precision": 3},
            id="a coup",
        ),
        pytest.param("Thousands marched against bombings.", BOMB | {"trigger": "bombings"}, id="what they marched for"),
        pytest.param("A wave of attacks shook Idlib.", {"trigger": "attacks", "acled_sub_event": "Attack"}, id="many"),
    ],
)
def test_no_happening(add_fact: AddFact, sentence: str, columns_: Row) -> None:
    taking = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "territory": "gained"}
    own = {} if "acled_sub_event" in columns_ else taking
    assert incidents_of(add_fact("a", sentence, **own | columns_)) == []


def test_in_the_area_is_where_the_act_before_was(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib on Tuesday.", trigger="stormed", acled_sub_event="Attack", **ON)
    taken = {"plover": "ASSAULT", "acled_sub_event": "Abduction/forced disappearance", **NOWHERE, **ON}
    rows = add_fact("a", "They kidnapped a nurse from a clinic in the area.", trigger="kidnapped", index=1, **taken)
    assert [row["place"] for row in incidents_of(rows)] == ["Idlib", "Idlib"]


def test_a_printed_correction_tells_no_happening_of_its_own(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen shot six villagers in Idlib on Monday.", trigger="shot", acled_sub_event="Attack",
             date_start="2025-03-03", date_end="2025-03-03")  # fmt: skip
    text = "Correction: An earlier version of this story said that nine had been shot in Idlib."
    add_fact("a", text, trigger="shot", acled_sub_event="Attack", index=8, target="nine", **ON)
    rows = add_fact("a", "Six villagers were killed.", trigger="killed", acled_sub_event="Attack", index=9, **ON)
    assert [row["n_articles"] for row in incidents_of(rows)] == [1]


@pytest.mark.parametrize(("index", "count"), [(0, 1), (7, 0)])
def test_what_has_long_been_taken_is_no_happening_below_the_news(add_fact: AddFact, index: int, count: int) -> None:
    taken = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory", "source": "The gangs"}
    rows = add_fact("a", "The gangs have taken most of Idlib.", trigger="taken", index=index, **taken)
    assert len(incidents_of(rows)) == count


@pytest.mark.parametrize(
    ("sentence", "trigger", "count"),
    [
        ("The militia has been fighting the army for almost two decades.", "fighting", 0),
        ("Idlib has been shelled almost daily since the spring.", "shelled", 0),
        ("Idlib has been shelled by the army.", "shelled", 1),
    ],
)
def test_what_goes_on_for_years_is_no_happening(add_fact: AddFact, sentence: str, trigger: str, count: int) -> None:
    assert len(incidents_of(add_fact("a", sentence, trigger=trigger, **CLASH))) == count


@pytest.mark.parametrize(
    ("days", "count"),
    [
        pytest.param({"date_start": "2025-01-01", "date_end": "2025-02-28"}, 0, id="two months"),
        pytest.param({"date_start": "2025-02-01", "date_end": "2025-02-28"}, 1, id="some day of a month"),
        pytest.param({"date_start": "2024-01-01", "date_end": "2024-12-31"}, 1, id="some day of a year"),
    ],
)
def test_who_was_killed_in_a_span_is_no_happening(add_fact: AddFact, days: Row, count: int) -> None:
    text = "More than 1,500 people were killed in Idlib in that time."
    add_fact("a", text, trigger="killed", target="More than 1,500 people", acled_sub_event="Attack", **days)
    rows = add_fact("a", text, 1500, number_words="more than 1,500")
    assert len(incidents_of(rows)) == count


def test_there_is_where_the_fighting_was_and_not_the_road_that_it_closed(add_fact: AddFact) -> None:
    text = "The road to Idlib was closed by fighting in Hama."
    add_fact("a", text, trigger="fighting", place="Hama", place_id=8, **CLASH)
    add_fact("a", text, trigger="closed", plover="COERCE", acled_sub_event=None)
    rows = add_fact("a", "The army killed five men there.", trigger="killed", index=1, **NOWHERE, **CLASH)
    assert {row["place"] for row in incidents_of(rows)} == {"Hama"}


def test_what_only_ranks_an_act_told_before_is_no_other(add_fact: AddFact) -> None:
    add_fact("a", "A bomber blew himself up in Idlib.", **BOMB)
    text = "It was the second attack in the city this month."
    found = incidents_of(add_fact("a", text, trigger="attack", acled_sub_event="Attack", index=3))
    assert [row["sentence"] for row in found] == ["A bomber blew himself up in Idlib."]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("It was the army that attacked Idlib.", "attacked"),
        ("Two men have been arrested in Idlib for planting the bomb.", "arrested"),
    ],
)
def test_who_did_it_and_why_is_a_happening(add_fact: AddFact, text: str, trigger: str) -> None:
    assert len(incidents_of(add_fact("a", text, trigger=trigger, plover="ASSAULT", acled_sub_event="Attack"))) == 1


def test_who_remains_in_control_has_not_taken_a_place(add_fact: AddFact) -> None:
    taken = {"plover": "COERCE", "acled_sub_event": "Government regains territory"}
    assert incidents_of(add_fact("a", "The army remained in control of Idlib.", trigger="remained", **taken)) == []


def test_there_is_where_the_text_is_even_if_only_what_is_no_happening_says_so(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib.")
    add_fact("a", "Hama fell after a siege.", plover="COERCE", acled_sub_event=None, place="Hama", place_id=8, index=4)
    rows = add_fact("a", "Some 460 people were killed there.", trigger="killed", index=5, **NOWHERE)
    assert {row["place"] for row in incidents_of(rows)} == {"Idlib", "Hama"}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Insurgents killed thousands of farmers last year.", False),
        ("Insurgents killed 120 farmers in an attack last year.", True),
        ("Insurgents killed 120 farmers in Idlib last year.", True),
    ],
)
def test_who_was_killed_in_a_year_and_by_no_act_is_no_happening(add_fact: AddFact, text: str, is_one: bool) -> None:
    year = {"date_start": "2024-01-01", "date_end": "2024-12-31", "date_precision": "year"}
    place = {} if "Idlib" in text else NOWHERE
    rows = add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="farmers", **year, **place)
    assert bool(incidents_of(rows)) is is_one


@pytest.mark.parametrize(("source", "is_one"), [(None, False), ("Gunmen", True)])
def test_who_was_killed_in_a_month_nowhere_and_by_nobody_is_no_happening(
    add_fact: AddFact, source: str | None, is_one: bool
) -> None:
    month = {"date_start": "2025-02-01", "date_end": "2025-02-28", "date_precision": "month"}
    text = "More than 200 people were killed in February." if source is None else "Gunmen killed 200 men in February."
    rows = add_fact("a", text, trigger="killed", acled_sub_event="Attack", source=source, **month, **NOWHERE)
    assert bool(incidents_of(rows)) is is_one


@pytest.mark.parametrize(
    ("text", "target", "place"),
    [
        ("A similar attack on an army camp last week killed four soldiers.", "an army camp", None),
        ("They attacked the town last week as well.", "the town", "Idlib"),
        ("A similar attack there last week killed four soldiers.", "four soldiers", "Idlib"),
    ],
)
def test_an_act_of_long_before_has_no_place_from_the_news_unless_it_was_there(
    add_fact: AddFact, text: str, target: str, place: str | None
) -> None:
    attack = {"trigger": "attack", "acled_sub_event": "Attack"}
    add_fact("a", "Gunmen attacked a bank in Idlib on Tuesday.", target="a bank", **attack, **ON)
    week = {"date_start": "2025-02-17", "date_end": "2025-02-23"}
    rows = add_fact("a", text, target=target, index=4, **attack, **week)
    assert [row["place"] for row in incidents_of(rows) if row["target"] == target] == [place]


def test_an_act_of_long_before_has_no_place_from_news_without_a_day(add_fact: AddFact) -> None:
    attack = {"trigger": "attack", "acled_sub_event": "Attack"}
    add_fact("a", "Gunmen attacked a bank in Idlib.", target="a bank", **attack)
    day = {"date_start": "2025-02-17", "date_end": "2025-02-17", "when_told": "background"}
    claimed = {"modality": "claimed", "place": "Hama", "place_id": 8, "when_told": "background"}
    add_fact("a", "Some of them were accused of an attack in Hama.", index=3, **attack, **claimed)
    rows = add_fact("a", "Officials blamed the group for the attack on February 17.", index=4, **attack, **day)
    assert [row["place"] for row in incidents_of(rows) if row["date_start"] is not None] == [None]


def test_there_is_in_the_place_of_the_sentence_before(add_fact: AddFact) -> None:
    add_fact("a", "A mine exploded in Idlib on Tuesday.", **BOMB, **ON)
    attack = {"trigger": "fired", "acled_sub_event": "Attack", "place": "Hama", "place_id": 8}
    add_fact("a", "Gunmen fired at a checkpoint in Hama on Tuesday.", target="a checkpoint", index=1, **attack, **ON)
    week = {"date_start": "2025-02-24", "date_end": "2025-03-02"}
    text = "A shooting there last week killed a policeman."
    rows = add_fact("a", text, trigger="shooting", acled_sub_event="Attack", target="a policeman", index=2, **week)
    assert [row["place"] for row in incidents_of(rows) if row["target"] == "a policeman"] == ["Hama"]


@pytest.mark.parametrize("is_read", [False, True])
def test_the_dead_of_the_next_sentence_are_those_of_the_act_of_a_month(add_fact: AddFact, is_read: bool) -> None:
    seized = {"trigger": "seized", "acled_sub_event": "Non-state actor overtakes territory", "place": "Homs"}
    add_fact("a", "In July 2012 rebels seized half of Homs.", **seized, place_id=8, date_start="2012-07-01")
    text = "In August 2013 rockets hit the suburbs of Idlib."
    add_fact("a", text, trigger="hit", date_start="2013-08-01", date_end="2013-08-31", index=1)
    said = "Officials said that more than 1,400 people were killed."
    if is_read:
        add_fact("a", said, trigger="killed", date_start="2013-08-01", date_end="2013-08-31", index=2)
    rows = add_fact("a", said, 1400, place=None, index=2)
    tolls = {row["place"]: row["deaths_low"] for row in made(rows)["incidents"].to_pylist()}
    assert tolls == {"Homs": None, "Idlib": 1400}


def test_the_dead_so_far_are_not_those_of_an_act_of_a_year(add_fact: AddFact) -> None:
    year = {"date_start": "1984-01-01", "date_end": "1984-12-31"}
    add_fact("a", "The group attacked the army in 1984.", trigger="attacked", **CLASH, **year, **NOWHERE)
    said = "More than 40,000 people have been killed."
    add_fact("a", said, trigger="killed", index=1, **CLASH, **NOWHERE)
    found = incidents_of(add_fact("a", said, 40000, index=1, **NOWHERE))
    assert [row for row in found if row["date_start"]] == []


def test_an_uprising_that_the_army_crushed_is_no_happening_beside_it_if_no_target_is_read(add_fact: AddFact) -> None:
    text = "Troops crushed a short revolt in Idlib, and its leaders fled."
    add_fact("a", text, trigger="crushed", acled_sub_event="Armed clash")
    rows = add_fact("a", text, trigger="revolt", plover="PROTEST", acled_sub_event="Violent demonstration")
    assert made(rows)["incidents"].num_rows == 1


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        ("Eighteen policemen have been killed since, a union said.", None),
        ("Since then, eighteen policemen have been killed.", None),
        ("Eighteen policemen have been killed since the coup.", None),
        ("Eighteen policemen have been killed since their crackdown began.", None),
        ("Eighteen policemen have been killed since the fighting broke out on Tuesday.", 18),
        ("Eighteen policemen were killed, taking to 90 the number of dead since the coup.", 18),
        ("Eighteen policemen have been killed since dawn, a union said.", 18),
    ],
)
def test_who_has_been_killed_since_something_of_before_is_no_toll(
    add_fact: AddFact, text: str, deaths: int | None
) -> None:
    add_fact("a", "Gunmen attacked a police post in Idlib on Tuesday.", trigger="attacked", **CLASH, **ON)
    rows = add_fact("a", text, 18, number_words="Eighteen" if text[0] == "E" else "eighteen", place=None, index=1)
    assert [row["deaths_low"] for row in incidents_of(rows)] == [deaths]
