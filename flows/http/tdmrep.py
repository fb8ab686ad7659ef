"""Reads a host's `/.well-known/tdmrep.json` (TDM Reservation Protocol) once per run.

A host with no file, or an unreadable one, reserves nothing by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from flows.http.limits import Response, WebError
from flows.http.per_origin import PerOrigin
from transforms.cleaning.admission.rights import TdmRule, in_tdmrep, tdm_rules

PLACE = "/.well-known/tdmrep.json"
MOST = 512 * 1024
"""Maximum bytes of the file that are read."""


class Tdmrep:
    """TDM rules of every origin of a run. `read` fetches a file and raises WebError."""

    def __init__(self, read: Callable[[str], Response]) -> None:
        self._read = read
        self._rules = PerOrigin(self._fetch_rules)

    def says(self, origin: str, url: str) -> tuple[str, ...]:
        """The reservations that apply to `url` on this origin."""
        return tuple(in_tdmrep(self._rules[origin], urlsplit(url).path or "/"))

    def _fetch_rules(self, origin: str) -> Sequence[TdmRule]:
        try:
            answer = self._read(f"{origin}{PLACE}")
        except WebError:
            return ()
        return tdm_rules(answer.body.decode("utf-8-sig", errors="replace")) if answer.status == 200 else ()
