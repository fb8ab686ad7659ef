"""Lets Arrow and DuckDB do without pandas where nobody has asked for it.

At the first list that becomes a column Arrow imports pandas, if it is installed, to ask whether the list is one of its
arrays, and so does DuckDB at the first parameter of a query. That takes 0.3 seconds and 38 MiB in a process that has no
such array. Whoever else imports pandas later gets it. Importing this module settles it for Arrow, as the processes that
clean and read do; `without_pandas` does it for both while its body runs. It is a finder: Arrow is compiled code, which
would take the None of `sys.modules["pandas"] = None` for the module.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pyarrow as arrow


class _WithoutPandas(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)
        return None


_finder = _WithoutPandas()


@contextmanager
def without_pandas() -> Iterator[None]:
    """Nobody in this process finds pandas in the body, until `find_pandas`."""
    sys.meta_path.insert(0, _finder)
    try:
        yield
    finally:
        find_pandas()


def find_pandas() -> None:
    """Let pandas be found from now on."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)


with without_pandas():
    arrow.array([0])
