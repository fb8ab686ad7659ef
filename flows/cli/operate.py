"""Keeping it running: server, schedules, maintenance."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Annotated

import typer

from flows.cli.app import app, out, plainly
from flows.learned import grid
from flows.settings import settings
from warehouse import require


@app.command()
@plainly
def maintain() -> None:
    """Merge small files of the warehouse, expire old snapshots, remove files that nothing needs."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.maintain import WHAT
    from flows.maintain import maintain as tidy
    from flows.server import reporting

    require(settings().lake)
    with reporting():
        done = tidy()
    out.print(grid(["", "count"], [[WHAT[name], count] for name, count in asdict(done).items()]))


@app.command()
@plainly
def serve(
    host: Annotated[str | None, typer.Option(help="Where the server is bound; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="4200 by default.")] = None,
) -> None:
    """Start the Prefect server, its UI included, and run the nightly, backfills and maintenance that it schedules.

    It asks for a secret, which is made and shown at the first start and kept in `.dateline/secret` of DATELINE_HOME.
    Where PREFECT_API_URL names a server, the deployments are served to that one and none is started here.
    """
    from flows.serve import serve as serve_deployments

    serve_deployments(host, port, out)
