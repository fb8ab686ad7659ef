"""Counts of people and materiel: killed, wounded, displaced, detained, weapons fired, houses damaged.

Each figure is a claim about one number. Not counted: `several`, days, ages, ordinals, years, money and crowds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Span, Token

from transforms.counting.measures import measure_of
from transforms.counting.numbers import Number, numbers
from transforms.counting.words import Found, is_known, noun_class
from transforms.dates import told_in
from transforms.lexicon import first
from transforms.modality import modality
from transforms.schema import Figure
from transforms.story import Story
from transforms.syntax import agent, is_parsed, phrase

_SKIPPED = frozenset(
    {
        "other",
        "others",
        "more",
        "additional",
        "further",
        "the",
        "its",
        "their",
        "his",
        "our",
        "those",
        "these",
        "them",
        "whom",
    }
)
_PREMODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "CD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_TIME_TAGS = frozenset({"CD", "NNP", "JJ", "DT", "RB", "IN"})
_PARTS = frozenset({"including", "among", "whom", "them"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_COPULAS = frozenset({"were", "are", "was", "is"})
_COUNTS = frozenset({"figure", "number", "toll", "count", "tally", "total", "it"})
_ADMITTING = dict.fromkeys(("acknowledge", "admit", "concede", "confirm", "report", "count", "say"), True)
_UNTIL_NOW = (("so", "far"), ("to", "date"), ("in", "total"), ("in", "all"), ("until", "now"), ("overall",))


def figures(story: Story) -> list[Figure]:
    """The figures of a story, in the order of the text."""
    return [figure for sent in story.sentences if is_parsed(sent) for figure in _of_sentence(sent, story)]


def _of_sentence(sent: Span, story: Story) -> Iterator[Figure]:
    period: dict[str, Any] | None = None
    last: Found | None = None
    before: Number | None = None
    for number in numbers(sent):
        noun = counted_noun(number)
        found = measure_of(number, noun)
        if last is not None and before is not None:
            if found is None and _is_carried(number, noun, before):
                found = Found(last.measure, last.trigger, last.confidence * 0.9)
            elif found is not None and found.trigger.i < last.trigger.i and _is_coordinated(number, before):
                found = last
        if found is None:
            _refuse(number, noun, story)
            continue
        period = period or _period(sent, story)
        yield _figure(number, noun, found, {**period, "cumulative": period["cumulative"] or found.total}, story)
        last, before = found, number


def _refuse(number: Number, noun: Token | None, story: Story) -> None:
    """Keep a number that counts people or things but gives no figure, with the rule that says so."""
    kind = noun_class(noun)
    if kind == "none":
        story.refuse("figures", number.span, "counted.csv: none", noun.lower_ if noun is not None else "")
    elif kind not in ("unknown", "bare"):
        story.refuse("figures", number.span, "no word of measures.csv", kind)


def _is_carried(number: Number, noun: Token | None, before: Number) -> bool:
    """True for a number that counts what the one before it counts: its part, or another's count of it."""
    if noun is not None and noun_class(noun) not in ("people", "troops", "unknown"):
        return False
    start = number.span.start
    if noun is None and start > number.span.sent.start and number.span.doc[start - 1].lower_ == "of":
        return False
    if _is_part(number, before.span.end) or (noun is not None and _is_coordinated(number, before)):
        return True
    return noun is None and (_is_other_count(number) or _is_gapped(number, before))


def _is_part(number: Number, since: int) -> bool:
    """True for a part of the sum before it: "including 12 children", "three of them women"; not "of whom 90 fled"."""
    doc, value = number.span.doc, number.span
    around = [*doc[max(since, value.start - 8) : value.start], *doc[value.end : min(value.end + 2, value.sent.end)]]
    words = {token.lower_ for token in around}
    after = doc[value.end] if value.end < value.sent.end else None
    tells = after is not None and after.tag_ in _FINITE and after.lower_ not in _COPULAS
    return bool(words & _PARTS) and not ("whom" in words and tells)


def _is_other_count(number: Number) -> bool:
    """True for a bare number that somebody gives for the same: "the army put the figure at 12", "admitted only ten"."""
    doc, start, sent = number.span.doc, number.span.start, number.span.sent
    said = doc[start - 1] if start > sent.start else None
    if said is None:
        return False
    if said.lower_ == "at":
        return any(token.lower_ in _COUNTS for token in doc[max(sent.start, start - 8) : start])
    is_last = number.span.end == sent.end or doc[number.span.end].is_punct
    return is_last and first(said.lower_, _ADMITTING) is not None


def _is_gapped(number: Number, before: Number) -> bool:
    """True where words are left out: "six in Homs and seven in Hama", "eight of the dead were men, three were boys"."""
    doc, end, sent = number.span.doc, number.span.end, number.span.sent
    if end >= sent.end:
        return False
    earlier, after = doc[before.span.end], doc[end]
    joined = number.span.start > sent.start and doc[number.span.start - 1].lower_ in ("and", ",", "but")
    if not joined:
        return False
    same = after.tag_ == "IN" and after.lower_ == earlier.lower_
    return same or (after.lower_ in _COPULAS and earlier.lower_ == "of")


def _is_coordinated(number: Number, before: Number) -> bool:
    """True for what is joined to the number before and its noun: "seven patients and two nurses"."""
    noun = counted_noun(before)
    joint = number.span.doc[noun.i + 1 if noun is not None else before.span.end : number.span.start]
    return 0 < len(joint) <= 2 and all(token.lower_ in (",", "and") for token in joint)


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
    while at < sent.end and doc[at].is_quote:
        at += 1
    parted = at < sent.end and doc[at].lower_ == "of"
    at += parted
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
            return token if parted or "the" in [t.lower_ for t in doc[number.span.end : at]] else None
        at += 1
    if found is not None and found.tag_ in ("NN", "NNP") and (number.high or 2) > 1:
        return _plural_after(found) or found
    return found or _parsed_noun(number)


def _plural_after(noun: Token) -> Token | None:
    """The plural that a singular after a number above one leads to: "40 land, sea and air-launched decoys"."""
    at, end = noun.i + 1, min(noun.sent.end, noun.i + 9)
    while at < end and (noun.doc[at].tag_ in _PREMODIFIERS or noun.doc[at].lower_ in (",", "and", "or")):
        if noun.doc[at].tag_ == "NNS":
            return noun.doc[at] if noun.nbor(1).lower_ in (",", "and", "or", "-") else None
        at += 1
    return None


def _noun_follows(token: Token) -> bool:
    return token.i + 1 < token.sent.end and token.nbor(1).tag_ in _PREMODIFIERS


def _parsed_noun(number: Number) -> Token | None:
    """The head of a number further left than its noun: "40 land, sea and air-launched decoys"."""
    head = number.value[-1].head
    between = number.span.doc[number.span.end : max(head.i, number.span.end)]
    right = head.i >= number.span.end and head.sent == number.span.sent and not any(t.is_punct for t in between)
    return head if right and head.tag_ in _NOUNS and number.value[-1].dep_ in ("nummod", "amod", "compound") else None


def _who(number: Number, noun: Token | None) -> str | None:
    """What is counted, as written, without the number and the words before it."""
    if noun is None:
        return None
    words = [t for t in noun.doc[number.span.end : noun.i + 1] if t.lower_ != "of" and not t.is_quote]
    while len(words) > 1 and (words[0].lower_ in _SKIPPED or words[0].tag_ == "CD"):
        words = words[1:]
    return (noun.doc[words[0].i : noun.i + 1].text or None) if words else None


def _period(sent: Span, story: Story) -> dict[str, Any]:
    """`since 2011`, `over the past 10 months`, `so far`: a running total."""
    lower = [t.lower_ for t in sent]
    running = any(tuple(lower[at : at + len(words)]) == words for words in _UNTIL_NOW for at in range(len(lower)))
    since = _period_words(sent)
    begin = told_in(since, story.article.published_date) if since else None
    return {
        "period_start": begin.start if begin else None,
        "period_end": begin.end if begin else None,
        "cumulative": running or since is not None,
    }


def _period_words(sent: Span) -> Span | None:
    """`since late November`, `over the past 10 months`: the words that say since when is counted."""
    for token in sent:
        if token.i + 1 < sent.end and token.lower_ == "since" and token.nbor(1).tag_ in _TIME_TAGS:
            compared = any(t.tag_ in ("JJS", "RBS") for t in sent.doc[max(sent.start, token.i - 9) : token.i])
            return None if compared else sent.doc[token.i : min(sent.end, token.i + 9)]
        if token.lower_ in ("past", "last") and token.i - 2 >= sent.start and token.nbor(-1).lower_ == "the":
            before = token.nbor(-2)
            if before.lower_ in ("over", "during", "in", "for", "within"):
                return sent.doc[before.i : min(sent.end, token.i + 3)]
    return None
