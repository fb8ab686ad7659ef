"""Groups of reports: in any order the same, and as people decided."""

from __future__ import annotations

from tests.linking.linked import facts, loaded, made
from tests.transforms.linking.conftest import AddFact
from transforms.linking.incidents import incidents, links


def test_the_order_of_the_rows_changes_nothing() -> None:
    about = loaded()
    rows = facts(about, about.events, about.figures)
    forwards, backwards = made(rows), made(rows[::-1])
    assert {name: sorted(map(repr, table.to_pylist())) for name, table in forwards.items()} == {
        name: sorted(map(repr, table.to_pylist())) for name, table in backwards.items()
    }


def test_a_person_s_decision_overrides_the_rules(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck a bakery in Idlib.", target="a bakery")
    rows = add_fact("b", "A drone hit a bakery in Idlib.", target="a bakery")
    linked = links(rows, []).to_pylist()
    assert len(linked) == 1
    decision = {**linked[0], "link_id": "p", "made_by": "person", "score": 0.0, "is_same": False}
    cut = incidents(rows, [], [*linked, decision])
    assert cut["incidents"].num_rows == 2
    assert [row["is_same"] for row in cut["incident_links"].to_pylist()] == [False, False]
    apart = add_fact("c", "Police arrested a clerk in Homs.", acled_sub_event="Arrests", plover="COERCE", place_id=9)
    wanted = {**decision, "fact_id": "000", "other_id": "002", "is_same": True, "score": 1.0}
    assert incidents(apart, [], [*linked, wanted])["incidents"].num_rows == 1
