"""Keeps what pages were cleaned to, because a feed names its articles for days: what comes again is not cleaned again.

The result of cleaning depends on nothing but the page and the rules. A result that nobody asked for in `KEPT` is
dropped.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import compress, decompress
from zlib import error as ZlibError

from transforms.shipped import PROJECT
from transforms.tables.normalise import digest
from transforms.tables.schema import EXTRACTOR, Article, Reject

KEPT = timedelta(days=3)
PACKAGES = (
    "trafilatura", "justext", "lxml", "htmldate", "courlan",
    "charset-normalizer", "py3langid", "python-dateutil", "tld",
)  # fmt: skip
"""The packages that clean pages."""
_UNUSABLE = (sqlite3.Error, OSError, ZlibError, ValueError, TypeError)
"""Errors of a file that is damaged, or cannot be written."""
_TABLE = "CREATE TABLE IF NOT EXISTS cleaned (page_id TEXT PRIMARY KEY, rules TEXT, used TEXT, result BLOB)"


@cache
def rules() -> str:
    """A hash that changes with all on which cleaning depends: seeds and code of Dateline, Python and its packages."""
    files = sorted((PROJECT / "transforms").rglob("*.py"))
    code = [(file, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return digest(EXTRACTOR, sys.version, *map(version, PACKAGES), *code)


def known(file: Path, page_ids: Iterable[str]) -> dict[str, Article | Reject]:
    """The results that the file holds, by page, up to a damaged one: the other pages are then cleaned again."""
    found: dict[str, Article | Reject] = {}
    one = "UPDATE cleaned SET used = ? WHERE page_id = ? AND rules = ? RETURNING result"
    with suppress(*_UNUSABLE), _opened(file) as connection:
        for page_id in page_ids:
            for (result,) in connection.execute(one, [_today(), page_id, rules()]).fetchall():
                found[page_id] = _unpacked(result)
        connection.execute("DELETE FROM cleaned WHERE used < ?", [str(date.fromisoformat(_today()) - KEPT)])
    return found


def keep(file: Path, results: Mapping[str, Article | Reject]) -> None:
    """Add results by page; without effect if it cannot be written."""
    rows = [(page_id, rules(), _today(), _packed(result)) for page_id, result in results.items()]
    with suppress(*_UNUSABLE), _opened(file) as connection:
        connection.executemany("INSERT OR REPLACE INTO cleaned VALUES (?, ?, ?, ?)", rows)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the file, which is created if need be, in one transaction."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=60)) as connection, connection:
        connection.execute(_TABLE)
        yield connection


def _today() -> str:
    return str(datetime.now(UTC).date())


def _packed(result: Article | Reject) -> bytes:
    return compress(json.dumps([isinstance(result, Article), asdict(result)], default=str).encode())


def _unpacked(packed: bytes) -> Article | Reject:
    is_article, row = json.loads(decompress(packed))
    return Article(**row | _dates(row)) if is_article else Reject(**row)


def _dates(row: dict[str, Any]) -> dict[str, Any]:
    """The cells of an article that JSON has as text."""
    at = row["published_at"]
    return {
        "published_date": date.fromisoformat(row["published_date"]),
        "published_at": at and datetime.fromisoformat(at),
    }
