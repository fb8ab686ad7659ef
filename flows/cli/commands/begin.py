"""The command to begin with, which creates a home."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from flows.cli.application import app, out
from flows.cli.output.summary import command
from flows.home import MARK
from flows.sandbox.terminal import say
from transforms import seeds
from transforms.shipped import SEEDS, VERSION

BEGUN = ("actors", "events", "places")
"""Tables for which a new home contains a file with comments and header, but no rows."""


@app.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR", help="A new or empty folder.")
def init(folder: Path) -> None:
    """Create a home folder for your settings, sources and seeds, which upgrades do not change.

    `dateline` uses it in this folder and its subfolders; elsewhere set DATELINE_HOME.
    """
    if (folder / MARK).exists():
        raise ValueError(f"{folder}: is a home already; nothing was changed.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder}: is not an empty folder; a home has one of its own.")
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".dateline-", dir=folder.parent, ignore_cleanup_errors=True) as scratch:
        made = Path(scratch) / "home"
        for name, text in _home_files().items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        if folder.exists():  # a mount, or where the user stands: it stays, and what makes it a home comes last
            for part in sorted(made.iterdir(), key=lambda part: part.name == MARK.parts[0]):
                part.rename(folder / part.name)
        else:
            made.rename(folder)
    here = Path.cwd()
    shown = folder.relative_to(here) if here in folder.parents else folder
    say(out, f"{shown} is a home of Dateline now; its README.md says what to edit.")
    enter = () if folder == here else (f"cd {shown}",)
    following = (*enter, f"{command()} run --source wire", f"{command()} sources add https://outlet.example/")
    out.print("Next:", *(f"  {words}" for words in following), sep="\n", soft_wrap=True)


def _home_files() -> dict[str, str]:
    """The files of a new home, by name."""
    tables = {str(row["name"]): row for row in seeds.rows("overlay")}
    listing = [
        f"| `{name}.csv` | {row['holds']} | {(row['key'] or '').replace('|', ', ')} |" for name, row in tables.items()
    ]
    return {
        str(MARK): f"{VERSION}\n",
        ".env": _settings_as_comments(),
        "README.md": seeds.text("home/README.md").replace("{tables}", "\n".join(listing)),
        "seeds/sources.toml": seeds.text("home/sources.toml"),
    } | {f"seeds/{name}.csv": _empty_table(name) for name in BEGUN}


def _empty_table(table: str) -> str:
    """The comments and the header of a shipped table, without its rows."""
    lines = (SEEDS / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    header = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(
        ["# Rows of your own, laid over those that come with Dateline: see ../README.md.", *lines[: header + 1], ""]
    )


def _settings_as_comments() -> str:
    """All settings as comments, to be uncommented and set."""
    from flows import settings as described

    lines = (
        line.strip("| ").split(" | ", 1) for line in (described.__doc__ or "").splitlines() if "| DATELINE_" in line
    )
    comments = [f"# {meaning}\n# {name}=\n" for name, meaning in lines if name != "DATELINE_HOME"]
    return "\n".join(["# Settings of this home. Take the # away from a line to set it.\n", *comments])
