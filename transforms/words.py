"""Word lists of seeds/words.csv, which rules ask whether a word is one of a kind, and words of seeds/calendar.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from transforms.seeds import Row, SeedError, listed, place, rows, shipped


def word_list(name: str) -> frozenset[str]:
    """The words of a list. SeedError if there is no such list.

    Modules call this on import. `examine` reports invalid rows of a home, so that they stop no import.
    """
    if not any(row["list"] == name for row in shipped("words")):
        raise SeedError(f"words.csv: {_unknown_list(name)}")
    return frozenset(word for row in rows("words") if row["list"] == name for word in listed(row["words"]))


def alternatives(name: str) -> str:
    """The words of a list as alternatives of a regular expression."""
    return any_word(word_list(name))


def any_word(words: Iterable[str]) -> str:
    """Words as alternatives of a regular expression, longer ones first: the first that fits wins."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in ordered) or "(?!)"


@cache
def words_in(table: str, column: str = "words", **cells: str) -> frozenset[str]:
    """The words in a list column of a table, of all rows with these cells: `words_in("tense", where="opening")`."""
    fitting = (row for row in rows(table) if all(row[name] == value for name, value in cells.items()))
    return frozenset(word for row in fitting for word in listed(row[column]))


def values_of(kind: str) -> dict[str, int]:
    """The words of a kind of seeds/calendar.csv with their values, in order. SeedError for an unknown kind."""
    found = {str(row["word"]): int(row["value"] or 0) for row in rows("calendar") if row["kind"] == kind}
    if not found:
        raise SeedError(f"calendar.csv: no kind of words is called {kind}.")
    return found


def examine() -> None:
    """SeedError at the first row of an unknown list, without words, or with a word that its list has; or at a list of
    which nothing is left.
    """
    names = {row["list"] for row in shipped("words")}
    seen: set[tuple[str | None, str, str]] = set()
    for row in rows("words"):
        if row["list"] not in names:
            raise SeedError(f"{place(row)}: {_unknown_list(str(row['list']))}")
        if not listed(row["words"]):
            raise SeedError(f"{place(row)}: this row of {row['list']} has no words.")
        for word in listed(row["words"]):
            occurrence = (row["list"], word, _file(row))  # a home may hold a word that a later release ships too
            if occurrence in seen:
                raise SeedError(f"{place(row)}: {word} stands twice in {row['list']}.")
            seen.add(occurrence)
    if emptied := names - {row["list"] for row in rows("words")}:
        raise SeedError(f"words.csv: no row is left of the list {min(map(str, emptied))}.")


def _unknown_list(name: str) -> str:
    close_names = get_close_matches(name, {str(row["list"]) for row in shipped("words")}, 1)
    hint = f"did you mean {close_names[0]}?" if close_names else "seeds/words.csv shows those there are."
    return f"no list is called {name}; {hint}"


def _file(row: Row) -> str:
    return place(row).rpartition(":")[0]


MONTHS = frozenset(values_of("month"))
MONTHS_CUT = frozenset(values_of("short month"))
"""Short forms of months without the full stop."""
WEEKDAYS = frozenset(values_of("weekday"))
