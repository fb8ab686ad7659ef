"""Measures speed and memory as ratios of two alternating runs: `python -m tests.bench`.

The sample wire is multiplied to 500 pages; names and numbers vary by page, so that there are no duplicates.
A ratio is the median of five pairs of processor time, with the spread; the machine's own speed cancels out. `--only
WORDS` measures the rows whose name contains the words, `--pages FOLDER` adds rows on the pages of a folder, `--json`
prints one object per row.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from statistics import median

import duckdb
from trafilatura import bare_extraction

from flows.archive.fetch import fetch_all
from flows.http.client import Web
from flows.sandbox.bounded import DOCUMENT, Ended, bounded, end
from flows.sources import discover, source_at
from flows.workers.reading import read_articles
from transforms.cleaning.clean import clean
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract_all
from transforms.reading.parse import pipeline
from transforms.tables.normalise import table
from transforms.tables.schema import Article, Page
from warehouse import Lake, land

WIRE = Path(__file__).resolve().parent.parent / "seeds" / "wire"
PAGES = 500
FEW = 100
LONG = 50
PAIRS = 5
BATCH = 25
SUBREAPER = 36
"""The option of prctl that makes us adopt orphans of our children, so that their processor time is counted."""
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


def vary(text: str, seed: int) -> str:
    """A page with its towns, persons, numbers and domain words replaced."""
    rng = random.Random(seed)  # noqa: S311
    towns = dict(zip(TOWNS, rng.sample(TOWNS, len(TOWNS)), strict=True))
    text = PLACE.sub(lambda m: towns[m[1]], text)
    text = NUMBER.sub(lambda m: str(rng.randint(2, 999)), text)
    text = PERSON.sub(lambda m: f"{rng.choice(FIRST)} {rng.choice(LAST)}", text)
    text = WORD.sub(lambda m: rng.choice(OTHERS[m[1]]), text)
    return re.sub(r'(content|href)="(http://[\w.-]+\.example/[^"]+)"', rf'\1="\2-{seed}"', text)


def write_sample_pages(into: Path, count: int) -> list[Path]:
    """The readable HTML pages of the sample wire, varied, as `count` files."""
    own = [f for f in sorted(WIRE.rglob("*.html")) if "/fr/" not in f.as_posix()]
    texts = [f.read_text(encoding="utf-8") for f in own if f.stat().st_size and f.stem not in UNREADABLE]
    files = [into / f"page-{number:04}.html" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(vary(texts[number % len(texts)], number), encoding="utf-8")
    return files


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of `work` in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def command(*words: str, **variables: str) -> float:
    """Processor seconds of a Python command, including the processes it leaves behind."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    before = _seconds_of_children()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    subprocess.run([sys.executable, *words], env=environment | variables, check=True, capture_output=True)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    return _seconds_of_children() - before


def _seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@dataclass(frozen=True, slots=True)
class Ratio:
    """The ratio of ours to theirs, run alternately: median, minimum and maximum of the pairs, and the target."""

    what: str
    ratio: float
    least: float
    most: float
    floor: float

    @classmethod
    def of(cls, what: str, floor: float, ours: Callable[[], float], theirs: Callable[[], float]) -> Ratio:
        pairs = [ours() / theirs() for _ in range(PAIRS)]
        return cls(what, round(median(pairs), 3), round(min(pairs), 3), round(max(pairs), 3), floor)


def pages_of(files: Sequence[Path]) -> list[Page]:
    with Web() as web:
        candidates = discover([source_at(str(files[0].parent))], web).candidates
        pages: list[Page] = []
        fetch_all(candidates, web, pages.append)
        return pages


def extract_bare(pages: Sequence[Page]) -> None:
    for page in pages:
        bare_extraction(page.body, with_metadata=True)


def peak_memory(folder: Path, home: Path) -> int:
    """The largest resident size of the run's own process on a folder, in KiB; its one worker has its own limits."""
    environment = os.environ | {"DATELINE_HOME": str(home), "DATELINE_WORKERS": "1"}
    command = [sys.executable, "-c", PEAK, str(folder)]
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return int(json.loads(printed.splitlines()[-1]))


BARE = """
import sys
from pathlib import Path
from tests.bench import pages_of
from flows.workers.reading import read_articles
from transforms.cleaning.clean import clean
from transforms.tables.schema import Article
cleaned = [clean(page) for page in pages_of(sorted(Path(sys.argv[1]).iterdir()))]
read_articles([one for one in cleaned if isinstance(one, Article)], None, "run")
"""
"""The functions of a run without archive, landing, checks and brief."""


def timed_read(articles: Sequence[Article], seconds: float) -> tuple[int, float]:
    """Reads articles in a worker process; returns its id and its processor seconds so far."""
    read_articles(articles, None, "run")
    return os.getpid(), time.process_time()


def busiest(articles: Sequence[Article], workers: int) -> float:
    """Processor seconds of the busiest of so many new workers: how long the articles take if each has a core."""
    parts = [articles[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    with ThreadPoolExecutor(workers) as pool:
        made = [
            one for done in pool.map(lambda part: bounded(timed_read, part, DOCUMENT, workers), parts) for one in done
        ]
    end()
    seconds_of: dict[int, float] = {}
    for _, result in made:
        if isinstance(result, Ended):
            raise result
        seconds_of[result[0]] = max(seconds_of.get(result[0], 0.0), result[1])
    return max(seconds_of.values())


PEAK = """
import json, resource, sys
from flows.nightly import nightly
nightly(places=[sys.argv[1]])
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


@dataclass(eq=False)
class Bench:
    """Inputs shared by the rows, each created on first use."""

    scratch: Path
    real: Path | None = None
    """A folder of other pages than those of the sample wire."""

    @cache  # noqa: B019 - there is one
    def folder(self, count: int) -> Path:
        """A folder of `count` pages."""
        pages_folder = self.scratch / f"pages-{count}"
        pages_folder.mkdir()
        write_sample_pages(pages_folder, count)
        return pages_folder

    def home(self) -> str:
        """An empty home."""
        return tempfile.mkdtemp(dir=self.scratch)

    @cache  # noqa: B019
    def pages(self) -> list[Page]:
        return pages_of(sorted(self.folder(PAGES).iterdir()))

    @cache  # noqa: B019
    def articles(self) -> list[Article]:
        cleaned = [article for page in self.pages() if isinstance(article := clean(page), Article)]
        assert len({article.text_sha256 for article in cleaned}) == len(cleaned) > PAGES * 0.8
        return cleaned

    def long(self, count: int) -> Article:
        """An article of `count` texts joined."""
        return replace(self.articles()[0], text="\n\n".join(article.text for article in self.articles()[:count]))

    @cache  # noqa: B019
    def landed(self) -> str:
        """A home into which the sample wire has landed."""
        home = self.home()
        command("-m", "flows.cli", "run", "--source", "wire", DATELINE_HOME=home, DATELINE_DELAY="0")
        return home

    @cache  # noqa: B019
    def empty(self) -> str:
        """A home whose lake has no rows."""
        home = self.home()
        land(Lake.at(Path(home)), {})
        return home

    @cache  # noqa: B019
    def batch(self) -> dict[str, object]:
        """A tenth of the articles with their facts, as they land."""
        articles = self.articles()[: PAGES // 10]
        return {**read_articles(articles, None, "run")[2], "articles": table("articles", articles, "run")}

    def write_plain_parquet(self) -> None:
        """Parquet files of the same rows."""
        folder = self.home()
        with duckdb.connect() as connection:
            for name, rows in self.batch().items():
                connection.register("rows_of", rows)
                connection.execute(f"COPY rows_of TO '{folder}/{name}.parquet' (COMPRESSION zstd)")


def rows(bench: Bench) -> dict[str, Callable[[str], Ratio]]:
    """The rows by name."""
    nlp, learned = cache(pipeline), cache(partial(reader_of, None))
    inside: Callable[[Callable[[], object]], Callable[[], float]] = lambda work: partial(seconds, work)  # noqa: E731
    bare_pages = inside(lambda: extract_bare(bench.pages()))
    rules = inside(lambda: list(extract_all(bench.articles(), nlp())))

    def cli(*words: str, home: Callable[[], str] = bench.home, **variables: str) -> Callable[[], float]:
        return lambda: command("-m", "flows.cli", *words, DATELINE_HOME=home(), **variables)

    def run(*words: str, home: Callable[[], str] = bench.home) -> Callable[[], float]:
        return cli("run", *words, home=home, DATELINE_DELAY="0")

    def python(code: str) -> Callable[[], float]:
        return lambda: command("-c", code)

    def one_article() -> str:
        file = bench.scratch / "one.txt"
        file.write_text(f"date 2024-12-05 {bench.articles()[0].text}")
        return str(file)

    def memory() -> tuple[Callable[[], float], Callable[[], float]]:
        peak = lambda count: lambda: float(peak_memory(bench.folder(count), Path(bench.home())))  # noqa: E731
        return peak(PAGES), peak(FEW)

    def landing() -> float:
        """Into a lake that has been created: that is done once."""
        lake = Lake.at(Path(bench.home()))
        land(lake, {})
        return seconds(lambda: land(lake, bench.batch()))

    def of_folder(folder: Path) -> dict[str, Callable[[str], Ratio]]:
        """The rows on a folder of pages."""
        bare = inside(lambda: extract_bare(pages_of(sorted(folder.iterdir()))))
        mebibytes = lambda: peak_memory(folder, Path(bench.home())) / 2**10  # noqa: E731
        return {
            f"whole run of {folder.name} / bare Trafilatura": lambda n: Ratio.of(n, 12.0, run(str(folder)), bare),
            f"peak memory of {folder.name}, MiB": lambda n: Ratio.of(n, 600.0, mebibytes, lambda: 1.0),
        }

    own = {
        "clean / bare Trafilatura": lambda n: Ratio.of(
            n, 1.1, inside(lambda: [clean(page) for page in bench.pages()]), bare_pages
        ),
        "read + extract / nlp.pipe": lambda n: Ratio.of(
            n, 1.0, rules, inside(lambda: list(nlp().pipe([article.text for article in bench.articles()])))
        ),
        "the same, learned reader / rules alone": lambda n: Ratio.of(
            n, 1.2, inside(lambda: list(extract_all(bench.articles(), nlp(), learned()))), rules
        ),
        "read + extract, article 4 times as long / 1": lambda n: Ratio.of(
            n, 4.6, *(inside(partial(lambda c: list(extract_all([bench.long(c)], nlp())), c)) for c in (4 * LONG, LONG))
        ),
        "whole run / bare Trafilatura": lambda n: Ratio.of(n, 4.0, run(str(bench.folder(PAGES))), bare_pages),
        "a run with nothing new / import prefect": lambda n: Ratio.of(
            n, 2.0, run("--source", "wire", home=bench.landed), python("import prefect")
        ),
        'dateline sql "select 1" / import duckdb': lambda n: Ratio.of(
            n, 3.0, cli("sql", "select 1", home=bench.empty), python("import duckdb")
        ),
        "dateline extract, one article / loading the model": lambda n: Ratio.of(
            n, 1.5, cli("extract", one_article()), python("from flows.workers.reading import ready; ready(None)")
        ),
        "whole run / its functions alone": lambda n: Ratio.of(
            n, 1.15, run(str(bench.folder(FEW))), lambda: command("-c", BARE, str(bench.folder(FEW)))
        ),
        "reading, the busier of two workers / one": lambda n: Ratio.of(
            n, 1 / 1.7, *(partial(busiest, bench.articles()[: PAGES // 2], workers) for workers in (2, 1))
        ),
        "landing / COPY of the same rows": lambda n: Ratio.of(n, 3.0, landing, inside(bench.write_plain_parquet)),
        "peak memory, 500 pages / 100": lambda n: Ratio.of(n, 1.3, *memory()),
    }
    return own | (of_folder(bench.real) if bench.real else {})


def measure_ratios(only: str, real: Path | None = None) -> Iterator[Ratio]:
    """The rows whose name contains the words; with a folder of other pages also the rows on these."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, measure in rows(Bench(Path(scratch), real)).items():
            if only in name:
                yield measure(name)


def main() -> None:
    options = argparse.ArgumentParser(description="Speed and memory as ratios of processor time.")
    options.add_argument("--only", default="", metavar="WORDS", help="rows whose name has these words")
    options.add_argument("--pages", type=Path, metavar="FOLDER", help="a folder of other pages to measure on")
    options.add_argument("--json", action="store_true", help="one JSON object a row")
    arguments = options.parse_args()
    if not arguments.json:
        print("| what | ratio (median of 5) | range | floor | held |\n| --- | --- | --- | --- | --- |")
    for row in measure_ratios(arguments.only, arguments.pages):
        is_held = "yes" if row.ratio <= row.floor else "no"
        line = f"| {row.what} | {row.ratio:.2f} | {row.least:.2f} – {row.most:.2f} | ≤ {row.floor:.3g} | {is_held} |"
        print(json.dumps(asdict(row)) if arguments.json else line, flush=True)


if __name__ == "__main__":
    main()
