"""A Dask cluster on loopback: a scheduler and workers, each in its own process that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 60


@dataclass(frozen=True)
class Cluster:
    """A running cluster: the scheduler's address, and the workers by name."""

    address: str
    workers: dict[str, subprocess.Popen[bytes]]

    def kill_one_that(self, task: str) -> str:
        """Kill a worker with SIGKILL while it works on a task of this name; returns the name of the worker."""
        from distributed import Client  # imported late: slow

        deadline = time.monotonic() + 2 * PATIENCE
        with Client(self.address, set_as_default=False) as client:
            while time.monotonic() < deadline:
                names = {info["name"] for info in client.scheduler_info(n_workers=-1)["workers"].values()}
                for name in sorted(names & set(self.workers)):
                    if any(key.startswith(task) for key in _keys(client, name)):
                        self.workers[name].kill()
                        return name
                time.sleep(0.02)
        raise TimeoutError(f"no worker worked on {task}")


@contextmanager
def cluster(folder: Path, workers: int = 2, threads: int = 1) -> Iterator[Cluster]:
    """A scheduler and workers on free ports of 127.0.0.1, their logs in `folder`; stopped when the block ends."""
    from distributed import Client

    scheduler_file = folder / "scheduler.json"
    with ExitStack() as started:
        started.enter_context(_process(folder, "scheduler", "--scheduler-file", str(scheduler_file), "--port", "0"))
        address = str(_content_when_written(scheduler_file)["address"])
        names = [f"worker-{number}" for number in range(workers)]
        own = [address, "--no-nanny", "--nthreads", str(threads), "--local-directory", str(folder)]
        running = {name: started.enter_context(_process(folder, "worker", *own, "--name", name)) for name in names}
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)
        yield Cluster(address, running)


def _keys(client: Client, name: str) -> list[str]:
    address = next((a for a, w in client.scheduler_info(n_workers=-1)["workers"].items() if w["name"] == name), None)
    return [str(key) for key in client.processing([address]).get(address, [])] if address else []


@contextmanager
def _process(folder: Path, kind: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", "--no-dashboard", *options]
    with (folder / f"{kind}.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ))
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _content_when_written(file: Path) -> dict[str, object]:
    """The content that a process writes to a file when it starts."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            return dict(json.loads(file.read_text()))
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
    raise TimeoutError(f"{file} was not written")
