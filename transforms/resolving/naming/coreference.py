"""What a pronoun or a definite noun stands for: the nearest name before it that fits in kind and number.

Simple on purpose: the sentences are searched backwards; in a sentence the subject of its main clause goes before other
arguments, those before subjects of subordinate clauses and names that only modify ("Assad's army"); of two alike the
nearer.
A person's role ("the president") stands for nobody but who bears it in the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from transforms.reading.syntax import climb, first_of, phrase, preposition, relative_head
from transforms.resolving.actors import countries
from transforms.resolving.naming import genders
from transforms.resolving.naming.spotting import words
from transforms.seeds import listed, rows

if TYPE_CHECKING:
    from transforms.resolving.document import Document
    from transforms.resolving.naming.name import Name

REACH = 6
STATE = frozenset({"country", "government", "military", "police"})
BODIES = frozenset({"organisation", "group", "office", "state"})
NAMED_AFTER = frozenset({"person", "group", "office", "country", "place"})
DETERMINERS = frozenset({"the", "this", "that", "these", "those"})
TELLING = frozenset({"nmod", "nmod:poss", "acl", "acl:relcl", "appos", "flat", "compound"})
MODIFIERS = frozenset({"compound", "nmod:poss", "amod", "nmod", "flat"})
SUBORDINATE = frozenset({"acl:relcl", "advcl", "advcl:relcl", "acl"})
ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"})
MAIN = frozenset({"ROOT", "conj"})
LOCATIVE = frozenset({"in", "across", "at", "near", "from", "to", "into", "inside", "outside", "over", "throughout"})
TITLE_REACH = 4
TITLED = frozenset({"NOUN", "PROPN", "ADJ"})


@cache
def _anaphors() -> dict[str, tuple[str, str]]:
    return {word: (str(row["kind"]), str(row["number"])) for row in rows("anaphors") for word in listed(row["words"])}


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(word for row in rows("anaphors") if row["form"] == "pronoun" for word in listed(row["words"]))


@cache
def _nationalities() -> dict[str, frozenset[str]]:
    """Adjectives of countries with the countries that they may speak of."""
    pairs = [(word, country.alpha2) for country in countries().values() for word in country.adjectives]
    return {word: frozenset(code for other, code in pairs if other == word) for word, _ in pairs}


def is_anaphor(token: Token) -> bool:
    """True for third-person pronouns and for listed nouns with a definite determiner and nothing that tells which."""
    if token.lower_ not in _anaphors():
        return False
    if token.lower_ in _pronouns():
        return True
    children = list(token.children)
    return any(child.lower_ in DETERMINERS for child in children) and not any(
        child.dep_ in TELLING and not _is_aside(child) for child in children
    )


def _is_aside(clause: Token) -> bool:
    """True for a relative clause behind a comma and for a nationality: they tell more, not which."""
    if clause.text in _nationalities():
        return True
    first = clause.left_edge
    return clause.dep_ == "acl:relcl" and first.i > 0 and "," in (first.text, first.nbor(-1).text)


def is_for_a_name(token: Token) -> bool:
    """True for a definite noun that a text uses in a name's stead: "the group", "the ministry", not "the militants"."""
    return is_anaphor(token) and _anaphors()[token.lower_] in {(kind, "singular") for kind in NAMED_AFTER}


def antecedent(token: Token, document: Document) -> Span | None:
    """The earlier span a token stands for; None where nothing within reach fits."""
    head = relative_head(token)
    if head is not None:
        return (antecedent(head, document) if is_for_a_name(head) else None) or phrase(head)
    if not is_anaphor(token):
        return None
    kind, number = _anaphors()[token.lower_]
    if kind == "person" and token.lower_ not in _pronouns():
        return _bearer(token, document)
    same = _said_before(token)
    if same is not None:
        return antecedent(same, document)
    for sent in _sentences_before(token, document):
        before = (name for name in document.names_in(sent) if name.span.end <= token.i)
        fitting = [name for name in before if _fits(name, kind, token) and _agrees(name, token, document)]
        nouns = list(_noun_subjects(token, sent, kind, number))
        found = [name.span for name in fitting if not _are_arguments(name.span.root, token)] + nouns
        if found:
            nearest = min(found, key=lambda span: (_rank(span.root, token), -span.start))
            return (antecedent(nearest.root, document) if is_for_a_name(nearest.root) else None) or nearest
    return None


def _said_before(token: Token) -> Token | None:
    """The same pronoun as a subject earlier in the sentence: "It commands 5,000 men and has gone as far as … it"."""
    if token.lower_ not in _pronouns():
        return None
    before = token.doc[token.sent.start : token.i]
    return next((t for t in before if t.lower_ == token.lower_ and t.dep_.startswith("nsubj")), None)


def _sentences_before(token: Token, document: Document) -> Iterator[Span]:
    """The token's own sentence, then the earlier ones within reach."""
    number = bisect_right(document.sentences, token.i, key=lambda sent: sent.start) - 1
    yield from reversed(document.sentences[max(number - REACH, 0) : number + 1])


def _bearer(role: Token, document: Document) -> Span | None:
    """The one person whom the article gives a role before: "President Okoye … the president"."""
    kept = document.doc.user_data
    if "bearers" not in kept:
        kept["bearers"] = _bearers(document)
    persons: list[Span] = kept["bearers"].get(role.lower_, [])
    before = bisect_right(persons, role.i, key=lambda person: person.start)
    return persons[before - 1] if before and _is_same(persons[before - 1], persons[0]) else None


def _bearers(document: Document) -> dict[str, list[Span]]:
    """The persons by each word beside them, up to and with the first who has another's word."""
    found: dict[str, list[Span]] = {}
    for person in (name.span for name in document.names if name.label == "PERSON"):
        for word in _roles(person):
            persons = found.setdefault(word, [])
            if not persons or _is_same(persons[-1], persons[0]):
                persons.append(person)
    return found


def _is_same(person: Span, other: Span) -> bool:
    return person[-1].text == other[-1].text


def _roles(person: Span) -> frozenset[str]:
    """The words before and in a person's name, and those in apposition to it."""
    doc, root = person.doc, person.root
    start = person.start
    while start > max(person.start - TITLE_REACH, person.sent.start) and doc[start - 1].pos_ in TITLED:
        start -= 1
    near = [*doc[start : person.end]]
    near += [t for child in root.children if child.dep_ == "appos" for t in phrase(child)]
    near += [*phrase(root.head)] if root.dep_ == "appos" else []
    return frozenset(t.lower_ for t in near)


def _noun_subjects(token: Token, sent: Span, kind: str, number: str) -> Iterator[Span]:
    """For a pronoun, the common nouns that are subjects: "the militants … they", "the army … it".

    Who is quoted does not say "they" of himself.
    """
    if token.lower_ not in _pronouns():
        return
    quoted = is_quoted(token)
    for earlier in token.doc[sent.start : min(sent.end, token.i)]:
        is_subject = earlier.dep_.startswith("nsubj") and earlier.pos_ == "NOUN" and earlier.head != token.head
        if is_subject and _is_such(earlier, kind, number) and not (quoted and earlier.head.lower_ in words("says")):
            yield phrase(earlier)


def is_quoted(token: Token) -> bool:
    """True inside quotation marks that open in the token's sentence."""
    marks = [t for t in token.doc[token.sent.start : token.i] if t.is_quote and t.text not in ("'", "’")]
    return len(marks) % 2 == 1


def _is_such(noun: Token, kind: str, number: str) -> bool:
    if number == "plural":
        return noun.tag_ == "NNS"
    found = _anaphors().get(noun.lower_, ("", ""))
    return noun.tag_ == "NN" and found[1] == "singular" and (found[0] == kind or {found[0], kind} <= BODIES)


def _are_arguments(name: Token, token: Token) -> bool:
    """True for two arguments of one verb, which are two: "Israel attacked it"."""
    return name.head == token.head and name.dep_ in ARGUMENTS and token.dep_ in ARGUMENTS


def _rank(root: Token, token: Token) -> int:
    """0 for the subject of a main clause and any of the anaphor's sentence, 3 for what only modifies another noun."""
    if root.dep_ in MODIFIERS:
        return 3
    if not root.dep_.startswith("nsubj"):
        return 1
    is_near = root.head.dep_ in MAIN or root.sent.start <= token.i < root.sent.end
    return 0 if is_near else 2 if root.head.dep_ in SUBORDINATE else 1


def _fits(name: Name, kind: str, token: Token) -> bool:
    """True for a name of the kind, and of the country that an adjective beside a noun names ("the Somali group")."""
    told = {code for child in token.children for code in _nationalities().get(child.text, ())}
    own = name.actor.country if name.actor is not None else name.place.country if name.place is not None else None
    if told and own is not None and own not in told:
        return False
    return _is_of(name, kind, token.lower_)


def _agrees(name: Name, token: Token, document: Document) -> bool:
    """False for "she" after a name that tells of a man, and the other way round."""
    wanted = genders.FORMS.get(token.lower_)
    return wanted is None or genders.of_name(document.full_name(name.span)) in (None, wanted)


def _is_of(name: Name, kind: str, word: str) -> bool:
    is_state = name.actor is not None and name.actor.kind in STATE
    if kind == "person":
        return name.label == "PERSON"
    if kind == "country":
        return is_state
    if kind == "place":
        return name.place is not None and name.place.kind != "country"
    if kind == "office":
        return name.label == "ORG" and word in name.span.text.lower()
    if kind == "group":
        is_group = name.actor is not None and name.actor.kind not in {*STATE, "person"}
        return is_group or (name.label == "ORG" and name.actor is None)
    if kind == "state" and name.label == "ORG":
        return is_state or (name.actor is None and word in name.span.text.lower())
    is_country = name.place is not None and name.place.kind == "country" and not _is_site(name.span.root)
    return name.label == "ORG" or is_country or _is_capital(name)


def _is_site(noun: Token) -> bool:
    """True for a country that the text only puts something in: it does not act there."""
    return preposition(first_of(noun)) in LOCATIVE


def _is_capital(name: Name) -> bool:
    """True for a town that acts: only a capital does, and stands for its government."""
    return name.label == "GPE" and name.actor is None and name.span.root.dep_ == "nsubj" and _acts(name.span.root)


def _acts(noun: Token) -> bool:
    return next(climb(noun.head), noun).pos_ == "VERB"
