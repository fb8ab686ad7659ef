"""The lake: DuckLake tables of facts, landed in one transaction, asked with SQL, checked and tidied."""

from warehouse.check import Failure, check
from warehouse.lake import Lake, connect, usable
from warehouse.land import Count, Landing, known, land, version
from warehouse.maintain import Maintained, maintain
from warehouse.pages import Held, Ref, all_pages, announcements, held, pages, read_from, readable
from warehouse.query import QueryError, explain, query
from warehouse.stories import Grouping
from warehouse.warc import export
from warehouse.words import LakeError

__all__ = [
    "Count",
    "Failure",
    "Grouping",
    "Held",
    "Lake",
    "LakeError",
    "Landing",
    "Maintained",
    "QueryError",
    "Ref",
    "all_pages",
    "announcements",
    "check",
    "connect",
    "explain",
    "export",
    "held",
    "known",
    "land",
    "maintain",
    "pages",
    "query",
    "read_from",
    "readable",
    "usable",
    "version",
]
