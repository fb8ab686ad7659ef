"""Limits of a query: time, memory, temporary space; the answer is a stream."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from warehouse import Lake, Limits, QueryError, answers, ask, check, held, land, query, sharing
from warehouse.storage import lake as opening

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

LATE = "the question took longer than 0.5 seconds; --timeout gives it more"
TAKES = {
    "ask without end": ("SELECT count(*) FROM range(1000000000000) t(x) WHERE x % 7 = 8", Limits(seconds=0.5), LATE),
    "answer without end": ("FROM range(1000000000000000)", Limits(seconds=0.5), LATE),
    "recurse without end": (
        "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT count(*) FROM r", Limits(seconds=0.5), LATE
    ),
    "fill the memory with a list": (
        "SELECT list(x) FROM range(1000000000) t(x)", Limits(memory="200MB"),
        "the question needs more memory than 200MB; --memory gives it more",
    ),
    "fill the disk by what does not fit in memory": (
        "SELECT count(*) FROM (SELECT DISTINCT x, x::VARCHAR FROM range(100000000) t(x))",
        Limits(memory="200MB", temporary="20MB"),
        "the question needs more temporary space on disk than 20MB; --temp gives it more",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKES)
@pytest.mark.attack("{name}")
def test_a_limit_that_is_met_is_one_sentence(name: str, lake: Lake, outcome: Callable[[str], None]) -> None:
    sql, limits, sentence = TAKES[name]
    with pytest.raises(QueryError) as met, ask(lake, sql, limits=limits) as answer:
        for _ in answer:
            pass
    assert str(met.value) == sentence
    outcome(sentence)


@pytest.mark.parametrize(
    ("sql", "option", "sentence"),
    [
        pytest.param("SELECT repeat('x', 100000000) FROM range(1000)", "memory='200MB'", "--memory", id="memory"),
        pytest.param("SELECT lpad('x', 2000000000, 'y') FROM range(9)", "seconds=0.5", "--timeout", id="time"),
    ],
)
@pytest.mark.attack("take {option} by one call, which DuckDB neither counts nor interrupts")
def test_what_duckdb_does_not_see_the_process_does(
    sql: str, option: str, sentence: str, lake: Lake, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    """Run in a separate process, because its memory is limited and it is ended."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = (
        "import os, sys\nfrom warehouse import *\n"
        "def end(error): print(error, file=sys.stderr, flush=True); os._exit(2)\n"
        f"try: query({lake!r}, {sql!r}, limits=Limits({option}, end=end))\n"
        "except LakeError as error: end(error)\n"
    )
    environment = os.environ | {"TMPDIR": str(scratch)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.endswith(f"{sentence} gives it more\n")
    assert list(scratch.iterdir()) == []
    outcome(done.stderr.strip())


def test_the_answer_comes_while_the_question_still_runs(lake: Lake) -> None:
    with ask(lake, "SELECT x FROM range(1000000000000) t(x)") as answer:
        assert answer.read_next_batch().column(0)[:3].to_pylist() == [0, 1, 2]


def test_readers_that_share_a_connection_see_one_snapshot_and_hinder_no_landing(lake: Lake, world: World) -> None:
    land(lake, {})
    articles = {"articles": "SELECT count(*) AS n FROM articles"}
    world.article("hama", "Rebels took Hama.")
    with sharing(lake):
        before = answers(lake, articles)["articles"]
        land(lake, world.batch())
        assert answers(lake, articles)["articles"] == before
    assert answers(lake, articles)["articles"].to_pylist() == [{"n": 1}]


def test_a_lake_that_is_held_is_attached_once_and_every_landing_is_seen(
    no_lake: Lake, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = Mock(wraps=opening._prepare_connection)
    monkeypatch.setattr(opening, "_prepare_connection", prepare)
    articles = {"articles": "SELECT count(*) AS n FROM articles"}
    with held(no_lake):
        land(no_lake, {})
        for number, name in enumerate(("hama", "homs"), 1):
            world.article(name, f"Rebels took {name.title()}.")
            land(no_lake, world.batch())
            assert answers(no_lake, articles)["articles"].to_pylist() == [{"n": number}]
            assert check(no_lake) == []
        assert prepare.call_count == 1
        world.article("idlib", "Rebels took Idlib.")
        with ThreadPoolExecutor() as other:  # where nothing is held, as in another process
            other.submit(land, no_lake, world.batch()).result()
        assert answers(no_lake, articles)["articles"].to_pylist() == [{"n": 3}]


def test_a_question_to_a_lake_that_is_held_has_its_limits_all_the_same(lake: Lake, world: World) -> None:
    with held(lake):
        with pytest.raises(QueryError):
            query(lake, "FROM read_text('/etc/hostname')")
        world.article("hama", "Rebels took Hama.")
        land(lake, world.batch())
        assert query(lake, "SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 1}]


@pytest.mark.parametrize("option", ["memory", "temporary"])
def test_a_limit_that_is_no_size_is_one_sentence(option: str, lake: Lake) -> None:
    with pytest.raises(QueryError, match="lots: not a size such as 4GB"):
        query(lake, "SELECT 1", limits=Limits(**{option: "lots"}))  # type: ignore[arg-type]
