"""Who says so: the speaker over, beside or after a clause, and whether the speaker is a party to the conflict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from spacy.tokens import Span, Token

from transforms.reading.syntax import (
    NOUNS,
    RELATIVE,
    TIMES,
    agent,
    children,
    climb,
    is_negated,
    is_passive,
    phrase,
    subject,
)
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import words
from transforms.seeds import listed, rows

INTERNATIONAL = frozenset({"u.n.", "un", "nations", "unicef", "unhcr", "cross", "crescent", "observatory", "amnesty"})
REPORTING = frozenset({"report", "confirm", "claim", "acknowledge"})
PARTIES = frozenset({"country", "government", "military", "police", "armed group", "opposition", "militia", "alliance"})


@dataclass(frozen=True, slots=True)
class Said:
    """Who says it: the head of the speaker's phrase."""

    speaker: Token
    blames: bool = False


@cache
def cues(where: str) -> dict[str, str | None]:
    """Lemmas of seeds/modality.csv with their modality."""
    return {word: row["modality"] for row in rows("modality") if row["where"] == where for word in listed(row["lemma"])}


@cache
def saying() -> frozenset[str]:
    """Lemmas of verbs that report what somebody says."""
    return frozenset(
        word for row in rows("cues") if row["kind"] == "say" and row["pos"] == "verb" for word in listed(row["lemma"])
    )


def attribution(token: Token, document: Document) -> Said | None:
    """Who says so: the subject of the verb of saying above, the one named after `according to`, or who blames."""
    for here in climb(token):
        if here != token and here.lemma_.lower() in cues("blame") and (blamer := agent(here)) is not None:
            return None if _is_nobody(blamer) else Said(blamer, blames=True)
        said = _reported(here)
        if said is not None:
            return None if _is_nobody(said) else Said(said)
        if (blamer := _blamed_on(here)) is not None:
            return Said(blamer, blames=True)
    source = _told_beside(token) or _reports(token.sent).source
    return Said(source) if source is not None else None


def _is_nobody(speaker: Token) -> bool:
    """True for "no group": what nobody says is nobody's claim."""
    return any(child.lower_ == "no" for child in children(speaker, "det"))


def _blamed_on(deed: Token) -> Token | None:
    """Who lays a deed at somebody's door in a clause about it: "a strike, which the ministry blamed on rebels"."""
    if deed.pos_ not in NOUNS:
        return None
    clauses = (c for c in children(deed, "acl:relcl") if c.lemma_.lower() in cues("blame"))
    return next((who for c in clauses if (who := agent(c)) is not None and who != deed), None)


def _reported(here: Token) -> Token | None:
    """The speaker where a clause is reported: under a verb of saying, or with one beside it ("..., he said")."""
    if here.dep_ in ("ccomp", "parataxis") and here.head.lemma_.lower() in saying():
        doer = None if is_passive(here.head) else subject(here.head)
        return _sayer(here.head) if doer is None or doer.lower_ in TIMES else doer
    if here.dep_ == "obj" and here.pos_ in NOUNS and here.head.lemma_.lower() in REPORTING:
        return subject(here.head)
    for child in here.children:
        if (
            child.dep_ in ("parataxis", "ccomp")
            and child.lemma_.lower() in saying()
            and not children(child, "ccomp", "obj", "mark")
        ):
            found = [who] if is_passive(child) and (who := agent(child)) is not None else children(child, "nsubj")
            if found and here.i < child.i and child.doc[min(found[0].left_edge.i, child.i) - 1].text != ";":
                return found[0]
    return None


@dataclass(frozen=True, slots=True)
class Reports:
    """Who is named as saying so in a sentence: after `according to`, and by each verb of saying with its subject."""

    source: Token | None
    before: tuple[tuple[Token, Token], ...]
    after: tuple[tuple[Token, Token], ...]


def _reports(sent: Span) -> Reports:
    """The reports of a sentence, kept with the text: each of its events asks for them."""
    kept = sent.doc.user_data
    key = f"reports {sent.start}"
    if key not in kept:
        verbs = [verb for verb in sent if verb.pos_ == "VERB" and verb.lemma_.lower() in saying()]
        pairs = [(verb, who) for verb in verbs if (who := _sayer(verb)) is not None]
        after = tuple((verb, who) for verb, who in pairs if _is_postposed(verb, who))
        before = tuple(pair for pair in pairs if pair not in after and children(pair[0], "ccomp", "parataxis"))
        kept[key] = Reports(_according_to(sent), before, after)
    return cast(Reports, kept[key])


def _sayer(verb: Token) -> Token | None:
    """The subject of a verb of saying; where the parse has none, the name or noun right before it.

    Of a passive it is the agent: "reporters were told by the army" makes reporters hear and the army speak.
    """
    if is_passive(verb):
        return agent(verb)
    own = [t for t in children(verb, "nsubj") if t.lower_ not in TIMES]
    if not own and verb.i > verb.sent.start and _is_break(verb.nbor(-1)):
        own = [t for t in children(verb, "obj") if _can_speak(t)]
    if own or verb.i == verb.sent.start or children(verb, "mark"):
        return own[0] if own else None
    before = verb.nbor(-1)
    if before.pos_ not in ("NOUN", "PROPN", "PRON") or before.lower_ in RELATIVE | TIMES:
        return None
    return before.head if before.dep_ == "flat" else before


def _can_speak(noun: Token) -> bool:
    """True for a name, or a noun for those who tell: "said the ministry", not "declared a state of emergency"."""
    if any(c.lower_ in ("a", "an") for c in children(noun, "det")):
        return False
    return noun.pos_ in ("PROPN", "PRON") or noun.lemma_.lower() in words("authority") | words("observer")


def _is_postposed(verb: Token, speaker: Token) -> bool:
    """True for "..., the army said": the words before the speaker and its verb, behind a comma or a quotation mark."""
    start = min(speaker.left_edge.i, verb.i)
    mark = verb.doc[start - 1] if start > verb.sent.start else None
    if mark is None or not _is_break(mark):
        return False
    return not [
        c for c in children(verb, "mark", "obj", "ccomp", "xcomp") if c != speaker and c.i > verb.i
    ] and not is_negated(verb)


def _is_break(token: Token) -> bool:
    return token.text == "," or token.is_quote


def _told_beside(token: Token) -> Token | None:
    """The speaker where the parse shows no tie: a report after the event, or over it at the sentence's head."""
    reports = _reports(token.sent)
    for verb, who in reports.after:
        if token.i < who.left_edge.i and token.i < verb.i:
            return who
    for verb, who in reports.before:
        if verb.i < token.i and who.i < token.i and any(above == verb for above in climb(token)):
            return who
    return None


def _according_to(sent: Span) -> Token | None:
    """The source after `according to` anywhere in a sentence."""
    for word in sent:
        if word.lower_ == "according" and word.i + 1 < sent.end and word.nbor().lower_ == "to":
            start = word.i + 2
            for noun in sent.doc[start : min(start + 15, sent.end)]:
                if noun.pos_ in NOUNS and noun.dep_ not in (
                    "compound",
                    "nmod:poss",
                    "nmod:desc",
                    "flat",
                    "nummod",
                    "det",
                ):
                    return noun
    return None


def speaker_text(speaker: Token, document: Document) -> str:
    """The words that name the speaker, a pronoun resolved."""
    if speaker.pos_ == "PRON":
        meant = document.antecedent(speaker)
        return meant.text if meant is not None else speaker.text
    return phrase(speaker).text


def is_party(speaker: Token, document: Document) -> bool:
    """True for a party to the conflict, its authorities and officials; false for agencies, witnesses and experts.

    The noun itself decides, then what stands in apposition, then the titles and adjectives before it, then the name.
    """
    head = speaker
    if speaker.pos_ == "PRON":
        meant = document.antecedent(speaker)
        if meant is None:
            return False
        head = meant.root
    span = phrase(head)
    if {t.lower_ for t in span} & INTERNATIONAL:
        return False
    beside = children(head, "appos", "nmod:desc", "compound", "amod", "nmod:poss")
    if head.dep_ in ("appos", "flat"):
        beside = [head.head, *beside, *children(head.head, "nmod:desc", "compound", "amod")]
    for word in [head, *beside]:
        office = _office(word, word == head)
        if office is not None:
            return office
    return _named_party(span, document)


def _office(word: Token, is_head: bool) -> bool | None:
    """Whether a noun makes its bearer a party (True), an onlooker (False), or says nothing."""
    lemma = word.lemma_.lower()
    if lemma in words("observer") and not (is_head and lemma in ("source", "member", "report")):
        return False
    if lemma in words("authority") or (not is_head and lemma in words("leader")):
        return True
    return None


def _named_party(span: Span, document: Document) -> bool:
    """True for a country, a force or a group, and for a person whom the article gives an office somewhere."""
    name = document.name_at(span.root)
    if name is None:
        return False
    if name.label == "PERSON":
        return name.span[-1].text in _in_office(document)
    if name.actor is not None:
        return name.actor.kind in PARTIES
    return name.label in ("GPE", "NORP")


@cache
def public_words() -> frozenset[str]:
    """Nouns for those who act in public affairs."""
    return frozenset().union(
        *(words(kind) for kind in ("armed", "nonstate", "state_force", "leader", "authority", "nation", "party"))
    )


def is_public(span: Span, document: Document) -> bool:
    """True for who acts in public affairs: states, bodies, armed groups, officials; false for private persons."""
    head = span.root
    if head.lemma_.lower() in public_words():
        return True
    for name in document.names_in(span):
        if name.actor is not None or name.label in ("GPE", "NORP", "ORG"):
            return True
        if name.label == "PERSON" and name.span[-1].text in _in_office(document):
            return True
    return any(
        child.lemma_.lower() in public_words()
        for child in children(head, "compound", "amod", "appos", "conj", "nmod:desc")
    )


def _in_office(document: Document) -> frozenset[str]:
    """The last names of the persons whom the article gives an office somewhere, kept with the text."""
    kept = document.doc.user_data
    if "in office" not in kept:
        persons = (name.span for name in document.names if name.label == "PERSON")
        kept["in office"] = frozenset(person[-1].text for person in persons if _has_office(person))
    return cast("frozenset[str]", kept["in office"])


def _has_office(person: Span) -> bool:
    head = person.root
    near = [*person.doc[max(person.start - 3, person.sent.start) : person.start]]
    near += [t for child in children(head, "appos") for t in phrase(child)]
    if head.dep_ == "appos":
        near += list(phrase(head.head))
    return any(t.lemma_.lower() in words("authority") | words("leader") for t in near)
