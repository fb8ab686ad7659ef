"""Scores whether two reports describe the same happening: points per agreement, or exclusion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import asin, cos, exp, radians, sin, sqrt

from transforms.linking.kinds import TAKEOVER
from transforms.linking.reports import UNSTATED, Report, is_in_a_town
from transforms.linking.sentences import HEAD, sentence_of, whole_words, words_of
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
WORDS = "words"
"""Reason of a pair whose sentences share words."""
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
    """Points of a pair of reports, in all and by reason."""

    points: float
    parts: tuple[Points, ...]
    pair: tuple[Report, Report] | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for the pair, heaviest first."""
        named = {WORDS: _shared_words(*self.pair)} if self.pair else {}
        return tuple(named.get(reason, reason) for points, reason in sorted(self.parts, reverse=True) if points > 0)

    @property
    def score(self) -> float:
        """Between 0 and 1; 0.5 is the threshold."""
        return round(1 / (1 + exp(THRESHOLD - self.points)), 3)


def likeness(left: Report, right: Report) -> Likeness | None:
    """Compare two reports; None if they exclude each other."""
    if abs((left.row["published_date"] - right.row["published_date"]).days) > DAYS:
        return None
    parts: list[Points] = []
    for agree in (_kind, _time, _place, _actors):
        part = agree(left, right)
        if part is None:
            return None
        parts.append(part)
    parts += (_text(left, right), _toll(left, right), _article(left, right))
    return Likeness(round(sum(points for points, _ in parts), 3), tuple(parts), (left, right))


def _shared_words(left: Report, right: Report) -> str:
    """The words that both sentences, or else the names of those in them, share, as the second of the two has them."""
    names = (right.row.get(name) for name in ("source", "target", "who"))
    told = " ".join([right.row["sentence"], *(name for name in names if name)])
    shared = whole_words(told, left.words & right.words) or whole_words(told, left.who & right.who)
    return " ".join([WORDS, *sorted(shared)[:SHOWN]])


Points = tuple[float, str]
"""Points with their reason."""
Part = Points | None
"""The same, or None if the two exclude each other."""


def _is_beside(left: Report, right: Report) -> bool:
    """Whether two reports come from one sentence, or part of a headline, of the same article, not of a reprint."""
    if left.row["article_id"] != right.row["article_id"]:
        return False  # most pairs, known without a look at the words
    return sentence_of(left.row) == sentence_of(right.row)


@cache
def _points() -> dict[tuple[str, str], float]:
    """Points of each pair of kindred kinds, in both orders."""
    pairs = [(str(row["kind"]), str(row["other"]), float(row["points"] or 0)) for row in rows("incident_kin")]
    return {pair: points for left, right, points in pairs for pair in ((left, right), (right, left))}


@cache
def kindred(kind: str) -> tuple[str, ...]:
    """The kinds that may report the same happening as a kind, by seeds/incident_kin.csv."""
    return tuple(sorted(right for left, right in _points() if left == kind))


def _kind(left: Report, right: Report) -> Part:
    """Points for the kinds of two reports; a killing matches the act in its sentence: "hit a school and killed"."""
    if (left.is_killing or right.is_killing) and _is_beside(left, right) and {left.kind, right.kind} <= ARMED:
        return (0.2, "kind")
    kinds = (left.coded, right.coded) if left.coded == right.coded else (left.kind, right.kind)
    points = _points().get(kinds)
    if points is None or (left.coded, right.coded) not in _points():
        return None
    return (max(points, 0.0) if set(kinds) <= ARMED and _goes_on(left, right) else points, "kind")


def _goes_on(left: Report, right: Report) -> bool:
    """Whether the later of two close sentences of an article continues the earlier, naming no time and place."""
    if left.row["article_id"] != right.row["article_id"] or _is_beside(left, right):
        return False
    later = max(left, right, key=lambda report: report.order)
    between = abs(left.row["sentence_index"] - right.row["sentence_index"])
    return 0 < between <= CLOSE_SENTENCES and not (later.names_place or later.names_time or later.moves_on)


def _is_detail(left: Report, right: Report) -> bool:
    """Whether the later of two sentences gives details of what the head of the article announces without a day."""
    if left.row["article_id"] != right.row["article_id"] or left.kind != right.kind:
        return False
    first, later = sorted((left, right), key=lambda report: report.order)
    near = 0 < later.row["sentence_index"] - first.row["sentence_index"] <= HEAD
    is_announced = first.row["sentence_index"] < HEAD and not first.names_time and not later.moves_on
    is_recent = later.row["published_date"] - later.last <= UNSTATED  # "in 1982 a strike on the same town killed"
    return near and is_announced and is_recent


def _time(left: Report, right: Report) -> Part:
    """Points for days that overlap; None if they exclude each other.

    Within one article a day that a sentence does not name excludes nothing, as it is taken from another sentence.
    Between articles that both state a time one day of distance is allowed, since a night has two dates, but counts
    against it. Without a stated time only reports at the head of their articles get points, as they tell the news of
    these days.
    """
    if _is_detail(left, right):
        return (0.0, "day")
    gap = (max(left.first, right.first) - min(left.last, right.last)).days
    apart = left.row["article_id"] != right.row["article_id"]
    are_stated = left.is_stated and right.is_stated
    if gap > 0 and not apart and not (left.names_time and right.names_time):
        return (INFERRED, "day")
    if gap > (1 if apart and are_stated else 0):
        return None
    if gap > 0:
        return (-1.5, "day")
    if are_stated:
        is_day = left.first == left.last and right.first == right.last
        return (1.0 if apart else 0.5, "same day") if is_day else (0.2, "overlapping days")
    is_lead = all(report.is_stated or report.row["sentence_index"] < HEAD for report in (left, right))
    return (0.3, "day of publication") if apart and is_lead else (0.0, "day")


def _place(left: Report, right: Report) -> Part:
    """Same place, one containing the other, or one unknown; a place that its sentence does not name excludes nothing
    within its article.
    """
    part = _place_known(left, right)
    is_inferred = left.row["article_id"] == right.row["article_id"] and not (left.names_place and right.names_place)
    return (INFERRED, "place") if part is None and is_inferred else part


def _place_known(left: Report, right: Report) -> Part:
    left_row, right_row = left.row, right.row
    if left.place is None or right.place is None:
        return (0.0, "place") if left_row["article_id"] == right_row["article_id"] else (-0.5, "place")
    if left_row["country"] and right_row["country"] and left_row["country"] != right_row["country"]:
        return None
    is_known = left_row["place_id"] is not None and right_row["place_id"] is not None
    if left_row["place_id"] == right_row["place_id"] if is_known else left.place == right.place:
        is_town = left_row["geo_precision"] == right_row["geo_precision"] == 1
        return (0.7 if left_row["article_id"] == right_row["article_id"] else 1.5 if is_town else 1.2, "same place")
    is_of_kind = is_known and left_row["geo_precision"] == right_row["geo_precision"]  # two towns of one name
    if words_of(left.place) == words_of(right.place) != frozenset() and not is_of_kind:
        return (0.3, "containing place")  # "Kalat" and "Kalat district"
    if not is_known:
        is_area = 3 in (left_row["geo_precision"], right_row["geo_precision"])  # an unknown village may lie in it
        is_told = left.kind == right.kind == TAKEOVER or (
            left_row["article_id"] == right_row["article_id"] and not is_area
        )
        if is_told and _are_apart(left, right):
            return None
        return (0.0 if is_area else -0.4, "place")
    if (left_row["geo_precision"] or 1) == 3 or (right_row["geo_precision"] or 1) == 3:
        wide, narrow = (left_row, right_row) if (left_row["geo_precision"] or 1) == 3 else (right_row, left_row)
        holds = wide["admin1"] is None or narrow["admin1"] is None or wide["admin1"] == narrow["admin1"]
        return (0.3, "containing place") if holds and not _is_told_anew(left, right) else None
    if 2 in (left_row["geo_precision"], right_row["geo_precision"]) and _distance(left, right) <= NEAR_KM:
        return (0.3, "near place")
    return None


def _is_told_anew(left: Report, right: Report) -> bool:
    """Whether an article tells of a town and, below its head, of the area around it, each with a day and with those who
    suffered it: of two acts.
    """
    if left.row["article_id"] != right.row["article_id"] or _sufferers(left) & _sufferers(right):
        return False
    wide = left if left.row["geo_precision"] == 3 else right
    are_named = all(report.names_place and report.names_time for report in (left, right))
    later = max(left, right, key=lambda report: report.order)
    return wide.row["sentence_index"] > HEAD and are_named and not later.refers_back


def _sufferers(report: Report) -> frozenset[str]:
    return words_of(report.row.get("target") or report.row.get("who") or "")


def _are_apart(left: Report, right: Report) -> bool:
    """Whether two place names have no word in common, "Mezzeh" and "Mezzeh air base" have one, and neither is of a
    building or quarter, which may lie in the other.
    """
    if is_in_a_town(left) or is_in_a_town(right):
        return False
    left_words, right_words = words_of(left.place or ""), words_of(right.place or "")
    return bool(left_words and right_words) and left_words.isdisjoint(right_words)


def _distance(left: Report, right: Report) -> float:
    """Kilometres between two places; infinite if a coordinate is missing."""
    coordinates = [row[name] for row in (left.row, right.row) for name in ("latitude", "longitude")]
    if any(value is None for value in coordinates):
        return float("inf")
    north, east, north2, east2 = map(radians, coordinates)
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * KILOMETRES * asin(sqrt(half))


def _actors(left: Report, right: Report) -> Part:
    """Same or related source. Two different known sources count against it, unless both fight or one loses what the
    other gains; a place taken and retaken is two happenings.
    """
    if left.sources & right.sources:
        is_told = left.row["article_id"] != right.row["article_id"] or (left.names_source and right.names_source)
        return (0.8 if is_told else 0.4, "same actor")
    if {left.row.get("acled_sub_event"), right.row.get("acled_sub_event")} == TAKERS and left.sources and right.sources:
        return None
    if {left.row.get("territory"), right.row.get("territory")} == {"gained", "lost"}:
        return (0.0, "actor")
    if "fighting" in (left.kind, right.kind) and left.actors & right.actors:
        return (0.6, "same actor")
    are_known = left.sources and right.sources and left.names_source and right.names_source
    return (-1.5, "actor") if are_known else (0.0, "actor")


def _text(left: Report, right: Report) -> Points:
    """Points for words that both sentences share, and for those of source and target.

    If both name source or target but share none of these words, that counts against it, except for takeovers, where the
    place decides.
    """
    if _is_beside(left, right):
        return (0.0, WORDS)
    points = min(1.5, 0.4 * len(left.words & right.words))
    if left.who & right.who:
        points += 0.4
    elif left.who and right.who and left.kind != TAKEOVER and not _continues(left, right):
        points -= 0.8
    return (round(points, 3), WORDS)


def _toll(left: Report, right: Report) -> Points:
    """Equal tolls; small ones count little. Contradictory tolls count against it, more so if one is twice the other."""
    if left.toll is None or right.toll is None or _is_beside(left, right) or _goes_on(left, right):
        return (0.0, "toll")
    if any(
        report.adds_to_toll or report.row.get("part_of") or report.row.get("corrected_by") for report in (left, right)
    ):
        return (0.0, "toll")
    low, high = sorted(bounds[0] if bounds[0] is not None else bounds[1] or 0 for bounds in (left.toll, right.toll))
    if low == high:
        return (0.8 if low > SMALL_TOLL else 0.4, "same toll")
    return (-1.0, "toll") if high >= 2 * low else (-0.3, "toll")


def _article(left: Report, right: Report) -> Points:
    """Distance within one article; happenings that the text separates stay separate."""
    if left.row["article_id"] != right.row["article_id"]:
        return (0.0, "article")
    between = abs(left.row["sentence_index"] - right.row["sentence_index"])
    if left.fact_id == right.act or right.fact_id == left.act:
        return (ACT_POINTS, "toll of the act")
    if _is_beside(left, right):
        return (1.5, "same sentence")
    if max(left, right, key=lambda report: report.order).moves_on or between == 0:
        return (-2.0, "told apart")
    if left.row.get("when_told", "new") != right.row.get("when_told", "new"):
        return (-1.0, "news and background")
    back = BACK if _refers_back(left, right) else 0.0
    if between > CLOSE_SENTENCES:
        return (back, "same article")
    return (0.3 + back + (CONTINUED if _goes_on(left, right) or _is_detail(left, right) else 0.0), "next sentences")


def _continues(left: Report, right: Report) -> bool:
    return _goes_on(left, right) or _refers_back(left, right) or _is_detail(left, right)


def _refers_back(left: Report, right: Report) -> bool:
    """Whether the later of two sentences of an article speaks of a known act: "the clashes"."""
    may_refer = left.row["article_id"] == right.row["article_id"] and not _is_beside(left, right)
    return may_refer and max(left, right, key=lambda report: report.order).refers_back
