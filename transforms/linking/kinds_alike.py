"""Points for the kinds of two reports: the same, or kindred by seeds/incident_kin.csv."""

from __future__ import annotations

from functools import cache

from transforms.linking.continuing import goes_on, is_beside
from transforms.linking.kinds import GENERIC, TAKEOVER, TOLL
from transforms.linking.reports import Report
from transforms.seeds import rows

TAKERS = {"Government regains territory", "Non-state actor overtakes territory"}
ARMED = frozenset({"violence", "bombardment", "blast", "fighting"})
CAPTURE = 0.3
"""Points for those killed in a town on the day of its capture."""
Points = tuple[float, str]
"""Points with their reason."""
Part = Points | None
"""The same, or None if the two exclude each other."""


@cache
def _points() -> dict[tuple[str, str], float]:
    """Points of each pair of kindred kinds, in both orders."""
    pairs = [(str(row["kind"]), str(row["other"]), float(row["points"] or 0)) for row in rows("incident_kin")]
    return {pair: points for left, right, points in pairs for pair in ((left, right), (right, left))}


@cache
def kindred(kind: str) -> tuple[str, ...]:
    """The kinds that may report the same happening as a kind, by seeds/incident_kin.csv."""
    return tuple(sorted(right for left, right in _points() if left == kind))


def kind_points(left: Report, right: Report, apart: bool) -> Part:
    """Points for the kinds of two reports; a killing matches the act in its sentence: "hit a school and killed"."""
    is_killing = not apart and (left.is_killing or right.is_killing)
    if is_killing and is_beside(left, right) and {left.kind, right.kind} <= ARMED:
        return (0.2, "kind")
    if TAKEOVER in (left.kind, right.kind) and left.kind != right.kind and TOLL not in (left.kind, right.kind):
        return (CAPTURE, "kind") if apart and _is_of_the_capture(left, right) else None
    part = _kin(left.coded, left.kind, right.coded, right.kind)
    if part is None or apart or part[0] > 0 or not goes_on(left, right):
        return part
    kinds = (left.coded, right.coded) if left.coded == right.coded else (left.kind, right.kind)
    return (max(part[0], 0.0) if set(kinds) <= ARMED else part[0], "kind")


def _is_of_the_capture(left: Report, right: Report) -> bool:
    """Whether one report only says that people were killed in a town, and the other that it was taken that day."""
    are_there = left.place is not None and left.place == right.place and left.row["geo_precision"] in (1, None)
    are_there = are_there or left.row["place_id"] == right.row["place_id"] is not None
    are_stated = left.is_stated and right.is_stated
    are_then = left.first == left.last == right.first == right.last or not are_stated
    return are_there and are_then and any(report.is_killing and report.kind == GENERIC for report in (left, right))


@cache
def _kin(left_coded: str, left_kind: str, right_coded: str, right_kind: str) -> Part:
    """Points for kinds by words, or by sub-events if these are equal; both must be kindred."""
    kinds = (left_coded, right_coded) if left_coded == right_coded else (left_kind, right_kind)
    points = _points().get(kinds)
    return None if points is None or (left_coded, right_coded) not in _points() else (points, "kind")
