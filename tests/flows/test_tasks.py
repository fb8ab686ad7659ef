"""The steps of a run, without a run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.tasks import Batch, RulesError, same_rules
from flows.workers.reading import FIRST


def test_workers_with_other_seeds_than_their_run_are_refused() -> None:
    same_rules(Batch(articles=[FIRST]))
    other = replace(FIRST, extractor="dateline-1.5.0+00000000")
    with pytest.raises(RulesError, match=r"^a worker reads with dateline-1\.5\.0\+00000000 and this run with "):
        same_rules(Batch(articles=[FIRST, other]))
