"""Matches words to frames of the event lexicon, by conditions on object, prepositions and complement.

Figures of speech, accidents and sport are excluded by transforms/facts/events/metaphors.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from transforms.facts.events.accidents import is_accident
from transforms.facts.events.metaphors import is_blocked
from transforms.facts.events.traps import is_trap
from transforms.reading.event_lexicon import DEEDS, Frame, carriers, frames
from transforms.reading.parse import lemmas
from transforms.reading.syntax import (
    agent,
    children,
    is_negated,
    is_passive,
    obliques,
    particle,
    patient,
    preposition,
    subject,
)
from transforms.reading.tree import Token
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import core, fits, is_abstract, words
from transforms.words import word_list

POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}
MODIFYING = frozenset({"amod", "compound", "flat", "aux", "aux:pass", "case", "mark"})
FUTURE = word_list("events future")
GOING_ON = word_list("events going on")
POSSIBLE = word_list("events possible")
REFUSED = word_list("events refused")
WITH_PARTICLE = word_list("events with particle")
OWN = word_list("events own")
DUTY = word_list("events duty")
CARRIED = word_list("events carried")


def frame_of(token: Token, document: Document) -> tuple[tuple[str, ...], Frame] | None:
    """The matching words and frame of the lexicon for a trigger token; None if it names no event."""
    own = POS.get(token.pos_) or ("noun" if _is_unread_noun(token) else None)
    if own is None:
        return None
    for pos in ("noun", own) if token.tag_ == "VBG" and own == "verb" else (own,):
        candidates = entries(token.lower_, token.lemma_.lower(), pos)
        if not candidates or not _can_name(token, own, pos):
            continue
        for parts, frame in candidates:
            if frame.territory and _takes_a_thing(token):
                continue
            if _has_parts(token, parts, pos) and holds(token, frame, document):
                is_none = is_blocked(token, parts, frame, document) or is_accident(token, frame.plover)
                return None if is_none else (parts, frame)
    return None


def _takes_a_thing(verb: Token) -> bool:
    """Whether a verb takes no place: "took it away", "took it back to the base", "cleared 60 mines"."""
    if verb.pos_ != "VERB":
        return False
    noun = patient(verb)
    is_away = any(c.lower_ in CARRIED for c in children(verb, "advmod")) or any(True for _ in obliques(verb, "to"))
    is_away = is_away and noun is not None and noun.pos_ == "PRON"
    return is_away or (noun is not None and is_trap(noun))


def _is_unread_noun(token: Token) -> bool:
    """Whether a token is a noun mistagged as a name, or the end of a compound such as sit-in or walk-out."""
    ends = token.pos_ in ("ADP", "ADV") and token.i > token.sent.start and token.nbor(-1).text == "-"
    return token.is_lower and (token.pos_ == "PROPN" or ends)


@lru_cache(maxsize=20_000)
def entries(form: str, lemma: str, pos: str) -> tuple[tuple[tuple[str, ...], Frame], ...]:
    """Lexicon entries of a word, by its lemma, else by the possible lemmas of its form."""
    for word in dict.fromkeys((lemma, form, *_possible_lemmas(form, pos))):
        matches = frames().get((word, pos))
        if matches:
            return matches
    return ()


def _possible_lemmas(form: str, pos: str) -> Iterator[str]:
    """Possible lemmas of a form for a part of speech, since the statistical lemmatizer invents some."""
    if pos == "noun":
        return lemmas(form) if form.endswith("s") and not form.endswith("ers") else iter(())
    return iter(()) if form.endswith(("er", "ers")) else lemmas(form)


def _can_name(token: Token, own: str, pos: str) -> bool:
    """Whether a token can be a trigger; modifiers cannot, nor can a verb as noun unless it is used as one."""
    if token.dep_ in MODIFYING or _is_hyphenated(token):
        return False
    return own == pos or is_nominal(token)


def _is_hyphenated(token: Token) -> bool:
    """Whether a token is part of a compound adjective: "held" in "rebel-held"."""
    doc = token.doc
    before = token.i > 0 and doc[token.i - 1].text == "-" and not doc[token.i - 1].whitespace_
    after = token.i + 1 < len(doc) and doc[token.i + 1].text == "-" and not token.whitespace_
    return after or (before and token.tag_ in ("VBN", "VBG", "JJ"))


def is_nominal(token: Token) -> bool:
    """Whether a gerund is used as a noun: "the killing of", "the bombing"."""
    if token.dep_ == "conj" and token.head.pos_ == "NOUN":
        return True
    return any(
        c.dep_ in ("det", "nmod:poss", "amod") or (c.dep_ == "nmod" and preposition(c) == "of") for c in token.children
    )


def _has_parts(token: Token, parts: tuple[str, ...], pos: str) -> bool:
    """Whether the other words of an entry are present: a verb's particle, a compound noun's modifier."""
    if pos == "noun":
        before = [t for t in token.doc[max(token.i - 4, token.sent.start) : token.i] if t.text not in "-–"]
        return len(parts) == 1 or [t.lemma_.lower() for t in before[1 - len(parts) :]] == list(parts[:-1])
    if len(parts) == 1:
        return particle(token) is None or pos != "verb" or parts[0] in WITH_PARTICLE
    beside = [t for t in token.doc[token.i + 1 : min(token.i + 7, token.sent.end)] if _belongs(t, token)]
    beside += [t for t in children(token, "advmod") if t.i < token.i]
    return all(any(part in (t.lower_, t.lemma_) for t in beside) for part in parts[1:])


def _belongs(word: Token, verb: Token) -> bool:
    """Whether a word belongs to a verb: particle, object, preposition right below, or "liable" in "held it liable"."""
    return (
        word.head == verb
        or (word.dep_ == "case" and word.head.head == verb)
        or (word.i == verb.i + 1 and word.pos_ == "ADP")
        or (word.pos_ == "ADJ" and word.head.dep_ == "obj" and word.head.head == verb and word.i > word.head.i)
    )


def holds(token: Token, frame: Frame, document: Document) -> bool:
    """Whether every condition of a frame is met."""
    return (
        _subject_holds(token, frame, document)
        and _object_holds(token, frame, document)
        and _prepositions_hold(token, frame, document)
        and (not frame.complement or frame.complement <= tags(token, document))
    )


def _subject_holds(token: Token, frame: Frame, document: Document) -> bool:
    if not frame.subject:
        return True
    doer = agent(token)
    if doer is None:
        return is_passive(token)
    places = obliques(doer, "of") if frame.territory else []  # "the outskirts of Idara, which have been in rebel hands"
    return any(
        fits(t, frame.subject, document)
        for t in (doer, core(doer), *children(doer, "conj", "compound", "amod"), *places)
    )


def _object_holds(token: Token, frame: Frame, document: Document) -> bool:
    if not frame.object:
        return True
    noun = patient(token)
    if "-" in frame.object:
        return noun is None and not is_passive(token)
    if noun is None:
        particles = {entry.split()[-1] for entry in frame.words if " " in entry}
        noun = next((t for t in obliques(token) if preposition(t) in particles), None)
    if noun is None:
        return False
    names = [t for t in children(noun, "amod") if t.pos_ == "PROPN"]
    nouns = (noun, core(noun), *children(noun, "conj", "compound", "flat", "flat:name"), *names)
    if any(fits(t, frame.object, document) for t in nouns):
        return True
    others = [t for t in children(token, "obj", "iobj", "obl:unmarked") if t != noun]
    inside = [*obliques(noun, "of"), *others, *(compound for t in others for compound in children(t, "compound"))]
    return any(fits(t, frame.object, document) for t in inside)


def _prepositions_hold(token: Token, frame: Frame, document: Document) -> bool:
    if not frame.prepositions:
        return True
    objects = children(token, "obj", "iobj") if frame.pos == "verb" else []
    results = [t for t in children(token, "xcomp") if t.pos_ == "ADJ"]
    anchors = [token, *objects, *(core(t) for t in objects), *children(token, "advmod"), *results]
    for word, allowed in frame.prepositions:
        if word == "poss" and any(fits(t, allowed, document) for t in children(token, "nmod:poss")):
            return True
        if word == "modifier" and any(fits(t, allowed, document) for t in children(token, "compound", "amod")):
            return True
        if word == "when" and any(_mentions(clause, allowed) for clause in children(token, "advcl")):
            return True
        complements = [t for anchor in anchors for t in obliques(anchor, word)]
        complements += [t for noun in obliques(token) for t in obliques(noun, word)] if allowed != {"*"} else []
        complements += [c for c in children(token, "advcl") if any(m.lower_ == word for m in children(c, "mark"))]
        if any(fits(noun, allowed, document) for t in complements for noun in (t, core(t), *children(t, "conj"))):
            return True
    return False


def _mentions(clause: Token, allowed: frozenset[str]) -> bool:
    lemmas = {t.lemma_.lower() for t in clause.subtree}
    return any(lemmas & words(kind[1:-1]) if kind.startswith("<") else kind in lemmas for kind in allowed)


def clause_of(token: Token) -> Token | None:
    """The head of the clause that a verb or adjective governs: xcomp, ccomp, or a loosely attached infinitive."""
    complements = children(token, "xcomp", "ccomp")
    loose = [c for c in children(token, "advcl") if is_infinitive(c)]
    loose += [c for t in children(token, "obj", "obl") for c in children(t, "acl") if is_infinitive(c)]
    return next((c for c in [*complements, *loose] if c.pos_ in ("VERB", "AUX", "ADJ", "NOUN")), None)


def is_infinitive(token: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)


def tags(token: Token, document: Document) -> frozenset[str]:
    """Tags of the governed clause: must, future, possible, refused, unless, own; hostile, friendly, deed, talks for its
    content; slur for name-calling. And of the word itself: foretold, or no for a negated object.
    """
    labels = {"foretold"} if "future" in clause_tags(token) else set()
    if any(c.lower_ == "no" for t in children(token, "obj") for c in t.children):
        labels.add("no")
    clause = clause_of(token)
    if clause is None:
        return frozenset(labels)
    return frozenset({"clause", *labels, *clause_tags(clause), *_ownership(token, clause), *stance(clause, document)})


def clause_tags(clause: Token) -> set[str]:
    labels = {"infinitive"} if is_infinitive(clause) else set()
    helpers = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    if helpers & DUTY or clause.lower_ in DUTY:
        labels.add("must")
    if helpers & POSSIBLE:
        labels.add("possible")
    if helpers & FUTURE or _is_scheduled(clause):
        labels.add("future")
    if _is_subjunctive(clause):
        labels.add("subjunctive")
    if clause.lemma_.lower() in words("slur"):
        labels.add("slur")
    if is_negated(clause) and not helpers & REFUSED:
        labels.add("refused")
    conditions = {c.lower_ for child in children(clause, "advcl") for c in child.children if c.dep_ == "mark"}
    labels |= conditions & {"unless", "if"}
    if "unless" in labels and helpers & {"may", "could"}:
        labels.add("future")
    return labels


def _is_scheduled(clause: Token) -> bool:
    """Whether a clause is scheduled: "the premier is to travel", not "the aim is to help"."""
    doers = children(clause, "nsubj", "nsubj:outer")
    is_to = is_infinitive(clause) and any(c.lemma_ == "be" for c in children(clause, "cop", "aux"))
    return is_to and bool(doers) and not is_abstract(doers[0])


def _is_subjunctive(clause: Token) -> bool:
    """Whether a clause is a demand in the subjunctive: "insisted that the state open its archives"."""
    doer = next(iter(children(clause, "nsubj")), None)
    if doer is None or children(clause, "aux") or clause.lower_ != clause.lemma_.lower():
        return False
    return clause.tag_ == "VB" or (clause.tag_ == "VBP" and doer.tag_ in ("NN", "NNP"))


def _ownership(token: Token, clause: Token) -> set[str]:
    """`own` if the clause's subject is the speaker: omitted, a pronoun, or the same name."""
    doer = next(iter(children(clause, "nsubj", "nsubj:pass", "expl")), None)
    speaker = subject(token)
    if doer is None or (speaker is not None and doer.lower_ == speaker.lower_):
        return {"own"}
    return {"own"} if doer.lower_ in OWN and doer.dep_ == "nsubj" else set()


def stance(clause: Token, document: Document) -> set[str]:
    """Tags of the first event that the clause names: hostile, or friendly with deed or talks."""
    heads = [clause, *children(clause, "xcomp", "conj"), *children(clause, "obj")]
    verbs = {t.lemma_.lower() for t in (clause, *(children(clause, "xcomp") if clause.lemma_ in GOING_ON else ()))}
    default: set[str] = set()
    for kind, labels in (("hostile", {"hostile"}), ("friendly", {"friendly", "deed"})):
        if verbs & words(f"{kind}_verb"):
            default = default or labels
    for head in heads:
        match = frame_of(head, document)
        if match is not None:
            plover = match[1].plover
            if match[1].is_hostile:
                return {"hostile"}
            if plover in DEEDS:
                return {"friendly", "deed"}
            return {"CONSULT": {"friendly", "talks"}, "AGREE": {"friendly"}}.get(plover, set())
    return default


def carrier_frame(token: Token, kind: str, labels: frozenset[str]) -> Frame | None:
    """The frame in seeds/carriers.csv for a reporting verb (or `will`) whose clause has these tags."""
    key = (token.lemma_.lower() if kind == "say" else "will", kind)
    return next((frame for _, frame in carriers(kind).get(key, ()) if frame.complement <= labels), None)
