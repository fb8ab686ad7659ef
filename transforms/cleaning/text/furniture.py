"""Removes boilerplate lines among an article's paragraphs, by seeds/furniture.csv."""

from __future__ import annotations

from functools import cache

from transforms.seeds import listed, rows

_QUOTES = str.maketrans("‘’“”", "''\"\"")
_EDGES = " \t#*-–—•>»|.!…"


def without(text: str) -> str:
    """The text without boilerplate lines; unchanged if nothing else would be left."""
    kept = [line for line in text.split("\n") if not is_furniture(line)]
    return "\n".join(kept) if any(line.strip() for line in kept) else text


def is_furniture(line: str) -> bool:
    """Whether a line is boilerplate, such as a call to subscribe."""
    longest, by_word, anywhere = _phrases()
    count = line.count(" ") + 1
    if count > longest:
        return False
    plain = line.translate(_QUOTES).casefold().strip(_EDGES)
    first = plain.partition(" ")[0].strip(":!?.,")
    return any(count <= most and _says(plain, phrase, where) for phrase, where, most in by_word.get(first, ())) or any(
        count <= most and phrase in plain for phrase, most in anywhere
    )


def _says(plain: str, phrase: str, where: str) -> bool:
    return plain.strip(":!?.,") == phrase if where == "whole" else plain.startswith(phrase)


@cache
def _phrases() -> tuple[int, dict[str, list[tuple[str, str, int]]], list[tuple[str, int]]]:
    """The length limit in words, the phrases by first word, and the phrases that may occur anywhere."""
    by_word: dict[str, list[tuple[str, str, int]]] = {}
    anywhere, longest = [], 0
    for row in rows("furniture"):
        where, most = str(row["where"]), int(row["most"] or 0)
        longest = max(longest, most)
        for phrase in listed(row["words"]):
            if where == "any":
                anywhere.append((phrase, most))
            else:
                by_word.setdefault(phrase.partition(" ")[0].strip(":"), []).append((phrase, where, most))
    return longest, by_word, anywhere
