"""The model of languages, unpacked once into the user's cache and mapped into memory from there.

To unpack it takes half a second and a hundred MiB of each process that cleans. Of the mapped files a process has in
memory what its texts touch, and shares that with others.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from py3langid.langid import LanguageIdentifier

from flows.home import user_cache
from transforms.cleaning.text.language import PRESS, load
from transforms.tables.normalise import digest

_PARTS = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_output", "tk_row")
"""The attributes of an identifier that make it, each a file."""


def identifier() -> LanguageIdentifier:
    """The model from the user's cache, unpacked there if need be; as its package has it if that is not possible."""
    cache = user_cache()
    if cache is None:
        return load()
    folder = cache / f"languages-{digest(version('py3langid'), *sorted(PRESS))}"
    try:
        if not folder.exists():
            _unpack(folder)
        return _mapped(folder)
    except (OSError, ValueError, EOFError):  # a full disk, a damaged file, another process that was faster
        return load()


def _unpack(folder: Path) -> None:
    model = load()
    with TemporaryDirectory(dir=folder.parent) as scratch:
        made = Path(scratch) / folder.name
        made.mkdir()
        for name in _PARTS:
            np.save(made / f"{name}.npy", np.asarray(getattr(model, name)))
        made.rename(folder)


def _mapped(folder: Path) -> LanguageIdentifier:
    ptc, pc, classes, *tables = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in _PARTS)
    # the items of a memoryview are Python's numbers, which are faster than NumPy's
    nextmove, output, row = (memoryview(table) for table in tables)
    return LanguageIdentifier(ptc, pc, classes.tolist(), nextmove, output, norm_probs=True, tk_row=row)
