"""Decisions on incidents: stored in a file of the home, they override the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.runs.decisions import FILE, decide, decided_links, linking
from tests.flows.conftest import incidents, strike_reports
from warehouse import Lake, land


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
