"""Keeping it running: server, schedules, maintenance."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Annotated

import typer

from flows.cli.app import app, out, plainly
from flows.cli.summary import grid
from flows.settings import settings
from warehouse import require


@app.command()
@plainly
def maintain(
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Take the files that no catalogue knows also where they are many.")
    ] = False,
) -> None:
    """Merge small files of the warehouse, expire old snapshots, move files that nothing needs to the trash for a week.

    Where a large share of the files is unknown to the catalogue, nothing is done without `--sweep`.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.maintain import WHAT
    from flows.maintain import maintain as tidy
    from flows.serving.server import reporting

    require(settings().lake)
    with reporting():
        done = tidy(sweep)
    out.print(grid(["", "count"], [[WHAT[name], count] for name, count in asdict(done).items()]))


@app.command()
@plainly
def backup() -> None:
    """Copy the catalogue, checked and consistent while others read and write; the latest 14 copies are kept.

    Every night does the same. For a catalogue in PostgreSQL see docs/operations.md.
    """
    from warehouse import backup as copied

    made = copied(settings().lake)
    out.print(f"copy {made.name} of snapshot {made.snapshot}: {made.path}", style="dim", soft_wrap=True)


@app.command()
@plainly
def restore(
    copy: Annotated[
        str | None,
        typer.Argument(metavar="[COPY]", help="Its name or file; by default the newest, where the catalogue is lost."),
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Only list the copies there are.")] = False,
) -> None:
    """Bring the warehouse back to a copy of its catalogue, with the files that it needs, also from the trash.

    The catalogue that stood is kept beside the copies, and what is newer than the copy goes to the trash.
    """
    from warehouse import backups
    from warehouse import restore as restored

    if show:
        rows = [[found.name, found.snapshot, found.made, str(found.path)] for found in backups(settings().lake)]
        out.print(grid(["copy", "snapshot", "of", "file"], rows))
        return
    done = restored(settings().lake, copy)
    told = {
        "copy": done.copy or "none: the catalogue is whole",
        "what stood there is kept as": done.lost or "none",
        "snapshot": done.snapshot,
        "files brought back from the trash": done.brought_back,
        "newer files moved to the trash": done.set_aside,
    }
    out.print(grid(["restored", ""], [[name, str(value)] for name, value in told.items()]))
    out.print(grid(["table", "rows"], [[name, count] for name, count in done.rows.items()]))


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
    from flows.serving.serve import serve as serve_deployments

    serve_deployments(host, port, out)
