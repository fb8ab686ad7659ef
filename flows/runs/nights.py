"""Determines the nights a nightly run covers, and whether another run covers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flows.runs.steps import current
from flows.sources import Days
from warehouse import Lake, covering, latest_night

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights from `first` to `last` that a run covers; `scheduled` is its scheduled start."""

    first: date
    last: date
    scheduled: datetime

    def missed(self) -> Days | None:
        """The publication days that missed nights would have covered; None if none was missed."""
        return Days(self.first - DAY, self.last) if self.first < self.last else None


def nights_due(lake: Lake, most: int) -> Nights:
    """The night of this run's schedule, and up to `most` nights missed since the latest in the lake."""
    scheduled = current().scheduled.astimezone(UTC)
    night = scheduled.date()
    latest = latest_night(lake, night)
    return Nights(max(latest + DAY, night - most * DAY) if latest else night, night, scheduled)


def covered_elsewhere(lake: Lake, nights: Nights) -> str | None:
    """Why this run is not needed, in a sentence; else None. Another run has covered its night since, or a later one is
    due as well and will. After downtime the nights are thus caught up once.
    """
    if done := covering(lake, nights.last, nights.scheduled):
        return f"The night of {nights.last} is covered by run {done.run_id}, from {done.first_night} to {done.night}."
    if later := current().later():
        return f"The night of {nights.last} is left to run {later}, which is due as well."
    return None
