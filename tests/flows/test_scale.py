"""Many machines by settings alone: Dask, a catalog and Prefect's database in PostgreSQL, files in a bucket."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.fingerprint import fingerprint
from tests.scale import many, night, reach
from tests.servers import PASSWORD, Postgres
from warehouse import Lake, check


def test_many_machines_come_to_what_one_comes_to(
    server: Postgres, s3: dict[str, str], undisturbed: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in reach(s3).items():
        monkeypatch.setenv(name, value)
    with many(tmp_path, server, s3) as machines:
        far = night(tmp_path, machines.variables)
        assert runs(server.words(machines.database)) == [("nightly", "COMPLETED")]
    assert fingerprint(far) == fingerprint(undisturbed)
    assert check(far) == []


def runs(database: str) -> list[tuple[str, str]]:
    """The flow runs in Prefect's database, and their states."""
    known = "SELECT flow.name, flow_run.state_type::text FROM flow_run JOIN flow ON flow.id = flow_run.flow_id"
    with psycopg.connect(database, password=PASSWORD) as session:
        return [(str(name), str(state)) for name, state in session.execute(known).fetchall()]
