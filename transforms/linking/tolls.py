"""Computes the toll of an incident: which figures count, and their low, best and high.

As in UCDP's data `low` is the lowest and `high` the highest valid number; an open bound stays open. `best` is the
number that more than half of the independent stories give, if any.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from transforms.linking.reports import Report, words_of
from transforms.seeds import rows
from transforms.tables.schema import IncidentPart
from transforms.words import word_list

_WORD = re.compile(r"[\w'-]+")
_PLAIN = word_list("incidents plain")
_EVERYBODY = word_list("incidents everybody")


@dataclass(frozen=True, slots=True)
class Told:
    """A valid number of deaths and the report that states it."""

    low: int | None
    high: int | None
    report: Report

    @property
    def size(self) -> int:
        return self.low if self.low is not None else self.high or 0

    def __str__(self) -> str:
        bound = str(self.low) if self.low == self.high else f"{self._end(self.low)}–{self._end(self.high)}"
        voice = self.report.row["attribution"]
        return f"{bound}: {self.report.row['outlet']}" + (f" ({voice})" if voice else "")

    @staticmethod
    def _end(bound: int | None) -> str:
        return "" if bound is None else str(bound)


@dataclass(frozen=True, slots=True)
class Toll:
    """Bounds of an incident's deaths, None if open, and the numbers behind them."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    is_disputed: bool = False
    told: tuple[Told, ...] = ()

    @property
    def telling(self) -> Report | None:
        """The report to cite for the toll: the best number, else the greatest; the latest of these."""

        def rank(told: Told) -> tuple[bool, int, tuple[object, ...]]:
            return told.low == self.best, told.size, told.report.order

        return max(self.told, key=rank).report if self.told else None


def part_of(report: Report, acts: Sequence[Report]) -> IncidentPart:
    """The role of a report in the incident of these acts."""
    row = report.row
    if not report.is_toll:
        return "act"
    if row["corrected_by"]:
        return "corrected"
    if row["part_of"] or report.is_more:
        return "part"
    return "claim" if _is_claim(report, acts) else "toll"


def _is_claim(report: Report, acts: Sequence[Report]) -> bool:
    """Whether a party to the act counts its enemy's deaths: the dead are armed, and the speaker is the source."""
    row = report.row
    if row["modality"] != "claimed" or not _is_armed(row["who"]):
        return False
    if row["actor"]:
        return True
    voice = words_of(row["attribution"] or "") | _plain(row["attribution"])
    did = [act for act in acts if act.row["article_id"] == row["article_id"] and act.row["source"]]
    return any(voice & (words_of(act.row["source"]) | _plain(act.row["source"])) for act in did)


def _plain(text: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall((text or "").lower())) - _PLAIN


def _is_armed(who: str | None) -> bool:
    return bool(set(_WORD.findall((who or "").lower())) & _troops())


@cache
def _troops() -> frozenset[str]:
    nouns = [str(row["noun"]) for row in rows("counted") if row["class"] == "troops"]
    return frozenset(form for noun in nouns for form in (noun, f"{noun}s"))


def toll(figures: Sequence[Report], corrected: Sequence[Report] = ()) -> Toll:
    """The toll of figures that all count; a number its outlet has corrected is ignored."""
    withdrawn = {(each.row["outlet"], each.row["low"]) for each in corrected}
    figures = [each for each in figures if (each.row["outlet"], each.row["low"]) not in withdrawn]
    standing = _standing(_voices(figures))
    if not standing:
        return Toll()
    lows, highs = [told.low for told in standing], [told.high for told in standing]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    least, most = [each for each in lows if each is not None], [each for each in highs if each is not None]
    is_disputed = bool(least and most) and max(least) > min(most)
    return Toll(low, _best(standing), high, is_disputed, tuple(sorted(standing, key=lambda told: told.report.order)))


def _best(standing: Sequence[Told]) -> int | None:
    """The number that more than half of the stories give, unless it is open."""
    stories: dict[str, set[int | None]] = defaultdict(set)
    for told in standing:
        stories[told.report.row["story_id"]].add(told.low if told.low == told.high else None)
    votes = Counter(numbers.copy().pop() for numbers in stories.values() if len(numbers) == 1)
    number, count = max(votes.items(), key=lambda vote: vote[1], default=(None, 0))
    return number if 2 * count > len(stories) else None


def _voices(figures: Sequence[Report]) -> list[Told]:
    """The greatest number per article and speaker; smaller ones are parts of it.

    Different groups counted in one sentence ("three soldiers and two villagers") are added.
    """
    voices: dict[tuple[str, str], list[Told]] = defaultdict(list)
    sentences: dict[tuple[str, str, int], list[Report]] = defaultdict(list)
    for figure in figures:
        row = figure.row
        sentences[row["article_id"], row["attribution"] or "", row["sentence_index"]].append(figure)
    for (article, voice, _), beside in sentences.items():
        voices[article, voice].append(_added(beside))
    return [max(told, key=lambda each: (each.size, each.report.order)) for told in voices.values()]


def _added(beside: Sequence[Report]) -> Told:
    """The number stated by one sentence."""
    kinds = [(report.row["who"] or "").lower() for report in beside]
    greatest = max(beside, key=lambda report: (_bounds(report).size, report.fact_id))
    apart = len(set(kinds)) == len(beside) > 1 and not any(set(_WORD.findall(kind)) & _EVERYBODY for kind in kinds)
    if not apart or "" in kinds:
        return _bounds(greatest)
    bounds = [_bounds(report) for report in beside]
    lows = [each.low for each in bounds if each.low is not None]
    low = sum(lows) if lows else None
    high = None if any(each.high is None for each in bounds) else sum(each.high or 0 for each in bounds)
    return Told(low, high, greatest)


def _bounds(report: Report) -> Told:
    return Told(report.row["low"], report.row["high"], report)


def _standing(voices: Sequence[Told]) -> list[Told]:
    """The numbers still valid: a later article replaces an outlet's earlier ones, and a later statement a named
    speaker's earlier ones.
    """
    latest: dict[tuple[str, str], tuple[object, str]] = {}
    for told in sorted(voices, key=_moment):
        for key in _keys(told):
            latest[key] = (_moment(told)[:2], told.report.row["article_id"])
    return [
        told
        for told in voices
        if all(
            latest[key][1] == told.report.row["article_id"] or latest[key][0] == _moment(told)[:2]
            for key in _keys(told)
        )
    ]


def _keys(told: Told) -> list[tuple[str, str]]:
    row = told.report.row
    named = " ".join(sorted(words_of(row["attribution"] or "")))
    return [("outlet", row["outlet"]), *([("voice", named)] if named else [])]


def _moment(told: Told) -> tuple[object, ...]:
    row = told.report.row
    moment = row["published_at"]
    return row["published_date"], moment.timestamp() if moment else 0.0, row["article_id"], told.report.fact_id
