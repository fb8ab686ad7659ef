"""Groups of reports: in any order the same, and as people decided."""

from __future__ import annotations

import pyarrow as arrow
import pytest

from tests.linking.linked import facts, linker_of, loaded, made
from tests.transforms.linking.conftest import AddFact, Row
from transforms.tables.schema import arrow_schema


def incidents_of(rows: list[Row], linked: list[Row]) -> dict[str, arrow.Table]:
    """The tables that these links of the facts make."""
    linker = linker_of(rows)
    table = arrow.Table.from_pylist(linked, schema=arrow_schema("incident_links"))
    return linker.incidents(linker.grouped([table]))


def links_of(rows: list[Row]) -> list[Row]:
    """What the rules link of these facts."""
    return [link for some in linker_of(rows).links() for link in some.to_pylist()]


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
    linked = links_of(rows)
    assert len(linked) == 1
    decision = {**linked[0], "link_id": "p", "made_by": "person", "score": 0.0, "is_same": False}
    cut = incidents_of(rows, [*linked, decision])
    assert cut["incidents"].num_rows == 2
    apart = add_fact("c", "Police arrested a clerk in Homs.", acled_sub_event="Arrests", plover="COERCE", place_id=9)
    wanted = {**decision, "fact_id": "000", "other_id": "002", "is_same": True, "score": 1.0}
    assert incidents_of(apart, [*linked, wanted])["incidents"].num_rows == 1


def decided(one: str, other: str, is_same: bool) -> Row:
    return {
        "link_id": f"{one}-{other}", "fact_id": one, "other_id": other, "score": float(is_same), "reason": "A. Desk",
        "made_by": "person", "is_same": is_same,
    }  # fmt: skip


def two_strikes(add_fact: AddFact) -> list[Row]:
    """A strike and its toll in each of two towns: facts 000 to 003."""
    sarmin = {"place": "Sarmin", "place_id": 9}
    add_fact("a", "Jets struck a bakery in Idlib and killed 15.", target="a bakery")
    add_fact("a", "Jets struck a bakery in Idlib and killed 15.", 15)
    add_fact("b", "Shells hit a bus in Sarmin and killed 16.", trigger="hit", target="a bus", **sarmin)
    return add_fact("b", "Shells hit a bus in Sarmin and killed 16.", 16, **sarmin)


def test_a_person_s_link_joins_the_whole_incidents_of_both_and_a_cut_between_them_undoes_it(
    add_fact: AddFact,
) -> None:
    rows = two_strikes(add_fact)
    linked = links_of(rows)
    assert incidents_of(rows, linked)["incidents"].num_rows == 2
    joined = incidents_of(rows, [*linked, decided("000", "002", True)])
    (one,) = joined["incidents"].to_pylist()
    assert (one["deaths_low"], one["deaths_high"], one["n_articles"], one["n_outlets"]) == (15, 16, 2, 2)
    assert {row["incident_id"] for row in joined["incident_facts"].to_pylist()} == {one["incident_id"]}
    cut = incidents_of(rows, [*linked, decided("000", "002", True), decided("001", "003", False)])
    assert sorted(row["deaths_best"] for row in cut["incidents"].to_pylist()) == [15, 16]


def test_links_are_handed_over_some_at_a_time(add_fact: AddFact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.linking.incidents.LINKS_AT_ONCE", 2)
    for article in "abc":
        rows = add_fact(article, "Jets struck a bakery in Idlib.", target="a bakery")
    found = [*linker_of(rows).links()]
    assert [some.num_rows for some in found] == [2, 1]
    assert {*linker_of(rows).grouped(iter(found))} == {"000", "001", "002"}


def test_no_fact_is_linked_with_itself_and_reasons_hold_whole_words(add_fact: AddFact) -> None:
    village = {"place": "Ruwi", "place_id": None, "target": "the Jabal quarter"}
    add_fact("a", "Warplanes bombed the Jabal quarter of Ruwi.", trigger="bombed", **village)
    rows = add_fact("b", "Jets bombed the Jabal quarter of Ruwi.", trigger="bombed", **village)
    (found,) = links_of(rows)
    assert (found["fact_id"], found["other_id"]) == ("000", "001")
    assert "words jabal quarter" in found["reason"]
