"""The catalogue of a lake: a SQLite file of one machine, or a database of a PostgreSQL server that many share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from filelock import FileLock, Timeout

from warehouse.words import LakeError, said

# whoever talks to a server imports its client: a lake whose catalogue is a file need not wait for that
if TYPE_CHECKING:
    import psycopg

# seconds a writer waits for the one before it, and anybody for a server to answer
_PATIENCE = 600
_ANSWER = 30
_TURN = int.from_bytes(b"dateline")
"""The advisory lock, one in each database, that a writer holds."""
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
WRITER = {
    "lock_timeout": f"{_PATIENCE}s",
    "idle_session_timeout": "0",
    **{f"tcp_{name}": str(value) for name, value in _ALIVE.items()},
}
"""A writer's session is idle while it writes: it is kept, and missed within a minute where its machine died."""


@dataclass(frozen=True, slots=True)
class File:
    """A SQLite catalogue. Write-ahead logging lets readers go on while a run commits."""

    path: Path
    extension: ClassVar[str] = "sqlite_scanner"
    way_back: ClassVar[str] = "`dateline restore` brings it back from a copy"

    def __str__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        """Its name for DuckLake."""
        return f"sqlite:{self.path}"

    def options(self, data: str, read_only: bool) -> list[str]:
        """How DuckLake attaches it; with its files beside it, so that a folder that was moved still opens.

        Where DuckLake is to read only, SQLite opens the file read-only.
        """
        moves = ["OVERRIDE_DATA_PATH true"] if data.startswith(f"{self.path.parent}/") else []
        return [*moves, "META_BUSY_TIMEOUT 30000", *([] if read_only else ["META_JOURNAL_MODE 'WAL'"])]

    def exists(self) -> bool:
        """Whether it has been made."""
        return self.path.exists() and self.path.stat().st_size > 0

    def absence(self) -> str:
        """How there is no lake in it, in words."""
        return "is empty" if self.path.exists() else "is missing"

    def attended(self) -> AbstractContextManager[None]:
        """The use of it without a turn to write: nothing more is needed."""
        return nullcontext()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn to write: one writer at a time; the system lets go where its process dies."""
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
    """A PostgreSQL catalogue, as libpq's words name it; they have no password: PGPASSWORD or .pgpass has it."""

    words: str
    extension: ClassVar[str] = "postgres_scanner"
    way_back: ClassVar[str] = "pg_restore and then `dateline restore` bring it back (docs/operations.md)"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name for DuckLake."""
        return f"postgres:{self.words}"

    def options(self, data: str, read_only: bool) -> list[str]:
        """How DuckLake attaches it: as its words say. It knows where its files lie, and refuses any other place."""
        return []

    def exists(self) -> bool:
        """Whether DuckLake's tables are there. LakeError where the server does not answer."""
        with self.attended() as session:
            found = session.execute("SELECT to_regclass('ducklake_metadata') IS NOT NULL").fetchone()
        return bool(found and found[0])

    def absence(self) -> str:
        """How there is no lake in it, in words."""
        return "is an empty database"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn to write: one writer at a time; the server lets go where the writer's session ends."""
        import psycopg

        with self.attended() as session:
            try:
                for name, value in WRITER.items():
                    session.execute("SELECT set_config(%s, %s, false)", [name, value])
                session.execute("SELECT pg_advisory_lock(%s)", [_TURN])
            except psycopg.errors.LockNotAvailable as error:
                raise LakeError(f"{self}: another run has been writing for {_PATIENCE} seconds") from error
            except psycopg.Error as error:
                raise LakeError(f"{self}: the warehouse cannot be written: {said(error)}") from error
            yield

    @contextmanager
    def attended(self) -> Iterator[psycopg.Connection]:
        """A session for as long as it is in use: where something fails meanwhile and the session is over as well, the
        error is that the server went away, however it was put."""
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
                    raise LakeError(f"{self}: the server of the catalogue went away") from error
                raise


def _is_over(session: psycopg.Connection) -> bool:
    import psycopg

    try:
        session.execute("SELECT 1")
    except psycopg.Error:
        return True
    return False


def named(catalog: str) -> File | Server:
    """The catalogue of that name: `sqlite:PATH`, `postgres:` and libpq's words, or a URI of PostgreSQL.

    LakeError where it is none of them, or where it has a password.
    """
    kind, _, place = catalog.partition(":")
    if kind == "sqlite" and place:
        return File(Path(place).absolute())
    if kind not in ("postgres", "postgresql"):
        raise LakeError("no catalogue; sqlite:PATH and postgres:WORDS are")
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        words = conninfo_to_dict(catalog if place.startswith("//") else place)
    except psycopg.ProgrammingError:
        raise LakeError("postgres: what follows is neither libpq's words nor a URI of PostgreSQL") from None
    if secret := sorted({"password", "sslpassword"} & set(words)):
        raise LakeError(f"postgres: leave the {secret[0]} out; PGPASSWORD or .pgpass gives it")
    return Server(make_conninfo("", **words))
