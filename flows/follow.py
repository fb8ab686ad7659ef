"""A process that ends when the one that started it does. Imports little, so that it follows from its first moments."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread


def follow() -> None:
    """End this process when its parent ends, also where that is killed and can tell nobody."""
    Thread(target=_exit_after_parent, daemon=True).start()


def _exit_after_parent() -> None:
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)
