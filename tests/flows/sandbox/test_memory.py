"""Memory that was freed between what is still used goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

FREE = """
from pathlib import Path
from flows.sandbox.memory import give_back

def held():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))

blocks = [bytes([1]) * 2_000 for _ in range(50_000)]
last = blocks[-1]
del blocks
before = held()
give_back()
print(before - held())
"""
"""A last block that stays, so that the C library cannot give back what lies below it by itself."""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc is asked to give memory back")
def test_what_was_freed_goes_back() -> None:
    done = subprocess.run([sys.executable, "-c", FREE], check=True, capture_output=True, text=True)
    assert int(done.stdout) > 50_000  # KiB of 100 MB


def test_a_c_library_without_the_function_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.sandbox import memory

    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    memory.give_back()
