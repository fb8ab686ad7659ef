"""Compares nightly runs on one machine and on many: `python -m tests.scale` prints the hashes of both lakes by table.

Only settings differ: a Dask cluster with two workers, a catalog in PostgreSQL, files in a bucket, Prefect's
own database in PostgreSQL. All of it runs on this machine, in separate processes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from tests.cluster import cluster
from tests.fingerprint import fingerprint
from tests.prefect_server import PrefectServer, prefect_server
from tests.servers import PASSWORD, Postgres, bucket, postgres
from transforms.tables.schema import TABLES
from warehouse import Lake

BATCH = "4"


@dataclass(frozen=True)
class Machines:
    """The environment variables of a run on many machines, Prefect's server, and that server's database."""

    variables: dict[str, str]
    prefect: PrefectServer
    database: str


@contextmanager
def many(folder: Path, server: Postgres, s3: Mapping[str, str]) -> Iterator[Machines]:
    """Many machines, with logs in `folder`; `s3` are the environment variables for the bucket news.

    This process must have the variables of `reach`, so that all processes started here inherit them.
    """
    lake, own = f"lake_{token_hex(4)}", f"prefect_{token_hex(4)}"
    for name in (lake, own):
        server.execute(f"CREATE DATABASE {name}")
    database = f"postgresql+asyncpg://admin:{quote(PASSWORD)}@127.0.0.1:{server.port}/{own}"
    with (
        prefect_server(folder, {"PREFECT_API_DATABASE_CONNECTION_URL": database}) as prefect,
        cluster(folder) as running,
    ):
        variables = reach(s3) | {
            "PREFECT_API_URL": prefect.url,
            "DATELINE_RUNNER": "dask",
            "DATELINE_DASK": running.address,
            "DATELINE_CATALOG": f"postgres:{server.words(lake)}",
            "DATELINE_DATA": f"s3://news/{lake}/",
        }
        yield Machines(variables, prefect, own)


def reach(s3: Mapping[str, str]) -> dict[str, str]:
    """The environment variables with which a process can access the database and the bucket."""
    return {"PGPASSWORD": PASSWORD, **s3}


def night(home: Path, variables: Mapping[str, str]) -> Lake:
    """Run the sample wire in a separate process with these environment variables; returns the lake."""
    own = {"DATELINE_HOME": str(home), "DATELINE_DELAY": "0", "DATELINE_BATCH": BATCH, **variables}
    command = [sys.executable, "-m", "flows.cli", "run", "--source", "wire"]
    process = subprocess.run(command, env=os.environ | own, capture_output=True, text=True)
    if process.returncode:
        raise RuntimeError(f"the night ended with {process.returncode}: {(process.stdout + process.stderr)[-2000:]}")
    return Lake.of(home, variables.get("DATELINE_CATALOG"), variables.get("DATELINE_DATA"))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dateline-scale-") as folder, postgres() as server, bucket("news") as s3:
        scratch = Path(folder)
        for name in ("one", "many"):
            (scratch / name).mkdir()
        os.environ.update(reach(s3))
        with prefect_server(scratch / "one") as alone:
            one = fingerprint(night(scratch / "one", {"PREFECT_API_URL": alone.url}))
        with many(scratch / "many", server, s3) as machines:
            other = fingerprint(night(scratch / "many", machines.variables))
    print("| table | one machine | Dask, PostgreSQL, S3 | equal |\n| --- | --- | --- | --- |")
    for table in TABLES:
        equal = "yes" if one[table] == other[table] else "no"
        print(f"| {table} | {one[table][:16]} | {other[table][:16]} | {equal} |")


if __name__ == "__main__":
    main()
