"""Which acts and numbers of an article may be of one act."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import (
    BOMB,
    DAY,
    NOWHERE,
    ON,
    AddFact,
    Row,
    bounds,
    incidents_of,
)


def test_dead_in_that_attack_are_of_the_act_told_last(add_fact: AddFact) -> None:
    text = "The strike on Idlib came a day after a mine exploded under a convoy near Hama."
    add_fact("a", text, trigger="strike", index=2, **ON)
    hama = {"place": "Hama", "place_id": 8, "date_start": "2025-03-03", "date_end": "2025-03-03"}
    add_fact("a", text, **BOMB | {"index": 2}, **hama)
    found = incidents_of(add_fact("a", "Nine men were killed in that attack.", 9, index=3, place=None))
    assert {row["place"]: row["deaths_best"] for row in found}["Hama"] == 9


def test_dead_during_that_operation_are_of_it(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib.", trigger="stormed", acled_sub_event="Attack")
    retaken = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "date_start": str(DAY)}
    add_fact("a", "Police regained Idlib on Tuesday.", trigger="regained", source="Police", index=3, **retaken)
    text = "An officer was shot dead during that operation."
    rows = add_fact("a", text, trigger="shot dead", target="An officer", index=4, acled_sub_event="Attack")
    assert {row["acled_sub_event"]: row["deaths_low"] for row in incidents_of(rows)} == {
        "Attack": None,
        "Government regains territory": 1,
    }


def test_a_number_is_of_no_act_in_another_village_that_no_gazetteer_knows(add_fact: AddFact) -> None:
    for index, village in enumerate(("Kalat", "Ora")):
        unknown: Row = {"place": village, "place_id": None, "geo_precision": None, "index": 4 * index}
        add_fact("a", f"Gunmen attacked {village}.", trigger="attacked", acled_sub_event="Attack", **unknown)
    rows = add_fact("a", "Some 30 people died.", 30, index=9, **NOWHERE)
    assert [row["deaths_low"] for row in incidents_of(rows)] == [None, None]


@pytest.mark.parametrize(("index", "dead"), [(1, (3, 3)), (3, (None, None))])
def test_dead_are_of_an_abduction_only_if_they_are_told_right_after_it(
    add_fact: AddFact, index: int, dead: tuple[int | None, int | None]
) -> None:
    taken = {"plover": "ASSAULT", "acled_sub_event": "Abduction/forced disappearance", "trigger": "kidnapped"}
    add_fact(
        "a", "Rebels kidnapped 40 farmers in Idlib on Tuesday.", source="Rebels", target="40 farmers", **taken, **ON
    )
    text = "Three men were killed in Idlib."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="Three men", index=index, **ON)
    found = incidents_of(add_fact("a", text, 3, number_words="Three", who="men", index=index))
    assert [bounds(row) for row in found if row["target"] == "40 farmers"] == [dead]
