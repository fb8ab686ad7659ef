"""Progress of steps: steps report it here, and a listener displays it. Without a listener, nothing happens.

Steps executed by Prefect have no listener: its UI shows the tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TypeVar

R = TypeVar("R")

Report = Callable[[int, int], None]
"""Reports the number done and the total; may be called from any thread."""
Listener = Callable[[str], AbstractContextManager[Report]]
"""Follows one step, by its name, until the context ends."""


def _no_listener(_what: str) -> AbstractContextManager[Report]:
    return nullcontext(lambda _done, _total: None)


_listener: ContextVar[Listener] = ContextVar("listener", default=_no_listener)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let a listener follow the progress of the steps in the body."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def step_progress(what: str) -> AbstractContextManager[Report]:
    """A step with this name, the body, which may report its progress. Without a name, nothing is reported."""
    return _listener.get()(what) if what else _no_listener(what)


def with_progress(what: str, items: Iterable[R], sizes: Sequence[int]) -> Iterator[R]:
    """The items; each is counted by its size when the next one is requested."""
    done, total = 0, sum(sizes)
    with step_progress(what) as report:
        report(done, total)
        for item, size in zip(items, sizes, strict=True):
            yield item
            done += size
            report(done, total)
