"""A Dask cluster as a task runner: one that runs already, or one of this machine for the length of a run.

Only what is mapped over batches goes there; the other steps stay in the process of the flow.
"""

from __future__ import annotations

import logging
from typing import Self

from prefect_dask import DaskTaskRunner

from flows.settings import SettingsError

PATIENCE = "10s"

logging.getLogger("distributed").setLevel(logging.WARNING)


class Cluster(DaskTaskRunner):
    """The cluster is found as the run begins, not when its first batch is ready: SettingsError where none answers."""

    @classmethod
    def at(cls, address: str) -> Self:
        """The cluster whose scheduler has this address."""
        return cls(address=address, client_kwargs={"timeout": PATIENCE})

    @classmethod
    def here(cls, workers: int) -> Self:
        """So many processes of this machine, of one thread each since a parse uses one, reachable from here alone."""
        own = {"n_workers": workers, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
        return cls(cluster_kwargs=own)

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self.client  # noqa: B018
        except OSError as error:
            self._exit_stack.close()
            raise SettingsError(f"DATELINE_DASK: no Dask scheduler answers at {self.address}") from error
        return self
