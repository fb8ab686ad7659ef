"""Dates as news puts them, resolved against the day of publication and never more exact than the words.

"On Wednesday" is the last Wednesday, the day of publication included; "27 November" without a year is the nearest past
one; a year or month alone stays a year or month.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from spacy.tokens import Token

from transforms.naming.time_words import HINT, RULES, When
from transforms.naming.whereabouts import STOPS, told_earlier
from transforms.syntax import climb

if TYPE_CHECKING:
    from transforms.story import Story

__all__ = ["When", "date_of", "when"]

CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "csubj", "conj", "parataxis"})


def when(text: str, published: date) -> When | None:
    """The first time expression of a text, resolved; None where there is none that can be placed in the calendar."""
    if not HINT.search(text):
        return None
    found = [
        (match.start(), -len(match.group()), rule, match) for pattern, rule in RULES if (match := pattern.search(text))
    ]
    for _, _, rule, match in sorted(found, key=lambda item: item[:2]):
        try:
            return rule(match, published)
        except (ValueError, OverflowError):
            continue
    return None


def date_of(token: Token, story: Story) -> When | None:
    """The date of what a verb or noun names: its clause's own time words, else the governing clause's.

    The time of a saying is not the time of what was said: the search stops at a reported clause. A definite noun
    without a time of its own ("the attack") has that of the earlier mention with the same word.
    """
    published = story.article.published_date
    known = story.doc.user_data.setdefault("dated", {})
    return stated(token, published) or told_earlier(token, lambda earlier: stated(earlier, published), known)


def stated(token: Token, published: date) -> When | None:
    """The time in the token's clause, or in those that govern it; of a relative clause, in the phrase it belongs to."""
    for seen in climb(token):
        found = when(_own_words(seen), published) or _shared(seen, published)
        if found is None and seen.dep_ == "acl:relcl":
            return when(_own_words(seen.head), published) if seen.head.pos_ not in ("VERB", "AUX") else None
        if found or seen.dep_ in STOPS:
            return found
    return None


def _shared(token: Token, published: date) -> When | None:
    """A time that follows the last of coordinated verbs holds for all: "attacked and burned the village on Friday"."""
    for child in token.children:
        if child.dep_ == "conj" and not any(c.dep_.startswith("nsubj") for c in child.children):
            return when(_own_words(child), published)
    return None


def _own_words(token: Token) -> str:
    """The words of a token's phrase or clause, without the clauses below it."""
    words, waiting = [token], list(token.children)
    while waiting:
        word = waiting.pop()
        if word.dep_ not in CLAUSES:
            words.append(word)
            waiting += word.children
    words.sort(key=lambda word: word.i)
    return "".join(
        word.text + (word.whitespace_ if after is None or after.i == word.i + 1 else " | ")
        for word, after in zip(words, [*words[1:], None], strict=True)
    )  # fmt: skip
