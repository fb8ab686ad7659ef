"""Builds incident rows from groups of linked reports; each column comes from the best report that states it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from operator import attrgetter
from typing import Any, TypeAlias

import pyarrow as arrow

from transforms.linking.article import reports
from transforms.linking.courses import is_perfect
from transforms.linking.grouping import Decisions, Pair, candidates, groups, pair_of
from transforms.linking.happenings import PLACE, opens_notice
from transforms.linking.kept import kept, names_sought, read_again
from transforms.linking.kinds import DEADLY, TAKEOVER
from transforms.linking.kinds_alike import kindred
from transforms.linking.one_act import is_same_time
from transforms.linking.reports import Kin, Report
from transforms.linking.sentences import (
    HEAD,
    Row,
    any_of,
    is_building,
    is_headline,
    is_of_accident,
    reported_on,
    words_for,
)
from transforms.linking.sentences import part_of as part_of_sentence
from transforms.linking.sides import Known, most_reported, own_acts, rank, representative, sides
from transforms.linking.tolls import Toll, part_of, toll, toll_of_victim
from transforms.tables.normalise import digest
from transforms.tables.schema import (
    Incident,
    IncidentFact,
    IncidentLink,
    IncidentPart,
    KeptReport,
    arrow_schema,
    to_arrow,
)

RECENT = 2
"""Days before its publication of an act that is news, even if it is told as background."""
UNSURE = 0.5
"""Confidence below which an event that a single sentence tells without a day is no incident."""
GUESSED = 0.25
"""Confidence below which an event does not say what an incident is and who did it to whom."""
TALKS = frozenset({"CONSULT", "AGREE"})
"""Classes whose place is that of a table, and not of what it is about."""
AREA = 3
"""geo_precision of a region or country."""
Links: TypeAlias = "arrow.Table | arrow.RecordBatch"
"""Some rows of incident_links."""
LINKS_AT_ONCE = 10_000
"""Links that are held at once: all of a dense night would take more memory than their reports."""
PAST = 31
"""Days before its publication after which an act is background, and the longest that an act of news lasts."""


class Linker:
    """Links facts: those of the articles read so far.

    `actors` are rows of actors. The rows that are read are those of events and figures with their article's story_id,
    outlet, url and published_at: all of an article at once, because a figure takes time and place from the act in its
    sentence.
    """

    def __init__(self, actors: Sequence[Row]) -> None:
        names, aliases = ({row["actor_id"]: row[column] for row in actors} for column in ("name", "aliases"))
        self._known = Known(names, kin(actors), aliases)
        self._reports: dict[str, list[Report]] = {}
        self._countries: dict[str, set[str]] = {}

    def read(self, rows: Iterable[Row]) -> arrow.Table:
        """Read the facts of further articles; returns what `read_again` needs of them, as rows of kept_reports."""
        articles: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            articles[row["article_id"]].append(row)
        found: list[KeptReport] = []
        for article, own in articles.items():
            self._reports[article] = reports(own, self._known.kin)
            self._countries[article] = {
                row["country"] for row in own if row["country"] and row.get("plover") not in TALKS
            }
            found += kept(own, self._reports[article], self._countries[article])
        return to_arrow("kept_reports", found)

    def read_again(self, rows: Iterable[Row]) -> None:
        """Take the reports of facts joined with what was kept of them."""
        for row in rows:
            report, countries = read_again(row)
            self._reports.setdefault(report.article, []).append(report)
            self._countries[report.article] = {*countries}

    def sought(self) -> arrow.Table:
        """What others must have to be compared with the reports: one of these names and kinds, on days around."""
        found = {
            (name, kind, report.first, report.last)
            for report in self._told()
            for name in names_sought(report)
            for kind in kindred(report.kind)
        }
        kinds = arrow_schema("kept_reports")
        names = ("name", "kind", "first_day", "last_day")
        schema = arrow.schema([(name, arrow.string() if name == "name" else kinds.field(name).type) for name in names])
        return arrow.Table.from_pylist([dict(zip(names, cells, strict=True)) for cells in found], schema=schema)

    def links(self, fresh: Iterable[str] | None = None) -> Iterator[arrow.Table]:
        """Pairs of facts that the rules link, as rows of incident_links, LINKS_AT_ONCE in a table; with `fresh` only
        pairs with one of these.
        """
        found = (
            IncidentLink(
                link_id=digest("rules", *pair), fact_id=pair[0], other_id=pair[1], score=alike.score,
                reason=", ".join(alike.reasons), made_by="rules", is_same=True,
            )
            for pair, alike in candidates(self._told(), None if fresh is None else frozenset(fresh))
        )  # fmt: skip
        while some := [*islice(found, LINKS_AT_ONCE)]:
            yield to_arrow("incident_links", some)

    def keep_only(self, articles: Collection[str]) -> None:
        """Keep what was read of these articles alone: incidents are made of fewer than are compared."""
        self._reports = {article: own for article, own in self._reports.items() if article in articles}
        self._countries = {article: own for article, own in self._countries.items() if article in articles}

    def grouped(self, linked: Iterable[Links], wanted: Collection[str] | None = None) -> dict[str, str]:
        """The incident of each fact, of the `wanted` ones alone if any; links and cuts by people override the rules.

        `linked` are rows of incident_links, read once.
        """
        decided: tuple[set[Pair], set[Pair]] = (set(), set())
        reports = [report for report in self._told() if wanted is None or report.fact_id in wanted]
        grouped = groups(reports, _by_rules(linked, decided), Decisions(*decided))
        return {report.fact_id: digest("incident", group[0].fact_id) for group in grouped for report in group}

    def incidents(
        self, incident_of: Mapping[str, str], rebuilt: Collection[str] | None = None
    ) -> dict[str, arrow.Table]:
        """Build the tables `incidents` and `incident_facts`, of the incidents of the `rebuilt` facts alone if any.

        Facts without an incident are context of the others.
        """
        grouped: dict[str, list[Report]] = defaultdict(list)
        for report in sorted(self._told(), key=attrgetter("order")):
            if report.fact_id in incident_of and (rebuilt is None or report.fact_id in rebuilt):
                grouped[incident_of[report.fact_id]].append(report)
        happenings: list[Incident] = []
        members: list[IncidentFact] = []
        for incident_id, group in grouped.items():
            parts = _parts(group)
            members += [
                IncidentFact(fact_id=r.fact_id, incident_id=incident_id, article_id=r.row["article_id"], part=part)
                for r, part in parts
            ]
            if _is_happening(parts) and not self._is_told_elsewhere(group):
                happenings.append(_incident(incident_id, parts, self._known, self._countries))
        return {
            "incidents": to_arrow("incidents", happenings),
            "incident_facts": to_arrow("incident_facts", members),
        }

    def _told(self) -> Iterator[Report]:
        return chain.from_iterable(self._reports.values())

    def _is_told_elsewhere(self, group: Sequence[Report]) -> bool:
        """Whether other sentences of the same articles report what a group only announces or recalls, or speaks of
        again without its place, day and dead.
        """
        is_told = all(_is_told(report, self._reports[report.article]) for report in group)
        return is_told or _is_aside(group, self._reports[group[0].article])


def kin(actors: Iterable[Row]) -> Kin:
    """Maps each actor to itself and its ancestors."""
    above = {row["actor_id"]: row["parent"] for row in actors}

    def lineage(actor: str) -> frozenset[str]:
        ancestors: list[str] = []
        ancestor: str | None = actor
        while ancestor and ancestor not in ancestors:
            ancestors.append(ancestor)
            ancestor = above.get(ancestor)
        return frozenset(ancestors)

    return {actor: lineage(actor) for actor in above}


def _by_rules(linked: Iterable[Links], decided: tuple[set[Pair], set[Pair]]) -> Iterator[Pair]:
    """The pairs that the rules linked; those that people linked or cut are added to the two sets of `decided`."""
    for some in linked:
        cells = (some[name].to_pylist() for name in ("fact_id", "other_id", "made_by", "is_same"))
        for fact, other, made_by, is_same in zip(*cells, strict=True):
            if made_by == "person":
                decided[not is_same].add(pair_of(fact, other))
            else:
                yield pair_of(fact, other)


def _parts(group: Sequence[Report]) -> list[tuple[Report, IncidentPart]]:
    """Each report with its part; a headline that repeats a side's claim is one: "Forces kill 14 militants"."""
    acts = [report for report in group if not report.is_toll]
    parts = [(report, part_of(report, acts)) for report in group]
    claims = {(report.row["article_id"], report.toll) for report, part in parts if part == "claim"}
    repeated = [
        part == "toll" and is_headline(report.row) and (report.row["article_id"], report.toll) in claims
        for report, part in parts
    ]
    return [(report, "claim" if again else part) for (report, part), again in zip(parts, repeated, strict=True)]


def _is_happening(parts: Sequence[tuple[Report, IncidentPart]]) -> bool:
    """Whether a group describes a happening: an act that is told elsewhere than in a printed correction, or a toll with
    a place or time that is not of an accident.
    """
    acts = [report for report, part in parts if part == "act"]
    if acts:
        has_toll = any(part in ("toll", "claim") for _, part in parts)
        return not (all(opens_notice(act.row) for act in acts) or (_are_stray(acts) and not has_toll))
    tolls = [report for report, part in parts if part in ("toll", "claim") and not is_of_accident(report.row)]
    return any(r.is_stated or (r.place and r.row["sentence_index"] < HEAD) for r in tolls)


def _read_surely(acts: Sequence[Report]) -> list[Report]:
    """The acts that are read with confidence, all if none is, or those that name day and place if no sure one does; a
    takeover has less confidence than other acts that are right.
    """
    sure = [act for act in acts if act.row.get("confidence", 1.0) >= GUESSED or act.kind == TAKEOVER]
    told = [act for act in acts if act.names_place and act.names_time]
    return (sure if any(act in sure for act in told) else [*sure, *told]) or list(acts)


def _are_stray(acts: Sequence[Report]) -> bool:
    """Whether acts stand in one sentence alone that names no day of theirs, and are read without being sure of them."""
    are_alone = len({(act.article, act.row["sentence_index"]) for act in acts}) == 1
    is_open = not any(act.names_time or act.victim or act.kind == TAKEOVER for act in acts)
    return are_alone and is_open and all(act.row.get("confidence", 1.0) < UNSURE for act in acts)


def _is_aside(group: Sequence[Report], told: Iterable[Report]) -> bool:
    """Whether a group that tells no place and day only counts the dead so far, is nowhere, or speaks of an act of a
    kind that its article tells before it.
    """
    acts = [report for report in group if not report.is_toll]
    is_below = all(act.row["sentence_index"] >= HEAD for act in acts)
    if not acts or any(_tells_where_or_when(report) for report in group):
        return False
    if any(report.toll or report.victim for report in group):
        return is_below and all(act.is_killing and is_perfect(act.row) for act in acts)
    if (is_below or acts[0].refers_back) and all(act.place is None for act in acts):
        return True
    own, kinds = {report.fact_id for report in group}, {act.kind for act in acts}
    before = (other for other in told if other.fact_id not in own and other.sentence < group[0].sentence)
    return any(other.kind in (DEADLY if kinds & DEADLY else kinds) for other in before if not other.is_toll)


def _tells_where_or_when(report: Report) -> bool:
    is_there = any_of(words_for("same place")).search(part_of_sentence(report.row)) is not None
    return report.names_place or report.names_time or is_there


def _only_speaks_of(act: Report) -> bool:
    """Whether a sentence only speaks of a known act, "condemned the strike", and does not say when or where it was."""
    is_bare = not (act.is_toll or act.names_time or act.toll or act.victim)
    return is_bare and act.refers_back and (act.is_spoken or not act.names_place)


def _is_told(report: Report, told: Iterable[Report]) -> bool:
    """Whether others of the reports that an article has told report what one only announces or recalls."""
    kinds, row = kindred(report.kind), report.row
    others = [other for other in told if other.kind in kinds and other.row is not row]
    below = [other for other in others if other.row["sentence_index"] > row["sentence_index"]]
    if is_headline(row):
        return bool(below)
    if report.is_recalled and not (report.toll or report.victim):
        return not report.names_place or any(other.place == report.place for other in others)
    if report.names_place or report.toll or report.victim or row["sentence_index"] >= HEAD:
        return _only_speaks_of(report) and any(not other.refers_back for other in others)
    return any(other.names_place and is_same_time(other, report) for other in below)


def _is_news(report: Report) -> bool:
    """Whether a report is news: not background and not long past, or of a named day just before publication."""
    days = (report.row["published_date"] - report.last).days
    if report.is_memory or (report.last - report.first).days > PAST:
        return False
    if report.row.get("when_told") == "background":
        return report.names_time and report.first == report.last and days <= RECENT
    return days <= PAST


def _country_of_all(group: Sequence[Report], countries: Mapping[str, set[str]]) -> str | None:
    """The country in which all facts of a group's articles lie; None if they lie in several."""
    found = set().union(*(countries.get(report.row["article_id"], ()) for report in group))
    return found.pop() if len(found) == 1 else None


def _incident(
    incident_id: str,
    parts: Sequence[tuple[Report, IncidentPart]],
    known: Known,
    countries: Mapping[str, set[str]],
) -> Incident:
    group = [report for report, _ in parts]
    acts = [report for report, part in parts if part == "act"]
    acts = acts or [report for report in group if report.is_elsewhere]
    by_part = {name: [report for report, part in parts if part == name] for name in ("toll", "claim", "corrected")}
    dead, claimed = toll(by_part["toll"], by_part["corrected"]), toll(by_part["claim"])
    if not (dead.counts or claimed.counts):
        dead = toll_of_victim(acts)
    surely = _read_surely(acts)
    told = own_acts(surely) or group
    act = min(told, key=lambda act: (act.is_mention, rank(act)))
    place, when = _place(group), _when(group)
    is_news = any(_is_news(report) for report in acts or group)
    if is_news and not place.get("country"):  # history may be of another country
        place["country"] = _country_of_all(group, countries)
    chosen = representative(surely)
    kind = chosen.row if chosen is not None else None
    days = [report.row["published_date"] for report in group]
    return Incident(
        incident_id=incident_id,
        **when,
        **place,
        plover=kind["plover"] if kind else None,
        acled_event=kind["acled_event"] if kind else None,
        acled_sub_event=kind["acled_sub_event"] if kind else None,
        **sides(surely, known),
        is_only_claimed=all(report.row["modality"] == "claimed" for report in told),
        when_told="new" if is_news else "background",
        deaths_low=dead.low, deaths_best=dead.best, deaths_high=dead.high, is_disputed=dead.is_disputed,
        tolls=[str(count) for count in dead.counts],
        claimed_low=claimed.low, claimed_high=claimed.high,
        n_articles=len({report.row["article_id"] for report in group}),
        n_outlets=len({report.row["outlet"] for report in group}),
        n_independent_origins=_count_origins(group),
        first_report=min(days), last_report=max(days),
        fact_id=act.fact_id, sentence=act.row["sentence"], url=act.row["url"],
        **_toll_source(dead),
    )  # fmt: skip


def _count_origins(group: Sequence[Report]) -> int:
    """Number of outlets that were first with a story: reprints count once, and so do several stories of an outlet."""
    first: dict[str, str] = {}
    for report in sorted(group, key=lambda report: report.order):
        first.setdefault(report.row["story_id"], report.row["outlet"])
    return len(set(first.values()))


def _toll_source(dead: Toll) -> dict[str, Any]:
    report = dead.cited_report
    if report is None:
        return {}
    return {"toll_fact_id": report.fact_id, "toll_sentence": report.row["sentence"], "toll_url": report.row["url"]}


def _place(group: Sequence[Report]) -> dict[str, Any]:
    """The most exact place that a sentence names, of these the most reported.

    Places without a place_id come last, except one in an area; a building is only named if there is no town.
    """
    placed = [report for report in group if report.place is not None]
    placed = [
        report for report in placed if report.row["place_id"] is not None or not is_building(report.place or "")
    ] or placed
    if not placed:
        return {}

    def exactness(report: Report) -> tuple[bool, int, bool]:
        return report.row["place_id"] is None, report.row["geo_precision"] or 2, report.row["admin1"] is None

    named = [report for report in placed if report.names_place] or placed
    finest = min(exactness(report) for report in named)
    unknown = [report for report in named if report.row["place_id"] is None and report.row["geo_precision"] != AREA]
    exact = [report for report in named if exactness(report) == finest]
    if finest[:2] == (False, AREA) and unknown:
        exact = unknown
    chosen = most_reported(exact, lambda report: report.row["place_id"] or report.place)
    return {name: chosen.row[name] for name in PLACE}


def _when(group: Sequence[Report]) -> dict[str, Any]:
    """The most exact time, of these the most reported, if possible one that a sentence names; else the day on which it
    was first reported.
    """
    dated = [report for report in group if report.is_stated]
    dated = [report for report in dated if report.names_time] or dated
    if not dated:
        return {"day": min(reported_on(report.row) for report in group)}
    narrow = min(report.last - report.first for report in dated)
    exact = [report for report in dated if report.last - report.first == narrow]
    chosen = most_reported(exact, lambda report: report.first)
    precision = chosen.row.get("date_precision") or chosen.row.get("period_precision")
    if precision in (None, "day"):
        precision = _precision(chosen.first, chosen.last)
    return {"day": chosen.last, "date_start": chosen.first, "date_end": chosen.last, "date_precision": precision}


def _precision(first: date, last: date) -> str:
    days = (last - first).days
    return next(name for name, most in (("day", 0), ("week", 7), ("month", 31), ("year", days)) if days <= most)
