"""Reads a file of each origin once per run, however many threads ask for it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class PerOrigin(Generic[T]):
    """What `read` returns for an origin: the first thread that asks reads it, and the others wait for its answer."""

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read
        self._answers: dict[str, T] = {}
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def __getitem__(self, origin: str) -> T:
        with self._lock:
            lock = self._locks.setdefault(origin, Lock())
        with lock:
            if origin not in self._answers:
                self._answers[origin] = self._read(origin)
            return self._answers[origin]
