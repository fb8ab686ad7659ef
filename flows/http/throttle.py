"""Throttles requests per host: one at a time, with a pause after each as long as the host asks for."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

import httpcore
from filelock import FileLock

from flows.http.limits import Limits, WebError

NEVER = float("-inf")
LONGEST_SLEEP = 1e6
"""Longest wait in seconds, whatever the settings allow: longer than any run, within the range of the clock."""
BROKEN = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.RemoteProtocolError)
"""Errors of a request whose host did not answer or broke off its answer."""


@dataclass
class Host:
    """State of a host in this run; times are time.monotonic()."""

    lock: Lock = field(default_factory=Lock)
    ended: float = NEVER
    not_before: float = NEVER
    misses: int = 0


class Hosts:
    """The hosts of one run, shared by its threads, and with other runs if the limits name a folder for it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._over = time.monotonic() + limits.night
        self._hosts: dict[str, Host] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, name: str, delay: float) -> Iterator[None]:
        """Hold the host for one request, at least `delay` seconds after its last answer; other requests for it block.

        Raises WebError if the host is skipped, for now or for the whole run.
        """
        host = self._host(name)
        with host.lock, self._lock_among_runs(name):
            self._wait_for_turn(name, host, delay)
            try:
                yield
                host.misses = 0
            except BROKEN:
                host.misses += 1
                raise
            finally:
                host.ended = time.monotonic()
                if stamp := self._stamp_file(name):
                    stamp.touch()
                    os.utime(stamp, ns=(now := time.time_ns(), now))

    def postpone(self, name: str, seconds: float) -> None:
        """Block requests to a host for `seconds`."""
        host = self._host(name)
        host.not_before = max(host.not_before, time.monotonic() + seconds)

    def _lock_among_runs(self, name: str) -> AbstractContextManager[object]:
        """Lock the host among the runs of this machine; the OS releases the lock if the process dies."""
        stamp = self._stamp_file(name)
        if stamp is None:
            return nullcontext()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(stamp.with_suffix(".lock"))

    def _stamp_file(self, name: str) -> Path | None:
        """The file whose mtime is when the host's last answer ended."""
        turns = self._limits.turns
        return turns / f"{sha256(name.encode()).hexdigest()[:16]}.ended" if turns else None

    def _last_answer_ended(self, name: str, host: Host) -> float:
        """time.monotonic() at which the host's last answer ended, in any run."""
        stamp = self._stamp_file(name)
        try:
            ago = max(0.0, time.time() - stamp.stat().st_mtime) if stamp else None
        except FileNotFoundError:
            ago = None
        return host.ended if ago is None else max(host.ended, time.monotonic() - ago)

    def _host(self, name: str) -> Host:
        with self._lock:
            return self._hosts.setdefault(name, Host())

    def _wait_for_turn(self, name: str, host: Host, delay: float) -> None:
        if host.misses >= self._limits.misses:
            raise WebError("unreachable", f"{name} left {host.misses} requests in a row unanswered.")
        now = time.monotonic()
        wait = max(self._last_answer_ended(name, host) + delay, host.not_before) - now
        if not wait <= min(self._limits.patience, LONGEST_SLEEP):
            raise WebError("http_error", f"{name} asks to be left alone for {wait:.0f} more seconds.")
        if now + wait > self._over:
            raise WebError("timeout", f"the run's time for fetching was over before the turn of {name} came.")
        time.sleep(max(0.0, wait))


def retry_after(value: str | None) -> float | None:
    """Seconds to wait by a Retry-After header, a number or a date; None if it is neither."""
    if not value:
        return None
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    # subtract rather than convert: the year 9999 in a zone behind UTC is out of range in UTC
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
