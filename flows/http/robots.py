"""Obeys robots.txt (RFC 9309), read once per run for each origin.

A missing file or a 4xx allows everything. A 429, a 5xx or a timeout means that the host is unavailable for now, so
nothing is allowed. A file over the size limit is read up to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from flows.http.limits import ROBOT, Limits, Response, WebError
from flows.http.per_origin import PerOrigin
from transforms.cleaning.admission.rights import in_robots

MOST = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 requires at least 500 KiB."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin; `refusal` is set if nothing there may be requested."""

    allows: Callable[[str], bool]
    delay: float | None = None
    says: tuple[str, ...] = ()
    """Machine-use rules in its robots.txt."""
    refusal: WebError | None = None


class Robots:
    """The rules of every origin of a run. `read` fetches a robots.txt, whatever its status, and raises WebError."""

    def __init__(self, limits: Limits, read: Callable[[str], Response]) -> None:
        self._limits = limits
        self._read = read
        self._rules = PerOrigin(self._fetch_rules)

    def admitted(self, origin: str, url: str) -> float:
        """Admit a request for `url`: the seconds to wait after the origin's last answer before sending it.

        Raises WebError if `url` may not be requested.
        """
        rules = self._rules[origin]
        if rules.refusal:
            raise WebError(rules.refusal.reason, str(rules.refusal))
        if not rules.allows(url):
            raise WebError("robots", f"{origin}/robots.txt does not allow {url}.")
        return self._limits.delay if rules.delay is None else rules.delay

    def says(self, origin: str) -> tuple[str, ...]:
        """Machine-use rules in the origin's robots.txt; none if it could not be read."""
        return self._rules[origin].says

    def _fetch_rules(self, origin: str) -> Rules:
        url = f"{origin}/robots.txt"
        try:
            answer = self._read(url)
        except WebError as error:
            reason = error.reason if error.reason in ("unreachable", "refused") else "robots"
            return _refuse_all(WebError(reason, f"robots.txt could not be read: {error}"))
        if answer.status == 429 or answer.status >= 500:
            return _refuse_all(WebError("robots", f"{url} answered {answer.status}: nothing may be asked for now."))
        if answer.status != 200:
            return Rules(lambda _: True)
        return self._parse(url, answer.body.decode("utf-8-sig", errors="replace"))

    def _parse(self, url: str, text: str) -> Rules:
        try:
            parser = Protego.parse(text)
            delay = parser.crawl_delay(ROBOT)
        except Exception as error:  # a file that breaks the parser may forbid everything, so it must not open the host
            return _refuse_all(WebError("robots", f"{url} cannot be read: {type(error).__name__}: {error}."))
        if delay is not None and not delay <= self._limits.patience:
            return _refuse_all(WebError("robots", f"{url} asks for {delay:.0f} seconds between requests."))
        return Rules(lambda path: bool(parser.can_fetch(path, ROBOT)), delay, tuple(in_robots(text, ROBOT)))


def _refuse_all(refusal: WebError) -> Rules:
    return Rules(lambda _: False, refusal=refusal)
