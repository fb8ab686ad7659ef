"""Clusters linked reports: best links first, never joining two reports that exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import product
from operator import attrgetter

from transforms.linking.continuing import in_order
from transforms.linking.kinds_alike import kindred
from transforms.linking.likeness import THRESHOLD, Group, Likeness, likeness, points_of, sum_of_points
from transforms.linking.reports import Bounds, Report

WEEK = 7
LONG = 6
"""Maximum weeks of a long period that are indexed."""
MANY = 32
"""Number of pairs from which on they are not compared one by one."""
AROUND = "around "
AVERAGE = 0.5
"""Average points between two groups required to join them, as a share of THRESHOLD."""

Pair = tuple[str, str]
_by_order = attrgetter("order")


@dataclass(frozen=True)
class Decisions:
    """People's decisions on pairs of facts (lesser id, greater id): one happening, or not."""

    linked: Set[Pair] = frozenset()
    cut: Set[Pair] = frozenset()

    def is_cut(self, group: Iterable[Report], other: Iterable[Report]) -> bool:
        """Whether people cut a report of one group from one of the other."""
        if not self.cut:
            return False
        facts = {report.fact_id for report in other}
        return any(not facts.isdisjoint(self._cut_from.get(report.fact_id, ())) for report in group)

    @cached_property
    def _cut_from(self) -> dict[str, set[str]]:
        cut_from: dict[str, set[str]] = defaultdict(set)
        for left, right in self.cut:
            cut_from[left].add(right)
            cut_from[right].add(left)
        return cut_from


def pair_of(left: str, right: str) -> Pair:
    """A pair in canonical order."""
    return (left, right) if left < right else (right, left)


def candidates(reports: Iterable[Report], fresh: frozenset[str] | None = None) -> Iterator[tuple[Pair, Likeness]]:
    """Pairs of reports with at least THRESHOLD points; with `fresh` only pairs with one of these facts.

    Compared are reports of one article, and reports that share a week and a place or a containing place, or recall acts
    of one date.
    """
    for left, right in _pairs_to_compare(reports, fresh):
        alike = likeness(left, right)
        if alike is not None and alike.points >= THRESHOLD and not _is_of_another_act(left, right):
            yield pair_of(left.fact_id, right.fact_id), alike


def _is_of_another_act(left: Report, right: Report) -> bool:
    """Whether one report speaks again of an act of its article that is not the other's: it links no two acts."""
    again = [report for report in (left, right) if report.act is not None and not report.is_toll]
    if left.article != right.article or not again:
        return False
    return {left.fact_id, left.act}.isdisjoint({right.fact_id, right.act} - {None})


def _pairs_to_compare(reports: Iterable[Report], fresh: frozenset[str] | None) -> Iterator[tuple[Report, Report]]:
    """Pairs to compare, each once: those of a report with all before it, so that only its own need to be remembered.

    The second of a pair is the later one, or the one with an exact place where the first block of both is around it.
    """
    blocks: dict[str, _Block] = {}
    for report in sorted(reports, key=_by_order):
        is_wanted = fresh is None or report.fact_id in fresh
        own = dict(_block_keys(report))
        met: set[str] = set()
        for key in sorted(own.keys() & blocks.keys(), key=lambda key: blocks[key].number):
            for other, is_vague in blocks[key].comparable(report, is_vague=own[key], is_wanted=is_wanted):
                if other.fact_id not in met:
                    met.add(other.fact_id)
                    yield (report, other) if own[key] and not is_vague else (other, report)
        for key, is_vague in own.items():
            if key not in blocks:
                blocks[key] = _Block(key, len(blocks))
            blocks[key].add(report, is_vague=is_vague, is_wanted=is_wanted)


class _Block:
    """The reports so far of a place, a containing place or an article, by kind: all of them, and those whose pairs are
    wanted. Of what is around, one of two must be vague.
    """

    def __init__(self, key: str, number: int) -> None:
        self.number = number
        self._is_of_one_article, self._is_around = key.startswith("article "), key.startswith(AROUND)
        self._all: dict[tuple[str, bool], list[Report]] = {}
        self._wanted: dict[tuple[str, bool], list[Report]] = {}

    def add(self, report: Report, *, is_vague: bool, is_wanted: bool) -> None:
        for reports in (self._all, self._wanted) if is_wanted else (self._all,):
            reports.setdefault((report.kind, is_vague), []).append(report)

    def comparable(self, report: Report, *, is_vague: bool, is_wanted: bool) -> Iterator[tuple[Report, bool]]:
        """Those that a report is to be compared with, and whether they are vague; within an article of any kind, as
        likeness looks at sentences.
        """
        reports = self._all if is_wanted else self._wanted
        kinds = {kind for kind, _ in reports} if self._is_of_one_article else kindred(report.kind)
        for kind, vague in product(kinds, (True, False) if is_vague or not self._is_around else (True,)):
            for other in reports.get((kind, vague), ()):
                yield other, vague


def _block_keys(report: Report) -> Iterator[tuple[str, bool]]:
    """The blocks of a report, and whether it is one of the vaguer ones there."""
    yield f"article {report.article}", False
    weeks = range(report.first.toordinal() // WEEK, (report.last.toordinal() + 1) // WEEK + 1)
    for name, is_vague in names_of(report):
        yield from ((f"{name} {week}", is_vague) for week in weeks[-LONG:])


def names_of(report: Report) -> Iterator[tuple[str, bool]]:
    """What two reports of different articles must share to be compared, and whether a report is one of the vaguer ones
    by that: of two that share what is around, one must be vague.
    """
    row = report.row
    # between articles, a report without a place, or at one no gazetteer knows, is matched by its actors or number
    for name in (*sorted(report.sources), *([f"toll {_number_of(report.toll)}"] if report.toll else [])):
        yield f"{AROUND}{name}", row["place_id"] is None
    if report.is_known_by_date:
        yield f"recalled {report.first}", False
    if report.place is None:
        return
    if row["place_id"] is not None:
        yield f"at {row['place_id']}", False
    yield f"at {report.place}", False
    is_wide = row["geo_precision"] == 3
    if row["country"]:
        yield f"{AROUND}{row['country']}", is_wide and row["admin1"] is None
        if row["admin1"]:
            yield f"{AROUND}{row['country']}.{row['admin1']}", is_wide or row["geo_precision"] == 2


def _number_of(toll: Bounds) -> int | None:
    return toll[0] if toll[0] is not None else toll[1]


@dataclass(slots=True)
class _Between:
    """Evidence between two groups: total points, number of pairs, best pair. What lies between groups is not changed:
    most pairs of reports have the points of many others, and share theirs.
    """

    points: float
    pairs: int
    best: float

    def add(self, more: _Between) -> None:
        self.points = round(self.points + more.points, 3)
        self.pairs += more.pairs
        self.best = max(self.best, more.best)

    @property
    def may_join(self) -> bool:
        return self.best >= THRESHOLD and self.points >= AVERAGE * THRESHOLD * self.pairs


def groups(reports: Iterable[Report], links: Iterable[Pair], decisions: Decisions) -> list[list[Report]]:
    """Group the reports, one group per happening, in order of publication; every report is in one group.

    Within each connected component the pair of groups with the most points is joined first. Groups are not joined if
    any two of their reports exclude each other, or were cut by people. In the end the groups of each pair that people
    linked are joined as a whole, unless people cut one of their reports from another. The links are read before the
    decisions are.
    """
    in_order = sorted({report.fact_id: report for report in reports}.values(), key=_by_order)
    numbers = {report.fact_id: number for number, report in enumerate(in_order)}
    neighbours: list[list[int]] = [[] for _ in in_order]
    for pair in links:
        if pair[0] in numbers and pair[1] in numbers:
            left, right = sorted(numbers[fact] for fact in pair)
            neighbours[left].append(right)
            neighbours[right].append(left)
    grouped = [
        group
        for part in _components(neighbours)
        for group in _Clustering({number: in_order[number] for number in part}, neighbours, decisions).groups()
    ]
    joined = _joined(grouped, decisions)
    return sorted((sorted(group, key=_by_order) for group in joined), key=lambda group: group[0].order)


def _joined(grouped: Sequence[list[Report]], decisions: Decisions) -> Iterable[list[Report]]:
    """The groups, with those that people linked joined."""
    members = dict(enumerate(grouped))
    group_of = {report.fact_id: number for number, group in members.items() for report in group}
    for left, right in sorted(decisions.linked):
        one, other = group_of.get(left), group_of.get(right)
        if one is None or other is None or one == other or decisions.is_cut(members[one], members[other]):
            continue
        group_of |= dict.fromkeys((report.fact_id for report in members[other]), one)
        members[one] = members[one] + members.pop(other)
    return members.values()


def _components(neighbours: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The connected components of numbered reports, each in order."""
    visited = set[int]()
    for start in range(len(neighbours)):
        part, waiting = [], [start]
        while waiting:
            if (number := waiting.pop()) not in visited:
                visited.add(number)
                part.append(number)
                waiting += neighbours[number]
        if part:
            yield sorted(part)


class _Clustering:
    """Agglomerative clustering by average linkage.

    Reports are numbered in order. Two groups are compared when a linked pair lies between them: without one no pair is
    likely enough for them to join.
    """

    def __init__(
        self, reports: Mapping[int, Report], neighbours: Sequence[Iterable[int]], decisions: Decisions
    ) -> None:
        self._decisions = decisions
        self._members = {number: Group([report]) for number, report in reports.items()}
        self._between: dict[int, dict[int, _Between | None]] = {number: {} for number in self._members}
        self._waiting: list[tuple[float, int, int, int]] = []
        self._of_two: dict[float, _Between] = {}
        for left in reports:
            for right in sorted({other for other in neighbours[left] if other > left}):
                self._relate(left, right, self._compare(left, right))

    def groups(self) -> Iterable[list[Report]]:
        """The groups that are left when no pair may be joined any more."""
        while self._waiting:
            _, left, right, pairs = heappop(self._waiting)
            evidence = self._between[left].get(right) if left in self._between else None
            if evidence is not None and evidence.pairs == pairs:
                self._join(left, right)
        return [group.reports for group in self._members.values()]

    def _compare(self, left: int, right: int, *, is_linked: bool = False) -> _Between | None:
        """The evidence between two groups; None if any two of their reports exclude each other.

        With `is_linked` a linked pair is known already, and their best pair is of no matter.
        """
        groups = self._members[left], self._members[right]
        lefts, rights = (group.reports for group in groups)
        if self._decisions.is_cut(lefts, rights):
            return None
        if is_linked and len(lefts) * len(rights) >= MANY:
            total = sum_of_points(*groups)
            return None if total is None else _Between(total, len(lefts) * len(rights), 0.0)
        if len(lefts) == len(rights) == 1:
            points = points_of(*in_order(lefts[0], rights[0]))
            return None if points is None else self._of_two.setdefault(points, _Between(points, 1, max(0.0, points)))
        found: list[float] = []
        for one, other in product(lefts, rights):
            points = points_of(*in_order(one, other))
            if points is None:
                return None
            found.append(points)
        return _Between(round(sum(found), 3), len(found), max(0.0, *found))

    def _relate(self, left: int, right: int, evidence: _Between | None) -> None:
        self._between[left][right] = self._between[right][left] = evidence
        if evidence is not None and evidence.may_join:
            average = evidence.points / evidence.pairs
            heappush(self._waiting, (-average, min(left, right), max(left, right), evidence.pairs))

    def _join(self, left: int, right: int) -> None:
        of_left, of_right = self._between[left], self._between[right]
        joined: dict[int, _Between | None] = {}
        for third in sorted((of_left.keys() | of_right.keys()) - {left, right}):
            joined[third] = self._sum(third, (left, of_left), (right, of_right))
            self._between[third].pop(right, None)
        del self._between[right]
        self._between[left] = {}
        self._members[left] = self._members[left].joined(self._members.pop(right))
        for third, evidence in joined.items():
            self._relate(left, third, evidence)

    def _sum(self, third: int, *groups: tuple[int, dict[int, _Between | None]]) -> _Between | None:
        """The evidence between a group and each of the others, added; none is looked for if one excludes it."""
        known = [between[third] for _, between in groups if third in between]
        total = _Between(0.0, 0, 0.0)
        for evidence in known:
            if evidence is None:
                return None
            total.add(evidence)
        for group, between in groups:
            if third not in between:
                evidence = self._compare(group, third, is_linked=total.best >= THRESHOLD)
                if evidence is None:
                    return None
                total.add(evidence)
        return total
