"""The Python interface: read-only access from DuckDB, pandas, Polars and Arrow."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl
import pyarrow as arrow
import pytest

import dateline
from tests.warehouse.conftest import World
from warehouse import Lake, LakeError, land

if TYPE_CHECKING:
    from tests.warehouse.conftest import Batch


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a lake with one article of 5 December, in which rebels took Hama."""
    folder = tmp_path_factory.mktemp("home")
    land(Lake.at(folder), _batch())
    return folder


def _batch() -> Batch:
    world = World()
    article = world.article("hama", "Rebels took Hama.", published=date(2024, 12, 5))
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    world.run()
    return world.batch()


def test_the_door_gives_tables_views_and_macros(home: Path) -> None:
    with dateline.connect(home) as lake:
        assert lake.execute("SELECT place, source FROM events").fetchall() == [("Hama", "Rebels")]
        assert lake.execute("SELECT holder FROM territory_on(DATE '2024-12-06')").fetchall() == [("Rebels",)]
        assert lake.execute("SELECT published_at::VARCHAR FROM articles WHERE article_id = 'hama'").fetchall() == [
            ("2024-12-05 09:00:00+00",)
        ]


def test_answers_are_frames_of_pandas_polars_and_arrow(home: Path) -> None:
    with dateline.connect(home) as lake:
        query = "SELECT place, published_date FROM events"
        pandas, polars, table = lake.sql(query).df(), lake.sql(query).pl(), lake.sql(query).to_arrow_table()
        assert isinstance(pandas, pd.DataFrame)
        assert pandas["place"].tolist() == ["Hama"]
        assert isinstance(polars, pl.DataFrame)
        assert polars.rows() == [("Hama", date(2024, 12, 5))]
        assert isinstance(table, arrow.Table)
        assert table.schema.field("published_date").type == arrow.date32()


def test_frames_of_ones_own_are_joined(home: Path) -> None:
    mine = pd.DataFrame({"place": ["Hama"], "people": [460602]})
    with dateline.connect(home) as lake:
        lake.register("mine", mine)
        assert lake.execute("SELECT people FROM events JOIN mine USING (place)").fetchall() == [(460602,)]


@pytest.mark.parametrize("change", ["DELETE FROM events", "CREATE TABLE lake.mine (i INT)", "DROP VIEW stories"])
def test_nothing_is_changed_through_it(home: Path, change: str) -> None:
    with dateline.connect(home) as lake, pytest.raises(duckdb.Error, match="read-only"):
        lake.execute(change)


def test_the_door_answers_as_of_a_day(home: Path) -> None:
    with pytest.raises(LakeError, match=r"catalog\.sqlite: nothing had landed"):
        dateline.connect(home, as_of=date(2020, 1, 1))
    with dateline.connect(home, as_of=date(2999, 1, 1)) as lake:
        assert lake.execute("SELECT count(*) FROM events").fetchall() == [(1,)]


def test_the_settings_tell_the_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(home))
    with dateline.connect() as lake:
        assert lake.execute("SELECT count(*) FROM events").fetchall() == [(1,)]


def test_the_env_file_of_a_home_tells_where_its_lake_lies(home: Path, tmp_path: Path) -> None:
    lake = Lake.at(home)
    (tmp_path / ".env").write_text(f"DATELINE_CATALOG={lake.catalog}\nDATELINE_DATA={lake.data}\n")
    with dateline.connect(tmp_path) as connection:
        assert connection.execute("SELECT place FROM events").fetchall() == [("Hama",)]


def test_no_warehouse_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="there is no warehouse yet; `dateline run` makes one"):
        dateline.connect(tmp_path)


def test_it_imports_neither_spacy_nor_prefect() -> None:
    program = "import sys, dateline; print(sorted({'spacy', 'prefect', 'pandas'} & set(sys.modules)))"
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert process.stdout.strip() == "[]"


def test_a_run_writes_while_the_door_is_open(home: Path) -> None:
    with dateline.connect(home) as lake:
        before = lake.execute("SELECT count(*) FROM articles").fetchall()
        world = World("run-2")
        world.article("homs", "Nothing happened in Homs.")
        world.run()
        land(Lake.at(home), world.batch())
        assert lake.execute("SELECT count(*) FROM articles").fetchall() == [(before[0][0] + 1,)]
