"""Clusters linked reports: best links first, never joining two reports that exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import combinations

from transforms.linking.likeness import THRESHOLD, Likeness, kindred, likeness
from transforms.linking.reports import Bounds, Report

WEEK = 7
LONG = 6
"""Maximum weeks of a long period that are indexed."""
AVERAGE = 0.5
"""Average points between two groups required to join them, as a share of THRESHOLD."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Decisions:
    """People's decisions on pairs of facts (lesser id, greater id): one happening, or not."""

    linked: frozenset[Pair] = frozenset()
    cut: frozenset[Pair] = frozenset()

    @cached_property
    def facts(self) -> frozenset[str]:
        """Facts that people linked to others; exclusions by the rules do not apply to pairs with one of them."""
        return frozenset(fact for pair in self.linked for fact in pair)


def pair_of(one: str, other: str) -> Pair:
    """A pair in canonical order."""
    return (one, other) if one < other else (other, one)


def candidates(reports: Iterable[Report], fresh: frozenset[str] | None = None) -> dict[Pair, Likeness]:
    """Pairs of reports with at least THRESHOLD points; with `fresh` only pairs with one of these facts.

    Compared are reports of one article, and reports that share a week and a place or a containing place.
    """
    likely: dict[Pair, Likeness] = {}
    compared = set[Pair]()
    for one, other in _pairs_to_compare(reports, fresh):
        pair = pair_of(one.fact_id, other.fact_id)
        if pair in compared:
            continue
        compared.add(pair)
        alike = likeness(one, other)
        if alike is not None and alike.points >= THRESHOLD:
            likely[pair] = alike
    return likely


def _pairs_to_compare(reports: Iterable[Report], fresh: frozenset[str] | None) -> Iterator[tuple[Report, Report]]:
    """Pairs to compare. A block holds the reports of a place and, separately, vaguer ones that may include it."""
    blocks: dict[str, tuple[list[Report], list[Report]]] = defaultdict(lambda: ([], []))
    for each in sorted(reports, key=lambda report: report.order):
        for key, is_vague in _block_keys(each):
            blocks[key][is_vague].append(each)
    for key, (exact, vague) in blocks.items():
        before = _Before(fresh, of_one_article=key.startswith("article "))
        for one in vague:
            yield from ((other, one) for other in before.comparable(one))
            before.add(one)
        for one in exact:
            yield from ((other, one) for other in before.comparable(one))
            if not key.startswith("around "):
                before.add(one)


class _Before:
    """The reports of a block so far, by kind: all of them, and those of which the pairs are wanted."""

    def __init__(self, fresh: frozenset[str] | None, *, of_one_article: bool) -> None:
        self._fresh, self._of_one_article = fresh, of_one_article
        self._all: dict[str, list[Report]] = defaultdict(list)
        self._wanted: dict[str, list[Report]] = defaultdict(list)

    def add(self, report: Report) -> None:
        self._all[report.kind].append(report)
        if self._is_wanted(report):
            self._wanted[report.kind].append(report)

    def comparable(self, report: Report) -> Iterator[Report]:
        """Those that a report is to be compared with; within an article of any kind, as likeness looks at sentences."""
        reports = self._all if self._is_wanted(report) else self._wanted
        for kind in tuple(reports) if self._of_one_article else kindred(report.kind):
            yield from reports.get(kind, ())

    def _is_wanted(self, report: Report) -> bool:
        return self._fresh is None or report.fact_id in self._fresh


def _block_keys(each: Report) -> Iterator[tuple[str, bool]]:
    """The blocks of a report, and whether it is one of the vaguer ones there."""
    row = each.row
    yield f"article {row['article_id']}", False
    weeks = range(each.first.toordinal() // WEEK, (each.last.toordinal() + 1) // WEEK + 1)
    for week in weeks[-LONG:]:
        # between articles, a report without a place, or at one no gazetteer knows, is matched by its actors or number
        for name in (*sorted(each.sources), *([f"toll {_number_of(each.toll)}"] if each.toll else [])):
            yield f"around {week} {name}", row["place_id"] is None
        if each.place is None:
            continue
        yield f"{week} {row['place_id'] or each.place}", False
        yield f"{week} {each.place}", False
        is_wide = row["geo_precision"] == 3
        if row["country"]:
            yield f"around {week} {row['country']}", is_wide and row["admin1"] is None
            if row["admin1"]:
                yield f"around {week} {row['country']}.{row['admin1']}", is_wide or row["geo_precision"] == 2


def _number_of(toll: Bounds) -> int | None:
    return toll[0] if toll[0] is not None else toll[1]


@dataclass(slots=True)
class _Between:
    """Evidence between two groups: total points, number of pairs, best pair, and what forbids or forces joining."""

    points: float = 0.0
    pairs: int = 0
    best: float = 0.0
    is_barred: bool = False
    is_cut: bool = False
    is_linked: bool = False

    def add(self, other: _Between) -> None:
        self.points += other.points
        self.pairs += other.pairs
        self.best = max(self.best, other.best)
        self.is_barred |= other.is_barred
        self.is_cut |= other.is_cut
        self.is_linked |= other.is_linked

    @property
    def may_join(self) -> bool:
        """Decisions override the rules, and a cut overrides a link."""
        likely = self.best >= THRESHOLD and self.points >= AVERAGE * THRESHOLD * self.pairs
        return not self.is_cut and (self.is_linked or (likely and not self.is_barred))


def groups(reports: Sequence[Report], links: Iterable[Pair], decisions: Decisions) -> list[list[Report]]:
    """Group the reports, one group per happening, in order of publication; every report is in one group.

    Within each connected component the pair of groups with the most points is joined first. Groups are not joined if
    any two of their reports exclude each other. Pairs that people linked are joined first, pairs they cut never.
    """
    by_id = {each.fact_id: each for each in reports}
    linked = {pair for pair in (*links, *decisions.linked) if pair[0] in by_id and pair[1] in by_id}
    grouped = [
        group
        for part in _components(sorted(by_id), linked)
        for group in _cluster([by_id[fact] for fact in part], decisions)
    ]
    return sorted((sorted(group, key=lambda each: each.order) for group in grouped), key=lambda group: group[0].order)


def _components(facts: Sequence[str], pairs: Iterable[Pair]) -> Iterator[list[str]]:
    """The connected components of the facts."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        neighbours[one].append(other)
        neighbours[other].append(one)
    visited = set[str]()
    for fact in facts:
        part, waiting = [], [fact]
        while waiting:
            if (each := waiting.pop()) not in visited:
                visited.add(each)
                part.append(each)
                waiting += neighbours[each]
        if part:
            yield sorted(part)


def _cluster(reports: list[Report], decisions: Decisions) -> Iterator[list[Report]]:
    """Agglomerative clustering by average linkage, with pairs that forbid joining.

    Two groups that exclude each other are not kept as a pair, unless a person may have linked them.
    """
    members = {number: [each] for number, each in enumerate(sorted(reports, key=lambda each: each.order))}
    between: dict[int, dict[int, _Between]] = {number: {} for number in members}
    waiting: list[tuple[bool, float, tuple[int, int], int]] = []
    is_decided = not decisions.facts.isdisjoint(each.fact_id for each in reports)

    def relate(one: int, other: int, evidence: _Between) -> None:
        if evidence.is_barred and not is_decided:
            return
        between[one][other] = between[other][one] = evidence
        if evidence.may_join:
            pair = min(one, other), max(one, other)
            heappush(waiting, (not evidence.is_linked, -evidence.points / max(evidence.pairs, 1), pair, evidence.pairs))

    for one, other in combinations(members, 2):
        alike = likeness(members[one][0], members[other][0])
        if alike is not None or is_decided:
            relate(one, other, _evidence(alike, members[one][0], members[other][0], decisions))
    while waiting:
        *_, (one, other), pairs = heappop(waiting)
        if other not in between.get(one, ()) or between[one][other].pairs != pairs:
            continue
        members[one] += members.pop(other)
        mine, theirs = between.pop(one), between.pop(other)
        between[one] = {}
        for third in members:
            if third == one:
                continue
            between[third].pop(one, None)
            between[third].pop(other, None)
            if third in mine and third in theirs:
                mine[third].add(theirs[third])
                relate(one, third, mine[third])
    yield from members.values()


def _evidence(alike: Likeness | None, one: Report, other: Report, decisions: Decisions) -> _Between:
    pair = pair_of(one.fact_id, other.fact_id)
    points = alike.points if alike else 0.0
    cut, linked = pair in decisions.cut, pair in decisions.linked
    if alike is None and not decisions.facts.isdisjoint(pair):
        return _Between(is_cut=cut, is_linked=linked)
    return _Between(points, 1, points, is_barred=alike is None, is_cut=cut, is_linked=linked)
