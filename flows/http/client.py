"""One guarded, polite GET: the only way documents come in from the network."""

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

from flows.http.decompression import gunzip
from flows.http.limits import Limits, Response, WebError
from flows.http.request import Asker, Conditions, Wanted, unconditional
from flows.http.robots import MOST, Robots
from flows.http.ssrf_guard import Forbidden
from flows.http.tdmrep import MOST as MOST_TDMREP
from flows.http.tdmrep import Tdmrep
from transforms.cleaning.bot_walls import vendor
from warehouse import Held, LakeError

if TYPE_CHECKING:
    from flows.archive.archive import Archive


log = logging.getLogger("dateline")

__all__ = ["PAGES", "Limits", "Response", "Web", "WebError", "gunzip"]

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
"""Content types that can hold an article."""


class Web:
    """An HTTP client that keeps its limits and its manners. A context manager, shared by the threads of a run.

    Every answer goes into the `archive`, but for those of `get`, which are its caller's to keep.
    """

    def __init__(self, limits: Limits | None = None, archive: Archive | None = None) -> None:
        self.limits = limits or Limits()
        self._archive = archive
        self._asker = Asker(self.limits, self._passing)
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
        """The document at an address, redirects followed. WebError with the reason where it does not come.

        `types` are the content types accepted, all by default; a response without one is accepted. Where `conditions`
        were sent, the answer may have status 304 and no body. `span` asks for the bytes from its first to its last: the
        status is then 206, or 200 where the server gives the whole.
        """
        wanted = Wanted(max_bytes or self.limits.page_bytes, types, conditions, span=span)

        def ask(place: httpx.URL) -> Response:
            return self._asker.ask(place, self._robots.delay(_origin(place), str(place)), wanted)

        answer = self._followed(url, ask)
        return _document(replace(answer, says=self.says(answer.url)), wanted)

    def says(self, url: str) -> tuple[str, ...]:
        """What the robots.txt of an address's host says about use by machines. WebError where it may not be asked."""
        return self._robots.says(_origin(httpx.URL(url)))

    def reserves(self, url: str) -> tuple[str, ...]:
        """What the tdmrep.json of a document's host says about its address."""
        return self._tdmrep.says(_origin(httpx.URL(url)), url)

    def announcement(self, url: str, source_id: str) -> Response:
        """A feed, map, index or home page; as the archive holds it where its host says that nothing changed.

        WebError with the reason where it does not come, or where its source has had its time: the sources are asked one
        after the other, and a slow one must leave the others their night.
        """
        if self._spent[source_id] > self.limits.source:
            told = f"{source_id} took more than {self.limits.source:g} seconds to announce what it has"
            raise WebError("timeout", f"{told}: {url} was not asked for.")
        began = time.monotonic()
        try:
            return self._announcement(url, source_id)
        finally:
            self._spent[source_id] += time.monotonic() - began

    def _announcement(self, url: str, source_id: str) -> Response:
        known = self._archive.announcement(url) if self._archive else None
        try:
            answer = self.get(
                url, max_bytes=self.limits.feed_bytes, conditions=known.conditions if known else unconditional
            )
        except WebError as error:
            if error.response:
                self.announced(url, source_id, error.response)
            raise
        return self.announced(url, source_id, answer)

    def announced(self, url: str, source_id: str, answer: Response) -> Response:
        """Keep the answer of a feed, map, index or home page; what is held where it is that nothing changed."""
        return self._archive.announced(url, source_id, answer) if self._archive else answer

    def held(self, url: str) -> Held | None:
        """The document that the archive holds of an address."""
        return self._archive.held([url]).get(url) if self._archive else None

    def page(self, answer: Response) -> Response:
        """An answer of `get` that can be an article's. WebError where it is of another type or too large."""
        if len(answer.body) > self.limits.page_bytes:
            cut = replace(answer, body=answer.body[: self.limits.page_bytes], truncated="length")
            raise WebError("too_large", f"{answer.url} is larger than {self.limits.page_bytes} bytes.", cut)
        return answer if answer.status == 304 else _document(answer, Wanted(self.limits.page_bytes, PAGES))

    def _robots_txt(self, url: str) -> Response:
        """A robots.txt whatever its status; on its redirects no other robots.txt is asked for leave."""
        wanted = Wanted(MOST, cut=True)
        try:
            answer = self._followed(url, lambda place: self._asker.ask(place, self.limits.delay, wanted))
        except WebError as error:
            if self._archive and error.response:
                self._archive.robots(url, error.response)
            raise
        if self._archive:
            self._archive.robots(url, answer)
        return answer

    def _tdmrep_json(self, url: str) -> Response:
        """A tdmrep.json whatever its status, if robots.txt allows to ask for it."""
        wanted = Wanted(MOST_TDMREP, cut=True)
        answer = self._followed(
            url, lambda place: self._asker.ask(place, self._robots.delay(_origin(place), str(place)), wanted)
        )
        if self._archive:
            self._archive.robots(url, answer)
        return answer

    def _passing(self, answer: Response) -> None:
        if self._archive:
            self._archive.passing(answer)

    def _followed(self, url: str, ask: Callable[[httpx.URL], Response]) -> Response:
        """The answer at the end of the redirects."""
        try:
            for _ in range(self.limits.redirects + 1):
                place = httpx.URL(url)
                if place.scheme not in ("http", "https"):
                    raise WebError("refused", f"{url} is not an http or https address.")
                answer = ask(place)
                if answer.leads_to is None:
                    return answer
                self._passing(answer)
                url = answer.leads_to
        except (WebError, LakeError):
            raise
        except Forbidden as error:
            raise WebError("refused", f"{error}.") from error
        except httpcore.TimeoutException as error:
            raise WebError("timeout", f"{url} took too long: {error or 'no answer'}.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise WebError("unreachable", f"{url} cannot be reached: {error}.") from error
        except (httpx.InvalidURL, UnicodeError) as error:  # the latter of a host name that IDNA refuses
            raise WebError("refused", f"{url} is not an address: {error}.") from error
        except Exception as error:  # whatever one answer does to the client is that answer's failure
            log.debug("%s: asking failed", url, exc_info=error)
            raise WebError("malformed", f"{url}: {type(error).__name__}: {' '.join(str(error).split())}.") from error
        raise WebError("http_error", f"more than {self.limits.redirects} redirects, the last to {url}.")


def _origin(place: httpx.URL) -> str:
    return f"{place.scheme}://{place.netloc.decode('ascii')}"


def _document(answer: Response, wanted: Wanted) -> Response:
    """An answer that is a document, or confirms the one that is known. WebError where it is neither."""
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
