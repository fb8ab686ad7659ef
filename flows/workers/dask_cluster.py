"""Task runner on a Dask cluster, either an existing one or a local one started for the run.

Only tasks mapped over batches run there; other steps run in the flow's process.
"""

from __future__ import annotations

import logging
from typing import Self

from prefect_dask import DaskTaskRunner

from flows.settings import SettingsError

PATIENCE = "10s"
"""Time for the scheduler to answer."""

logging.getLogger("distributed").setLevel(logging.WARNING)


class Cluster(DaskTaskRunner):
    """Connects when the run begins, not at the first batch. SettingsError if no scheduler answers."""

    @classmethod
    def at(cls, address: str) -> Self:
        """A cluster by its scheduler's address."""
        return cls(address=address, client_kwargs={"timeout": PATIENCE})

    @classmethod
    def here(cls, workers: int) -> Self:
        """A local cluster of `workers` processes, one thread each since parsing uses one, bound to loopback."""
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
