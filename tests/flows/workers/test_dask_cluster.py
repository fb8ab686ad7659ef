"""The nightly flow on a Dask cluster: real scheduler, real workers, the same tables as on one machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from flows.orchestrated.flows import nightly
from flows.settings import SettingsError, settings
from flows.workers.reading import read_articles
from flows.workers.task_runner import task_runner
from tests.cluster import Cluster, cluster
from tests.fingerprint import fingerprint
from transforms.cleaning.clean import clean
from transforms.tables.schema import Article, Run
from warehouse import Lake, all_pages, check, query

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture
def on_dask(home: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Settings for Dask with small batches, so that each worker processes several."""
    monkeypatch.setenv("DATELINE_RUNNER", "dask")
    monkeypatch.setenv("DATELINE_BATCH", "4")
    monkeypatch.setenv("DATELINE_DELAY", "0")
    return monkeypatch


def night() -> Run:
    return nightly.with_options(task_runner=task_runner())(sources=["wire"])


def test_a_cluster_one_of_whose_workers_is_killed_makes_the_tables_of_one_machine(
    home: Path, on_dask: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, undisturbed: Lake
) -> None:
    folder = tmp_path_factory.mktemp("cluster")
    with cluster(folder) as running, ThreadPoolExecutor(1) as aside:
        on_dask.setenv("DATELINE_DASK", running.address)
        killed = aside.submit(Cluster.kill_one_that, running, "extract")
        night()
        assert running.workers[killed.result()].wait() == -9
    assert fingerprint(Lake.at(home)) == fingerprint(undisturbed)
    assert len(query(Lake.at(home), "FROM events")) > 0
    assert check(Lake.at(home)) == []


def test_threads_of_a_worker_read_in_turn(undisturbed: Lake) -> None:
    pages = all_pages(undisturbed)
    cleaned = (article for page in pages if isinstance(article := clean(page), Article))
    articles = list(islice(cleaned, 8))
    alone = [read_articles([article], None, "run")[2] for article in articles]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda article: read_articles([article], None, "run")[2], articles)) == alone


def test_a_scheduler_that_does_not_answer_is_named_before_anything_is_written(
    home: Path, on_dask: pytest.MonkeyPatch
) -> None:
    on_dask.setenv("DATELINE_DASK", "tcp://127.0.0.1:9")
    on_dask.setattr("flows.workers.dask_cluster.PATIENCE", "1s")
    with pytest.raises(SettingsError, match=r"^DATELINE_DASK: no Dask scheduler answers at tcp://127\.0\.0\.1:9$"):
        night()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://host", "tcp://:1"])
def test_a_mistyped_scheduler_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATELINE_DASK", address)
    with pytest.raises(SettingsError, match=r"^DATELINE_DASK: .*not the address of a scheduler"):
        settings()


def test_an_unknown_runner_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_RUNNER", "spark")
    with pytest.raises(SettingsError, match=r"^DATELINE_RUNNER: "):
        settings()
