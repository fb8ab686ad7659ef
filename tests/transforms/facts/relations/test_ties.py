"""Each row of seeds/relations.csv reads the tie of its example."""

from __future__ import annotations

import pytest

from tests.transforms.facts.relations.conftest import TiesOf
from transforms.seeds import Row, rows


@pytest.mark.parametrize("row", rows("relations"), ids=lambda row: f"{row['lemma']} {row['frame']}")
def test_each_row_reads_the_tie_of_its_example(ties_of: TiesOf, row: Row) -> None:
    assert row["predicate"] in {predicate for _, predicate, _ in ties_of(str(row["example"]))}
