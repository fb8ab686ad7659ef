"""Reports of one kind, or of kindred ones, may tell one happening."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import DAY, ON, AddFact, incidents_of, only_incident
from transforms.seeds import rows as seed_rows


def test_sub_events_of_one_family_are_one_happening(add_fact: AddFact) -> None:
    add_fact("a", "An attack hit a bakery in Idlib.", acled_sub_event="Attack", target="a bakery")
    rows = add_fact("b", "A drone hit a bakery in Idlib.", target="a bakery")
    assert only_incident(rows)["acled_sub_event"] == "Air/drone strike"


def test_a_killing_is_of_the_kind_of_the_act_beside_it(add_fact: AddFact) -> None:
    text = "Shells landed on a school in Idlib and killed four pupils."
    shelling = "Shelling/artillery/missile attack"
    add_fact(
        "a", text, trigger="landed", acled_sub_event=shelling, target="a school", date_start=str(DAY), date_end=str(DAY)
    )
    clash = {"acled_sub_event": "Armed clash", "target": "four pupils", "date_start": str(DAY), "date_end": str(DAY)}
    add_fact("a", text, trigger="killed", **clash)
    assert only_incident(add_fact("a", text, 4))["deaths_best"] == 4


def test_every_kind_of_incident_may_be_told_again() -> None:
    kinds = {row["kind"] for row in seed_rows("incident_kinds")}
    alike = {row["kind"] for row in seed_rows("incident_kin") if row["kind"] == row["other"]}
    assert kinds <= alike


@pytest.mark.parametrize(("day", "happenings"), [(str(DAY), 1), ("2025-03-02", 2)])
def test_those_killed_in_a_town_on_the_day_of_its_capture_are_of_it(
    add_fact: AddFact, day: str, happenings: int
) -> None:
    taken = {"trigger": "captured", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    add_fact("a", "Rebels captured Idlib on Tuesday.", source="Rebels", target="Idlib", **taken, **ON)
    text = "A monitor said 19 people had been killed in Idlib."
    when = {"date_start": day, "date_end": day, "date_precision": "day"}
    add_fact("b", text, trigger="killed", acled_sub_event="Attack", target="19 people", **when)
    assert len(incidents_of(add_fact("b", text, 19, who="people"))) == happenings
