"""Builds the reports of the events and figures of articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, permutations

from transforms.linking.acts import with_battles, with_days_of_marches, with_lead_days, with_one_doer
from transforms.linking.borrowed import is_long_past, without_borrowed, without_borrowed_places
from transforms.linking.counted_dead import size_of, toll_reports
from transforms.linking.courses import is_course, is_of_war, is_one_of_many
from transforms.linking.happenings import (
    WEEK,
    counts_a_span,
    counts_since,
    counts_until_now,
    happenings,
    is_aside_until_now,
)
from transforms.linking.kinds import DEADLY, UNREST, kind_of_code
from transforms.linking.one_act import rank_of_act
from transforms.linking.reports import Kin, Report, act_report
from transforms.linking.sentences import Row, Sentence, clause_of, is_protested, sentence_of
from transforms.linking.single import is_single
from transforms.linking.sums import not_summed_up, without_sums
from transforms.linking.told_again import with_outcomes
from transforms.linking.two_acts import are_two


def reports(rows: Iterable[Row], kin: Kin) -> list[Report]:
    """Build reports from rows of events and figures joined with their articles.

    Left out are running totals, sums of several acts' dead, counts of a year, what was long before, events that are no
    single happening, and planned, hypothetical or denied ones. A corrected figure is kept, to be shown as corrected. A
    figure without time or place inherits those of the act in its sentence.
    """
    told = counted(rows)
    acts = acts_of(told, kin)
    several = {act.fact_id for act in acts if not is_single(act)}
    acts_of_sentence: dict[Sentence, list[Report]] = defaultdict(list)
    for act in sorted(acts, key=rank_of_act):
        acts_of_sentence[sentence_of(act.row)].append(act)
    tolls = toll_reports(told.figures, acts_of_sentence, acts, kin)
    others = _told_apart(acts)
    found = [_with_others(report, others) for report in (*(_with_toll(act, others, tolls) for act in acts), *tolls)]
    return [report for report in found if several.isdisjoint((report.fact_id, report.act))]


@dataclass(frozen=True, slots=True)
class Counted:
    """Events, figures of single happenings, and the figures that add up those of several."""

    events: list[Row]
    figures: list[Row]
    sums: list[Row]


def counted(rows: Iterable[Row]) -> Counted:
    events: list[Row] = []
    figures: list[Row] = []
    for row in rows:
        if not is_long_past(row):
            (figures if "measure" in row else events).append(row)
    events, figures = without_borrowed(events), without_borrowed_places(figures)
    ended = _ended_spans(events)
    figures = [row for row in figures if not (_is_of_cause(row, events) or sentence_of(row) in ended)]
    spans = {sentence_of(row) for row in events if counts_a_span(row)} | _of_many_acts(events)
    figures = [{**row, "cumulative": True} if sentence_of(row) in spans else row for row in figures]
    until_now = {(sentence_of(row), clause_of(row)) for row in events if counts_until_now(row)}
    figures = [row for row in figures if (sentence_of(row), clause_of(row)) not in until_now and not is_of_war(row)]
    return Counted(
        events, *without_sums([row for row in figures if not (is_aside_until_now(row) or counts_since(row))])
    )


def acts_of(told: Counted, kin: Kin) -> list[Report]:
    """The acts, each with the day, place and kind that the acts around it lend."""
    totals = [*told.figures, *({**row, "cumulative": True} for row in told.sums)]
    events = not_summed_up(happenings(told.events, totals), told.figures, told.sums)
    acts = [*filter(None, (act_report(row, kin) for row in events))]
    return with_outcomes(with_battles(with_one_doer(with_days_of_marches(with_lead_days(acts)))))


def _is_of_cause(figure: Row, events: Iterable[Row]) -> bool:
    """Whether a number counts the dead of what a protest is against, "marched against a strike that killed scores", and
    of no act that is read of them.
    """
    if not is_protested(figure):
        return False
    number = (figure["number"] or "-").lower()
    beside = (row for row in events if sentence_of(row) == sentence_of(figure) and kind_of_code(row) != UNREST)
    return not any(re.search(rf"\b{re.escape(number)}\b", (row["target"] or "").lower()) for row in beside)


def _ended_spans(events: Iterable[Row]) -> set[Sentence]:
    """The sentences that tell of no other act than one of a year or month that is over, or a course of them: "for the
    killing of 21 prisoners in 2011", "died in two days of fighting last month".
    """
    of_sentence: dict[Sentence, list[bool]] = defaultdict(list)
    for row in events:
        if kind_of_code(row) in DEADLY:
            end = row["date_end"]
            is_over = end is not None and end + timedelta(WEEK) < row["published_date"]
            of_sentence[sentence_of(row)].append(is_over and (counts_a_span(row) or is_course(row)))
    return {sentence for sentence, are_over in of_sentence.items() if all(are_over)}


def _told_apart(acts: Iterable[Report]) -> dict[str, set[str]]:
    """The acts, by fact_id, that their sentence, with all its parts, tells apart from each act."""
    of_sentence: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for act in acts:
        of_sentence[act.article, act.row["sentence_index"]].append(act)
    others: dict[str, set[str]] = defaultdict(set)
    for left, right in chain.from_iterable(permutations(beside, 2) for beside in of_sentence.values()):
        if are_two(left, right):
            others[left.fact_id].add(right.fact_id)
    return others


def _with_others(report: Report, others: Mapping[str, set[str]]) -> Report:
    """The report with the acts told apart from it or from its act."""
    apart = others.get(report.fact_id, set()) | others.get(report.act or "", set())
    return replace(report, others=frozenset(apart)) if apart else report


def _with_toll(act: Report, others: Mapping[str, set[str]], tolls: Iterable[Report]) -> Report:
    """The act with the greatest toll of its sentence, without those of the acts told apart from it."""
    apart = others.get(act.fact_id, set())
    own = [
        report.toll
        for report in tolls
        if report.has_toll and report.toll and not report.is_elsewhere and report.sentence == act.sentence
        if report.act not in apart
    ]
    return replace(act, toll=max(own, key=size_of, default=None))


def _of_many_acts(events: Iterable[Row]) -> set[Sentence]:
    """The sentences that tell of several acts at once and of no other: "31 were killed in a string of attacks"."""
    of_sentence: dict[Sentence, list[bool]] = defaultdict(list)
    for row in events:
        of_sentence[sentence_of(row)].append(is_one_of_many(row))
    return {sentence for sentence, are_many in of_sentence.items() if all(are_many)}
