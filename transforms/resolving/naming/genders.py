"""Infers the gender of a person, as "he" or "she", from a noun, title or given name; None if unknown.

The words and names are rows of seeds/genders.csv.
"""

from __future__ import annotations

from functools import cache

from transforms.seeds import listed, rows
from transforms.words import word_list

FORMS = dict.fromkeys(word_list("names he"), "he") | dict.fromkeys(word_list("names she"), "she")
"""Nominative of each form of the pronouns."""


@cache
def _pronouns(column: str) -> dict[str, str]:
    return {word: str(row["pronoun"]) for row in rows("genders") for word in listed(row[column])}


def of_word(word: str) -> str | None:
    """The pronoun for a noun or title in lower case: "spokeswoman", "mr."."""
    return _pronouns("words").get(word.rstrip("."))


def of_name(name: str) -> str | None:
    """The pronoun for a full name, by its given name; None for a single word, which may be a surname."""
    return next((told for word in name.split()[:-1] if (told := _pronouns("given").get(word.lower()))), None)
