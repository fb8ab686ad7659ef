"""Helpers for small nightly runs that land in a lake, and for the loss of its catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import Lake, land

if TYPE_CHECKING:
    from tests.warehouse.conftest import World


def night(lake: Lake, worlds: Callable[..., World], number: int, shared: bool = True) -> None:
    """Land a run with one unique article, and with `shared` a new version of an article that all runs have."""
    world = worlds(f"run-{number}")
    own = world.article(f"own-{number}", f"Rebels took Homs. That was told {number} times.")
    world.hold(own, "Rebels took Homs.", "Homs", "Rebels")
    if shared:
        every = world.article("hama", f"Rebels took Hama. That was told {number} times.")
        world.hold(every, "Rebels took Hama.", "Hama", "Rebels")
    world.run()
    land(lake, world.batch())


def catalogue(lake: Lake) -> Path:
    """The path of the catalogue."""
    assert lake.catalog_file
    return lake.catalog_file


def destroy(lake: Lake) -> None:
    """Delete the catalogue and SQLite's files beside it."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{catalogue(lake)}{ending}").unlink(missing_ok=True)
