"""What an act has no place, day or party from: another part of its sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.transforms.linking.conftest import BOMB, CLASH, ON, AddFact, incidents_of
from transforms.linking.borrowed import is_long_past, without_borrowed, without_borrowed_places

ARREST = {"plover": "COERCE", "acled_sub_event": "Arrests"}
TAKEN = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "territory": "gained"}


@pytest.mark.parametrize(
    ("sentence", "trigger", "own", "place"),
    [
        ("The strike was a response to a rocket that hit Idlib.", "strike", {}, None),
        ("The strike was a response to a rocket that hit Idlib.", "hit", {}, "Idlib"),
        ("The bombing came two days after gunmen attacked a post in Idlib.", "bombing", {}, None),
        ("The bombing in Idlib came two days after gunmen attacked a post.", "bombing", {}, "Idlib"),
        ("Rebels in Idlib freed a man, a day after two guards were killed.", "killed", {}, None),
        ("Rebels in Idlib freed a man, a day after two guards were killed there.", "killed", {}, "Idlib"),
        ("Troops entered Idlib, two days after rebels had seized it.", "seized", TAKEN, "Idlib"),
        ("Rebels attacked a post and killed two guards in Idlib.", "attacked", {}, "Idlib"),
    ],
)
def test_a_place_of_another_part_is_not_that_of_an_act(
    add_fact: AddFact, sentence: str, trigger: str, own: dict[str, Any], place: str | None
) -> None:
    (row,) = without_borrowed(add_fact("a", sentence, trigger=trigger, **own))
    assert row["place"] == place


def test_a_place_of_another_part_is_not_that_of_a_number(add_fact: AddFact) -> None:
    sentence = "Rebels in Idlib freed a man, a day after two guards were killed."
    (row,) = without_borrowed_places(add_fact("a", sentence, 2, number_words="two"))
    assert row["place"] is None


@pytest.mark.parametrize(
    ("sentence", "trigger", "day"),
    [
        ("Police arrested two men on Tuesday in connection with a bombing in Idlib.", "bombing", None),
        ("Police arrested two men on Tuesday who are suspected of shooting a judge.", "shooting", None),
        ("Police arrested two men who are suspected of shooting a judge on Tuesday.", "shooting", date(2025, 3, 4)),
        ("The raid on Tuesday came two days after the shooting of a judge.", "shooting", date(2025, 3, 2)),
        ("Troops took it on Tuesday, two days after it fell, and shot a guard.", "shot", date(2025, 3, 4)),
    ],
)
def test_a_day_of_another_part_is_not_that_of_an_act(
    add_fact: AddFact, sentence: str, trigger: str, day: date | None
) -> None:
    add_fact("a", sentence, trigger=sentence.split()[1], **ARREST, **ON)
    rows = add_fact("a", sentence, trigger=trigger, **CLASH, **ON)
    assert without_borrowed(rows)[1]["date_start"] == day


def test_who_is_arrested_over_an_act_is_not_its_doer(add_fact: AddFact) -> None:
    sentence = "Police arrested two men in connection with an attack on a bank."
    add_fact("a", sentence, trigger="arrested", source="Police", target="two men", **ARREST)
    rows = add_fact("a", sentence, trigger="attack", source="two men", target="a bank", **CLASH)
    assert [(row["source"], row["target"]) for row in without_borrowed(rows)] == [
        ("Police", "two men"),
        (None, "a bank"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The attack came two years after bombs killed 19 people.", True),
        ("The attack came two years after bombs killed 19 people in October 2000.", False),
        ("On Sunday, two years after the truce, gunmen killed 19 people.", False),
        ("On Sunday, two years after gunmen killed 19 people, a bomb hit the same church.", True),
        ("The attack came two days after bombs killed 19 people.", False),
    ],
)
def test_what_was_years_before_has_no_day_of_the_news(add_fact: AddFact, text: str, expected: bool) -> None:
    (row,) = add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="19 people", **ON)
    assert is_long_past(row) is expected


def test_an_act_of_years_before_is_no_row(add_fact: AddFact) -> None:
    text = "The attack on Idlib on Tuesday came two years after bombs killed 19 people in churches."
    add_fact("a", text, trigger="attack", acled_sub_event="Attack", **ON)
    add_fact("a", text, **BOMB | {"trigger": "killed"}, target="19 people", **ON)
    found = incidents_of(add_fact("a", text, 19, who="people"))
    assert [row["deaths_low"] for row in found] == [None]


def test_a_hospital_in_which_somebody_died_is_not_where_the_act_was(add_fact: AddFact) -> None:
    add_fact("a", "Rebels shelled Idlib on Tuesday.", trigger="shelled", **ON)
    text = "A second soldier died in a hospital in Homs, raising the toll to two."
    rows = add_fact("a", text, 2, number_words="two", place="Homs", place_id=8, cumulative=True, index=1)
    assert [(row["place"], row["deaths_low"]) for row in incidents_of(rows)] == [("Idlib", 2)]
