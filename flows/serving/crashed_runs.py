"""Marks runs as crashed that a dead server left in a running state."""

from __future__ import annotations

import logging
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import State
from prefect.states import Crashed

from flows.serving.deployments import declarations

log = logging.getLogger("dateline")

UNDER_WAY = ["PENDING", "RUNNING", "CANCELLING"]


def mark_crashed() -> None:
    """Mark unfinished runs of our deployments as crashed; call before serving.

    They would block the next run, and can be retried once crashed. Runs of workers are left alone.
    """
    ours = {"name": {"any_": [row["name"] for row in declarations()]}}
    wanted = FlowRunFilter.model_validate({"state": {"type": {"any_": UNDER_WAY}}})
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(flow_run_filter=wanted, deployment_filter=DeploymentFilter.model_validate(ours))
        for run in runs:
            if run.work_queue_id is None:
                crashed: State[Any] = Crashed(message="The server ended while this ran; it can be retried.")
                client.set_flow_run_state(run.id, crashed, force=True)
                log.warning("%s was under way when the server ended: it is marked as crashed", run.name)
