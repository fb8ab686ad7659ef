"""Manners towards hosts: one request at a time, a pause after each, as long as the host asks for."""

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
"""Seconds beyond which no host is waited for, whatever is allowed: more than a run has, less than a clock takes."""
BROKEN = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.RemoteProtocolError)
"""What a request ends with where its host leaves it unanswered, or breaks off its answer."""


@dataclass
class Host:
    """What is known of a host in this run; moments of time.monotonic()."""

    lock: Lock = field(default_factory=Lock)
    ended: float = NEVER
    not_before: float = NEVER
    misses: int = 0


class Hosts:
    """The hosts of one run, shared by all its threads, and with other runs where the limits name a folder for that."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._over = time.monotonic() + limits.night
        self._hosts: dict[str, Host] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, name: str, delay: float) -> Iterator[None]:
        """A turn to ask a host, `delay` seconds after its last answer ended; every other request for it waits.

        WebError where the host is left alone, for now or for the whole run.
        """
        host = self._host(name)
        with host.lock, self._among_runs(name):
            self._wait(name, host, delay)
            try:
                yield
                host.misses = 0
            except BROKEN:
                host.misses += 1
                raise
            finally:
                host.ended = time.monotonic()
                if stamp := self._stamp(name):
                    stamp.touch()
                    os.utime(stamp, ns=(now := time.time_ns(), now))

    def postpone(self, name: str, seconds: float) -> None:
        """Let no request go to a host for so long."""
        host = self._host(name)
        host.not_before = max(host.not_before, time.monotonic() + seconds)

    def _among_runs(self, name: str) -> AbstractContextManager[object]:
        """The host for this run alone, among those of this machine; let go by the system when the process dies."""
        stamp = self._stamp(name)
        if stamp is None:
            return nullcontext()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(stamp.with_suffix(".lock"))

    def _stamp(self, name: str) -> Path | None:
        """The file that was touched when the host's last answer ended."""
        turns = self._limits.turns
        return turns / f"{sha256(name.encode()).hexdigest()[:16]}.ended" if turns else None

    def _ended(self, name: str, host: Host) -> float:
        """The moment of time.monotonic() at which the last answer of a host ended, whichever run it was for."""
        stamp = self._stamp(name)
        try:
            ago = max(0.0, time.time() - stamp.stat().st_mtime) if stamp else None
        except FileNotFoundError:
            ago = None
        return host.ended if ago is None else max(host.ended, time.monotonic() - ago)

    def _host(self, name: str) -> Host:
        with self._lock:
            return self._hosts.setdefault(name, Host())

    def _wait(self, name: str, host: Host, delay: float) -> None:
        if host.misses >= self._limits.misses:
            raise WebError("unreachable", f"{name} left {host.misses} requests in a row unanswered.")
        now = time.monotonic()
        wait = max(self._ended(name, host) + delay, host.not_before) - now
        if not wait <= min(self._limits.patience, LONGEST_SLEEP):
            raise WebError("http_error", f"{name} asks to be left alone for {wait:.0f} more seconds.")
        if now + wait > self._over:
            raise WebError("timeout", f"the run's time for fetching was over before the turn of {name} came.")
        time.sleep(max(0.0, wait))


def retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks to wait, given as a number or as a date; None where it says neither."""
    if not value:
        return None
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    # a difference, since a moment of the year 9999 in a zone behind UTC has no form in UTC
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
