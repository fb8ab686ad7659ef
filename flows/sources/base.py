"""The Source protocol, and helpers that confine failures to one entry or one source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from flows.http.client import Web
from flows.sources.candidate import Candidate as Candidate
from flows.sources.days import Days
from flows.sources.rejects import SourceError as SourceError
from flows.sources.rejects import refused
from transforms.tables.schema import Reason, Reject

MOST = 50_000
"""Maximum documents of one source in a run; the number left out goes into a reject."""

Discovered = Candidate | Reject
T = TypeVar("T")


class Source(Protocol):
    """Where documents come from. Yields a Reject for a feed, sitemap or archive that cannot be read."""

    @property
    def source_id(self) -> str: ...

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """Yield its documents; with `days`, those published then, as far as can be known without fetching them."""
        ...


def missed_reject(url: str, source_id: str, reason: Reason, detail: str) -> Reject:
    """The reject of a feed, sitemap or archive that could not be read completely."""
    return refused(url, source_id, "discover", SourceError(detail, reason))


def left_out_reject(url: str, source_id: str, rest: str, most: int) -> Reject:
    """The reject of a feed, list or archive that has more than is read; `rest` counts and names what is left out."""
    return missed_reject(url, source_id, "too_large", f"{rest} were not read: {most} are the most.")


def guard_source(discover: Callable[[], Iterator[Discovered]], url: str, source_id: str) -> Iterator[Discovered]:
    """Yield what `discover` yields; an error ends this source, or part of one, with a Reject."""
    try:
        yield from discover()
    except Exception as error:  # one bad source becomes a Reject, the others go on
        yield refused(url, source_id, "discover", error)


def each(entries: Iterable[T], read: Callable[[T], Candidate | None], url: str, source_id: str) -> Iterator[Discovered]:
    """Candidates made from `entries`; `read` may return None. An entry it fails on becomes a Reject at `url#number`."""
    for number, entry in enumerate(entries, 1):
        try:
            candidate = read(entry)
        except Exception as error:  # one bad entry becomes a Reject, the rest go on
            yield refused(f"{url}#{number}", source_id, "discover", error)
            continue
        if candidate:
            yield candidate
