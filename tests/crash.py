"""Kills nightly runs with SIGKILL at random moments and runs them again: `python -m tests.crash`.

First one run on articles like those of the sample wire, served over HTTP from this machine, is left undisturbed. Then
each life starts with an empty home: some runs are killed at moments drawn uniformly from the undisturbed duration, and
one runs to its end. The lake must then equal the undisturbed one, without orphaned files or processes, and no
received page may have been requested again, except the one that its host was sending when the run was killed.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count as count_up
from pathlib import Path
from signal import SIGKILL
from typing import Literal

import psutil

from tests.bench import FIRST, LAST, vary
from tests.faulty import HTML, WORDS, XML
from tests.fingerprint import fingerprint
from tests.loopback import Answer, Loopback, Visit, loopback
from tests.prefect_server import PrefectServer, prefect_server
from transforms.tables.schema import FACTS
from warehouse import Lake, check, maintain, query

WIRE = Path(__file__).resolve().parent.parent / "seeds" / "wire"
OUTLETS = 8
MISSING = 40
"""One page in this many is missing."""
PATIENCE = 900
SAME = ("articles", "rejects", "actors", *FACTS)
"""Tables whose content does not depend on the number of requests."""
PHASES = (
    ("finished", r" = \d+ landed"),
    ("landing", r"batch (\d+) of \1:"),
    ("reading", r"batch \d+ of \d+:|Submitting task extract|extract-"),
    ("cleaning", r"documents came|clean-"),
    ("fetching", r"documents announced"),
    ("discovering", r"discover"),
)
_FIRST_DAY = date(2024, 11, 27)
_VILLAGE = (
    ("Ain", "Tell", "Kafr", "Deir", "Khan", "Umm"),
    ("bara", "sita", "dour", "mila", "qanat", "hawr", "zeita", "raf"),
)

Victim = Literal["run", "server"]
AWAY = 10.0
"""Seconds until a killed server is started again, as by its supervisor."""
Due = Callable[[float, str], bool]
"""Decides from a run's duration in seconds and its output whether to kill it now."""


@dataclass(frozen=True)
class World:
    """Outlets on loopback that announce pages, and the environment of runs that read them."""

    server: Loopback
    prefect: PrefectServer
    outlets: tuple[str, ...]
    batch: int

    def environment(self, home: Path, reports: bool = False) -> dict[str, str]:
        """The environment variables of a run with this home, alone or reporting to the Prefect server."""
        own = {
            "DATELINE_HOME": str(home),
            "DATELINE_ROUTES": json.dumps(dict.fromkeys(self.outlets, self.server.route)),
            "DATELINE_DELAY": "0",
            "DATELINE_BATCH": str(self.batch),
            "DATELINE_WORKERS": "2",
            "PREFECT_API_URL": self.prefect.url if reports else "",
            "PREFECT_LOGGING_LEVEL": "INFO",
            "PREFECT_CLIENT_MAX_RETRIES": "1",  # give up soon on a server that is gone
        }
        return os.environ | own

    def home(self, folder: Path) -> Path:
        """A new home with the outlets as its sources."""
        (folder / "seeds").mkdir(parents=True)
        table = '[[source]]\nname = "{0}"\nkind = "sitemap"\nurl = "http://{0}/sitemap.xml"\n'
        (folder / "seeds" / "sources.toml").write_text("\n".join(map(table.format, self.outlets)))
        return folder


@dataclass(frozen=True)
class Attempt:
    """A run: its exit code, duration in seconds and last phase."""

    seconds: float
    code: int
    phase: str
    survivors: int = 0
    """Its child processes that were still running a minute after it was killed."""
    answering: tuple[Visit, ...] = ()
    """The last visit to each host before it was killed: its answer may not have been stored."""

    @property
    def killed(self) -> bool:
        return self.code == -SIGKILL


@contextmanager
def world(pages: int, folder: Path, batch: int = 50) -> Iterator[World]:
    """Outlets with a number of pages on a free port, and a Prefect server with its logs in `folder`."""
    outlets = tuple(f"outlet-{number}.example" for number in range(OUTLETS))
    bodies = {(outlets[n % OUTLETS], f"news/{n}"): page(n) for n in range(pages)}
    maps: dict[str, list[str]] = defaultdict(list)
    for outlet, path in bodies:
        maps[outlet].append(f"<url><loc>http://{outlet}/{path}</loc></url>")

    def answer(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        if path == "sitemap.xml":
            entries = "".join(maps[host])
            xmlns = "http://www.sitemaps.org/schemas/sitemap/0.9"
            return Answer(f'<urlset xmlns="{xmlns}">{entries}</urlset>'.encode(), headers=XML)
        return Answer(bodies[host, path], headers=HTML) if bodies.get((host, path)) else None

    with loopback(answer) as server, prefect_server(folder) as prefect:
        yield World(server, prefect, outlets, batch)


def page(number: int) -> bytes:
    """A unique page: the varied opening of a sample wire page and news of a village; some pages are missing (empty)."""
    if number % MISSING == MISSING - 1:
        return b""
    rng = random.Random(f"village {number}")  # noqa: S311
    openings = _openings()
    title, opening = openings[number % len(openings)]
    day = _FIRST_DAY + timedelta(days=number % 12)
    village = f"{rng.choice(_VILLAGE[0])} {rng.choice(_VILLAGE[1])}".title()
    news = (
        f"At least {rng.randint(2, 60)} people were killed and {rng.randint(61, 200)} wounded when shells hit the "
        f"village of {village} on {day:%A}, {rng.choice(FIRST)} {rng.choice(LAST)}, a doctor at the "
        f"{rng.choice(WORDS)} near the {rng.choice(WORDS)}, said. "
        f"The {rng.choice(WORDS)} and the {rng.choice(WORDS)} were not hit."
    )
    return (
        f'<html lang="en"><head><meta charset="utf-8"><title>{title} ({number})</title>'
        f'<meta property="article:published_time" content="{day}T08:00:00Z"></head><body><article><h1>{title}</h1>'
        f"<p>{news}</p><p>{vary(opening, number)}</p></article></body></html>"
    ).encode()


def _openings() -> list[tuple[str, str]]:
    """The title and the first paragraph of the readable pages of the sample wire."""
    if not _OPENINGS:
        for file in sorted(WIRE.rglob("*.html")):
            text = file.read_text(encoding="utf-8")
            title, opening = (
                re.search("<h1>(.*?)</h1>", text),
                re.search("<p>([A-Z](?!e and our).{100,400}?)</p>", text),
            )
            if title and opening and "/fr/" not in file.as_posix():
                _OPENINGS.append((title[1], opening[1]))
    return _OPENINGS


_OPENINGS: list[tuple[str, str]] = []


def run(world: World, home: Path, due: Due | None = None, victim: Victim = "run") -> Attempt:
    """Run `dateline run` in its own process. When `due` returns true, the `victim` is killed with SIGKILL: the run, or
    the Prefect server to which it reports, which is started again after AWAY seconds."""
    command = [sys.executable, "-m", "flows.cli", "run", *(f"--source={outlet}" for outlet in world.outlets)]
    environment = world.environment(home, reports=victim == "server")
    log, before = home / "log", len(world.server.log)
    started: list[psutil.Process] = []
    log.unlink(missing_ok=True)  # processes left by a killed run may still write to it
    with log.open("wb") as printed:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=printed, stderr=printed, env=environment)
        while due and process.poll() is None:
            if due(time.monotonic() - began, log.read_text()):
                if victim == "run":
                    started = psutil.Process(process.pid).children(recursive=True)
                    process.kill()
                else:
                    world.prefect.kill()
                    time.sleep(AWAY)
                    world.prefect.start()
                break
            time.sleep(0.02)
        code, seconds = process.wait(PATIENCE), time.monotonic() - began
    survivors = len(psutil.wait_procs(started, timeout=60)[1])
    answering = {visit.host: visit for visit in world.server.log[before:]} if code == -SIGKILL else {}
    return Attempt(seconds, code, _phase(log.read_text()), survivors, tuple(answering.values()))


def after(moment: float) -> Due:
    """Due this many seconds after the start of the run."""
    return lambda seconds, printed: seconds >= moment


def has_printed(words: str) -> Due:
    """Due when the run has printed these words."""
    return lambda seconds, printed: words in printed


def requested_again(visits: Sequence[Visit], attempts: Sequence[Attempt]) -> list[str]:
    """The pages requested again after they were received, except those being received when a run was killed."""
    excused = {id(visit) for attempt in attempts for visit in attempt.answering}
    received = Counter(
        (visit.host, visit.path)
        for visit in visits
        if visit.status == 200 and visit.path.startswith("/news/") and id(visit) not in excused
    )
    return [f"{host}{path}" for (host, path), times in received.items() if times > 1]


def _phase(log: str) -> str:
    return next((phase for phase, pattern in PHASES if re.search(pattern, log)), "starting")


def contents(lake: Lake) -> dict[str, str]:
    """Hashes of a lake's content that do not depend on repeated requests: of pages only the first copy of documents."""
    documents = "SELECT url, status, body_sha256 FROM pages WHERE role = 'document' AND revisits IS NULL ORDER BY ALL"
    documents_count = Counter(tuple(row.values()) for row in query(lake, documents).to_pylist())
    return {name: value for name, value in fingerprint(lake).items() if name in SAME} | {
        "pages": repr(sorted(documents_count))
    }


def orphans(lake: Lake) -> set[str]:
    """Files of a lake that are not in its catalog."""
    listed_files = "SELECT path FROM ducklake_data_file UNION SELECT path FROM ducklake_delete_file"
    listed_files += " UNION SELECT path FROM ducklake_files_scheduled_for_deletion"
    assert lake.catalog_file
    with closing(sqlite3.connect(lake.catalog_file)) as catalog:
        names = {Path(path).name for (path,) in catalog.execute(listed_files)}
    return {file.name for file in Path(lake.data).rglob("*.parquet")} - names


def rows(lake: Lake) -> int:
    """The number of facts in a lake."""
    if not lake.catalog_file or not lake.catalog_file.exists():
        return 0
    counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in FACTS)  # noqa: S608
    return int(query(lake, f"SELECT {counts} AS rows").to_pylist()[0]["rows"])


@dataclass(frozen=True)
class Life:
    """Runs with one home: the number of facts after each, and the faults found at the end."""

    attempts: list[Attempt]
    after: list[int]
    wrong: list[str]


def life(
    world: World,
    home: Path,
    kills: Sequence[Due],
    expected: Mapping[str, str] | None = None,
    victim: Victim = "run",
) -> Life:
    """Start with an empty home, kill one run (or its server) per item of `kills`, then run to the end and compare the
    contents with `expected`. A life ends early if a run finishes before its kill."""
    lake, before = Lake.at(world.home(home)), len(world.server.log)
    attempts, after = [], []
    for due in (*kills, None):
        attempts.append(run(world, home, due, victim))
        after.append(rows(lake))
        if victim == "run" and not attempts[-1].killed:
            break
    maintain(lake, spare=timedelta(0), sweep=True)
    wrong = [f"asked for again: {page}" for page in requested_again(world.server.log[before:], attempts)]
    wrong += [f"{attempt.survivors} processes outlived a kill" for attempt in attempts if attempt.survivors]
    wrong += [f"the last run ended with {attempts[-1].code}"] if attempts[-1].code else []
    wrong += [f"check {failure.name}: {failure.rows} rows" for failure in check(lake)]
    wrong += [f"orphaned: {file}" for file in sorted(orphans(lake))]
    wrong += [f"left: {file.name}" for file in home.glob("warehouse/data/incoming/*.arrows")]
    wrong += [f"left: {folder.name}" for folder in home.glob("warehouse/data/spilled/*/")]
    found_contents = contents(lake)
    wrong += [f"{name} differs" for name in found_contents if expected and found_contents[name] != expected[name]]
    return Life(attempts, after, wrong)


def show(finished_life: Life, first: int, victim: str = "run") -> int:
    """Print a life as rows of a table, its kills counted from `first`; returns the number of kills so far."""
    for number, (attempt, count) in enumerate(zip(finished_life.attempts, finished_life.after, strict=True), 1):
        is_last = number == len(finished_life.attempts)
        struck = f"{first + number}: the {victim}" if not is_last else "none"
        verdict = ("; ".join(finished_life.wrong) or "equal") if is_last else ""
        ended = "killed" if attempt.killed else f"ended with {attempt.code}"
        print(f"| {struck} | {attempt.seconds:.1f} s | {attempt.phase} | {ended} | {count} | {verdict} |", flush=True)
    return first + len(finished_life.attempts) - 1


def main() -> None:
    options = ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=2000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--each", type=int, default=2, help="kills before a run to the end")
    options.add_argument("--servers", type=int, default=2, help="kills of the Prefect server")
    options.add_argument("--seed", type=int, default=1)
    arguments = options.parse_args()
    rng = random.Random(arguments.seed)  # noqa: S311
    with (
        tempfile.TemporaryDirectory(prefix="dateline-crash-") as folder,
        world(arguments.pages, Path(folder)) as outlets,
    ):
        scratch = Path(folder)
        whole = life(outlets, scratch / "undisturbed", [])
        expected, length = contents(Lake.at(scratch / "undisturbed")), whole.attempts[0].seconds
        print(
            f"seed {arguments.seed}, {arguments.pages} pages, undisturbed: {length:.0f} s, "
            f"{whole.after[0]} rows of facts",
            flush=True,
        )
        print(
            "| killed | seconds | last told of | the run | rows after | in the end |\n" + "| --- " * 6 + "|", flush=True
        )
        kills = show(whole, 0)
        for number in count_up():
            if kills >= arguments.kills:
                break
            dues = [after(rng.uniform(0, length)) for _ in range(min(arguments.each, arguments.kills - kills))]
            kills = show(life(outlets, scratch / f"life-{number}", dues, expected), kills)
        for number in range(arguments.servers):
            due = after(rng.uniform(length / 8, length))
            show(life(outlets, scratch / f"server-{number}", [due], expected, "server"), number, "server")


if __name__ == "__main__":
    main()
