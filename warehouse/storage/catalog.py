"""The catalog of a lake: a local SQLite file, or a PostgreSQL database shared by several machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from warehouse.storage.errors import LakeError, one_line

# psycopg is imported only for a server, and filelock only for a writer: queries start sooner without them
if TYPE_CHECKING:
    import psycopg

# seconds that a writer waits for the write lock, and any client for the server
_PATIENCE = 600
_ANSWER = 30
_TURN = int.from_bytes(b"dateline")
"""Key of the advisory lock that a writer holds in the database."""
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
WRITER = {
    "lock_timeout": f"{_PATIENCE}s",
    "idle_session_timeout": "0",
    **{f"tcp_{name}": str(value) for name, value in _ALIVE.items()},
}
"""Session settings of a writer: its session is idle while it writes and must not time out; the loss of its machine must
be noticed within a minute.
"""


@dataclass(frozen=True, slots=True)
class File:
    """A SQLite catalog in write-ahead mode, so that readers continue while a run commits."""

    path: Path
    extension: ClassVar[str] = "sqlite_scanner"
    way_back: ClassVar[str] = "`dateline restore` brings it back from a copy"

    def __str__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        """Its DuckLake name."""
        return f"sqlite:{self.path}"

    def options(self, data: str, read_only: bool) -> list[str]:
        """ATTACH options; the data path may be overridden if it is beside the catalog, so that a moved folder opens.

        For reading only, SQLite opens the file read-only.
        """
        moves = ["OVERRIDE_DATA_PATH true"] if data.startswith(f"{self.path.parent}/") else []
        return [*moves, "META_BUSY_TIMEOUT 30000", *([] if read_only else ["META_JOURNAL_MODE 'WAL'"])]

    def exists(self) -> bool:
        """Whether the catalog has been created."""
        return self.path.exists() and self.path.stat().st_size > 0

    def absence(self) -> str:
        """Why there is no lake in it, for messages."""
        return "is empty" if self.path.exists() else "is missing"

    def attended(self) -> AbstractContextManager[None]:
        """Context of access without the write lock; nothing to do for a file."""
        return nullcontext()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the write lock; the OS releases it if the process dies."""
        from filelock import FileLock, Timeout

        lock = FileLock(f"{self.path}.lock", timeout=_PATIENCE)
        try:
            lock.acquire()
        except Timeout as error:
            raise LakeError(f"{self}: another run has been writing for {_PATIENCE} seconds") from error
        except OSError as error:
            raise LakeError(f"{self}: the warehouse cannot be written: {error.strerror}") from error
        try:
            yield
        finally:
            lock.release()


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL catalog by libpq connection parameters, without password: PGPASSWORD or .pgpass holds it."""

    words: str
    extension: ClassVar[str] = "postgres_scanner"
    way_back: ClassVar[str] = "pg_restore and then `dateline restore` bring it back (docs/operations.md)"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its DuckLake name."""
        return f"postgres:{self.words}"

    def options(self, data: str, read_only: bool) -> list[str]:
        """ATTACH options: none; the catalog stores its data path and refuses any other."""
        return []

    def exists(self) -> bool:
        """Whether DuckLake's tables exist. LakeError if the server does not answer."""
        with self.attended() as session:
            row = session.execute("SELECT to_regclass('ducklake_metadata') IS NOT NULL").fetchone()
        return bool(row and row[0])

    def absence(self) -> str:
        """Why there is no lake in it, for messages."""
        return "is an empty database"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the write lock; the server releases it when the session ends."""
        import psycopg

        with self.attended() as session:
            try:
                for name, value in WRITER.items():
                    session.execute("SELECT set_config(%s, %s, false)", [name, value])
                session.execute("SELECT pg_advisory_lock(%s)", [_TURN])
            except psycopg.errors.LockNotAvailable as error:
                raise LakeError(f"{self}: another run has been writing for {_PATIENCE} seconds") from error
            except psycopg.Error as error:
                raise LakeError(f"{self}: the warehouse cannot be written: {one_line(error)}") from error
            yield

    @contextmanager
    def attended(self) -> Iterator[psycopg.Connection]:
        """Keep a session open during the body.

        If the body fails and the session is dead too, LakeError states that the server went away.
        """
        import psycopg
        from psycopg.conninfo import make_conninfo

        try:
            session = psycopg.connect(make_conninfo(self.words, connect_timeout=_ANSWER, **_ALIVE), autocommit=True)
        except psycopg.Error as error:
            raise LakeError(f"{self}: the warehouse cannot be reached: {str(error).splitlines()[0]}") from error
        with closing(session):
            try:
                yield session
            except Exception as error:
                if _is_over(session):
                    raise LakeError(f"{self}: the server of the catalog went away") from error
                raise


def _is_over(session: psycopg.Connection) -> bool:
    import psycopg

    try:
        session.execute("SELECT 1")
    except psycopg.Error:
        return True
    return False


def parse_catalog(catalog: str) -> File | Server:
    """Parse a catalog name: `sqlite:PATH`, `postgres:` with libpq parameters, or a PostgreSQL URI.

    LakeError for anything else, or if it contains a password.
    """
    kind, _, place = catalog.partition(":")
    if kind == "sqlite" and place:
        return File(Path(place).absolute())
    if kind not in ("postgres", "postgresql"):
        raise LakeError("not a catalog; use sqlite:PATH or postgres:WORDS")
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        words = conninfo_to_dict(catalog if place.startswith("//") else place)
    except psycopg.ProgrammingError:
        raise LakeError("postgres: followed neither by libpq's connection parameters nor by a PostgreSQL URI") from None
    if secret := sorted({"password", "sslpassword"} & set(words)):
        raise LakeError(f"postgres: leave the {secret[0]} out; PGPASSWORD or .pgpass gives it")
    return Server(make_conninfo("", **words))
