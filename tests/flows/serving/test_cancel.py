"""Runs cancelled in the UI end soon, whatever they wait for, and leave a consistent warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loopback import Loopback, silent
from tests.served import Served, children, patient, served, wait_for
from warehouse import Lake, check, query

SOURCES = '[[source]]\nname = "wire"\nkind = "wire"\nurl = "http://wire.example/"\n'


@pytest.fixture(scope="module")
def outlet() -> Iterator[Loopback]:
    """An outlet that does not answer until the tests are over."""
    with silent() as found:
        yield found


@pytest.fixture(scope="module")
def running(outlet: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    (home / "seeds").mkdir()
    (home / "seeds" / "sources.toml").write_text(SOURCES)
    reads = {"DATELINE_FRESH": "0", "DATELINE_WORKERS": "2", "DATELINE_BATCH": "2"}
    with served(home, **patient(outlet), **reads) as found:
        yield found


def process(running: Served, run_id: str) -> int | None:
    return next((pid for pid, run in running.processes().items() if run == run_id), None)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def cancelled(running: Served, run_id: str, pids: list[int]) -> None:
    running.cancel(run_id)
    running.until(run_id, "CANCELLED", "CRASHED", "FAILED", "COMPLETED")
    assert running.run(run_id)["state_type"] == "CANCELLED", running.describe(run_id)
    wait_for(lambda: not any(alive(pid) for pid in pids), lambda: f"{pids} go on")


def test_while_an_outlet_does_not_answer(running: Served, outlet: Loopback) -> None:
    run_id = running.waiting(outlet)
    pid = process(running, run_id)
    assert pid
    cancelled(running, run_id, [pid])
    assert not Lake.at(running.home).exists() or check(Lake.at(running.home)) == []


def test_while_articles_are_read_in_processes_of_their_own(running: Served) -> None:
    run_id = running.start("nightly", sources=["wire"])
    readers: list[int] = []

    def reading() -> bool:
        forking = [pid for pid in children(process(running, run_id) or 0) if "forkserver" in command(pid)]
        readers[:] = [reader for pid in forking for reader in children(pid)]
        return bool(readers)

    wait_for(reading, lambda: running.describe(run_id))
    cancelled(running, run_id, readers)
    assert query(Lake.at(running.home), "FROM articles").num_rows == 0
    assert check(Lake.at(running.home)) == []
    again = running.until(running.start("nightly", sources=["wire"]), "COMPLETED", "FAILED", "CRASHED")
    assert again["state_type"] == "COMPLETED", running.describe(again["id"])
    assert query(Lake.at(running.home), "FROM articles").num_rows > 15
