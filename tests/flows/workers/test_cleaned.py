"""What pages were cleaned to is kept: the same result, for the same rules, as long as somebody asks for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.nightly import nightly
from flows.sandbox import bounded
from flows.workers import cleaned
from flows.workers.reading import FIRST
from tests.flows.asking import rows
from transforms.tables.schema import Article, Reject

ARTICLE = replace(
    FIRST, article_id="a1", title="Hama “falls”", authors=["Ada Hollis"],
    published_at=datetime(2024, 12, 6, 9, tzinfo=UTC),
    machine_use="tdm-reservation: 1",
)  # fmt: skip
REJECT = Reject(url="http://outlet.example/2", source_id="desk", stage="clean", reason="no_article", detail="No text.")
RESULTS: dict[str, Article | Reject] = {"p1": ARTICLE, "p2": REJECT, "p3": replace(ARTICLE, published_at=None)}


def rules_anew() -> str:
    cleaned.rules.cache_clear()
    return cleaned.rules()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cleaned.sqlite"


def test_what_is_kept_is_what_was_made(file: Path) -> None:
    cleaned.keep(file, RESULTS)
    assert cleaned.known(file, ["p3", "p1", "p2", "p4"]) == RESULTS


def test_other_rules_know_nothing_of_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned.keep(file, RESULTS)
    monkeypatch.setattr(cleaned, "rules", lambda: "others")
    assert cleaned.known(file, RESULTS) == {}
    cleaned.keep(file, {"p1": REJECT})
    assert cleaned.known(file, RESULTS) == {"p1": REJECT}


def test_the_rules_are_others_with_another_package(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules_anew()
    assert rules_anew() == before
    with monkeypatch.context() as changed:
        changed.setattr(cleaned, "version", lambda _: "99")
        assert rules_anew() != before
    assert rules_anew() == before


def test_what_nobody_asks_for_is_dropped(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2024, 12, 6)
    for later in range(5):
        monkeypatch.setattr(cleaned, "_today", lambda today=day + timedelta(later): str(today))
        if later == 0:
            cleaned.keep(file, RESULTS)
        assert "p1" in cleaned.known(file, ["p1"])
    assert cleaned.known(file, RESULTS).keys() == {"p1"}


def test_a_file_that_cannot_be_read_knows_nothing_and_ends_no_run(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database" * 1000)
    cleaned.keep(file, RESULTS)
    assert cleaned.known(file, RESULTS) == {}


def test_a_damaged_result_is_not_known(file: Path) -> None:
    cleaned.keep(file, RESULTS)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE cleaned SET result = x'00'")
    assert cleaned.known(file, RESULTS) == {}


def test_a_second_night_of_the_same_pages_starts_no_process(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "story.txt").write_text("date 2024-12-05 Rebels captured the city of Hama on Thursday, residents said.")
    (folder / "map.html").write_text("<html><body><div")
    bounded.end()
    first = nightly(places=[str(folder)])
    assert (first.landed, first.unchanged, first.rejected) == (1, 0, 1)
    bounded.end()
    second = nightly(places=[str(folder)])
    assert (second.landed, second.unchanged, second.rejected) == (0, 1, 1)
    assert not bounded._pools
    assert rows(home, "SELECT DISTINCT reason FROM rejects") == [{"reason": "malformed"}]
