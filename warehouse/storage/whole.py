"""Writes a file or folder completely or not at all, and does not replace an existing one unless requested."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import duckdb

from warehouse.storage.errors import LakeError, plain


@contextmanager
def whole(target: Path, *, is_file: bool, renews: bool = False) -> Iterator[Path]:
    """A path beside the target to write to; it replaces the target if the body succeeds and is deleted if not.

    LakeError if the target exists and is not an empty folder, or if it cannot be written. With `renews` an existing
    file is replaced.
    """
    target = target.absolute()
    if not renews:
        _require_vacant(target, is_file)
    part = target.with_name(f".{target.name}.{token_hex(4)}.part")
    try:
        if not is_file:
            part.mkdir()
        yield part
        os.replace(part, target)
    except (duckdb.Error, OSError) as error:
        raise LakeError(f"{target}: cannot be written: {plain(error)}") from error
    finally:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _require_vacant(target: Path, is_file: bool) -> None:
    if not target.parent.is_dir():
        raise LakeError(f"{target.parent}: no such folder")
    if is_file and target.exists():
        raise LakeError(f"{target}: is there already; name a new file")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise LakeError(f"{target}: is no empty folder; name a new one")
