"""The lake: DuckLake tables of facts; landing, queries, checks, backup and maintenance."""

from warehouse.allowed import QueryError
from warehouse.changes import Change, changes
from warehouse.check import Failure, check, warnings
from warehouse.copies import Copy
from warehouse.errors import LakeError
from warehouse.evidence import explain
from warehouse.exports import Exported, Filters, export_facts
from warehouse.incidents import Linking
from warehouse.lake import Connection, Lake, connect, door, require, usable
from warehouse.land import Count, Known, Landing, known, land, signatures, version
from warehouse.maintain import Maintained, maintain
from warehouse.pages import (
    Ref,
    StoredResponse,
    all_pages,
    announcements,
    latest_documents,
    pages,
    read_from,
    readable,
    refs,
)
from warehouse.publish import publish
from warehouse.query import Limits, answers, ask, query
from warehouse.restore import backup, backups, restore
from warehouse.search import search
from warehouse.stories import Grouping
from warehouse.warc_export import export
from warehouse.watermark import Covered, covering, latest_night

__all__ = [
    "Change",
    "Connection",
    "Copy",
    "Count",
    "Covered",
    "Exported",
    "Failure",
    "Filters",
    "Grouping",
    "Known",
    "Lake",
    "LakeError",
    "Landing",
    "Limits",
    "Linking",
    "Maintained",
    "QueryError",
    "Ref",
    "StoredResponse",
    "all_pages",
    "announcements",
    "answers",
    "ask",
    "backup",
    "backups",
    "changes",
    "check",
    "connect",
    "covering",
    "door",
    "explain",
    "export",
    "export_facts",
    "known",
    "land",
    "latest_documents",
    "latest_night",
    "maintain",
    "pages",
    "publish",
    "query",
    "read_from",
    "readable",
    "refs",
    "require",
    "restore",
    "search",
    "signatures",
    "usable",
    "version",
    "warnings",
]
