"""Points for the places of two reports: the same, one in the other, near, or unknown."""

from __future__ import annotations

import re
from math import asin, cos, radians, sin, sqrt

from transforms.linking.continuing import in_order, is_of_same_target, targets_place_of
from transforms.linking.kinds import TAKEOVER
from transforms.linking.kinds_alike import Part
from transforms.linking.reports import Report
from transforms.linking.sentences import HEAD, words_of

NEAR_KM = 30.0
"""Maximum kilometres between two places if one is only known as near or part of the other."""
INFERRED = -0.7
"""Points for days or places that differ, if one is taken from another sentence of the article."""
KILOMETRES = 6371.0


OPPOSITE = (frozenset({"north", "south"}), frozenset({"east", "west"}))
_COMPASS = re.compile(r"\b(?=[nsew])(north|south)?-?(east|west)?(?:ern)?\b")
"""Compass words in lower case, as in "northern Syria"; those with capitals are of a name: "South Sudan"."""


def place_points(left: Report, right: Report, apart: bool) -> Part:
    """Same place, one containing the other, or one unknown; a place that its sentence does not name excludes nothing
    within its article.
    """
    if left.place is None or right.place is None:
        return (-0.5 if apart else 0.0, "place")
    part = place_known(left, right, apart)
    is_inferred = part is None and not apart and not _are_named(left, right)
    return (INFERRED, "place") if is_inferred else part


def _are_named(left: Report, right: Report) -> bool:
    """Whether the sentences of two reports of an article name their places, and of two acts."""
    is_of_one = is_of_same_target(left, right) or targets_place_of(left, right) or targets_place_of(right, left)
    return left.names_place and right.names_place and not is_of_one


def place_known(left: Report, right: Report, apart: bool) -> Part:
    left_row, right_row = left.row, right.row
    if left_row["country"] and right_row["country"] and left_row["country"] != right_row["country"]:
        return None
    is_known = left_row["place_id"] is not None and right_row["place_id"] is not None
    if left_row["place_id"] == right_row["place_id"] if is_known else left.place == right.place:
        if _are_opposite(left_row["place"], right_row["place"]):
            return None
        is_town = left_row["geo_precision"] == right_row["geo_precision"] == 1
        return ((1.5 if is_town else 1.2) if apart else 0.7, "same place")
    is_of_kind = is_known and left_row["geo_precision"] == right_row["geo_precision"]  # two towns of one name
    if not is_of_kind and left.place_words == right.place_words != frozenset():
        return (0.3, "containing place")  # "Kalat" and "Kalat district"
    if not is_known:
        is_area = 3 in (left_row["geo_precision"], right_row["geo_precision"])  # an unknown village may lie in it
        is_told = left.kind == right.kind == TAKEOVER or not (apart or is_area)
        if is_told and _are_apart(left, right):
            return None
        return (0.0 if is_area else -0.4, "place")
    if (left_row["geo_precision"] or 1) == 3 or (right_row["geo_precision"] or 1) == 3:
        wide, narrow = (left_row, right_row) if (left_row["geo_precision"] or 1) == 3 else (right_row, left_row)
        holds = wide["admin1"] is None or narrow["admin1"] is None or wide["admin1"] == narrow["admin1"]
        return (0.3, "containing place") if holds and (apart or not _is_told_anew(left, right)) else None
    if 2 in (left_row["geo_precision"], right_row["geo_precision"]) and _distance(left, right) <= NEAR_KM:
        return (0.3, "near place")
    return None


def _are_opposite(left: str | None, right: str | None) -> bool:
    """Whether two parts of one area lie opposite each other: "northern Syria" and "south-eastern Syria"."""
    one, other = _sides(left), _sides(right)
    return any(one & pair and other & pair and not one & other & pair for pair in OPPOSITE)


def _sides(name: str | None) -> frozenset[str]:
    return frozenset(side for match in _COMPASS.finditer(name or "") for side in match.groups() if side)


def _is_told_anew(left: Report, right: Report) -> bool:
    """Whether their article tells of a town and, below its head, of the area around it, each with a day and with those
    who suffered it: of two acts.
    """
    if _sufferers(left) & _sufferers(right):
        return False
    wide = left if left.row["geo_precision"] == 3 else right
    are_named = all(report.names_place and report.names_time for report in (left, right))
    _, later = in_order(left, right)
    return wide.row["sentence_index"] > HEAD and are_named and not later.refers_back


def _sufferers(report: Report) -> frozenset[str]:
    return words_of(report.row.get("target") or report.row.get("who") or "")


def _are_apart(left: Report, right: Report) -> bool:
    """Whether two place names have no word in common, "Mezzeh" and "Mezzeh air base" have one, and neither is of a
    building or quarter, which may lie in the other.
    """
    if left.is_in_a_town or right.is_in_a_town:
        return False
    return bool(left.place_words and right.place_words) and left.place_words.isdisjoint(right.place_words)


def _distance(left: Report, right: Report) -> float:
    """Kilometres between two places; infinite if a coordinate is missing."""
    coordinates = [row[name] for row in (left.row, right.row) for name in ("latitude", "longitude")]
    if any(value is None for value in coordinates):
        return float("inf")
    north, east, north2, east2 = map(radians, coordinates)
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * KILOMETRES * asin(sqrt(half))
