"""The nights that the runs of a lake cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from transforms.tables.schema import to_arrow
from warehouse import Lake, land
from warehouse.landing.watermark import Covered, covering, latest_night

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

FIRST, LAST = date(2024, 12, 4), date(2024, 12, 6)
STARTED = datetime(2024, 12, 6, 2, tzinfo=UTC)


def test_a_run_covers_its_nights_from_the_first_to_the_last(lake: Lake, no_lake: Lake, world: World) -> None:
    assert latest_night(no_lake, LAST) is None
    assert latest_night(lake, LAST) is None
    world.run()
    (run,) = world.rows["runs"]
    run = replace(run, first_night=FIRST, night=LAST, started=STARTED)
    land(lake, {"runs": to_arrow("runs", [run])})
    assert latest_night(lake, LAST + timedelta(1)) == LAST
    assert latest_night(lake, LAST) is None
    assert covering(lake, FIRST, STARTED) == Covered(run.run_id, FIRST, LAST)
    assert covering(lake, FIRST - timedelta(1), STARTED) is None
    assert covering(lake, FIRST, STARTED + timedelta(seconds=1)) is None
