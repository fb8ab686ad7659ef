"""The `dateline` command: `commands` has a module per group, `output` prints, the rest is what commands share."""

import gc
import sys
from io import TextIOWrapper


def main() -> None:
    gc.set_threshold(50_000)  # imports and rows make objects and hardly a cycle: the search is a tenth of a run
    if isinstance(sys.stdout, TextIOWrapper):  # an answer goes on behind a letter that the terminal lacks
        sys.stdout.reconfigure(errors="backslashreplace")
    from flows.cli.application import app  # imported late: who uses one module of this package needs no commands

    try:
        app()
    finally:
        gc.freeze()  # else Python searches all objects for cycles before it exits
