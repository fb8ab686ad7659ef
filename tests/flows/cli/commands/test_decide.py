"""Commands that record decisions of people: corrections, and reports linked or unlinked."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.runs.decisions import FILE, decided_links
from tests.flows.asking import dateline
from tests.flows.cli.conftest import document, fact
from tests.flows.conftest import incidents
from warehouse import Lake, query


@pytest.mark.usefixtures("copied")
def test_a_correction_is_one_document() -> None:
    words = ("--reason", "misread", "--by", "the desk")
    written = document("correct", fact(), "--set", "low=13", "--set", "high=13", *words)
    assert (written["set"], written["wrong"], written["by"]) == (["low=13", "high=13"], False, "the desk")


WHY = ("--reason", "two bakeries, a street apart", "--by", "A. Desk")


def test_unlink_and_link_change_the_incidents_and_keep_the_reason(home: Path, facts: tuple[str, str]) -> None:
    assert incidents(home) == 1
    unlinked = dateline("unlink", *facts, *WHY)
    assert (unlinked.exit_code, incidents(home)) == (0, 2), unlinked.output
    asked = "SELECT reason, is_same FROM incident_links WHERE made_by = 'person'"
    decision = {"reason": "A. Desk: two bakeries, a street apart", "is_same": False}
    assert query(Lake.at(home), asked).to_pylist() == [decision]
    assert dateline("link", *reversed(facts), *WHY).exit_code == 0
    assert (incidents(home), len(decided_links(home))) == (1, 1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["unlink", "0", "0", *WHY], "not linked with itself"),
        (["link", "0", "nosuch", *WHY], "nosuch: no event and no figure"),
        (["link", "0", "1", "--reason", " ", "--by", "A. Desk"], "needs a reason"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    home: Path, facts: tuple[str, str], words: list[str], sentence: str
) -> None:
    named = [{"0": facts[0], "1": facts[1]}.get(word, word) for word in words]
    result = dateline(*named)
    assert result.exit_code == 2
    assert sentence in " ".join(result.output.split())
    assert not (home / FILE).exists()


@pytest.mark.parametrize(("command", "is_same", "sentence"), [
    ("link", True, "one happening"), ("unlink", False, "two happenings"),
])  # fmt: skip
def test_a_decision_is_printed_or_one_document(
    command: str, is_same: bool, sentence: str, facts: tuple[str, str]
) -> None:
    assert f"{sentence} from now on" in " ".join(dateline(command, *facts, *WHY).output.split())
    written = document(command, *facts, *WHY)
    assert (written["fact_ids"], written["same"], written["by"]) == ([*facts], is_same, "A. Desk")
