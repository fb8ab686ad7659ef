"""Files for other tools: tables and marts of the lake, selected by filters, come in; complete files go out.

The formats, and the columns of the standards, are rows of seeds/exports; the queries of their rows are in sql/exports.
"""

from warehouse.exports.export import Exported, export_facts
from warehouse.exports.formats import Format, formats
from warehouse.exports.selection import Filters

__all__ = ["Exported", "Filters", "Format", "export_facts", "formats"]
