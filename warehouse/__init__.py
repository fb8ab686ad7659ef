"""The lake: DuckLake tables of facts; landing, queries, checks, backup and maintenance.

`storage` holds it, `landing` writes it, `asking` reads it, `upkeep` keeps it sound, `exports` gives it to other tools.
Each public name is imported when it is first used, so that a query loads nothing that only landings need. No package
here has the name of what it exports: once imported, it would hide it.
"""

# ruff: noqa: F401
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.asking.allowed import QueryError
    from warehouse.asking.differences import Change, changes
    from warehouse.asking.evidence import explain
    from warehouse.asking.history import Gone, gone_facts
    from warehouse.asking.page_archive import (
        Ref,
        StoredResponse,
        all_pages,
        announcements,
        latest_documents,
        pages,
        read_at,
        read_from,
        readable,
        refs,
    )
    from warehouse.asking.query import Limits, answers, ask, query
    from warehouse.asking.search import search
    from warehouse.asking.sessions import sharing
    from warehouse.exports import Exported, Filters, export_facts
    from warehouse.exports.publish import publish
    from warehouse.exports.warc import export
    from warehouse.landing.incidents import Linking
    from warehouse.landing.land import Count, Known, Landing, known, land, signatures, version
    from warehouse.landing.stories import Grouping
    from warehouse.landing.watermark import Covered, covering, latest_night
    from warehouse.storage.copies import Copy
    from warehouse.storage.errors import LakeError
    from warehouse.storage.lake import Connection, Lake, connect, door, held, require, usable
    from warehouse.upkeep.check import Failure, check, warnings
    from warehouse.upkeep.maintenance import Maintained, maintain
    from warehouse.upkeep.restore import backup, backups, restore

_NAMES = {
    "asking.allowed": "QueryError",
    "asking.differences": "Change changes",
    "asking.evidence": "explain",
    "asking.history": "Gone gone_facts",
    "asking.page_archive": "Ref StoredResponse all_pages announcements latest_documents pages read_at read_from "
    "readable refs",
    "asking.query": "Limits answers ask query",
    "asking.search": "search",
    "asking.sessions": "sharing",
    "exports": "Exported Filters export_facts",
    "exports.publish": "publish",
    "exports.warc": "export",
    "landing.incidents": "Linking",
    "landing.land": "Count Known Landing known land signatures version",
    "landing.stories": "Grouping",
    "landing.watermark": "Covered covering latest_night",
    "storage.copies": "Copy",
    "storage.errors": "LakeError",
    "storage.lake": "Connection Lake connect door held require usable",
    "upkeep.check": "Failure check warnings",
    "upkeep.maintenance": "Maintained maintain",
    "upkeep.restore": "backup backups restore",
}
"""The names that each module exports."""
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}
__all__ = list(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    return value
