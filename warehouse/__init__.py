"""The lake: DuckLake tables of facts, landed in one transaction, asked with SQL, checked and tidied."""

from warehouse.check import Failure, check
from warehouse.copies import Copy
from warehouse.lake import Lake, connect, require, usable
from warehouse.land import Count, Landing, known, land, version
from warehouse.ledger import Covered, covering, latest_night
from warehouse.maintain import Maintained, maintain
from warehouse.pages import Held, Ref, all_pages, announcements, held, pages, read_from, readable
from warehouse.query import QueryError, explain, query
from warehouse.restore import Restored, backup, backups, restore
from warehouse.stories import Grouping
from warehouse.warc import export
from warehouse.words import LakeError

__all__ = [
    "Copy",
    "Count",
    "Covered",
    "Failure",
    "Grouping",
    "Held",
    "Lake",
    "LakeError",
    "Landing",
    "Maintained",
    "QueryError",
    "Ref",
    "Restored",
    "all_pages",
    "announcements",
    "backup",
    "backups",
    "check",
    "connect",
    "covering",
    "explain",
    "export",
    "held",
    "known",
    "land",
    "latest_night",
    "maintain",
    "pages",
    "query",
    "read_from",
    "readable",
    "require",
    "restore",
    "usable",
    "version",
]
