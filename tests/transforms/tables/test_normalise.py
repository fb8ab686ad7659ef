"""Facts to tables: stable ids, one row per fact, only values that the schema allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from transforms.tables.normalise import facts_tables, joined, table
from transforms.tables.schema import READINGS, Figure, Relation, arrow_schema

SENTENCE = "Shelling killed three people in the north."


def figure(**changes: Any) -> Figure:
    made = Figure(
        article_id="a1", published_date=date(2024, 12, 1), sentence_index=0, start=0, end=len(SENTENCE),
        sentence=SENTENCE, confidence=0.8, measure="killed", number="three", low=3, high=3,
    )  # fmt: skip
    return replace(made, **changes)


def ids(*facts: Figure) -> list[str]:
    return table("figures", facts, "run").column("fact_id").to_pylist()


def test_a_fact_keeps_its_id_when_the_article_changes_elsewhere() -> None:
    assert ids(figure()) == ids(figure(sentence_index=4, start=300, end=342, confidence=0.5))


@pytest.mark.parametrize(
    "change",
    [{"article_id": "a2"}, {"sentence": "Three people died."}, {"measure": "injured"}, {"number": "3"}],
    ids=str,
)
def test_another_fact_has_another_id(change: dict[str, Any]) -> None:
    assert ids(figure()) != ids(figure(**change))


def test_the_same_words_twice_in_a_sentence_are_two_facts() -> None:
    first, second = ids(figure(), figure())
    assert first != second


def test_tables_have_the_schema_and_no_rows_give_an_empty_table() -> None:
    tables = facts_tables([{name: [] for name in READINGS} | {"figures": [figure()]}], "run")
    assert all(rows.schema.equals(arrow_schema(name)) for name, rows in tables.items())
    assert {name: len(rows) for name, rows in tables.items()}["figures"] == 1
    assert tables["figures"].column("run_id").to_pylist() == ["run"]


@pytest.mark.parametrize(
    "wrong",
    [{"measure": "hurt"}, {"confidence": 1.2}, {"confidence": float("nan")}, {"modality": "perhaps"}, {"low": -1}],
    ids=str,
)
def test_a_value_that_the_schema_does_not_allow_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="may not be"):
        table("figures", [figure(**wrong)], "run")


def test_batches_join_and_a_key_is_kept_once() -> None:
    one = {"figures": table("figures", [figure()], "run")}
    other = {"figures": table("figures", [figure(), figure(article_id="a2")], "run")}
    assert joined([one, other])["figures"].num_rows == 2


def test_a_relation_is_identified_by_its_ends_and_predicate() -> None:
    tie = Relation(
        article_id="a1", published_date=date(2024, 12, 1), sentence_index=0, start=0, end=5, sentence="Words",
        confidence=0.5, subject="X", predicate="leads", object="Y",
    )  # fmt: skip
    rows = table("relations", [tie, replace(tie, predicate="backs")], "run")
    assert len(set(rows.column("fact_id").to_pylist())) == 2
