"""The JSON output of every command, for a warehouse with one story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.flows.asking import dateline
from tests.flows.cli.conftest import document, fact

DAY = "2024-12-05"


@pytest.mark.usefixtures("landed")
@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["search", "Hama"], lambda answer: [each["published_date"] for each in answer] == [DAY]),
        (["sources"], lambda answer: {"name": "wire", "kind": "Wire"} in answer),
        (["status"], lambda answer: answer["articles"] == 1),
        (["reextract", "--from", DAY, "--to", DAY],
         lambda answer: (answer["flow"], answer["unchanged"]) == ("reextract", 1)),
        (
            ["backfill", "--from", DAY, "--mode", "reextract", "--dry-run"],
            lambda answer: (answer["dry_run"], answer["wrong"]) == (True, None)
            and answer["changes"] == [{"table": "runs", "added": 1, "changed": 0, "withdrawn": 0}]
            and answer["days"] == [{"day": DAY, "state": "Completed", "changes": answer["changes"]}],
        ),
    ],
    ids=lambda value: "-".join(value[:2]) if isinstance(value, list) else "",
)  # fmt: skip
def test_an_answer_is_one_document(words: list[str], holds: Callable[[Any], bool]) -> None:
    answer = document(*words)
    assert holds(answer), answer


@pytest.mark.usefixtures("landed")
def test_changes_are_one_document_also_where_there_are_none() -> None:
    assert document("changes", "--from", datetime.now(UTC).isoformat()) == []


@pytest.mark.usefixtures("landed")
def test_evidence_is_one_document() -> None:
    answer = document("explain", fact())
    assert (answer["table"], answer["row"]["low"]) == ("figures", 12)
    assert "12 soldiers were killed" in answer["row"]["sentence"]


@pytest.mark.usefixtures("landed")
def test_a_mistake_leaves_standard_output_empty() -> None:
    answer = dateline("explain", "no-such-fact", "--json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("dateline: no-such-fact: ")
