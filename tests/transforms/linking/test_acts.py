"""What an act has from the acts beside it: a day, a kind, a deed of which it is a part."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import (
    CLASH,
    DAY,
    ON,
    AddFact,
    bounds,
    incidents_of,
    only_incident,
)
from transforms.linking.article import reports


@pytest.mark.parametrize("act", ["abducted", "stopped a bus near", "burned"])
def test_what_gunmen_do_beside_a_shooting_is_part_of_it(add_fact: AddFact, act: str) -> None:
    text = f"Gunmen {act} Idlib on Tuesday and shot dead seven men."
    add_fact("a", text, trigger=act.split()[0], acled_sub_event="Abduction/forced disappearance", plover="COERCE",
             source="Gunmen", **ON)  # fmt: skip
    add_fact("a", text, trigger="shot", acled_sub_event="Attack", source="Gunmen", target="seven men", **ON)
    found = only_incident(add_fact("a", text, 7, who="men"))
    assert (found["acled_sub_event"], bounds(found)) == ("Attack", (7, 7))


def test_what_a_headline_tells_is_of_the_day_that_the_first_sentence_names(add_fact: AddFact) -> None:
    add_fact("a", "Jets strike Idlib", trigger="strike", date_start="2025-03-03", date_end="2025-03-03")
    rows = add_fact("a", "Jets struck a market in Idlib on Tuesday.", index=1, **ON)
    assert [report.first for report in reports(rows, {})] == [DAY, DAY]


def test_the_battle_for_a_town_and_its_dead_are_of_the_takeover(add_fact: AddFact) -> None:
    text = "The rebels seized Idlib after a battle of six hours, killing 82 soldiers."
    taken = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    add_fact("a", text, trigger="seized", source="The rebels", **taken)
    add_fact("a", text, trigger="battle", source="The rebels", **CLASH)
    add_fact("a", text, 82, who="soldiers")
    found = only_incident(
        add_fact("a", "Nine villagers were killed in Idlib.", trigger="killed", acled_sub_event="Attack", index=2)
    )
    assert found["acled_sub_event"] == taken["acled_sub_event"]
    assert bounds(found) == (82, 82)


def test_a_raid_in_which_people_are_arrested_is_the_arrest(add_fact: AddFact) -> None:
    text = "Police arrested two men in Idlib on Tuesday."
    arrest = {"plover": "COERCE", "acled_sub_event": "Arrests", "source": "Police"}
    add_fact("a", text, trigger="arrested", target="two men", **arrest, **ON)
    text = "The men were detained in a raid on a house in Binnish."
    near = {"place": "Binnish", "place_id": 8, "index": 1}
    add_fact("a", text, trigger="detained", target="The men", **arrest, **near, **ON)
    rows = add_fact("a", text, trigger="raid", acled_sub_event="Attack", target="a house in Binnish", **near, **ON)
    assert only_incident(rows)["plover"] == "COERCE"


def test_what_is_done_to_marchers_is_of_the_day_of_their_march(add_fact: AddFact) -> None:
    text = "Police fired tear gas at students who marched in Idlib on Tuesday."
    march = {"plover": "PROTEST", "acled_sub_event": "Peaceful protest", "source": "students"}
    add_fact("a", text, trigger="marched", **march, **ON)
    gas = {"plover": "COERCE", "acled_sub_event": "Protest with intervention", "source": "Police"}
    rows = add_fact("a", text, trigger="fired", **gas)
    assert [row["date_start"] for row in incidents_of(rows)] == [DAY, DAY]


def test_dead_of_another_day_in_a_sentence_are_not_of_a_capture(add_fact: AddFact) -> None:
    text = "Troops entered Idlib on Tuesday to stop clashes in which 30 people were killed on Sunday."
    taken = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "source": "Troops"}
    add_fact("a", text, trigger="entered", **taken, **ON)
    sunday = {"date_start": "2025-03-02", "date_end": "2025-03-02"}
    rows = add_fact("a", text, trigger="killed", target="30 people", **CLASH, **sunday)
    assert sorted(str(row["day"]) for row in incidents_of(rows)) == ["2025-03-02", "2025-03-04"]
