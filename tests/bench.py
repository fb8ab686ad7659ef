"""Speed and memory as ratios, each side measured in turn in one run: `python -m tests.bench`.

The sample wire is blown up to 500 pages; names and numbers differ from page to page, so that nothing is a duplicate.
A ratio is the median of five pairs; the machine's own speed cancels out.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median

from prefect.testing.utilities import prefect_test_harness
from trafilatura import bare_extraction

from flows.archive.fetch import fetch_all
from flows.http.client import Web
from flows.sources import discover, given
from transforms.cleaning.clean import clean
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract_all
from transforms.reading.parse import pipeline
from transforms.tables.schema import Article, Page

WIRE = Path(__file__).resolve().parent.parent / "seeds" / "wire"
PAGES = 500
FEW = 100
LONG = 50
PAIRS = 5
UNREADABLE = ("index", "map-of-control")
TOWNS = "Aleppo Hama Homs Idlib Daraa Damascus Saraqib Raqqa Palmyra Latakia Tartus Manbij Qusayr Sweida Jableh".split()  # noqa: SIM905
FIRST = "Samir Layla Omar Rasha Tarek Nour Hadi Salma Fadi Rima Karim Dina Bassel Hala Ziad Maha Yusuf Amal".split()  # noqa: SIM905
LAST = "Haddad Barakat Nassar Khoury Sabbagh Qabbani Darwish Halabi Masri Zein Kanaan Shami Atassi Jundi".split()  # noqa: SIM905
PLACE = re.compile(r"\b(" + "|".join(TOWNS) + r")\b")
NUMBER = re.compile(r"(?<=[ >])([1-9]\d{0,2})(?=[ ,]\w|,\d{3})")
PERSON = re.compile(r"(?<=said )([A-Z][a-z]+ [A-Z][a-z]+)(?=[,.])")
WORD = re.compile(
    r"\b(said|fighters|troops|soldiers|residents|civilians|army|forces|attack|offensive|city|town|people)\b"
)
OTHERS = {
    "said": ["said", "added", "reported", "explained"],
    "fighters": ["fighters", "rebels", "militants", "gunmen", "insurgents"],
    "troops": ["troops", "soldiers", "units", "forces"],
    "soldiers": ["soldiers", "troops", "conscripts"],
    "residents": ["residents", "neighbours", "witnesses", "shopkeepers"],
    "civilians": ["civilians", "villagers", "residents"],
    "army": ["army", "military", "garrison"],
    "forces": ["forces", "troops", "units"],
    "attack": ["attack", "raid", "assault", "strike"],
    "offensive": ["offensive", "campaign", "operation", "advance"],
    "city": ["city", "town", "provincial capital"],
    "town": ["town", "city", "village"],
    "people": ["people", "civilians", "villagers"],
}


def varied(text: str, seed: int) -> str:
    """A page with other towns, persons, numbers and words of the trade."""
    rng = random.Random(seed)  # noqa: S311
    towns = dict(zip(TOWNS, rng.sample(TOWNS, len(TOWNS)), strict=True))
    text = PLACE.sub(lambda m: towns[m[1]], text)
    text = NUMBER.sub(lambda m: str(rng.randint(2, 999)), text)
    text = PERSON.sub(lambda m: f"{rng.choice(FIRST)} {rng.choice(LAST)}", text)
    text = WORD.sub(lambda m: rng.choice(OTHERS[m[1]]), text)
    return re.sub(r'(content|href)="(http://[\w.-]+\.example/[^"]+)"', rf'\1="\2-{seed}"', text)


def blow_up(into: Path, count: int) -> list[Path]:
    """The readable HTML pages of the sample wire, varied, as `count` files."""
    own = [f for f in sorted(WIRE.rglob("*.html")) if "/fr/" not in f.as_posix()]
    texts = [f.read_text(encoding="utf-8") for f in own if f.stat().st_size and f.stem not in UNREADABLE]
    made = [into / f"page-{number:04}.html" for number in range(count)]
    for number, file in enumerate(made):
        file.write_text(varied(texts[number % len(texts)], number), encoding="utf-8")
    return made


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float, float]:
    """Our time over theirs, run in turn: the median of the pairs, the least and the most."""
    pairs = [seconds(ours) / seconds(theirs) for _ in range(PAIRS)]
    return median(pairs), min(pairs), max(pairs)


def pages_of(files: Sequence[Path]) -> list[Page]:
    with Web() as web:
        candidates = discover([given(str(files[0].parent))], web).candidates
        pages: list[Page] = []
        fetch_all(candidates, web, pages.append)
        return pages


def bare(pages: Sequence[Page]) -> None:
    for page in pages:
        bare_extraction(page.body, with_metadata=True)


def peak_memory(folder: Path, home: Path) -> int:
    """The largest resident size of a run on a folder, in KiB; everything is done in one process to be seen whole."""
    environment = os.environ | {"DATELINE_HOME": str(home), "DATELINE_WORKERS": "1", "PREFECT_LOGGING_LEVEL": "ERROR"}
    command = [sys.executable, "-c", PEAK, str(folder)]
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return int(json.loads(printed.splitlines()[-1]))


PEAK = """
import json, resource, sys
from flows.nightly import nightly
nightly(places=[sys.argv[1]])
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


def report(name: str, figure: tuple[float, float, float], floor: float) -> None:
    middle, least, most = figure
    print(
        f"| {name} | {middle:.2f} | {least:.2f} – {most:.2f} | ≤ {floor} | {'yes' if middle <= floor else 'no'} |",
        flush=True,
    )


def main() -> None:
    print("| what | ratio (median of 5) | range | floor | held |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as scratch:
        many, few = Path(scratch) / "many", Path(scratch) / "few"
        many.mkdir()
        few.mkdir()
        pages = pages_of(blow_up(many, PAGES))
        blow_up(few, FEW)
        articles = [article for page in pages if isinstance(article := clean(page), Article)]
        assert len({sha256(a.text.encode()).digest() for a in articles}) == len(articles) > PAGES * 0.8
        nlp = pipeline()

        report("clean / bare Trafilatura", ratio(lambda: [clean(p) for p in pages], lambda: bare(pages)), 1.1)
        texts = [article.text for article in articles]
        report(
            "read + extract / nlp.pipe",
            ratio(lambda: list(extract_all(articles, nlp)), lambda: list(nlp.pipe(texts))),
            1.0,
        )
        learned = reader_of(None)
        report(
            "the same, learned reader / rules alone",
            ratio(lambda: list(extract_all(articles, nlp, learned)), lambda: list(extract_all(articles, nlp))),
            1.2,
        )
        one, four = (replace(articles[0], text="\n\n".join(texts[:count])) for count in (LONG, 4 * LONG))
        report(
            "read + extract, article 4 times as long / 1",
            ratio(lambda: list(extract_all([four], nlp)), lambda: list(extract_all([one], nlp))),
            4.6,
        )
        with prefect_test_harness(server_startup_timeout=120):
            from flows.nightly import nightly

            homes = iter(Path(scratch) / f"home-{number}" for number in range(PAIRS + 2 * PAIRS))

            def whole() -> None:
                os.environ["DATELINE_HOME"] = str(next(homes))
                nightly(places=[str(many)])

            report("whole run / bare Trafilatura", ratio(whole, lambda: bare(pages)), 4.0)
        pairs = [peak_memory(many, next(homes)) / peak_memory(few, next(homes)) for _ in range(PAIRS)]
        report("peak memory, 500 pages / 100", (median(pairs), min(pairs), max(pairs)), 1.3)


if __name__ == "__main__":
    main()
