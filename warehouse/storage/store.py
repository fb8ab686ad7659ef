"""Accesses the files of a lake by name, in a folder, or in a bucket through DuckDB.

A name is relative to the lake's location, with slashes.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse.storage.errors import quoted

TRASH = "trash/"
"""Folder of files kept for a while before deletion; they lose the ending `.parquet`, so DuckLake ignores them."""


class Store:
    """The files at a location, `data` with a trailing slash."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, data: str) -> None:
        self._connection = connection
        self.data = data
        self.is_remote = "://" in data

    def names(self, folder: str = "") -> set[str]:
        """Names of the files at the location, or in one of its folders."""
        if self.is_remote:
            rows = self._connection.execute("SELECT file FROM glob(?)", [f"{self.data}{folder}**"]).fetchall()
            return {self.name(file) for (file,) in rows}
        walked = os.walk(Path(self.data) / folder)
        return {self.name(os.path.join(where, file)) for where, _, files in walked for file in files}

    def tables(self) -> set[str]:
        """Names of the Parquet files outside the trash."""
        return {name for name in self.names() if name.endswith(".parquet") and not name.startswith(TRASH)}

    def name(self, path: str) -> str:
        """The name of the file at a path."""
        return path.removeprefix(self.data)

    def read(self, name: str) -> str | None:
        """Text of a file; None if it does not exist."""
        if not self.is_remote:
            try:
                return Path(self.data, name).read_text(encoding="utf-8")
            except FileNotFoundError:
                return None
        try:
            row = self._connection.execute("SELECT content FROM read_text(?)", [self.data + name]).fetchone()
        except duckdb.HTTPException as error:
            if error.status_code == 404:
                return None
            raise
        return str(row[0]) if row else None

    def write(self, name: str, text: str) -> None:
        """Write a text file atomically."""
        if self.is_remote:
            self._put(f"SELECT encode({quoted(text)}) AS content", name)
            return
        part = self._path(f"{name}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path(name))

    def move(self, name: str, to: str) -> None:
        """Rename a file. In a bucket this only copies; the original is removed through DuckLake."""
        if self.is_remote:
            self._put(f"SELECT content FROM read_blob({quoted(self.data + name)})", to)
        else:
            shutil.move(Path(self.data, name), self._path(to))

    def tidy(self, folder: str) -> None:
        """Remove empty subfolders; buckets have none."""
        if not self.is_remote:
            for where, _, _ in os.walk(Path(self.data) / folder, topdown=False):
                with suppress(OSError):
                    os.rmdir(where)

    def _path(self, name: str) -> Path:
        """Path of a file; creates missing folders."""
        path = Path(self.data)
        path.mkdir(parents=True, exist_ok=True)
        for part in name.split("/")[:-1]:
            path /= part
            path.mkdir(mode=0o700, exist_ok=True)
        return Path(self.data, name)

    def _put(self, content: str, name: str) -> None:
        self._connection.execute(f"COPY ({content}) TO {quoted(self.data + name)} (FORMAT blob)")
