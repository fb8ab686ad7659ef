"""Measures speed and memory as ratios of two alternating runs: `python -m tests.bench`.

The sample wire is multiplied to 50 pages, or `--count` of them; names and numbers vary by page, so that there are no
duplicates. A ratio is the median of five pairs of processor time, with the spread; the machine's own speed cancels out.
`--only WORDS` measures the rows whose name contains the words (`--only floor`: each stage against its floor; `--only
"real pages"`: whole runs of the pages in ../shared, skipped without them), `--pages FOLDER` adds rows on the pages of a
folder, `--pairs` sets another number of pairs, `--json` prints one object per row.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from lxml import html
from trafilatura import bare_extraction

from flows.archive.fetch import fetch_all
from flows.http.client import Web
from flows.sandbox.bounded import DOCUMENT, Ended, bounded, end
from flows.sources import discover, source_at
from flows.workers.reading import read_articles, ready
from tests.annotations import SHARED, corpus_rows
from transforms.cleaning.clean import clean
from transforms.facts.events.learned import reader_of
from transforms.facts.extract import extract_all
from transforms.reading.parse import pipeline
from transforms.tables.normalise import table
from transforms.tables.schema import Article, Page
from warehouse import Lake, land

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
WIRE = SEEDS / "wire"
NEWS = ("news_pages",)
"""The folder of real pages of news outlets, in several languages."""
MIXED = ("wcxb", *NEWS)
"""The folders of a mixed wire: articles, forums, shops, lists and documentation, and those."""
PAGES = 50
MANY = (100, 500, 2000)
"""Numbers of pages of the curve of memory."""
PAIRS = 5
Work = Callable[[], float]
"""Returns what it took: processor seconds, or memory."""
Row = tuple[float | None, Work, Work]
"""The target of a ratio, if there is one, our work and theirs."""
BATCH = 5
LOOKS = 0.1
"""The most that looks at a run's memory may take of a processor: the run needs it."""
FOREIGN = ("DATELINE_", "PREFECT_", "PYTHONDONTWRITEBYTECODE")
"""Variables that a command does not get: settings, and the one without which Python keeps the modules it compiled. As
installed they are, and to compile them anew costs each whole run more than a second."""
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
    files = [into / f"page-{number:04}.html" for number in range(count)]
    for number, (file, page) in enumerate(zip(files, cycle(_sample_pages()))):
        file.write_text(vary(page, number), encoding="utf-8")
    return files


def _sample_pages() -> list[str]:
    own = [f for f in sorted(WIRE.rglob("*.html")) if "/fr/" not in f.as_posix()]
    return [f.read_text(encoding="utf-8") for f in own if f.stat().st_size and f.stem not in UNREADABLE]


def unpack_pages(sources: Iterable[Path], into: Path) -> list[Path]:
    """The pages of folders and their subfolders, packed or not, unpacked into one folder."""
    files = []
    for number, file in enumerate(page for source in sources for page in sorted(source.rglob("*.html*"))):
        body = file.read_bytes()
        files.append(into / f"page-{number:05}.html")
        files[-1].write_bytes(gzip.decompress(body) if file.suffix == ".gz" else body)
    return files


@cache
def written(of_conflict: bool) -> list[dict[str, Any]]:
    """The annotated articles that were written for the reader to learn from, those with events or those without."""
    rows = [row for row in corpus_rows("written") if row["split"] == "train"]
    return [row for row in rows if bool(row["events"]) == of_conflict]


def seconds(work: Callable[..., object], *inputs: Callable[[], object]) -> float:
    """Processor seconds of `work` in this process, without those of its inputs."""
    made = [make() for make in inputs]
    start = time.process_time()
    work(*made)
    return time.process_time() - start


def command(*words: str, **variables: str) -> float:
    """Processor seconds of a Python command, including the processes it leaves behind."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    before = _seconds_of_children()
    subprocess.run([sys.executable, *words], env=environment(**variables), check=True, capture_output=True)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    return _seconds_of_children() - before


def environment(**variables: str) -> dict[str, str]:
    """The variables of a command: ours without those of FOREIGN, and its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)} | variables


def _seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Absent(Exception):
    """Material of a row that is not on this machine; the message says what."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The ratio of ours to theirs, run alternately: median, minimum and maximum of the pairs, and the target if any."""

    what: str
    ratio: float
    least: float
    most: float
    aim: float | None

    @classmethod
    def of(cls, what: str, row: Row, pairs: int = PAIRS) -> Ratio:
        aim, ours, theirs = row
        ratios = [ours() / theirs() for _ in range(pairs)]
        return cls(what, round(median(ratios), 3), round(min(ratios), 3), round(max(ratios), 3), aim)

    def __str__(self) -> str:
        """A row of a Markdown table."""
        aim, is_held = (
            ("", "") if self.aim is None else (f"≤ {self.aim:.3g}", "yes" if self.ratio <= self.aim else "no")
        )
        return f"| {self.what} | {self.ratio:.2f} | {self.least:.2f} – {self.most:.2f} | {aim} | {is_held} |"


def pages_of(files: Sequence[Path]) -> list[Page]:
    with Web() as web:
        candidates = discover([source_at(str(files[0].parent))], web).candidates
        pages: list[Page] = []
        fetch_all(candidates, web, pages.append)
        assert pages, f"{files[0].parent}: no pages"
        return pages


def extract_bare(pages: Sequence[Page]) -> None:
    for page in pages:
        bare_extraction(page.body, with_metadata=True)


def peak_memory(folder: Path, home: str) -> float:
    """The peak in MiB of a run on a folder with all its processes."""
    variables = os.environ | {"DATELINE_HOME": home, "DATELINE_WORKERS": "1", "DATELINE_DELAY": "0"}
    command = [sys.executable, "-m", "flows.cli", "run", str(folder)]
    most = 0
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            start = time.process_time()
            most = max(most, memory_of([*_with_descendants(process.pid)]))
            time.sleep((time.process_time() - start) / LOOKS)
    assert process.returncode == 0
    return most / 2**10


def _with_descendants(process: int) -> Iterator[int]:
    """The ids of a process and of all that it started; Linux alone lists them."""
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _with_descendants(int(child))


def memory_of(processes: Sequence[int]) -> int:
    """KiB of processes together, the pages of a file once: a process's own count of them falls with each stranger that
    has the file open too, by up to 60 MiB.
    """
    files: Counter[str] = Counter()
    for process in processes:
        files |= _pages_of_files(process)
    return files.total() + sum(map(_unfiled, processes))


def _unfiled(process: int) -> int:
    """KiB of a process that are of no file, of those shared with a parent its share; 0 if it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1])
    return 0


def _pages_of_files(process: int) -> Counter[str]:
    """KiB in memory of each file that a process has mapped; none if it has ended."""
    files: Counter[str] = Counter()
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
            first, *rest = line.split(maxsplit=5)
            if not first.endswith(":"):
                name = rest[4] if len(rest) > 4 else ""
            elif first in ("Rss:", "Anonymous:"):
                files[name] += int(rest[0]) * (1 if first == "Rss:" else -1)
    return files


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


def timed_read(articles: Sequence[Article], limit: float) -> tuple[int, float]:
    """Reads articles in a worker process; returns its id and its processor seconds, without those of loading."""
    ready(None)
    return os.getpid(), seconds(lambda: read_articles(articles, None, "run"))


def busiest(articles: Sequence[Article], workers: int) -> float:
    """Processor seconds of the busiest of so many new workers: how long the articles take if each has a core. What a
    worker loads once is not counted, since it weighs nothing in a night.
    """
    parts = [articles[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    with ThreadPoolExecutor(workers) as pool:
        made = [
            one for done in pool.map(lambda part: bounded(timed_read, part, DOCUMENT, workers), parts) for one in done
        ]
    end()
    seconds_of: dict[int, float] = defaultdict(float)
    for _, result in made:
        if isinstance(result, Ended):
            raise result
        process, spent = result
        seconds_of[process] += spent
    return max(seconds_of.values())


@dataclass(eq=False)
class Bench:
    """Inputs shared by the rows, each created on first use."""

    scratch: Path
    count: int = PAGES
    folder_of_pages: Path | None = None
    """A folder of other pages."""

    @cache  # noqa: B019 - there is one
    def folder(self, count: int) -> Path:
        """A folder of `count` pages."""
        pages_folder = self.scratch / f"pages-{count}"
        pages_folder.mkdir()
        write_sample_pages(pages_folder, count)
        return pages_folder

    @cache  # noqa: B019
    def real_pages(self, *names: str) -> Path:
        """A folder of the real pages in these folders of ../shared. Absent if they are not here."""
        sources = [SHARED / "data" / name for name in names]
        if missing := [str(source) for source in sources if not source.is_dir()]:
            raise Absent(f"there is no {missing[0]}")
        folder = self.scratch / "-".join(names)
        folder.mkdir()
        unpack_pages(sources, folder)
        return folder

    def home(self) -> str:
        """An empty home."""
        return tempfile.mkdtemp(dir=self.scratch)

    @cache  # noqa: B019
    def pages(self) -> list[Page]:
        return pages_of(sorted(self.folder(self.count).iterdir()))

    @cache  # noqa: B019
    def articles(self) -> list[Article]:
        cleaned = [article for page in self.pages() if isinstance(article := clean(page), Article)]
        assert len({article.text_sha256 for article in cleaned}) == len(cleaned) > self.count * 0.8
        return cleaned

    @cache  # noqa: B019
    def written(self, of_conflict: bool) -> list[Article]:
        """Articles that were written for the reader, of conflict or of other matters."""
        return [
            replace(self.articles()[0], article_id=f"{number}", text=row["text"])
            for number, row in enumerate(islice(cycle(written(of_conflict)), self.count))
        ]

    def long_alone(self, part: int) -> list[Article]:
        """One article of a part of the texts joined."""
        texts = [article.text for article in self.articles()]
        return [replace(self.articles()[0], text="\n\n".join(texts[: max(len(texts) // part, 1)]))]

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
    def begun(self) -> str:
        """The same, made by `dateline init`: tables of its own, without rows."""
        home = self.home()
        command("-m", "flows.cli", "init", home)
        land(Lake.at(Path(home)), {})
        return home

    @cache  # noqa: B019
    def batch(self) -> dict[str, object]:
        """The articles with their facts, as they land."""
        articles = self.articles()
        return {**read_articles(articles, None, "run")[2], "articles": table("articles", articles, "run")}

    @cache  # noqa: B019
    def archived(self) -> dict[str, object]:
        """The pages as they are archived."""
        return {"pages": table("pages", self.pages(), "run")}

    def write_plain_parquet(self, batch: dict[str, object]) -> None:
        """Parquet files of these rows."""
        folder = self.home()
        with duckdb.connect() as connection:
            for name, rows in batch.items():
                connection.register("rows_of", rows)
                connection.execute(f"COPY rows_of TO '{folder}/{name}.parquet' (COMPRESSION zstd)")


def rows(bench: Bench) -> dict[str, Row]:
    """The rows by name."""
    nlp, learned = cache(pipeline), cache(partial(reader_of, None))
    bare_pages = partial(seconds, extract_bare, bench.pages)
    read: Callable[..., object] = lambda *inputs: list(extract_all(*inputs))  # noqa: E731
    rules = partial(seconds, read, bench.articles, nlp)

    def cli(*words: str, home: Callable[[], str] = bench.home, **variables: str) -> Work:
        return lambda: command("-m", "flows.cli", *words, DATELINE_HOME=home(), **variables)

    def run(folder: Path) -> float:
        return cli("run", str(folder), DATELINE_DELAY="0")()

    def python(code: str) -> Work:
        return lambda: command("-c", code)

    def extract() -> float:
        file = bench.scratch / "one.txt"
        file.write_text(f"date 2024-12-05 {bench.articles()[0].text}")
        return cli("extract", str(file))()

    def memory(count: int) -> Work:
        return lambda: peak_memory(bench.folder(count), bench.home())

    def landing(batch: Callable[[], dict[str, object]]) -> float:
        """Into a lake that has been created: that is done once."""
        lake = Lake.at(Path(bench.home()))
        land(lake, {})
        return seconds(partial(land, lake), batch)

    def piped(articles: Callable[[], list[Article]]) -> Work:
        return partial(seconds, lambda nlp, articles: list(nlp.pipe([one.text for one in articles])), nlp, articles)

    def bare_of(folder: Callable[[], Path]) -> Work:
        return partial(seconds, extract_bare, lambda: pages_of(sorted(folder().iterdir())))

    def of_pages(name: str, folder: Callable[[], Path], aim: float) -> dict[str, Row]:
        """The rows on a folder of pages."""
        return {
            f"whole run of {name}, one worker / bare Trafilatura": (
                aim,
                lambda: cli("run", str(folder()), DATELINE_DELAY="0", DATELINE_WORKERS="1")(),
                bare_of(folder),
            ),
            f"peak memory, {name}, MiB": (600.0, lambda: peak_memory(folder(), bench.home()), lambda: 1.0),
        }

    own: dict[str, Row] = {
        "clean / bare Trafilatura": (
            1.1,
            partial(seconds, lambda pages: list(map(clean, pages)), bench.pages),
            bare_pages,
        ),
        "read + extract / nlp.pipe": (
            1.0,
            rules,
            piped(bench.articles),
        ),
        "the same, learned reader / rules alone": (
            1.2,
            partial(seconds, read, bench.articles, nlp, learned),
            rules,
        ),
        "read + extract, article 4 times as long / 1": (
            4.6,
            partial(seconds, read, partial(bench.long_alone, 1), nlp),
            partial(seconds, read, partial(bench.long_alone, 4), nlp),
        ),
        "a run with nothing new / import prefect": (
            2.0,
            cli("run", "--source", "wire", home=bench.landed, DATELINE_DELAY="0"),
            python("import prefect"),
        ),
        'dateline sql "select 1" / import duckdb': (
            3.0,
            cli("sql", "select 1", home=bench.empty),
            python("import duckdb"),
        ),
        'dateline sql "select 1" in a home made by init / import duckdb': (
            3.0,
            cli("sql", "select 1", home=bench.begun),
            python("import duckdb"),
        ),
        "dateline extract, one article / loading the model": (
            1.5,
            extract,
            python("from flows.workers.reading import ready; ready(None)"),
        ),
        f"whole run of {bench.count} pages / its functions alone": (
            1.15,
            lambda: run(bench.folder(bench.count)),
            lambda: command("-c", BARE, str(bench.folder(bench.count))),
        ),
        "reading, the busier of two workers / one": (
            1 / 1.7,
            lambda: busiest(bench.articles(), 2),
            lambda: busiest(bench.articles(), 1),
        ),
        "cleaning / its floor, lxml's parse": (
            None,
            partial(seconds, lambda pages: list(map(clean, pages)), bench.pages),
            partial(seconds, lambda pages: [html.fromstring(page.body) for page in pages], bench.pages),
        ),
        "read + extract, learned reader / its floor, the tokenizer": (
            None,
            partial(seconds, read, bench.articles, nlp, learned),
            partial(seconds, lambda nlp, articles: [nlp.make_doc(one.text) for one in articles], nlp, bench.articles),
        ),
        "archiving / its floor, COPY of the same pages": (
            None,
            partial(landing, bench.archived),
            partial(seconds, bench.write_plain_parquet, bench.archived),
        ),
        "landing / its floor, COPY of the same rows": (
            3.0,
            partial(landing, bench.batch),
            partial(seconds, bench.write_plain_parquet, bench.batch),
        ),
        f"peak memory, {10 * bench.count} pages / {bench.count}": (1.25, memory(10 * bench.count), memory(bench.count)),
    }
    own |= {
        f"read + extract, learned reader, {matter} / nlp.pipe": (
            None,
            partial(seconds, read, partial(bench.written, of_conflict), nlp, learned),
            piped(partial(bench.written, of_conflict)),
        )
        for matter, of_conflict in (("conflict", True), ("general news", False))
    }
    own |= {f"peak memory of {count} pages, MiB": (600.0, memory(count), lambda: 1.0) for count in MANY}
    own |= of_pages("real pages of news outlets", lambda: bench.real_pages(*NEWS), 12.0)
    own |= of_pages("real pages of a mixed wire", lambda: bench.real_pages(*MIXED), 6.0)
    folder = bench.folder_of_pages
    return own | (of_pages(folder.name, lambda: folder, 12.0) if folder else {})


def measure_ratios(chosen: dict[str, Row], pairs: int) -> Iterator[Ratio]:
    """The rows one by one, without those whose material is absent; the name of each is told before it is measured,
    which may take minutes.
    """
    for name, row in chosen.items():
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            yield Ratio.of(name, row, pairs)
        except Absent as absent:
            print(f"skipped: {absent}", file=sys.stderr, flush=True)


def positive(text: str) -> int:
    """A number of the command line, at least 1."""
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def main() -> None:
    options = argparse.ArgumentParser(description="Speed and memory as ratios of processor time.")
    options.add_argument("--only", default="", metavar="WORDS", help="rows whose name has these words")
    options.add_argument("--pages", type=Path, metavar="FOLDER", help="a folder of other pages to measure on")
    options.add_argument("--count", type=positive, default=PAGES, metavar="NUMBER", help="pages to measure with")
    options.add_argument("--pairs", type=positive, default=PAIRS, metavar="NUMBER", help="pairs of runs per row")
    options.add_argument("--json", action="store_true", help="one JSON object a row")
    arguments = options.parse_args()
    if arguments.pages and not any(arguments.pages.glob("*.html")):
        options.error(f"--pages {arguments.pages}: there is no folder with *.html")
    with tempfile.TemporaryDirectory() as scratch:
        made = rows(Bench(Path(scratch), arguments.count, arguments.pages))
        chosen = {name: row for name, row in made.items() if arguments.only in name}
        if not chosen:
            options.error(f"--only: no row has {arguments.only!r} in its name")
        if not arguments.json:
            print(
                f"| what | ratio (median of {arguments.pairs}) | range | aim | held |\n| --- | --- | --- | --- | --- |"
            )
        for ratio in measure_ratios(chosen, arguments.pairs):
            print(json.dumps(asdict(ratio)) if arguments.json else ratio, flush=True)


if __name__ == "__main__":
    main()
