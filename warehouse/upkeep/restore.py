"""Restores a lake from a copy of its catalog, with the files it needs, and makes such copies."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from transforms.tables.schema import TABLES
from warehouse.storage import copies
from warehouse.storage.catalog import File, parse_catalog
from warehouse.storage.copies import KEEP, Copy
from warehouse.storage.errors import LakeError
from warehouse.storage.identity import (
    Identity,
    current_identity,
    needed_files,
    read_marker,
    unknown_files,
    write_marker,
)
from warehouse.storage.lake import Lake, connect, errors_as_lake_errors, opened, require
from warehouse.storage.store import Store
from warehouse.storage.trash import bring_back, move, paths_in_trash


@dataclass(frozen=True, slots=True)
class Restored:
    """Result of restoring: the copy used (None if the catalog was sound), the path of the old catalog, the
    snapshot, rows by table, and the numbers of files brought back from the trash and of newer files moved there.
    """

    copy: Path | None
    lost: Path | None
    snapshot: int
    rows: dict[str, int] = field(default_factory=dict)
    brought_back: int = 0
    set_aside: int = 0


def backup(lake: Lake, keep: int = KEEP) -> Copy:
    """Copy the catalog consistently, also during use, check the copy, and keep the latest `keep` copies.

    LakeError without a lake, on failure, or if the catalog is on a server.
    """
    require(lake)
    catalog = _require_file_catalog(lake)
    with connect(lake, read_only=True) as connection:
        now = current_identity(connection)
    made = copies.add(catalog, keep)
    if made.lake != now.lake or made.snapshot < now.snapshot:
        raise LakeError(f"{made.path}: the copy does not match {lake} at snapshot {now.snapshot}")
    return made


def backups(lake: Lake) -> list[Copy]:
    """The existing copies, `latest` last. LakeError if the catalog is on a server."""
    return copies.copies(_require_file_catalog(lake))


def restore(lake: Lake, name: str | None = None) -> Restored:
    """Restore the lake from a copy by name or file; by default keep a sound catalog, else take the newest copy.

    Holds the write lock. The old catalog is kept beside the copies; files that the copy needs come back from the
    trash, newer ones go there. LakeError, with the lake unchanged, if there is no copy, if it belongs to another lake,
    or if a needed file is missing. A catalog on a server is used as it is.
    """
    catalog = parse_catalog(lake.catalog)
    if name and not isinstance(catalog, File):
        raise LakeError(f"{lake}: pg_restore brings a copy back; then `dateline restore` alone does the rest")
    with lake.turn():
        with opened(lake) as connection, errors_as_lake_errors(lake):
            store = Store(connection, lake.data)
            copy = _choose_copy(lake, read_marker(store), name)
            brought_back = _bring_back(lake, store, copies.files(copy.path) if copy else _needed_files(lake))
        lost = copies.replace(catalog, copy) if copy and isinstance(catalog, File) else None
        with opened(lake) as connection, errors_as_lake_errors(lake):
            connection.execute(lake.attachment(read_only=False))
            connection.execute("USE lake")
            store, identity = Store(connection, lake.data), current_identity(connection)
            write_marker(store, identity)
            set_aside = move(connection, store, dict.fromkeys(unknown_files(connection, store)), identity.snapshot)
            rows = {table: _count_rows(connection, table) for table in TABLES}
        if isinstance(catalog, File):
            copies.renew_latest(catalog)
    return Restored(copy.path if copy else None, lost, identity.snapshot, rows, brought_back, len(set_aside))


def _choose_copy(lake: Lake, marker: Identity | None, name: str | None) -> Copy | None:
    """The copy to restore; None to keep the current catalog."""
    catalog, current = parse_catalog(lake.catalog), _current_identity(lake)
    if not isinstance(catalog, File):
        if current and (not marker or marker.lake == current.lake):
            return None
        why = "is another lake's" if current else catalog.absence()
        raise LakeError(f"{lake}: the catalog {why}: bring a copy back with pg_restore first (docs/operations.md)")
    if name and catalog.exists() and Path(name).absolute() == catalog.path:
        return _check_lake(name, lake, marker, current)
    lake_identity = marker or current
    own_copies = [copy for copy in copies.copies(catalog) if not lake_identity or copy.lake == lake_identity.lake]
    if not name:
        newest = marker.snapshot if marker else max((copy.snapshot for copy in own_copies), default=0)
        if current and lake_identity and current.lake == lake_identity.lake and current.snapshot >= newest:
            return None
        if not own_copies:
            raise LakeError(f"{lake}: there is no copy of it in {copies.folder(catalog)}: name one elsewhere")
        return own_copies[-1]
    return _check_lake(name, lake, marker, copies.named_copy(catalog, name))


def _check_lake(name: str, lake: Lake, marker: Identity | None, copy: Copy | Identity | None) -> Copy | None:
    """The copy, or None for the catalog itself. LakeError if it belongs to another lake than the files."""
    if marker and copy and copy.lake != marker.lake:
        raise LakeError(f"{name}: a copy of another lake, {copy.lake}; the files in {lake.data} are {marker.lake}'s")
    return copy if isinstance(copy, Copy) else None


def _current_identity(lake: Lake) -> Identity | None:
    """Identity of the current catalog; None if it does not belong to a lake."""
    if not parse_catalog(lake.catalog).exists():
        return None
    with opened(lake) as connection, suppress(duckdb.Error):
        connection.execute(lake.attachment(read_only=True))
        return current_identity(connection)
    return None


def _needed_files(lake: Lake) -> set[str]:
    with opened(lake) as connection, errors_as_lake_errors(lake):
        connection.execute(lake.attachment(read_only=True))
        return needed_files(connection, Store(connection, lake.data))


def _bring_back(lake: Lake, store: Store, needed: set[str]) -> int:
    """Move needed files back from the trash; returns their number. LakeError, with nothing done, if one is missing."""
    missing = needed - store.tables()
    if nowhere := missing - set(paths_in_trash(store)):
        raise LakeError(
            f"{lake}: {len(nowhere)} of the {len(needed)} files that it needs are neither in {lake.data} nor in the "
            f"trash there, {min(nowhere)} the first: put them back, or name another copy"
        )
    return len(bring_back(store, missing))


def _count_rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table; 0 if the copy is older than the table."""
    with suppress(duckdb.CatalogException):
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(row[0]) if row else 0
    return 0


def _require_file_catalog(lake: Lake) -> File:
    catalog = parse_catalog(lake.catalog)
    if not isinstance(catalog, File):
        raise LakeError(f"{lake}: the catalog is a server's: pg_dump makes its copies (docs/operations.md)")
    return catalog
