"""People's decisions on incidents, in seeds/incident_decisions.csv of the home, which they may also edit.

Each row says whether two facts report the same happening, who decided and why. Decisions override the linking rules in
every run; the last row for a pair wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flows.runs.seed_file import add, require_reason_and_name, rows
from transforms.linking.grouping import pair_of
from transforms.linking.incidents import incidents, links
from transforms.linking.likeness import DAYS
from transforms.linking.reports import UNSTATED
from transforms.tables.normalise import digest
from warehouse import Lake, Linking, land, query

FILE = Path("seeds") / "incident_decisions.csv"
HEADER = ("fact_id", "other_id", "same", "reason", "by", "at")
_ABOUT = "which facts tell one happening (same: yes) and which do not (no), as people decided; the last row holds"
_KNOWN = """
    SELECT fact_id FROM events WHERE fact_id IN ($one, $other)
    UNION
    SELECT fact_id FROM figures WHERE fact_id IN ($one, $other) AND measure = 'killed' AND NOT cumulative
"""


def linking(home: Path) -> Linking:
    """The linking rules, with the decisions of a home."""
    return Linking(DAYS, UNSTATED, links, incidents, decided_links(home))


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


def decide(home: Path, lake: Lake, facts: tuple[str, str], same: bool, reason: str, by: str) -> None:
    """Append a decision on two facts and update the incidents.

    Raises ValueError and writes nothing if the two are one fact or the lake does not hold them.
    """
    one, other = facts
    if one == other:
        raise ValueError(f"{one}: a fact is not linked with itself, or cut from itself; name two")
    require_reason_and_name(reason, by)
    known = {row["fact_id"] for row in query(lake, _KNOWN, {"one": one, "other": other}).to_pylist()}
    if unknown := next((fact for fact in facts if fact not in known), None):
        raise ValueError(f"{unknown}: no event and no figure of people killed has this id")
    add(home / FILE, HEADER, _ABOUT, [(one, other, "yes" if same else "no", reason, by)])
    land(lake, {}, linking=linking(home))
