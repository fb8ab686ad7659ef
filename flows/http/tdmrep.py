"""Reads a host's `/.well-known/tdmrep.json` (TDM Reservation Protocol) once per run.

A host with no file, or an unreadable one, reserves nothing by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit

from flows.http.limits import Response, WebError
from transforms.cleaning.rights import TdmRule, in_tdmrep, tdm_rules

PLACE = "/.well-known/tdmrep.json"
MOST = 512 * 1024
"""Maximum bytes of the file that are read."""


@dataclass
class _Origin:
    lock: Lock = field(default_factory=Lock)
    rules: Sequence[TdmRule] | None = None


class Tdmrep:
    """TDM rules of every origin of a run. `read` fetches a file and raises WebError."""

    def __init__(self, read: Callable[[str], Response]) -> None:
        self._read = read
        self._origins: dict[str, _Origin] = {}
        self._lock = Lock()

    def says(self, origin: str, url: str) -> tuple[str, ...]:
        """The reservations that apply to `url` on this origin."""
        with self._lock:
            state = self._origins.setdefault(origin, _Origin())
        with state.lock:
            if state.rules is None:
                state.rules = self._fetch_rules(f"{origin}{PLACE}")
        return tuple(in_tdmrep(state.rules, urlsplit(url).path or "/"))

    def _fetch_rules(self, url: str) -> Sequence[TdmRule]:
        try:
            answer = self._read(url)
        except WebError:
            return ()
        return tdm_rules(answer.body.decode("utf-8-sig", errors="replace")) if answer.status == 200 else ()
