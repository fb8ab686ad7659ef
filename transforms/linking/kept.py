"""Keeps reports as rows, so that later nights compare them without reading their sentences again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from sys import intern
from typing import Any

from transforms.linking.grouping import AROUND, names_of
from transforms.linking.reports import Report
from transforms.linking.sentences import Row
from transforms.tables.schema import KeptReport

VAGUELY = " vaguely"
_SETS = frozenset(each.name for each in fields(Report) if each.type == "frozenset[str]")
SHARED = 500
"""Sets that are kept so that other reports have them too: those of an article's sentences and actors are few."""
_ELSEWHERE = ("row", "kind", "first", "last")
"""Features that are columns of the kept row, or its fact."""
_UNSET: dict[str, Any] = {
    each.name: frozenset() if each.name in _SETS else False if each.type == "bool" else None
    for each in fields(Report)
    if each.init and each.name not in _ELSEWHERE
}
"""What a feature is where nothing is kept of it."""


def kept(rows: Sequence[Row], reports: Sequence[Report], countries: Collection[str]) -> list[KeptReport]:
    """The rows that keep the reports of an article's facts."""
    by_id = {row["fact_id"]: row for row in rows}
    return [
        KeptReport(
            fact_id=report.fact_id, article_id=report.article, published_date=report.row["published_date"],
            kind=report.kind, first_day=report.first, last_day=report.last,
            names=[f"{name}{VAGUELY if is_vague else ''}" for name, is_vague in names_of(report)],
            features=_to_json(report, by_id[report.fact_id], countries),
        )
        for report in reports
    ]  # fmt: skip


def names_sought(report: Report) -> Iterator[str]:
    """The kept names of the reports that one is compared with: of two that share what is around, one is vague."""
    for name, is_vague in names_of(report):
        if is_vague or not name.startswith(AROUND):
            yield name
        if name.startswith(AROUND):
            yield f"{name}{VAGUELY}"


def _to_json(report: Report, fact: Row, countries: Collection[str]) -> str:
    """The features that are set, the cells of its row that are not those of its fact, and its article's countries."""
    told = ((name, getattr(report, name), unset) for name, unset in _UNSET.items())
    features = {name: _as_list(value) for name, value, unset in told if value != unset}
    own = {name: value for name, value in report.row.items() if name not in fact or fact[name] != value}
    cells = {name: [value.isoformat()] if isinstance(value, date) else value for name, value in own.items()}
    beside = {"row": cells, "countries": sorted(countries)}
    features |= {name: value for name, value in beside.items() if value}
    return json.dumps(features, separators=(",", ":"))


def _as_list(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def read_again(row: Row) -> tuple[Report, list[str]]:
    """The report of a fact joined with what was kept of it, and the countries of its article."""
    features = json.loads(row["features"])
    countries: list[str] = features.pop("countries", [])
    fact = {name: value for name, value in row.items() if name not in ("kind", "first_day", "last_day", "features")}
    for name, value in features.pop("row", {}).items():
        fact[name] = date.fromisoformat(*value) if isinstance(value, list) else value
    told = _UNSET | {name: _from_list(name, value) for name, value in features.items()}
    return Report(row=fact, kind=row["kind"], first=row["first_day"], last=row["last_day"], **told), countries


def _from_list(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return intern(value)
    return value if not isinstance(value, list) else _set_of(tuple(value)) if name in _SETS else tuple(value)


@lru_cache(maxsize=SHARED)
def _set_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(intern, words))
