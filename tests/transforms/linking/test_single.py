"""What is no single happening makes no incident, by what is seen of an act in a text that a reader reads."""

from __future__ import annotations

from datetime import date

import pytest

from tests.linking.linked import Linked, _article, made
from tests.linking.reading import read
from tests.transforms.linking.conftest import AddFact
from transforms.linking import single
from transforms.linking.reports import act_report


def incidents_of(text: str) -> list[str]:
    """The sentences of the incidents of a text."""
    article = _article("told", "Gazette", str(date(2024, 5, 15)))
    article.text = text
    rows = read(Linked([article]))
    return [row["sentence"] for row in made(rows)["incidents"].to_pylist()]


BOMB = "A roadside bomb killed four soldiers near Gwoza on Monday, an army spokesman said. "


@pytest.mark.parametrize(
    "course",
    [
        "The insurgents have carried out attacks on villages and convoys across the north-east.",
        "Since 2009 the group's attacks have killed thousands of civilians.",
        "Human rights groups accuse the army of arbitrary arrests and of killing civilians in its operations.",
        "The group is known for abducting schoolgirls and burning churches.",
        "Foreign warplanes strike the group's positions in the forest of Sambisa.",
    ],
)
def test_a_course_or_habit_beside_an_act_is_no_incident(course: str) -> None:
    assert incidents_of(BOMB + course) == [BOMB.strip()]


@pytest.mark.parametrize(
    ("text", "is_single"),
    [
        ("Between 30 and 40 civilians were killed in attacks in Idlib on 4 March.", True),
        ("Between 30 and 40 civilians were hurt in attacks in Idlib on 4 March.", False),
        ("Civilians were killed in attacks in Idlib on 4 March.", False),
    ],
)
def test_attacks_whose_dead_are_counted_for_a_day_and_town_are_one(
    add_fact: AddFact, monkeypatch: pytest.MonkeyPatch, text: str, is_single: bool
) -> None:
    monkeypatch.setattr(single, "BAR", -1000.0)
    monkeypatch.setattr(single, "BAR_IF_COUNTED", -1000.0)
    target = text.partition(" were")[0].removeprefix("Between ")
    days = {"date_start": "2025-03-04", "date_end": "2025-03-04", "date_precision": "day"}
    (row,) = add_fact("a", text, trigger="attacks", acled_sub_event="Attack", target=target, **days)
    report = act_report(row, {})
    assert report is not None
    assert single.is_single(report) == is_single


@pytest.mark.parametrize(
    "act",
    [
        "In a second attack, gunmen on motorcycles shot dead two farmers in Pulka on Tuesday.",
        "On Tuesday troops freed nine hostages and arrested a commander of the group in Banki.",
        "Hundreds of women marched in Maiduguri on Tuesday to demand that the army protect the roads.",
    ],
)
def test_an_act_of_its_own_beside_another_is_one(act: str) -> None:
    assert act in incidents_of(BOMB + act)


@pytest.mark.parametrize(
    ("text", "is_single"),
    [
        ("The death toll from a train bombing in Idlib has climbed to 45.", True),
        ("The number of people killed in the bombing in Idlib rose to 45.", True),
        ("The death toll from bombing in Idlib has climbed to 45.", False),
        ("The death toll from a train bombing in Idlib is 45.", False),
    ],
)
def test_an_act_whose_toll_has_risen_is_one(
    add_fact: AddFact, monkeypatch: pytest.MonkeyPatch, text: str, is_single: bool
) -> None:
    monkeypatch.setattr(single, "weights", lambda: {single.ALWAYS: 9.0})
    (row,) = add_fact("a", text, trigger="bombing")
    act = act_report(row, {})
    assert act is not None
    assert single.is_single(act) == is_single
