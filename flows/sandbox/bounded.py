"""Runs work in worker processes with limits of time and memory.

C code (a regular expression, an HTML parser) cannot be interrupted, but its process can be killed and replaced. Limits
are CPU time, so that a busy machine rejects no more than an idle one. Imports neither Prefect nor anything heavy, so
that workers start quickly.
"""

from __future__ import annotations

import gc
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from math import ceil
from multiprocessing import active_children, current_process, get_context
from multiprocessing.util import Finalize
from threading import Lock
from time import process_time
from typing import TYPE_CHECKING, Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool
from pebble.pool.process import WORKERS_NAME

from flows.sandbox.watchdog import follow

if TYPE_CHECKING:
    from transforms.tables.schema import Reason

PAGE = 20.0
"""CPU seconds for cleaning one page, 400 times what a real page takes."""
DOCUMENT = 60.0
"""CPU seconds for reading one document, 300 times what a real document takes."""
FURTHER = 20
"""Divisor of the CPU seconds that each further item of a batch adds."""
PATIENCE = 30.0
"""Wall-clock limit as a multiple of the CPU limit, for busy machines."""
MEMORY = 4 * 2**30
"""Bytes of private memory of one worker; real pages take a quarter of it."""
TRIES = 3
"""Attempts for work whose worker dies before it begins."""
SELDOM = 50_000
"""New objects after which Python searches for cycles: a worker makes many objects and hardly a cycle, and the search
after each 700th is a fortieth of its time."""
CLEANING = [
    "flows",  # lays the rows of the home over the shipped ones, before the others read them
    "flows.sandbox.lean_arrow",
    "transforms.cleaning.clean",
]
"""Modules preloaded by the fork server."""
READING = ["transforms.facts.extract", "transforms.tables.normalise", "transforms.identity.signatures"]
"""Modules preloaded in addition if several workers share them; a single one loads them when it has something to read,
which most runs by hand do not."""

T = TypeVar("T")
R = TypeVar("R")

_lock = Lock()
_pools: dict[int, ProcessPool] = {}
_pending: set[ProcessFuture[Any]] = set()


class UnableError(ValueError):
    """No worker process can be started; the work itself is not at fault."""


class Ended(RuntimeError):
    """Work that exceeded its limits or killed its worker; `reason` becomes the reject's, the message is one
    sentence.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


def bounded(
    function: Callable[[Sequence[T], float], R], items: Sequence[T], seconds: float, workers: int = 1
) -> list[tuple[Sequence[T], R | Ended]]:
    """Apply `function` to all items in one of `workers` reusable processes.

    If that takes too long or the worker dies, apply it to each item alone, with `Ended` for those that fail. `function`
    receives the items and the seconds of each, which it enforces with `limited`. The whole batch has `seconds` for the
    first item and `seconds / FURTHER` for each further one. UnableError if no process can start.
    """
    try:
        return [(items, _apply(function, items, seconds * (1 + max(len(items) - 1, 0) / FURTHER), workers))]
    except Ended as ended:
        if len(items) <= 1:
            return [(items, ended)]
    return [result for item in items for result in bounded(function, [item], seconds, workers)]


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Kill this process with SIGXCPU if the body takes more than `seconds` of CPU time, rounded up."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = ceil(process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


@contextmanager
def interruptible() -> Iterator[None]:
    """Kill the workers if the body is cancelled or interrupted (SIGTERM, Ctrl-C).

    Without it a run would wait for them. Callers that wait for a result get CancelledError.
    """
    try:
        yield
    except Exception:
        raise
    except BaseException:
        end()
        raise


def end() -> None:
    """Kill all workers; the next work starts new ones."""
    with _lock:
        pools, waiting = list(_pools.values()), list(_pending)
        _pools.clear()
    for pool in pools:
        pool.stop()
    for future in waiting:
        future.cancel()
    for process in active_children():
        if process.name == WORKERS_NAME:
            process.kill()
    for pool in pools:
        pool.join()


def _apply(function: Callable[[Sequence[T], float], R], items: Sequence[T], seconds: float, workers: int) -> R:
    for _ in range(TRIES):
        pool = _pool(workers)
        if pool.active:  # its threads may have given up on a very busy machine
            with suppress(BrokenProcessPool):
                return _await_result(pool.schedule(function, (items, seconds), timeout=PATIENCE * seconds), seconds)
        _discard(pool)
    raise UnableError("The worker processes end before they begin; their messages are above.")


def _await_result(future: ProcessFuture[R], seconds: float) -> R:
    _pending.add(future)
    try:
        return future.result()
    except TimeoutError as error:
        raise Ended("too_slow", f"it took more than {PATIENCE * seconds:g} seconds.") from error
    except MemoryError as error:
        raise Ended("extraction_failed", f"it took more than {MEMORY} bytes of memory.") from error
    except ProcessExpired as error:
        if error.exitcode == -signal.SIGXCPU:
            raise Ended("too_slow", f"it took more than {seconds:g} seconds of the processor.") from error
        raise Ended("extraction_failed", f"the process died of it, with exit code {error.exitcode}.") from error
    finally:
        _pending.discard(future)


def _pool(workers: int) -> ProcessPool:
    with _lock:
        workers = min((size for size in _pools if size >= workers), default=workers)
        if workers not in _pools:
            # a daemonic process, such as a Dask worker, may not have children; these exit with it by the watchdog
            current_process().daemon = False
            context = get_context("forkserver")
            context.set_forkserver_preload(CLEANING if workers == 1 else CLEANING + READING)
            _pools[workers] = ProcessPool(workers, context=context, initializer=_start_worker)
            _pools[workers].active  # noqa: B018 - reading the property starts the pool
            Finalize(None, end, exitpriority=0)  # else a multiprocessing child waits for the workers for ever at exit
        return _pools[workers]


def _discard(pool: ProcessPool) -> None:
    with _lock:
        for workers in [workers for workers, made in _pools.items() if made is pool]:
            del _pools[workers]
    pool.stop()
    pool.join()


def _start_worker() -> None:
    follow()
    gc.set_threshold(SELDOM)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # only Linux counts private memory here, and the hard limit may be lower
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
