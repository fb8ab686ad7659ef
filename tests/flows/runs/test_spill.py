"""Results of batches are spilled to disk: one batch in memory, no files left by killed runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from weakref import ref

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from filelock import FileLock

from flows.runs.spill import LOCK, spill_folder, spilled_files
from flows.runs.steps import InProcess, step
from flows.tasks import Batch, gather
from flows.workers.reading import FIRST
from transforms.tables.normalise import table
from transforms.tables.schema import Signature, to_arrow
from warehouse.landing.rows import count


def batches(count: int) -> Iterator[Batch]:
    """Batches of one article each; asserts that at most the last one is still in memory."""
    made: list[ref[object]] = []
    for number in range(count):
        assert sum(one() is not None for one in made) <= 1
        name = f"article-{number}"
        rows = to_arrow(
            "signatures", [Signature(article_id=name, published_date=FIRST.published_date, signature=b"\0" * 8)]
        )
        made.append(ref(rows))
        yield Batch(articles=[replace(FIRST, article_id=name)], facts={"signatures": rows}, article_ids=[name])


def test_a_run_holds_one_batch_and_lands_all_of_them(tmp_path: Path) -> None:
    done = gather(batches(4), 4, tmp_path, "run")
    assert [batch.article_ids for batch in done] == [[f"article-{number}"] for number in range(4)]
    assert not any(batch.articles or batch.facts for batch in done)
    rows = spilled_files(tmp_path)
    whole = table("articles", [replace(FIRST, article_id=f"article-{number}") for number in range(4)], "run")
    assert arrow.concat_tables(map(parquet.read_table, rows["articles"])).equals(whole)
    assert count(rows["signatures"]) == 4
    assert set(rows) == {"articles", "signatures"}


class Result:
    """The result of a step."""


@step()
def made(_item: int) -> Result:
    return Result()


def test_what_a_step_gave_goes_once_it_is_used() -> None:
    used: list[ref[object]] = []
    for result in InProcess().each(made, range(5), ()):
        assert not any(one() for one in used)
        used.append(ref(result))
        del result
    assert len(used) == 5


def test_what_killed_runs_left_is_removed_and_what_others_use_is_not(tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    (tmp_path / "killed" / "events-000001.parquet").write_bytes(b"half")
    (tmp_path / "running").mkdir()
    with FileLock(tmp_path / "running" / LOCK), spill_folder(tmp_path) as folder:
        assert {each.name for each in tmp_path.glob("*/")} == {"running", folder.name}
        with spill_folder(tmp_path) as other:
            assert folder.exists()
            assert other != folder
    assert {each.name for each in tmp_path.glob("*/")} == {"running"}


def test_a_run_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), spill_folder(tmp_path) as folder:
        raise OSError("full")
    assert not folder.exists()
