"""Work within bounds of time and memory, in processes of their own.

What C code does (a regular expression, a parser of HTML) cannot be interrupted from within its process; the process can
be ended, and another takes its place. Time is that of the processor, so that a busy machine refuses no more than an
idle one. Knows nothing of Prefect and imports little, so that a process starts quickly.
"""

from __future__ import annotations

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
"""Seconds of the processor for cleaning one page: 400 times what a real one takes."""
DOCUMENT = 60.0
"""Seconds of the processor for reading one document: 300 times what a real one takes."""
FURTHER = 20
"""How many further items of a batch have together as long as one alone."""
PATIENCE = 30.0
"""By the clock, how many times its seconds of the processor work may take: a machine may be busy with other things."""
MEMORY = 4 * 2**30
"""Bytes that a process may take for itself; one that reads real pages takes a quarter of it."""
TRIES = 3
"""How often work is tried whose process ended before it took it up."""
LOADED = [
    "transforms.cleaning.clean",
    "transforms.facts.extract",
    "transforms.tables.normalise",
    "transforms.identity.near_duplicates",
]
"""What is imported once, by the process from which all others are forked."""

T = TypeVar("T")
R = TypeVar("R")

_lock = Lock()
_pools: dict[int, ProcessPool] = {}
_pending: set[ProcessFuture[Any]] = set()


class UnableError(ValueError):
    """No process can be had for the work: nothing is wrong with the work."""


class Ended(RuntimeError):
    """Work that was ended, or whose process ended by itself; the message is a sentence, the reason that of a reject."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason


def bounded(
    function: Callable[[Sequence[T], float], R], items: Sequence[T], seconds: float, workers: int = 1
) -> list[tuple[Sequence[T], R | Ended]]:
    """What `function` makes of the items together, in one of `workers` processes, which stay for the next ones.

    Where that takes too long, or its process dies, what it makes of each item alone, and `Ended` for those at fault.
    `function` gets the items and their seconds, within which it does its work by `limited`: one item has `seconds`,
    each further one a part of it. UnableError where no process takes up the work.
    """
    try:
        return [(items, _done(function, items, seconds * (1 + max(len(items) - 1, 0) / FURTHER), workers))]
    except Ended as ended:
        if len(items) <= 1:
            return [(items, ended)]
    return [found for item in items for found in bounded(function, [item], seconds, workers)]


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """End this process, by the signal SIGXCPU, where the body takes more seconds of the processor, full ones."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = ceil(process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


@contextmanager
def interruptible() -> Iterator[None]:
    """End the processes where the body is told to end, by a cancelling, SIGTERM or Ctrl-C.

    Without it a run would wait for what they do. Whoever waits for one gets CancelledError.
    """
    try:
        yield
    except Exception:
        raise
    except BaseException:
        end()
        raise


def end() -> None:
    """End the processes, whatever they do; the next work has new ones."""
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


def _done(function: Callable[[Sequence[T], float], R], items: Sequence[T], seconds: float, workers: int) -> R:
    for _ in range(TRIES):
        pool = _pool(workers)
        with suppress(BrokenProcessPool):
            return _result(pool.schedule(function, (items, seconds), timeout=PATIENCE * seconds), seconds)
        _discard(workers, pool)
    raise UnableError("The processes that clean and read end before they begin; what they said stands above.")


def _result(future: ProcessFuture[R], seconds: float) -> R:
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
        if workers not in _pools:
            # a Dask worker may be daemonic, and then have no children, lest they outlive it: these follow it
            current_process().daemon = False
            context = get_context("forkserver")
            context.set_forkserver_preload(LOADED)
            _pools[workers] = ProcessPool(workers, context=context, initializer=_begin)
            _pools[workers].active  # noqa: B018 - it starts by being asked
            Finalize(None, end, exitpriority=0)  # a process that multiprocessing started would wait for them for ever
        return _pools[workers]


def _discard(workers: int, pool: ProcessPool) -> None:
    with _lock:
        if _pools.get(workers) is pool:
            del _pools[workers]
    pool.stop()
    pool.join()


def _begin() -> None:
    follow()
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # no system but Linux counts it so, and somebody may have set less
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
