"""Full-text search: the articles that contain every word of a query, best first, each with its best sentence.

Whole words are matched as written, except for case, accents, hyphens and apostrophes: Hama is not Hamas, and M23 and
F-16 are words. A word in capitals only, such as WHO, matches only capitals. A name, as seeds, gazetteer or mentions in
the lake spell it, also finds the other spellings that these mentions resolve to the same place or actor, and no others.
Articles are ranked by BM25 (Robertson and Zaragoza 2009). The text is scanned, without an index: landed articles are
found at once, also in a read-only lake and as of any night, and the time of a query is proportional to the text of its
days.

DuckDB's extension fts is not used: its index has to be built for each snapshot, in a database beside the lake, and
holds no spellings but those of the text. Nor is a SQL macro: the other spellings of a name are looked up before the
pattern is built.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from operator import itemgetter

import duckdb

from transforms.known_names import meanings
from warehouse.asking.allowed import QueryError
from warehouse.asking.sessions import reading
from warehouse.storage.errors import LakeError, plain, quoted
from warehouse.storage.lake import Lake

K1, B = 1.2, 0.75
"""BM25's parameters: saturation of term frequency, and normalisation by length."""
MOST_WORDS = 20
SENTENCES = 3
"""Maximum number of sentences shown of an article."""
LONGEST_SENTENCE = 1000
"""Maximum number of characters shown of a sentence."""
SPELLINGS = 40
"""Maximum number of spellings per name, the most frequent ones."""
LONGEST = 6
"""Maximum number of words in a name."""
_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')
_POSSESSIVE = re.compile(r"(?<=\w\w)(?:['’]s|(?<=s)['’])$")
_LETTER = re.compile(r"[^\W_]")
_HYPHEN = r"[-\x{2010}-\x{2015}\s]+"
_NAME = re.compile(r"\b[A-Z][^\W\d_]{3,}\b")
_SHORTENED = re.compile(r"(?:ll|re|ve|[dmst])\b.*", re.DOTALL)
"""The end of a word that may be a shortened verb, and what follows it."""
_APOSTROPHE = r"['’‘ʼʻʿʾ`´]?"
_BEFORE, _AFTER = (rf"(?:{edge}|[^A-Za-z0-9\x{{c0}}-\x{{24f}}])" for edge in "^$")
"""The characters around a word; with all letters of Unicode the search would take five times as long."""
_SENTENCES = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that matches, with its BM25 score, the sentence that matches most words, and further ones."""

    score: float
    published_date: date
    site: str
    title: str | None
    sentence: str
    url: str
    article_id: str
    sentences: list[str]


def search(
    lake: Lake, terms: str, most: int = 20, first: date | None = None, last: date | None = None
) -> list[SearchHit]:
    """At most `most` articles that contain all words, best first; `"words in quotes"` must be adjacent.

    `first` and `last` limit the day of publication, inclusive. QueryError if there is no word to search for, or too
    many, or if the days are in the wrong order; LakeError if the lake cannot be queried.
    """
    parts = [quote or word for quote, word in _TERM.findall(terms) if _LETTER.search(quote or word)]
    if not parts:
        raise QueryError(f"{terms!r}: no word to search for")
    if len(parts) > MOST_WORDS:
        raise QueryError(f"{len(parts)} words are too many to search for; {MOST_WORDS} are the most")
    if first and last and first > last:
        raise QueryError(f"{first} is after {last}: --from is the first day, --to the last")
    with reading(lake) as connection:
        try:
            units = list(_unit_patterns(connection, parts))
            rows = connection.execute(_search_sql(units, most, first, last)).fetchall()
        except duckdb.Error as error:
            raise LakeError(f"{lake}: {plain(error)}") from error
    return [
        SearchHit(round(score, 3), day, site, title, next(iter(best), title or ""), url, article_id, best)
        for score, day, site, title, text, url, article_id in rows
        for best in [_best_sentences(text, units)]
    ]


def _unit_patterns(connection: duckdb.DuckDBPyConnection, parts: Sequence[str]) -> Iterator[str]:
    """The pattern of each part; adjacent parts that form a name in the lake are one part, with its other spellings."""
    runs = [" ".join(parts[i:j]) for i, j in _word_runs(len(parts))]
    names = _other_spellings(connection, list(dict.fromkeys([*runs, *map(_owner, runs)])))
    start = 0
    while start < len(parts):
        ends = [j for i, j in reversed(_word_runs(len(parts))) if i == start]
        texts = {end: " ".join(parts[start:end]) for end in ends}
        end = next((end for end, text in texts.items() if text in names or _owner(text) in names), start + 1)
        text = texts[end] if texts[end] in names else _owner(texts[end])
        yield "|".join(dict.fromkeys(map(_pattern, [text, *names.get(text, ())])))
        start = end


def _owner(text: str) -> str:
    """A text without the ending of a possessive, "Assad" for "Assad's", which its pattern matches too."""
    return _POSSESSIVE.sub("", text)


def _word_runs(count: int) -> list[tuple[int, int]]:
    return [(i, j) for i, j in combinations(range(count + 1), 2) if j - i <= LONGEST]


def _other_spellings(connection: duckdb.DuckDBPyConnection, texts: Sequence[str]) -> dict[str, list[str]]:
    """The other spellings of the texts that are names of places or actors in the lake, by text."""
    either = "|".join(map(_pattern, texts))
    meant = "".join(
        f" UNION SELECT {quoted(text)}, {place or 'NULL'}::BIGINT, {quoted(actor) if actor else 'NULL'}"
        for text in dict.fromkeys(texts)
        for place, actor in meanings(text)
    )
    rows = connection.execute(_SPELLINGS.format(quoted(f"^(?:{either})$"), meant, SPELLINGS)).fetchall()
    by_text: dict[str, list[str]] = {}
    for text in texts:
        whole = re.compile(_for_python(_pattern(text)))
        for name, spellings in rows:
            if whole.fullmatch(name):
                by_text.setdefault(text, []).extend(spellings)
    return by_text


def _pattern(text: str) -> str:
    """A pattern of a text that ignores accents, hyphens and apostrophes, and case if it has a lower-case letter."""
    base = unicodedata.normalize("NFKD", text)
    base = "".join(character for character in base if not unicodedata.combining(character))
    may_stand = _inside_name(base)
    parts = (_APOSTROPHE * (n in may_stand) + _character_pattern(character) for n, character in enumerate(base))
    pattern = "".join(parts)
    return f"(?i:{pattern})" if any(character.islower() for character in base) or len(text) == 1 else pattern


def _inside_name(text: str) -> set[int]:
    """Where an apostrophe may stand that a name is written with or without, Taang or Ta'ang; not where one shortens a
    verb: "Shell" is not "she'll".
    """
    names = (name for name in _NAME.finditer(text) if not name[0].isupper())
    return {n for name in names for n in range(name.start() + 2, name.end()) if not _SHORTENED.fullmatch(text, n)}


def _character_pattern(character: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Pd":
        return _HYPHEN
    if character in "'’‘ʼʻʿʾ`´":
        return _APOSTROPHE
    return _ACCENTED.get(character) or re.escape(character)


def _accented() -> Iterator[tuple[str, str]]:
    """Each letter with a character class of its accented forms."""
    bases: dict[str, str] = {}
    for character in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        base = unicodedata.normalize("NFD", character)[0]
        if base.isascii():
            bases[base] = bases.get(base, base) + character
    for base, others in {"i": "ı", "l": "ł", "d": "đ", "o": "ø", "h": "ħ", "L": "Ł", "O": "Ø", "D": "Đ"}.items():
        bases[base] = bases.get(base, base) + others
    for base, characters in bases.items():
        yield base, rf"[{characters}][\x{{300}}-\x{{36f}}]*"


_ACCENTED = dict(_accented())


def _for_python(pattern: str) -> str:
    """A pattern of RE2 in Python's syntax."""
    return re.sub(r"\\x\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), pattern)


def _search_sql(units: Sequence[str], most: int, first: date | None, last: date | None) -> str:
    words = [quoted(f"{_BEFORE}(?:{unit}){_AFTER}") for unit in units]
    days = [f"published_date {sign} DATE '{day}'" for sign, day in ((">=", first), ("<=", last)) if day]
    counts = ", ".join(f"len(regexp_extract_all(whole, {word})) AS n{i}" for i, word in enumerate(words))
    rare = ", ".join(f"count(*) FILTER (n{i} > 0) AS df{i}" for i in range(len(units)))
    score = " + ".join(
        f"ln((n - df{i} + 0.5) / (df{i} + 0.5) + 1) * n{i} * {K1 + 1} / (n{i} + {K1} * ({1 - B} + {B} * words / mean))"
        for i in range(len(units))
    )
    return _SEARCH.format(
        days=" AND ".join(days) or "true",
        either=quoted(f"{_BEFORE}(?:{'|'.join(units)}){_AFTER}"),
        counts=counts, rare=rare, score=score, every=" AND ".join(f"n{i} > 0" for i in range(len(units))), most=most,
    )  # fmt: skip


def _best_sentences(text: str, units: Sequence[str]) -> list[str]:
    """At most SENTENCES that match a pattern, those that match most first, then in the order of the text."""
    patterns = [re.compile(_for_python(f"{_BEFORE}(?:{unit}){_AFTER}")) for unit in units]
    sentences = dict.fromkeys(sentence.strip() for sentence in _SENTENCES.split(text))
    counted = [(sum(bool(pattern.search(sentence)) for pattern in patterns), sentence) for sentence in sentences]
    found = sorted((each for each in counted if each[0]), key=itemgetter(0), reverse=True)
    return [_excerpt(sentence, patterns) for _, sentence in found[:SENTENCES]]


def _excerpt(sentence: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """A sentence; of one as long as a page, which no full stop ends, the words around its first match."""
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    first = min(match.start() for pattern in patterns if (match := pattern.search(sentence)))
    start = max(0, first - LONGEST_SENTENCE // 4)
    if start:
        start = sentence.find(" ", start, first) + 1 or start
    end = start + LONGEST_SENTENCE
    if end < len(sentence):
        last_space = sentence.rfind(" ", first, end)
        end = last_space if last_space > 0 else end
    return "…" * (start > 0) + sentence[start:end] + "…" * (end < len(sentence))


_SPELLINGS = """
    WITH named AS (
        SELECT "text", place_id, actor_id, count(*) AS n
        FROM mentions
        WHERE place_id IS NOT NULL OR actor_id IS NOT NULL
        GROUP BY ALL
    ),

    meant AS (SELECT DISTINCT "text", place_id, actor_id FROM named WHERE regexp_matches("text", {}){}),

    spelled AS (
        SELECT meant."text" AS name, named."text" AS spelling, named.n
        FROM meant
        JOIN named ON (named.place_id = meant.place_id AND named.actor_id IS NOT DISTINCT FROM meant.actor_id)
            OR (meant.place_id IS NULL AND named.actor_id = meant.actor_id)
        QUALIFY row_number() OVER (PARTITION BY meant."text" ORDER BY named.n DESC, spelling) <= {}
    )

    SELECT name, list(DISTINCT spelling ORDER BY spelling) FROM spelled GROUP BY name
"""
_SEARCH = """
    WITH there AS (
        SELECT article_id, published_date, published_at, words, concat_ws(chr(10), title, "text") AS whole
        FROM articles
        WHERE {days}
    ),

    counted AS (SELECT article_id, published_date, words, {counts} FROM there WHERE regexp_matches(whole, {either})),

    known AS (SELECT count(*) AS n, greatest(avg(words), 1) AS mean FROM there),

    rare AS (SELECT {rare} FROM counted),

    ranked AS (
        SELECT article_id, published_date, {score} AS score
        FROM counted, known, rare
        WHERE {every}
        ORDER BY score DESC, published_date DESC, article_id
        LIMIT {most}
    )

    SELECT score, published_date, site, title, "text", url, article_id
    FROM ranked
    JOIN (SELECT article_id, published_date, site, title, "text", url FROM articles WHERE {days}) AS article
        USING (article_id, published_date)
    ORDER BY score DESC, published_date DESC, article_id
"""
