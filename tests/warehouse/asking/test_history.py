"""What a fact was before its article was edited or withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from warehouse import Lake, explain, gone_facts, land

if TYPE_CHECKING:
    from tests.warehouse.conftest import World


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
