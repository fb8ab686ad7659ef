"""The night that a run covers: late runs, repeated ones, after downtime; a failing check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.nightly import nightly
from flows.runs.nights import DAY, Nights, covered_elsewhere, nights_due
from flows.runs.steps import InProcess, under
from flows.tasks import CheckError, Covered
from transforms.tables.normalise import table
from transforms.tables.schema import Run
from warehouse import Lake, connect, land, query

pytestmark = pytest.mark.usefixtures("made")

NIGHT = date(2024, 12, 6)
AT_TWO = datetime(2024, 12, 6, 2, tzinfo=UTC)
SOURCE = '[[source]]\nname = "desk"\nkind = "folder"\nurl = "{}"\n'
STORY = "Rebel fighters captured the city of Hama on Thursday. The army said 12 soldiers were killed."


@pytest.fixture
def scheduled() -> Iterator[Callable[[datetime], None]]:
    """A function that sets the scheduled time of the following runs."""
    with ExitStack() as engines:
        yield lambda at: engines.enter_context(under(InProcess(scheduled=at)))


def covered(lake: Lake, first: date, last: date, started: datetime) -> None:
    """Add a run that covered these nights to the lake."""
    run = Run(
        run_id=f"run of {last}", flow="nightly", parameters="{}", started=started, ended=started, versions="{}",
        first_night=first, night=last,
    )  # fmt: skip
    land(lake, {"runs": table("runs", [run], run.run_id)})


def test_the_night_is_the_one_for_which_the_run_was_scheduled_however_late(home: Path, scheduled: Any) -> None:
    scheduled(AT_TWO)
    assert nights_due(Lake.at(home), 14) == Nights(NIGHT, NIGHT, AT_TWO)


@pytest.mark.parametrize(
    ("latest", "most", "first"),
    [(NIGHT - DAY, 14, NIGHT), (NIGHT - 4 * DAY, 14, NIGHT - 3 * DAY), (NIGHT - 40 * DAY, 14, NIGHT - 14 * DAY)],
    ids=["none missed", "three missed", "more missed than are made good"],
)
def test_missed_nights_are_made_good_at_most_so_many(
    home: Path, scheduled: Any, latest: date, most: int, first: date
) -> None:
    covered(Lake.at(home), latest, latest, AT_TWO - timedelta(days=50))
    scheduled(AT_TWO)
    found = nights_due(Lake.at(home), most)
    assert (found.first, found.last) == (first, NIGHT)
    missed = found.missed()
    assert (missed.first if missed else None) == (first - DAY if first < NIGHT else None)


def test_a_night_that_was_covered_since_it_was_due_is_done(home: Path) -> None:
    nights = Nights(NIGHT, NIGHT, AT_TWO)
    assert covered_elsewhere(Lake.at(home), nights) is None
    covered(Lake.at(home), NIGHT, NIGHT, AT_TWO - timedelta(hours=20))
    assert covered_elsewhere(Lake.at(home), nights) is None
    covered(Lake.at(home), NIGHT - DAY, NIGHT + DAY, AT_TWO + timedelta(days=1))
    assert str(covered_elsewhere(Lake.at(home), nights)).startswith(
        "The night of 2024-12-06 is covered by run run of 2024-12-07"
    )


@pytest.mark.attack("a run by a clock that was months ahead says that it covered the nights of then")
def test_a_run_of_a_moment_to_come_covers_no_night(home: Path, outcome: Callable[[str], None]) -> None:
    tonight = datetime.now(UTC)
    ahead = tonight + timedelta(hours=2)
    covered(Lake.at(home), tonight.date(), tonight.date(), ahead)
    assert (
        covered_elsewhere(Lake.at(home), Nights(tonight.date(), tonight.date(), tonight - timedelta(hours=2))) is None
    )
    outcome("the night is read")


@pytest.fixture
def desk(home: Path) -> Path:
    """A home with one source, which has one article."""
    (home / "seeds").mkdir()
    (home / "articles").mkdir()
    (home / "seeds" / "sources.toml").write_text(SOURCE.format(home / "articles"))
    (home / "articles" / "hama.txt").write_text(f"date 2024-12-05 {STORY}")
    return home


def test_a_run_for_a_night_that_is_covered_meanwhile_is_done_at_once(desk: Path, scheduled: Any) -> None:
    scheduled(datetime.now(UTC) - timedelta(minutes=5))
    first = nightly()
    (desk / "articles" / "more.txt").write_text(f"date 2024-12-05 More. {STORY}")
    with pytest.raises(Covered, match=f"is covered by run {first.run_id}"):
        nightly()
    assert query(Lake.at(desk), "SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 1}]


def test_a_check_that_fails_makes_the_run_fail_by_its_name(desk: Path) -> None:
    nightly()
    with connect(Lake.at(desk)) as connection:
        connection.execute("INSERT INTO articles FROM articles")
    (desk / "articles" / "more.txt").write_text(f"date 2024-12-05 Harbour workers went back to work. {STORY}")
    with pytest.raises(CheckError, match="keys_are_unique: 1 rows"):
        nightly()
