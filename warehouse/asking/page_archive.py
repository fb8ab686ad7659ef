"""Queries the page archive: earlier responses of a URL, and documents to be read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import duckdb

from transforms.tables.schema import Page, columns
from warehouse.landing.tables import establish
from warehouse.landing.upsert import ids, register_ids
from warehouse.storage.identity import METADATA
from warehouse.storage.lake import Lake, connect, require

_NAMES = [c.name for c in columns("pages")]
_AT_ONCE = 100
"""Pages in memory at once."""
_EMPTY = sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Ref:
    """Key of a page in the archive."""

    page_id: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The latest response for a URL that was stored with its body; the body is not loaded."""

    ref: Ref
    final_url: str
    status: int
    body_sha256: str
    truncated: str | None
    etag: str | None
    modified: str | None
    asked_at: datetime
    """Time of the last request for the URL, even if the answer was unchanged; in the future only if no other exists."""

    @property
    def is_document(self) -> bool:
        """Whether it is a complete document."""
        return self.status == 200 and self.truncated is None and self.body_sha256 != _EMPTY

    def confirmed_by(self, page: Page) -> bool:
        """Whether a response has the same content."""
        content = (self.final_url, self.status, self.body_sha256, self.truncated)
        return content == (page.final_url, page.status, page.body_sha256, page.truncated)

    def conditions(self, url: str) -> Mapping[str, str]:
        """Conditional request headers for this page."""
        if url != self.final_url or not self.is_document:
            return {}
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


def latest_documents(lake: Lake, urls: Iterable[str]) -> dict[str, StoredResponse]:
    """The latest document in the archive for each of these URLs that has one."""
    if not lake.exists():
        return {}
    with connect(lake) as connection:
        register_ids(connection, "wanted", urls, "url")
        return _latest_responses(connection, "pages SEMI JOIN wanted USING (url)", ("document",))


def announcements(lake: Lake) -> dict[str, StoredResponse]:
    """The latest response of every feed, sitemap, index, home page and robots.txt in the archive."""
    if not lake.exists():
        return {}
    with connect(lake) as connection:
        return _latest_responses(connection, "pages", ("announcement", "robots"))


def _latest_responses(
    connection: duckdb.DuckDBPyConnection, rows: str, roles: Sequence[str]
) -> dict[str, StoredResponse]:
    """The latest response per URL; one dated in the future, by a wrong clock, only if there is no other."""
    establish(connection)
    rows_found = connection.execute(
        f"""
        SELECT url, page_id, fetched_at, final_url, status, body_sha256, truncated,
               headers ->> '$.etag', headers ->> '$."last-modified"', asked_at
        FROM (SELECT *, coalesce(max(fetched_at) FILTER (fetched_at <= now()) OVER (PARTITION BY url),
                                 max(fetched_at) OVER (PARTITION BY url)) AS asked_at
              FROM {rows} WHERE coalesce(role, 'document') IN (SELECT unnest(?)))
        WHERE revisits IS NULL
        QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at > now(), fetched_at DESC, page_id) = 1
        """,
        [list(roles)],
    ).fetchall()
    return {url: StoredResponse(Ref(page_id, fetched_at), *rest) for url, page_id, fetched_at, *rest in rows_found}


def pages(lake: Lake, refs: Sequence[Ref]) -> list[Page]:
    """The pages of `refs`, in that order."""
    if not refs:
        return []
    with connect(lake, read_only=True) as connection:
        return _load_pages(connection, refs)


def all_pages(
    lake: Lake,
    first: date | None = None,
    last: date | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Page]:
    """All responses from `first` to `last`, inclusive, UTC, in order of arrival; all days by default.

    `report` is called with the number of pages done and their total.
    """
    with connect(lake, read_only=True) as connection:
        rows = connection.execute(
            "SELECT page_id, fetched_at FROM pages WHERE fetched_at::DATE BETWEEN ? AND ? ORDER BY fetched_at, page_id",
            [first or date.min, last or date.max],
        ).fetchall()
        refs = [Ref(page_id, fetched_at) for page_id, fetched_at in rows]
        for start in range(0, len(refs), _AT_ONCE):
            report(start, len(refs))
            yield from _load_pages(connection, refs[start : start + _AT_ONCE])


def _load_pages(connection: duckdb.DuckDBPyConnection, refs: Sequence[Ref]) -> list[Page]:
    """The pages of `refs`, in that order. The same answer that another run received meanwhile is the same row, at the
    time of whichever run landed first.
    """
    moments = [ref.fetched_at for ref in refs]
    by_id = _pages_by_id(connection, (ref.page_id for ref in refs), min(moments), max(moments))
    if landed_by_others := [ref.page_id for ref in refs if ref.page_id not in by_id]:
        by_id |= _pages_by_id(connection, landed_by_others, date.min, date.max)
    return [by_id[ref.page_id] for ref in refs]


def _pages_by_id(
    connection: duckdb.DuckDBPyConnection, page_ids: Iterable[str], first: date, last: date
) -> dict[str, Page]:
    """The pages with these ids that were fetched within a range of time: with it DuckDB skips other files."""
    register_ids(connection, "wanted", page_ids, "page_id")
    rows = connection.execute(
        f"""
        SELECT {", ".join(_NAMES)}
        FROM (SELECT * REPLACE (coalesce(role, 'document') AS role, coalesce(authors, []) AS authors) FROM pages)
        SEMI JOIN wanted USING (page_id) WHERE fetched_at BETWEEN ? AND ?
        """,
        [first, last],
    ).fetchall()
    return {page.page_id: page for page in (Page(**dict(zip(_NAMES, row, strict=True))) for row in rows)}


def readable(lake: Lake, first: date, last: date) -> list[Ref]:
    """Documents published from `first` to `last`, inclusive, to be read again.

    A document without a day of publication counts for the day of its fetch, UTC.

    One page per URL: the one its article was read from, else the latest; pages with an article first, then by arrival.
    ValueError if `first` is after `last`, LakeError without a lake.
    """
    if first > last:
        raise ValueError(f"{first} is after {last}.")
    require(lake)
    with connect(lake) as connection:
        establish(connection)
        rows = connection.execute(
            """
            SELECT page_id, fetched_at FROM (
                SELECT *, coalesce(day, published_date, fetched_at::DATE) AS of_day FROM pages LEFT JOIN (
                    SELECT page_id, true AS was_read, min(published_date) AS day FROM articles GROUP BY page_id
                ) USING (page_id)
                WHERE status = 200 AND body_sha256 <> ? AND coalesce(role, 'document') = 'document'
                    AND truncated IS NULL AND revisits IS NULL
                QUALIFY row_number() OVER (
                    PARTITION BY url ORDER BY was_read NULLS LAST, fetched_at > now(), fetched_at DESC, page_id) = 1
            )
            WHERE of_day BETWEEN ? AND ?
            ORDER BY was_read NULLS LAST, fetched_at, page_id
            """,
            [_EMPTY, first, last],
        ).fetchall()
    return [Ref(page_id, fetched_at) for page_id, fetched_at in rows]


def refs(lake: Lake, page_ids: Iterable[str]) -> list[Ref]:
    """Refs of those of these pages that exist."""
    wanted = list(page_ids)
    if not wanted:
        return []
    with connect(lake, read_only=True) as connection:
        register_ids(connection, "wanted", wanted, "page_id")
        rows = connection.execute("SELECT page_id, fetched_at FROM pages SEMI JOIN wanted USING (page_id)").fetchall()
    return [Ref(page_id, fetched_at) for page_id, fetched_at in rows]


def read_from(lake: Lake, refs: Iterable[Ref]) -> list[str]:
    """Ids of the articles that were read from these pages."""
    with connect(lake, read_only=True) as connection:
        register_ids(connection, "wanted", (ref.page_id for ref in refs), "page_id")
        return ids(connection, "SELECT article_id FROM articles SEMI JOIN wanted USING (page_id)")


def read_at(lake: Lake, addresses: Collection[str]) -> list[str]:
    """Ids of the articles that were read at these addresses."""
    if not addresses or not lake.exists():
        return []
    with connect(lake, read_only=True) as connection:
        register_ids(connection, "wanted", addresses, "url")
        return ids(connection, "SELECT article_id FROM articles SEMI JOIN wanted USING (url)")


def files_of(connection: duckdb.DuckDBPyConnection, day: date) -> list[str]:
    """Names, without folders, of the files that may hold pages announced for a day or for none.

    DuckLake reads all files for `published_date IS NULL`, but skips those that a query does not name.
    """
    return ids(connection, _FILES_OF.format(day=day))


_FILES_OF = f"""
    SELECT parse_filename(file.path)
    FROM {METADATA}.ducklake_table AS told
    JOIN {METADATA}.ducklake_column AS dated USING (table_id)
    JOIN {METADATA}.ducklake_data_file AS file USING (table_id)
    LEFT JOIN {METADATA}.ducklake_file_column_stats AS days USING (data_file_id, column_id)
    WHERE told.table_name = 'pages' AND dated.column_name = 'published_date' AND dated.end_snapshot IS NULL
        AND (coalesce(null_count, 1) > 0 OR '{{day}}' BETWEEN min_value AND max_value)
    ORDER BY ALL
"""
