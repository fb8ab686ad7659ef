"""Decisions on incidents: stored in a file of the home, they override the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.runs.decisions import FILE, decide, decided_links, linking
from tests.flows.conftest import STRIKE, incidents, strike_reports
from tests.warehouse.conftest import World
from warehouse import Lake, land, query


def test_a_decision_outlives_what_is_landed_again(home: Path, facts: tuple[str, str]) -> None:
    assert incidents(home) == 1
    decide(home, Lake.at(home), facts, False, "two bakeries, a street apart", "A. Desk")
    assert incidents(home) == 2
    land(Lake.at(home), {}, withdrawn=["The Ridge"], linking=linking(home))
    assert incidents(home) == 1
    land(Lake.at(home), strike_reports("The Ridge").batch(), linking=linking(home))
    assert incidents(home) == 2


def test_an_unusable_line_of_the_file_is_named(home: Path) -> None:
    (home / FILE).parent.mkdir()
    (home / FILE).write_text("fact_id,other_id,same,reason,by,at\na,b,perhaps,,,\n")
    with pytest.raises(ValueError, match=r"incident_decisions.csv:2: not two facts"):
        decided_links(home)


def two_strikes() -> World:
    """Strikes in two towns, each with its toll, by two outlets."""
    world = World()
    for site, place, dead in (("The Ridge", "Idlib", 15), ("The Shore", "Sarmin", 16)):
        text = f"Jets struck a bakery in {place} and killed {dead}."
        at = STRIKE | {"place": place, "place_id": dead}
        article = world.article(site, text, site=site)
        world.event(article, text, **at)
        world.figure(article, text, dead, **{name: at[name] for name in ("place", "place_id", "country")})
    return world


def test_a_link_joins_two_incidents_by_any_of_their_ids_and_unlink_undoes_it(home: Path) -> None:
    lake = Lake.at(home)
    land(lake, two_strikes().batch(), linking=linking(home))
    one, other = (row["incident_id"] for row in query(lake, "FROM incidents ORDER BY deaths_best").to_pylist())
    linked = decide(home, lake, (one, other), True, "two names of one town", "A. Desk")
    assert sorted(row["deaths_best"] for row in linked.before) == [15, 16]
    (after,) = linked.after
    assert (after["deaths_low"], after["deaths_high"], after["n_outlets"], incidents(home)) == (15, 16, 2, 1)
    (gone,) = {one, other} - {after["incident_id"]}
    with pytest.raises(ValueError, match=rf"{gone}: no incident any longer: merged into {after['incident_id']}"):
        decide(home, lake, (gone, after["incident_id"]), False, "they are two towns", "A. Desk")
    undone = decide(home, lake, linked.facts, False, "they are two towns", "A. Desk")
    assert sorted(row["deaths_best"] for row in undone.after) == [15, 16]


def test_a_fact_is_cut_out_of_its_incident(home: Path) -> None:
    lake = Lake.at(home)
    land(lake, strike_reports("The Ridge", "The Shore", "The Hill").batch(), linking=linking(home))
    (whole,) = query(lake, "FROM incidents").to_pylist()
    cut = next(
        row["fact_id"] for row in query(lake, "FROM incident_facts").to_pylist() if row["fact_id"] != whole["fact_id"]
    )
    decide(home, lake, (cut, whole["incident_id"]), False, "another bakery", "A. Desk")
    assert sorted(row["n_outlets"] for row in query(lake, "FROM incidents").to_pylist()) == [1, 2]
    with pytest.raises(ValueError, match="stands for its incident"):
        decide(home, lake, (whole["incident_id"], whole["fact_id"]), True, "why", "A. Desk")


def test_a_link_undoes_the_cut_of_a_fact_from_its_incident(home: Path) -> None:
    lake = Lake.at(home)
    land(lake, strike_reports("The Ridge", "The Shore", "The Hill").batch(), linking=linking(home))
    (whole,) = query(lake, "FROM incidents").to_pylist()
    cut = next(
        row["fact_id"] for row in query(lake, "FROM incident_facts").to_pylist() if row["fact_id"] != whole["fact_id"]
    )
    unlinked = decide(home, lake, (cut, whole["incident_id"]), False, "another bakery", "A. Desk")
    assert len(decided_links(home)) > 1
    undone = decide(home, lake, unlinked.facts, True, "the same after all", "A. Desk")
    assert [(row["incident_id"], row["n_outlets"]) for row in undone.after] == [(whole["incident_id"], 3)]
    assert [(row["is_same"], row["fact_id"]) for row in decided_links(home)] == [(True, min(unlinked.facts))]


def test_a_link_leaves_the_cuts_between_other_reports(home: Path) -> None:
    lake = Lake.at(home)
    land(lake, two_strikes().batch(), linking=linking(home))
    one, other = query(lake, "FROM incidents ORDER BY deaths_best").to_pylist()
    decide(home, lake, (one["toll_fact_id"], other["toll_fact_id"]), False, "two tolls", "A. Desk")
    linked = decide(home, lake, (one["fact_id"], other["fact_id"]), True, "one raid", "B. Desk")
    assert len(linked.after) == 2


def test_an_open_row_leaves_a_pair_to_the_rules_again(home: Path, facts: tuple[str, str]) -> None:
    decide(home, Lake.at(home), facts, False, "two bakeries", "A. Desk")
    with (home / FILE).open("a") as file:
        file.write(f"{facts[1]},{facts[0]},open,unsure,A. Desk,2026-01-01T00:00Z\n")
    assert decided_links(home) == []
    land(Lake.at(home), {}, linking=linking(home))
    assert incidents(home) == 1
