"""People's decisions on incidents, in seeds/incident_decisions.csv of the home, which they may also edit.

Each row says whether two facts report the same happening, who decided and why. Decisions override the linking rules in
every run; the last row for a pair wins, and one that says `open` leaves the pair to the rules again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.runs.seed_file import add, require_reason_and_name, rows
from transforms.linking.agreement import DAYS
from transforms.linking.grouping import Pair, pair_of
from transforms.linking.incidents import Linker
from transforms.tables.normalise import digest
from warehouse import Lake, Linking, explain, land, query

FILE = Path("seeds") / "incident_decisions.csv"
Rows = Sequence[dict[str, Any]]
HEADER = ("fact_id", "other_id", "same", "reason", "by", "at")
SAME = {"yes": True, "no": False, "open": None}
_ABOUT = (
    "which facts tell one happening (same: yes) and which do not (no), as people decided, or that it is left to the "
    "rules again (open); the last row holds"
)
_REPORTS = """
    SELECT incident_facts.fact_id, incident_id, incidents.fact_id AS head
    FROM incident_facts LEFT JOIN incidents USING (incident_id)
    WHERE incident_id = $id OR incident_facts.fact_id = $id
    ORDER BY ALL
"""
_OTHERS = """
    SELECT fact_id
    FROM incident_facts
    WHERE incident_id IN (SELECT incident_id FROM incident_facts WHERE fact_id = $id) AND fact_id <> $id
    ORDER BY ALL
"""
_LIKEST = """
    SELECT unnest([fact_id, other_id]) AS fact_id
    FROM incident_links
    WHERE is_same AND (fact_id = $id OR other_id = $id)
    ORDER BY score DESC, fact_id
"""
_TOLD = """
    SELECT incident_id, day, place, deaths_low, deaths_best, deaths_high, n_articles, n_outlets, sentence
    FROM incidents
    WHERE incident_id IN (SELECT incident_id FROM incident_facts WHERE fact_id IN ($one, $other))
    ORDER BY day, incident_id
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: the first pair of facts written down, and the incidents of the two before and after it."""

    facts: tuple[str, str]
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


def linking(home: Path) -> Linking:
    """The linking rules, with the decisions of a home."""
    return Linking(DAYS, Linker, decided_links(home))


def decided_links(home: Path) -> list[dict[str, Any]]:
    """The decisions of a home as rows of incident_links. ValueError naming the line that cannot be parsed."""
    by_pair: dict[Pair, dict[str, Any]] = {}
    for place, cells in rows(home / FILE, HEADER):
        if len(cells) != len(HEADER) or cells[2] not in SAME or not cells[0] or cells[0] == cells[1]:
            raise ValueError(f"{place}: not two facts, yes, no or open, a reason, a name and a time")
        pair = pair_of(cells[0], cells[1])
        by_pair[pair] = _link_row(pair, cells)
    return [row for row in by_pair.values() if row["is_same"] is not None]


def _link_row(pair: tuple[str, str], cells: Sequence[str]) -> dict[str, Any]:
    _, _, same, reason, by, _ = cells
    return {
        "link_id": digest("person", *pair), "fact_id": pair[0], "other_id": pair[1],
        "score": float(same == "yes"), "reason": f"{by}: {reason}", "made_by": "person", "is_same": SAME[same],
    }  # fmt: skip


def decide(home: Path, lake: Lake, ids: tuple[str, str], same: bool, reason: str, by: str) -> Decided:
    """Append a decision on two facts or incidents, and update the incidents.

    An incident stands for its best report. A fact that is cut from its own incident is cut from all others of it, and
    a link takes back what people cut either fact from in the incident of the other. Raises ValueError and writes
    nothing if the two are one or the lake does not hold them.
    """
    if ids[0] == ids[1]:
        raise ValueError(f"{ids[0]}: a fact is not linked with itself, or cut from itself; name two")
    require_reason_and_name(reason, by)
    decided_links(home)  # a line of the file that is wrong is reported before one is added
    pairs = _pairs(lake, ids, same)
    facts = pairs[0]
    before = _told(lake, facts)
    decided = [(*pair, "yes" if same else "no", reason, by) for pair in pairs]
    taken_back = [(*pair, "open", reason, by) for pair in _cuts_between(home, lake, facts)] if same else []

    def written_down() -> Linking:
        add(home / FILE, HEADER, _ABOUT, [*decided, *taken_back])
        return linking(home)

    land(lake, {}, linking=written_down)
    return Decided(facts, before, _told(lake, facts))


def _reports(lake: Lake, row_id: str) -> list[dict[str, Any]]:
    """The reports of an incident, or the report of a fact. ValueError if there is none."""
    if not (found := query(lake, _REPORTS, {"id": row_id}).to_pylist()):
        raise ValueError(f"{row_id}: {_absence(lake, row_id)}")
    return found


def _absence(lake: Lake, row_id: str) -> str:
    """Why no report has an id: it never was one, or what became of it."""
    evidence = explain(lake, row_id) or {}
    if became := evidence.get("became"):
        return f"no incident any longer: {became}"
    if evidence.get("replaced_by"):
        return f"no fact has this id any longer; name {evidence['replaced_by']}, which replaced it"
    return "no event and no figure of people killed has this id, and no incident"


def _pairs(lake: Lake, ids: tuple[str, str], same: bool) -> list[Pair]:
    """The pairs of facts that a decision on two facts or incidents is about; of a fact cut from its whole incident
    first the one with the report that it is most like: to link these again undoes the cut.
    """
    one, other = _reports(lake, ids[0]), _reports(lake, ids[1])
    first, second = (_stands_for(row_id, reports) for row_id, reports in zip(ids, (one, other), strict=True))
    whole = one if one[0]["incident_id"] == ids[0] else other if other[0]["incident_id"] == ids[1] else []
    fact = second if whole is one else first
    if not same and fact in (members := [report["fact_id"] for report in whole]):
        likest = [row["fact_id"] for row in query(lake, _LIKEST, {"id": fact}).to_pylist()]
        members.sort(key=lambda member: likest.index(member) if member in likest else len(likest))
        return [(fact, member) for member in members if member != fact] or _refuse(fact)
    return [(first, second)] if first != second else _refuse(first)


def _cuts_between(home: Path, lake: Lake, facts: Pair) -> list[Pair]:
    """The cuts by people between either fact and the other reports of the other's incident."""
    cut = {pair_of(row["fact_id"], row["other_id"]) for row in decided_links(home) if not row["is_same"]}
    others = [
        pair_of(fact, row["fact_id"])
        for fact, other in (facts, facts[::-1])
        for row in query(lake, _OTHERS, {"id": other}).to_pylist()
    ]
    return [pair for pair in others if pair in cut]


def _stands_for(row_id: str, reports: Rows) -> str:
    """The fact that an id of a fact or incident stands for."""
    is_fact = any(report["fact_id"] == row_id for report in reports)
    return row_id if is_fact else str(reports[0]["head"] or reports[0]["fact_id"])


def _refuse(fact: str) -> list[Pair]:
    raise ValueError(f"{fact}: stands for its incident, which is not linked with itself, or cut from itself; name two")


def _told(lake: Lake, facts: Pair) -> list[dict[str, Any]]:
    """The incidents of two facts, with their tolls."""
    return query(lake, _TOLD, {"one": facts[0], "other": facts[1]}).to_pylist()
