"""Where articles come from: the sources people list in seeds/sources.toml, and what is given by hand."""

from flows.sources.base import Candidate, Source, SourceError, canonical
from flows.sources.catalogue import SOURCES, discover, examine, given, load

__all__ = ["SOURCES", "Candidate", "Source", "SourceError", "canonical", "discover", "examine", "given", "load"]
