"""Landing: repetitions change nothing, changed rows are replaced, failures leave nothing, two writers lose nothing."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from tests.warehouse.conftest import FIRST, LINKING, SECOND, capture_with_toll
from transforms.identity.near_duplicates import WINDOW, stories
from transforms.tables.schema import FACTS, READINGS, TABLES, to_arrow
from warehouse import (
    Count,
    Grouping,
    Known,
    Lake,
    LakeError,
    Landing,
    Linking,
    connect,
    known,
    land,
    maintain,
    query,
    version,
)  # fmt: skip

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World
    from warehouse.landing.rows import Rows as Incoming

    Files = Callable[[], set[str]]
    Worlds = Callable[..., World]


def test_a_new_article_lands_with_its_page_facts_reject_and_run(lake: Lake, world: World, rows: Rows) -> None:
    capture_with_toll(world, FIRST, 12)
    world.reject("empty")
    world.run()
    landing = land(lake, world.batch())
    assert landing["articles"] == landing["events"] == landing["figures"] == Count(added=1)
    assert landing["pages"] == landing["rejects"] == landing["runs"] == Count(added=1)
    assert rows("SELECT text, authors, published_at::VARCHAR AS at FROM articles") == [
        {"text": FIRST, "authors": ["A. Writer"], "at": "2024-12-02 09:00:00+00"}
    ]


def test_the_same_again_changes_nothing(lake: Lake, worlds: Worlds, files: Files) -> None:
    for run in ("run-1", "run-2"):
        world = worlds(run)
        capture_with_toll(world, FIRST, 12)
        world.reject("empty")
        landing = land(lake, world.batch())
        if run == "run-1":
            before, version_before = files(), landing.snapshot
    assert landing["articles"] == landing["events"] == landing["pages"] == landing["rejects"] == Count(unchanged=1)
    assert landing.snapshot == version_before
    assert files() == before


def test_a_second_run_of_the_same_adds_only_its_account(lake: Lake, worlds: Worlds, files: Files) -> None:
    for run in ("run-1", "run-2"):
        world = worlds(run)
        capture_with_toll(world, FIRST, 12)
        world.run()
        before = files()
        land(lake, world.batch())
    assert {Path(file).parts[1] for file in files() - before} == {"runs"}


def test_the_account_is_made_from_what_was_done(lake: Lake, world: World, rows: Rows) -> None:
    capture_with_toll(world, FIRST, 12)
    world.run()
    run = world.rows["runs"].pop()

    def account(landing: Landing) -> arrow.Table:
        run.landed = landing["articles"].added + 41
        return to_arrow("runs", [run])

    land(lake, world.batch(), account)
    assert rows("SELECT landed FROM runs") == [{"landed": 42}]


def test_the_snapshot_names_the_run(lake: Lake, world: World, rows: Rows) -> None:
    capture_with_toll(world, FIRST, 12)
    world.run()
    landing = land(lake, world.batch())
    named = "SELECT commit_message FROM lake.snapshots() WHERE snapshot_id = ?"
    assert rows(named, landing.snapshot) == [{"commit_message": "run run-1"}]


def test_a_failed_landing_leaves_nothing_and_can_be_repeated(lake: Lake, world: World, rows: Rows) -> None:
    capture_with_toll(world, FIRST, 12)

    def broken(landing: Landing) -> arrow.Table:
        assert landing["articles"] == Count(added=1)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        land(lake, world.batch(), broken)
    for table in ("pages", "articles", *FACTS):
        assert rows(f"SELECT count(*) AS n FROM {table}") == [{"n": 0}]
    assert land(lake, world.batch())["articles"] == Count(added=1)


def taken(world: World, town: str, day: date) -> None:
    article = world.article(f"{town}-{day}", f"Rebels took {town}.", published=day)
    world.hold(article, f"Rebels took {town}.", town, "Rebels")


def test_files_are_partitioned_by_year_and_those_of_pages_by_month(lake: Lake, world: World, files: Files) -> None:
    for town, day in (("Hama", date(2023, 12, 31)), ("Homs", date(2024, 1, 1)), ("Idlib", date(2024, 12, 2))):
        taken(world, town, day)
    land(lake, world.batch(), linking=LINKING)
    folders = {Path(file).parent for file in files()}
    for table in ("articles", "events"):
        found = sorted(str(folder.relative_to(f"main/{table}")) for folder in folders if folder.parts[1] == table)
        assert found == ["year=2023", "year=2024"]
    assert Path("main/pages/year=2024/month=12") in folders


def test_rows_are_sorted_by_day_within_a_file(lake: Lake, worlds: Worlds) -> None:
    for night, towns in enumerate([{"Hama": 3, "Homs": 1}, {"Idlib": 2, "Daraa": 4}]):
        world = worlds(f"run-{night}")
        for town, number in towns.items():
            taken(world, town, date(2024, 12, number))
        land(lake, world.batch(), linking=LINKING)
    maintain(lake, keep=timedelta(0), spare=timedelta(0))
    for table, day in (("articles", "published_date"), ("events", "published_date"), ("incidents", "day")):
        (file,) = Path(lake.data).joinpath("main", table).rglob("*.parquet")
        found = [row for (row,) in duckdb.execute(f"SELECT {day} FROM '{file}'").fetchall()]
        assert found == [date(2024, 12, day) for day in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(lambda b: b | {"rumours": b["events"]}, "rumours: no such table", id="unknown table"),
        pytest.param(
            lambda b: b | {"events": b["events"].drop(["plover"])}, "events: not a table", id="column missing"
        ),
        pytest.param(
            lambda b: b | {"articles": arrow.concat_tables([b["articles"]] * 2)}, "the same article_id", id="key twice"
        ),
        pytest.param(
            lambda b: b | {"articles": b["articles"].slice(1)}, "1 facts without their article", id="fact alone"
        ),
    ],
)
def test_an_invalid_batch_is_refused_and_nothing_lands(
    lake: Lake, world: World, spoil: Callable[..., dict[str, arrow.Table]], words: str
) -> None:
    capture_with_toll(world, FIRST, 12)
    with pytest.raises(LakeError, match=words):
        land(lake, spoil(world.batch()))
    assert known(lake, ["hama"]) == {}


def test_known_is_empty_where_nothing_landed(no_lake: Lake) -> None:
    assert known(no_lake, ["hama"]) == {}


def test_known_tells_the_version_of_the_articles_that_are_there(lake: Lake, world: World) -> None:
    capture_with_toll(world, FIRST, 12)
    land(lake, world.batch())
    article = world.rows["articles"][0]
    known_version = version(article.text_sha256, article.extractor)
    wanted = Known(known_version, article.url, article.canonical_url, "Hama", article.published_date, None)
    assert known(lake, ["hama", "homs"]) == {"hama": wanted}


def test_a_lake_of_an_older_schema_gains_the_new_columns(lake: Lake, worlds: Worlds, rows: Rows) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    capture_with_toll(first, FIRST, 12)
    land(lake, first.batch())
    with connect(lake) as connection:
        connection.execute("ALTER TABLE articles DROP COLUMN title")
        connection.execute("CALL lake.set_option('parquet_compression', 'zstd')")
        connection.begin()
        connection.execute("COMMENT ON TABLE runs IS 'older'")
        connection.execute("CALL lake.set_commit_message('dateline', 'tables and marts', extra_info => 'older')")
        connection.commit()
    second.article("homs", "Homs is quiet.")
    land(lake, second.batch())
    assert rows("SELECT article_id, title FROM articles ORDER BY ALL") == [
        {"article_id": "hama", "title": None},
        {"article_id": "homs", "title": "Homs"},
    ]


def _land_some(lake: Lake, worlds: Worlds, writer: int) -> None:
    for number in range(3):
        world = worlds(f"run-{writer}-{number}")
        capture_with_toll(world, FIRST, 12)
        article = world.article(f"own-{writer}-{number}", "Rebels took Homs.")
        world.hold(article, "Rebels took Homs.", "Homs", "Rebels")
        world.run()
        land(lake, world.batch())


def test_two_writers_at_once_lose_nothing_and_double_nothing(no_lake: Lake, worlds: Worlds) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_land_some, args=(no_lake, worlds, number)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    counts = """
        SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(DISTINCT article_id) FROM articles) AS ids,
               (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM runs) AS runs
    """
    assert query(no_lake, counts).to_pylist() == [{"articles": 7, "ids": 7, "events": 7, "runs": 6}]


def test_a_dry_landing_counts_everything_and_keeps_nothing(
    lake: Lake, worlds: Worlds, rows: Rows, files: Files
) -> None:
    first, second = worlds("run-1"), worlds("run-2")
    capture_with_toll(first, FIRST, 12)
    first.article("idlib", "Idlib is quiet.")
    before = land(lake, first.batch()).snapshot
    stood, there = files(), rows("SELECT article_id, text FROM articles ORDER BY ALL")
    capture_with_toll(second, SECOND, 15)
    second.article("homs", "Homs is quiet.")
    second.run()
    dry = land(lake, second.batch(), withdrawn=["idlib"], dry=True)
    assert dry["articles"] == Count(added=1, changed=1, removed=2)
    assert dry["figures"] == Count(changed=1, removed=1)
    assert dry["pages"] == Count(added=2)
    assert (dry.snapshot, files()) == (before, stood)
    assert rows("SELECT article_id, text FROM articles ORDER BY ALL") == there
    assert land(lake, second.batch(), withdrawn=["idlib"]).counts == dry.counts


def test_a_dry_landing_makes_no_lake(no_lake: Lake, world: World) -> None:
    capture_with_toll(world, FIRST, 12)
    assert land(no_lake, world.batch(), dry=True)["events"] == Count(added=1)
    assert not Path(no_lake.data).parent.exists()


def test_a_dry_landing_leaves_a_lake_of_an_older_schema_as_it_is(lake: Lake, world: World, rows: Rows) -> None:
    with connect(lake) as connection:
        connection.execute("ALTER TABLE articles DROP COLUMN title")
        connection.begin()
        connection.execute("COMMENT ON TABLE runs IS 'older'")
        connection.execute("CALL lake.set_commit_message('dateline', 'tables and marts', extra_info => 'older')")
        connection.commit()
    capture_with_toll(world, FIRST, 12)
    assert land(lake, world.batch(), dry=True)["articles"] == Count(added=1)
    assert "title" not in rows("SELECT * FROM (SELECT 1) LEFT JOIN articles ON true")[0]


def test_rows_in_files_land_as_rows_in_memory_do(
    tmp_path: Path, empty_home: Path, worlds: Worlds, linking: Linking, monkeypatch: pytest.MonkeyPatch
) -> None:
    lakes = []
    for way in ("memory", "files", "files one by one"):
        if way == "files one by one":
            monkeypatch.setattr("warehouse.landing.rows.PART", 1)
        shutil.copytree(empty_home, tmp_path / way)
        lakes.append(Lake.at(tmp_path / way))
        for run, text, low in (("run-1", FIRST, 12), ("run-2", SECOND, 15)):
            world = worlds(run)
            capture_with_toll(world, text, low)
            world.event(world.article(f"idlib-{run}", "A convoy reached Idlib."), "A convoy reached Idlib.")
            world.run()
            batch = world.batch()
            came = batch if way == "memory" else in_files(batch, tmp_path / f"{way}-{run}")
            landing = land(lakes[-1], came, grouping=Grouping(WINDOW, stories), linking=linking)
        assert landing["articles"] == Count(added=1, changed=1, removed=1)
    for table in TABLES:
        first, second, third = (query(lake, f"FROM {table} ORDER BY ALL").to_pylist() for lake in lakes)
        assert first == second == third, table
    assert query(lakes[2], "SELECT count(*) AS n FROM incident_facts").to_pylist() == [{"n": 4}]


def in_files(batch: dict[str, arrow.Table], folder: Path) -> dict[str, Incoming]:
    """A batch with its articles and facts as files of one row each; the other tables stay in memory."""
    folder.mkdir()
    found: dict[str, Incoming] = dict(batch)
    for name in ("articles", *READINGS):
        files = []
        for number in range(batch[name].num_rows):
            files.append(folder / f"{name}-{number}.parquet")
            parquet.write_table(batch[name].slice(number, 1), files[-1])
        if files:
            found[name] = files
    return found
