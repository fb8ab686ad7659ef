"""Progress of steps, reported to listeners."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from flows.runs.progress import Report, listening, step_progress, with_progress
from flows.runs.steps import Step

Reports = list[tuple[str, int, int]]
TOWNS = ("Hama", "Homs", "Idlib")


@contextmanager
def written(reported: Reports, what: str) -> Iterator[Report]:
    """A listener that records the reported progress, and the end of the work as -1."""
    yield lambda done, total: reported.append((what, done, total))
    reported.append((what, -1, -1))


def test_items_count_when_the_next_is_asked_for() -> None:
    told: Reports = []
    with listening(partial(written, told)):
        items = with_progress("pages", iter("ab"), [50, 7])
        assert next(items) == "a"
        assert told == [("pages", 0, 57)]
        assert list(items) == ["b"]
    assert told[1:] == [("pages", 50, 57), ("pages", 57, 57), ("pages", -1, -1)]


def test_without_a_listener_nothing_happens() -> None:
    assert list(with_progress("pages", "ab", [1, 1])) == ["a", "b"]
    with step_progress("landing") as told:
        told(1, 2)


@pytest.mark.usefixtures("home")
def test_a_step_that_says_what_it_does_is_heard_and_one_of_many_is_not() -> None:
    told: Reports = []
    with listening(partial(written, told)):
        assert Step(len, says="landing")("ab") == 2
        assert list(Step(len, says="cleaning").each(["a", "bc"])) == [1, 2]
        Step(len)("ab")
    assert told == [("landing", -1, -1)]


@pytest.mark.usefixtures("made")
def test_a_run_tells_of_documents_and_not_of_batches(home: Path) -> None:
    from flows.nightly import nightly

    for name in TOWNS:
        (home / f"{name}.txt").write_text(
            f"date 2024-12-05 Rebels captured {name} on Thursday, and 12 soldiers died.\n"
        )
    told: Reports = []
    with listening(partial(written, told)), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_BATCH", "2")  # two batches, of two documents and of one
        nightly(places=[str(home / f"{name}.txt") for name in TOWNS])
    for what in ("asking sources", "fetching documents", "cleaning pages", "reading articles"):
        assert [(done, of) for name, done, of in told if name == what and done >= 0][-1] == (3, 3), what
    assert ("cleaning pages", 2, 3) in told
    assert {"landing", "checking"} <= {what for what, _, _ in told}
