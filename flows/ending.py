"""An end that comes soon: a run that is cancelled does not wait for what its threads are waiting for."""

from __future__ import annotations

import os
import signal
from threading import Timer, current_thread, main_thread
from types import FrameType

GRACE = 10.0
"""Seconds between SIGTERM and the end of the process, whatever it is doing: what it was landing is rolled back."""
ENDED = 128 + signal.SIGTERM


def end_soon() -> None:
    """Bound what Prefect's own handler of SIGTERM, which ends the run in order, may take."""
    handler = signal.getsignal(signal.SIGTERM)
    if current_thread() is not main_thread() or not callable(handler):
        return

    def end(number: int, frame: FrameType | None) -> None:
        late = Timer(GRACE, os._exit, [ENDED])
        late.daemon = True
        late.start()
        handler(number, frame)

    signal.signal(signal.SIGTERM, end)
