"""Builds incident rows from groups of linked reports; each column comes from the best report that states it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import pyarrow as arrow

from transforms.linking.grouping import Decisions, Pair, candidates, groups, pair_of
from transforms.linking.happenings import PLACE
from transforms.linking.kinds import GENERIC
from transforms.linking.likeness import kindred
from transforms.linking.reports import Kin, Report
from transforms.linking.sentences import HEAD, Row, is_building, is_headline, is_written, reported_on
from transforms.linking.tolls import Toll, part_of, toll, toll_of_victim
from transforms.linking.victims import is_same_time, reports
from transforms.tables.normalise import digest
from transforms.tables.schema import Incident, IncidentFact, IncidentLink, IncidentPart, to_arrow

_DECISIONS = (("person", True), ("person", False))
RECENT = 2
"""Days before its publication of an act that is news, even if it is told as background."""
AREA = 3
"""geo_precision of a region or country."""
PAST = 31
"""Days before its publication after which an act is background, and the longest that an act of news lasts."""
FEW = 5
"""One act in this many must name a known actor, else it may be one that a single sentence names in passing."""
Value = TypeVar("Value", bound=Hashable)


def links(rows: Sequence[Row], actors: Sequence[Row], fresh: Iterable[str] | None = None) -> arrow.Table:
    """Pairs of facts that the rules link, as rows of incident_links; with `fresh` only pairs with one of these facts.

    `rows` are rows of events and figures with their article's story_id, outlet, url and published_at.
    """
    likenesses = candidates(reports(rows, kin(actors)), None if fresh is None else frozenset(fresh))
    return to_arrow(
        "incident_links",
        [
            IncidentLink(
                link_id=digest("rules", *pair), fact_id=pair[0], other_id=pair[1], score=alike.score,
                reason=", ".join(alike.reasons), made_by="rules", is_same=True,
            )
            for pair, alike in sorted(likenesses.items())
        ],
    )  # fmt: skip


def incidents(rows: Sequence[Row], actors: Sequence[Row], linked: Sequence[Row]) -> dict[str, arrow.Table]:
    """Build the tables `incidents`, `incident_facts` and `incident_links`.

    Links and cuts by people override the rules. Rows with a false `is_wanted` serve only as context of the others and
    are in no incident.
    """
    names = {row["actor_id"]: row["name"] for row in actors}
    pairs = {made_by: _pairs(linked, *made_by) for made_by in _DECISIONS}
    decisions = Decisions(pairs["person", True], pairs["person", False])
    told = reports(rows, kin(actors))
    wanted_reports = [each for each in told if each.row.get("is_wanted", True)]
    grouped = groups(wanted_reports, _pairs(linked, "rules"), decisions)
    happenings: list[Incident] = []
    members: list[IncidentFact] = []
    told_articles = _Told(told)
    for group in grouped:
        incident_id = digest("incident", group[0].fact_id)
        parts = _parts(group)
        members += [
            IncidentFact(fact_id=r.fact_id, incident_id=incident_id, article_id=r.row["article_id"], part=part)
            for r, part in parts
        ]
        if _is_happening(parts) and not told_articles.tell(group):
            happenings.append(_incident(incident_id, parts, names))
    of = {member.fact_id: member.incident_id for member in members}
    return {
        "incidents": to_arrow("incidents", happenings),
        "incident_facts": to_arrow("incident_facts", members),
        "incident_links": to_arrow("incident_links", [_decided_link(row, of) for row in linked]),
    }


def kin(actors: Iterable[Row]) -> Kin:
    """Maps each actor to itself and its ancestors."""
    above = {row["actor_id"]: row["parent"] for row in actors}

    def lineage(actor: str) -> frozenset[str]:
        ancestors: list[str] = []
        at: str | None = actor
        while at and at not in ancestors:
            ancestors.append(at)
            at = above.get(at)
        return frozenset(ancestors)

    return {actor: lineage(actor) for actor in above}


def _pairs(linked: Sequence[Row], made_by: str, is_same: bool | None = None) -> frozenset[Pair]:
    return frozenset(
        pair_of(row["fact_id"], row["other_id"])
        for row in linked
        if row["made_by"] == made_by and is_same in (None, row["is_same"])
    )


def _decided_link(row: Row, of: Mapping[str, str]) -> IncidentLink:
    """The link; if the rules made it, with whether both facts are in one incident."""
    if row["made_by"] == "person":
        return IncidentLink(**row)
    return IncidentLink(**{**row, "is_same": of.get(row["fact_id"]) == of.get(row["other_id"]) is not None})


def _parts(group: Sequence[Report]) -> list[tuple[Report, IncidentPart]]:
    """Each report with its part; a headline that repeats a side's claim is one: "Forces kill 14 militants"."""
    acts = [each for each in group if not each.is_toll]
    parts = [(each, part_of(each, acts)) for each in group]
    claims = {(each.row["article_id"], each.toll) for each, part in parts if part == "claim"}
    repeated = [
        part == "toll" and is_headline(each.row) and (each.row["article_id"], each.toll) in claims
        for each, part in parts
    ]
    return [(each, "claim" if again else part) for (each, part), again in zip(parts, repeated, strict=True)]


def _is_happening(parts: Sequence[tuple[Report, IncidentPart]]) -> bool:
    """Whether a group describes a happening: an act, or a toll with a place or time or near the article's head."""
    acts = [each for each, part in parts if part == "act"]
    return bool(acts) or any(
        part in ("toll", "claim") and (each.place or each.is_stated or each.row["sentence_index"] < HEAD)
        for each, part in parts
    )


def _only_speaks_of(act: Report) -> bool:
    """Whether a sentence only speaks of a known act, "condemned the strike", and does not say when or where it was."""
    is_bare = not (act.is_toll or act.names_time or act.toll or act.victim)
    return is_bare and act.refers_back and (act.is_spoken or not act.names_place)


class _Told:
    """What the articles tell, for groups that only announce or recall a happening of their article."""

    def __init__(self, told: Iterable[Report]) -> None:
        self._of: dict[str, list[Report]] = defaultdict(list)
        for each in told:
            self._of[each.row["article_id"]].append(each)

    def tell(self, group: Sequence[Report]) -> bool:
        """Whether the articles of a group tell in other sentences what it announces or recalls."""
        return all(self._is_told(each) for each in group)

    def _is_told(self, report: Report) -> bool:
        kinds, row = kindred(report.kind), report.row
        others = [each for each in self._of[row["article_id"]] if each.kind in kinds and each.row is not row]
        below = [each for each in others if each.row["sentence_index"] > row["sentence_index"]]
        if is_headline(row):
            return bool(below)
        if report.is_recalled and not (report.toll or report.victim):
            return not report.names_place or any(each.place == report.place for each in others)
        if report.names_place or report.toll or report.victim or row["sentence_index"] >= HEAD:
            return _only_speaks_of(report) and any(not each.refers_back for each in others)
        return any(each.names_place and is_same_time(each, report) for each in below)


def _is_news(report: Report) -> bool:
    """Whether a report is of news: told as such, and not long past, or of a day named just before the publication."""
    days = (report.row["published_date"] - report.last).days
    if report.is_memory or (report.last - report.first).days > PAST:
        return False
    if report.row.get("when_told") == "background":
        return report.names_time and report.first == report.last and days <= RECENT
    return days <= PAST


def _incident(incident_id: str, parts: Sequence[tuple[Report, IncidentPart]], names: Mapping[str, str]) -> Incident:
    group = [each for each, _ in parts]
    acts = [each for each, part in parts if part == "act"]
    of = {name: [each for each, part in parts if part == name] for name in ("toll", "claim", "corrected")}
    dead, claimed = toll(of["toll"], of["corrected"]), toll(of["claim"])
    if not (dead.counts or claimed.counts):
        dead = toll_of_victim(acts)
    act = min(acts or group, key=_rank)
    place, when = _place(group), _when(group)
    kind = _kind(acts)
    source, source_actor = _actor(acts, "source", names)
    target, target_actor = _actor(acts, "target", names)
    days = [each.row["published_date"] for each in group]
    return Incident(
        incident_id=incident_id,
        **when,
        **place,
        plover=kind["plover"] if kind else None,
        acled_event=kind["acled_event"] if kind else None,
        acled_sub_event=kind["acled_sub_event"] if kind else None,
        source=source, source_actor=source_actor, target=target, target_actor=target_actor,
        is_only_claimed=all(each.row["modality"] == "claimed" for each in group),
        when_told="new" if any(_is_news(each) for each in acts or group) else "background",
        deaths_low=dead.low, deaths_best=dead.best, deaths_high=dead.high, is_disputed=dead.is_disputed,
        tolls=[str(count) for count in dead.counts],
        claimed_low=claimed.low, claimed_high=claimed.high,
        n_articles=len({each.row["article_id"] for each in group}),
        n_outlets=len({each.row["outlet"] for each in group}),
        n_independent_origins=_count_origins(group),
        first_report=min(days), last_report=max(days),
        fact_id=act.fact_id, sentence=act.row["sentence"], url=act.row["url"],
        **_toll_source(dead),
    )  # fmt: skip


def _count_origins(group: Sequence[Report]) -> int:
    """Number of outlets that were first with a story: reprints count once, and so do several stories of an outlet."""
    first: dict[str, str] = {}
    for each in sorted(group, key=lambda each: each.order):
        first.setdefault(each.row["story_id"], each.row["outlet"])
    return len(set(first.values()))


def _rank(each: Report) -> tuple[object, ...]:
    """Sort key, best report first: asserted, of a specific kind, a place gained, not lost, with place and time."""
    row = each.row
    is_loss = row.get("territory") == "lost"
    is_vague = each.kind == GENERIC
    return row["modality"] == "claimed", is_vague, is_loss, each.place is None, not each.is_stated, each.order


def _toll_source(dead: Toll) -> dict[str, Any]:
    report = dead.cited_report
    if report is None:
        return {}
    return {"toll_fact_id": report.fact_id, "toll_sentence": report.row["sentence"], "toll_url": report.row["url"]}


def _place(group: Sequence[Report]) -> dict[str, Any]:
    """The most exact place that a sentence names, of these the most reported.

    Places without a place_id come last, except one in an area; a building is only named if there is no town.
    """
    placed = [each for each in group if each.place is not None]
    placed = [
        each for each in placed if each.row["place_id"] is not None or not is_building(each.place or "")
    ] or placed
    if not placed:
        return {}

    def exactness(each: Report) -> tuple[bool, int, bool]:
        return each.row["place_id"] is None, each.row["geo_precision"] or 2, each.row["admin1"] is None

    named = [each for each in placed if each.names_place] or placed
    finest = min(exactness(each) for each in named)
    unknown = [each for each in named if each.row["place_id"] is None and each.row["geo_precision"] != AREA]
    exact = [each for each in named if exactness(each) == finest]
    if finest[:2] == (False, AREA) and unknown:
        exact = unknown
    chosen = _most_reported(exact, lambda each: each.row["place_id"] or each.place)
    return {name: chosen.row[name] for name in PLACE}


def _when(group: Sequence[Report]) -> dict[str, Any]:
    """The most exact time, of these the most reported, if possible one that a sentence names; else the day on which it
    was first reported.
    """
    dated = [each for each in group if each.is_stated]
    dated = [each for each in dated if each.names_time] or dated
    if not dated:
        return {"day": min(reported_on(each.row) for each in group)}
    narrow = min(each.last - each.first for each in dated)
    chosen = _most_reported([each for each in dated if each.last - each.first == narrow], lambda each: each.first)
    precision = chosen.row.get("date_precision") or chosen.row.get("period_precision")
    if precision in (None, "day"):
        precision = _precision(chosen.first, chosen.last)
    return {"day": chosen.last, "date_start": chosen.first, "date_end": chosen.last, "date_precision": precision}


def _precision(first: date, last: date) -> str:
    days = (last - first).days
    return next(name for name, most in (("day", 0), ("week", 7), ("month", 31), ("year", days)) if days <= most)


def _kind(acts: Sequence[Report]) -> Row | None:
    """The event whose class and sub-event represent the group: the one that most stories report, of those whose words
    tell their sub-event; without such, of those of a specific kind, and last of those that only tell who died.
    """
    told = [each for each in acts if each.has_own_word and not each.is_killing]
    exact = told or [each for each in acts if each.kind != GENERIC]
    exact = exact or [each for each in acts if not each.is_killing] or list(acts)
    return _most_reported(exact, lambda each: each.row["acled_sub_event"]).row if exact else None


def _actor(acts: Sequence[Report], role: str, names: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The most reported actor: a known actor under its own name, unless few of the acts name it; else as written."""
    with_role = [each for each in acts if each.row[role]]
    with_role = [each for each in with_role if is_written(each.row[role], each.row)] or with_role
    identified = [each for each in with_role if each.row[f"{role}_actor"]]
    if identified and len(identified) * FEW >= len(with_role):
        chosen = _most_reported(identified, lambda each: each.row[f"{role}_actor"]).row
        return names.get(chosen[f"{role}_actor"], chosen[role]), chosen[f"{role}_actor"]
    return (min(with_role, key=_rank).row[role], None) if with_role else (None, None)


def _most_reported(reports: Sequence[Report], by: Callable[[Report], Value]) -> Report:
    """The best report among those with the value that most stories, and of these most facts, report."""
    stories = Counter(value for value, _ in {(by(each), each.row["story_id"]) for each in reports})
    facts = Counter(by(each) for each in reports)
    return min(reports, key=lambda each: (-stories[by(each)], -facts[by(each)], _rank(each)))
