"""Turns the deployments of prefect.yaml into deployments served by this process."""

from __future__ import annotations

from typing import Any

import yaml
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.deployments.runner import EntrypointType, RunnerDeployment
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.schedules import Cron

from transforms.shipped import DEPLOYMENTS


def deployments() -> list[RunnerDeployment]:
    """The deployments of prefect.yaml, without the work pool, which serving does not use."""
    return [_deployment(**declared) for declared in declarations()]


def declarations() -> list[dict[str, Any]]:
    """The deployment entries of prefect.yaml."""
    rows: list[dict[str, Any]] = yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))["deployments"]
    return rows


def _deployment(
    name: str,
    entrypoint: str,
    description: str,
    concurrency_limit: dict[str, Any],
    enforce_parameter_schema: bool,
    work_pool: dict[str, str],
    schedules: list[dict[str, str]] | None = None,
) -> RunnerDeployment:
    flow: Flow[..., Any] = load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)
    return RunnerDeployment.from_flow(
        flow,
        name=name,
        description=description,
        schedules=[Cron(schedule["cron"], timezone=schedule["timezone"]) for schedule in schedules or []],
        concurrency_limit=ConcurrencyLimitConfig(**concurrency_limit),
        enforce_parameter_schema=enforce_parameter_schema,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
