"""Steps as tasks of a Prefect run."""

from __future__ import annotations

import pytest
from prefect import flow

from flows.orchestrated.engine import Orchestrated
from flows.runs.steps import Retries, step, under
from flows.tasks import LAKE
from warehouse import LakeError

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_a_step_is_repeated_after_a_transient_error_only() -> None:
    errors = ["the catalog is locked", "the catalog is missing", "never said"]

    @step(Retries((0.0, 0.0), LAKE.of))
    def broken() -> None:
        raise LakeError(errors.pop(0))

    @flow
    def run() -> None:
        with under(Orchestrated()):
            broken()

    with pytest.raises(LakeError, match="is missing"):
        run()
    assert errors == ["never said"]


@step()
def double(number: int, added: int) -> int:
    return 2 * number + added


def test_a_step_over_items_gives_its_results_in_their_order() -> None:
    @flow
    def run() -> tuple[list[int], str, bool, str | None]:
        engine = Orchestrated()
        return list(engine.each(double, [3, 1, 2], (1,))), engine.run_id, engine.is_deployed, engine.later()

    state = run(return_state=True)
    assert state.result() == ([7, 3, 5], str(state.state_details.flow_run_id), False, None)
