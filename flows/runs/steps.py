"""The steps of a run, and the engine that executes them: this process, or Prefect within a flow."""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import current_thread, main_thread
from time import sleep
from typing import Any, Generic, ParamSpec, Protocol, TypeVar
from uuid import uuid4

from flows.runs.progress import step_progress
from flows.settings import settings

log = logging.getLogger("dateline")

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Retries:
    """How a failed step is retried: after each of the pauses, in seconds, if `of` accepts the error."""

    pauses: tuple[float, ...] = ()
    of: Callable[[BaseException], bool] = lambda _: True


@dataclass(frozen=True)
class Step(Generic[P, R]):
    """A function that is a step of a run, called like the function. `seconds` is its time limit, `says` its name in
    progress bars."""

    function: Callable[P, R]
    retries: Retries = Retries()
    seconds: float | None = None
    says: str = ""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return current().done(self, *args, **kwargs)

    def each(self, items: Sequence[Any], *same: object) -> Iterator[R]:
        """The results for all items, in order, computed in parallel; `same` are further arguments, the same for all."""
        return current().each(self, items, same)


def step(
    retries: Retries = Retries(), seconds: float | None = None, says: str = ""
) -> Callable[[Callable[P, R]], Step[P, R]]:
    """Make a function a step of runs."""
    return lambda function: Step(function, retries, seconds, says)


class Engine(Protocol):
    """Executes the steps of a run."""

    @property
    def run_id(self) -> str:
        """The id of the run; a retry has another."""

    @property
    def scheduled(self) -> datetime:
        """The scheduled start of the run."""

    @property
    def is_deployed(self) -> bool:
        """Whether the run belongs to a deployment, such as a scheduled run."""

    @property
    def is_alone(self) -> bool:
        """Whether the process serves this run only, so that its workers may end once they are no longer needed."""

    def done(self, step: Step[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of a step."""

    def each(self, step: Step[..., R], items: Sequence[Any], same: Iterable[object]) -> Iterator[R]:
        """The results of a step for all items."""

    def later(self) -> str | None:
        """The name of an unfinished run of the same deployment with a later scheduled start."""


@dataclass(frozen=True)
class InProcess:
    """The engine that executes steps in this process, without a server."""

    run_id: str = field(default_factory=lambda: str(uuid4()))
    scheduled: datetime = field(default_factory=lambda: datetime.now(UTC))
    is_deployed: bool = False
    is_alone: bool = False

    def done(self, step: Step[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        with step_progress(step.says):
            return self._run_with_retries(step, *args, **kwargs)

    def _run_with_retries(self, step: Step[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        for pause in step.retries.pauses:
            try:
                with _time_limit(step.seconds):
                    return step.function(*args, **kwargs)
            except Exception as error:
                if not step.retries.of(error):
                    raise
                log.warning("%s is tried again in %g seconds: %s", step.function.__name__, pause, error)
            sleep(pause)
        with _time_limit(step.seconds):
            return step.function(*args, **kwargs)

    def each(self, step: Step[..., R], items: Sequence[Any], same: Iterable[object]) -> Iterator[R]:
        pool = ThreadPoolExecutor(settings().workers)
        try:
            futures = deque(pool.submit(self.done, step, item, *same) for item in items)
            while futures:  # dropping the future frees its result
                yield futures.popleft().result()
        finally:  # if the caller stops early, waiting items are cancelled
            pool.shutdown(wait=False, cancel_futures=True)

    def later(self) -> str | None:
        return None


_engine: ContextVar[Engine | None] = ContextVar("engine", default=None)


def current() -> Engine:
    """The engine of the current run; this process by default."""
    return _engine.get() or InProcess()


@contextmanager
def under(engine: Engine) -> Iterator[None]:
    """Let an engine execute the steps in the body."""
    token = _engine.set(engine)
    try:
        yield
    finally:
        _engine.reset(token)


@contextmanager
def _time_limit(seconds: float | None) -> Iterator[None]:
    """TimeoutError if the body takes longer; only in the main thread, since others cannot be interrupted."""
    if seconds is None or current_thread() is not main_thread():
        yield
        return

    def raise_timeout(*_: object) -> None:
        raise TimeoutError(f"it took more than {seconds:g} seconds.")

    before = signal.signal(signal.SIGALRM, raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
