"""The data of a brief: the rows of sql/brief, and which incidents are new, changed or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows.brief import formats
from flows.brief.span import SQL, Span, ask, brief_rows
from transforms.resolving.actors import countries
from transforms.resolving.gazetteer import is_name_of
from transforms.resolving.naming.geonames import index
from transforms.tables.schema import columns
from warehouse import Change, Failure, Lake, LakeError, changes
from warehouse.upkeep.check import checks

Row = dict[str, Any]
ONCE = {"before", "latest", "newest", "named", "moved", "articles", "incidents"}
"""Queries of sql/brief that are run separately."""
OF_ARTICLES = {"confidence", "corrections", "first_seen", "network", "quotes", "refused"}
"""Queries that have no rows without articles, and are not asked then: most runs by hand land none."""
LOST = "The warehouse no longer has its state after the previous run: changed and withdrawn incidents are not shown."
FULL = 300
"""Number of the most severe incidents for which a brief prints every fact; for the others it prints the best."""
MOST_DAYS = 31
"""Number of days, up to the last, for which the brief shows who holds which town."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The content of a brief; `rows` are the results of the queries of sql/brief, by name."""

    span: Span
    made: datetime
    incidents: list[Row]
    withdrawn: list[Row]
    territory: list[Row]
    rows: Mapping[str, list[Row]]
    checks: list[Row] | None
    failing: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the warehouse has no data for the period."""
        return not (self.rows["articles"] or self.incidents or self.withdrawn)

    @property
    def title(self) -> str:
        """The heading: the night, run or period."""
        if title := formats.title_of(self.span.name):
            return title
        first, last = formats.long_day(self.span.first), formats.long_day(self.span.last)
        days = f"{first} to {last}" if first != last else first
        return " · ".join(filter(None, (days, self.span.filter.words)))

    @property
    def summary(self) -> str:
        """What is new, in a sentence."""
        if self.is_empty:
            return "The warehouse has no facts for these days."
        disputed = sum(1 for row in self.incidents if row["rivals"])
        counts = {
            "new incident": len(self.of("new")),
            "changed": len(self.of("changed")),
            "withdrawn": len(self.withdrawn),
            "correction": len(self.rows["corrections"]),
        }
        counted = ", ".join(
            formats.with_noun(count, name) for name, count in counts.items() if count or name == "new incident"
        )
        rival = f"; sources contradict one another on {formats.with_noun(disputed, 'incident')}" if disputed else ""
        return f"{counted}{rival}."

    @property
    def refusals(self) -> list[Row]:
        """Refused candidates by the meaning of the rule: `meaning`, `family`, count `n`, and `words` of an example."""
        by_meaning: dict[tuple[str, str], Row] = {}
        for row in self.rows["refused"]:
            meaning = formats.refusal(row["rule"])
            refusal = by_meaning.setdefault((meaning, row["family"]), {**row, "meaning": meaning, "n": 0})
            refusal["n"] += row["n"]
        return sorted(by_meaning.values(), key=lambda row: (-row["n"], row["meaning"]))

    @property
    def off_map(self) -> int:
        """Number of incidents without a place or country to draw."""
        return sum(1 for row in self.incidents if not row["place"] and not row["country"])

    @property
    def speakers(self) -> list[tuple[str, list[Row]]]:
        """Quotations by speaker, the most quoted first."""
        quotes: dict[str, list[Row]] = {}
        for row in self.rows["quotes"]:
            if row["speaker"]:
                quotes.setdefault(row["speaker"], []).append(row)
        return list(quotes.items())

    def of(self, status: str) -> list[Row]:
        """The incidents with a status: new, changed, or known (neither)."""
        return [row for row in self.incidents if row["status"] == status]


def gather(
    lake: Lake, span: Span, broken: Sequence[Failure] | None = None, failing: str = "", watch: Sequence[str] = ()
) -> Brief:
    """The content of a brief from a lake.

    `broken` are the failed checks, None if no checks were run; `failing` says which sources failed, empty if none did.
    `watch` are the names or actor_ids of the watch list, whose mentions the brief counts.
    """
    made = datetime.now(UTC)
    parameters = span.parameters()
    first = ask(lake, ("articles", "incidents"), parameters)
    parameters |= {
        "articles": [row["article_id"] for row in first["articles"]],
        "incidents": [row["incident_id"] for row in first["incidents"]],
        "machine": sorted(span.runs or {row["run_id"] for row in first["articles"]}),
        "watch": list(watch),
        "from": span.days[-MOST_DAYS:][0],
    }
    empty: dict[str, list[Row]] = {} if first["articles"] else {name: [] for name in OF_ARTICLES}
    names = sorted({file.stem for file in SQL.glob("*.sql")} - ONCE - {*empty})
    rows = first | empty | ask(lake, names, parameters)
    differences, note = _incident_changes(lake, span, made)
    return Brief(
        span=span,
        made=made,
        incidents=_cards(rows, span, None if differences is None else {change.key: change for change in differences}),
        withdrawn=_withdrawn_incidents(
            lake, [change for change in differences or () if change.what == "withdrawn"], span
        ),
        territory=_holder_periods(rows["territory"], span),
        rows=rows,
        checks=check_rows(broken),
        failing=failing,
        note=note,
    )


def _incident_changes(lake: Lake, span: Span, made: datetime) -> tuple[list[Change] | None, str]:
    """The changes of incidents since before the span; None and a reason if they cannot be compared."""
    if span.since is None:
        return None, LOST if span.runs is not None and not span.is_first else ""
    try:
        return changes(lake, span.since, made, ("incidents",)), ""
    except LakeError as error:
        return None, f"{LOST} ({error})"


def _cards(rows: Mapping[str, list[Row]], span: Span, differences: Mapping[str, Change] | None) -> list[Row]:
    """The incidents, each with status, changes, reports and contradicting reports."""
    fresh = {row["article_id"] for row in rows["articles"]}
    reports, rivals = _by_incident(rows["reports"]), _by_incident(rows["rivals"])
    cards = []
    for rank, row in enumerate(rows["incidents"]):
        key = row["incident_id"]
        own_reports = reports.get(key, [])
        status, changed = (
            _status_and_changes(row, differences)
            if differences is not None
            else (_status_by_reports(row, own_reports, fresh, span), [])
        )
        cards.append(
            {
                **row,
                "status": status,
                "changed": changed,
                "reports": own_reports if rank < FULL else [],
                "rivals": [
                    rival | {side: formats.bounds_in_words(rival[side]) for side in ("one", "other")}
                    for rival in rivals.get(key, [])
                ],
                "claim": formats.claim(row),
                **_in_words(row),
            }
        )
    return cards


def _by_incident(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["incident_id"], []).append(row)
    return grouped


def _status_and_changes(row: Row, differences: Mapping[str, Change]) -> tuple[str, list[str]]:
    """The status of an incident compared with its earlier row, and its changes in words."""
    change = differences.get(row["incident_id"])
    if change is None or change.what == "new":
        return ("new" if change else "known"), []
    earlier = {**row, "toll_words": None, **change.before}
    sentences = formats.change_sentences(
        {**change.before, "toll": formats.toll(earlier)}, {**change.after, "toll": formats.toll(row)}
    )
    return ("changed" if sentences else "known"), sentences


def _status_by_reports(row: Row, reports: Sequence[Row], fresh: set[str], span: Span) -> str:
    """The status of an incident by its reports, if there is no earlier state to compare with."""
    if span.runs is None:
        return "new" if row["first_report"] >= span.first else "changed"
    article_ids = {report["article_id"] for report in reports}
    return "new" if article_ids <= fresh else "changed" if article_ids & fresh else "known"


def _withdrawn_incidents(lake: Lake, withdrawn: Sequence[Change], span: Span) -> list[Row]:
    """Incidents that no longer exist, each with the incident that its evidence now belongs to."""
    none = {column.name: None for column in columns("incidents")}
    rows: list[Row] = [{**none, **change.before} for change in withdrawn if change.before.get("when_told") == "new"]
    facts = [row["fact_id"] for row in rows]
    moved = brief_rows(lake, "moved", facts=facts) if facts else []
    current = {row["fact_id"]: row for row in moved}
    return [{**row, **_in_words(row), "now": current.get(row["fact_id"])} for row in rows if row["day"] >= span.first]


def _in_words(row: Row) -> dict[str, str]:
    """Toll, time and place of an incident in words."""
    where = formats.where(row, town(row), country(row["country"]))
    return {"toll": formats.toll(row), "when": formats.when(row), "where": where}


def _holder_periods(rows: Sequence[Row], span: Span) -> list[Row]:
    """Who holds which town: one row per town and uninterrupted holder, with the numbers of its first and last day."""
    days = {day: number for number, day in enumerate(span.days)}
    holds: list[Row] = []
    for row in rows:
        number = days[row["on_day"]]
        same = (row["place"], row["holder"], row["status"], row["fact_id"])
        hold = next((h for h in holds if h["same"] == same and h["to"] == number - 1), None)
        if hold is None:
            hold = {**row, "same": same, "from": number}
            holds.append(hold)
        hold["to"] = number
    return holds


def check_rows(broken: Sequence[Failure] | None) -> list[Row] | None:
    """Each check of the lake, with the number of failing rows."""
    if broken is None:
        return None
    failed = {failure.name: len(failure.rows) for failure in broken}
    return [{"check": name.replace("_", " "), "rows": failed.get(name, 0)} for name in checks()]


def town(row: Row) -> str | None:
    """The town of a quarter, which has the town's place_id and a name of its own: Idlib for the Jabal quarter."""
    name, place_id = row["place"], row["place_id"]
    record = index().by_id(place_id) if name and place_id is not None else None
    if record is None or record["name"] in name or is_name_of(name, record):
        return None
    return str(record["name"])


def country(code: str | None) -> str | None:
    """The name of a country by its code."""
    known = countries().get(code or "")
    return known.name if known else code
