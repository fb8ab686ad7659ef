"""Scores whether two reports describe the same happening: points per agreement, or exclusion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import exp
from operator import attrgetter

from transforms.linking.agreement import (
    WORDS,
    actor_points,
    article_points,
    name_points,
    recall_points,
    sentence_points,
    text_points,
    time_points,
    toll_points,
)
from transforms.linking.continuing import Couple, in_order
from transforms.linking.happenings import PLACE
from transforms.linking.kinds import TAKEOVER
from transforms.linking.kinds_alike import Part, Points, kind_points
from transforms.linking.places_alike import place_points
from transforms.linking.reports import Report
from transforms.linking.sentences import HEAD

THRESHOLD = 2.0
"""Fewest points to link two reports."""
SHOWN = 4
"""Maximum words named in a reason."""
_of_article = attrgetter("article")
Parts = tuple[Points, ...]
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


class Group:
    """Reports that are joined, and by each rule asked those that look alike to it, which are kept while it grows."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.reports = [*reports]
        self._alike: dict[Looks, dict[Hashable, list[Report]]] = {}

    def alike(self, looks: Looks) -> Mapping[Hashable, list[Report]]:
        """The reports by what a rule looks at."""
        if looks not in self._alike:
            found: dict[Hashable, list[Report]] = defaultdict(list)
            for report in self.reports:
                found[looks(report)].append(report)
            self._alike[looks] = found
        return self._alike[looks]

    def joined(self, other: Group) -> Group:
        """The group of the reports of both, which are no groups any more."""
        less, more = sorted((self, other), key=lambda group: len(group.reports))
        for looks, known in more._alike.items():
            for look, reports in less.alike(looks).items():
                known.setdefault(look, []).extend(reports)
        more.reports += less.reports
        return more


def sum_of_points(left: Group, right: Group) -> float | None:
    """The points of all pairs of two groups, added; None if any two exclude each other.

    A rule is asked once for all reports of different articles that look alike to it.
    """
    lefts, rights = left.alike(_of_article), right.alike(_of_article)
    together = [pair for article in lefts.keys() & rights.keys() for pair in product(lefts[article], rights[article])]
    total = 0.0
    for pair in together:
        if (points := points_of(*in_order(*pair))) is None:
            return None
        total += points
    for rule, looks in _LOOKS.items():
        if (points := _sum_apart(rule, looks, left, right, together)) is None:
            return None
        total += points
    return round(total, 3)


def _sum_apart(rule: Rule, looks: Looks, left: Group, right: Group, together: Iterable[Couple]) -> float | None:
    """The points of a rule for all pairs but those of one article."""
    total = 0.0
    for (one, these), (other, those) in product(left.alike(looks).items(), right.alike(looks).items()):
        part, number = rule(these[0], those[0], True), len(these) * len(those)
        if part is not None:
            total += number * part[0]
        elif number > sum((looks(each), looks(beside)) == (one, other) for each, beside in together):
            return None
    return total - sum(part[0] for pair in together if (part := rule(*pair, True)) is not None)


def _compare(left: Report, right: Report) -> Parts | None:
    apart = left.article != right.article  # most pairs: known without a look at the words
    parts: list[Points] = []
    for agree in _RULES:
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


_RULES: tuple[Rule, ...] = (
    kind_points, time_points, recall_points, place_points, actor_points, text_points, toll_points, article_points,
)  # fmt: skip
_LOOKS: dict[Rule, Looks] = {
    kind_points: lambda report: (
        report.kind, report.coded, report.is_killing, report.first, report.last, report.is_stated, report.place,
        report.row["place_id"], report.row["geo_precision"],
    ),
    time_points: lambda report: (
        report.published, report.first, report.last, report.is_stated, report.row["sentence_index"] < HEAD,
    ),
    recall_points: lambda report: report.is_known_by_date and (
        report.first, report.place, report.row.get("target"), *(report.row[n] for n in PLACE),
    ),
    place_points: lambda report: (
        report.place, report.kind == TAKEOVER and report.is_in_a_town, report.kind, *(report.row[n] for n in PLACE),
    ),
    actor_points: lambda report: (
        report.sources, report.actors, report.names_source, report.kind,
        report.row.get("acled_sub_event"), report.row.get("territory"), report.row.get("plover"),
    ),
    sentence_points: lambda report: report.words,
    name_points: lambda report: (report.who, report.kind == TAKEOVER),
    toll_points: lambda report: report.toll and (
        report.toll, report.has_toll, report.first, report.part_of_day, report.published, report.row["outlet"],
        report.row.get("corrected_by") is None,
    ),
}  # fmt: skip
"""What each rule looks at in a report, if the two are of different articles."""
