"""Commands for operation: serve, maintain, backup, restore."""

from __future__ import annotations

from dataclasses import asdict

import click

from flows.cli.application import app, out
from flows.cli.output.document import document, json_option
from flows.cli.output.summary import grid
from flows.settings import settings
from warehouse import require


@app.command()
@json_option
def check(as_json: bool) -> None:
    """Check the whole warehouse: print the rows that fail sql/checks, and those that sql/warnings reports.

    Each run checks the rows it landed. The exit code is 1 if a check fails.
    """
    from flows.cli.output.progress import during
    from warehouse import check as failures
    from warehouse import warnings

    lake = settings().lake
    require(lake)
    with during("checking"):
        failed, warned = failures(lake), warnings(lake)
    if as_json:
        document({"broken": [asdict(each) for each in failed], "warnings": [asdict(each) for each in warned]})
    else:
        for failure in [*failed, *warned]:
            rows = [list(row.values()) for row in failure.rows]
            out.print(grid(list(failure.rows[0]), rows, f"{failure.name}: {failure.promise}"))
        out.print(f"{len(failed)} checks failed" if failed else "every check passed", style="bold")
    if failed:
        raise SystemExit(1)


@app.command()
@click.option("--sweep", is_flag=True, help="Remove unknown files even if there are many.")
@json_option
def maintain(sweep: bool, as_json: bool) -> None:
    """Merge small files, expire old snapshots, and move unused files to the trash, which keeps them for a week.

    If a large share of the files is missing from the catalog, nothing is changed unless `--sweep` is given.
    """
    from flows.cli.by_hand import by_hand
    from flows.maintain import WHAT
    from flows.maintain import maintain as tidy

    require(settings().lake)
    done = by_hand(tidy, sweep)
    if as_json:
        document(asdict(done))
        return
    out.print(grid(["", "count"], [[WHAT[name], count] for name, count in asdict(done).items()]))


@app.command()
@json_option
def backup(as_json: bool) -> None:
    """Make a consistent copy of the catalog, even while it is in use, and verify it; the latest 14 are kept.

    Every nightly run does this, too. For a PostgreSQL catalog, see docs/operations.md.
    """
    from flows.cli.output.progress import during
    from warehouse import backup as copied

    with during("copying the catalog"):
        made = copied(settings().lake)
    if as_json:
        document({"name": made.name} | asdict(made))
        return
    out.print(f"copy {made.name} of snapshot {made.snapshot}: {made.path}", style="dim", soft_wrap=True)


@app.command()
@click.argument(
    "copy",
    required=False,
    metavar="[COPY]",
    help="Name or file of the copy; default: the newest, if the catalog is lost.",
)
@click.option("--list", "show", is_flag=True, help="List the copies and exit.")
@json_option
def restore(copy: str | None, show: bool, as_json: bool) -> None:
    """Restore the warehouse from a copy of its catalog, including the files it needs from the trash.

    The current catalog is kept beside the copies, and files newer than the copy are moved to the trash.
    """
    from flows.cli.output.progress import during
    from warehouse import backups
    from warehouse import restore as restored

    if show:
        copies = backups(settings().lake)
        if as_json:
            document([{"name": copied.name} | asdict(copied) for copied in copies])
            return
        rows = [[copied.name, copied.snapshot, copied.made, str(copied.path)] for copied in copies]
        out.print(grid(["copy", "snapshot", "of", "file"], rows))
        return
    with during("restoring"):
        done = restored(settings().lake, copy)
    if as_json:
        document(asdict(done))
        return
    summary = {
        "copy": done.copy or "none: the catalog is whole",
        "what stood there is kept as": done.lost or "none",
        "snapshot": done.snapshot,
        "files brought back from the trash": done.brought_back,
        "newer files moved to the trash": done.set_aside,
    }
    out.print(grid(["restored", ""], [[name, str(value)] for name, value in summary.items()]))
    out.print(grid(["table", "rows"], [[name, count] for name, count in done.rows.items()]))


@app.command()
@click.option("--host", help="Address to bind to; default: 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; default: 4200.")
def serve(host: str | None, port: int | None) -> None:
    """Start the Prefect server and UI, and execute nightly runs, backfills and maintenance.

    The server requires a secret, which is generated and printed at the first start and stored in `.dateline/secret` of
    DATELINE_HOME. If PREFECT_API_URL is set, the deployments are served to that server instead of a new one.
    """
    from flows.serving.serve import serve as serve_deployments

    serve_deployments(host, port, out)
