"""What a fact was before its article was edited or withdrawn, and what became of an incident that is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.warehouse.conftest import LINKING, World
from transforms.linking.grouping import pair_of
from transforms.tables.normalise import digest
from transforms.tables.schema import Correction
from warehouse import Lake, explain, gone_facts, land, query


def toll(world: World, number: int) -> str:
    """Land-ready article with one toll; returns the id of the toll."""
    sentence = f"A strike on Idlib killed {number} people."
    figure = world.figure(world.article("toll", sentence), sentence, number)
    world.run()
    return str(figure.fact_id)


def test_the_versions_of_an_edited_fact_show_its_earlier_values_and_the_old_id_its_successor(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    old, new = toll(first, 7), toll(second, 9)
    land(lake, first.batch())
    land(lake, second.batch())
    evidence = explain(lake, new)
    assert evidence
    cells = {version["run_id"]: version["cells"] for version in evidence["earlier"]}
    assert (cells["run-1"]["low"], cells["run-1"]["number"], cells["run-2"]) == (7, "7", {})
    gone = explain(lake, old)
    assert gone
    assert (gone["row"]["low"], gone["replaced_by"]) == (7, new)


def test_a_fact_of_a_withdrawn_article_is_explained_and_has_no_successor(
    lake: Lake, worlds: Callable[..., World]
) -> None:
    world = worlds()
    fact = toll(world, 7)
    land(lake, world.batch())
    land(lake, {}, withdrawn=["toll"])
    assert gone_facts(lake, [fact])[fact].successor is None
    evidence = explain(lake, fact)
    assert evidence
    assert (evidence["row"]["low"], evidence["replaced_by"]) == (7, None)
    assert explain(lake, "nosuch") is None


def decided(one: str, other: str, same: bool) -> dict[str, Any]:
    """A person's decision on two facts."""
    first, second = pair_of(one, other)
    return {
        "link_id": "p", "fact_id": first, "other_id": second, "score": float(same),
        "reason": "A. Desk: read both", "made_by": "person", "is_same": same,
    }  # fmt: skip


def strike(world: World, town: str, name: str = "one") -> str:
    """An article with one air strike on a town; returns the id of the event."""
    sentence = f"Jets struck a bakery in {town}."
    place = {"place": town, "place_id": len(town), "country": "SY", "geo_precision": 1, "date_start": "2024-12-01"}
    article = world.article(name, sentence)
    return str(world.event(article, sentence, acled_sub_event="Air/drone strike", **place).fact_id)


def incidents_of(lake: Lake) -> dict[str, str]:
    """The incident of each fact."""
    rows = query(lake, "SELECT fact_id, incident_id FROM incident_facts").to_pylist()
    return {row["fact_id"]: row["incident_id"] for row in rows}


def fate(lake: Lake, incident: str) -> tuple[str, str, list[str]]:
    """What became of an incident, by whom, and the incidents that have its reports now."""
    evidence = explain(lake, incident)
    assert evidence
    assert (evidence["table"], evidence["row"]["incident_id"]) == ("incidents", incident)
    assert evidence["gone_after"] < evidence["changed_at"]
    return evidence["became"], evidence["changed_by"], [row["incident_id"] for row in evidence["successors"]]


def test_an_incident_that_a_person_linked_is_merged_and_after_the_link_is_undone_it_is_back(
    lake: Lake, world: World
) -> None:
    one, other = strike(world, "Idlib", "one"), strike(world, "Homs", "two")
    land(lake, world.batch(), linking=LINKING)
    before = incidents_of(lake)
    land(lake, {}, linking=replace(LINKING, decisions=[decided(one, other, True)]))
    (kept,) = set(incidents_of(lake).values())
    (gone,) = set(before.values()) - {kept}
    assert fate(lake, gone) == (f"merged into {kept}", "A. Desk: read both", [kept])
    land(lake, {}, linking=LINKING)
    evidence = explain(lake, gone)
    assert evidence
    assert "became" not in evidence


def test_an_incident_is_split_if_the_report_that_held_it_together_is_withdrawn(lake: Lake, world: World) -> None:
    reports = {strike(world, town, town): town for town in ("Idlib", "Homs", "Aleppo")}
    one, two, three = reports
    whole = [decided(one, two, True), decided(two, three, True) | {"link_id": "q"}]
    land(lake, world.batch(), linking=replace(LINKING, decisions=whole))
    (incident,) = set(incidents_of(lake).values())
    (first,) = [fact for fact in reports if digest("incident", fact) == incident]
    land(lake, {}, withdrawn=[reports[first]], linking=LINKING)
    parts = sorted(incidents_of(lake).values())
    assert len(parts) == 2
    assert fate(lake, incident) == (f"split into {' and '.join(parts)}", "no longer: A. Desk: read both", parts)


def test_an_incident_whose_article_is_edited_goes_on_under_another_id(lake: Lake, worlds: Callable[..., World]) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    strike(first, "Idlib")
    strike(second, "Idleb")
    land(lake, first.batch(), linking=LINKING)
    (old,) = set(incidents_of(lake).values())
    second.run()
    land(lake, second.batch(), linking=LINKING)
    (new,) = set(incidents_of(lake).values())
    assert fate(lake, old) == (f"goes on as {new}", "run run-2", [new])


def test_an_incident_without_a_report_is_withdrawn(lake: Lake, world: World) -> None:
    fact = strike(world, "Idlib")
    land(lake, world.batch(), linking=LINKING)
    (gone,) = set(incidents_of(lake).values())
    wrong = Correction(
        correction_id="c", fact_id=fact, of_table="events", of_column=None, value=None, reason="a drill",
        said_by="A. Desk", said_at="2024-12-10",
    )  # fmt: skip
    world.rows["corrections"] = [wrong]
    land(lake, {"corrections": world.batch()["corrections"]}, linking=LINKING)
    assert fate(lake, gone) == ("withdrawn: none of its reports is left", "A. Desk: a drill", [])
