"""Two nightly runs over faulty hosts: `python -m tests.faults [ITEMS]` prints what happened as a table."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faulty import World
from tests.loopback import Loopback, Visit, loopback, too_soon
from transforms.tables.schema import Run
from warehouse import Lake, query

DELAY = 0.05
SETTINGS = {
    "DELAY": DELAY, "BACKOFF": 0.05, "PATIENCE": 2, "CONNECT": 6, "READ": 6, "WHOLE": 7, "HOSTS": 64, "WORKERS": 1,
    "FRESH": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Night:
    """One run: its summary, the outcome of every address, and the requests the server received."""

    run: Run
    outcomes: dict[str, str]
    log: list[Visit]
    seconds: float


@contextmanager
def serving(world: World) -> Iterator[Loopback]:
    """Serve the hosts, and set the environment variables that `nightly` reads."""
    with loopback(world.answer) as server:
        routes = dict.fromkeys(world.hosts, server.route)
        variables = {f"DATELINE_{name}": str(value) for name, value in SETTINGS.items()}
        before = dict(os.environ)
        os.environ.update(variables, DATELINE_ROUTES=json.dumps(routes))
        try:
            yield server
        finally:
            os.environ.clear()
            os.environ.update(before)


def night(world: World, server: Loopback, home: Path) -> Night:
    """Run `nightly` once over the hosts."""
    from flows.nightly import nightly
    from flows.tasks import SomeCame

    start, begin = len(server.log), time.monotonic()
    try:
        run = nightly(places=world.places)
    except SomeCame as error:
        run = error.run
    return Night(run, outcomes(home, run.run_id, world), server.log[start:], time.monotonic() - begin)


def outcomes(home: Path, run_id: str, world: World) -> dict[str, str]:
    """The single outcome in the lake of every announced address: landed, unchanged, or rejected and why."""
    rows: Callable[[str], list[dict[str, Any]]] = lambda sql: query(Lake.at(home), sql).to_pylist()  # noqa: E731
    read = {row["url"]: row["run_id"] for row in rows(
        "SELECT p.url, a.run_id FROM articles a JOIN pages p USING (page_id)")}  # fmt: skip
    rejected = {row["url"]: f"rejected at {row['stage']}: {row['reason']}" for row in rows("FROM rejects")}
    assert not set(read) & set(rejected)
    return {
        url: ("landed" if read[url] == run_id else "unchanged") if url in read else rejected.get(url, "unchanged")
        for url in world.expected
    }


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    world = World(items)
    with tempfile.TemporaryDirectory() as scratch, serving(world) as server:
        home = Path(scratch)
        os.environ["DATELINE_HOME"] = scratch
        nights = [night(world, server, home) for _ in range(2)]
        show(world, nights)


def show(world: World, nights: Sequence[Night]) -> None:
    """Print the table of faults, and the summary of each night."""
    print("| fault | first night | second night | requests |\n| --- | --- | --- | --- |")
    for fault in world.faults:
        results = [each.outcomes[fault.url] for each in nights]
        statuses_of_nights = [
            Counter(visit.status or "none" for visit in each.log if visit.host == fault.host) for each in nights
        ]
        counts = "; ".join(
            ", ".join(f"{n} × {status}" for status, n in sorted(count.items(), key=str)) for count in statuses_of_nights
        )
        print(f"| {fault.name} | {results[0]} | {results[1]} | {counts} |")
    groups = {f"feed of {world.items} items": world.crowd, "10 MB sitemap": world.mapped}
    for name, urls in groups.items():
        results = [", ".join(f"{n} {what}" for what, n in Counter(each.outcomes[url] for url in urls).most_common())
                for each in nights]  # fmt: skip
        print(f"| {name} | {results[0]} | {results[1]} | |")
    for name, each in zip(("first", "second"), nights, strict=True):
        run, statuses = each.run, Counter(visit.status for visit in each.log)
        print(
            f"{name} night: {run.discovered} discovered = {run.landed} landed + {run.unchanged} unchanged + "
            f"{run.rejected} rejected in {each.seconds:.0f} s; {len(each.log)} requests, {statuses[200]} × 200, "
            f"{statuses[304]} × 304; {len(too_soon(each.log, DELAY))} at once or too soon"
        )
    for earlier, later in [pair for each in nights for pair in too_soon(each.log, DELAY)]:
        print(f"too soon: {earlier} {later}")
    wrong = {url: (results, nights[0].outcomes[url]) for url, results in world.expected.items()
             if results != nights[0].outcomes[url]}  # fmt: skip
    print(
        f"not as expected: {wrong or 'none'}; "
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB"
    )


if __name__ == "__main__":
    main()
