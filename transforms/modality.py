"""How the text puts an event: asserted, claimed, denied, planned or hypothetical, and who says so.

`claimed` is kept for what a party to the conflict or its authorities say; agencies, witnesses, experts and monitors leave
an event `asserted`, with their words kept as the attribution. The words that decide are rows of seeds/modality.csv.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from spacy.tokens import Span, Token

from transforms.kinds import words
from transforms.patterns import light_verbs
from transforms.schema import Modality
from transforms.seeds import listed, rows
from transforms.story import Story
from transforms.syntax import NOUNS, RELATIVE, TIMES, agent, children, climb, first_of, is_negated, is_passive, phrase, subject

CLAUSAL = frozenset({"xcomp", "ccomp", "csubj", "acl"})
INFERRED: dict[str, int] = {"denied": 0, "hypothetical": 1, "planned": 2}
INTERNATIONAL = frozenset({"u.n.", "un", "nations", "unicef", "unhcr", "cross", "crescent", "observatory", "amnesty"})
PARTIES = frozenset({"country", "government", "military", "police", "armed group", "opposition", "militia", "alliance"})
QUOTE_MARKS = frozenset("\"“”„«»")


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
    return frozenset(word for row in rows("cues") if row["kind"] == "say" and row["pos"] == "verb" for word in listed(row["lemma"]))


def modality(token: Token, story: Story) -> tuple[Modality, str | None]:
    """The modality of the clause headed by a verb or event noun, and the words that name who says so."""
    said = attribution(token, story)
    text = _speaker_text(said.speaker, story) if said else None
    mood = mood_of(token)
    if mood is not None:
        return mood, text
    if said is not None and (said.blames or is_party(said.speaker, story)):
        return "claimed", text
    return "asserted", text


def mood_of(token: Token) -> Modality | None:
    """Denied, hypothetical or planned by the words around and above an event; None where it is told as a fact.

    A noun shares the mood of a verb only where the verb does no more than carry it ("will carry out attacks").
    """
    above, below = "", token
    for here in climb(token):
        own = here == token or above in CLAUSAL or here.lemma_.lower() in light_verbs()
        found = (_own_mood(here, here == token) if own else None) or (_governing_mood(here, below) if here != token else None)
        if found:
            return cast(Modality, found)
        above, below = here.dep_, here
        if here == token and token.pos_ in NOUNS and not _is_carried(token):
            found = _governing_mood(token.head, token) if token.head != token else None
            return cast("Modality | None", found)
        if _is_told(here) or above in ("acl:relcl", "parataxis", "conj") or above not in CLAUSAL and not _is_argument(here):
            return cast("Modality | None", _own_mood(first_of(here), False)) if above == "conj" and _shares_mood(here) else None
    return None


def _is_carried(noun: Token) -> bool:
    """True for a noun whose verb only says that it takes place: "launched an attack", "an attack occurred"."""
    return noun.head.lemma_.lower() in light_verbs() or noun.head.lemma_.lower() in cues("existence")


def _shares_mood(token: Token) -> bool:
    """True where a coordinated verb stands under the same auxiliary: "will attack and burn"."""
    return token.pos_ == "VERB" and not children(token, "nsubj", "nsubj:pass", "aux", "aux:pass")


def _is_argument(token: Token) -> bool:
    return token.pos_ in NOUNS and token.dep_ in ("obj", "nsubj:pass", "obl", "nmod", "nsubj") and token.head != token


def _is_told(token: Token) -> bool:
    """True for the clause that a verb of saying reports: what stands above speaks of the saying."""
    above = token.head.lemma_.lower()
    return token.dep_ in ("ccomp", "parataxis") and above in saying() and above not in cues("governor")


def _own_mood(token: Token, is_trigger: bool) -> str | None:
    found: list[str] = []
    if token.pos_ in ("VERB", "AUX", "ADJ") or not is_trigger:
        found += [m for c in token.children if c.dep_ == "aux" and (m := cues("aux").get(c.lower_))]
        found += [m for c in token.children if c.dep_ == "mark" and (m := cues("mark").get(c.lower_))]
        found += [m for c in token.children if c.dep_ == "advmod" and c.lower_ in cues("adverb") and (m := cues("adverb")[c.lower_])]
    if is_trigger:
        nominal = [c for c in token.children if c.dep_ in ("amod", "det", "compound")]
        found += [m for c in nominal if (m := cues("modifier").get(c.lower_) or cues("modifier").get(c.lemma_.lower()))]
    if is_trigger and token.dep_ in ("acl", "advcl") and any(c.lower_ == "to" for c in children(token, "mark")):
        found.append("planned")
    if (is_trigger or token.pos_ == "VERB") and is_negated(token):
        found.append("denied")
    return min(found, key=lambda m: INFERRED[m]) if found else None


def _governing_mood(governor: Token, inner: Token) -> str | None:
    """The mood a verb, adjective or noun lends what stands under it by a clause (or, a noun, by `of`)."""
    lemma, below = governor.lemma_.lower(), inner.dep_
    if governor.pos_ in NOUNS:
        infinitive = any(c.lower_ == "to" for c in children(inner, "mark"))
        return cues("noun").get(lemma) if below == "nmod" or (below == "acl" and infinitive) else None
    if governor.pos_ == "ADJ" and below == "nsubj":
        return cues("modifier").get(lemma)
    if below == "obl":
        return cues("sought").get(lemma)
    if below not in ("xcomp", "ccomp", "csubj", "obj", "advcl") or (below == "advcl" and lemma not in ("go", "set", "poise")):
        return None
    if is_passive(governor) and lemma in cues("passive"):
        return cues("passive")[lemma]
    if below == "obj" and cues("governor").get(lemma) != "planned":
        return "denied" if lemma in ("avoid", "prevent", "avert", "foil", "thwart", "cancel", "abort") else None
    return cues("governor").get(lemma)


def attribution(token: Token, story: Story) -> Said | None:
    """Who says so: the subject of the verb of saying above, the one named after `according to`, or who blames."""
    for here in climb(token):
        if here != token and here.lemma_.lower() in cues("blame") and (blamer := agent(here)) is not None:
            return Said(blamer, blames=True)
        said = _reported(here)
        if said is not None:
            return Said(said)
    source = _told_beside(token) or _reports(token.sent).source
    return Said(source) if source is not None else None


def _reported(here: Token) -> Token | None:
    """The speaker where a clause is reported: under a verb of saying, or with one beside it ("..., he said")."""
    if here.dep_ in ("ccomp", "parataxis") and here.head.lemma_.lower() in saying():
        return subject(here.head)
    for child in here.children:
        if child.dep_ in ("parataxis", "ccomp") and child.lemma_.lower() in saying() and not children(child, "ccomp", "obj", "mark"):
            found = children(child, "nsubj")
            if found and (here.i < child.i):
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
    key = ("reports", sent.start)
    if key not in kept:
        verbs = [verb for verb in sent if verb.pos_ == "VERB" and verb.lemma_.lower() in saying()]
        pairs = [(verb, who) for verb in verbs if (who := _sayer(verb)) is not None]
        after = tuple((verb, who) for verb, who in pairs if _is_postposed(verb, who))
        before = tuple(pair for pair in pairs if pair not in after and children(pair[0], "ccomp", "parataxis"))
        kept[key] = Reports(_according_to(sent), before, after)
    return cast(Reports, kept[key])


def _sayer(verb: Token) -> Token | None:
    """The subject of a verb of saying; where the parse has none, the name or noun right before it."""
    own = children(verb, "nsubj") or (children(verb, "obj") if verb.i > verb.sent.start and _is_break(verb.nbor(-1)) else [])
    if own or verb.i == verb.sent.start or children(verb, "mark"):
        return own[0] if own else None
    before = verb.nbor(-1)
    if before.pos_ not in ("NOUN", "PROPN", "PRON") or before.lower_ in RELATIVE | TIMES:
        return None
    return before.head if before.dep_ == "flat" else before


def _is_postposed(verb: Token, speaker: Token) -> bool:
    """True for "..., the army said": the words before the speaker and its verb, behind a comma or a quotation mark."""
    start = min(speaker.left_edge.i, verb.i)
    mark = verb.doc[start - 1] if start > verb.sent.start else None
    if mark is None or not _is_break(mark):
        return False
    return not [c for c in children(verb, "mark", "obj", "ccomp", "xcomp") if c != speaker and c.i > verb.i] and not is_negated(verb)


def _is_break(token: Token) -> bool:
    return token.text == "," or token.is_quote


def _told_beside(token: Token) -> Token | None:
    """The speaker where the parse does not show the tie: a report after the event, or over it at the sentence's head."""
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
                if noun.pos_ in NOUNS and noun.dep_ not in ("compound", "nmod:poss", "nmod:desc", "flat", "nummod", "det"):
                    return noun
    return None


def _speaker_text(speaker: Token, story: Story) -> str:
    if speaker.pos_ == "PRON":
        meant = story.antecedent(speaker)
        return meant.text if meant is not None else speaker.text
    return phrase(speaker).text


def is_party(speaker: Token, story: Story) -> bool:
    """True for a party to the conflict, its authorities and officials; false for agencies, witnesses, experts, monitors.

    The noun itself decides, then what stands in apposition, then the titles and adjectives before it, then the name.
    """
    head = speaker
    if speaker.pos_ == "PRON":
        meant = story.antecedent(speaker)
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
    return _named_party(span, story)


def _office(word: Token, is_head: bool) -> bool | None:
    """Whether a noun makes its bearer a party (True), an onlooker (False), or says nothing."""
    lemma = word.lemma_.lower()
    if lemma in words("observer") and not (is_head and lemma in ("source", "member", "report")):
        return False
    if lemma in words("authority") or (not is_head and lemma in words("leader")):
        return True
    return None


def _named_party(span: Span, story: Story) -> bool:
    """True for a country, a force or a group, and for a person whom the article gives an office somewhere."""
    name = story.name_at(span.root)
    if name is None:
        return False
    if name.label == "PERSON":
        return any(_has_office(other) for other in _mentions_of(name.span, story))
    if name.actor is not None:
        return name.actor.kind in PARTIES
    return name.label in ("GPE", "NORP")


def _mentions_of(person: Span, story: Story) -> Iterator[Span]:
    surname = person[-1].text
    return (name.span for name in story.names if name.label == "PERSON" and name.span[-1].text == surname)


def _has_office(person: Span) -> bool:
    head = person.root
    near = [*person.doc[max(person.start - 3, person.sent.start) : person.start]]
    near += [t for child in children(head, "appos") for t in phrase(child)]
    if head.dep_ == "appos":
        near += list(phrase(head.head))
    return any(t.lemma_.lower() in words("authority") | words("leader") for t in near)
