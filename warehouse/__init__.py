"""The lake: DuckLake tables of facts; landing, queries, checks, backup and maintenance.

Each name is imported when it is first used, so that a query loads nothing that only landings need. No module has the
name of what it exports: once imported, it would hide it.
"""

# ruff: noqa: F401
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.allowed import QueryError
    from warehouse.checking import Failure, check, warnings
    from warehouse.copies import Copy
    from warehouse.differences import Change, changes
    from warehouse.errors import LakeError
    from warehouse.evidence import explain
    from warehouse.exports import Exported, Filters, export_facts
    from warehouse.incidents import Linking
    from warehouse.lake import Connection, Lake, connect, door, require, usable
    from warehouse.landing import Count, Known, Landing, known, land, signatures, version
    from warehouse.maintenance import Maintained, maintain
    from warehouse.page_archive import (
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
    from warehouse.publishing import publish
    from warehouse.querying import Limits, answers, ask, query
    from warehouse.restoring import backup, backups, restore
    from warehouse.searching import search
    from warehouse.stories import Grouping
    from warehouse.warc_export import export
    from warehouse.watermark import Covered, covering, latest_night

_NAMES = {
    "allowed": "QueryError",
    "checking": "Failure check warnings",
    "copies": "Copy",
    "differences": "Change changes",
    "errors": "LakeError",
    "evidence": "explain",
    "exports": "Exported Filters export_facts",
    "incidents": "Linking",
    "lake": "Connection Lake connect door require usable",
    "landing": "Count Known Landing known land signatures version",
    "maintenance": "Maintained maintain",
    "page_archive": "Ref StoredResponse all_pages announcements latest_documents pages read_from readable refs",
    "publishing": "publish",
    "querying": "Limits answers ask query",
    "restoring": "backup backups restore",
    "searching": "search",
    "stories": "Grouping",
    "warc_export": "export",
    "watermark": "Covered covering latest_night",
}
"""The names that each module exports."""
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}
__all__ = list(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    return value
