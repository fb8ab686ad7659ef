"""Detects numbers that the text retracts, corrects or denies: "an earlier report that 20 died was wrong", "not 20"."""

from __future__ import annotations

import re
from functools import cache

from transforms.facts.events.retractions import is_form, words_of
from transforms.facts.figures.numbers import Number
from transforms.reading.syntax import climb, is_passive
from transforms.reading.tree import Span, Token
from transforms.resolving.reporting import saying
from transforms.words import word_list

_REJECTING = word_list("figures rejecting")
_CLAIMED = word_list("figures claimed")
_REACH = 8
_NEAR = 6


def is_withdrawn(number: Number) -> bool:
    """Whether the text says that this number is wrong."""
    doc, start, clause = number.span.doc, number.span.start, _clause(number)
    before = doc[clause.start : start]
    if before and before[-1].lower_ == "not":
        return True
    if _is_called_right(number):
        return False
    if before and before[-1].lower_ == "from" and _corrected(number):
        return True
    papers = [token for token in before if token.lower_ in words_of("paper")]
    old = [p for p in papers if any(t.lower_ in words_of("earlier") for t in doc[max(clause.start, p.i - 3) : p.i])]
    old += [t for t in before[1:] if t.lower_ == "one" and t.nbor(-1).lower_ in words_of("earlier")]
    if any(is_form(verb, "retract") and any(0 < p.i - verb.i <= 4 for p in (*papers, *old)) for verb in before):
        if any(_says(t) and t.nbor(-1).lower_ == "and" for t in before[1:]):
            return False  # "corrected its statement and said that 22 had died"
        return not (before[-1].lower_ in ("to", "at") and _corrected(number))
    is_called_wrong = any(token.lower_ in words_of("wrong") for token in doc[number.span.end : clause.end])
    return bool(old) and (is_called_wrong or any(paper.lower_ == "version" for paper in old))


def is_rejected(number: Number) -> bool:
    """Whether somebody denies that the number of another is right: 45 in "rejecting the army's claim of 45 dead"."""
    above = list(climb(number.span.root))
    claims = [noun for noun in above if noun.lemma_.lower() in _CLAIMED and noun.i < number.span.start]
    return any(noun.dep_ == "obj" and noun.head.lemma_.lower() in _REJECTING for noun in claims)


def is_correction(number: Number) -> bool:
    """Whether a number is the corrected one: 12 in "corrected the toll to 12" and "the correct figure is 12"."""
    start = number.span.start
    if start == number.span.sent.start:
        return False
    return (number.span.doc[start - 1].lower_ == "to" and _corrected(number)) or _is_called_right(number)


def _is_called_right(number: Number) -> bool:
    doc, start = number.span.doc, number.span.start
    near = doc[max(number.span.sent.start, start - _NEAR) : start]
    right = next((t for t in near if t.lower_ in words_of("right") and t.nbor(1).lower_ in words_of("paper")), None)
    return right is not None and any(t.lower_ in ("is", "was", "of", "at") for t in doc[right.i + 2 : start])


def is_former(number: Number) -> bool:
    """Whether a number was given earlier: "had said 41 people died", "initially reported 30 deaths"."""
    before = _words_before(number)
    if any(t.lower_ in words_of("formerly") and t.pos_ != "NOUN" and _is_beside_saying(t) for t in before):
        return True
    return any(t.lower_ == "had" and t.i + 1 < number.span.start and _says(t.nbor(1)) for t in before)


def is_renewed(number: Number) -> bool:
    """Whether a number replaces another: "it now says 36", "but later said 14"."""
    return is_correction(number) or any(token.lower_ in words_of("anew") for token in _words_before(number))


def is_printed_wrongly(number: Number) -> bool:
    """Whether an outlet says that it printed a number, in a correction: "Correction: Our report said six had died",
    "Correction: This article has been amended. It said originally that six had died".
    """
    sent = number.span.sent
    if _is_about_the_article(sent) and sent.start > 0:
        return _printed().match(sent.doc[sent.start - 1].sent.text.lower()) is not None
    return _printed().match(sent.text.lower()) is not None


def _is_about_the_article(sent: Span) -> bool:
    """Whether a sentence tells what "it" said at first."""
    words = {token.lower_ for token in sent}
    return sent[0].lower_ == "it" and bool(words & words_of("formerly")) and any(_says(token) for token in sent[1:4])


@cache
def _printed() -> re.Pattern[str]:
    labels, papers = "|".join(sorted(words_of("label"))), "|".join(sorted(words_of("print")))
    old = "|".join(sorted(words_of("earlier")))
    return re.compile(
        rf"(?:(?:{labels})\s*[:–—-]+ .*?\b(?:our|this|an?|the) (?:[\w-]+ ){{0,4}}?(?:{papers})\b"
        rf"|(?:in )?(?:our (?:{papers})\b|an? (?:{old}) (?:{papers}) of (?:this|our) (?:{papers})\b))"
    )


def _words_before(number: Number) -> Span:
    """The words before a number in its clause, at most _REACH."""
    clause, start = _clause(number), number.span.start
    return number.span.doc[max(clause.start, start - _REACH) : start]


def _says(token: Token) -> bool:
    return token.lemma_.lower() in saying() or is_form(token, "put") or token.lemma_.lower() == "count"


def _is_beside_saying(token: Token) -> bool:
    return any(_says(t) for t in token.doc[max(token.sent.start, token.i - 1) : min(token.i + 2, token.sent.end)])


def _corrected(number: Number) -> bool:
    """Whether a correcting verb and a noun for the corrected count precede the number."""
    return correcting_verb(number) is not None


def correcting_verb(number: Number) -> Token | None:
    """The verb that corrects a number: "corrected the toll to 12", "the toll was lowered to 12"; else None."""
    doc, start = number.span.doc, number.span.start
    near = doc[max(number.span.sent.start, start - _REACH) : start]
    verb = next((token for token in near if is_form(token, "correct")), None)
    if verb is None:
        return None
    around = doc[max(number.span.sent.start, verb.i - _NEAR) if is_passive(verb) else verb.i : start]
    return verb if any(token.lower_ in words_of("paper") for token in around) else None


def is_paper(token: Token) -> bool:
    """Whether a token names a text that gives numbers: a report, a toll."""
    return token.lower_ in words_of("paper")


def _clause(number: Number) -> Span:
    """The part of a sentence around a number, between semicolons."""
    sent, doc = number.span.sent, number.span.doc
    start = next((t.i + 1 for t in reversed(doc[sent.start : number.span.start]) if t.text == ";"), sent.start)
    end = next((t.i for t in doc[number.span.end : sent.end] if t.text == ";"), sent.end)
    return doc[start:end]
