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
class DeathCount:
    """A valid number of deaths and the report that states it."""

    low: int | None
    high: int | None
    report: Report

    @property
    def size(self) -> int:
        return self.low if self.low is not None else self.high or 0

    def __str__(self) -> str:
        bound = (
            str(self.low) if self.low == self.high else f"{self._bound_text(self.low)}–{self._bound_text(self.high)}"
        )
        voice = self.report.row["attribution"]
        return f"{bound}: {self.report.row['outlet']}" + (f" ({voice})" if voice else "")

    @staticmethod
    def _bound_text(bound: int | None) -> str:
        return "" if bound is None else str(bound)


@dataclass(frozen=True, slots=True)
class Toll:
    """Bounds of an incident's deaths, None if open, and the numbers behind them."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    is_disputed: bool = False
    counts: tuple[DeathCount, ...] = ()

    @property
    def cited_report(self) -> Report | None:
        """The report to cite for the toll: the best number, else the greatest; the latest of these."""

        def rank(count: DeathCount) -> tuple[bool, int, tuple[object, ...]]:
            return count.low == self.best, count.size, count.report.order

        return max(self.counts, key=rank).report if self.counts else None


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
    voice = words_of(row["attribution"] or "") | _words(row["attribution"])
    did = [act for act in acts if act.row["article_id"] == row["article_id"] and act.row["source"]]
    return any(voice & (words_of(act.row["source"]) | _words(act.row["source"])) for act in did)


def _words(text: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall((text or "").lower())) - _PLAIN


def _is_armed(who: str | None) -> bool:
    return bool(set(_WORD.findall((who or "").lower())) & _troop_nouns())


@cache
def _troop_nouns() -> frozenset[str]:
    nouns = [str(row["noun"]) for row in rows("counted") if row["class"] == "troops"]
    return frozenset(form for noun in nouns for form in (noun, f"{noun}s"))


def toll(figures: Sequence[Report], corrected: Sequence[Report] = ()) -> Toll:
    """The toll of figures that all count; a number its outlet has corrected is ignored."""
    withdrawn = {(each.row["outlet"], each.row["low"]) for each in corrected}
    figures = [each for each in figures if (each.row["outlet"], each.row["low"]) not in withdrawn]
    standing = _valid_counts(_counts_by_voice(figures))
    if not standing:
        return Toll()
    lows, highs = [count.low for count in standing], [count.high for count in standing]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    least, most = [each for each in lows if each is not None], [each for each in highs if each is not None]
    is_disputed = bool(least and most) and max(least) > min(most)
    return Toll(low, _best(standing), high, is_disputed, tuple(sorted(standing, key=lambda count: count.report.order)))


def _best(standing: Sequence[DeathCount]) -> int | None:
    """The number that more than half of the stories give, unless it is open."""
    stories: dict[str, set[int | None]] = defaultdict(set)
    for count in standing:
        stories[count.report.row["story_id"]].add(count.low if count.low == count.high else None)
    votes = Counter(numbers.copy().pop() for numbers in stories.values() if len(numbers) == 1)
    number, n_stories = max(votes.items(), key=lambda vote: vote[1], default=(None, 0))
    return number if 2 * n_stories > len(stories) else None


def _counts_by_voice(figures: Sequence[Report]) -> list[DeathCount]:
    """The greatest number per article and speaker; smaller ones are parts of it.

    Different groups counted in one sentence ("three soldiers and two villagers") are added.
    """
    voices: dict[tuple[str, str], list[DeathCount]] = defaultdict(list)
    sentences: dict[tuple[str, str, int], list[Report]] = defaultdict(list)
    for figure in figures:
        row = figure.row
        sentences[row["article_id"], row["attribution"] or "", row["sentence_index"]].append(figure)
    for (article, voice, _), beside in sentences.items():
        voices[article, voice].append(_sum_of_sentence(beside))
    return [max(counts, key=lambda each: (each.size, each.report.order)) for counts in voices.values()]


def _sum_of_sentence(beside: Sequence[Report]) -> DeathCount:
    """The number stated by one sentence."""
    kinds = [(report.row["who"] or "").lower() for report in beside]
    greatest = max(beside, key=lambda report: (_count_of(report).size, report.fact_id))
    apart = len(set(kinds)) == len(beside) > 1 and not any(set(_WORD.findall(kind)) & _EVERYBODY for kind in kinds)
    if not apart or "" in kinds:
        return _count_of(greatest)
    bounds = [_count_of(report) for report in beside]
    lows = [each.low for each in bounds if each.low is not None]
    low = sum(lows) if lows else None
    high = None if any(each.high is None for each in bounds) else sum(each.high or 0 for each in bounds)
    return DeathCount(low, high, greatest)


def _count_of(report: Report) -> DeathCount:
    return DeathCount(report.row["low"], report.row["high"], report)


def _valid_counts(voices: Sequence[DeathCount]) -> list[DeathCount]:
    """The numbers still valid: a later article replaces an outlet's earlier ones, and a later statement a named
    speaker's earlier ones.
    """
    latest: dict[tuple[str, str], tuple[object, str]] = {}
    for count in sorted(voices, key=_stated_at):
        for key in _voice_keys(count):
            latest[key] = (_stated_at(count)[:2], count.report.row["article_id"])
    return [
        count
        for count in voices
        if all(
            latest[key][1] == count.report.row["article_id"] or latest[key][0] == _stated_at(count)[:2]
            for key in _voice_keys(count)
        )
    ]


def _voice_keys(count: DeathCount) -> list[tuple[str, str]]:
    row = count.report.row
    speaker = " ".join(sorted(words_of(row["attribution"] or "")))
    return [("outlet", row["outlet"]), *([("voice", speaker)] if speaker else [])]


def _stated_at(count: DeathCount) -> tuple[object, ...]:
    row = count.report.row
    moment = row["published_at"]
    return row["published_date"], moment.timestamp() if moment else 0.0, row["article_id"], count.report.fact_id
