"""Scores whether two reports describe the same happening: points per agreement, or exclusion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import exp

from transforms.linking.agreement import (
    WORDS,
    actor_points,
    article_points,
    name_points,
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


def _compare(left: Report, right: Report) -> Parts | None:
    apart = left.article != right.article  # most pairs: known without a look at the words
    parts: list[Points] = []
    for agree in (kind_points, time_points, place_points, actor_points, text_points, toll_points, article_points):
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


_LOOKS: dict[Rule, Looks] = {
    kind_points: lambda report: (
        report.kind, report.coded, report.is_killing, report.first, report.last, report.is_stated, report.place,
        report.row["place_id"], report.row["geo_precision"],
    ),
    time_points: lambda report: (
        report.published, report.first, report.last, report.is_stated, report.row["sentence_index"] < HEAD,
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
