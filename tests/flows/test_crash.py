"""A night that is killed, or whose Prefect server is, ends after a rerun with the same result as an undisturbed one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash import World, contents, has_printed, life, world
from warehouse import Lake

PAGES = 32


@pytest.fixture(scope="module")
def outlets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Outlets on loopback with a few pages each, read in small batches."""
    with world(PAGES, tmp_path_factory.mktemp("prefect"), batch=8) as made:
        yield made


@pytest.fixture(scope="module")
def expected(outlets: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The content of the lake after an undisturbed run."""
    home = tmp_path_factory.mktemp("home") / "undisturbed"
    lived = life(outlets, home, [])
    assert lived.wrong == []
    assert lived.after[0] > PAGES
    return contents(Lake.at(home))


def test_runs_killed_while_they_fetch_and_while_they_read(
    outlets: World, expected: dict[str, str], tmp_path: Path
) -> None:
    def halfway(seconds: float, printed: str) -> bool:
        return len(outlets.server.log) - before > PAGES // 2

    before = len(outlets.server.log)
    lived = life(outlets, tmp_path / "home", [halfway, has_printed("batch 1 of")], expected)
    assert [attempt.killed for attempt in lived.attempts] == [True, True, False]
    assert lived.after[:2] == [0, 0]
    assert lived.wrong == []


def test_a_run_whose_prefect_server_is_killed(outlets: World, expected: dict[str, str], tmp_path: Path) -> None:
    lived = life(outlets, tmp_path / "home", [has_printed("batch 1 of")], expected, "server")
    assert not any(attempt.killed for attempt in lived.attempts)
    assert lived.wrong == []
