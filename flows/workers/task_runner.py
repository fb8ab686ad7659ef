"""Chooses the task runner for a run's batches: threads on this machine, or a Dask cluster."""

from __future__ import annotations

from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.settings import SettingsError, settings


def task_runner() -> TaskRunner[Any]:
    """The task runner that the settings name. SettingsError if a package it needs is missing."""
    setup = settings()
    if setup.runner == "threads":
        return ThreadPoolTaskRunner(max_workers=setup.workers)
    try:
        from flows.workers.dask_cluster import Cluster
    except ModuleNotFoundError as error:
        raise SettingsError(f"DATELINE_RUNNER: dask needs {error.name}; pip install 'dateline[scale]'") from error
    return Cluster.at(setup.dask) if setup.dask else Cluster.here(setup.workers)
