"""What a fact was before its article was edited or withdrawn, and what became of an incident that is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.warehouse.conftest import LINKING, World
from transforms.linking.grouping import pair_of
from transforms.linking.sentences import HEAD
from transforms.tables.normalise import digest
from transforms.tables.schema import Correction, Family
from warehouse import Lake, connect, explain, gone_facts, land, query
from warehouse.landing.tables import ddl
from warehouse.storage.lake import transaction


def toll(world: World, number: int) -> str:
    """Land-ready article with one toll; returns the id of the toll."""
    sentence = f"A strike on Idlib killed {number} people."
    figure = world.figure(world.article("toll", sentence), sentence, number, place="Idlib", period_start="2024-12-05")
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
    reports = {strike(world, town, town): town for town in ("Idlib", "Aleppo", "Homs")}
    one, two, three = reports
    whole = [decided(one, two, True), decided(two, three, True) | {"link_id": "q"}]
    linking = replace(LINKING, decisions=whole)
    land(lake, world.batch(), linking=linking)
    (incident,) = set(incidents_of(lake).values())
    assert incident == digest("incident", two)
    land(lake, {}, withdrawn=[reports[two]], linking=linking)
    parts = sorted(incidents_of(lake).values())
    assert len(parts) == 2
    assert fate(lake, incident) == (f"split into {' and '.join(parts)}", "reports linked anew", parts)


def test_an_incident_that_was_cut_is_merged_if_the_person_takes_the_cut_back(lake: Lake, world: World) -> None:
    one, other = strike(world, "Idlib", "one"), strike(world, "Idlib", "two")
    land(lake, world.batch(), linking=replace(LINKING, decisions=[decided(one, other, False)]))
    before = set(incidents_of(lake).values())
    land(lake, {}, linking=LINKING)
    (kept,) = set(incidents_of(lake).values())
    (gone,) = before - {kept}
    assert fate(lake, gone) == (f"merged into {kept}", "no longer: A. Desk: read both", [kept])


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


def correct(lake: Lake, world: World, fact: str, table: Family, column: str | None, value: str | None) -> None:
    """Land a person's correction of a fact; without a column it marks the fact as wrong."""
    row = Correction(
        correction_id="c", fact_id=fact, of_table=table, of_column=column, value=value, reason="a drill",
        said_by="A. Desk", said_at="2024-12-10",
    )  # fmt: skip
    world.rows["corrections"] = [row]
    land(lake, {"corrections": world.batch()["corrections"]}, linking=LINKING)


def test_an_incident_without_a_report_is_withdrawn(lake: Lake, world: World) -> None:
    fact = strike(world, "Idlib")
    land(lake, world.batch(), linking=LINKING)
    (gone,) = set(incidents_of(lake).values())
    correct(lake, world, fact, "events", None, None)
    assert fate(lake, gone) == ("withdrawn: none of its reports is left", "A. Desk: a drill", [])


def test_an_incident_whose_report_is_no_happening_any_more_says_what_the_report_is_now(
    lake: Lake, world: World
) -> None:
    fact = strike(world, "Idlib")
    land(lake, world.batch(), linking=LINKING)
    (gone,) = set(incidents_of(lake).values())
    correct(lake, world, fact, "events", "modality", "planned")
    became = "no incident any more: its reports are now 1 × planned Air/drone strike"
    assert fate(lake, gone) == (became, "A. Desk: a drill", [])


def test_an_incident_is_gone_if_its_group_remains_but_tells_no_happening(lake: Lake, world: World) -> None:
    sentence = "In all 7 people died in Idlib."
    article = world.article("toll", f"{'It was a quiet day. ' * (HEAD - 1)}{sentence}")
    figure = world.figure(article, sentence, 7, place="Idlib", sentence_index=HEAD - 1)
    land(lake, world.batch(), linking=LINKING)
    (incident,) = set(incidents_of(lake).values())
    correct(lake, world, str(figure.fact_id), "figures", "place", None)
    assert incidents_of(lake) == {figure.fact_id: incident}
    became = "no incident any more: its reports are now 1 × asserted number killed"
    assert fate(lake, incident) == (became, "A. Desk: a drill", [])


def test_what_became_of_an_incident_is_told_although_the_lake_had_no_corrections_then(lake: Lake, world: World) -> None:
    strike(world, "Idlib")
    land(lake, world.batch(), linking=LINKING)
    (gone,) = set(incidents_of(lake).values())
    with connect(lake) as connection:
        connection.execute("DROP TABLE corrections")
        with transaction(connection):
            for statement in (ddl("corrections"), "DELETE FROM incidents", "DELETE FROM incident_facts"):
                connection.execute(statement)
    became = "no incident any more: its reports are now 1 × asserted Air/drone strike"
    assert fate(lake, gone) == (became, "reports linked anew", [])


def test_as_of_a_moment_nothing_later_is_told(lake: Lake, worlds: Callable[..., World]) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    old, new = toll(first, 7), toll(second, 9)
    land(lake, first.batch(), linking=LINKING)
    (incident,) = set(incidents_of(lake).values())
    then = replace(lake, as_of=datetime.now(UTC))
    land(lake, second.batch(), linking=LINKING)
    land(lake, {}, withdrawn=["toll"], linking=LINKING)
    assert explain(lake, new)
    assert explain(then, new) is None
    assert gone_facts(then, [old, new]) == {}
    for known in (old, incident):
        evidence = explain(then, known)
        assert evidence
        assert {"became", "gone_after"}.isdisjoint(evidence)
