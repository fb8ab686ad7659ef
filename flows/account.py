"""The night's account: a page for the Prefect UI, from the run and what the lake holds after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transforms.schema import Run
from warehouse import Lake, query

SQL = Path(__file__).resolve().parent.parent / "sql" / "account"


def night_account(run: Run, lake: Lake) -> str:
    """The account as Markdown: counts, facts by family, incidents and refusals that this run was the first to see."""
    counts = {name: getattr(run, name) for name in ("discovered", "fetched", "landed", "unchanged", "rejected")}
    return "\n".join(
        [
            f"# What the night brought: {run.started:%Y-%m-%d %H:%M} UTC",
            "",
            f"{run.discovered} discovered = {run.landed} landed + {run.unchanged} unchanged + {run.rejected} rejected",
            "",
            *table(list(counts), [list(counts.values())]),
            *section("Facts landed", [{"family": name, "rows": rows} for name, rows in json.loads(run.facts).items()]),
            *section("New incidents", asked(lake, "incidents", run)),
            *section("Documents refused for the first time", asked(lake, "rejects", run)),
        ]
    )


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
    """A value as the text of one cell: what comes from the net stays text, never mark-up."""
    text = "" if value is None else " ".join(str(value).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + character if character in "\\`*_[]|!~" else character for character in text)
