"""Admits queries: one SELECT on the lake's own tables, with functions allowed by sql/functions.csv.

Two independent checks must pass: one of DuckDB's parse tree, with all views and macros it uses, and one of the tokens.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import duckdb

from transforms.shipped import SQL
from warehouse.storage.errors import LakeError, quoted

LIST = SQL / "functions.csv"
# the catalogs and schemas whose tables may be read; others belong to databases that are only attached
_PLACES = {"", "lake", "main", "information_schema"}
_ONLY_OWN_TABLES = "only the tables of the warehouse can be read here"
_WRITERS = {"INSERT", "UPDATE", "DELETE", "MERGE"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(rb'"(?:[^"]|"")*"|[\w\x80-\xff]+|\S')
_VIEWS_AND_MACROS = """
    SELECT view_name, sql FROM __ducklake_metadata_lake.ducklake_view
    UNION ALL
    SELECT macro_name, CASE WHEN impl.type = 'table' THEN impl.sql ELSE system.main.concat('SELECT ', impl.sql) END
    FROM __ducklake_metadata_lake.ducklake_macro
    JOIN __ducklake_metadata_lake.ducklake_macro_impl AS impl USING (macro_id)
"""


class QueryError(LakeError):
    """A query that the lake cannot answer; the message states the reason in one sentence."""


class Use(NamedTuple):
    """A name used in a query, by kind: `value` or `table` (functions), `view`, `show`."""

    kind: str
    name: str
    place: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """Whether a function is allowed, and why."""

    allowed: bool
    why: str


@cache
def verdicts() -> dict[tuple[str, str], Verdict]:
    """The verdict on every function, by name and kind."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {(name.lower(), kind): Verdict(verdict == "allowed", why) for name, kind, verdict, why in rows}


def permit(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise QueryError, in one sentence, unless `sql` is a single SELECT on the lake."""
    if _is_broken(sql):
        raise QueryError("the question is no text in UTF-8")
    waiting = [_permitted_uses(connection, sql)]
    if not waiting[0]:
        return
    definitions = dict[str, list[str]]()
    for name, text in connection.execute(_VIEWS_AND_MACROS).fetchall():
        definitions.setdefault(name.lower(), []).append(text)
    checked = set[str]()
    while waiting:
        uses = waiting.pop()
        for use in sorted(uses):
            if use.kind != "view" and (use.name, use.kind) not in verdicts() and use.name not in definitions:
                raise _unknown_name(use)
        new = {use.name for use in uses} & set(definitions) - checked
        checked |= new
        waiting += [_permitted_uses(connection, text) for name in new for text in definitions[name]]


def _is_broken(sql: str) -> bool:
    """Whether a text contains a lone surrogate, which DuckDB rejects, or a NUL, where it stops reading."""
    return "\0" in sql or bool(_SURROGATE.search(sql))


def _uses(connection: duckdb.DuckDBPyConnection, sql: str) -> set[Use]:
    """The names that one SELECT uses. QueryError for any other text."""
    # with a query parameter DuckDB would import pandas
    (parsed,) = connection.execute(f"SELECT system.main.json_serialize_sql({quoted(sql)})").fetchall()[0]
    try:
        tree = json.loads(parsed)
    except RecursionError:
        raise QueryError("the question is nested too deeply; give its parts names by WITH") from None
    if tree["error"]:
        if tree["error_type"] != "not implemented":
            raise QueryError(f"{tree['error_message']}")
        raise QueryError(f"the warehouse can only be read here: {_suggest_instead(sql)}")
    if (count := len(tree["statements"])) != 1:
        raise QueryError(f"one SELECT at a time, please: there are {count} statements")
    return set(_names_in_tree(tree))


def _suggest_instead(sql: str) -> str:
    words = [word.upper() for word, kind in _tokens(sql) if kind == duckdb.token_type.keyword]
    if "PIVOT" in words:
        return "a PIVOT needs a list of the values of its columns: ON place IN ('Hama', 'Homs')"
    return f"SELECT, not {next((word for word in words if word in _WRITERS), (words or ['that'])[0])}"


def _names_in_tree(tree: Any) -> Iterator[Use]:
    """The functions and tables named anywhere in a parsed statement."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        if not isinstance(part, dict):
            continue
        kind = part.get("type")
        place = tuple(str(part.get(key) or "").lower() for key in ("catalog_name", "schema_name"))
        if kind == "TABLE_FUNCTION":
            function = part["function"]
            yield Use("table", str(function.get("function_name")).lower())
            part = {**part, "function": [each for key, each in function.items() if key != "function_name"]}
        elif "function_name" in part:
            yield Use("value", part["function_name"].lower())
        elif kind == "SHOW_REF":
            if part["query"] is None:
                yield Use("show", part["table_name"].strip('"').lower() or "tables", place)
        elif "table_name" in part:
            yield Use("view", part["table_name"].lower(), place)
        waiting += part.values()


def _permitted_uses(connection: duckdb.DuckDBPyConnection, sql: str) -> set[Use]:
    """The names that one SELECT uses. QueryError for other statements and for names that the list does not allow."""
    uses = _uses(connection, sql)
    for use in sorted(uses):
        if not set(use.place) <= _PLACES:
            raise QueryError(f"{use.name}: {_ONLY_OWN_TABLES}, not those of another database; omit its name")
        verdict = verdicts().get((use.name, use.kind))
        if verdict and not verdict.allowed:
            raise _refusal(use.name, verdict.why)
        if use.kind == "view" and not verdict and not re.fullmatch(r"\w+", use.name):
            raise QueryError(f"{use.name}: {_ONLY_OWN_TABLES}, no files or addresses; `dateline dictionary` lists them")
    for name in _called_functions(sql):
        of_name = [verdict for kind in ("value", "table") if (verdict := verdicts().get((name, kind)))]
        if of_name and not any(verdict.allowed for verdict in of_name) and Use("view", name, ("", "")) not in uses:
            raise _refusal(name, of_name[0].why)
    return uses


def _refusal(name: str, why: str) -> QueryError:
    return QueryError(
        f"the warehouse can only be read here: {name} is not for questions ({why}); sql/functions.csv lists what is"
    )


def _unknown_name(use: Use) -> QueryError:
    """The refusal of a name that is not in the list, often a typo or a function of another database."""
    names = [name for (name, kind), verdict in verdicts().items() if kind == use.kind and verdict.allowed]
    similar = get_close_matches(use.name, names, n=1, cutoff=0.7)
    return _refusal(use.name, f"nobody has judged it{f'; is {similar[0]} meant?' if similar else ''}")


def _called_functions(sql: str) -> Iterator[str]:
    """The words before an opening parenthesis: function calls in the text, independent of the parse tree."""
    words = list(_tokens(sql))
    for (word, _), (following, _) in pairwise(words):
        if following == "(":
            yield word.lower()


def _tokens(sql: str) -> Iterator[tuple[str, duckdb.token_type]]:
    """The tokens of a text with their types, without comments and identifier quotes."""
    text = sql.encode()
    for start, kind in duckdb.tokenize(sql):
        if match := _WORD.match(text, start):
            yield match[0].decode(errors="replace").strip('"').replace('""', '"'), kind
