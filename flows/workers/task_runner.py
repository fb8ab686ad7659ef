"""Where the batches of a run are worked on: on this machine, or on a Dask cluster."""

from __future__ import annotations

from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.settings import SettingsError, settings


def task_runner() -> TaskRunner[Any]:
    """The task runner that the settings name. SettingsError where what it needs is not installed."""
    setup = settings()
    if setup.runner == "threads":
        return ThreadPoolTaskRunner(max_workers=setup.workers)
    try:
        from flows.workers.dask_cluster import Cluster
    except ModuleNotFoundError as error:
        raise SettingsError(f"DATELINE_RUNNER: dask needs {error.name}; pip install 'dateline[scale]'") from error
    return Cluster.at(setup.dask) if setup.dask else Cluster.here(setup.workers)
