"""A lake shared by several machines: its catalog in PostgreSQL, its files in a bucket."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Timer
from time import sleep
from typing import TYPE_CHECKING

import pyarrow as arrow
import pytest

from tests.fingerprint import fingerprint
from tests.servers import PASSWORD, Postgres, postgres
from warehouse import Lake, LakeError, Landing, check, connect, known, land, maintain, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]

NONE = timedelta(0)
WRITERS, ROUNDS = 8, 2


def _night(world: World, told: str) -> None:
    """A night of three articles: a unique one, one that all runs have, and one that each run has in other words."""
    for name, place in ((world.run_id, "Homs"), ("same", "Hama"), ("other", "Idlib")):
        taking = f"Rebels took {place}."
        article = world.article(name, taking + (f" That was told by {told}." if name == "other" else ""))
        world.hold(article, taking, place, "Rebels")
    world.run()


def test_a_landing_is_the_same_as_on_one_machine(far_lake: Lake, no_lake: Lake, world: World) -> None:
    article = world.article("hama", "Rebels took Hama.")
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    world.run()
    near, far = land(no_lake, world.batch()), land(far_lake, world.batch())
    assert far.counts == near.counts
    assert fingerprint(far_lake) == fingerprint(no_lake)
    assert query(far_lake, "SELECT place FROM dated_events").to_pylist() == [{"place": "Hama"}]
    assert check(far_lake) == []


def test_where_nothing_landed_the_sentence_is_the_same(far_lake: Lake) -> None:
    with pytest.raises(LakeError, match="there is no warehouse yet; `dateline run` makes one"):
        query(far_lake, "SELECT 1")
    assert known(far_lake, ["hama"]) == {}


def test_maintenance_leaves_the_rows_and_removes_what_a_dead_writer_left(far_lake: Lake, worlds: Worlds) -> None:
    for number in range(3):
        world = worlds(f"run-{number}")
        _night(world, f"night {number}")
        land(far_lake, world.batch())
    before = fingerprint(far_lake)
    orphan = f"{far_lake.data}main/events/ducklake-left-behind.parquet"
    with connect(far_lake) as connection:
        connection.execute(f"COPY (SELECT 1) TO '{orphan}'")
    done = maintain(far_lake, spare=NONE)
    assert done.merged > done.into > 0
    assert done.orphaned == 1
    while maintain(far_lake, keep=NONE, spare=NONE).expired:
        pass
    assert maintain(far_lake, keep=NONE, spare=NONE).orphaned == 0
    assert fingerprint(far_lake) == before
    assert check(far_lake) == []


def test_a_dry_landing_keeps_nothing(far_lake: Lake, worlds: Worlds) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    _night(first, "one")
    _night(second, "another")
    before = land(far_lake, first.batch()), fingerprint(far_lake)
    dry = land(far_lake, second.batch(), dry=True)
    assert (dry["articles"].added, dry["articles"].changed, dry["articles"].unchanged) == (1, 1, 1)
    assert fingerprint(far_lake) == before[1]
    assert maintain(far_lake).orphaned == 0


def test_files_elsewhere_than_the_catalog_says_are_refused(far_lake: Lake, world: World, tmp_path: Path) -> None:
    land(far_lake, world.batch())
    with pytest.raises(LakeError, match=rf"cannot be opened: its files lie in {far_lake.data}, not in {tmp_path}/$"):
        land(Lake(far_lake.catalog, f"{tmp_path}/"), world.batch())
    assert list(tmp_path.iterdir()) == []


def _write(lake: Lake, worlds: Worlds, writer: int) -> None:
    for number in range(ROUNDS):
        world = worlds(f"run-{writer}-{number}")
        _night(world, world.run_id)
        land(lake, world.batch())


def test_eight_writers_at_once_lose_nothing_and_double_nothing(far_lake: Lake, worlds: Worlds, tmp_path: Path) -> None:
    lake = Lake(far_lake.catalog, f"{tmp_path}/files/")
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(lake, worlds, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(300)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    nights = WRITERS * ROUNDS
    counts = """
        SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(DISTINCT article_id) FROM articles) AS ids,
               (SELECT count(*) FROM events) AS events, (SELECT count(DISTINCT article_id) FROM events) AS told,
               (SELECT count(*) FROM pages) AS pages, (SELECT count(*) FROM runs) AS runs
    """
    # every version of the article told otherwise is a page of its own
    expected = dict.fromkeys(("articles", "ids", "events", "told"), nights + 2)
    assert query(lake, counts).to_pylist() == [expected | {"pages": 2 * nights + 1, "runs": nights}]
    assert check(lake) == []
    assert maintain(lake).orphaned == 0


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A server for a single test, to be killed."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with postgres() as started:
        yield started


@pytest.mark.parametrize("moment", [None, 0.2])
def test_a_server_killed_during_a_landing_loses_and_doubles_nothing(
    mortal: Postgres, no_lake: Lake, worlds: Worlds, tmp_path: Path, moment: float | None
) -> None:
    lake = Lake(f"postgres:{mortal.words('postgres')}", f"{tmp_path}/far/")
    first, second = worlds("run-1"), worlds("run-2")
    _night(first, "one")
    _night(second, "another")
    for near in (first, second):
        land(no_lake, near.batch())
    land(lake, first.batch())

    def account(landing: Landing) -> arrow.Table:
        if moment is None:
            mortal.kill()
        return second.batch()["runs"]

    killing = Timer(moment or 0, mortal.kill if moment else lambda: None)
    killing.start()
    try:
        land(lake, second.batch(), account)
    except LakeError as error:
        assert re.search("the server of the catalog went away$|cannot be reached: ", str(error))  # noqa: PT017
    else:
        assert moment
    killing.join()
    mortal.start()
    land(lake, second.batch())
    assert fingerprint(lake) == fingerprint(no_lake)
    assert check(lake) == []
    maintain(lake)
    with connect(lake) as connection:
        unknown = "CALL ducklake_delete_orphaned_files('lake', dry_run => true, cleanup_all => true)"
        assert connection.execute(unknown).fetchall() == []


def test_a_server_killed_under_a_reader_is_one_sentence(mortal: Postgres, world: World, tmp_path: Path) -> None:
    lake = Lake(f"postgres:{mortal.words('postgres')}", f"{tmp_path}/far/")
    land(lake, world.batch())
    with pytest.raises(LakeError, match=r": the server of the catalog went away$"):  # noqa: PT012, SIM117
        with connect(lake, read_only=True) as connection:
            mortal.kill()
            for _ in range(200):
                connection.execute("FROM articles").fetchall()
                sleep(0.05)
