"""The night's account: a page for the Prefect UI, from the run and what the lake holds after it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from transforms.printable import printable
from transforms.tables.schema import Run
from warehouse import Failure, Lake, query
from warehouse.check import checks

SQL = Path(__file__).resolve().parents[2] / "sql" / "account"
WIDTH = 24
_ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)


def leave(run: Run, lake: Lake, broken: Sequence[Failure], failing: str = "") -> None:
    """Leave the account of a run in the Prefect UI: a page for the night, and its refusals by reason. `failing` names
    the sources of which nothing came."""
    name = f"night-{run.night}" if run.night else "run"
    create_markdown_artifact(
        night_account(run, lake, broken, failing),
        key=name,
        description="Documents, facts, checks, new incidents and refusals",
    )
    create_table_artifact(
        asked(lake, "reasons", run),
        key=f"{name}-rejects",
        description="Documents refused for the first time, by reason",
    )


def night_account(run: Run, lake: Lake, broken: Sequence[Failure], failing: str = "") -> str:
    """The account as Markdown: counts, facts, checks, incidents and refusals that this run was the first to see."""
    counts = {name: getattr(run, name) for name in ("discovered", "fetched", "landed", "unchanged", "rejected")}
    facts = [{"family": name, "rows": rows} for name, rows in json.loads(run.facts).items()]
    return "\n".join(
        [
            f"# {title(run)}",
            "",
            f"{run.discovered} discovered = {run.landed} landed + {run.unchanged} unchanged + {run.rejected} rejected",
            "",
            *([f"**Failed:** {cell(failing)}", ""] if failing else []),
            *table(list(counts), [list(counts.values())]),
            *section("Facts landed", drawn(facts)),
            *section("By day of publication", drawn(asked(lake, "days", run))),
            *section("Checks", checked(broken)),
            *section("New incidents", asked(lake, "incidents", run)),
            *section("Outlets that are shut to robots", asked(lake, "shut", run)),
            *section("Documents refused for the first time", asked(lake, "rejects", run)),
        ]
    )


def title(run: Run) -> str:
    """What the account is of."""
    if run.night is None:
        return f"What the run brought: {run.started:%Y-%m-%d %H:%M} UTC"
    missed = f", with the nights missed since {run.first_night}" if run.first_night != run.night else ""
    return f"What the night of {run.night} brought{missed}"


def drawn(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with a bar for each count, the longest WIDTH characters: a picture that every UI shows."""
    most = max((row["rows"] for row in rows), default=0) or 1
    return [{**row, "": "█" * -(-WIDTH * row["rows"] // most)} for row in rows]


def checked(broken: Sequence[Failure]) -> list[dict[str, Any]]:
    """Each check of the lake: passed, or failed with its rows."""
    failed = {failure.name: len(failure.rows) for failure in broken}
    return [
        {"check": name, "result": f"failed: {failed[name]} rows" if name in failed else "passed"} for name in checks()
    ]


def asked(lake: Lake, name: str, run: Run) -> list[dict[str, Any]]:
    """The rows that sql/account/<name>.sql gives for a run."""
    return query(lake, (SQL / f"{name}.sql").read_text(encoding="utf-8"), {"run_id": run.run_id}).to_pylist()


def section(title: str, rows: Sequence[dict[str, Any]]) -> list[str]:
    """A headed table; nothing where there are no rows."""
    return [f"## {title}", "", *table(list(rows[0]), [list(row.values()) for row in rows])] if rows else []


def table(header: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[str]:
    """A Markdown table with an empty line after it."""
    lines = [[cell(name) for name in header], ["---"] * len(header), *([cell(value) for value in row] for row in rows)]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def cell(value: Any) -> str:
    """A value as the text of one cell: what comes from the net stays text, never mark-up, and steers nothing.

    Viewers make links of the addresses that they find in a text, but not in code: an address stands as code.
    """
    text = "" if value is None else printable(" ".join(str(value).split()))
    return " ".join(_code(word) if _ADDRESS.search(word) else _escaped(word) for word in text.split(" "))


def _code(word: str) -> str:
    """A word as code; what could end it is percent-encoded, as it may be in an address."""
    return "`" + re.sub(r"[`|\\<>]", lambda found: f"%{ord(found[0]):02X}", word) + "`"


def _escaped(word: str) -> str:
    word = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + character if character in "\\`*_[]|!~" else character for character in word)
