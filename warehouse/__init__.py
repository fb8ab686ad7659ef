"""The lake: DuckLake tables of facts, landed in one transaction, asked with SQL, checked and tidied."""

from warehouse.changes import Change, changes
from warehouse.check import Failure, check
from warehouse.copies import Copy
from warehouse.evidence import explain_incident, incident_of
from warehouse.incidents import Linking
from warehouse.lake import Lake, connect, require, usable
from warehouse.land import Count, Known, Landing, known, land, signatures, version
from warehouse.maintain import Maintained, maintain
from warehouse.pages import Held, Ref, all_pages, announcements, held, pages, read_from, readable, refs
from warehouse.query import Limits, QueryError, ask, explain, query
from warehouse.restore import Restored, backup, backups, restore
from warehouse.stories import Grouping
from warehouse.warc import export
from warehouse.watermark import Covered, covering, latest_night
from warehouse.words import LakeError

__all__ = [
    "Change",
    "Copy",
    "Count",
    "Covered",
    "Failure",
    "Grouping",
    "Held",
    "Known",
    "Lake",
    "LakeError",
    "Landing",
    "Limits",
    "Linking",
    "Maintained",
    "QueryError",
    "Ref",
    "Restored",
    "all_pages",
    "announcements",
    "ask",
    "backup",
    "backups",
    "changes",
    "check",
    "connect",
    "covering",
    "explain",
    "explain_incident",
    "export",
    "held",
    "incident_of",
    "known",
    "land",
    "latest_night",
    "maintain",
    "pages",
    "query",
    "read_from",
    "readable",
    "refs",
    "require",
    "restore",
    "signatures",
    "usable",
    "version",
]
