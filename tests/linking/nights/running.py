"""Runs nights as a user does, in a home of their own, and asks the lake what came of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from warehouse import Lake, query

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of `incidents`, of `territory_on` by day, and of `fatalities_by_day`."""

    incidents: Sequence[Row]
    territory: Mapping[date, Sequence[Row]]
    dead: Sequence[Row]


def run(nights: Sequence[Path], home: Path) -> None:
    """Read the nights, one after the other, into the lake of a new home."""
    _dateline("init", str(home), home=None)
    for night in nights:
        _dateline("run", str(night.resolve()), home=home)


def found(home: Path, days: Sequence[date]) -> Found:
    """What the lake of a home tells."""
    return Found(
        _rows(home, "SELECT * FROM incidents ORDER BY country, day, place, sentence, incident_id"),
        {day: _rows(home, f"FROM territory_on(DATE '{day}')") for day in days},
        _rows(home, "FROM fatalities_by_day"),
    )


def _dateline(*words: str, home: Path | None) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {} if home is None else {"DATELINE_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "flows.cli", *words], env=environment, check=True, capture_output=True)


def _rows(home: Path, sql: str) -> list[dict[str, Any]]:
    return list(query(Lake.at(home), sql).to_pylist())
