"""Finds the period of a figure: "since late November", "over the past 10 months", "between January and September"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from transforms.facts.figures.figure_words import Found, entries
from transforms.facts.figures.movements import OVER, when_moved
from transforms.facts.figures.numbers import Number
from transforms.reading.syntax import children, climb, first_of, obliques, subject
from transforms.reading.tree import Span, Token
from transforms.resolving.dates import Expression, time_among, times
from transforms.resolving.noun_kinds import words
from transforms.resolving.timing.parts import ended
from transforms.words import word_list

_TIME_TAGS = frozenset({"CD", "NNP", "JJ", "DT", "RB", "IN", "PRP"})
_UNTIL_NOW = frozenset(tuple(phrase.split()) for phrase in word_list("figures until now"))
_MOVED = ("displaced", "evacuated")
_TOLL_REACH = 10
_CLAUSE = 16
"""Most words of a clause that tells since when: "since violence between the two peoples broke out in May 2023"."""
_LENGTHS = frozenset({"day", "week", "month", "year"})
_STRETCHES = frozenset({"days", "months", "years", "weekdays"})
_OPENING = re.compile(r"(?:between|from)\b", re.IGNORECASE)
_SINCE_WHEN = re.compile(r"\b(?P<since>(?:since|in) [\w ]{3,30}), (?:when|in which)\b[^;.]*$")
_ON = re.compile(r"(?: (?:more|others))?,? (?:on |during |late )?")
_LINK = re.compile(r"\s*(?:and|to|until|till|through)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The days counted, as ISO dates; `cumulative` if the figure covers a period."""

    start: str | None = None
    end: str | None = None
    cumulative: bool = False


def period_of(number: Number, found: Found, published: date) -> Period:
    """The period that a number covers: an explicit range, or up to now for a running total.

    What a war "has killed" is a total since the war began, and so are those who "have fled".
    """
    stated = _stated_period(number, published)
    if not stated.cumulative and _is_of_a_war(found.trigger):
        return _since_it_began(found.trigger, published)
    if stated != Period() or found.measure not in _MOVED or _has_own_day(number, published):
        return stated
    moved, is_total = when_moved(found.trigger, published)
    return Period(moved.start, moved.end or moved.start, is_total) if moved else Period(cumulative=is_total)


def _is_of_a_war(trigger: Token) -> bool:
    """Whether a war is the subject of a verb in the perfect, "the war has killed", or of one coordinated with it."""
    verb = _verb_of(trigger)
    war = _subject(verb)
    is_perfect = any(c.lower_ in ("has", "have") for c in children(verb, "aux"))
    return is_perfect and war is not None and (_is_a_war(war) or _is_a_stretch_of_violence(war))


def _verb_of(fate: Token) -> Token:
    """The verb that tells a fate: "left" in "has left 13,000 people dead"."""
    return next((above for above in climb(first_of(fate)) if above.pos_ == "VERB"), fate)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, also one that was parsed as a clause: "fighting that broke out on Friday has killed"."""
    return next(iter(children(verb, "csubj")), None) or subject(verb)


def _is_a_war(noun: Token) -> bool:
    return not words("war").isdisjoint((noun.lower_, noun.lemma_.lower()))


def _is_a_stretch_of_violence(noun: Token) -> bool:
    """Whether a noun measures how long violence lasted: "four days of clashes"."""
    return noun.lemma_.lower() in _LENGTHS and any(
        of.lemma_.lower() in words("violence") for of in obliques(noun, "of")
    )


def _since_it_began(trigger: Token, published: date) -> Period:
    """The period since a war began, by a clause about it: "the war, which broke out in April 2023, has killed"."""
    war = _subject(_verb_of(trigger))
    for clause in children(war, "acl:relcl", "acl", "ccomp") if war is not None else ():
        if clause.lemma_.lower() in words("beginning"):
            begin = time_among(clause.doc[clause.left_edge.i : clause.right_edge.i + 1], published)
            return Period(begin.start if begin else None, None, True)
    return Period(cumulative=True)


def _stated_period(number: Number, published: date) -> Period:
    sent = number.span.sent
    if (found := _with_two_ends(sent, published)) is not None:
        return found
    if (period := _since_when(number, published)) is not None:
        return period
    if _has_own_day(number, published):
        return Period()
    lower = [t.lower_ for t in sent]
    running = any(
        tuple(lower[start : start + len(phrase)]) == phrase for phrase in _UNTIL_NOW for start in range(len(lower))
    )
    since = _since(sent, number)
    begin = time_among(since, published) if since is not None else None
    return Period(begin.start if begin else None, begin.end if begin else None, running or since is not None)


def _since_when(number: Number, published: date) -> Period | None:
    """The time of an earlier act whose dead a number counts: "the worst since March 2025, when 31 were killed"."""
    sent = number.span.sent
    text_before = sent.text[: number.span.start_char - sent.start_char]
    match = _SINCE_WHEN.search(text_before)
    if match is None:
        return None
    begin = sent.start_char + match.start()
    found = next((e.when for e in times(sent, published) if begin <= e.start < begin + len(match["since"])), None)
    return Period(found.start, found.end or found.start) if found else None


def _has_own_day(number: Number, published: date) -> bool:
    """Whether a day directly follows the number: 12 in "40, with 12 on Monday"."""
    sent, end = number.span.sent, number.span.end_char
    text, begin = sent.text, sent.start_char
    days = (e for e in times(sent, published) if e.start >= end and e.when and e.when.precision == "day")
    return any(_ON.fullmatch(text, end - begin, day.start - begin) for day in days)


def _with_two_ends(sent: Span, published: date) -> Period | None:
    """The period after "between" or "from", as one time expression ("between 3 and 9 May") or two; without dates if
    either end is unresolved.
    """
    expressions, text, begin = times(sent, published), sent.text, sent.start_char
    for first, last in zip_longest(expressions, expressions[1:]):
        before = text[: first.start - begin].rstrip().rpartition(" ")[2]
        is_opened = _OPENING.match(first.text) or _OPENING.fullmatch(before)
        if is_opened and first.rule in _STRETCHES:
            return Period(first.when.start, first.when.end, True) if first.when else Period(cumulative=True)
        if is_opened and last is not None and _LINK.fullmatch(text, first.end - begin, last.start - begin):
            return _joined(first, last)
    return None


def _joined(first: Expression, last: Expression) -> Period:
    try:
        when = ended(first.when, last.when) if first.when and last.when else None
    except ValueError:
        when = None
    return Period(when.start, when.end, True) if when else Period(cumulative=True)


def _since(sent: Span, number: Number) -> Span | None:
    """The words that state the start of counting: `since late November`, `over the past 10 months`."""
    for token in sent:
        if token.lower_ == "since" and _is_of_another_clause(token, number):
            continue
        if token.i + 1 < sent.end and token.lower_ == "since" and _opens_a_time(token):
            compared = any(_is_superlative(t) for t in sent.doc[max(sent.start, token.i - 9) : token.i])
            is_other = _is_of_a_toll(token, number)
            return None if compared or is_other else sent.doc[token.i : min(sent.end, token.i + _CLAUSE)]
        if token.lower_ in ("past", "last") and token.i - 2 >= sent.start and token.nbor(-1).lower_ == "the":
            before = token.nbor(-2)
            of = token.doc[token.i + 2] if token.i + 2 < sent.end else None
            if before.lower_ in OVER and (of is None or of.lower_ != "of"):  # "in the last week of June" is that week
                return sent.doc[before.i : min(sent.end, token.i + 3)]
    return None


def _opens_a_time(since: Token) -> bool:
    """Whether "since" tells when a count began: "since May", "since the war", "since fighting broke out on Friday"."""
    after = since.doc[since.i + 1 : min(since.i + _CLAUSE, since.sent.end)]
    return after[0].tag_ in _TIME_TAGS or any(t.lemma_.lower() in words("beginning") for t in after)


def _is_superlative(token: Token) -> bool:
    """Whether a word is a superlative, "the worst since June", and not the bound of a number: "at least 80"."""
    is_bound = token.i > token.sent.start and token.nbor(-1).lower_ == "at"
    return token.tag_ in ("JJS", "RBS") and not is_bound


def _is_of_another_clause(since: Token, number: Number) -> bool:
    """Whether "since" is in a relative clause without the number, "killed nine, … a truce that has held since May", or
    the number in one after it, "have fled since Sunday to the town, where 650,000 live".
    """
    clause = next((above for above in climb(since) if above.dep_ == "acl:relcl"), None)
    between = since.doc[since.i + 1 : max(number.span.start, since.i + 1)]
    is_apart = any(t.lower_ in ("where", "which", "who") and t.nbor(-1).text == "," for t in between)
    return is_apart or (clause is not None and number.value[-1] not in clause.subtree)


def _is_of_a_toll(since: Token, number: Number) -> bool:
    """Whether "since" modifies a toll behind a number, which is then not cumulative: "five, raising the toll since
    Friday to six", "killed five rebels, and the number of rebels killed there since May rose to 40".
    """
    between = since.doc[max(number.span.end, since.i - _TOLL_REACH) : max(number.span.end, since.i)]
    return any(entry.role == "toll" for word in between for entry in entries(word.lower_, "noun"))
