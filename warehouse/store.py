"""The files of a lake by name, in a folder or in a bucket; a bucket is reached through DuckDB.

A name is relative to the place of the files, with slashes between its parts.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse.words import quoted

TRASH = "trash/"
"""The folder of files that are kept for a while before they are gone; DuckLake sees only what ends in `.parquet`."""


class Store:
    """What lies at a place, `data` with a slash at its end."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, data: str) -> None:
        self._connection = connection
        self.data = data
        self.is_remote = "://" in data

    def names(self, folder: str = "") -> set[str]:
        """The files there, or in one of its folders."""
        if self.is_remote:
            found = self._connection.execute("SELECT file FROM glob(?)", [f"{self.data}{folder}**"]).fetchall()
            return {self.name(file) for (file,) in found}
        walked = os.walk(Path(self.data) / folder)
        return {self.name(os.path.join(where, file)) for where, _, files in walked for file in files}

    def tables(self) -> set[str]:
        """The Parquet files there, without those in the trash."""
        return {name for name in self.names() if name.endswith(".parquet") and not name.startswith(TRASH)}

    def name(self, path: str) -> str:
        """The name of a file that is given by its path."""
        return path.removeprefix(self.data)

    def read(self, name: str) -> str | None:
        """The text of a file; None where there is none."""
        if not self.is_remote:
            try:
                return Path(self.data, name).read_text(encoding="utf-8")
            except FileNotFoundError:
                return None
        try:
            found = self._connection.execute("SELECT content FROM read_text(?)", [self.data + name]).fetchone()
        except duckdb.HTTPException as error:
            if error.status_code == 404:
                return None
            raise
        return str(found[0]) if found else None

    def write(self, name: str, text: str) -> None:
        """Put a text in a file: all of it, or nothing where the process or the machine dies."""
        if self.is_remote:
            self._put(f"SELECT {quoted(text)}::BLOB AS content", name)
            return
        part = self._path(f"{name}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path(name))

    def move(self, name: str, to: str) -> None:
        """Let a file lie under another name. In a bucket it is a copy, and DuckLake has to remove what was copied."""
        if self.is_remote:
            self._put(f"SELECT content FROM read_blob({quoted(self.data + name)})", to)
        else:
            shutil.move(Path(self.data, name), self._path(to))

    def tidy(self, folder: str) -> None:
        """Take away the empty folders of a folder; a bucket has none."""
        if not self.is_remote:
            for where, _, _ in os.walk(Path(self.data) / folder, topdown=False):
                with suppress(OSError):
                    os.rmdir(where)

    def _path(self, name: str) -> Path:
        """The path of a file, its folders made where they are not there."""
        path = Path(self.data)
        path.mkdir(parents=True, exist_ok=True)
        for part in name.split("/")[:-1]:
            path /= part
            path.mkdir(mode=0o700, exist_ok=True)
        return Path(self.data, name)

    def _put(self, content: str, name: str) -> None:
        self._connection.execute(f"COPY ({content}) TO {quoted(self.data + name)} (FORMAT blob)")
