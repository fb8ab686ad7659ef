"""The archive of responses: what of it is known before asking again, and how it is read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import duckdb
import pyarrow as arrow

from transforms.tables.schema import Page, columns
from warehouse.lake import Lake, connect, require
from warehouse.tables import establish

_NAMES = [c.name for c in columns("pages")]
_AT_ONCE = 100
"""Pages in memory while many are read."""
_EMPTY = sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a page stands in the archive."""

    page_id: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """The latest response with a body of its own that the archive holds of an address, here without it."""

    ref: Ref
    final_url: str
    status: int
    body_sha256: str
    truncated: str | None
    etag: str | None
    modified: str | None
    asked_at: datetime
    """When its address was last asked for, be it that nothing had changed; a moment to come only where no other is
    known."""

    @property
    def is_document(self) -> bool:
        """Whether it is a whole one."""
        return self.status == 200 and self.truncated is None and self.body_sha256 != _EMPTY

    def confirmed_by(self, page: Page) -> bool:
        """Whether a response says the same."""
        mine = (self.final_url, self.status, self.body_sha256, self.truncated)
        return mine == (page.final_url, page.status, page.body_sha256, page.truncated)

    def conditions(self, url: str) -> Mapping[str, str]:
        """The request headers that let the host of this page answer 304 where nothing changed."""
        if url != self.final_url or not self.is_document:
            return {}
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


def held(lake: Lake, urls: Iterable[str]) -> dict[str, Held]:
    """The latest response of each of those addresses that the archive has, as a document."""
    if not lake.exists():
        return {}
    wanted = arrow.table({"url": arrow.array(list(urls), arrow.string())})
    with connect(lake) as connection:
        connection.register("wanted", wanted)
        return _held(connection, "pages SEMI JOIN wanted USING (url)", ("document",))


def announcements(lake: Lake) -> dict[str, Held]:
    """The latest response of every feed, map, index, home page and robots.txt in the archive."""
    if not lake.exists():
        return {}
    with connect(lake) as connection:
        return _held(connection, "pages", ("announcement", "robots"))


def _held(connection: duckdb.DuckDBPyConnection, rows: str, roles: Sequence[str]) -> dict[str, Held]:
    """The latest of each address; one of a moment to come, by a clock that was wrong, only where there is no other."""
    establish(connection)
    found = connection.execute(
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
    return {url: Held(Ref(page_id, at), *rest) for url, page_id, at, *rest in found}


def pages(lake: Lake, refs: Sequence[Ref]) -> list[Page]:
    """Those pages, in the order asked for."""
    if not refs:
        return []
    with connect(lake, read_only=True) as connection:
        return _pages(connection, refs)


def all_pages(lake: Lake, first: date | None = None, last: date | None = None) -> Iterator[Page]:
    """Every response from one day to another, both included (UTC), in the order they came; by default all."""
    with connect(lake, read_only=True) as connection:
        rows = connection.execute(
            "SELECT page_id, fetched_at FROM pages WHERE fetched_at::DATE BETWEEN ? AND ? ORDER BY fetched_at, page_id",
            [first or date.min, last or date.max],
        ).fetchall()
        refs = [Ref(page_id, at) for page_id, at in rows]
        for start in range(0, len(refs), _AT_ONCE):
            yield from _pages(connection, refs[start : start + _AT_ONCE])


def _pages(connection: duckdb.DuckDBPyConnection, refs: Sequence[Ref]) -> list[Page]:
    connection.register("wanted", arrow.table({"page_id": [ref.page_id for ref in refs]}))
    moments = [ref.fetched_at for ref in refs]
    # the moments let the files of other nights be passed over
    found = connection.execute(
        f"""
        SELECT {", ".join(_NAMES)}
        FROM (SELECT * REPLACE (coalesce(role, 'document') AS role, coalesce(authors, []) AS authors) FROM pages)
        SEMI JOIN wanted USING (page_id) WHERE fetched_at BETWEEN ? AND ?
        """,
        [min(moments), max(moments)],
    ).fetchall()
    by_id = {page.page_id: page for page in (Page(**dict(zip(_NAMES, row, strict=True))) for row in found)}
    return [by_id[ref.page_id] for ref in refs]


def readable(lake: Lake, first: date, last: date) -> list[Ref]:
    """What to read again of the documents that came from one day to another, both included (UTC).

    One page of each address: that which its article was read from, else the latest; those with an article first, in
    the order they came. ValueError where the first day is after the last, LakeError where there is no warehouse.
    """
    if first > last:
        raise ValueError(f"{first} is after {last}.")
    require(lake)
    with connect(lake) as connection:
        establish(connection)
        rows = connection.execute(
            """
            SELECT page_id, fetched_at FROM (
                FROM pages LEFT JOIN (SELECT DISTINCT page_id, true AS was_read FROM articles) USING (page_id)
                WHERE status = 200 AND body_sha256 <> ? AND coalesce(role, 'document') = 'document'
                    AND truncated IS NULL AND revisits IS NULL
                QUALIFY row_number() OVER (
                    PARTITION BY url ORDER BY was_read NULLS LAST, fetched_at > now(), fetched_at DESC, page_id) = 1
            )
            WHERE fetched_at::DATE BETWEEN ? AND ?
            ORDER BY was_read NULLS LAST, fetched_at, page_id
            """,
            [_EMPTY, first, last],
        ).fetchall()
    return [Ref(page_id, at) for page_id, at in rows]


def refs(lake: Lake, page_ids: Iterable[str]) -> list[Ref]:
    """Where those pages stand; one that is not there is left out."""
    wanted = arrow.table({"page_id": arrow.array(list(page_ids), arrow.string())})
    if not wanted.num_rows:
        return []
    with connect(lake, read_only=True) as connection:
        connection.register("wanted", wanted)
        rows = connection.execute("SELECT page_id, fetched_at FROM pages SEMI JOIN wanted USING (page_id)").fetchall()
    return [Ref(page_id, at) for page_id, at in rows]


def read_from(lake: Lake, refs: Iterable[Ref]) -> list[str]:
    """The articles that were read from those pages."""
    wanted = arrow.table({"page_id": arrow.array([ref.page_id for ref in refs], arrow.string())})
    with connect(lake, read_only=True) as connection:
        connection.register("wanted", wanted)
        rows = connection.execute("SELECT article_id FROM articles SEMI JOIN wanted USING (page_id)").fetchall()
    return [article_id for (article_id,) in rows]
