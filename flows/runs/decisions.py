"""What people decided on incidents: rows of seeds/incident_decisions.csv of the home, which they can also edit.

Each row says of two facts that they tell one happening, or that they do not, with who says so and why. It goes before
what the rules see, at every run; the last row on a pair holds.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from transforms.linking.grouping import pair_of
from transforms.linking.incidents import incidents, links
from transforms.linking.likeness import DAYS
from transforms.tables.normalise import digest
from warehouse import Lake, Linking, land, query

FILE = Path("seeds") / "incident_decisions.csv"
HEADER = ("fact_id", "other_id", "same", "reason", "by", "at")
_ABOUT = "# which facts tell one happening (same: yes) and which do not (no), as people decided; the last row holds\n"
_KNOWN = """
    SELECT fact_id FROM events WHERE fact_id IN ($one, $other)
    UNION
    SELECT fact_id FROM figures WHERE fact_id IN ($one, $other) AND measure = 'killed' AND NOT cumulative
"""


def linking(home: Path) -> Linking:
    """How reports of one happening are told together, with what the people of a home decided."""
    return Linking(DAYS, links, incidents, decided(home))


def decided(home: Path) -> list[dict[str, Any]]:
    """The decisions of a home as rows of incident_links. ValueError, naming the line, where the file is none."""
    path = home / FILE
    if not path.exists():
        return []
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#") or line == ",".join(HEADER):
            continue
        cells = next(csv.reader([line]))
        if len(cells) != len(HEADER) or cells[2] not in ("yes", "no") or not cells[0] or cells[0] == cells[1]:
            raise ValueError(f"{path}:{number}: not two facts, yes or no, a reason, a name and a time")
        pair = pair_of(cells[0], cells[1])
        found[pair] = _row(pair, cells)
    return list(found.values())


def _row(pair: tuple[str, str], cells: Sequence[str]) -> dict[str, Any]:
    _, _, same, reason, by, _ = cells
    return {
        "link_id": digest("person", *pair), "fact_id": pair[0], "other_id": pair[1],
        "score": float(same == "yes"), "reason": f"{by}: {reason}", "made_by": "person", "is_same": same == "yes",
    }  # fmt: skip


def decide(home: Path, lake: Lake, facts: tuple[str, str], same: bool, reason: str, by: str) -> None:
    """Write down what somebody decided on two facts, and bring the incidents up to date with it.

    ValueError, and nothing is written, where the two are one fact or the warehouse has no such report.
    """
    one, other = facts
    if one == other:
        raise ValueError(f"{one}: a fact is not linked with itself, or cut from itself; name two")
    if not reason.strip() or not by.strip():
        raise ValueError("a decision needs a reason and the name of who made it: --reason … --by …")
    known = {row["fact_id"] for row in query(lake, _KNOWN, {"one": one, "other": other}).to_pylist()}
    if unknown := next((fact for fact in facts if fact not in known), None):
        raise ValueError(f"{unknown}: no event and no figure of people killed has this id")
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        if is_new:
            file.write(_ABOUT)
            csv.writer(file, lineterminator="\n").writerow(HEADER)
        row = [one, other, "yes" if same else "no", *(" ".join(text.split()) for text in (reason, by))]
        csv.writer(file, lineterminator="\n").writerow([*row, f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}"])
    land(lake, {}, linking=linking(home))
