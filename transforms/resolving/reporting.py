"""Finds the reporting phrases of a sentence: the verbs of saying and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from transforms.reading.syntax import NOUNS, TIMES, agent, children, is_negated, is_passive, is_relative, relative_head
from transforms.reading.tree import Span, Token
from transforms.resolving.noun_kinds import words
from transforms.words import word_list, words_in

_MEANS = word_list("reporting means")
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "DT", "JJ", "CD", "PRP$", "POS", "HYPH", "VBN"})
_COUNTING = frozenset({"CD", "JJ", "JJR", "JJS", "DT", "NN", "NNP", "IN", "RB"})
"""Tags of the words between a verb and those whom it counts: "killing at least six people"."""
_WITHIN_PHRASE = frozenset({"compound", "nmod:poss", "nmod:desc", "flat", "nummod", "det"})
"""Relations of nouns that only modify the head of their phrase."""


@cache
def saying() -> frozenset[str]:
    """Lemmas of reporting verbs."""
    return words_in("cues", "lemma", kind="say", pos="verb")


def antecedent_of_relative(pronoun: Token) -> Token | None:
    """The noun of a relative pronoun that speaks: the nearest one in "than that of the rebels, who said"."""
    above = relative_head(pronoun)
    if above is None or above.i > pronoun.i:
        return above
    if above.pos_ in ("NOUN", "PROPN") and "according" not in _texts_between(above, pronoun):
        return above
    nouns = (t for t in reversed(pronoun.doc[above.i + 1 : pronoun.i]) if t.pos_ in ("NOUN", "PROPN"))
    nearest = next(nouns, None)
    while nearest is not None and nearest.dep_ in _WITHIN_PHRASE:
        nearest = nearest.head
    return nearest


def is_object_before(noun: Token, verb: Token) -> bool:
    """Whether a noun that was parsed as the subject of a reporting verb is the object of one before it: "killing at
    least six people, police and witnesses said".
    """
    if noun.i > verb.i or "," not in _texts_between(noun, verb):
        return False
    before = noun.i - 1
    while before > noun.sent.start and noun.doc[before].tag_ in _COUNTING:
        before -= 1
    return before >= noun.sent.start and noun.doc[before].tag_ == "VBG"


def is_one_after_many(noun: Token, many: Token) -> bool:
    """Whether a noun can be no apposition to those before the comma: "killed six others, a community leader said"."""
    is_one = noun.tag_ == "NN" and any(child.lower_ in ("a", "an") for child in children(noun, "det"))
    return is_one and many.tag_ == "NNS" and bool(children(many, "nummod")) and "," in _texts_between(many, noun)


@dataclass(frozen=True, slots=True)
class Reports:
    """Reporting phrases of a sentence: the source after `according to`, and (verb, speaker) pairs before and after."""

    source: Token | None
    before: tuple[tuple[Token, Token], ...]
    after: tuple[tuple[Token, Token], ...]


def reports_of(sent: Span) -> Reports:
    """The reporting phrases of a sentence, cached on the Doc since each of its events needs them."""
    cache = sent.doc.user_data
    key = f"reports {sent.start} {sent.end}"
    if key not in cache:
        verbs = [verb for verb in sent if verb.pos_ == "VERB" and verb.lemma_.lower() in saying()]
        pairs = [(verb, who) for verb in verbs if (who := speaker_of_verb(verb)) is not None]
        after = tuple((verb, who) for verb, who in pairs if _is_postposed(verb, who))
        before = tuple(pair for pair in pairs if pair not in after and children(pair[0], "ccomp", "parataxis"))
        cache[key] = Reports(_according_to(sent), before, after)
    return cast(Reports, cache[key])


def _noun_before(verb: Token) -> Token | None:
    """The name or noun before a verb, also behind a comma: "a doctor, Jane Roe, said by telephone"."""
    before = verb.doc[verb.sent.start : verb.i]
    noun = next((word for word in reversed(before) if word.text != ","), None)
    if noun is None or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    return noun.head if noun.dep_ == "flat" else noun


def speaker_of_verb(verb: Token) -> Token | None:
    """The subject of a reporting verb; if the parse has none, the name or noun right before it.

    For a passive it is the agent: in "reporters were told by the army" the army speaks.
    """
    if is_passive(verb):
        by = agent(verb)
        return _noun_before(verb) if by is not None and by.lower_ in _MEANS else by
    own = [t for t in children(verb, "nsubj") if t.lower_ not in TIMES]
    if not own and verb.i > verb.sent.start and is_break(verb.nbor(-1)):
        own = [t for t in children(verb, "obj") if _can_speak(t)]
    before = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if own and is_relative(own[0]):
        return antecedent_of_relative(own[0])
    is_apart = own and before.pos_ in ("NOUN", "PROPN") and "," in _texts_between(own[0], before)
    if is_apart and (cannot_speak(own[0]) or is_object_before(own[0], verb) or is_one_after_many(before, own[0])):
        return before  # "captured it after a siege, residents and medics said": parsed with the siege as subject
    if own or verb.i == verb.sent.start or children(verb, "mark"):
        return own[0] if own else None
    if before.pos_ not in ("NOUN", "PROPN", "PRON") or before.lower_ in TIMES or is_relative(before):
        return None
    return before.head if before.dep_ == "flat" else before


def cannot_speak(noun: Token) -> bool:
    """Whether a noun is a happening or a place, which do not speak themselves: a siege, a war, the biggest city."""
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in words("violence") | words("no_doer") | words("place_word")


def _texts_between(first: Token, last: Token) -> list[str]:
    return [t.text for t in first.doc[first.i + 1 : last.i]]


def _can_speak(noun: Token) -> bool:
    """Whether a noun can speak: a name, or a noun for speakers; "said the ministry", not "declared a state of
    emergency".
    """
    if any(c.lower_ in ("a", "an") for c in children(noun, "det")):
        return False
    return noun.pos_ in ("PROPN", "PRON") or noun.lemma_.lower() in words("authority") | words("observer")


def _is_postposed(verb: Token, speaker: Token) -> bool:
    """Whether a reporting phrase follows its clause after a comma or quotation mark: "..., the army said"."""
    left = next(t for t in speaker.doc[speaker.left_edge.i :] if t.dep_ not in ("cc", "punct"))
    start = start_with_first_speaker(min(left.i, verb.i), verb.sent)
    mark = verb.doc[start - 1] if start > verb.sent.start else None
    if mark is None or not is_break(mark):
        return False
    labels = ("mark", "ccomp", "xcomp") if verb.lemma_ == "tell" else ("mark", "obj", "ccomp", "xcomp")
    return not [
        c for c in children(verb, *labels) if c != speaker and c.i > verb.i and ";" not in _texts_between(verb, c)
    ] and not is_negated(verb)


def is_break(token: Token) -> bool:
    return token.text == "," or token.is_quote


def _according_to(sent: Span) -> Token | None:
    """The source after `according to` anywhere in a sentence."""
    for word in sent:
        if word.lower_ == "according" and word.i + 1 < sent.end and word.nbor().lower_ == "to":
            start = word.i + 2
            for noun in sent.doc[start : min(start + 15, sent.end)]:
                if noun.pos_ in NOUNS and noun.dep_ not in _WITHIN_PHRASE:
                    return noun
    return None


def start_with_first_speaker(start: int, sent: Span) -> int:
    """Start of a speaker's phrase, including a conjunct before "and", back to a comma or the start of the sentence.

    It is found by tags, because the parser often attaches the first conjunct to the reported clause.
    """
    doc, position = sent.doc, start - 1
    if position <= sent.start or doc[position].lower_ != "and":
        return start
    while position > sent.start and doc[position - 1].tag_ in _NOMINAL:
        position -= 1
    is_whole = position == sent.start or is_break(doc[position - 1])
    return position if is_whole and position < start - 1 and doc[start - 2].tag_.startswith("NN") else start
