"""A process that ends when the one that started it does. Imports little, so that it follows from its first moments."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

VARIABLE = "DATELINE__FOLLOW"
"""The variable by which a process is told to follow its standard input, which its parent holds open and never fills."""


def follow() -> None:
    """End this process, which multiprocessing started, when its parent ends, also where that is killed."""
    if parent := parent_process():
        _end_with(parent.sentinel)


def follow_input() -> None:
    """The same for a process that was started in another way, by the end of its standard input.

    What it starts itself does not follow: the variable is gone then.
    """
    if os.environ.pop(VARIABLE, None):
        _end_with(0)


def _end_with(descriptor: int) -> None:
    Thread(target=_exit_after, args=(descriptor,), daemon=True).start()


def _exit_after(descriptor: int) -> None:
    wait([descriptor])
    os._exit(1)
