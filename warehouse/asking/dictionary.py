"""The data dictionary: every table as declared in transforms/tables/schema.py, every view and macro as in DuckDB."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb

from transforms.tables.schema import TABLES
from transforms.tables.schema import dictionary as of_tables
from warehouse.landing.corrections import views
from warehouse.landing.tables import comments_and_marts, ddl, question, sql_files

_EXAMPLE = "example: "


def dictionary() -> str:
    """The dictionary in Markdown: a section per table, view and macro, with a row per column."""
    with duckdb.connect(":memory:") as connection:
        for statement in (*map(ddl, TABLES), *comments_and_marts()):
            connection.execute(statement)
        return "\n".join([of_tables(), *_view_sections(connection)])


def _view_sections(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield "# Views and macros\n\nA view is queried like a table, a macro with its arguments in brackets.\n"
    for name, _, answers in views():
        yield f"## {name}\n\n{answers}\n\nIts columns are those of `{name.removeprefix('corrected_')}`.\n"
    for file in sql_files("marts"):
        header, _, example = question(file.read_text(encoding="utf-8")).partition(_EXAMPLE)
        relation = _queried_as(file.stem, example)
        about = re.sub(rf"SELECT \* FROM {file.stem}\([^?]*?\)\)? ", "", header).strip()
        yield f"## {file.stem}\n\n{about}\n\n```sql\n{example}\n```\n\n| column | type |\n| --- | --- |"
        columns = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        yield "\n".join(f"| `{column[0]}` | {column[1]} |" for column in columns) + "\n"


def _queried_as(name: str, example: str) -> str:
    """The name of a view, or the call of a macro with the arguments of its example."""
    match = re.search(rf"\b{name}\([^)]*\)", example)
    return match[0] if match else name
