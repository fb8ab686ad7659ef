"""Lets Arrow do without pandas in the processes that clean and read.

At the first list that becomes a column Arrow imports pandas, if it is installed, to ask whether the list is one of its
arrays. That takes 0.3 seconds and 38 MiB in a process that has no such array. Whoever else imports pandas later gets
it. Importing this module does it, by a finder: Arrow is compiled code, which would take the None of
`sys.modules["pandas"] = None` for the module.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
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
sys.meta_path.insert(0, _finder)
try:
    arrow.array([0])
finally:
    sys.meta_path.remove(_finder)
