"""Counts of people and materiel: killed, wounded, displaced, detained, weapons fired, houses damaged.

Each figure is a claim about one number. Not counted: `several`, days, ages, ordinals, years, money and crowds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Span, Token

from transforms.counting.measures import Found, is_known, measure_of, noun_class
from transforms.counting.numbers import Number, numbers
from transforms.dates import when
from transforms.modality import modality
from transforms.schema import Figure
from transforms.story import Story
from transforms.syntax import agent, is_parsed, phrase

_SKIPPED = frozenset(
    {"other", "others", "more", "additional", "further", "the", "its", "their", "his", "our", "those", "these"}
)
_PREMODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "CD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_TIME_TAGS = frozenset({"CD", "NNP", "JJ", "DT", "RB", "IN"})
_PARTS = frozenset({"including", "among", "whom", "them"})
_UNTIL_NOW = (("so", "far"), ("to", "date"), ("in", "total"), ("in", "all"), ("until", "now"), ("overall",))


def figures(story: Story) -> list[Figure]:
    """The figures of a story, in the order of the text."""
    return [figure for sent in story.sentences if is_parsed(sent) for figure in _of_sentence(sent, story)]


def _of_sentence(sent: Span, story: Story) -> Iterator[Figure]:
    period: dict[str, Any] | None = None
    last: Found | None = None
    last_end = sent.start
    for number in numbers(sent):
        noun = counted_noun(number)
        found = measure_of(number, noun)
        if found is None and last is not None and _is_part(number, noun, last_end):
            found = Found(last.measure, last.trigger, last.confidence * 0.9)
        if found is None:
            continue
        period = period or _period(sent, story)
        yield _figure(number, noun, found, {**period, "cumulative": period["cumulative"] or found.total}, story)
        last, last_end = found, number.span.end


def _is_part(number: Number, noun: Token | None, since: int) -> bool:
    """True for a part of the sum before it: "including 12 children", "three of them women"."""
    if noun is not None and noun_class(noun) not in ("people", "troops", "unknown"):
        return False
    doc, value = number.span.doc, number.span
    around = [*doc[max(since, value.start - 8) : value.start], *doc[value.end : min(value.end + 2, value.sent.end)]]
    return any(token.lower_ in _PARTS for token in around)


def _figure(number: Number, noun: Token | None, found: Found, period: dict[str, Any], story: Story) -> Figure:
    mode, attribution = modality(found.trigger, story)
    cause = None if found.total else agent(found.trigger)
    return Figure(
        **story.evidence(number.span.sent),
        **story.located(story.place_of(found.trigger)),
        **period,
        modality=mode,
        attribution=attribution,
        confidence=round(found.confidence * (0.9 if number.vague else 1.0), 2),
        measure=found.measure,
        number=number.span.text,
        low=number.low,
        high=number.high,
        qualifier=number.qualifier,
        who=_who(number, noun),
        actor=story.actor_of(phrase(cause)) if cause is not None else None,
    )


def counted_noun(number: Number) -> Token | None:
    """The noun a number counts; None where it stands alone ("wounded nine")."""
    sent, doc = number.span.sent, number.span.doc
    at, found = number.span.end, None
    if at < sent.end and doc[at].lower_ == "of":
        at += 1
    first = at
    while at < sent.end and (doc[at].tag_ in _PREMODIFIERS or doc[at].lower_ in _SKIPPED):
        token = doc[at]
        if token.tag_ in ("DT", "PRP$") and at != first:
            break
        if found is not None and token.tag_ in ("VBN", "JJ", "CD", "VBG") and doc[at - 1].text != "-":
            break
        if token.tag_ in _NOUNS:
            found = token
        elif token.tag_ in ("JJ", "VBN") and is_known(token) and not _noun_follows(token):
            return token if "the" in [t.lower_ for t in doc[number.span.end : at]] else None
        at += 1
    if found is not None and found.tag_ in ("NN", "NNP") and (number.high or 2) > 1:
        return _plural_after(found) or found
    return found or _parsed_noun(number)


def _plural_after(noun: Token) -> Token | None:
    """The plural that a singular after a number above one leads to: "90 air, sea and ground-launched missiles"."""
    at, end = noun.i + 1, min(noun.sent.end, noun.i + 9)
    while at < end and (noun.doc[at].tag_ in _PREMODIFIERS or noun.doc[at].lower_ in (",", "and", "or")):
        if noun.doc[at].tag_ == "NNS":
            return noun.doc[at] if noun.nbor(1).lower_ in (",", "and", "or", "-") else None
        at += 1
    return None


def _noun_follows(token: Token) -> bool:
    return token.i + 1 < token.sent.end and token.nbor(1).tag_ in _PREMODIFIERS


def _parsed_noun(number: Number) -> Token | None:
    """The head of a number further left than its noun: "90 air, sea and ground-launched missiles"."""
    head = number.value[-1].head
    between = number.span.doc[number.span.end : max(head.i, number.span.end)]
    right = head.i >= number.span.end and head.sent == number.span.sent and not any(t.is_punct for t in between)
    return head if right and head.tag_ in _NOUNS and number.value[-1].dep_ in ("nummod", "amod", "compound") else None


def _who(number: Number, noun: Token | None) -> str | None:
    """What is counted, as written, without the number and the words before it."""
    if noun is None:
        return None
    words = [t for t in noun.doc[number.span.end : noun.i + 1] if t.lower_ != "of"]
    while len(words) > 1 and (words[0].lower_ in _SKIPPED or words[0].tag_ == "CD"):
        words = words[1:]
    return (noun.doc[words[0].i : noun.i + 1].text or None) if words else None


def _period(sent: Span, story: Story) -> dict[str, Any]:
    """`since 2011`, `over the past 10 months`, `so far`: a running total."""
    lower = [t.lower_ for t in sent]
    running = any(tuple(lower[at : at + len(words)]) == words for words in _UNTIL_NOW for at in range(len(lower)))
    text = _period_words(sent)
    begin = when(text, story.article.published_date) if text else None
    return {
        "period_start": begin.start if begin else None,
        "period_end": begin.end if begin else None,
        "cumulative": running or text is not None,
    }


def _period_words(sent: Span) -> str | None:
    """`since late November`, `over the past 10 months`: the words that say since when is counted."""
    for token in sent:
        if token.i + 1 < sent.end and token.lower_ == "since" and token.nbor(1).tag_ in _TIME_TAGS:
            compared = any(t.tag_ in ("JJS", "RBS") for t in sent.doc[max(sent.start, token.i - 9) : token.i])
            return None if compared else sent.doc[token.i : min(sent.end, token.i + 9)].text
        if token.lower_ in ("past", "last") and token.i - 2 >= sent.start and token.nbor(-1).lower_ == "the":
            before = token.nbor(-2)
            if before.lower_ in ("over", "during", "in", "for", "within"):
                return sent.doc[before.i : min(sent.end, token.i + 3)].text
    return None
