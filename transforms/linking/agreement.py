"""Points for the days, parties, words, tolls and sentences of two reports."""

from __future__ import annotations

from functools import cache

from transforms.linking.continuing import (
    CLOSE_SENTENCES,
    continues,
    goes_on,
    in_order,
    is_beside,
    is_detail,
    speaks_again,
)
from transforms.linking.kinds import CRACKDOWN, DEADLY, FIGHTING, TAKEOVER
from transforms.linking.kinds_alike import TAKERS, Part, Points
from transforms.linking.places_alike import INFERRED, place_known
from transforms.linking.reports import Report
from transforms.linking.sentences import HEAD, words_of
from transforms.linking.tolls import EVERYBODY

DAYS = 30
"""Maximum days between the publication of two reports of one happening."""
ACT_POINTS = 3.0
"""Points for a figure and the act in its sentence."""
SMALL_TOLL = 3
"""Tolls up to this number are often equal by chance."""
WORDS = "words"
"""Reason of a pair whose sentences share words."""
CONTINUED = 1.0
"""Points for a sentence without time and place beside one that it may go on with."""
BACK = 0.7
"""Points for a sentence that speaks of a known act."""
RECALLED = 2.0
"""Points for an act of long before that two articles recall by its date."""
RECOUNTED = 1.5
"""Points for the dead whom another voice counts anew in one article."""
CORRECTED = 1.2
"""Points for a number that its outlet later corrects."""
_SHARED = ((0.0, WORDS), (0.4, WORDS), (0.8, WORDS), (1.2, WORDS), (1.5, WORDS))
"""Points for no word that two sentences share, for one, and so on; the last ones for all others."""


def time_points(left: Report, right: Report, apart: bool) -> Part:
    """Points for days that overlap; None if they exclude each other.

    Within one article a day that a sentence does not name excludes nothing, as it is taken from another sentence.
    Between articles that both state a time one day of distance is allowed, since a night has two dates, but counts
    against it. Without a stated time only reports at the head of their articles get points, as they tell the news of
    these days.
    """
    if not apart and is_detail(left, right):
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


def recall_points(left: Report, right: Report, apart: bool) -> Part:
    """Points for two articles that recall an act of long before by the same date, unless each names a place or those
    who suffered it of its own.
    """
    if not (apart and left.is_known_by_date and right.is_known_by_date and left.first == right.first):
        return (0.0, "date")
    suffered = [words_of(report.row.get("target") or "") for report in (left, right)]
    if not suffered[0].isdisjoint(suffered[1]):
        return (RECALLED, "date")
    place = place_known(left, right, apart) if left.place and right.place else None
    is_there = place is not None and place[0] > 0
    is_open = not (left.place and right.place) and not all(suffered)
    return (RECALLED if is_there or is_open else 0.0, "date")


def actor_points(left: Report, right: Report, apart: bool) -> Part:
    """Same or related source. Two different known sources count against it, unless both fight, one loses what the
    other gains, or both are parts of one whole, such as the army and the police of a state; a place taken and retaken
    is two happenings, and so is one that its taker had left.
    """
    are_known = bool(left.sources and right.sources)
    if are_known and _takes_what_it_left(left, right):
        return None
    if are_known and (left.sources <= right.sources or left.sources >= right.sources):
        return (0.8 if apart or (left.names_source and right.names_source) else 0.4, "same actor")
    if "lost" in (changes := {left.row.get("territory"), right.row.get("territory")}) and len(changes) > 1:
        return (0.0, "actor")
    if are_known and {left.row.get("acled_sub_event"), right.row.get("acled_sub_event")} == TAKERS:
        return None
    if "fighting" in (left.kind, right.kind) and not left.actors.isdisjoint(right.actors):
        return (0.6, "same actor")
    are_two = are_known and left.names_source and right.names_source and left.sources.isdisjoint(right.sources)
    return (-1.5 if are_two else 0.0, "actor")


def _takes_what_it_left(left: Report, right: Report) -> bool:
    """Whether one actor, which both reports name, leaves a place in the one and takes it in the other."""
    if not (left.names_source and right.names_source) or left.sources.isdisjoint(right.sources):
        return False
    return sorted((_change(left), _change(right))) == ["gained", "lost"]


def _change(report: Report) -> str:
    """Whether the source of a report gains or loses a place: who leaves it loses it."""
    is_left = report.row.get("territory") is None and report.row.get("plover") == "RETREAT"
    return "lost" if is_left else report.row.get("territory") or ""


def text_points(left: Report, right: Report, apart: bool) -> Points:
    """Points for the words that two sentences share, and for those of source and target."""
    if not apart and is_beside(left, right):
        return (0.0, WORDS)
    return _words(sentence_points(left, right, apart)[0], name_points(left, right, apart)[0])


@cache
def _words(sentence: float, names: float) -> Points:
    return (round(sentence + names, 3), WORDS)


def sentence_points(left: Report, right: Report, apart: bool) -> Points:
    """Points for words that both sentences share."""
    return _SHARED[min(len(left.words & right.words), len(_SHARED) - 1)]


def name_points(left: Report, right: Report, apart: bool) -> Points:
    """Points for words of source and target: if both name some but share none, that counts against it, except for
    takeovers, where the place decides.
    """
    if not (left.who and right.who):
        return (0.0, WORDS)
    if not left.who.isdisjoint(right.who):
        return (0.4, WORDS)
    is_excused = TAKEOVER in (left.kind, right.kind) or (not apart and continues(left, right))
    return (0.0 if is_excused else -0.8, WORDS)


def toll_points(left: Report, right: Report, apart: bool) -> Part:
    """Equal tolls; small ones count little. Contradictory tolls count against it, more so if one is twice the other,
    and exclude each other if one is of the morning and one of the evening of a day.
    """
    if left.toll is None or right.toll is None:
        return (0.0, "toll")
    if apart and left.toll == right.toll and left.row["outlet"] == right.row["outlet"] and _is_corrected(left, right):
        return (CORRECTED, "corrected toll")
    if not (left.has_toll and right.has_toll):
        return (0.0, "toll")
    if not apart and (is_beside(left, right) or goes_on(left, right) or _is_recounted(left, right)):
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


def article_points(left: Report, right: Report, apart: bool) -> Part:
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
    if is_beside(left, right):
        return (1.5, "same sentence")
    first, later = in_order(left, right)
    if later.comes_next and not later.is_killing and first.has_toll and later.has_toll:
        return None
    if (later.moves_on and not (later.refers_back and first.moves_on)) or between == 0:
        is_apart = later.moves_on or (between == 0 and first.has_toll and later.has_toll)
        return None if is_apart and _are_of_two(first, later) else (-2.0, "told apart")
    if left.row.get("when_told", "new") != right.row.get("when_told", "new"):
        return (-1.0, "news and background")
    back = BACK if speaks_again(left, right) or _are_of_one_battle(left, right) else 0.0
    back = RECOUNTED if _is_recounted(left, right) else back
    if between > CLOSE_SENTENCES:
        return (back, "same article")
    return (0.3 + back + (CONTINUED if goes_on(left, right) or is_detail(left, right) else 0.0), "next sentences")


def _are_of_one_battle(left: Report, right: Report) -> bool:
    """Whether two reports of an article tell of fighting in one town on one day."""
    are_fighting = left.kind == right.kind == left.coded == right.coded == FIGHTING
    are_then = left.is_stated and left.first == left.last == right.first == right.last
    are_there = left.names_place and right.names_place and left.row["place_id"] == right.row["place_id"] is not None
    return are_fighting and are_then and are_there and left.row["geo_precision"] == 1


def _are_of_two(left: Report, right: Report) -> bool:
    """Whether each of two reports has a toll or a target of its own, and the targets have no word in common."""
    targets = [words_of(report.target) for report in (left, right)]
    are_known = (left.has_toll or targets[0]) and (right.has_toll or targets[1])
    return bool(are_known) and targets[0].isdisjoint(targets[1])


def _is_recounted(left: Report, right: Report) -> bool:
    """Whether another voice counts the dead of an act anew in the later of two sentences of an article: of the same
    kind, on the same day and in the same town, and no other people, "the ministry said 12 had been killed … rebels said
    that 40 people died".
    """
    first, later = in_order(left, right)
    if is_beside(left, right) or first.moves_on or later.moves_on or not (left.has_toll and right.has_toll):
        return False
    voices = [words_of(report.row.get("attribution") or "") for report in (first, later)]
    is_anew = bool(voices[1]) and voices[0].isdisjoint(voices[1])
    are_alike = left.coded == right.coded and left.coded in DEADLY | {CRACKDOWN}
    are_then = left.is_stated and left.first == left.last == right.first == right.last and right.is_stated
    are_there = left.place is not None and left.place == right.place and (left.row["geo_precision"] or 1) == 1
    return is_anew and are_alike and are_then and are_there and _are_same_people(left, right)


def _are_same_people(left: Report, right: Report) -> bool:
    """Whether two numbers may count the same: by one noun, by none, or one of them just people."""
    nouns = [
        (report.row.get("who") or report.row.get("target") or "people").lower().split()[-1] for report in (left, right)
    ]
    return nouns[0] == nouns[1] or not EVERYBODY.isdisjoint(nouns)
