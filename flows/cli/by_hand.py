"""Executes runs started by a command: in this process, or as Prefect flow runs if a server is configured."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from flows.cli.application import complain, manner
from flows.cli.output.progress import shown
from flows.settings import settings

P = ParamSpec("P")
R = TypeVar("R")

FORMAT = "%(asctime)s.%(msecs)03d | %(levelname)-7s | %(name)s - %(message)s"
SERVER = "PREFECT_API_URL"


def by_hand(run: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a run, executed now. If a server is configured, or Dask is to be used, the Prefect flow of the same
    name is executed instead; ServerError if the server does not answer. If a check fails after landing, the command
    exits with 1."""
    from flows.tasks import CheckError

    try:
        return _execute(run, *args, **kwargs)
    except CheckError as error:
        complain(f"what came has landed, and these checks fail: {error}")
        raise SystemExit(1) from error


def _execute(run: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    if not names_a_server() and settings().runner == "threads":
        with logged(), shown():
            return run(*args, **kwargs)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.orchestrated import flows
    from flows.serving.server import reporting_server

    with reporting_server():
        reported: R = flows.run_flow(getattr(flows, run.__name__), *args, **kwargs)
        return reported


def names_a_server() -> bool:
    """Whether Prefect's settings name a server. Prefect, which takes seconds to import, is imported only if one of its
    settings files may name one."""
    if SERVER in os.environ:
        return bool(os.environ[SERVER])
    if not any(_may_name_a_server(file) for file in _prefect_settings_files() if file.exists()):
        return False
    from prefect.settings import PREFECT_API_URL

    return bool(PREFECT_API_URL.value())


def _may_name_a_server(file: Path) -> bool:
    text = _read_lower(file)
    return SERVER.lower() in text or file.name == "prefect.toml" or "tool.prefect" in text


def _prefect_settings_files() -> list[Path]:
    """The files from which Prefect reads settings, in addition to the environment."""
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    return [profiles, *(Path(name) for name in (".env", "prefect.toml", "pyproject.toml"))]


def _read_lower(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").lower()
    except OSError:
        return ""


@contextmanager
def logged() -> Iterator[None]:
    """Print the log of the run in Prefect's format; with `--quiet` only warnings and errors."""
    log, handler = logging.getLogger("dateline"), Shown(logging.WARNING if manner.quiet else logging.NOTSET)
    handler.setFormatter(logging.Formatter(FORMAT, "%H:%M:%S"))
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


class Shown(logging.Handler):
    """Writes to the current standard error: while progress bars are shown, above them."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stderr)
        except Exception:  # a log that cannot be written ends no run
            self.handleError(record)
