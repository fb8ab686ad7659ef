"""Names the extractor of a run: the version of the rules and seeds, and the reader of events."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from transforms.seeds import text
from transforms.shipped import LEARNED, RULES, SEEDS
from transforms.tables.schema import EXTRACTOR

FILES = ("reader.json", "reader.onnx", "reader.words", "vocabulary.txt")
PART = 2**16
"""Bytes read at once: after a whole network the C library keeps 15 MiB of what is freed later."""


def extractor(reader: str | None) -> str:
    """The extractor of facts, of which the events are read by `reader`: `dateline-1.5.0+1a2b3c4d/learned-5e6f7a8b`."""
    return f"{EXTRACTOR}/{reader_version(reader)}"


def reader_version(reader: str | None) -> str:
    """The name of an event reader, with a hash of its files, or for a language model of its instructions."""
    if reader == RULES:  # the fingerprint of the seeds is theirs
        return reader
    if reader and "://" in reader:
        return f"{reader.partition('#')[2]}-{sha256(text('endpoint/instructions.md').encode()).hexdigest()[:8]}"
    return _version_of_network(SEEDS / "reader" if reader in (None, LEARNED) else Path(str(reader)))


@cache
def _version_of_network(folder: Path) -> str:
    """The name of a network's folder with a hash of its files; missing files are reported where it is loaded."""
    digest = sha256()
    for file in (folder / name for name in FILES if (folder / name).is_file()):
        with file.open("rb") as opened:
            while part := opened.read(PART):
                digest.update(part)
    return f"{LEARNED if folder == SEEDS / 'reader' else folder.resolve().name}-{digest.hexdigest()[:8]}"
