"""Runs that are marked as crashed when a server restarts, and runs that are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import State
from prefect.states import Completed, Running

from flows.serving.crashed_runs import mark_crashed
from tests.loopback import silent
from tests.served import children, patient, ready, served, starting, wait_for

OVER = ("COMPLETED", "FAILED", "CRASHED")
STORY = "date 2024-12-05 Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed.\n"


def run_of(client: SyncPrefectClient, deployment: UUID, state: State[Any]) -> UUID:
    run = client.create_flow_run_from_deployment(deployment)
    client.set_flow_run_state(run.id, state, force=True)
    return run.id


@pytest.mark.usefixtures("prefect_server")
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
        mark_crashed()
        states = [client.read_flow_run(run).state for run in runs]
    assert [state and state.type.value for state in states] == ["CRASHED", "COMPLETED", "RUNNING", "RUNNING"]


@pytest.mark.attack("`dateline serve` is killed with -9 while a run is under way, and started again")
def test_nothing_outlives_a_command_that_was_killed_and_its_run_holds_up_no_other(
    tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    with silent() as outlet, served(tmp_path, **patient(outlet)) as before:
        left, secret = before.waiting(outlet), before.secret
        started = [psutil.Process(pid) for pid in children(before.process.pid)]
        assert len(started) >= 2
        before.process.kill()
        before.process.wait()
        with starting(tmp_path, int(before.url.rpartition(":")[2]), **patient(outlet)) as again:
            wait_for(lambda: not any(process.is_running() for process in started), lambda: str(started))
            wait_for(lambda: ready(again), lambda: again.log.read_text()[-3000:])
            again.switch_schedules(False)
            assert again.secret == secret
            assert secret not in again.log.read_text()
            again.until(left, "CRASHED")
            after = again.until(again.start("nightly", places=[str(tmp_path / "story.txt")]), *OVER)
            assert after["state_type"] == "COMPLETED", again.describe(after["id"])
    outcome("its server and its run are gone and the run is told to have crashed; the next start has the port at once")
