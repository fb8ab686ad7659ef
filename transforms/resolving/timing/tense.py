"""Temporal direction of a clause, relative to its reference day: future or past.

Auxiliaries and plans are rows of seeds/modality.csv, the other words of seeds/tense.csv.
"""

from __future__ import annotations

from functools import cache

from transforms.reading.syntax import NOUNS, children, climb, first_of, is_negated, particle, preposition
from transforms.reading.tree import Token
from transforms.resolving.attribution import cues
from transforms.words import word_list, words_in

WILL = word_list("timing ahead")
BEEN = word_list("timing have")
PAST_AUX = word_list("timing past")
IS = word_list("timing is")
STARTING = word_list("timing starting")
HAVE = word_list("timing has")
COULD = word_list("timing could")
RANKS = word_list("timing ranks")
APPOINTMENTS = word_list("timing appointments")
PERCEIVING = word_list("timing perceiving")
PRESENT = frozenset({"VBZ", "VBP"})
NEVER = word_list("timing never")


def is_ahead(token: Token) -> bool | None:
    """True if the words that govern a time expression are about the future, False for the past, None if unknown."""
    if preposition(token) in STARTING and _is_called_for_later(token.head):
        return True
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
    if nominal.lemma_.lower() in _words("scheduling") and nominal.pos_ == "ADJ":
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
    if to and _was_to(verb) and not helpers & BEEN:
        return True
    if helpers & COULD and "be" in helpers and lemma not in PERCEIVING and not is_negated(verb):
        return True  # "could be approved in April", not "could leave on Monday", which tells what was possible
    if to and (verb.tag_ == "VB" or "be" in helpers):
        return _direction_by_governor(verb, is_passive="be" in helpers)
    is_appointed = lemma in _words("appointing") and particle(verb) is None  # not "set up a base on Monday"
    is_scheduled = lemma in _words("scheduling") and verb.tag_ == "VBN"
    if _is_of(token, verb) and (is_scheduled or (is_appointed and _is_put_off(token))):
        return True
    if is_appointed and helpers & HAVE and _is_appointment(token, verb):
        return True
    if verb.tag_ in ("VBD", "VBN") or helpers & PAST_AUX:
        return False if verb.tag_ != "VBN" or helpers or verb.dep_ == "acl" else None
    if verb.tag_ in PRESENT and lemma in _words("opening"):
        return True
    if verb.tag_ == "VBG" and helpers & IS and _is_of(token, verb):
        return True if lemma in _words("opening", "scheduling", "appointing") else None
    return None


def _was_to(verb: Token) -> bool:
    """Whether a plan of the past may still lie ahead: "were to leave on Friday", not "…, but stayed"."""
    helpers = {c.lower_ for c in children(verb, "aux", "cop")}
    is_given_up = any(c.lower_ == "but" for other in children(verb, "conj") for c in children(other, "cc"))
    return bool(helpers & {"was", "were"}) and not is_given_up


def _direction_by_governor(verb: Token, *, is_passive: bool) -> bool | None:
    """Direction of an infinitive, by the word that it depends on: "plans to meet", "the summit to be held", "tried to
    break through".
    """
    governor = verb.head
    if governor.lemma_.lower() in _words("attempting") and not {c.lower_ for c in children(governor, "aux")} & WILL:
        if governor.pos_ in NOUNS:
            return None
        if governor.tag_ in ("VBD", "VBN"):
            return False
    if _introduces_plan(governor) or any(c.lower_ in IS for c in children(verb, "cop")):
        return True
    start = next(iter(children(verb, "mark")), verb).i
    is_after_noun = start > verb.sent.start and verb.nbor(start - verb.i - 1).pos_ in NOUNS and not _is_ranked(governor)
    is_headline = governor.dep_ == "ROOT" and governor.pos_ in NOUNS
    return True if is_after_noun and (is_passive or is_headline) else None


def _is_ranked(noun: Token) -> bool:
    """Whether what follows has happened to a noun: "the third school to be bombed", "the only one to be freed"."""
    return any(c.lower_ in RANKS or c.tag_ == "JJS" for c in children(noun, "amod", "nummod", "det"))


def _is_appointment(token: Token, verb: Token) -> bool:
    """Whether a time is that of what a verb appoints: "has called a march on Saturday", "has invited them to a rally on
    Saturday", but not "has called for an inquiry into the killing on Saturday".
    """
    nouns = [token.head] if token.head != verb else children(verb, "obj", "obl")
    return any(noun.head == verb and noun.lemma_.lower() in APPOINTMENTS for noun in nouns)


def _is_called_for_later(governor: Token) -> bool:
    """Whether something begins that is called for: "called a strike from Monday"."""
    verb = governor if governor.pos_ == "VERB" else governor.head
    is_called = verb.lemma_.lower() in _words("calling")
    return is_called and (governor == verb or governor.lemma_.lower() in APPOINTMENTS)


def _introduces_plan(governor: Token) -> bool:
    """Whether a word introduces a plan: "plans to", "is expected to", "due to", "a decision to", "going to"."""
    lemma = governor.lemma_.lower()
    if lemma == "go" and governor.tag_ == "VBG":
        return True
    moods = [cues(where).get(lemma) for where in ("governor", "passive", "noun")]
    return "planned" in moods or lemma in _words("scheduling", "appointing")


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


@cache
def _words(*places: str) -> frozenset[str]:
    return frozenset().union(*(words_in("tense", where=where) for where in places))
