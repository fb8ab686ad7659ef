"""A file of an origin is read once, also where threads ask for it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flows.http.per_origin import PerOrigin


def test_threads_that_ask_together_read_once() -> None:
    asked: list[str] = []
    together = Barrier(4)

    def read(origin: str) -> str:
        asked.append(origin)
        return f"rules of {origin}"

    files = PerOrigin(read)

    def ask(origin: str) -> str:
        together.wait(timeout=60)
        return files[origin]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, ["a.example", "a.example", "b.example", "a.example"]))
    assert answers == [f"rules of {name}.example" for name in "aaba"]
    assert sorted(asked) == ["a.example", "b.example"]


def test_a_file_without_rules_is_not_read_again() -> None:
    asked: list[str] = []

    def read(origin: str) -> tuple[str, ...]:
        asked.append(origin)
        return ()

    files = PerOrigin(read)
    assert files["a.example"] == files["a.example"] == ()
    assert asked == ["a.example"]
