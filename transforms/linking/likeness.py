"""Scores whether two reports describe the same happening: points per agreement, or exclusion."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import asin, cos, exp, radians, sin, sqrt

from transforms.linking.happenings import PLACE
from transforms.linking.kinds import FIGHTING, GENERIC, TAKEOVER, TOLL
from transforms.linking.reports import UNSTATED, Report
from transforms.linking.sentences import HEAD, words_for, words_of
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
CAPTURE = 0.3
"""Points for those killed in a town on the day of its capture."""
CORRECTED = 1.2
"""Points for a number that its outlet later corrects."""
CLOSE_SENTENCES = 2
"""Maximum sentences between two mentions of one happening."""
_SHARED = ((0.0, WORDS), (0.4, WORDS), (0.8, WORDS), (1.2, WORDS), (1.5, WORDS))
"""Points for no word that two sentences share, for one, and so on; the last ones for all others."""
KILOMETRES = 6371.0
Points = tuple[float, str]
"""Points with their reason."""
Part = Points | None
"""The same, or None if the two exclude each other."""
Parts = tuple[Points, ...]
Couple = tuple[Report, Report]
Rule = Callable[[Report, Report, bool], Part]
Looks = Callable[[Report], Hashable]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points of a pair of reports, in all and by reason."""

    points: float
    parts: Parts
    pair: Couple | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for the pair, in the order in which it is compared; words only where they can be named."""
        agreeing = [name for points, name in self.parts if points > 0]
        named = (_shared_words(*self.pair) if self.pair and name == WORDS else name for name in agreeing)
        return tuple(name for name in named if name != WORDS)

    @property
    def score(self) -> float:
        """Between 0 and 1; 0.5 is the threshold."""
        return round(1 / (1 + exp(THRESHOLD - self.points)), 3)


def likeness(left: Report, right: Report) -> Likeness | None:
    """Compare two reports; None if they exclude each other."""
    parts = _compare(left, right)
    return None if parts is None else Likeness(_sum(parts), parts, (left, right))


def points_of(left: Report, right: Report) -> float | None:
    """The points of two reports without their reasons; None if they exclude each other."""
    parts = _compare(left, right)
    return None if parts is None else _sum(parts)


def sum_of_points(lefts: Sequence[Report], rights: Sequence[Report]) -> float | None:
    """The points of all pairs of two groups, added; None if any two exclude each other.

    A rule is asked once for all reports of different articles that look alike to it.
    """
    of_article: dict[str, list[Report]] = defaultdict(list)
    for right in rights:
        of_article[right.article].append(right)
    together = [(left, right) for left in lefts for right in of_article.get(left.article, ())]
    found = [points_of(*in_order(left, right)) for left, right in together]
    found += [_sum_apart(rule, looks, lefts, rights, together) for rule, looks in _LOOKS.items()]
    if None in found:
        return None
    return round(sum(points for points in found if points is not None), 3)


def _sum_apart(
    rule: Rule, looks: Looks, lefts: Iterable[Report], rights: Iterable[Report], together: Iterable[Couple]
) -> float | None:
    """The points of a rule for all pairs but those of one article."""
    alike: tuple[dict[Hashable, list[Report]], ...] = defaultdict(list), defaultdict(list)
    for side, reports in zip(alike, (lefts, rights), strict=True):
        for report in reports:
            side[looks(report)].append(report)
    total = 0.0
    for (left, these), (right, those) in product(alike[0].items(), alike[1].items()):
        part, number = rule(these[0], those[0], True), len(these) * len(those)
        if part is not None:
            total += number * part[0]
        elif number > sum((looks(one), looks(other)) == (left, right) for one, other in together):
            return None
    return total - sum(part[0] for left, right in together if (part := rule(left, right, True)) is not None)


def in_order(left: Report, right: Report) -> Couple:
    """Two reports in order of publication, then of the text."""
    return (left, right) if left.order < right.order else (right, left)


def _compare(left: Report, right: Report) -> Parts | None:
    apart = left.article != right.article  # most pairs: known without a look at the words
    parts: list[Points] = []
    for agree in (_kind, _time, _place, _actors, _text, _toll, _article):
        part = agree(left, right, apart)
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)


def _sum(parts: Parts) -> float:
    return round(sum([points for points, _ in parts]), 3)


def _shared_words(left: Report, right: Report) -> str:
    """The words that both sentences, or else the names of those in them, share, as the second of the two has them."""
    spelled = right.spelled
    shared = [word for stem in left.words & right.words for word in spelled.get(stem, ())]
    shared = shared or [word for stem in left.who & right.who for word in spelled.get(stem, ())]
    return " ".join([WORDS, *sorted(shared)[:SHOWN]])


def _is_beside(left: Report, right: Report) -> bool:
    """Whether two reports come from one sentence, or part of a headline, of the same article, not of a reprint."""
    return left.sentence == right.sentence


@cache
def _points() -> dict[tuple[str, str], float]:
    """Points of each pair of kindred kinds, in both orders."""
    pairs = [(str(row["kind"]), str(row["other"]), float(row["points"] or 0)) for row in rows("incident_kin")]
    return {pair: points for left, right, points in pairs for pair in ((left, right), (right, left))}


@cache
def kindred(kind: str) -> tuple[str, ...]:
    """The kinds that may report the same happening as a kind, by seeds/incident_kin.csv."""
    return tuple(sorted(right for left, right in _points() if left == kind))


def _kind(left: Report, right: Report, apart: bool) -> Part:
    """Points for the kinds of two reports; a killing matches the act in its sentence: "hit a school and killed"."""
    is_killing = not apart and (left.is_killing or right.is_killing)
    if is_killing and _is_beside(left, right) and {left.kind, right.kind} <= ARMED:
        return (0.2, "kind")
    if TAKEOVER in (left.kind, right.kind) and left.kind != right.kind and TOLL not in (left.kind, right.kind):
        return (CAPTURE, "kind") if apart and _is_of_the_capture(left, right) else None
    part = _kin(left.coded, left.kind, right.coded, right.kind)
    if part is None or apart or part[0] > 0 or not _goes_on(left, right):
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


def _goes_on(left: Report, right: Report) -> bool:
    """Whether the later of two close sentences of one article continues the earlier, naming no time and place."""
    between = abs(left.row["sentence_index"] - right.row["sentence_index"])
    if not 0 < between <= CLOSE_SENTENCES:
        return False
    _, later = in_order(left, right)
    return not (later.names_place or later.names_time or later.moves_on)


def _is_detail(left: Report, right: Report) -> bool:
    """Whether the later of two sentences gives details of what the head of their article announces without a day."""
    if left.kind != right.kind:
        return False
    first, later = in_order(left, right)
    near = 0 < later.row["sentence_index"] - first.row["sentence_index"] <= HEAD
    is_announced = first.row["sentence_index"] < HEAD and not first.names_time and not later.moves_on
    is_recent = later.row["published_date"] - later.last <= UNSTATED  # "in 1982 a strike on the same town killed"
    return near and is_announced and is_recent


def _time(left: Report, right: Report, apart: bool) -> Part:
    """Points for days that overlap; None if they exclude each other.

    Within one article a day that a sentence does not name excludes nothing, as it is taken from another sentence.
    Between articles that both state a time one day of distance is allowed, since a night has two dates, but counts
    against it. Without a stated time only reports at the head of their articles get points, as they tell the news of
    these days.
    """
    if not apart and _is_detail(left, right):
        return (0.0, "day")
    if abs(left.published - right.published) > DAYS:
        return None
    are_stated = left.is_stated and right.is_stated
    if left.first > right.last or right.first > left.last:
        if not apart and not (left.names_time and right.names_time):
            return (INFERRED, "day")
        gap = (max(left.first, right.first) - min(left.last, right.last)).days
        return (-1.5, "day") if gap == 1 and apart and are_stated else None
    if are_stated:
        is_day = left.first == left.last and right.first == right.last
        return (1.0 if apart else 0.5, "same day") if is_day else (0.2, "overlapping days")
    is_lead = apart and all(report.is_stated or report.row["sentence_index"] < HEAD for report in (left, right))
    return (0.3, "day of publication") if is_lead else (0.0, "day")


def _place(left: Report, right: Report, apart: bool) -> Part:
    """Same place, one containing the other, or one unknown; a place that its sentence does not name excludes nothing
    within its article.
    """
    if left.place is None or right.place is None:
        return (-0.5 if apart else 0.0, "place")
    part = _place_known(left, right, apart)
    are_named = left.names_place and right.names_place and not is_of_same_target(left, right)
    is_inferred = part is None and not apart and not are_named
    return (INFERRED, "place") if is_inferred else part


def is_of_same_target(left: Report, right: Report) -> bool:
    """Whether the later of two sentences of an article speaks of those whom the earlier told of as suffering the same,
    "the men" after "two men", or of the same by a pronoun.
    """
    first, later = in_order(left, right)
    if left.coded != right.coded or not first.target:
        return False
    words, again = ((report.row.get("target") or "").lower().split() for report in (first, later))
    is_definite = len(again) > 1 and again[0] in ("the", "those", "these") and words[-1] == again[-1]
    return is_definite or (words == again and not later.target)


def are_two(left: Report, right: Report) -> bool:
    """Whether a sentence tells two acts, each with a day, a place, or a doer and counted victims of its own: "a bomb
    killed three officers, and gunmen shot two teachers", not "and gunmen then shot".
    """
    are_dated = left.names_time and right.names_time and (left.first > right.last or right.first > left.last)
    are_placed = left.names_place and right.names_place and _place_known(left, right, False) is None
    are_counted = _counts_victims(left) and _counts_victims(right) and left.who.isdisjoint(right.who)
    is_one = (
        left.row["source"] == right.row["source"]
        or FIGHTING in (left.coded, right.coded)
        or left.comes_next
        or right.comes_next
        or _same_act().search(left.row["sentence"].lower()) is not None
    )
    return are_dated or are_placed or (are_counted and not is_one)


@cache
def _same_act() -> re.Pattern[str]:
    return re.compile(rf"\bthe same (?:{'|'.join(words_for('act'))})\b")


def _counts_victims(act: Report) -> bool:
    """Whether the target of an act begins with a number: "two teachers"."""
    return act.target.lower().partition(" ")[0] in _numbers()


@cache
def _numbers() -> frozenset[str]:
    return frozenset(str(row["words"]) for row in rows("numbers"))


def _place_known(left: Report, right: Report, apart: bool) -> Part:
    left_row, right_row = left.row, right.row
    if left_row["country"] and right_row["country"] and left_row["country"] != right_row["country"]:
        return None
    is_known = left_row["place_id"] is not None and right_row["place_id"] is not None
    if left_row["place_id"] == right_row["place_id"] if is_known else left.place == right.place:
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


def _actors(left: Report, right: Report, apart: bool) -> Part:
    """Same or related source. Two different known sources count against it, unless both fight or one loses what the
    other gains; a place taken and retaken is two happenings.
    """
    are_known = bool(left.sources and right.sources)
    if are_known and not left.sources.isdisjoint(right.sources):
        return (0.8 if apart or (left.names_source and right.names_source) else 0.4, "same actor")
    if "lost" in (changes := {left.row.get("territory"), right.row.get("territory")}) and len(changes) > 1:
        return (0.0, "actor")
    if are_known and {left.row.get("acled_sub_event"), right.row.get("acled_sub_event")} == TAKERS:
        return None
    if "fighting" in (left.kind, right.kind) and not left.actors.isdisjoint(right.actors):
        return (0.6, "same actor")
    return (-1.5 if are_known and left.names_source and right.names_source else 0.0, "actor")


def _text(left: Report, right: Report, apart: bool) -> Points:
    """Points for the words that two sentences share, and for those of source and target."""
    if not apart and _is_beside(left, right):
        return (0.0, WORDS)
    return _words(_sentence(left, right, apart)[0], _names(left, right, apart)[0])


@cache
def _words(sentence: float, names: float) -> Points:
    return (round(sentence + names, 3), WORDS)


def _sentence(left: Report, right: Report, apart: bool) -> Points:
    """Points for words that both sentences share."""
    return _SHARED[min(len(left.words & right.words), len(_SHARED) - 1)]


def _names(left: Report, right: Report, apart: bool) -> Points:
    """Points for words of source and target: if both name some but share none, that counts against it, except for
    takeovers, where the place decides.
    """
    if not (left.who and right.who):
        return (0.0, WORDS)
    if not left.who.isdisjoint(right.who):
        return (0.4, WORDS)
    is_excused = TAKEOVER in (left.kind, right.kind) or (not apart and _continues(left, right))
    return (0.0 if is_excused else -0.8, WORDS)


def _toll(left: Report, right: Report, apart: bool) -> Part:
    """Equal tolls; small ones count little. Contradictory tolls count against it, more so if one is twice the other,
    and exclude each other if one is of the morning and one of the evening of a day.
    """
    if left.toll is None or right.toll is None:
        return (0.0, "toll")
    if apart and left.toll == right.toll and left.row["outlet"] == right.row["outlet"] and _is_corrected(left, right):
        return (CORRECTED, "corrected toll")
    if not (left.has_toll and right.has_toll):
        return (0.0, "toll")
    if not apart and (_is_beside(left, right) or _goes_on(left, right)):
        return (0.0, "toll")
    low, high = sorted(bounds[0] if bounds[0] is not None else bounds[1] or 0 for bounds in (left.toll, right.toll))
    if low == high:
        return (0.8 if low > SMALL_TOLL else 0.4, "same toll")
    if left.first == right.first and {left.part_of_day, right.part_of_day} == {"morning", "evening"}:
        return None
    return (-1.0, "toll") if high >= 2 * low else (-0.3, "toll")


def _is_corrected(left: Report, right: Report) -> bool:
    """Whether one of two reports corrects the number that the other gave."""
    pairs = ((left, right), (right, left))
    return any(told.has_toll and told.published <= by.published and by.row.get("corrected_by") for told, by in pairs)


def _article(left: Report, right: Report, apart: bool) -> Part:
    """Distance within one article; happenings that the text separates stay separate, and exclude each other if each has
    dead or a target of its own. What speaks of "the second attack" goes on with a report that moved on to it.
    """
    if apart:
        return (0.0, "article")
    between = abs(left.row["sentence_index"] - right.row["sentence_index"])
    if left.fact_id == right.act or right.fact_id == left.act:
        return (ACT_POINTS, "toll of the act")
    if left.fact_id in right.others or left.act in right.others:
        return None
    if _is_beside(left, right):
        return (1.5, "same sentence")
    first, later = in_order(left, right)
    if later.comes_next and not later.is_killing and first.has_toll and later.has_toll:
        return None
    if (later.moves_on and not (later.refers_back and first.moves_on)) or between == 0:
        is_apart = later.moves_on or (between == 0 and first.has_toll and later.has_toll)
        return None if is_apart and _are_of_two(first, later) else (-2.0, "told apart")
    if left.row.get("when_told", "new") != right.row.get("when_told", "new"):
        return (-1.0, "news and background")
    back = BACK if _refers_back(left, right) else 0.0
    if between > CLOSE_SENTENCES:
        return (back, "same article")
    return (0.3 + back + (CONTINUED if _goes_on(left, right) or _is_detail(left, right) else 0.0), "next sentences")


def _are_of_two(left: Report, right: Report) -> bool:
    """Whether each of two reports has a toll or a target of its own, and the targets have no word in common."""
    targets = [words_of(report.target) for report in (left, right)]
    are_known = (left.has_toll or targets[0]) and (right.has_toll or targets[1])
    return bool(are_known) and targets[0].isdisjoint(targets[1])


def _continues(left: Report, right: Report) -> bool:
    return _goes_on(left, right) or _refers_back(left, right) or _is_detail(left, right)


def _refers_back(left: Report, right: Report) -> bool:
    """Whether the later of two sentences of an article speaks of a known act, "the clashes", or people, "the men"."""
    is_back = in_order(left, right)[1].refers_back or is_of_same_target(left, right)
    return is_back and not _is_beside(left, right)


_LOOKS: dict[Rule, Looks] = {
    _kind: lambda report: (
        report.kind, report.coded, report.is_killing, report.first, report.last, report.is_stated, report.place,
        report.row["place_id"], report.row["geo_precision"],
    ),
    _time: lambda report: (
        report.published, report.first, report.last, report.is_stated, report.row["sentence_index"] < HEAD,
    ),
    _place: lambda report: (
        report.place, report.kind == TAKEOVER and report.is_in_a_town, report.kind, *(report.row[n] for n in PLACE),
    ),
    _actors: lambda report: (
        report.sources, report.actors, report.names_source, report.kind,
        report.row.get("acled_sub_event"), report.row.get("territory"),
    ),
    _sentence: lambda report: report.words,
    _names: lambda report: (report.who, report.kind == TAKEOVER),
    _toll: lambda report: report.toll and (
        report.toll, report.has_toll, report.first, report.part_of_day, report.published, report.row["outlet"],
        report.row.get("corrected_by") is None,
    ),
}  # fmt: skip
"""What each rule looks at in a report, if the two are of different articles."""
