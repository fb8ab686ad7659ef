"""Corrections of facts by people: rows of seeds/fact_corrections.csv of the home, which they can also edit.

Each row sets one cell of a fact or, without a column, marks the whole fact as wrong. Every run applies all rows over
the extracted facts; the last row for a cell counts, and a deleted row no longer applies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import pyarrow as arrow

from flows.runs.decisions import FILE as DECISIONS
from flows.runs.decisions import HEADER as DECISIONS_HEADER
from flows.runs.decisions import decided_links, linking
from flows.runs.seed_file import add, rename, require_reason_and_name, rows
from transforms.facts.events.crosswalk import event_types
from transforms.linking.grouping import Pair
from transforms.tables.corrections import cells, settable
from transforms.tables.normalise import digest
from transforms.tables.schema import FACTS, Correction, Family, to_arrow
from warehouse import Gone, Lake, explain, gone_facts, land, query

FILE = Path("seeds") / "fact_corrections.csv"
HEADER = ("fact_id", "table", "column", "value", "reason", "by", "at")
_ABOUT = "what people corrected: a cell of a fact, or the whole fact as wrong (no column); the last row on a cell holds"
_DATES = (("date_start", "date_end"), ("period_start", "period_end"))
_FITTING = (("low", "high"), *_DATES, ("acled_event", "acled_sub_event"))
"""Columns whose values must fit each other; a correction of one does not outlive an edit of the other."""
_LINKED = "SELECT fact_id, other_id FROM incident_links WHERE made_by = 'person'"
_LOST = "SELECT fact_id, of_column FROM corrections WHERE fact_published IS NULL ORDER BY ALL"


def corrections(home: Path) -> arrow.Table:
    """The corrections of a home as rows of the lake. ValueError, naming the line, if the file is invalid."""
    by_id: dict[str, Correction] = {}
    for place, row in rows(home / FILE, HEADER):
        if len(row) != len(HEADER) or not row[0] or row[1] not in FACTS:
            raise ValueError(f"{place}: not a fact, its table, a column, a value, a reason, a name and a time")
        try:
            by_id |= {each.correction_id: each for each in _parse_row(row)}
        except ValueError as error:
            raise ValueError(f"{place}: {error}") from error
    return to_arrow("corrections", list(by_id.values()))


def _parse_row(row: Sequence[str]) -> Iterator[Correction]:
    fact, table, column, value, reason, by, at = row
    for name, cell in (cells(table, column, value) if column else {None: None}).items():
        yield Correction(
            correction_id=digest(fact, name), fact_id=fact, of_table=cast(Family, table), of_column=name, value=cell,
            reason=reason, said_by=by, said_at=at,
        )  # fmt: skip


def correct(
    home: Path, lake: Lake, fact_id: str, assignments: Sequence[str], wrong: bool, reason: str, by: str
) -> None:
    """Record corrections of a fact, each as `column=value`, or that it is wrong, and update the lake. ValueError, and
    nothing is written, if the fact does not allow that."""
    if bool(assignments) == wrong:
        raise ValueError(f"{fact_id}: say what is right, --set column=value, or that all of it is --wrong")
    require_reason_and_name(reason, by)
    corrections(home)  # a line of the file that is wrong is reported before one is added
    evidence = _evidence_of_fact(lake, fact_id)
    pairs = _parse_assignments(evidence["table"], assignments) if assignments else [("", "")]
    cells_set = {each["of_column"]: each["value"] for each in evidence["corrections"]}
    _check_values(lake, evidence["table"], evidence["row"] | cells_set, pairs)

    def written_down() -> dict[str, arrow.Table]:
        add(home / FILE, HEADER, _ABOUT, [(fact_id, evidence["table"], *pair, reason, by) for pair in pairs])
        return {"corrections": corrections(home)}

    land(lake, written_down, linking=partial(linking, home))


def _evidence_of_fact(lake: Lake, fact_id: str) -> dict[str, Any]:
    """The evidence of a fact. ValueError if the lake has none of this id, or no longer."""
    evidence = explain(lake, fact_id)
    if evidence is None or evidence["table"] not in FACTS:
        is_incident = evidence is not None and evidence["table"] == "incidents"
        hint = "; it is an incident's, whose facts `dateline explain` lists" if is_incident else ""
        raise ValueError(f"{fact_id}: no fact has this id{hint}")
    if "gone_after" in evidence:
        instead = f"; correct {evidence['replaced_by']}, which replaced it" if evidence["replaced_by"] else ""
        raise ValueError(f"{fact_id}: no fact has this id any longer{instead}")
    return evidence


def _parse_assignments(table: str, assignments: Sequence[str]) -> list[tuple[str, str]]:
    """The columns and values, each column before those that setting it empties (`place` before `country`)."""
    order = settable(table)
    return sorted(map(_parse_assignment, assignments), key=lambda pair: order.index(pair[0]) if pair[0] in order else 0)


def _parse_assignment(assignment: str) -> tuple[str, str]:
    column, sign, value = assignment.partition("=")
    if not sign:
        raise ValueError(f"{assignment}: not column=value, such as place=Hama")
    return column.strip(), value.strip()


def _check_values(lake: Lake, table: str, row: dict[str, Any], pairs: Sequence[tuple[str, str]]) -> None:
    """ValueError if a column does not allow its value, or the row, with it, does not fit its table."""
    corrected = {name: cell for column, value in pairs if column for name, cell in cells(table, column, value).items()}
    low, high = (corrected.get(name, row.get(name)) for name in ("low", "high"))
    if low is not None and high is not None and int(low) > int(high):
        raise ValueError(f"low={low}: greater than high={high}; set both")
    for start, stop in _DATES:
        begin, end = (str(corrected.get(name, row.get(name)) or "") for name in (start, stop))
        if begin and end and begin > end:
            raise ValueError(f"{start}={begin}: after {stop}={end}; set both")
    _check_codes(row, corrected)
    actors = {cell for name, cell in corrected.items() if cell and (name.endswith("actor") or name == "actor_id")}
    known = {each["actor_id"] for each in query(lake, "SELECT actor_id FROM actors").to_pylist()} if actors else set()
    if unknown := sorted(actors - known):
        raise ValueError(f"{unknown[0]}: no row of seeds/actors.csv has this id")


def _check_codes(row: dict[str, Any], corrected: dict[str, str | None]) -> None:
    """ValueError if the corrected sub-event is none of ACLED's, or not one of the event type beside it."""
    if corrected.keys().isdisjoint(("acled_event", "acled_sub_event")):
        return
    event, sub_event = (corrected.get(name, row.get(name)) for name in ("acled_event", "acled_sub_event"))
    right = event_types().get(str(sub_event))
    if sub_event and right is None:
        raise ValueError(f"acled_sub_event={sub_event}: no sub-event of ACLED; these are: {', '.join(event_types())}")
    if sub_event and event != right:
        raise ValueError(f"acled_sub_event={sub_event}: a sub-event of {right}, not of {event or 'none'}; set both")


def carry_over(home: Path, lake: Lake) -> None:
    """Give the corrections and decisions of facts that are gone to the facts that replaced them, in the files of the
    home, and update the lake.

    A fact is replaced if its outlet edited the article around it; not if what was corrected is what the outlet edited.
    """
    gone = gone_facts(lake, {*_lost_corrections(home, lake), *_lost_decisions(home, lake)})
    replaced = {fact: each.successor["fact_id"] for fact, each in gone.items() if each.successor}
    edited = {row["fact_id"] for row in _lost_cells(home, lake) if _edit(gone.get(row["fact_id"]), row["of_column"])}
    kept = {fact: new for fact, new in replaced.items() if fact not in edited}

    def written_down() -> dict[str, arrow.Table]:
        rename(home / FILE, HEADER, kept)
        rename(home / DECISIONS, DECISIONS_HEADER, replaced)
        return {"corrections": corrections(home)}

    if kept or not _lost_decisions(home, lake).isdisjoint(replaced):
        land(lake, written_down, linking=partial(linking, home))


def lost(home: Path, lake: Lake) -> list[str]:
    """The corrections and decisions about facts that no longer exist, one sentence each.

    The lake is queried only if there are any.
    """
    cells = _lost_cells(home, lake)
    gone = gone_facts(lake, {row["fact_id"] for row in cells})
    edits = {row["fact_id"]: edit for row in cells if (edit := _edit(gone.get(row["fact_id"]), row["of_column"]))}
    return [
        *(
            f"{fact}: corrected in {FILE}, and {edits.get(fact, 'no fact has this id any longer')}"
            for fact in _lost_corrections(home, lake)
        ),
        *(
            f"{one} and {other}: decided in {DECISIONS}, and one of them is no report any longer"
            for one, other in _lost_pairs(home, lake)
        ),
    ]


def _edit(gone: Gone | None, column: str | None) -> str | None:
    """What an outlet edited of what a person had corrected, in words; None if nothing, or if nothing replaced it."""
    if gone is None or gone.successor is None:
        return None
    names = next((pair for pair in _FITTING if column in pair), (column,)) if column else settable(gone.table)
    for name in names:
        if (was := gone.row.get(name)) != (now := gone.successor.get(name)):
            new = gone.successor["fact_id"]
            return f"its outlet has changed {name} since, {was} → {now}: correct {new} instead, or delete the row"
    return None


def _lost_cells(home: Path, lake: Lake) -> list[dict[str, Any]]:
    return query(lake, _LOST).to_pylist() if (home / FILE).exists() else []


def _lost_corrections(home: Path, lake: Lake) -> list[str]:
    return list(dict.fromkeys(row["fact_id"] for row in _lost_cells(home, lake)))


def _lost_pairs(home: Path, lake: Lake) -> list[Pair]:
    if not (decisions := decided_links(home)):
        return []
    linked = {(row["fact_id"], row["other_id"]) for row in query(lake, _LINKED).to_pylist()}
    return [pair for row in decisions if (pair := (row["fact_id"], row["other_id"])) not in linked]


def _lost_decisions(home: Path, lake: Lake) -> set[str]:
    return {fact for pair in _lost_pairs(home, lake) for fact in pair}
