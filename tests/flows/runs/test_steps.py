"""Steps without Prefect: retried, limited in time, run in parallel, and cancelled if one fails."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Barrier, Event

import pytest

from flows.runs.steps import InProcess, Retries, Step, current, step, under
from flows.tasks import LAKE
from warehouse import LakeError


def failing(errors: list[Exception]) -> Step[[], str]:
    """A step that fails with each of the errors, then succeeds; it is retried twice if the lake is busy."""

    @step(Retries((0.0, 0.0), LAKE.of))
    def told() -> str:
        if errors:
            raise errors.pop(0)
        return "done"

    return told


def test_what_passes_is_tried_anew() -> None:
    assert failing([LakeError("the catalog is locked"), LakeError("the server went away")])() == "done"


def test_what_passes_for_too_long_fails() -> None:
    with pytest.raises(LakeError, match="locked"):
        failing([LakeError("the catalog is locked")] * 3)()


@pytest.mark.parametrize("error", [LakeError("the catalog is missing"), ValueError("locked")], ids=repr)
def test_what_does_not_pass_is_not_tried_anew(error: Exception) -> None:
    left = [error, LakeError("the catalog is locked")]
    with pytest.raises(type(error), match=str(error)):
        failing(left)()
    assert len(left) == 1


def test_a_step_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError, match=r"it took more than 0\.05 seconds"):
        Step(time.sleep, seconds=0.05)(60)


def test_several_items_are_worked_on_at_once_and_come_in_their_order(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_WORKERS", "2")
    together = Barrier(2, timeout=60)

    def worked(item: int, more: int) -> int:
        together.wait()
        time.sleep(0.05 if item == 0 else 0)
        return item + more

    assert list(Step(worked).each([0, 1], 10)) == [10, 11]


def test_what_waits_is_not_begun_where_one_fails(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_WORKERS", "1")
    begun: list[int] = []
    going_on = Event()

    def worked(item: int) -> None:
        begun.append(item)
        if item == 0:
            raise ValueError("the first fails")
        going_on.wait(60)

    with pytest.raises(ValueError, match="the first fails"):
        list(Step(worked).each(range(9)))
    going_on.set()
    assert len(begun) <= 2


def test_an_engine_carries_out_the_steps_of_its_body_alone() -> None:
    engine = InProcess(run_id="the run")
    with under(engine):
        assert current().run_id == "the run"
    assert current().run_id != current().run_id
