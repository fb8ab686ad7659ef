"""How much speaks for two reports telling one happening: points for each thing that agrees, and what rules it out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import asin, cos, exp, radians, sin, sqrt

from transforms.linking.reports import Report
from transforms.seeds import rows

DAYS = 30
"""Days between the publication of two reports of one happening, at most."""
ENOUGH = 2.0
"""Points from which two reports are linked."""
TOLD = 3.0
"""Points for a figure and the act that its sentence tells."""
NEAR = 30.0
"""Kilometres that two places may lie apart where one of them is told as near or part of the other."""
FEW = 3
"""The number of dead up to which equal numbers may well be chance."""
TAKEOVER = "takeover"
SHOWN = 4
"""Words that a reason names."""
LEAD = 3
"""Sentences at the head of an article that tell its news."""
CLOSE = 2
"""Sentences apart that still go on with one thing."""
KILOMETRES = 6371.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """The points of two reports and what they are for, in the order of weight."""

    points: float
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        """From 0 to 1, a half where the points are just enough."""
        return round(1 / (1 + exp(ENOUGH - self.points)), 3)


def likeness(one: Report, other: Report) -> Likeness | None:
    """How alike two reports are; None where they cannot tell one happening."""
    if abs((one.row["published_date"] - other.row["published_date"]).days) > DAYS:
        return None
    parts = [_kind(one, other), _time(one, other), _place(one, other), _actors(one, other)]
    if any(part is None for part in parts):
        return None
    parts += [_text(one, other), _toll(one, other), _article(one, other)]
    told = [part for part in parts if part is not None and part[0]]
    return Likeness(
        round(sum(points for points, _ in told), 3),
        tuple(reason for points, reason in sorted(told, reverse=True) if points > 0),
    )


Part = tuple[float, str] | None


@cache
def _points() -> dict[frozenset[str], float]:
    return {frozenset((str(row["kind"]), str(row["other"]))): float(row["points"] or 0) for row in rows("incident_kin")}


def _kind(one: Report, other: Report) -> Part:
    points = _points().get(frozenset((one.kind, other.kind)))
    return None if points is None else (points, "kind")


def _time(one: Report, other: Report) -> Part:
    """Days that overlap; a day apart is borne between articles, for a night has two dates.

    What states no time is likely of the days before its publication where it stands high in its article.
    """
    gap = max((one.first - other.last).days, (other.first - one.last).days)
    apart = one.row["article_id"] != other.row["article_id"]
    both = one.is_stated and other.is_stated
    if gap > (1 if apart and both else 0):
        return None
    if gap > 0:
        return (-1.5, "day")
    if both:
        is_day = one.first == one.last and other.first == other.last
        return (1.0 if apart else 0.5, "same day") if is_day else (0.2, "overlapping days")
    is_lead = all(each.is_stated or each.row["sentence_index"] < LEAD for each in (one, other))
    return (0.3, "day of publication") if apart and is_lead else (0.0, "day")


def _place(one: Report, other: Report) -> Part:
    """The same place, one that holds the other, or one that is not told."""
    mine, theirs = one.row, other.row
    if one.place is None or other.place is None:
        return (0.0, "place") if mine["article_id"] == theirs["article_id"] else (-0.5, "place")
    if mine["country"] and theirs["country"] and mine["country"] != theirs["country"]:
        return None
    is_known = mine["place_id"] is not None and theirs["place_id"] is not None
    if mine["place_id"] == theirs["place_id"] if is_known else one.place == other.place:
        is_town = mine["geo_precision"] == theirs["geo_precision"] == 1
        return (0.7 if mine["article_id"] == theirs["article_id"] else 1.5 if is_town else 1.2, "same place")
    if not is_known:
        return (-0.4, "place")
    if (mine["geo_precision"] or 1) == 3 or (theirs["geo_precision"] or 1) == 3:
        wide, narrow = (mine, theirs) if (mine["geo_precision"] or 1) == 3 else (theirs, mine)
        holds = wide["admin1"] is None or narrow["admin1"] is None or wide["admin1"] == narrow["admin1"]
        return (0.3, "containing place") if holds else None
    if 2 in (mine["geo_precision"], theirs["geo_precision"]) and _distance(one, other) <= NEAR:
        return (0.3, "near place")
    return None


def _distance(one: Report, other: Report) -> float:
    """Kilometres between two places; endless where either has no point."""
    told = [row[name] for row in (one.row, other.row) for name in ("latitude", "longitude")]
    if any(value is None for value in told):
        return float("inf")
    north, east, north2, east2 = map(radians, told)
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * KILOMETRES * asin(sqrt(half))


def _actors(one: Report, other: Report) -> Part:
    """Who did it to whom: the same or one of a side; two that are told and differ speak against it, unless both fight
    or one loses what the other gains."""
    if one.sources & other.sources:
        return (0.8, "same actor")
    if {one.row.get("territory"), other.row.get("territory")} == {"gained", "lost"}:
        return (0.0, "actor")
    if "fighting" in (one.kind, other.kind) and one.actors & other.actors:
        return (0.6, "same actor")
    return (-1.5, "actor") if one.sources and other.sources else (0.0, "actor")


def _text(one: Report, other: Report) -> Part:
    """The words that both sentences have, and those that name who did it and to whom; names with none in common speak
    against it, unless a place was taken: then it is the place that tells."""
    if one.row["sentence"] == other.row["sentence"]:
        return (0.0, "words")
    shared = sorted(one.words & other.words)
    points = min(1.5, 0.4 * len(shared))
    if one.who & other.who:
        points += 0.4
    elif one.who and other.who and one.kind != TAKEOVER:
        points -= 0.8
    return (round(points, 3), "words " + " ".join(shared[:SHOWN]))


def _toll(one: Report, other: Report) -> Part:
    """The same number of dead; a small one says little. Numbers that cannot both be speak against it, one twice the
    other more."""
    if one.toll is None or other.toll is None or one.row["sentence"] == other.row["sentence"]:
        return (0.0, "toll")
    if any(each.is_more or each.row.get("part_of") or each.row.get("corrected_by") for each in (one, other)):
        return (0.0, "toll")
    low, high = sorted(bounds[0] if bounds[0] is not None else bounds[1] or 0 for bounds in (one.toll, other.toll))
    if low == high:
        return (0.8 if low > FEW else 0.4, "same toll")
    return (-1.0, "toll") if high >= 2 * low else (-0.3, "toll")


def _article(one: Report, other: Report) -> Part:
    """How near they stand in one article; what the text sets apart is apart."""
    if one.row["article_id"] != other.row["article_id"]:
        return (0.0, "article")
    between = abs(one.row["sentence_index"] - other.row["sentence_index"])
    if one.fact_id == other.act or other.fact_id == one.act:
        return (TOLD, "toll of the act")
    if between == 0:
        return (1.5, "same sentence")
    later = max(one, other, key=lambda each: each.order)
    if later.is_apart:
        return (-2.0, "told apart")
    if one.row.get("when_told", "new") != other.row.get("when_told", "new"):
        return (-1.0, "news and background")
    back = 0.6 if later.is_back else 0.0
    return (0.3 + back, "next sentences") if between <= CLOSE else (back, "same article")
