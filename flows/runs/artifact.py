"""Writes the run artifact for the Prefect UI from the run's row and the lake."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.settings import PREFECT_API_URL

from flows.brief.data import Brief, check_rows
from flows.brief.formats import long_day, title_of
from flows.brief.span import name_of
from flows.serving.briefs import BRIEFS
from flows.serving.secret import is_served
from flows.settings import settings
from transforms.printable import printable
from transforms.shipped import SQL
from transforms.tables.schema import Run
from warehouse import Failure, Lake, query, warnings

QUERIES = SQL / "artifact"
WIDTH = 24
FIRST = 20
"""Number of incidents that the artifact shows; the brief has all."""
_ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)


def leave(
    run: Run,
    lake: Lake,
    broken: Sequence[Failure],
    failing: str = "",
    brief: Brief | None = None,
    lost: Sequence[str] = (),
) -> None:
    """Create the artifacts of a run in the Prefect UI: a page on the night, and a table of its rejects by reason.
    `failing` names sources that returned nothing, `lost` corrections of facts that no longer exist."""
    name = f"night-{run.night}" if run.night else "run"
    create_markdown_artifact(
        night_account(run, lake, broken, failing, brief, lost),
        key=name,
        description="What is new, checks, documents and refusals",
    )
    create_table_artifact(
        account_rows(lake, "reasons", run),
        key=f"{name}-rejects",
        description="Documents refused for the first time, by reason",
    )


def night_account(
    run: Run,
    lake: Lake,
    broken: Sequence[Failure],
    failing: str = "",
    brief: Brief | None = None,
    lost: Sequence[str] = (),
) -> str:
    """The artifact as Markdown: the first section of the brief, then checks, decisions, new rejects and counts."""
    counts = {name: getattr(run, name) for name in ("discovered", "fetched", "landed", "unchanged", "rejected")}
    facts = [{"family": name, "rows": rows} for name, rows in json.loads(run.facts).items()]
    return "\n".join(
        [
            f"# {title(run)}",
            "",
            *([f"**Failed:** {cell(failing)}", ""] if failing else []),
            *(first_screen(brief) if brief else ["No brief was written.", ""]),
            *section("Checks", check_results(broken)),
            *section("For people to look at", warning_rows(lake)),
            *section("Decisions by people", decision_rows(lake, lost)),
            *section("Outlets that are shut to robots", account_rows(lake, "shut", run)),
            *section("Documents refused for the first time", account_rows(lake, "rejects", run)),
            *section("Facts landed", with_bars(facts)),
            *section("By day of publication", with_bars(account_rows(lake, "days", run))),
            "## Documents",
            "",
            f"{run.discovered} discovered = {run.landed} landed + {run.unchanged} unchanged + {run.rejected} rejected",
            "",
            *table(list(counts), [list(counts.values())]),
        ]
    )


def first_screen(brief: Brief) -> list[str]:
    """What is new, as in the brief: one sentence, then corrections and incidents, the most severe first."""
    return [
        cell(brief.summary),
        "",
        f"The whole brief, with map and timelines: {_brief_location(brief)}.",
        "",
        *section("Corrected", [_correction_row(row) for row in brief.rows["corrections"]]),
        *section("New incidents", [_incident_row(row) for row in brief.of("new")[:FIRST]]),
        *section(
            "Changed incidents",
            [_incident_row(row) | {"change": "; ".join(row["changed"])} for row in brief.of("changed")[:FIRST]],
        ),
        *section("Withdrawn incidents", [_incident_row(row) for row in brief.withdrawn[:FIRST]]),
        *section("Watch list", [_watched_row(row) for row in brief.rows["watched"]]),
        *section(
            "Against the norm of four weeks",
            [_norm_row(row) for row in brief.rows["norm"] if row["verdict"] != "no norm yet"],
        ),
    ]


def _brief_location(brief: Brief) -> str:
    """The location of a brief: a link if this home is being served, else the file name."""
    file = f"{brief.span.name}.html"
    here = is_served(settings().home, (PREFECT_API_URL.value() or "").rstrip("/"))
    return f"[{file}]({BRIEFS}/{file})" if here else f"`briefs/{file}` in the home"


def _incident_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "when": row["when"],
        "where": row["where"],
        "what": row.get("what") or row["acled_sub_event"],
        "toll": row["toll"],
        "outlets": row["n_outlets"],
        "sentence": row["sentence"],
        "url": row["url"],
    }


def _correction_row(row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {name: row[name] for name in ("outlet", "measure", "was", "now")}
    return {**cells, "sentence": row["now_sentence"], "url": row["url"]}


def _watched_row(row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {"name": row["name"], "articles": row["n_articles"], "last named": row["last_named"]}
    return {**cells, "sentence": row["sentence"]}


def _norm_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"what": row["what"], "last 7 days": row["week"], "a usual week": row["norm"], "reading": row["verdict"]}


def title(run: Run) -> str:
    """The heading of the artifact, the same as that of the brief."""
    since = run.first_night if run.first_night != run.night else None
    missed = f", with the nights missed since {long_day(since)}" if since else ""
    return f"{title_of(name_of(run))}{missed}"


def with_bars(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with a text bar for each count; the longest has WIDTH characters."""
    most = max((row["rows"] for row in rows), default=0) or 1
    return [{**row, "": "█" * -(-WIDTH * row["rows"] // most)} for row in rows]


def check_results(broken: Sequence[Failure]) -> list[dict[str, Any]]:
    """One row per check: passed, or failed with the number of rows."""
    return [
        {"check": row["check"], "result": f"failed: {row['rows']} rows" if row["rows"] else "passed"}
        for row in check_rows(broken) or ()
    ]


def warning_rows(lake: Lake) -> list[dict[str, Any]]:
    """Warnings: findings that fail no check but may be wrong, such as an outlet that fell silent."""
    return [row for failure in warnings(lake) for row in failure.rows]


def decision_rows(lake: Lake, lost: Sequence[str]) -> list[dict[str, Any]]:
    """The numbers of corrected facts and of linked or separated pairs, and which corrections no longer apply."""
    sql = (QUERIES / "decisions.sql").read_text(encoding="utf-8")
    return [*query(lake, sql).to_pylist(), *({"decision": "holds no more", "count": sentence} for sentence in lost)]


def account_rows(lake: Lake, name: str, run: Run) -> list[dict[str, Any]]:
    """The rows of sql/artifact/<name>.sql for a run."""
    return query(lake, (QUERIES / f"{name}.sql").read_text(encoding="utf-8"), {"run_id": run.run_id}).to_pylist()


def section(title: str, rows: Sequence[dict[str, Any]]) -> list[str]:
    """A Markdown table under a heading; empty if there are no rows."""
    return [f"## {title}", "", *table(list(rows[0]), [list(row.values()) for row in rows])] if rows else []


def table(header: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[str]:
    """A Markdown table followed by an empty line."""
    lines = [[cell(name) for name in header], ["---"] * len(header), *([cell(value) for value in row] for row in rows)]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def cell(value: Any) -> str:
    """A value as the text of a table cell; untrusted text stays text, without markup or control characters.

    Addresses become code, because Markdown viewers turn bare ones into links.
    """
    text = "" if value is None else printable(" ".join(str(value).split()))
    return " ".join(_as_code(word) if _ADDRESS.search(word) else _escape(word) for word in text.split(" "))


def _as_code(word: str) -> str:
    """A word as inline code; characters that could end it are percent-encoded."""
    return "`" + re.sub(r"[`|\\<>]", lambda match: f"%{ord(match[0]):02X}", word) + "`"


def _escape(word: str) -> str:
    word = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + character if character in "\\`*_[]|!~" else character for character in word)
