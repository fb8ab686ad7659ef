"""The functions of this DuckDB beside sql/functions.csv: `python -m tests.functions` adds those nobody has judged.

New rows have no verdict; a person writes `allowed` or `refused` and why, in a few words. Rows of functions that are
gone stay until somebody takes them out.
"""

from __future__ import annotations

import csv

import duckdb

from warehouse.allowed import LIST
from warehouse.lake import Lake
from warehouse.lake import _extension as extension
from warehouse.words import quoted

Key = tuple[str, str]
EXTENSIONS = sorted({*Lake("sqlite:x", "s3://x/").extensions(), *Lake("postgres:dbname=x", "x/").extensions()})
_OFFERED = """
    SELECT function_name, CASE function_type WHEN 'pragma' THEN 'pragma' WHEN 'table' THEN 'table'
        WHEN 'table_macro' THEN 'table' ELSE 'value' END FROM duckdb_functions()
    UNION SELECT view_name, 'view' FROM duckdb_views() WHERE internal
"""


def offered() -> set[Key]:
    """Every function and view that DuckDB and the extensions of any lake bring: name, and what it stands for."""
    with duckdb.connect(":memory:", config={"allow_unsigned_extensions": True}) as connection:
        for name in EXTENSIONS:
            connection.execute(f"LOAD {quoted(str(extension(name)))}")
        return set(connection.execute(_OFFERED).fetchall())


def rows() -> list[list[str]]:
    """The rows of sql/functions.csv: name, kind, verdict, why."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def main() -> None:
    there = rows()
    new = offered() - {(name, kind) for name, kind, *_ in there}
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "kind", "verdict", "why"])
        writer.writerows(sorted([*there, *([*key, "", ""] for key in new)]))
    print(f"{len(new)} to judge in {LIST.name}")


if __name__ == "__main__":
    main()
