"""Temporal direction of a clause, relative to its reference day: future or past.

Auxiliaries and plans are rows of seeds/modality.csv, the other words of seeds/tense.csv.
"""

from __future__ import annotations

from transforms.reading.syntax import children, climb, first_of, particle, preposition
from transforms.reading.tree import Token
from transforms.resolving.attribution import cues
from transforms.words import word_list, words_in

WILL = word_list("timing ahead")
BEEN = word_list("timing have")
PAST_AUX = word_list("timing past")
IS = word_list("timing is")
PRESENT = frozenset({"VBZ", "VBP"})
NEVER = word_list("timing never")


def is_ahead(token: Token) -> bool | None:
    """True if the words that govern a time expression are about the future, False for the past, None if unknown."""
    term = False
    for above in climb(token):
        if above.pos_ in ("VERB", "AUX"):
            if term and above.lemma_.lower() in _words("missed") and above.tag_ in ("VBD", "VBN"):
                return False
            ahead = True if term else _direction_by_verb(above, token)
        elif above.lemma_.lower() in _words("term"):
            term, ahead = True, None
        else:
            ahead = _direction_by_copula(above, token)
            if ahead is None and above != token and _is_planned(above):
                ahead = True
        if ahead is not None:
            return ahead
    return True if term else None


def _is_planned(noun: Token) -> bool:
    return any(
        cues("modifier").get(c.lower_) == "planned" and c.lower_ not in NEVER
        for c in children(noun, "amod", "compound")
    )


def _direction_by_copula(nominal: Token, token: Token) -> bool | None:
    """Direction of a nominal or adjective predicate: "the vote is on Sunday", "due on Monday", "was on Sunday"."""
    helpers = {c.lower_ for c in children(nominal, "aux", "cop")}
    if helpers & WILL:
        return not helpers & BEEN
    if nominal.lemma_.lower() in _words("appointing") and nominal.pos_ == "ADJ":
        return True
    if helpers & PAST_AUX:
        return False
    return True if nominal == token and helpers & {"is", "are", "'s", "’s"} else None


def _is_repeated(word: Token) -> bool:
    """Whether a word after "to" is a noun told twice, whatever its tag: "went from house to house"."""
    return word.i > 1 and word.doc[word.i - 2].lower_ == word.lower_


def _direction_by_verb(verb: Token, token: Token) -> bool | None:
    """Direction by auxiliaries, then the infinitive's governor, then the tense."""
    lemma = verb.lemma_.lower()
    helpers = {
        c.lower_
        for v in {verb, first_of(verb)}
        if _shares_auxiliary(verb) or v == verb
        for c in children(v, "aux", "aux:pass")
    }
    to = any(c.lower_ == "to" for c in children(verb, "mark")) and not _is_repeated(verb)
    if (helpers & WILL - {"to"}) or ((to or "to" in helpers) and helpers & {"is", "are"}):
        return not helpers & BEEN
    if to and verb.tag_ == "VB":
        return True if _introduces_plan(verb.head) or any(c.lower_ in IS for c in children(verb, "cop")) else None
    is_appointed = lemma in _words("appointing") and particle(verb) is None  # not "set up a base on Monday"
    if _is_of(token, verb) and is_appointed and (verb.tag_ == "VBN" or _is_put_off(token)):
        return True
    if verb.tag_ in ("VBD", "VBN") or helpers & PAST_AUX:
        return False if verb.tag_ != "VBN" or helpers or verb.dep_ == "acl" else None
    if verb.tag_ in PRESENT and lemma in _words("opening"):
        return True
    if verb.tag_ == "VBG" and helpers & IS and _is_of(token, verb):
        return True if lemma in _words("opening") or lemma in _words("appointing") else None
    return None


def _introduces_plan(governor: Token) -> bool:
    """Whether a word introduces a plan: "plans to", "is expected to", "due to", "a decision to", "going to"."""
    lemma = governor.lemma_.lower()
    if lemma == "go" and governor.tag_ == "VBG":
        return True
    moods = [cues(where).get(lemma) for where in ("governor", "passive", "noun")]
    return "planned" in moods or lemma in _words("appointing")


def _shares_auxiliary(verb: Token) -> bool:
    return verb.dep_ == "conj" and not children(verb, "nsubj", "nsubj:pass", "aux", "aux:pass")


def _is_of(token: Token, verb: Token) -> bool:
    return token.head == verb or token.head.head == verb


def _is_put_off(token: Token) -> bool:
    return preposition(token) in ("until", "till", "to", "for")


def is_lasting(token: Token) -> bool:
    """Whether the governing verb describes a duration: "served until March"."""
    verb = next((above for above in climb(token) if above.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return any(children(above, "cop") for above in climb(token))
    return verb.lemma_.lower() in _words("lasting")


def _words(where: str) -> frozenset[str]:
    return words_in("tense", where=where)
