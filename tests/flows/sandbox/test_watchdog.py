"""A process exits when its parent does."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import get_context
from time import sleep

import pytest

from flows.sandbox.watchdog import VARIABLE, follow
from flows.settings import PROJECT

PATIENCE = 120.0


def child() -> None:
    follow()
    print(os.getpid(), flush=True)
    sleep(PATIENCE)


def parent() -> None:
    """Start a child that follows this process; to be killed."""
    get_context("spawn").Process(target=child).start()
    sleep(PATIENCE)


def test_a_child_ends_when_its_parent_is_killed() -> None:
    command = [sys.executable, "-c", "from tests.flows.sandbox.test_watchdog import parent; parent()"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as running:
        assert running.stdout
        assert int(running.stdout.readline()) > 0
        running.kill()
        # the end of the output, which the child holds open, is the end of the child
        running.communicate(timeout=PATIENCE)


@pytest.mark.parametrize(("variable", "code"), [({VARIABLE: "1"}, 1), ({}, 0)], ids=["asked to", "not asked to"])
def test_a_process_ends_with_its_input_only_if_asked_to(variable: dict[str, str], code: int) -> None:
    wait = f"sleep({PATIENCE})" if variable else "sys.stdin.read()"
    script = f"import os, sys, flows; from time import sleep; print({VARIABLE!r} in os.environ, flush=True); {wait}"
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE} | variable
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stdout.readline() == b"False\n"
        running.stdin.close()
        assert running.wait(PATIENCE) == code
