"""The sources of articles: those of seeds/sources.toml, and addresses and files given by hand.

Names, addresses and files come in; candidates go out, and a Reject for what cannot be read.
"""

from flows.sources.base import Candidate, Source, SourceError
from flows.sources.days import Days
from flows.sources.registry import ARCHIVES, Announced, discover, examine, left_alone, load, source_at

__all__ = [
    "ARCHIVES",
    "Announced",
    "Candidate",
    "Days",
    "Source",
    "SourceError",
    "discover",
    "examine",
    "left_alone",
    "load",
    "source_at",
]
