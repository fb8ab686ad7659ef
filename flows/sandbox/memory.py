"""Gives memory that this process no longer needs back to the system, where the C library can."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Give back what was freed; otherwise the C library keeps most of it, between what is still used."""
    with suppress(AttributeError, OSError):  # musl and macOS have no such function
        ctypes.CDLL(None).malloc_trim(0)
