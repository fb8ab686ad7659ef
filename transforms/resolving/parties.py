"""Decides whether somebody is a party to the conflict, or a public actor at all."""

from __future__ import annotations

from functools import cache
from typing import cast

from transforms.reading.syntax import children, phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import group_words
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import words
from transforms.words import word_list

INTERNATIONAL = word_list("names international")
CIVIL = word_list("names civil")
PARTIES = frozenset({"country", "government", "military", "police", "armed group", "opposition", "militia", "alliance"})


def is_party(speaker: Token, document: Document) -> bool:
    """Whether the speaker is a party to the conflict, its authorities or officials; not agencies, witnesses, experts.

    Decided by the noun, then its apposition, then titles and adjectives before it, then the name.
    """
    head = speaker
    if speaker.pos_ == "PRON":
        antecedent = document.antecedent(speaker)
        if antecedent is None:
            return False
        head = antecedent.root
    span = phrase(head)
    if {t.lower_ for t in span} & INTERNATIONAL or _is_of_civil_group(head, span):
        return False
    beside = children(head, "appos", "nmod:desc", "compound", "amod", "nmod:poss")
    if head.dep_ in ("appos", "flat"):
        beside = [head.head, *beside, *children(head.head, "nmod:desc", "compound", "amod")]
    for word in [head, *beside]:
        office = _is_party_by_noun(word, word == head)
        if office is not None:
            return office
    return _is_party_by_name(span, document)


def _is_of_civil_group(head: Token, span: Span) -> bool:
    """Whether a speaker is, or speaks for, a group that only watches or helps: "a civil society leader"."""
    own = {token.lower_ for token in span}
    is_group = head.lemma_.lower() in group_words("members") | group_words("voices") | {"member"}
    return is_group and "minister" not in own and not own.isdisjoint(CIVIL)


def _is_party_by_noun(word: Token, is_head: bool) -> bool | None:
    """Whether a noun makes its bearer a party (True) or an observer (False); None if neither."""
    lemma = word.lemma_.lower()
    if lemma in words("observer") and not (is_head and lemma in ("source", "member", "report")):
        return False
    if lemma in words("authority") or (not is_head and lemma in words("leader")):
        return True
    return None


def _is_party_by_name(span: Span, document: Document) -> bool:
    """Whether a name is a country, force or group, or a person with an office in the article."""
    name = document.name_at(span.root)
    if name is None:
        return False
    if name.label == "PERSON":
        return name.span[-1].text in _surnames_in_office(document)
    if name.actor is not None:
        return name.actor.kind in PARTIES
    return name.label in ("GPE", "NORP")


@cache
def public_words() -> frozenset[str]:
    """Nouns for actors in public affairs."""
    return frozenset().union(
        *(words(kind) for kind in ("armed", "nonstate", "state_force", "leader", "authority", "nation", "party"))
    )


def is_public(span: Span, document: Document) -> bool:
    """Whether a phrase names a public actor: state, body, armed group, official; not a private person."""
    head = span.root
    if head.lemma_.lower() in public_words():
        return True
    for name in document.names_in(span):
        if name.actor is not None or name.label in ("GPE", "NORP", "ORG"):
            return True
        if name.label == "PERSON" and name.span[-1].text in _surnames_in_office(document):
            return True
    return any(
        child.lemma_.lower() in public_words()
        for child in children(head, "compound", "amod", "appos", "conj", "nmod:desc")
    )


def _surnames_in_office(document: Document) -> frozenset[str]:
    """Last names of persons with an office in the article, cached on the Doc."""
    cache = document.doc.user_data
    if "in office" not in cache:
        persons = (name.span for name in document.names if name.label == "PERSON")
        cache["in office"] = frozenset(person[-1].text for person in persons if _has_office(person))
    return cast("frozenset[str]", cache["in office"])


def _has_office(person: Span) -> bool:
    head = person.root
    context = [*person.doc[max(person.start - 3, person.sent.start) : person.start]]
    context += [t for child in children(head, "appos") for t in phrase(child)]
    if head.dep_ == "appos":
        context += list(phrase(head.head))
    return any(t.lemma_.lower() in words("authority") | words("leader") for t in context)
