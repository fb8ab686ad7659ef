"""Determines an event's modality (asserted, claimed, denied, planned, hypothetical) and its attribution.

`claimed` is only for statements of parties to the conflict and their authorities; events reported by agencies,
witnesses, experts and monitors stay `asserted`, attributed to them. The mood of a word is the modality that it gives
its clause: denied, planned or hypothetical. The cue words are rows of seeds/modality.csv.
"""

from __future__ import annotations

from typing import cast

from transforms.facts.events.frames import is_infinitive
from transforms.facts.events.retractions import is_retracted
from transforms.reading.event_lexicon import light_verbs
from transforms.reading.syntax import FINITE, NOUNS, children, climb, first_of, is_negated, is_passive
from transforms.reading.tree import Span, Token
from transforms.resolving.attribution import attribution, cues
from transforms.resolving.document import Document
from transforms.resolving.parties import is_party
from transforms.resolving.reporting import saying
from transforms.resolving.speakers import speaker_text
from transforms.tables.schema import Modality
from transforms.words import word_list

CLAUSAL = frozenset({"xcomp", "ccomp", "csubj", "acl"})
BELOW = ("conj", "advcl", "acl", "parataxis")
NAMING = word_list("events naming")
"""Verbs that plan what their infinitive names, but only report other complements."""
ALLEGING = word_list("events alleging")
AVERTED = word_list("events averted")
JOINING = word_list("events joining")
UNPROVEN = word_list("events unproven")
CONFIRMING = word_list("events confirming")
CONFIRMATIONS = word_list("events confirmations")
UNDERTAKINGS = word_list("events undertakings")
ANNOUNCED = word_list("events announced")
FAILING = word_list("events failing")
BEFORE_NOUNS = frozenset({"DET", "ADJ", "ADV"})
FARTHEST = 3
INFERRED: dict[str, int] = {"denied": 0, "hypothetical": 1, "planned": 2}


def modality(token: Token, document: Document) -> tuple[Modality, str | None]:
    """The modality of a clause headed by a verb or event noun, and the speaker's words, if any."""
    statement = attribution(token)
    text = speaker_text(statement.speaker, document) if statement else None
    first = first_of_series(token)
    mood: Modality | None = "denied" if is_retracted(token) else None
    mood = mood or _mood_if_not_begun(token) or _mood_if_withheld(first) or _mood_if_prevented(first)
    mood = mood or _mood_if_undertaken_in_vain(first) or mood_of(token)
    if mood is not None:
        return mood, text
    if is_alleged(token) or (statement is not None and (statement.blames or is_party(statement.speaker, document))):
        return "claimed", text
    return "asserted", text


def is_alleged(token: Token) -> bool:
    """Whether an act is what somebody is accused of: "the mayor was accused of looting the treasury"."""
    below = first = first_of_series(token)
    for above in climb(first):
        if above != first and (above.lemma_.lower() in cues("blame") or _is_held_to_be(above)):
            return any(mark.lower_ in ALLEGING for mark in children(below, "mark", "case"))
        below = above
    return False


def is_only_announced(act: Token) -> bool:
    """Whether an adjective tells that an act is yet to come: "a threatened strike by miners"."""
    return any(word.lower_ in ANNOUNCED for word in children(act, "amod", "compound"))


def _is_held_to_be(word: Token) -> bool:
    """Whether somebody is held to be what an adjective says: the "responsible" of "holds the police responsible"."""
    verb = next((above for above in climb(word) if above.pos_ == "VERB"), None)
    return verb is not None and f"{verb.lemma_} {word.lemma_}".lower() in cues("held")


def first_of_series(act: Token) -> Token:
    """The gerund whose preposition holds for this one too: "looting" for "burning" in "accused of looting shops and
    burning houses". Found by the words, since the parser takes such gerunds for adjectives.
    """
    doc, sent = act.doc, act.sent
    if act.tag_ != "VBG" or act.i == sent.start or doc[act.i - 1].lower_ not in JOINING | {","}:
        return act
    for index in range(act.i - 2, sent.start, -1):
        if doc[index].tag_ in FINITE:
            return act
        if doc[index].lower_.endswith("ing") and doc[index - 1].lower_ in ALLEGING | {"from", "against", "at"}:
            return doc[index] if _is_joined(doc[index : sent.end]) else act
    return act


def _is_joined(series: Span) -> bool:
    """Whether a series of gerunds ends as one: "beating a man, burning a house and stealing a car"."""
    return any(word.tag_ == "VBG" and word.nbor(-1).lower_ in JOINING for word in series[1:])


def mood_of(token: Token) -> Modality | None:
    """Denied, hypothetical or planned, by the words around and above an event; None for a plain fact.

    A noun shares a verb's mood only if the verb merely carries it ("will carry out attacks").
    """
    relation, below = "", token
    for clause in climb(token):
        own = clause == token or relation in CLAUSAL or _carries(clause, below)
        mood = (_own_mood(clause, clause == token) if own else None) or (
            _governing_mood(clause, below) if clause != token else None
        )
        if mood:
            return cast(Modality, mood)
        relation, below = clause.dep_, clause
        if clause == token and token.pos_ in NOUNS and not _carries(token.head, token):
            mood = _governing_mood(token.head, token) if token.head != token else None
            return cast("Modality | None", mood)
        if (
            _is_reported(clause)
            or relation in ("acl:relcl", "parataxis", "conj")
            or (relation not in CLAUSAL and not _is_argument(clause))
        ):
            return _shared_mood(first_of(clause), clause) if relation == "conj" and _shares_mood(clause) else None
    return None


def _mood_if_not_begun(token: Token) -> Modality | None:
    """Denied if an act "has yet to begin", or "had not begun" where the parser puts the verb below the noun."""
    if token.pos_ == "VERB":
        return None
    if children(token, "cop"):
        return None
    below = [verb for verb in children(token, *BELOW) if not children(verb, "nsubj") and is_negated(verb)]
    if token.dep_ == "nsubj" and any(word.lower_ == "yet" for word in children(token.head, "advmod")):
        below += children(token.head, "xcomp")
    return "denied" if any(verb.lemma_.lower() in cues("existence") for verb in below) else None


def _mood_if_withheld(token: Token) -> Modality | None:
    """Denied if somebody refrained from, stopped short of or ruled out the event; None if that itself is negated."""
    index = token.i
    while index > token.sent.start and token.i - index < FARTHEST and _leads_to(token.doc[index - 1], token):
        index -= 1
    for phrase, mood in cues("withheld").items():
        first, *rest = phrase.split()
        start = index - 1 - len(rest)
        before = [word.lower_ for word in token.doc[max(start + 1, 0) : index]]
        if start >= token.sent.start and before == rest and token.doc[start].lemma_.lower() == first:
            return None if is_negated(token.doc[start]) else cast(Modality, mood)
    return None


def _mood_if_prevented(token: Token) -> Modality | None:
    """Denied if somebody was prevented: "stopped from taking the port", "talked the mob out of burning it"."""
    above, marks = token.head, children(token, "mark", "case")
    if above == token or token.tag_ != "VBG" or not any(mark.lower_ in ("from", "out", "of") for mark in marks):
        return None
    mood = cues("barred").get(above.lemma_.lower())
    return None if mood is None or is_negated(above) else cast(Modality, mood)


def _mood_if_undertaken_in_vain(token: Token) -> Modality | None:
    """Denied if an undertaking came to nothing: "an attempt to storm the post failed", "a plot to kill was foiled"."""
    noun = token.head
    is_undertaken = token.dep_ in ("acl", "nmod") and noun.pos_ in NOUNS and noun.lemma_.lower() in UNDERTAKINGS
    return "denied" if is_undertaken and _came_to_nothing(noun) else None


def _came_to_nothing(undertaking: Token) -> bool:
    verb = undertaking.head
    if undertaking.dep_ == "nsubj":
        return verb.lemma_.lower() in FAILING and not is_negated(verb)
    is_object = undertaking.dep_ in ("obj", "nsubj:pass")
    return is_object and verb.lemma_.lower() in AVERTED and not is_negated(verb)


def _leads_to(word: Token, act: Token) -> bool:
    """Whether a word may directly precede an act: "an", "further", or before a noun its verb ("imposing")."""
    return word.pos_ in BEFORE_NOUNS or (act.pos_ in NOUNS and word.tag_ == "VBG")


def _carries(verb: Token, noun: Token) -> bool:
    """Whether a verb only states that something takes place: "launched an attack", "an attack occurred"."""
    lemma = verb.lemma_.lower()
    return lemma in light_verbs() or (lemma in cues("existence") and noun.dep_.startswith("nsubj"))


def _shares_mood(token: Token) -> bool:
    """Whether a coordinated verb shares the auxiliary: "will attack and burn"."""
    return token.pos_ == "VERB" and not children(token, "nsubj", "nsubj:pass", "aux", "aux:pass")


def _shared_mood(first: Token, token: Token) -> Modality | None:
    """The mood that a verb has from the one it is coordinated with: "will attack and burn", and if both are gerunds or
    infinitives from what governs that one: "stopped shelling towns and bombing villages".
    """
    mood = _own_mood(first, False)
    if mood is None and first.tag_ == token.tag_ in ("VBG", "VB") and first.dep_ in CLAUSAL and first.head != first:
        mood = _governing_mood(first.head, first)
    return cast("Modality | None", mood)


def _is_argument(token: Token) -> bool:
    return token.pos_ in NOUNS and token.dep_ in ("obj", "nsubj:pass", "obl", "nmod", "nsubj") and token.head != token


def _is_reported(token: Token) -> bool:
    """Whether a clause is reported by a reporting verb, so that words above concern the statement."""
    above = token.head.lemma_.lower()
    only_reports = above not in cues("governor") or (above in NAMING and not is_infinitive(token))
    return token.dep_ in ("ccomp", "parataxis") and above in saying() and only_reports


def _own_mood(token: Token, is_trigger: bool) -> str | None:
    moods: list[str] = []
    if token.pos_ in ("VERB", "AUX", "ADJ") or not is_trigger:
        moods += [m for c in token.children if c.dep_ == "aux" and (m := cues("aux").get(c.lower_))]
        moods += [m for c in token.children if c.dep_ == "mark" and (m := cues("mark").get(c.lower_))]
        moods += [
            m
            for c in token.children
            if c.dep_ == "advmod" and c.lower_ in cues("adverb") and (m := cues("adverb")[c.lower_])
        ]
    if is_trigger:
        nominal = [c for c in token.children if c.dep_ in ("amod", "det", "compound")]
        moods += [m for c in nominal if (m := cues("modifier").get(c.lower_) or cues("modifier").get(c.lemma_.lower()))]
    if is_trigger and token.tag_ == "VB" and _is_to_be_done(token):
        moods.append("planned")
    if is_trigger and token.dep_ in ("acl", "advcl") and any(c.lower_ == "to" for c in children(token, "mark")):
        moods.append("planned")
    if (is_trigger or token.pos_ == "VERB") and is_negated(token):
        moods.append("denied")
    return min(moods, key=lambda m: INFERRED[m]) if moods else None


def _is_to_be_done(verb: Token) -> bool:
    """Whether a verb's form alone places it in the future: "is to travel to Paris"."""
    to = any(c.lower_ == "to" for c in children(verb, "mark", "aux"))
    return to and any(c.lower_ in ("is", "are") for c in children(verb, "cop", "aux"))


def _governing_mood(governor: Token, inner: Token) -> str | None:
    """The mood that a verb, adjective or noun imposes on its clause (or, for a noun, its `of` phrase)."""
    lemma, below = governor.lemma_.lower(), inner.dep_
    if below in ("obj", "ccomp") and lemma in CONFIRMING and is_negated(governor):
        return "hypothetical"
    if governor.pos_ in NOUNS:
        is_unproven = lemma in UNPROVEN and is_negated(governor)
        if is_unproven and (below in ("acl", "ccomp") or (below == "nmod" and lemma in CONFIRMATIONS)):
            return "hypothetical"
        infinitive = any(c.lower_ == "to" for c in children(inner, "mark"))
        return cues("noun").get(lemma) if below == "nmod" or (below == "acl" and infinitive) else None
    if governor.pos_ == "ADJ" and below == "nsubj":
        return cues("modifier").get(lemma)
    if below == "obl":
        return cues("sought").get(lemma)
    if lemma == "set" and below in ("obj", "obl") and not is_passive(governor):
        return None
    if below not in ("xcomp", "ccomp", "csubj", "obj", "advcl") or (
        below == "advcl" and lemma not in ("go", "set", "poise")
    ):
        return None
    if is_passive(governor) and lemma in cues("passive"):
        return cues("passive")[lemma]
    if lemma in NAMING and (below == "obj" or (below == "ccomp" and not is_infinitive(inner))):
        return None
    if below == "obj" and cues("governor").get(lemma) != "planned":
        return "denied" if lemma in AVERTED else None
    return cues("governor").get(lemma)
