"""Exits this process when its parent exits. Imports little, so that it takes effect early."""

from __future__ import annotations

import os
from threading import Thread

VARIABLE = "DATELINE__FOLLOW"
"""Environment variable that tells a process to watch standard input, a pipe that its parent keeps open."""


def follow() -> None:
    """Exit this process, started by multiprocessing, when its parent exits or is killed."""
    from multiprocessing import parent_process

    if parent := parent_process():
        _watch(parent.sentinel)


def follow_input() -> None:
    """Exit this process when its standard input reaches end of file, if `VARIABLE` is set.

    The variable is removed, so child processes do not watch.
    """
    if os.environ.pop(VARIABLE, None):
        _watch(0)


def _watch(descriptor: int) -> None:
    Thread(target=_exit_after, args=(descriptor,), daemon=True).start()


def _exit_after(descriptor: int) -> None:
    from multiprocessing.connection import wait

    wait([descriptor])
    os._exit(1)
