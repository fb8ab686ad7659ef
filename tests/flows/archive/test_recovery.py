"""A catalog destroyed during a night: the run reports it, and nothing that had landed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import nightly
from flows.archive import archive
from tests.crash import contents
from tests.fingerprint import fingerprint
from warehouse import Lake, LakeError, backups, check, query, restore


def _destroy(lake: Lake) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{lake.catalog_file}{ending}").unlink(missing_ok=True)


@pytest.mark.attack("the catalog is destroyed in the middle of a night, between its pages and its facts")
def test_a_night_whose_catalog_is_destroyed_goes_on_after_a_restore(
    home: Path, undisturbed: Lake, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setenv("DATELINE_DELAY", "0")
    monkeypatch.setattr(archive, "MOST_PAGES", 12)
    lake, landed, facts_of = Lake.at(home), dict[str, str](), nightly.facts_of

    def destroyed(*arguments: Any, **options: Any) -> Any:
        landed.update(fingerprint(lake))
        _destroy(lake)
        return facts_of(*arguments, **options)

    with monkeypatch.context() as middle:
        middle.setattr(nightly, "facts_of", destroyed)
        with pytest.raises(LakeError, match=r"the catalog is missing, but .*: `dateline restore` brings it back"):
            nightly.nightly(sources=["wire"])
    done = restore(lake)
    assert fingerprint(lake) == landed
    assert done.rows["pages"] > 12
    nightly.nightly(sources=["wire"])
    assert contents(lake) == contents(undisturbed)
    assert check(lake) == []
    assert [copy.name for copy in backups(lake)] == ["000001", "latest"]
    assert query(lake, "SELECT count(*) AS n FROM runs").to_pylist() == [{"n": 1}]
    outcome(f"{done.rows['pages']} of {done.rows['pages']} pages back, and the night came to the same, hash by hash")
