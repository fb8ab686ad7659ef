"""Dates as news puts them, resolved against the day of publication and never more exact than the words.

"On Wednesday" is the last Wednesday, the day of publication included; "27 November" without a year is the nearest past
one; a year or month alone stays a year or month. "The previous day" counts from the day that the text named last.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from transforms.coding.attribution import saying
from transforms.coding.kinds import words
from transforms.coding.patterns import SPEECH, frames
from transforms.naming.time_words import COUNTED, HINT, RULES, When, counted, placed
from transforms.naming.whereabouts import STOPS, told_earlier
from transforms.syntax import NOUNS, SUBJECTS, children, climb, first_of, preposition

if TYPE_CHECKING:
    from transforms.story import Story

__all__ = ["When", "date_of", "own_words", "stated", "when"]

CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "csubj", "conj", "parataxis"})
OTHER_TIME = frozenset({"after", "before", "since", "until", "following", "ahead of", "prior to"})
APART = OTHER_TIME | {"despite", "over", "about", "for", "to", "as", "against", "like", "behind"}
TENSED = frozenset({"aux", "aux:pass", "cop", "mark"})
MATTERS = frozenset({"obj", "iobj"})
SUPERLATIVES = frozenset({"JJS", "RBS"})
RECORD = 12


def when(text: str, published: date, *, ahead: bool = False) -> When | None:
    """The first time expression of a text, resolved; None where there is none that can be placed in the calendar.

    ahead: the text tells what lies ahead, so that a bare weekday is the next one.
    """
    if not HINT.search(text):
        return None
    found = [
        (match.start(), -len(match.group()), rule, match) for pattern, rule in RULES if (match := pattern.search(text))
    ]
    ordered = sorted(found, key=lambda item: item[:2])
    return next(filter(None, (placed(rule, match, published, ahead) for _, _, rule, match in ordered)), None)


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
    below: Token | None = None
    for seen in climb(token):
        if below is not None and _is_apart(below, seen):
            return _before_all(seen, published) if _is_coordinate(below) else None
        found = _of_clause(seen, published)
        if found is None and seen.dep_ == "acl:relcl":
            return _of_clause(seen.head, published) if seen.head.pos_ not in ("VERB", "AUX") else None
        if found or (seen.dep_ in STOPS and not _is_coordinate(seen)):
            return found
        below = seen
    return None


def _of_clause(token: Token, published: date) -> When | None:
    words = own_words(token, skip=_is_matter if _is_words(token) else None)
    return _resolved(words, token, published) or _shared(token, published)


def _resolved(words: str, token: Token, published: date) -> When | None:
    """The time that words give, counted from the day named before where they say so ("two days later")."""
    found = when(words, published, ahead=_is_ahead(token))
    match = COUNTED.search(words) if found is None and HINT.search(words) else None
    if match is None:
        return found
    anchor = next((day for at, day in reversed(_days(token.doc, published)) if at < token.sent.start), None)
    return counted(match, anchor) if anchor else None


def _is_words(token: Token) -> bool:
    return token.pos_ == "VERB" and token.lemma_.lower() in _words_about()


def _is_matter(child: Token) -> bool:
    """True for what words are about: its time is its own ("condemned the attack of Monday")."""
    return child.dep_ in MATTERS or (child.dep_ == "obl" and preposition(child) in APART)


def _is_ahead(token: Token) -> bool:
    return any(c.lower_ in ("will", "'ll", "’ll", "shall") for c in children(token, "aux"))


def _days(doc: Doc, published: date) -> list[tuple[int, date]]:
    """The days that a text names one after the other, each with the first token of its sentence; kept with the text."""
    kept = doc.user_data
    if "days" not in kept:
        told = ((sent.start, when(sent.text, published)) for sent in doc.sents)
        kept["days"] = [(at, date.fromisoformat(w.start)) for at, w in told if w and w.precision == "day"]
    return list(kept["days"])


def _is_coordinate(token: Token) -> bool:
    """True for a clause set beside another, with or without a conjunction; not for what is reported."""
    return token.dep_ == "conj" or (token.dep_ == "parataxis" and token.head.lemma_.lower() not in saying())


def _is_apart(below: Token, above: Token) -> bool:
    """True where what happened below need not have the time of the clause above: "on Monday condemned the attack",
    "met on Monday after the attack", "on Monday they fled, and the army shelled the town".
    """
    if _is_coordinate(below):
        return below.pos_ not in NOUNS and any(c.dep_ in SUBJECTS | TENSED | {"nsubj:pass"} for c in below.children)
    if below.dep_ == "advcl":
        return any(c.lower_ in OTHER_TIME for c in children(below, "mark", "case"))
    if below.pos_ in NOUNS:
        case = preposition(below)
        return case in APART or (above.pos_ == "VERB" and case is None and above.lemma_.lower() in _words_about())
    return False


@cache
def _words_about() -> frozenset[str]:
    """Lemmas of verbs that are only ever words about something: condemn, blame."""
    classes: dict[str, set[str]] = {}
    for (lemma, pos), entries in frames().items():
        if pos == "verb":
            classes.setdefault(lemma, set()).update(frame.plover for _, frame in entries)
    return frozenset(lemma for lemma, found in classes.items() if found <= SPEECH) | saying()


def _before_all(verb: Token, published: date) -> When | None:
    """The time that stands before coordinated clauses and holds for all: "On Monday they fled and he stayed"."""
    first = first_of(verb)
    begin = min((c.i for c in children(first, "nsubj", "nsubj:pass")), default=first.i)
    return when(own_words(first, until=begin), published)


def _shared(token: Token, published: date) -> When | None:
    """A time that follows the last of coordinated verbs holds for all: "attacked and burned the village on Friday"."""
    for child in token.children:
        if child.dep_ == "conj" and not any(c.dep_.startswith("nsubj") or c.dep_ in TENSED for c in child.children):
            return when(own_words(child), published)
    return None


def own_words(token: Token, until: int | None = None, skip: Callable[[Token], bool] | None = None) -> str:
    """The words of a token's phrase or clause, without the clauses below it and the days of a record ("the worst
    attack since June"); those before a place in the text where one is given, without dependents to skip.
    """
    words = [token]
    waiting = [c for c in token.children if (until is None or c.i < until) and not (skip is not None and skip(c))]
    while waiting:
        word = waiting.pop()
        if not _is_clause(word) and not _is_of_record(word):
            words.append(word)
            waiting += word.children
    words.sort(key=lambda word: word.i)
    return "".join(
        word.text + (word.whitespace_ if after is None or after.i == word.i + 1 else " | ")
        for word, after in zip(words, [*words[1:], None], strict=True)
    )  # fmt: skip


def _is_clause(word: Token) -> bool:
    """True for what has a time of its own; not for participles that name no event ("issued on Monday")."""
    is_event = (word.lemma_.lower(), "verb") in frames() and word.lemma_.lower() not in words("publishing")
    return word.dep_ in CLAUSES and not (word.dep_ == "acl" and word.tag_ in ("VBG", "VBN") and not is_event)


def _is_of_record(token: Token) -> bool:
    if preposition(token) not in ("since", "in") or not re.match(r"\w", token.text):
        return False
    before = token.doc[max(token.i - RECORD, token.sent.start) : token.i]
    return any(word.tag_ in SUPERLATIVES and word.lower_ not in ("least", "most") for word in before)
