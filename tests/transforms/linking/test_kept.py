"""What is kept of reports: read again they are the same, and all that the rules may link is sought."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest

from tests.linking.linked import facts, linker_of, loaded, made
from transforms.linking.article import reports
from transforms.linking.grouping import Decisions, candidates, groups
from transforms.linking.incidents import kin
from transforms.linking.kept import kept, names_sought, read_again
from transforms.linking.kinds_alike import kindred
from transforms.linking.reports import Report

Row = dict[str, Any]


def rows_of_articles() -> dict[str, list[Row]]:
    about = loaded()
    articles: dict[str, list[Row]] = {}
    for row in facts(about, about.events, about.figures):
        articles.setdefault(row["article_id"], []).append(row)
    return articles


@pytest.fixture(scope="module")
def told() -> dict[str, list[Report]]:
    return {article: reports(rows, kin([])) for article, rows in rows_of_articles().items()}


def test_reports_that_were_kept_are_read_again_as_they_were(told: dict[str, list[Report]]) -> None:
    for article, rows in rows_of_articles().items():
        by_id = {row["fact_id"]: row for row in rows}
        again = [
            read_again(
                by_id[row.fact_id]
                | {"kind": row.kind, "first_day": row.first_day, "last_day": row.last_day, "features": row.features}
            )
            for row in kept(rows, told[article], {"SY"})
        ]
        assert again == [(report, ["SY"]) for report in told[article]]
    assert sum(map(len, told.values())) > 100


def test_reports_that_are_read_again_share_their_sets(told: dict[str, list[Report]]) -> None:
    """A night has thousands of reports, whose words and actors are those of few sentences and sides."""
    report = next(one for own in told.values() for one in own if one.words and one.who)
    row = next(row for row in rows_of_articles()[report.article] if row["fact_id"] == report.fact_id)
    (of_it,) = kept([row], [report], ())
    kept_cells = {name: getattr(of_it, name) for name in ("kind", "first_day", "last_day", "features")}
    one, other = (read_again(row | kept_cells)[0] for _ in range(2))
    assert one == other == report
    assert (one.words is other.words, one.who is other.who, one.coded is other.coded) == (True, True, True)


def test_each_pair_of_two_articles_that_may_be_linked_is_sought(told: dict[str, list[Report]]) -> None:
    everything = [*chain.from_iterable(told.values())]
    by_id = {report.fact_id: report for report in everything}
    names = {
        row.fact_id: row.names for article, rows in rows_of_articles().items() for row in kept(rows, told[article], ())
    }
    linked = [(by_id[one], by_id[other]) for (one, other), _ in candidates(everything)]
    apart = [pair for pair in linked if pair[0].article != pair[1].article]
    for new, old in [*apart, *((old, new) for new, old in apart)]:
        assert not {*names_sought(new)}.isdisjoint(names[old.fact_id])
        assert old.kind in kindred(new.kind)
        assert (max(new.first, old.first) - min(new.last, old.last)).days <= 1
    assert len(apart) > 50


def test_some_of_the_groups_are_found_without_the_others(told: dict[str, list[Report]]) -> None:
    """Why a landing may group a part of the lake alone: groups that do not join have no effect on each other."""
    everything = [*chain.from_iterable(told.values())]
    links = [pair for pair, _ in candidates(everything)]
    grouped = groups(everything, links, Decisions())
    for step in (2, 3, 7):
        some = grouped[::step]
        assert groups([*chain.from_iterable(some)], links, Decisions()) == some


def test_a_linker_that_reads_again_makes_the_same_incidents() -> None:
    rows = [*chain.from_iterable(rows_of_articles().values())]
    linker, again = linker_of(rows), linker_of([])
    by_id = {row["fact_id"]: row for row in rows}
    again.read_again([by_id[row["fact_id"]] | row for row in linker.read(rows).to_pylist()])
    assert again.incidents(again.grouped(again.links())) == made(rows)
