"""Failures of a source are confined to one entry, or to what is left of the source."""

from __future__ import annotations

from collections.abc import Iterator

from flows.sources.base import Candidate, Discovered, each, guard_source
from transforms.tables.schema import Reject


def test_an_error_ends_the_source_and_keeps_what_came_before() -> None:
    def discover() -> Iterator[Discovered]:
        yield Candidate("http://outlet.example/one", "desk")
        raise ZeroDivisionError("division by zero")

    kept, reject = guard_source(discover, "http://outlet.example/feed", "desk")
    assert kept == Candidate("http://outlet.example/one", "desk")
    assert isinstance(reject, Reject)
    assert (reject.url, reject.source_id, reject.stage) == ("http://outlet.example/feed", "desk", "discover")
    assert "ZeroDivisionError: division by zero" in reject.detail


def test_an_error_at_one_entry_costs_that_entry() -> None:
    def read(entry: str) -> Candidate | None:
        if entry == "broken":
            raise KeyError(entry)
        return Candidate(f"http://outlet.example/{entry}", "desk") if entry else None

    entries = each(["one", "", "broken", "four"], read, "http://outlet.example/feed", "desk")
    assert [entry.url.rpartition("/")[2] for entry in entries] == ["one", "feed#3", "four"]
