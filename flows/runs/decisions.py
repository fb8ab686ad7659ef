"""People's decisions on incidents, in seeds/incident_decisions.csv of the home, which they may also edit.

Each row says whether two facts report the same happening, who decided and why. Decisions override the linking rules in
every run; the last row for a pair wins.
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
from warehouse import Lake, Linking, land, query

FILE = Path("seeds") / "incident_decisions.csv"
Rows = Sequence[dict[str, Any]]
HEADER = ("fact_id", "other_id", "same", "reason", "by", "at")
_ABOUT = "which facts tell one happening (same: yes) and which do not (no), as people decided; the last row holds"
_REPORTS = """
    SELECT incident_facts.fact_id, incident_id, incidents.fact_id AS head
    FROM incident_facts LEFT JOIN incidents USING (incident_id)
    WHERE incident_id = $id OR incident_facts.fact_id = $id
    ORDER BY ALL
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
    by_pair: dict[tuple[str, str], dict[str, Any]] = {}
    for place, cells in rows(home / FILE, HEADER):
        if len(cells) != len(HEADER) or cells[2] not in ("yes", "no") or not cells[0] or cells[0] == cells[1]:
            raise ValueError(f"{place}: not two facts, yes or no, a reason, a name and a time")
        pair = pair_of(cells[0], cells[1])
        by_pair[pair] = _link_row(pair, cells)
    return list(by_pair.values())


def _link_row(pair: tuple[str, str], cells: Sequence[str]) -> dict[str, Any]:
    _, _, same, reason, by, _ = cells
    return {
        "link_id": digest("person", *pair), "fact_id": pair[0], "other_id": pair[1],
        "score": float(same == "yes"), "reason": f"{by}: {reason}", "made_by": "person", "is_same": same == "yes",
    }  # fmt: skip


def decide(home: Path, lake: Lake, ids: tuple[str, str], same: bool, reason: str, by: str) -> Decided:
    """Append a decision on two facts or incidents, and update the incidents.

    An incident stands for its best report. A fact that is cut from its own incident is cut from all others of it.
    Raises ValueError and writes nothing if the two are one or the lake does not hold them.
    """
    if ids[0] == ids[1]:
        raise ValueError(f"{ids[0]}: a fact is not linked with itself, or cut from itself; name two")
    require_reason_and_name(reason, by)
    pairs = _pairs(ids, _reports(lake, ids[0]), _reports(lake, ids[1]), same)
    facts = pairs[0]
    before = _told(lake, facts)
    add(home / FILE, HEADER, _ABOUT, [(*pair, "yes" if same else "no", reason, by) for pair in pairs])
    land(lake, {}, linking=linking(home))
    return Decided(facts, before, _told(lake, facts))


def _reports(lake: Lake, row_id: str) -> list[dict[str, Any]]:
    """The reports of an incident, or the report of a fact. ValueError if there is none."""
    if not (found := query(lake, _REPORTS, {"id": row_id}).to_pylist()):
        raise ValueError(f"{row_id}: no event and no figure of people killed has this id, and no incident")
    return found


def _pairs(ids: tuple[str, str], one: Rows, other: Rows, same: bool) -> list[Pair]:
    """The pairs of facts that a decision on two facts or incidents is about."""
    first, second = (_stands_for(row_id, reports) for row_id, reports in zip(ids, (one, other), strict=True))
    whole = one if one[0]["incident_id"] == ids[0] else other if other[0]["incident_id"] == ids[1] else []
    fact = second if whole is one else first
    if not same and fact in (members := [report["fact_id"] for report in whole]):
        return [(fact, member) for member in members if member != fact] or _refuse(fact)
    return [(first, second)] if first != second else _refuse(first)


def _stands_for(row_id: str, reports: Rows) -> str:
    """The fact that an id of a fact or incident stands for."""
    is_fact = any(report["fact_id"] == row_id for report in reports)
    return row_id if is_fact else str(reports[0]["head"] or reports[0]["fact_id"])


def _refuse(fact: str) -> list[Pair]:
    raise ValueError(f"{fact}: stands for its incident, which is not linked with itself, or cut from itself; name two")


def _told(lake: Lake, facts: Pair) -> list[dict[str, Any]]:
    """The incidents of two facts, with their tolls."""
    return query(lake, _TOLD, {"one": facts[0], "other": facts[1]}).to_pylist()
