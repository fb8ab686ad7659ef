"""The `dateline` command: `commands` has a module per group, `output` prints, the rest is what commands share."""

import gc
import sys
from importlib import import_module
from io import TextIOWrapper
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.cli.application import app as app

COMMANDS = {
    "begin": ("init",),
    "run": ("run", "backfill"),
    "brief": ("brief",),
    "ask": ("sql", "explain", "changes", "dictionary", "codebook"),
    "search": ("search",),
    "export": ("export", "publish"),
    "assistants": ("mcp",),
    "sources": ("sources",),
    "status": ("status",),
    "doctor": ("doctor",),
    "archive": ("reextract", "pages"),
    "decide": ("correct", "link", "unlink"),
    "operate": ("check", "maintain", "backup", "restore", "serve"),
    "extract": ("extract", "clean"),
}
"""The modules of commands, in the order of the help, and the commands of each."""


def main() -> None:
    gc.set_threshold(50_000)  # imports and rows make objects and hardly a cycle: the search is a tenth of a run
    if isinstance(sys.stdout, TextIOWrapper):  # an answer goes on behind a letter that the terminal lacks
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app_for(sys.argv[1:])()
    finally:
        gc.freeze()  # else Python searches all objects for cycles before it exits


def app_for(words: list[str]) -> Any:
    """The Typer application with the command that the words name, or with all if they name none.

    A command starts sooner if the modules of the others are not imported.
    """
    options = list(takewhile(lambda word: word.startswith("-"), words))
    named = "" if "--help" in options else "".join(words[len(options) :][:1])
    for module in [name for name, commands in COMMANDS.items() if named in commands] or COMMANDS:
        import_module(f"flows.cli.commands.{module}")
    import_module("flows.cli.commands.begin")  # the options before the name of a command
    return import_module("flows.cli.application").app


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(name)
    return app_for([])
