"""Decisions on incidents: stored in a file of the home, they override the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.runs.decisions import FILE, decided_links, linking
from tests.flows.asking import dateline
from tests.warehouse.conftest import World
from warehouse import Lake, land, query

IDLIB = {"place": "Idlib", "place_id": 7, "country": "SY", "admin1": "12", "geo_precision": 1}
WHY = ("--reason", "two bakeries, a street apart", "--by", "A. Desk")


@pytest.fixture
def facts(home: Path) -> tuple[str, str]:
    """The ids of two reports of one strike, landed in the home."""
    world = World()
    for site in ("The Ridge", "The Shore"):
        text = f"Jets struck a bakery in Idlib, {site} reports."
        article = world.article(site, text, site=site)
        world.event(article, text, acled_sub_event="Air/drone strike", target="a bakery", **IDLIB)
    land(Lake.at(home), world.batch(), linking=linking(home))
    one, other = (row.fact_id for row in world.rows["events"])
    return one, other


def incidents(home: Path) -> int:
    return query(Lake.at(home), "SELECT * FROM incidents").num_rows


def test_a_cut_and_a_link_move_the_incidents_and_are_kept_with_their_reason(home: Path, facts: tuple[str, str]) -> None:
    assert incidents(home) == 1
    cut = dateline("unlink", *facts, *WHY)
    assert (cut.exit_code, incidents(home)) == (0, 2), cut.output
    asked = "SELECT reason, is_same FROM incident_links WHERE made_by = 'person'"
    told = {"reason": "A. Desk: two bakeries, a street apart", "is_same": False}
    assert query(Lake.at(home), asked).to_pylist() == [told]
    assert dateline("link", *reversed(facts), *WHY).exit_code == 0
    assert (incidents(home), len(decided_links(home))) == (1, 1)


def test_a_decision_outlives_what_is_landed_again(home: Path, facts: tuple[str, str]) -> None:
    dateline("unlink", *facts, *WHY)
    land(Lake.at(home), {}, withdrawn=["The Ridge"], linking=linking(home))
    assert incidents(home) == 1
    world = World()
    text = "Jets struck a bakery in Idlib, The Ridge reports."
    world.event(world.article("The Ridge", text), text, acled_sub_event="Air/drone strike", target="a bakery", **IDLIB)
    land(Lake.at(home), world.batch(), linking=linking(home))
    assert incidents(home) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["unlink", "0", "0", *WHY], "not linked with itself"),
        (["link", "0", "nosuch", *WHY], "nosuch: no event and no figure"),
        (["link", "0", "1", "--reason", " ", "--by", "A. Desk"], "needs a reason"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    home: Path, facts: tuple[str, str], words: list[str], told: str
) -> None:
    named = [{"0": facts[0], "1": facts[1]}.get(word, word) for word in words]
    result = dateline(*named)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert not (home / FILE).exists()


def test_a_file_that_is_none_names_its_line(home: Path) -> None:
    (home / FILE).parent.mkdir()
    (home / FILE).write_text("fact_id,other_id,same,reason,by,at\na,b,perhaps,,,\n")
    with pytest.raises(ValueError, match=r"incident_decisions.csv:2: not two facts"):
        decided_links(home)
