"""Which of "he" and "she" can stand for somebody, by a noun, a title or a given name; None where no word tells.

The words and names are rows of seeds/genders.csv.
"""

from __future__ import annotations

from functools import cache

from transforms.seeds import listed, rows

FORMS = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
}  # fmt: skip
"""The forms of the two pronouns."""


@cache
def _told_by(column: str) -> dict[str, str]:
    return {word: str(row["pronoun"]) for row in rows("genders") for word in listed(row[column])}


def of_word(word: str) -> str | None:
    """By a noun or title in lower case: "spokeswoman", "mr."."""
    return _told_by("words").get(word.rstrip("."))


def of_name(name: str) -> str | None:
    """By the given name within a full name; a name of one word may be a family's, and tells nothing."""
    return next((told for word in name.split()[:-1] if (told := _told_by("given").get(word.lower()))), None)
