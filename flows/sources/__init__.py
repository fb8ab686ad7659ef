"""Where articles come from: the sources people list in seeds/sources.toml, and what is given by hand."""

from flows.sources.base import Candidate, Source, SourceError
from flows.sources.catalogue import ARCHIVES, SOURCES, Announced, discover, examine, given, left_alone, load
from flows.sources.days import Days

__all__ = [
    "ARCHIVES", "SOURCES", "Announced", "Candidate", "Days", "Source", "SourceError", "discover", "examine", "given",
    "left_alone", "load",
]  # fmt: skip
