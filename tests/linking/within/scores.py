"""Scores the incidents of marked articles, each read by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.linking.within.marked import Marked
from transforms.linking.article import reports
from transforms.linking.incidents import Linker
from transforms.linking.kinds_alike import kindred

KINDS = ("right", "again", "several", "misread", "other", "joined", "unmarked")
_NOT_SINGLE = {"c": "several", "w": "misread", "x": "other", "?": "unmarked"}


@dataclass(frozen=True, slots=True)
class Scores:
    """Rows of `incidents` by what they are, the happenings that are marked, and those of which a row tells.

    `again` are rows of a happening of which another row of a kindred kind tells, `several` those of what is no single
    happening, `misread` those of no act, `other` of acts that have nothing to do with conflict, `joined` of two
    happenings. The force that a protest meets, and who is arrested there, have rows of their own.
    """

    rows: Counter[str]
    happenings: int
    told: int

    def __add__(self, other: Scores) -> Scores:
        return Scores(self.rows + other.rows, self.happenings + other.happenings, self.told + other.told)


def scored(articles: Iterable[Marked]) -> Scores:
    return sum((_scored(article) for article in articles), Scores(Counter(), 0, 0))


def _scored(article: Marked) -> Scores:
    linker = Linker([])
    linker.read(article.rows)
    tables = linker.incidents(linker.grouped(linker.links()))
    members: dict[str, list[str]] = defaultdict(list)
    for row in tables["incident_facts"].to_pylist():
        members[row["incident_id"]].append(row["fact_id"])
    kinds = {report.fact_id: report.kind for report in reports(article.rows, {})}
    told: dict[str, set[str]] = defaultdict(set)
    found = Counter(
        kind
        for row in tables["incidents"].to_pylist()
        for kind in _judged(article, members[row["incident_id"]], kinds, told)
    )
    return Scores(found, len({mark for mark in article.marks.values() if mark.isdigit()}), len(told))


def _judged(article: Marked, facts: Iterable[str], kinds: dict[str, str], told: dict[str, set[str]]) -> Iterator[str]:
    """What a row is; `told` has the kinds of the rows of each happening so far."""
    marks = [article.marks[fact] for fact in facts if fact in article.marks]
    happenings = Counter(mark for mark in marks if mark.isdigit())
    if not happenings:
        yield _NOT_SINGLE[Counter(marks).most_common(1)[0][0]] if marks else "unmarked"
        return
    happening = happenings.most_common(1)[0][0]
    kind = next(kinds[fact] for fact in facts if article.marks.get(fact) == happening)
    is_again = any(kind in kindred(other) for other in told[happening])
    told[happening].add(kind)
    yield "joined" if len(happenings) > 1 else "again" if is_again else "right"
