"""Copies a SQLite database: `python copying.py SOURCE TARGET` prints the lake's id and snapshot.

Uses SQLite's online backup: consistent during writes, and atomic for processes that have the target open. A separate
program, because closing a database file through one SQLite library drops the POSIX locks that the process holds on it
through another, here DuckDB's. Imports nothing from the project, so it starts in a few milliseconds.
"""

import json
import os
import sqlite3
import sys
from contextlib import closing

BROKEN = 3
"""Exit code if the source is not a lake's catalog or is damaged."""
IDENTITY = """
    SELECT schema_uuid, (SELECT max(snapshot_id) FROM ducklake_snapshot) FROM ducklake_schema WHERE schema_id = 0
"""


def main(source: str, target: str, *options: str) -> None:
    """Copy; with the option `alone` the target needs no journal files and is on disk on return."""
    os.umask(0o077)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)) as source_database,
        closing(sqlite3.connect(f"file:{target}", uri=True, timeout=60)) as target_database,
    ):
        source_database.backup(target_database)
        if "alone" in options:
            target_database.execute("PRAGMA journal_mode = DELETE")
        broken = [line for (line,) in target_database.execute("PRAGMA quick_check(1)") if line != "ok"]
        if broken:
            raise sqlite3.DatabaseError(broken[0])
        if not target_database.execute("SELECT 1 FROM sqlite_master WHERE name = 'ducklake_schema'").fetchone():
            raise sqlite3.DatabaseError("it is no catalog of a lake")
        print(json.dumps(target_database.execute(IDENTITY).fetchone()))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (sqlite3.Error, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(1 if isinstance(error, (sqlite3.OperationalError, OSError)) else BROKEN)
