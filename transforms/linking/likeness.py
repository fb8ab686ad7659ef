"""Scores whether two reports describe the same happening: points per agreement, or exclusion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import asin, cos, exp, radians, sin, sqrt

from transforms.linking.kinds import TAKEOVER
from transforms.linking.reports import Report, is_in_a_town
from transforms.linking.sentences import HEAD, sentence_of, words_of
from transforms.seeds import rows

DAYS = 30
"""Maximum days between the publication of two reports of one happening."""
THRESHOLD = 2.0
"""Fewest points to link two reports."""
ACT_POINTS = 3.0
"""Points for a figure and the act in its sentence."""
NEAR_KM = 30.0
"""Maximum kilometres between two places if one is only known as near or part of the other."""
SMALL_TOLL = 3
"""Tolls up to this number are often equal by chance."""
TAKERS = {"Government regains territory", "Non-state actor overtakes territory"}
ARMED = frozenset({"violence", "bombardment", "blast", "fighting"})
SHOWN = 4
"""Maximum words named in a reason."""
INFERRED = -0.7
"""Points for days or places that differ, if one is taken from another sentence of the article."""
CONTINUED = 1.0
"""Points for a sentence without time and place beside one that it may go on with."""
BACK = 0.7
"""Points for a sentence that speaks of a known act."""
CLOSE_SENTENCES = 2
"""Maximum sentences between two mentions of one happening."""
KILOMETRES = 6371.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points of a pair, in all and by reason."""

    points: float
    parts: tuple[Points, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for the pair, heaviest first."""
        return tuple(reason for points, reason in sorted(self.parts, reverse=True) if points > 0)

    @property
    def score(self) -> float:
        """Between 0 and 1; 0.5 is the threshold."""
        return round(1 / (1 + exp(THRESHOLD - self.points)), 3)


def likeness(one: Report, other: Report) -> Likeness | None:
    """Compare two reports; None if they exclude each other."""
    if abs((one.row["published_date"] - other.row["published_date"]).days) > DAYS:
        return None
    parts: list[Points] = []
    for agree in (_kind, _time, _place, _actors):
        part = agree(one, other)
        if part is None:
            return None
        parts.append(part)
    parts += (_text(one, other), _toll(one, other), _article(one, other))
    return Likeness(round(sum(points for points, _ in parts), 3), tuple(parts))


Points = tuple[float, str]
"""Points with their reason."""
Part = Points | None
"""The same, or None if the two exclude each other."""


def _is_beside(one: Report, other: Report) -> bool:
    """Whether two reports come from one sentence, or part of a headline, of the same article, not of a reprint."""
    return sentence_of(one.row) == sentence_of(other.row)


@cache
def _points() -> dict[tuple[str, str], float]:
    """Points of each pair of kindred kinds, in both orders."""
    pairs = [(str(row["kind"]), str(row["other"]), float(row["points"] or 0)) for row in rows("incident_kin")]
    return {pair: points for kind, other, points in pairs for pair in ((kind, other), (other, kind))}


@cache
def kindred(kind: str) -> tuple[str, ...]:
    """The kinds that may report the same happening as a kind, by seeds/incident_kin.csv."""
    return tuple(sorted(other for one, other in _points() if one == kind))


def _kind(one: Report, other: Report) -> Part:
    """Points for the kinds of two reports; a killing matches the act in its sentence: "hit a school and killed"."""
    if (one.is_killing or other.is_killing) and _is_beside(one, other) and {one.kind, other.kind} <= ARMED:
        return (0.2, "kind")
    kinds = (one.coded, other.coded) if one.coded == other.coded else (one.kind, other.kind)
    points = _points().get(kinds)
    if points is None or (one.coded, other.coded) not in _points():
        return None
    return (max(points, 0.0) if set(kinds) <= ARMED and _goes_on(one, other) else points, "kind")


def _goes_on(one: Report, other: Report) -> bool:
    """Whether the later of two sentences of an article names no time and place of its own, soon after the other, so
    that it goes on with what that one tells.
    """
    if one.row["article_id"] != other.row["article_id"] or _is_beside(one, other):
        return False
    later = max(one, other, key=lambda each: each.order)
    between = abs(one.row["sentence_index"] - other.row["sentence_index"])
    return 0 < between <= CLOSE_SENTENCES and not (later.names_place or later.names_time or later.moves_on)


def _is_detail(one: Report, other: Report) -> bool:
    """Whether the later of two sentences tells more of what the head of the article only announces without a day."""
    first, later = sorted((one, other), key=lambda each: each.order)
    near = 0 < later.row["sentence_index"] - first.row["sentence_index"] <= HEAD
    is_announced = first.row["sentence_index"] < HEAD and not first.names_time and not later.moves_on
    return one.row["article_id"] == other.row["article_id"] and near and is_announced and one.kind == other.kind


def _time(one: Report, other: Report) -> Part:
    """Points for days that overlap; None if they exclude each other.

    Within one article a day that a sentence does not name excludes nothing, as it is taken from another sentence.
    Between articles that both state a time one day of distance is allowed, since a night has two dates, but counts
    against it. Without a stated time only reports at the head of their articles get points, as they tell the news of
    these days.
    """
    if _is_detail(one, other):
        return (0.0, "day")
    gap = (max(one.first, other.first) - min(one.last, other.last)).days
    apart = one.row["article_id"] != other.row["article_id"]
    both = one.is_stated and other.is_stated
    if gap > 0 and not apart and not (one.names_time and other.names_time):
        return (INFERRED, "day")
    if gap > (1 if apart and both else 0):
        return None
    if gap > 0:
        return (-1.5, "day")
    if both:
        is_day = one.first == one.last and other.first == other.last
        return (1.0 if apart else 0.5, "same day") if is_day else (0.2, "overlapping days")
    is_lead = all(each.is_stated or each.row["sentence_index"] < HEAD for each in (one, other))
    return (0.3, "day of publication") if apart and is_lead else (0.0, "day")


def _place(one: Report, other: Report) -> Part:
    """Same place, one containing the other, or one unknown; a place that its sentence does not name excludes nothing
    within its article.
    """
    part = _place_known(one, other)
    is_inferred = one.row["article_id"] == other.row["article_id"] and not (one.names_place and other.names_place)
    return (INFERRED, "place") if part is None and is_inferred else part


def _place_known(one: Report, other: Report) -> Part:
    mine, theirs = one.row, other.row
    if one.place is None or other.place is None:
        return (0.0, "place") if mine["article_id"] == theirs["article_id"] else (-0.5, "place")
    if mine["country"] and theirs["country"] and mine["country"] != theirs["country"]:
        return None
    is_known = mine["place_id"] is not None and theirs["place_id"] is not None
    if mine["place_id"] == theirs["place_id"] if is_known else one.place == other.place:
        is_town = mine["geo_precision"] == theirs["geo_precision"] == 1
        return (0.7 if mine["article_id"] == theirs["article_id"] else 1.5 if is_town else 1.2, "same place")
    if words_of(one.place) == words_of(other.place) != frozenset():
        return (0.3, "containing place")  # "Kalat" and "Kalat district"
    if not is_known:
        is_area = 3 in (mine["geo_precision"], theirs["geo_precision"])  # an unknown village may lie in it
        is_told = one.kind == other.kind == TAKEOVER or (mine["article_id"] == theirs["article_id"] and not is_area)
        if is_told and _are_apart(one, other):
            return None
        return (0.0 if is_area else -0.4, "place")
    if (mine["geo_precision"] or 1) == 3 or (theirs["geo_precision"] or 1) == 3:
        wide, narrow = (mine, theirs) if (mine["geo_precision"] or 1) == 3 else (theirs, mine)
        holds = wide["admin1"] is None or narrow["admin1"] is None or wide["admin1"] == narrow["admin1"]
        return (0.3, "containing place") if holds else None
    if 2 in (mine["geo_precision"], theirs["geo_precision"]) and _distance(one, other) <= NEAR_KM:
        return (0.3, "near place")
    return None


def _are_apart(one: Report, other: Report) -> bool:
    """Whether two place names have no word in common, "Mezzeh" and "Mezzeh air base" have one, and neither is of a
    building or quarter, which may lie in the other.
    """
    if is_in_a_town(one) or is_in_a_town(other):
        return False
    mine, theirs = words_of(one.place or ""), words_of(other.place or "")
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _distance(one: Report, other: Report) -> float:
    """Kilometres between two places; infinite if a coordinate is missing."""
    coordinates = [row[name] for row in (one.row, other.row) for name in ("latitude", "longitude")]
    if any(value is None for value in coordinates):
        return float("inf")
    north, east, north2, east2 = map(radians, coordinates)
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * KILOMETRES * asin(sqrt(half))


def _actors(one: Report, other: Report) -> Part:
    """Same or related source. Two different known sources count against it, unless both fight or one loses what the
    other gains; a place taken and retaken is two happenings.
    """
    if one.sources & other.sources:
        is_told = one.row["article_id"] != other.row["article_id"] or (one.names_source and other.names_source)
        return (0.8 if is_told else 0.4, "same actor")
    if {one.row.get("acled_sub_event"), other.row.get("acled_sub_event")} == TAKERS and one.sources and other.sources:
        return None
    if {one.row.get("territory"), other.row.get("territory")} == {"gained", "lost"}:
        return (0.0, "actor")
    if "fighting" in (one.kind, other.kind) and one.actors & other.actors:
        return (0.6, "same actor")
    are_known = one.sources and other.sources and one.names_source and other.names_source
    return (-1.5, "actor") if are_known else (0.0, "actor")


def _text(one: Report, other: Report) -> Points:
    """Points for words that both sentences share, and for those of source and target.

    If both name source or target but share none of these words, that counts against it, except for takeovers, where the
    place decides.
    """
    if _is_beside(one, other):
        return (0.0, "words")
    shared = sorted(one.words & other.words)
    points = min(1.5, 0.4 * len(shared))
    if one.who & other.who:
        points += 0.4
    elif one.who and other.who and one.kind != TAKEOVER and not _continues(one, other):
        points -= 0.8
    return (round(points, 3), "words " + " ".join(shared[:SHOWN]))


def _toll(one: Report, other: Report) -> Points:
    """Equal tolls; small ones count little. Contradictory tolls count against it, more so if one is twice the other."""
    if one.toll is None or other.toll is None or _is_beside(one, other) or _goes_on(one, other):
        return (0.0, "toll")
    if any(each.adds_to_toll or each.row.get("part_of") or each.row.get("corrected_by") for each in (one, other)):
        return (0.0, "toll")
    low, high = sorted(bounds[0] if bounds[0] is not None else bounds[1] or 0 for bounds in (one.toll, other.toll))
    if low == high:
        return (0.8 if low > SMALL_TOLL else 0.4, "same toll")
    return (-1.0, "toll") if high >= 2 * low else (-0.3, "toll")


def _article(one: Report, other: Report) -> Points:
    """Distance within one article; happenings that the text separates stay separate."""
    if one.row["article_id"] != other.row["article_id"]:
        return (0.0, "article")
    between = abs(one.row["sentence_index"] - other.row["sentence_index"])
    if one.fact_id == other.act or other.fact_id == one.act:
        return (ACT_POINTS, "toll of the act")
    if _is_beside(one, other):
        return (1.5, "same sentence")
    if max(one, other, key=lambda each: each.order).moves_on or between == 0:
        return (-2.0, "told apart")
    if one.row.get("when_told", "new") != other.row.get("when_told", "new"):
        return (-1.0, "news and background")
    back = BACK if _refers_back(one, other) else 0.0
    if between > CLOSE_SENTENCES:
        return (back, "same article")
    return (0.3 + back + (CONTINUED if _goes_on(one, other) or _is_detail(one, other) else 0.0), "next sentences")


def _continues(one: Report, other: Report) -> bool:
    return _goes_on(one, other) or _refers_back(one, other) or _is_detail(one, other)


def _refers_back(one: Report, other: Report) -> bool:
    """Whether the later of two sentences of an article speaks of a known act: "the clashes"."""
    may_refer = one.row["article_id"] == other.row["article_id"] and not _is_beside(one, other)
    return may_refer and max(one, other, key=lambda each: each.order).refers_back
