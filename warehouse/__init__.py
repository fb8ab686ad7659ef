"""The lake: DuckLake tables of facts, landed in one transaction, asked with SQL, checked after every run."""

from warehouse.check import Failure, check
from warehouse.lake import Lake, LakeError, connect
from warehouse.land import Count, Landing, known, land, version
from warehouse.query import QueryError, explain, query

__all__ = [
    "Count",
    "Failure",
    "Lake",
    "LakeError",
    "Landing",
    "QueryError",
    "check",
    "connect",
    "explain",
    "known",
    "land",
    "query",
    "version",
]
