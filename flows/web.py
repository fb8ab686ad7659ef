"""One guarded, polite GET: the only way documents come in from the network."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import httpcore
import httpx

from flows.ask import Asker, Conditions, Wanted, unconditional
from flows.guard import Forbidden
from flows.limits import Limits, Response, WebError
from flows.robots import MOST, Robots
from flows.unpack import gunzip

__all__ = ["PAGES", "Limits", "Response", "Web", "WebError", "gunzip"]

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
"""Content types that can hold an article."""


class Web:
    """An HTTP client that keeps its limits and its manners. A context manager, shared by the threads of a run."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._asker = Asker(self.limits)
        self._robots = Robots(self.limits, self._robots_txt)

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

        def ask(place: httpx.URL) -> Response | str:
            return self._asker.ask(place, self._robots.delay(_origin(place), str(place)), wanted)

        return _document(self._followed(url, ask), wanted)

    def _robots_txt(self, url: str) -> Response:
        """A robots.txt whatever its status; on its redirects no other robots.txt is asked for leave."""
        wanted = Wanted(MOST, cut=True)
        return self._followed(url, lambda place: self._asker.ask(place, self.limits.delay, wanted))

    def _followed(self, url: str, ask: Callable[[httpx.URL], Response | str]) -> Response:
        """The answer at the end of the redirects."""
        try:
            for _ in range(self.limits.redirects + 1):
                place = httpx.URL(url)
                if place.scheme not in ("http", "https"):
                    raise WebError("refused", f"{url} is not an http or https address.")
                answer = ask(place)
                if isinstance(answer, Response):
                    return answer
                url = answer
        except Forbidden as error:
            raise WebError("refused", f"{error}.") from error
        except httpcore.TimeoutException as error:
            raise WebError("timeout", f"{url} took too long: {error or 'no answer'}.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise WebError("unreachable", f"{url} cannot be reached: {error}.") from error
        except httpx.InvalidURL as error:
            raise WebError("refused", f"{url} is not an address: {error}.") from error
        except httpx.RemoteProtocolError as error:
            raise WebError("http_error", f"{url} redirects to nowhere: {error}.") from error
        raise WebError("http_error", f"more than {self.limits.redirects} redirects, the last to {url}.")


def _origin(place: httpx.URL) -> str:
    return f"{place.scheme}://{place.netloc.decode('ascii')}"


def _document(answer: Response, wanted: Wanted) -> Response:
    """An answer that is a document, or confirms the one that is known. WebError where it is neither."""
    if answer.status in (404, 410):
        raise WebError("not_found", f"{answer.url} answered {answer.status}.", answer)
    if answer.status == 206 and wanted.span:
        return answer
    if answer.status != 200 and not (answer.status == 304 and wanted.conditions(answer.url)):
        raise WebError("http_error", f"{answer.url} answered {answer.status}.", answer)
    if not wanted.wants(answer) and answer.status == 200:
        raise WebError("not_html", f"{answer.url} is {answer.kind}, not a page of text.", answer)
    return answer
