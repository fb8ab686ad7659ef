"""One SQLite database copied over another: `python copying.py SOURCE TARGET` prints the id and the snapshot of a lake.

SQLite's own online copy: consistent while others read and write the source, and all or nothing for those who have the
target open. A program of its own because a process that closes a database file by one copy of SQLite lets go of the
locks that it holds on it by another, DuckDB's. It imports nothing of the project, and starts in a few milliseconds.
"""

import json
import os
import sqlite3
import sys
from contextlib import closing

BROKEN = 3
"""The exit code where the source is no catalogue of a lake, or is damaged."""
STANDING = """
    SELECT schema_uuid, (SELECT max(snapshot_id) FROM ducklake_snapshot) FROM ducklake_schema WHERE schema_id = 0
"""


def main(source: str, target: str, *options: str) -> None:
    """Copy; with `alone` the target is a file that needs no other beside it, on disk when this returns."""
    os.umask(0o077)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)) as read,
        closing(sqlite3.connect(f"file:{target}", uri=True, timeout=60)) as written,
    ):
        read.backup(written)
        if "alone" in options:
            written.execute("PRAGMA journal_mode = DELETE")
        broken = [line for (line,) in written.execute("PRAGMA quick_check(1)") if line != "ok"]
        if broken:
            raise sqlite3.DatabaseError(broken[0])
        if not written.execute("SELECT 1 FROM sqlite_master WHERE name = 'ducklake_schema'").fetchone():
            raise sqlite3.DatabaseError("it is no catalogue of a lake")
        print(json.dumps(written.execute(STANDING).fetchone()))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (sqlite3.Error, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(1 if isinstance(error, (sqlite3.OperationalError, OSError)) else BROKEN)
