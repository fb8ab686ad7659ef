"""Which nights a nightly run is for, and whether another run makes them good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from prefect.client.orchestration import get_client
from prefect.runtime import deployment, flow_run

from flows.sources import Days
from warehouse import Lake, covering, latest_night

DAY = timedelta(days=1)
WAITING = ["SCHEDULED", "PENDING", "RUNNING"]


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights from `first` to `last` that a run covers; `scheduled` is when it should have begun."""

    first: date
    last: date
    scheduled: datetime

    def missed(self) -> Days | None:
        """The days of publication that nights before the last would have brought; None where none was missed."""
        return Days(self.first - DAY, self.last) if self.first < self.last else None


def due(lake: Lake, most: int) -> Nights:
    """The night for which this run was scheduled, and those missed since the last that the lake saw, at most `most`."""
    scheduled = flow_run.scheduled_start_time.astimezone(UTC)
    night = scheduled.date()
    latest = latest_night(lake, night)
    return Nights(max(latest + DAY, night - most * DAY) if latest else night, night, scheduled)


def elsewhere(lake: Lake, nights: Nights) -> str | None:
    """Which other run makes this one needless, in a sentence: one that has covered its night since it was due, or a
    later one that is due as well and will. So after downtime the nights are made good once."""
    if done := covering(lake, nights.last, nights.scheduled):
        return f"The night of {nights.last} is covered by run {done.run_id}, from {done.first_night} to {done.night}."
    if later := _later(nights):
        return f"The night of {nights.last} is left to run {later}, which is due as well."
    return None


def _later(nights: Nights) -> str | None:
    """The name of a run of the same deployment that was due later and is not over yet."""
    if deployment.id is None:
        return None
    wanted = {
        "id": {"not_any_": [str(flow_run.id)]},
        "deployment_id": {"any_": [str(deployment.id)]},
        "state": {"type": {"any_": WAITING}},
        "expected_start_time": {
            "after_": (nights.scheduled + timedelta(seconds=1)).isoformat(),
            "before_": datetime.now(UTC).isoformat(),
        },
    }
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/flow_runs/filter", json={"flow_runs": wanted, "limit": 1}).json()
    return str(found[0]["name"]) if found else None
