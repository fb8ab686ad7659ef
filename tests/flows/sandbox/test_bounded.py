"""Bounded work: items that take too long or kill their process are rejected alone, and the others go on."""

from __future__ import annotations

import gc
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from multiprocessing import active_children, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from pebble.pool.base_pool import PoolStatus

from flows.sandbox import bounded as bounds
from flows.sandbox.bounded import Ended, bounded, end, interruptible, limited

PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _no_process_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(bounds, "PATIENCE", 300.0)  # the machine may be busy
    yield
    end()


def doubled(items: Sequence[object], seconds: float) -> list[object]:
    """Double the numbers; an item that is a word is an instruction to the worker."""
    with limited(seconds):
        return [_DONE[item]() if isinstance(item, str) else 2 * int(str(item)) for item in items]


def _for_ever() -> None:
    while True:
        pass


_DONE: dict[str, Callable[[], object]] = {
    "for ever": _for_ever,
    "sleep": lambda: sleep(PATIENCE),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "exit": lambda: os._exit(3),
    "memory": lambda: len(bytearray(bounds.MEMORY + 1)),
    "process": os.getpid,
    "threshold": lambda: gc.get_threshold()[0],
    "error": lambda: [][0],
}


def outcomes(items: Sequence[object], seconds: float = 1.0) -> list[object]:
    """The results of the items in order; the reason for those that were ended."""
    found: list[object] = []
    for some, made in bounded(doubled, items, seconds):
        found += [made.reason for _ in some] if isinstance(made, Ended) else made
    return found


def test_a_worker_searches_for_cycles_seldom() -> None:
    assert outcomes(["threshold"]) == [bounds.SELDOM]


@pytest.mark.parametrize(
    ("poison", "reason"),
    [("for ever", "too_slow"), ("crash", "extraction_failed"), ("exit", "extraction_failed"),
     ("memory", "extraction_failed")],
)  # fmt: skip
@pytest.mark.attack("a document that makes its process {poison}, among three good ones")
def test_one_that_is_at_fault_takes_no_other_with_it(poison: str, reason: str, outcome: Callable[[str], None]) -> None:
    found = outcomes([1, 2, poison, 3])
    assert found == [2, 4, reason, 6]
    outcome(f"a reject {reason}; the three others land")


def test_the_sentence_tells_how_long_it_took() -> None:
    ((_, ended),) = bounded(doubled, ["for ever"], 1.0)
    assert isinstance(ended, Ended)
    assert str(ended) == "it took more than 1 seconds of the processor."


def test_what_waits_for_ever_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PATIENCE", 2.0)
    assert outcomes(["sleep", 1], 0.5) == ["too_slow", 2]


def test_processes_stay_for_the_next_work() -> None:
    assert outcomes(["process"]) == outcomes(["process"]) != [os.getpid()]


def test_an_error_of_the_work_is_its_own() -> None:
    with pytest.raises(IndexError):
        bounded(doubled, ["error"], 1.0)


def test_a_process_that_dies_while_it_waits_is_replaced() -> None:
    (first,) = outcomes(["process"])
    os.kill(int(str(first)), signal.SIGKILL)
    assert outcomes([1, 2]) == [2, 4]


def test_a_run_that_is_told_to_end_ends_the_processes_at_once() -> None:
    outcomes([1])
    began = Event()

    def work() -> list[object]:
        began.set()
        return outcomes(["sleep"], PATIENCE)

    with ThreadPoolExecutor(1) as aside:
        waiting = aside.submit(work)
        began.wait(PATIENCE)
        while not bounds._pending:
            sleep(0.01)
        start = monotonic()
        with pytest.raises(KeyboardInterrupt), interruptible():
            raise KeyboardInterrupt
        with pytest.raises(CancelledError):
            waiting.result(PATIENCE)
    assert monotonic() - start < PATIENCE
    assert active_children() == []
    assert outcomes([1]) == [2]


def in_a_daemon(told: Connection) -> None:
    told.send(outcomes([1, "crash", 2]))


def test_a_daemonic_process_as_dask_has_them_is_bound_too_and_ends() -> None:
    receives, sends = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=in_a_daemon, args=(sends,), daemon=True)
    process.start()
    assert receives.poll(PATIENCE * 3)
    assert receives.recv() == [2, "extraction_failed", 4]
    process.join(PATIENCE)
    assert process.exitcode == 0


def test_no_time_is_taken_from_the_process_of_the_flow() -> None:
    with limited(1):
        pass
    allowed, most = resource.getrlimit(resource.RLIMIT_CPU)
    assert allowed == most


def test_a_pool_that_gave_up_is_replaced() -> None:
    bounded(doubled, [1], PATIENCE)
    bounds._pools[1]._context.status = PoolStatus.ERROR
    assert bounded(doubled, [2], PATIENCE) == [([2], [4])]


WITH_ROWS = """
from flows.sandbox.bounded import bounded

def told(items, seconds):
    from transforms.facts.figures.parts import _GRAVELY
    from transforms.tables.schema import EXTRACTOR
    return ["mortally" in _GRAVELY, EXTRACTOR]

if __name__ == "__main__":
    assert [made for _, made in bounded(told, [1], 60.0)] == [told([1], 60.0)]
    assert told([1], 60.0)[0]
"""


def test_the_rows_of_a_home_are_laid_over_the_shipped_ones_there_too(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "words.csv").write_text("list,words\nfigures gravely,mortally\n", encoding="utf-8")
    script = tmp_path / "with_rows.py"
    script.write_text(WITH_ROWS, encoding="utf-8")
    environment = os.environ | {"DATELINE_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, str(script)], env=environment, check=True)


def loaded(modules: Sequence[str], seconds: float) -> list[bool]:
    """Whether the worker has loaded the modules."""
    return [module in sys.modules for module in modules]


def test_a_single_worker_that_cleans_loads_neither_the_reader_nor_pandas() -> None:
    code = (
        "from flows.sandbox.bounded import bounded; from tests.flows.sandbox.test_bounded import loaded; "
        "print(bounded(loaded, ['transforms.cleaning.clean', 'spacy', 'pandas'], 60.0)[0][1])"
    )
    root = Path(__file__).resolve().parents[3]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[True, False, False]"
