"""The Prefect engine: runs each step as a task of the current flow run."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task, unmapped
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import deployment, flow_run

from flows.runs.steps import Step

P = ParamSpec("P")
R = TypeVar("R")

WAITING = ["SCHEDULED", "PENDING", "RUNNING"]


class Orchestrated:
    """Runs steps as tasks of the current flow run."""

    @property
    def run_id(self) -> str:
        return f"{flow_run.id}-{flow_run.run_count}" if flow_run.run_count > 1 else str(flow_run.id)

    @property
    def scheduled(self) -> datetime:
        return datetime.fromisoformat(str(flow_run.scheduled_start_time))

    @property
    def is_deployed(self) -> bool:
        return deployment.id is not None

    @property
    def is_alone(self) -> bool:
        return self.is_deployed  # each run of a deployment has a process of its own

    def done(self, step: Step[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        result: Any = _task(step)(*args, **kwargs)
        return result

    def each(self, step: Step[..., R], items: Sequence[Any], same: Iterable[object]) -> Iterator[R]:
        futures = deque(_task(step).map(items, *(unmapped(value) for value in same)))
        while futures:  # popped, since a future keeps its result in memory
            yield futures.popleft().result()

    def later(self) -> str | None:
        if deployment.id is None:
            return None
        wanted = {
            "id": {"not_any_": [str(flow_run.id)]},
            "deployment_id": {"any_": [str(deployment.id)]},
            "state": {"type": {"any_": WAITING}},
            "expected_start_time": {
                "after_": (self.scheduled + timedelta(seconds=1)).isoformat(),
                "before_": datetime.now(UTC).isoformat(),
            },
        }
        with get_client(sync_client=True) as client:
            runs = client.request("POST", "/flow_runs/filter", json={"flow_runs": wanted, "limit": 1}).json()
        return str(runs[0]["name"]) if runs else None


@cache
def _task(step: Step[..., Any]) -> Task[..., Any]:
    """The Prefect task of a step, with its retries and time limit."""

    def is_retried(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
        error = state.result(raise_on_failure=False)
        return isinstance(error, BaseException) and step.retries.of(error)

    return task(
        cache_policy=NO_CACHE,
        retries=len(step.retries.pauses),
        retry_delay_seconds=list(step.retries.pauses),
        retry_condition_fn=is_retried,
        timeout_seconds=step.seconds,
    )(step.function)
