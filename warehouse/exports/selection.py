"""Selects what is exported: tables and marts by name, and the filters on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import get_args

import duckdb
from duckdb.func import SPECIAL

from transforms.civilians import is_of_no_group, people_of
from transforms.shipped import SEEDS, SQL
from transforms.spreadsheet import safe
from transforms.tables.schema import Plover
from warehouse.storage.errors import LakeError, quoted, sql_list

FACTS_AND_INCIDENTS = ("incidents", "events", "figures", "quotes", "relations")
"""The tables that are exported if none is named."""
_DAYS = ("day", "published_date", "month", "first_published")
_CLASSES = frozenset(get_args(Plover))
_SEEDS = ("countries", "actor_kinds", "disorder_types", "plover_modes")
_DIVISIONS = """
    CREATE TEMP TABLE divisions AS
    SELECT column1 AS name, column3 AS country, column4 AS admin1, nullif(column7, '')::DOUBLE AS west,
        nullif(column8, '')::DOUBLE AS south, nullif(column9, '')::DOUBLE AS east, nullif(column10, '')::DOUBLE AS north
    FROM read_csv({path}, header = false, delim = '\t', quote = '', escape = '', auto_detect = false,
        columns = {{{columns}}})
    WHERE coalesce(column5, '') = ''
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on rows: `first` and `last` day, both included; ISO 3166-1 codes of countries; PLOVER classes or ACLED
    event types; minimum confidence (0 to 1; the highest one of an incident's facts). With `background` a standard's
    rows include incidents that are told only as history.
    """

    first: date | None = None
    last: date | None = None
    countries: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    confidence: float | None = None
    background: bool = False


class Selection:
    """Filtered relations of an opened lake, with the names and codes of seeds/exports."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, filters: Filters) -> None:
        """Read the seeds. LakeError for a filter with an unknown country or class, or an invalid confidence."""
        self._connection = connection
        self.filters = filters
        for name in _SEEDS:
            path = quoted(str(SEEDS / "exports" / f"{name}.csv"))
            connection.execute(
                f"CREATE TEMP TABLE {name} AS FROM read_csv({path}, comment = '#', header = true, all_varchar = true)"
            )
        columns = ", ".join(f"'column{n}': 'VARCHAR'" for n in range(11))
        path = quoted(str(SEEDS / "divisions" / "divisions.tsv.gz"))
        connection.execute(_DIVISIONS.format(path=path, columns=columns))
        connection.create_function("cell_of", safe, ["VARCHAR"], "VARCHAR")
        connection.create_function("is_of_no_group", is_of_no_group, ["VARCHAR"], "BOOLEAN", null_handling=SPECIAL)
        connection.create_function("people_of", people_of, ["VARCHAR"], "VARCHAR", null_handling=SPECIAL)
        connection.execute((SQL / "exports" / "setup.sql").read_text(encoding="utf-8"))
        if filters.last:
            connection.execute(f"SET VARIABLE last_day = DATE {quoted(filters.last.isoformat())}")
        self._countries = self._alpha2_codes(filters.countries)
        self._check_filters()

    def tables(self, names: Iterable[str]) -> list[str]:
        """The named tables, or by default those of FACTS_AND_INCIDENTS that have the columns of all filters.

        LakeError if one is not a table or mart, or if a filter does not fit it.
        """
        wanted = list(dict.fromkeys(names))
        for table in wanted:
            self.relation(table)
        return wanted or [
            table for table in FACTS_AND_INCIDENTS if not self._missing_column(self.columns(self._base(table)))
        ]

    def relation(self, table: str) -> str:
        """The SELECT of a table or mart with the filters. LakeError if there is none, or if a filter does not fit."""
        base = self._base(table)
        columns = self.columns(base)
        if missing := self._missing_column(columns):
            raise LakeError(f"{table}: has no {missing[0]} to choose by; leave {missing[1]} out")
        return f"SELECT * FROM ({base}) AS {table} WHERE {self._condition(columns)}"

    def without_country(self, table: str) -> int:
        """The number of rows that the filter of countries leaves out because their country is not known."""
        base = self._base(table)
        columns = self.columns(base)
        if not self._countries or "country" not in columns:
            return 0
        where = self._condition(columns, "country IS NULL")
        return len(self._connection.execute(f"SELECT 1 FROM ({base}) AS {table} WHERE {where}").fetchall())

    def columns(self, select: str) -> dict[str, str]:
        """The columns of a SELECT and their types."""
        return {row[0]: row[1] for row in self._connection.execute(f"DESCRIBE {select}").fetchall()}

    def _base(self, table: str) -> str:
        file = SQL / "exports" / f"{table}.sql"
        if table.isidentifier() and table != "setup" and file.exists():
            return file.read_text(encoding="utf-8")
        if table not in (known := self._table_names()):
            raise LakeError(f"{table}: no table and no mart; there are {', '.join(known)}")
        return f"SELECT * FROM lake.{table}"

    def _table_names(self) -> list[str]:
        rows = self._connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake' UNION ALL"
            " SELECT view_name FROM duckdb_views() WHERE database_name = 'lake' AND NOT internal"
            " UNION ALL SELECT 'territory_on' ORDER BY ALL"
        ).fetchall()
        return [name for (name,) in rows]

    def _missing_column(self, columns: dict[str, str]) -> tuple[str, str] | None:
        """The first column that a filter needs and a relation lacks, and the options of the filter."""
        filters = self.filters
        if (filters.first or filters.last) and not _day_column(columns):
            return "day", "--from and --to"
        if filters.countries and "country" not in columns:
            return "country", "--country"
        if filters.classes and "plover" not in columns:
            return "class", "--class"
        if filters.confidence is not None and "confidence" not in columns:
            return "confidence", "--min-confidence"
        return None

    def _condition(self, columns: dict[str, str], of_country: str = "") -> str:
        """The filters as SQL, with `of_country` instead of the one of countries."""
        filters, parts = self.filters, ["true"]
        day = _day_column(columns)
        if filters.first:
            parts.append(f'"{day}"::DATE >= DATE {quoted(filters.first.isoformat())}')
        if filters.last:
            parts.append(f'"{day}"::DATE <= DATE {quoted(filters.last.isoformat())}')
        if self._countries:
            parts.append(of_country or f"country IN ({sql_list(self._countries)})")
        if filters.classes:
            acled = f" OR acled_event IN ({sql_list(filters.classes)})" if "acled_event" in columns else ""
            parts.append(f"(plover IN ({sql_list(filters.classes)}){acled})")
        if filters.confidence is not None:
            parts.append(f"confidence >= {filters.confidence}")
        return " AND ".join(parts)

    def _alpha2_codes(self, codes: tuple[str, ...]) -> list[str]:
        """Alpha-2 codes of countries given by their alpha-2 or alpha-3 codes."""
        rows = self._connection.execute("SELECT alpha2, alpha3 FROM countries").fetchall()
        known = {code: alpha2 for alpha2, alpha3 in rows for code in (alpha2, alpha3)}
        for code in codes:
            if code.upper() not in known:
                raise LakeError(f"{code}: no code of a country; ISO 3166-1 has them, such as SY or SYR")
        return [known[code.upper()] for code in codes]

    def _check_filters(self) -> None:
        filters = self.filters
        if filters.first and filters.last and filters.first > filters.last:
            raise LakeError(f"{filters.first} is after {filters.last}: --from is the first day, --to the last")
        if filters.confidence is not None and not 0 <= filters.confidence <= 1:
            raise LakeError(f"{filters.confidence}: no confidence; it goes from 0 to 1")
        acled = {
            row[0] for row in self._connection.execute("SELECT DISTINCT acled_event FROM disorder_types").fetchall()
        }
        for name in filters.classes:
            if name not in _CLASSES | acled:
                raise LakeError(f"{name}: no class; there are {', '.join([*sorted(_CLASSES), *sorted(acled)])}")


def _day_column(columns: dict[str, str]) -> str | None:
    return next((name for name in _DAYS if name in columns), None)
