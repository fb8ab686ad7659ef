"""Adds the functions of the installed DuckDB that sql/functions.csv does not list yet: `python -m tests.functions`.

New rows have no verdict; a person adds `allowed` or `refused` and a short reason. Rows of functions that no longer
exist stay until somebody deletes them.
"""

from __future__ import annotations

import csv

import duckdb

from warehouse.asking.allowed import LIST
from warehouse.storage.errors import quoted
from warehouse.storage.extensions import extension
from warehouse.storage.lake import Lake

Key = tuple[str, str]
EXTENSIONS = sorted({*Lake("sqlite:x", "s3://x/").extensions(), *Lake("postgres:dbname=x", "x/").extensions()})
_OFFERED = """
    SELECT function_name, CASE function_type WHEN 'pragma' THEN 'pragma' WHEN 'table' THEN 'table'
        WHEN 'table_macro' THEN 'table' ELSE 'value' END FROM duckdb_functions()
    UNION SELECT view_name, 'view' FROM duckdb_views() WHERE internal
"""


def offered() -> set[Key]:
    """Every function and view of DuckDB and of the extensions that lakes use: name and kind."""
    with duckdb.connect(":memory:", config={"allow_unsigned_extensions": True}) as connection:
        for name in EXTENSIONS:
            connection.execute(f"LOAD {quoted(str(extension(name)))}")
        return set(connection.execute(_OFFERED).fetchall())


def rows() -> list[list[str]]:
    """The rows of sql/functions.csv: name, kind, verdict, why."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def main() -> None:
    listed = rows()
    new = offered() - {(name, kind) for name, kind, *_ in listed}
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "kind", "verdict", "why"])
        writer.writerows(sorted([*listed, *([*key, "", ""] for key in new)]))
    print(f"{len(new)} to judge in {LIST.name}")


if __name__ == "__main__":
    main()
