"""First- and second-order divisions (provinces, states; counties, districts) and the towns in them.

seeds/divisions/build.py writes both files; rows are decoded on demand. GeoNames data: CC BY 4.0.
"""

from __future__ import annotations

import gzip
import zlib
from array import array
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np

from transforms.resolving.naming.fold import sound
from transforms.shipped import SEEDS
from transforms.words import word_list

DIVISIONS = SEEDS / "divisions"
KIND_WORDS = word_list("places kinds of divisions")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Division:
    """A division. `admin2` is None for the first order; `box` bounds its towns: west, south, east, north in degrees.

    `titled`: one of its names has a kind word, as Kyiv Oblast does and the city of Kyiv, also a division, does not.
    """

    place_id: int
    name: str
    country: str
    admin1: str
    admin2: str | None
    population: int
    box: Box | None
    titled: bool


class Divisions:
    """All divisions by folded name, by code and by the towns in them.

    The table stays as it is, with the places of its lines and the checksums of its names, since a dictionary of lists
    would be ten times as large.
    """

    def __init__(self, table: bytes, towns: Path) -> None:
        self._table = table
        starts, hashes, lines = array("I", [0]), array("I"), array("I")
        self._first: dict[tuple[str, str], int] = {}
        for number, line in enumerate(BytesIO(table)):
            starts.append(starts[-1] + len(line))
            _, _, names, country, admin1, admin2, _ = line.split(b"\t", 6)
            for name in names.split(b"|"):
                hashes.append(zlib.crc32(name))
                lines.append(number)
            if not admin2:
                self._first[country.decode(), admin1.decode()] = number
        order = np.argsort(np.array(hashes), kind="stable")
        self._starts = starts
        self._hashes, self._named = np.array(hashes)[order], np.array(lines)[order]
        with np.load(BytesIO(towns.read_bytes())) as columns:
            self._ids = np.cumsum(columns["steps"], dtype=np.uint32)
            self._divisions, sounds = columns["divisions"], columns["sounds"]
        self._order = np.argsort(sounds, kind="stable").astype(np.uint32)
        self._sounds = sounds[self._order]

    def named(self, name: str) -> list[Division]:
        """The divisions with a folded name, with or without kind word."""
        key = np.uint32(zlib.crc32(name.encode()))
        begin, end = np.searchsorted(self._hashes, key), np.searchsorted(self._hashes, key, "right")
        numbers = self._named[begin:end].tolist()
        return [self._division(number) for number in numbers if name in self._line(number)[2].split("|")]

    def first(self, country: str, admin1: str) -> Division | None:
        """The first-order division with a GeoNames code."""
        number = self._first.get((country, admin1))
        return None if number is None else self._division(number)

    def district(self, place_id: int) -> int | None:
        """GeoNames id of a town's second-order division; None if unknown."""
        position = int(np.searchsorted(self._ids, place_id))
        if position >= len(self._ids) or self._ids[position] != place_id or not self._divisions[position]:
            return None
        return int(self._line(int(self._divisions[position]) - 1)[0])

    def sounding(self, name: str) -> list[int]:
        """GeoNames ids of towns whose main names may be other romanisations of `name`."""
        phonetic_key = sound(name)
        if not phonetic_key:
            return []
        key = np.uint32(zlib.crc32(phonetic_key.encode()))
        begin, end = np.searchsorted(self._sounds, key), np.searchsorted(self._sounds, key, "right")
        return [int(self._ids[place]) for place in self._order[begin:end]]

    def _line(self, number: int) -> list[str]:
        return self._table[self._starts[number] : self._starts[number + 1]].decode().rstrip("\n").split("\t")

    def _division(self, number: int) -> Division:
        place_id, name, names, country, admin1, admin2, population, *corners = self._line(number)
        west, south, east, north = (float(corner) if corner else 0.0 for corner in corners)
        box = (west, south, east, north) if corners[0] else None
        titled = any(full_name.rpartition(" ")[2] in KIND_WORDS for full_name in names.split("|"))
        return Division(int(place_id), name, country, admin1, admin2 or None, int(population), box, titled)


@cache
def divisions() -> Divisions:
    """The divisions of the seeds, loaded on first use."""
    return Divisions(gzip.decompress((DIVISIONS / "divisions.tsv.gz").read_bytes()), DIVISIONS / "towns.npz")
