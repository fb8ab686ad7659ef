"""HTTP client for documents from the network: guarded against SSRF, throttled, limited in size and time."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

import httpcore
import httpx

from flows.http.limits import Limits, Response, WebError
from flows.http.request import Asker, Conditions, Wanted, unconditional
from flows.http.robots import MOST, Robots
from flows.http.ssrf_guard import Forbidden
from flows.http.tdmrep import MOST as MOST_TDMREP
from flows.http.tdmrep import Tdmrep
from transforms.cleaning.admission.bot_walls import vendor
from warehouse import LakeError, StoredResponse

if TYPE_CHECKING:
    from flows.archive.archive import Archive


log = logging.getLogger("dateline")

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
"""Content types accepted for articles."""


class Web:
    """HTTP client with limits and throttling. A context manager, shared by the threads of a run.

    Every answer goes into `archive`, except those of `get`, which the caller stores.
    """

    def __init__(self, limits: Limits | None = None, archive: Archive | None = None) -> None:
        self.limits = limits or Limits()
        self._archive = archive
        self._asker = Asker(self.limits, self._keep_passing)
        self._robots = Robots(self.limits, self._robots_txt)
        self._tdmrep = Tdmrep(self._tdmrep_json)
        self._spent: defaultdict[str, float] = defaultdict(float)

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._asker.close()

    def get(
        self,
        url: str,
        *,
        max_bytes: int | None = None,
        types: frozenset[str] | None = None,
        conditions: Conditions = unconditional,
        span: tuple[int, int] | None = None,
    ) -> Response:
        """GET a document, following redirects. Raises WebError with a reason.

        `types` are the accepted content types, all by default; a response without one is accepted. If `conditions` were
        sent, the answer may be a 304 without body. `span` requests an inclusive byte range: the status is then 206, or
        200 if the server ignores ranges.
        """
        wanted = Wanted(max_bytes or self.limits.page_bytes, types, conditions, span=span)

        def ask(place: httpx.URL) -> Response:
            return self._asker.ask(place, self._robots.admitted(_origin(place), str(place)), wanted)

        answer = self._follow_redirects(url, ask)
        return _accept_document(replace(answer, says=self.says(answer.url)), wanted)

    def says(self, url: str) -> tuple[str, ...]:
        """Machine-use rules in the robots.txt of the URL's host; none if it could not be read."""
        return self._robots.says(_origin(httpx.URL(url)))

    def reserves(self, url: str) -> tuple[str, ...]:
        """Machine-use rules in the host's tdmrep.json that match the URL."""
        return self._tdmrep.says(_origin(httpx.URL(url)), url)

    def announcement(self, url: str, source_id: str) -> Response:
        """GET a feed, sitemap, index or home page; on 304 the stored copy.

        Raises WebError, also once the source has used up its time: sources are polled one after the other, and a slow
        one must not take the time of the rest.
        """
        if self._spent[source_id] > self.limits.source:
            detail = f"{source_id} took more than {self.limits.source:g} seconds to announce what it has"
            raise WebError("timeout", f"{detail}: {url} was not asked for.")
        began = time.monotonic()
        try:
            return self._announcement(url, source_id)
        finally:
            self._spent[source_id] += time.monotonic() - began

    def _announcement(self, url: str, source_id: str) -> Response:
        stored = self._archive.announcement(url) if self._archive else None
        try:
            answer = self.get(
                url, max_bytes=self.limits.feed_bytes, conditions=stored.conditions if stored else unconditional
            )
        except WebError as error:
            if error.response:
                self.announced(url, source_id, error.response)
            raise
        return self.announced(url, source_id, answer)

    def announced(self, url: str, source_id: str, answer: Response) -> Response:
        """Store the answer of a feed, sitemap, index or home page; on 304 return the stored copy."""
        return self._archive.announced(url, source_id, answer) if self._archive else answer

    def latest_document(self, url: str) -> StoredResponse | None:
        """The document that the archive holds for `url`."""
        return self._archive.latest_documents([url]).get(url) if self._archive else None

    def page(self, answer: Response) -> Response:
        """Check that an answer of `get` can hold an article. WebError for another content type or a larger body."""
        if len(answer.body) > self.limits.page_bytes:
            cut = replace(answer, body=answer.body[: self.limits.page_bytes], truncated="length")
            raise WebError("too_large", f"{answer.url} is larger than {self.limits.page_bytes} bytes.", cut)
        return answer if answer.status == 304 else _accept_document(answer, Wanted(self.limits.page_bytes, PAGES))

    def _robots_txt(self, url: str) -> Response:
        """GET robots.txt, whatever its status; its redirects are followed without checking other robots.txt files."""
        wanted = Wanted(MOST, cut=True)
        try:
            answer = self._follow_redirects(url, lambda place: self._asker.ask(place, self.limits.delay, wanted))
        except WebError as error:
            if self._archive and error.response:
                self._archive.robots(url, error.response)
            raise
        if self._archive:
            self._archive.robots(url, answer)
        return answer

    def _tdmrep_json(self, url: str) -> Response:
        """GET tdmrep.json, whatever its status, if robots.txt allows it."""
        wanted = Wanted(MOST_TDMREP, cut=True)
        answer = self._follow_redirects(
            url, lambda place: self._asker.ask(place, self._robots.admitted(_origin(place), str(place)), wanted)
        )
        if self._archive:
            self._archive.robots(url, answer)
        return answer

    def _keep_passing(self, answer: Response) -> None:
        if self._archive:
            self._archive.passing(answer)

    def _follow_redirects(self, url: str, ask: Callable[[httpx.URL], Response]) -> Response:
        """Follow redirects to the final answer; every failure becomes a WebError."""
        try:
            for _ in range(self.limits.redirects + 1):
                place = httpx.URL(url)
                if place.scheme not in ("http", "https"):
                    raise WebError("refused", f"{url} is not an http or https address.")
                answer = ask(place)
                if answer.leads_to is None:
                    return answer
                self._keep_passing(answer)
                url = answer.leads_to
        except (WebError, LakeError):
            raise
        except Forbidden as error:
            raise WebError("refused", f"{error}.") from error
        except httpcore.TimeoutException as error:
            raise WebError("timeout", f"{url} took too long: {error or 'no answer'}.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise WebError("unreachable", f"{url} cannot be reached: {error}.") from error
        except (httpx.InvalidURL, UnicodeError) as error:  # UnicodeError: a host name that IDNA rejects
            raise WebError("refused", f"{url} is not an address: {error}.") from error
        except Exception as error:  # any failure of the client counts against this answer only
            log.debug("%s: request failed", url, exc_info=error)
            raise WebError("malformed", f"{url}: {type(error).__name__}: {' '.join(str(error).split())}.") from error
        raise WebError("http_error", f"more than {self.limits.redirects} redirects, the last to {url}.")


def _origin(place: httpx.URL) -> str:
    return f"{place.scheme}://{place.netloc.decode('ascii')}"


def _accept_document(answer: Response, wanted: Wanted) -> Response:
    """Accept a document or a 304 to a conditional request; WebError otherwise."""
    if answer.status in (404, 410):
        raise WebError("not_found", f"{answer.url} answered {answer.status}.", answer)
    if answer.status == 206 and wanted.span:
        return answer
    if whose := vendor(answer.status, answer.headers, answer.body):
        raise WebError("bot_wall", f"{answer.url} is shut to robots by {whose}: it answered {answer.status}.", answer)
    if answer.status != 200 and not (answer.status == 304 and wanted.conditions(answer.url)):
        raise WebError("http_error", f"{answer.url} answered {answer.status}.", answer)
    if not wanted.wants(answer) and answer.status == 200:
        raise WebError("not_html", f"{answer.url} is {answer.kind}, not a page of text.", answer)
    return answer
