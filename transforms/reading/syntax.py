"""Queries on a UD parse: subject, object, phrase, passive.

Labels are Universal Dependencies v2 (nsubj, obj, obl, nmod, case, ...): https://universaldependencies.org/u/dep/ The
parser is small and errs, so every query tolerates malformed trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from transforms.reading.tree import Span, Token
from transforms.seeds import rows
from transforms.words import MONTHS, WEEKDAYS, word_list

UNPARSED = "unparsed"
"""Relation of the tokens of unparsed sentences, which cannot hold a fact."""

SUBJECTS = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})
OBJECTS = frozenset({"obj", "iobj"})
LEFT_OUT = frozenset(
    {"acl:relcl", "acl", "appos", "parataxis", "punct", "cc", "conj", "advcl", "advcl:relcl", "dep", "list"}
)
NO_PHRASE = frozenset({
    "case", "cop", "nsubj", "nsubj:pass", "csubj", "mark", "aux", "advmod:emph",
    "obl", "obl:tmod", "obl:unmarked", "cc:preconj",
})  # fmt: skip
CONTROLLED = word_list("parse controlled")
RELATIVE = word_list("parse relative")
NEGATIVES = word_list("parse negatives")
TIMES = WEEKDAYS | (MONTHS - {"may"}) | word_list("parse times")
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
"""Penn tags of finite verbs and modals."""
WITHIN_PHRASE = frozenset({"det", "amod", "nummod", "compound", "flat", "nmod:poss", "nmod:desc", "advmod"})
LONGEST_CHAIN = 12


def is_parsed(sent: Span) -> bool:
    """Whether a sentence was parsed: only those that may hold a fact are."""
    return sent.root.dep_ != UNPARSED


def children(token: Token, *labels: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in labels]


def preposition(token: Token) -> str | None:
    """Case marker of a nominal in lower case, including multiword ones such as `because of`."""
    marks = children(token, "case")
    if not marks:
        return None
    return " ".join(t.lower_ for mark in marks for t in [mark, *children(mark, "fixed")])


def conjuncts(token: Token) -> list[Token]:
    """The token and its conjuncts, in order."""
    tokens = [token]
    for child in token.children:
        if child.dep_ == "conj":
            tokens += conjuncts(child)
    return tokens


def climb(token: Token) -> Iterator[Token]:
    """The token and its heads up to the root, at most LONGEST_CHAIN."""
    for _ in range(LONGEST_CHAIN):
        yield token
        if token.head == token:
            return
        token = token.head


def first_of(token: Token) -> Token:
    """The first conjunct of a coordination."""
    for above in climb(token):
        if above.dep_ != "conj":
            return above
    return token


def phrase(head: Token, *, coordinated: bool = False) -> Span:
    """The noun phrase of a head without case marker, relative clauses and appositions.

    With `coordinated` it includes conjuncts ("Hamas and Iran").
    """
    included = [head]
    for child in head.children:
        if child.dep_ == "conj" and coordinated and child.pos_ in NOUNS:
            part = phrase(child, coordinated=True)
            included += [part[0], part[-1]]
        elif child.dep_ not in LEFT_OUT and child.dep_ not in NO_PHRASE and child.lower_ not in TIMES:
            asides = {t.i for aside in child.subtree if _is_aside(aside, child) for t in aside.subtree}
            included += [t for t in child.subtree if t.dep_ != "punct" and t.i not in asides] or [child]
    sent = head.sent
    low = min(max(t.i, sent.start) for t in included)
    high = max(min(t.i, sent.end - 1) for t in included)
    return _with_bounds_of_number(_trimmed(head.doc[low : high + 1]))


def _is_aside(token: Token, within: Token) -> bool:
    """Whether a word heads a clause of its own, "the dormitories who had shouted", or an apposition behind a comma,
    "the National Army, a coalition backed by Turkey".
    """
    if token.dep_ in ("acl:relcl", "parataxis"):
        return token != within and token.head.lower_ != "what"
    first = next((word for word in token.subtree if not word.is_punct), token)
    return token != within and token.dep_ == "appos" and first.i > 0 and first.nbor(-1).text == ","


def _with_bounds_of_number(span: Span) -> Span:
    """The phrase with the words that bound its number: "no fewer than a hundred people", "between 30 and 40 people"."""
    number = span[1] if len(span) > 1 and span[0].lower_ in ("a", "an") else span[0]
    if not number.like_num:
        return span
    before = span.doc[max(span.start - 3, span.sent.start) : span.start]
    if len(before) == 3 and before[0].lower_ == "between" and before[1].like_num and before[2].lower_ == "and":
        return span.doc[before.start : span.end]
    for words in _phrases_that_bound_numbers():
        start = span.start - len(words)
        if start >= span.sent.start and tuple(t.lower_ for t in span.doc[start : span.start]) == words:
            return span.doc[start : span.end]
    return span


@cache
def _phrases_that_bound_numbers() -> list[tuple[str, ...]]:
    """Words that bound a number and are not prepositions alone, longest first."""
    kinds = ("floor", "ceiling", "about")
    phrases = [tuple(str(row["words"]).split()) for row in rows("numbers") if row["kind"] in kinds]
    return sorted((words for words in phrases if len(words) > 1), key=len, reverse=True)


def _trimmed(span: Span) -> Span:
    while len(span) > 1 and (span[0].is_punct or span[0].is_space or span[0].pos_ == "ADP") and not span[0].is_quote:
        span = span[1:]
    while len(span) > 1 and (
        span[-1].is_space or (span[-1].is_punct and not span[-1].is_quote) or span[-1].tag_ == "POS"
    ):
        span = span[:-1]
    if len(span) > 2 and span[0].is_quote and not any(t.is_quote for t in span[1:]):
        span = span[1:]
    return span[:-1] if len(span) > 2 and span[-1].is_quote and not any(t.is_quote for t in span[:-1]) else span


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: "was killed", a bare "killed" after a noun, and their conjuncts."""
    if any(child.dep_ in ("aux:pass", "nsubj:pass", "csubj:pass", "obl:agent") for child in verb.children):
        return True
    own = ("aux", "obj") if verb.dep_ == "conj" else ("aux", "nsubj", "obj")
    if verb.tag_ != "VBN" or children(verb, *own) or any(children(t, "obj") for t in children(verb, "conj")):
        return False
    if verb.dep_ in ("acl", "amod"):
        return True
    return verb.dep_ in ("conj", "advcl") and verb.head.tag_ == "VBN" and is_passive(verb.head)


def subject(verb: Token) -> Token | None:
    """The grammatical subject, also through coordination, participles, relative clauses and control."""
    shared = True
    for token in climb(verb):
        own = [child for child in token.children if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS and child.dep_ != "csubj"]
        if own:
            own = [child for child in own if not _is_cut_off(child, token)] or own
            return relative_head(own[0]) or own[0]
        controller = _controller(token) if shared else None
        shared = token.dep_ == "conj"
        if controller is not None:
            return controller
        if token.dep_ in ("acl", "acl:relcl") and token.head.pos_ in NOUNS:
            return token.head if token.dep_ == "acl" and token.tag_ != "TO" else None
        if token.dep_ == "advcl" and any(
            child.dep_ == "mark" and child.lower_ in ("that", "because") for child in token.children
        ):
            return None
        if token.dep_ not in ("conj", "xcomp", "advcl", "aux") and not _is_predicate_behind_adverb(token):
            return None
    return None


def _is_cut_off(noun: Token, verb: Token) -> bool:
    """Whether a conjunction parts a noun from a verb, so that it is the subject of another one, which the parser took
    for a noun: "Members of the unit flash a sign after the army took the town".
    """
    return any(noun.i < mark.i < verb.i for mark in children(verb, "mark"))


def _is_predicate_behind_adverb(noun: Token) -> bool:
    """Whether an adverb was parsed as the predicate in a noun's stead: "the soldiers are back in control"."""
    return noun.dep_ == "obl" and noun.head.pos_ == "ADV" and bool(children(noun.head, "cop"))


def _controller(verb: Token) -> Token | None:
    """Controller of an infinitive or gerund: the object above it ("ordered them to", "stopped them from"), or the head
    of a relative clause ("attacks which, officials say, killed 12").
    """
    above = verb.head
    gerund = verb.dep_ in ("advcl", "obl") and any(c.lower_ in CONTROLLED for c in children(verb, "mark", "case"))
    if verb.dep_ == "xcomp" or gerund:
        objects = children(above, "obj", "iobj")
        if objects:
            return relative_head(objects[0]) or objects[0]
    if verb.dep_ in ("xcomp", "ccomp") and above.dep_ == "acl:relcl":
        first = next(iter(above.children), None)
        if first is not None and is_relative(first) and any(not is_relative(c) for c in children(above, "nsubj")):
            return above.head
    return None


def is_relative(token: Token) -> bool:
    """Whether a token is a relative pronoun: who, and not the WHO, which is a name to the parser."""
    return token.lower_ in RELATIVE and not token.tag_.startswith("NN")


def relative_head(pronoun: Token) -> Token | None:
    """The antecedent of `which`, `who` or `that` as an argument of a relative clause, else None."""
    if not is_relative(pronoun):
        return None
    for ancestor in climb(pronoun):
        if ancestor.dep_ == "acl:relcl":
            return ancestor.head
    return None


def agent(verb: Token) -> Token | None:
    """The agent: subject of an active verb, by-phrase of a passive one."""
    if not is_passive(verb):
        return None if _is_means(verb) else subject(verb)
    for child in [*verb.children, *(verb.head.children if verb.dep_ == "conj" else ())]:
        if child.dep_ == "obl:agent" or (child.dep_ == "obl" and preposition(child) == "by"):
            return None if is_gerund(child) else child
    return None


def _is_means(verb: Token) -> bool:
    """Whether a gerund tells by what something was done to a subject, which does not do it itself: "villagers were
    killed by shelling", "by air strikes and shelling".
    """
    if not is_gerund(verb) or not is_passive(verb.head) or children(verb, "nsubj", "aux"):
        return False
    if verb.dep_ == "advcl":
        return any(word.lower_ == "by" for word in children(verb, "mark", "case"))
    return verb.dep_ == "conj" and any(noun.i < verb.i for noun in obliques(verb.head, "by"))


def is_gerund(token: Token) -> bool:
    return token.tag_ == "VBG"


def patient(verb: Token) -> Token | None:
    """The patient: object of an active verb, subject of a passive one."""
    if is_passive(verb):
        is_modifier = verb.dep_ in ("acl", "amod") and verb.head.pos_ in NOUNS
        return verb.head if is_modifier and not children(verb, "nsubj:pass") else subject(verb)
    objects = [t for t in children(verb, "obj") if t.lower_ not in TIMES] or [
        t
        for t in children(verb, "iobj", "obl:unmarked")
        if t.i > verb.i  # not "a year after it fell"
    ]
    objects = (
        [t for t in objects if t.lower_ not in TIMES] or _object_behind_particle(verb) or _object_behind_adjective(verb)
    )
    if objects:
        return relative_head(objects[0]) or objects[0]
    if verb.dep_ == "acl:relcl" and verb.head.pos_ in NOUNS:
        own = children(verb, "nsubj")
        return verb.head if own and relative_head(own[0]) is None else None
    shared = [t for t in children(verb, "conj") if t.pos_ == "VERB" and not children(t, "nsubj", "nsubj:pass", "mark")]
    for last in shared:
        objects = children(last, "obj")
        if objects and not children(verb, "obl", "xcomp", "ccomp", "compound:prt"):
            return objects[0]
    return (_next_noun(verb) or _named_complement(verb)) if verb.pos_ == "VERB" else None


def _object_behind_particle(verb: Token) -> list[Token]:
    """The object of a phrasal verb whose particle was parsed as a preposition: "sealed off the centre"."""
    return [t for t in children(verb, "obl") if any(c.tag_ == "RP" and c.i == verb.i + 1 for c in children(t, "case"))]


def _object_behind_adjective(verb: Token) -> list[Token]:
    """The object that was attached to a resultative adjective: "shot dead a judge", "set free two hostages"."""
    return [t for c in children(verb, "xcomp") if c.pos_ == "ADJ" and c.i == verb.i + 1 for t in children(c, "obj")]


def _named_complement(verb: Token) -> Token | None:
    """A proper noun right after the verb that was parsed as its complement: "encircled Mariupol"."""
    after = (t for t in children(verb, "xcomp") if t.pos_ == "PROPN" and t.left_edge.i == verb.i + 1)
    return next((t for t in after if not children(t, "case", "mark", "nsubj", "cop")), None)


def _next_noun(verb: Token) -> Token | None:
    """The noun phrase right after the verb that was parsed as the subject of a later clause."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 5, verb.sent.end)]:
        if (token.dep_ in ("compound:prt", "advmod") and token.head == verb) or token.lower_ in TIMES:
            continue
        while token.dep_ in WITHIN_PHRASE and token.head.i > token.i:
            token = token.head
        later = token.dep_ in ("nsubj", "nsubj:pass") and token.head.i > token.i and token.pos_ in NOUNS
        own = token.head.head == verb and token.head.dep_ in ("ccomp", "xcomp")
        broken = later and own and any(t.text == "," for t in verb.doc[token.i : token.head.i])
        return token if later and (not own or broken) else None
    return None


def obliques(head: Token, *prepositions: str) -> Iterator[Token]:
    """Nominals attached to `head` by one of the prepositions; by any if none is given."""
    for child in head.children:
        if (
            child.lower_ not in TIMES
            and child.dep_.split(":")[0] in ("obl", "nmod", "advcl")
            and (not prepositions or preposition(child) in prepositions)
        ):
            yield child


def particle(verb: Token) -> str | None:
    """The particle of a phrasal verb: `out` in "carried out"."""
    particles = children(verb, "compound:prt")
    if (
        particles
        and particles[0].lower_ == "up"
        and particles[0].i + 1 < len(verb.doc)
        and particles[0].nbor().lower_ == "to"
    ):
        return None
    return particles[0].lower_ if particles else None


def is_negated(verb: Token) -> bool:
    """Whether a word is negated: "did not arrest", "arrested nobody", "no soldiers were arrested"."""
    return any(
        c.lower_ in NEGATIVES
        and c.dep_ in ("advmod", "det", "mark", "cc:preconj", "cc", "case")
        and not _opens_comparison(c)
        for c in verb.children
    ) or any(_is_nobody(c) for c in children(verb, "obj", "nsubj:pass"))


def _is_nobody(noun: Token) -> bool:
    words = (noun, *children(noun, "det"))
    return any(word.lower_ in ("nobody", "none", "no") and not _opens_comparison(word) for word in words)


def _opens_comparison(token: Token) -> bool:
    """Whether "than" stands behind the next word: "no fewer than nine", "none other than the governor"."""
    return [word.lower_ for word in token.doc[token.i + 2 : token.i + 3]] == ["than"]
