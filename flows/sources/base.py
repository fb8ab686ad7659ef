"""What a source is."""

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
"""Documents taken from one source in a run; what lies beyond is told of in a reject."""

Found = Candidate | Reject
T = TypeVar("T")


class Source(Protocol):
    """Where documents come from. Yields a Reject for a feed, map or archive that cannot be read."""

    @property
    def source_id(self) -> str: ...

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Found]:
        """What it announces; with `days`, what was published then as far as it can tell without fetching it."""
        ...


def missed(url: str, source_id: str, reason: Reason, detail: str) -> Reject:
    """A feed, map or archive that could not be read, or not whole."""
    return refused(url, source_id, "discover", SourceError(detail, reason))


def spared(found: Callable[[], Iterator[Found]], url: str, source_id: str) -> Iterator[Found]:
    """What a source, or a part of one, announces: whatever goes wrong ends it alone, with a Reject."""
    try:
        yield from found()
    except Exception as error:  # the fault line of a source: the others must not lose their night
        yield refused(url, source_id, "discover", error)


def each(entries: Iterable[T], read: Callable[[T], Candidate | None], url: str, source_id: str) -> Iterator[Found]:
    """The candidates that `read` makes of entries, none of some. One it fails on is a Reject at `url#number`."""
    for number, entry in enumerate(entries, 1):
        try:
            found = read(entry)
        except Exception as error:  # the fault line of an entry
            yield refused(f"{url}#{number}", source_id, "discover", error)
            continue
        if found:
            yield found
