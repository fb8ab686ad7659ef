"""What is marked as crashed when a server starts again, and what is left alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import State
from prefect.states import Completed, Running

from flows.serving.crashed_runs import bury

pytestmark = pytest.mark.usefixtures("prefect_server")


def run_of(client: SyncPrefectClient, deployment: UUID, state: State[Any]) -> UUID:
    run = client.create_flow_run_from_deployment(deployment)
    client.set_flow_run_state(run.id, state, force=True)
    return run.id


def test_only_what_was_under_way_of_what_is_served_is_crashed() -> None:
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="workers", type="process"))
        flow = client.create_flow_from_name("nightly")
        served = client.create_deployment(flow, "nightly")
        other = client.create_deployment(flow, "of-somebody-else")
        maintain = client.create_flow_from_name("maintain")
        worked = client.create_deployment(maintain, "maintain", work_pool_name="workers")
        runs = [
            run_of(client, served, Running()),
            run_of(client, served, Completed()),
            run_of(client, other, Running()),
            run_of(client, worked, Running()),
        ]
        bury()
        states = [client.read_flow_run(run).state for run in runs]
    assert [state and state.type.value for state in states] == ["CRASHED", "COMPLETED", "RUNNING", "RUNNING"]
