"""Where the batches of a run are read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from prefect.task_runners import ThreadPoolTaskRunner

from flows.settings import SettingsError
from flows.workers.task_runner import task_runner


def test_batches_run_in_threads_by_default(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_WORKERS", "3")
    runner = task_runner()
    assert isinstance(runner, ThreadPoolTaskRunner)
    assert runner._max_workers == 3


def test_batches_run_on_the_cluster_that_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_RUNNER", "dask")
    monkeypatch.setenv("DATELINE_DASK", "tcp://127.0.0.1:8786")
    assert getattr(task_runner(), "address", None) == "tcp://127.0.0.1:8786"


def test_without_the_extra_dask_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_RUNNER", "dask")
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    monkeypatch.delitem(sys.modules, "flows.workers.dask_cluster", raising=False)
    with pytest.raises(SettingsError, match=r"^DATELINE_RUNNER: dask needs prefect_dask; pip install"):
        task_runner()
