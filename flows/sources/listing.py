"""Addresses given: one by hand, or a file with one a line."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from flows.ask import unconditional
from flows.sources import feed, sitemap
from flows.sources.base import MOST, Candidate, SourceError
from flows.sources.days import Days
from flows.sources.markup import parse, unpacked
from flows.sources.site import Site
from flows.web import Response, Web, WebError
from transforms.addresses import canonical
from transforms.schema import Reject


@dataclass(frozen=True, slots=True)
class UrlList:
    """A file of addresses, one a line; blank lines and lines that begin with `#` are passed over."""

    source_id: str
    path: Path

    def examine(self) -> None:
        """SourceError where a line is no address."""
        deque(self._addresses(), maxlen=0)

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Candidate | Reject]:
        """The addresses in order. SourceError where a line is none."""
        return (Candidate(url, self.source_id) for url in self._addresses())

    def _addresses(self) -> Iterator[str]:
        return addresses(read_text(self.path), str(self.path))


@dataclass(frozen=True, slots=True)
class Address:
    """An address given by hand: what a feed, a sitemap or a list of addresses there announces, a site by its home page,
    else the page."""

    source_id: str

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Candidate | Reject]:
        answer, root = self._answer(web)
        if answer and root is not None and feed.is_feed(root):
            web.announced(self.source_id, self.source_id, answer)
            yield from feed.entries(root, self.source_id, self.source_id)
        elif root is not None and sitemap.is_sitemap(root):
            yield from sitemap.read(web, [self.source_id], self.source_id, days)
        elif answer and (listed := _listed(answer)):
            web.announced(self.source_id, self.source_id, answer)
            yield from (Candidate(url, self.source_id) for url in listed)
        elif urlsplit(self.source_id).path in ("", "/"):
            yield from Site(self.source_id, self.source_id).discover(web, days)
        else:
            yield Candidate(self.source_id, self.source_id, answer=answer)

    def _answer(self, web: Web) -> tuple[Response | None, etree._Element | None]:
        """What is there, and as XML; None where it does not come, for fetching it as a page will say why, or is none.

        It is asked for now, however fresh: somebody wants it. Where it answers 304, it is the page that is held.
        """
        held = web.held(self.source_id)
        try:
            answer = web.get(
                self.source_id,
                max_bytes=web.limits.feed_bytes,
                conditions=held.conditions if held else unconditional,
            )
        except WebError:
            return None, None
        try:
            return answer, parse(unpacked(answer.body, web.limits.feed_bytes))
        except WebError:
            return answer, None


def addresses(text: str, place: str) -> Iterator[str]:
    """The addresses of a list. SourceError where a line is none."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        url = canonical(line)
        if url is None:
            raise SourceError(f"{place}:{number}: not an http or https address.")
        yield url


def _listed(answer: Response) -> list[str]:
    """The addresses of a text that is a list of them; none where it is another."""
    if answer.kind != "text/plain":
        return []
    try:
        return list(islice(addresses(answer.body.decode("utf-8-sig"), answer.url), MOST))
    except (SourceError, UnicodeDecodeError):
        return []


def read_text(path: Path) -> str:
    """A file of UTF-8 text. SourceError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 text.") from error
