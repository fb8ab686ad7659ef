"""Finds the words of a source or target: the noun phrase without relative clauses, pronouns resolved."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.facts.events.modality import JOINING
from transforms.facts.events.roles import is_time
from transforms.reading.syntax import NOUNS, children, climb, is_gerund, obliques, phrase, preposition
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import group_words
from transforms.resolving.document import Document
from transforms.resolving.naming import coreference
from transforms.resolving.noun_kinds import words
from transforms.words import word_list

LONGEST = 18
MOST_WORDS = 6
"""Words, small ones aside, that a party is named with at most."""
SMALL = frozenset({"ADP", "DET", "PRON", "PUNCT", "CCONJ", "PART", "SCONJ"})
INDEFINITE = frozenset({"a", "an"})
_GROUPS = frozenset({"armed group", "militia", "opposition", "alliance"})
_NO_PART = word_list("events not named")
_PARTS = word_list("events parts")
CIRCUMSTANCES = word_list("events circumstances")
BODYS_OWN = word_list("events own of a body")
SPEAKERS_OWN = word_list("events own of a speaker")
_WHICH_TIME = word_list("events which time")
ABSTRACT_SOURCES = word_list("events abstract")


@dataclass(frozen=True, slots=True)
class Participant:
    """A source or target: its phrase with pronouns resolved, and its actor if known."""

    span: Span
    actor: str | None

    @property
    def head(self) -> Token:
        return self.span.root

    @property
    def text(self) -> str:
        return self.span.text


def participant(
    head: Token | None, document: Document, *, blamed: bool = False, act: Token | None = None
) -> Participant | None:
    """The words and actor of a participant; None if it is nobody: an unresolved pronoun, `it` for the weather.

    With `blamed` the accusation ("the rebels for the raid") is cut off, with `act` the act that it takes part in
    ("teachers on strike"): the parser often includes them.
    """
    if head is None or is_time(head) or any(c.lower_ == "no" for c in children(head, "det")):
        return None
    span = _span_of_participant(head, document)
    span = _with_whole_names(span, document) if span is not None else None
    if span is not None and blamed:
        stops = [t.left_edge.i for t in obliques(head, "for", "of") if _is_accusation(t, head)]
        span = span.doc[span.start : min([span.end, *(i for i in stops if i > head.i)])]
    if span is None:
        return None
    span = _without_act(span, act) if act is not None else span
    actor = None if span[0].lower_ in SPEAKERS_OWN else document.actor_of(span)
    return Participant(_without_details(span, document), actor)


def _without_details(span: Span, document: Document) -> Span:
    """A long phrase up to what no longer names the party: "a leader of the rebels in the hills north of the town"."""
    if sum(token.pos_ not in SMALL for token in span) <= MOST_WORDS:
        return span
    after = span.doc[span.root.i + 1 : span.end]
    end = next((token.i for token in after if _opens_detail(token) and document.name_at(token) is None), span.end)
    return _up_to(span, end)


def _up_to(span: Span, end: int) -> Span:
    """The phrase up to a word, without the comma or conjunction before it."""
    while span.doc[end - 1].pos_ in ("PUNCT", "CCONJ"):
        end -= 1
    return span.doc[span.start : end]


def _opens_detail(token: Token) -> bool:
    is_preposition = token.pos_ in ("ADP", "SCONJ") or token.dep_ == "case"
    return (is_preposition and token.lower_ != "of") or token.tag_ in ("WDT", "WP")


def _is_accusation(noun: Token, blamed: Token) -> bool:
    """Whether a phrase after the blamed party tells what it is blamed for: "the militia of looting homes"."""
    is_deed = any(word.is_lower and word.lower_.endswith("ing") for word in children(noun, "compound", "amod"))
    is_wrong = noun.lemma_.lower() in words("wrong") | words("charge") | words("violence")
    return preposition(noun) == "for" or blamed.pos_ == "PROPN" or is_deed or is_wrong


def _without_act(span: Span, act: Token) -> Span:
    """The phrase without the act and what depends on it; "five captured soldiers" are whole."""
    head = span.root
    next_act = next((word.i for word in span.doc[head.i + 2 : span.end] if _is_next_act(word, act)), None)
    span = span if next_act is None else _up_to(span, next_act)
    if not span.start <= act.i < span.end or act == head:
        return span
    if act.i < head.i:
        return span if act.tag_ == "VBN" else span.doc[act.i + 1 : span.end]
    part = next((above for above in climb(act) if above.head == head), act)
    end = max(min(part.left_edge.i, act.i), head.i + 1)
    while end > head.i + 1 and not (span.doc[end - 1].text[0].isalnum() and span.doc[end - 1].pos_ in NOUNS):
        end -= 1
    return span.doc[span.start : end]


def _is_next_act(word: Token, act: Token) -> bool:
    """Whether a word after a target is the next act of a series: "looting shops and burning houses"."""
    before = word.nbor(-1).lower_
    if word.tag_ != "VBG" or before not in JOINING | {","}:
        return False
    is_gerund_too = act.tag_ == "VBG" or (act.lower_.endswith("ing") and act.nbor().lower_ != "of")
    return is_gerund_too or (before == "," and word.lemma_.lower() in words("hostile_verb") | words("violent_act"))


def _with_whole_names(span: Span, document: Document) -> Span:
    """The phrase with whole names, and without words that only open a list or state an age: "11 people, among them"."""
    doc, start, end = span.doc, span.start, span.end
    for token in doc[span.root.i + 1 : end]:
        opens = token.lower_ in _PARTS and token.nbor(-1).text == ","
        if opens or (token.text == "," and token.i + 2 >= end and doc[end - 1].like_num):
            end = token.i - opens
            break
    opens_clause = doc[start].lower_ == "that" and start + 1 < end and doc[start + 1].like_num  # "that one of its men"
    if start + 1 < end and (opens_clause or doc[start].lower_ in _NO_PART):  # "shot dead 26", "which groups condemned"
        start += 1
    first, last, own = document.name_at(doc[start]), document.name_at(doc[end - 1]), document.name_at(span.root)
    is_office = start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].text[0].isupper()
    if is_office and own is not None and own.label == "PERSON" and own.span.start > start:
        start = own.span.start  # "Secretary of State Jane Roe"
    elif first is not None:
        start = first.span.start
    end = max(end, last.span.end) if last is not None else end
    return doc[start:end]


def _is_deed(noun: Token) -> bool:
    """Whether a phrase is a deed parsed as a noun: "looting" in "accused the rebels of looting shops"."""
    return preposition(noun) == "of" and any(_is_gerund_of(c) for c in children(noun, "compound", "amod"))


def _is_gerund_of(word: Token) -> bool:
    return word.tag_ == "VBG" or word.pos_ == "VERB"


def _noun_of_free_relative(head: Token) -> Token | None:
    """The noun behind a free relative: "what it called a stray interceptor"."""
    if head.lower_ != "what":
        return None
    clauses = [c for c in (*head.children, head.head) if c.dep_ in ("acl:relcl", "advcl", "ccomp") and c.pos_ == "VERB"]
    return next((noun for clause in clauses for noun in children(clause, "xcomp", "obj") if noun.pos_ in NOUNS), None)


def _person_in_apposition(head: Token, document: Document) -> Span | None:
    """The person in apposition to an office: "a spokesman for the army, Major Idris Waleyo"."""
    other_subjects = [t for t in children(head.head, "nsubj") if t.i > head.i] if head.dep_ == "nsubj" else []
    for beside in [*children(head, "appos"), *other_subjects]:
        name = document.name_at(beside)
        if name is not None and name.label == "PERSON" and head.lemma_.lower() in words("leader"):
            return name.span
    return None


def _without_circumstances(span: Span, head: Token) -> Span:
    """The phrase without wrongly attached times, circumstances, "as a warning", "of burning"."""
    start, end = span.start, span.end
    for child in head.children:
        is_time_of_act = is_time(child) and child.nbor().text != "-"  # not "a 17-year-old"
        early = child.dep_ in ("compound", "amod", "obl:unmarked", "nmod:unmarked") and is_time_of_act
        deed = child.dep_ == "compound" and _is_gerund_of(child) and _is_deed(head)
        is_later = child.tag_ in ("JJR", "RBR") and any(is_time(word) for word in child.subtree)  # "Hours later rebels"
        aside = is_later or (child.pos_ == "ADV" and child.right_edge.text == ",")  # "Earlier this week, Russia"
        if child.i < head.i and (
            early or deed or aside or child.dep_ in ("mark", "case") or child.lower_ in CIRCUMSTANCES
        ):
            start = max(start, (child.right_edge if aside else child).i + 1)
        loose = (
            preposition(child) in CIRCUMSTANCES | {"by"}
            or is_gerund(child)
            or is_time(child)
            or _is_means(child)
            or _is_deed(child)
            or (child.dep_ == "nmod" and child.tag_ in ("VBD", "VBN"))  # "Gunmen on a motorcycle shot dead"
        )
        first = child.left_edge
        if child.i > head.i and child.dep_ == "nmod" and first.nbor(-1).text == ",":
            end = min(end, first.i - 1)  # "nine foreigners, from Germany among others"
        if child.i > head.i and loose and child.dep_ in ("nmod", "obl", "advcl", "nmod:unmarked", "obl:unmarked"):
            end = min(end, first.i)
    while start < head.i and span.doc[start].lower_ in CIRCUMSTANCES:
        start += 1
    while start + 1 < head.i and span.doc[start].lower_ in _WHICH_TIME and is_time(span.doc[start + 1]):
        start += 2
    if start > 0 and span.doc[start].lower_ in ("least", "most") and span.doc[start - 1].lower_ == "at":
        start -= 1
    return span.doc[start:end] if start <= head.i < end else span


def _is_means(noun: Token) -> bool:
    """Whether a noun is a weapon wrongly attached to its target."""
    return preposition(noun) == "with" and noun.lemma_.lower() in words("weapon") | words("projectile")


def _span_of_participant(head: Token, document: Document) -> Span | None:
    termed = _noun_of_free_relative(head)
    if termed is not None:
        return _without_circumstances(phrase(termed), termed)
    if head.pos_ == "PRON" or head.lower_ in ABSTRACT_SOURCES:
        meant = document.antecedent(head)
        return _known(meant.root, document) or meant if meant is not None else None
    if coreference.is_for_a_name(head):
        antecedent = document.antecedent(head)
        if antecedent is not None:
            return antecedent
    name = document.name_at(head)
    if (known := _known(head, document) or _explained(head, document)) is not None:
        return known
    if name is not None and head.dep_ in ("amod", "compound"):
        is_people = name.label == "NORP" and name.actor is None
        return _span_of_participant(head.head, document) if is_people and head.head != head else name.span
    if name is None and (person := _person_in_apposition(head, document)) is not None:
        return person
    span = _without_circumstances(phrase(head, coordinated=True), head)
    if len(span) > LONGEST:
        span = _without_circumstances(phrase(head), head)
    if len(span) > LONGEST:
        span = head.doc[max(head.left_edge.i, head.i - 6) : head.i + 1]
    return _owner(span, document) or span


def _explained(noun: Token, document: Document) -> Span | None:
    """The body that a noun right behind its name explains: "Boko Haram, a group of jihadists, seized"."""
    determiner = noun.nbor(-1) if noun.i > noun.sent.start + 2 else None
    if determiner is None or determiner.lower_ not in INDEFINITE or determiner.nbor(-1).text != ",":
        return None
    name = document.name_at(noun.doc[determiner.i - 2])
    is_body = name is not None and (name.actor is not None or name.label == "ORG") and name.label != "PERSON"
    return name.span if name is not None and is_body and coreference.is_body(noun) else None


def _known(head: Token, document: Document) -> Span | None:
    """Who fighters without a name are by other words of the text: the group that leads them, or how it first told."""
    if document.name_at(head) is not None or head.lower_ not in group_words("members"):
        return None
    leading = _group_that_leads(head, document)
    return leading or (_told_first(head, document) if document.actor_of(phrase(head)) is None else None)


def _group_that_leads(head: Token, document: Document) -> Span | None:
    """The group that leads fighters: "fighters led by Ahrar al-Sham"; not the person."""
    leading = (clause for clause in children(head, "acl") if clause.lower_ in group_words("leading"))
    names = (document.name_at(doer) for clause in leading for doer in children(clause, "obl:agent", "obl"))
    led_by = (name for name in names if name is not None and preposition(name.span.root) == "by" and name.actor)
    return next((name.span for name in led_by if name.actor and name.actor.kind in _GROUPS), None)


def _told_first(head: Token, document: Document) -> Span | None:
    """How a text first tells who "the fighters" are, if it tells of no others: "local fighters"."""
    is_bare = [child.lower_ for child in head.children if child.dep_ != "punct"] == ["the"]
    if head.tag_ != "NNS" or not is_bare:
        return None
    earlier = [t for t in head.doc[: head.i] if t.lower_ == head.lower_ and t.pos_ == "NOUN"]
    told = [t for t in earlier if not any(det.lower_ == "the" for det in children(t, "det"))]
    described = [t for t in told if children(t, "amod", "compound")]
    if len(told) != 1 or not described:
        return None
    return _without_circumstances(phrase(described[0]), described[0])


def _owner(span: Span, document: Document) -> Span | None:
    """Who acts through what belongs to it: the country of "its army"; not the commander of "his troops", nor the
    government of "its foreign minister".
    """
    own, body = span[0], span.root.lemma_.lower()
    if own.lower_ not in BODYS_OWN or body not in words("armed") | words("authority") or body in words("leader"):
        return None
    owner = document.antecedent(own)
    if owner is None:
        return None
    name = document.name_at(owner.root)
    if name is not None:
        return owner if name.label != "PERSON" else None
    return owner if owner.root.lemma_.lower() in words("armed") | words("authority") else None
