"""Reads descriptions of persons: title, apposition, "is the head of", "X-based", demonym and role noun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from transforms.reading.lexicon import first
from transforms.reading.syntax import children, is_parsed
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import actors, countries, country_by_adjective
from transforms.resolving.document import Document
from transforms.resolving.named import without_title
from transforms.resolving.naming.name import Name
from transforms.seeds import Row, cite, rows
from transforms.words import word_list

PREMODIFIERS = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "JJR", "DT", "PRP$", "POS", "CD", "HYPH", "AFX", "VBN", "VBG"}
)
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_TIES = word_list("quotes ties")
_REACH = 14
_PAST = word_list("quotes former")


@dataclass(frozen=True, slots=True)
class Description:
    """A description of a person: role noun, role as written, and names beside it."""

    person: Name
    head: Token
    role: Span
    predicate: str
    is_past: bool
    is_role: bool
    is_office: bool
    before: tuple[Name, ...]
    based: Name | None
    after: Span | None
    lexicon_row: str


@cache
def _roles() -> dict[str, Row]:
    return {str(row["lemma"]): row for row in rows("roles")}


def role_row(token: Token) -> Row | None:
    """The row of seeds/roles.csv for a noun, else None."""
    return _row_of(token.lower_) if token.tag_ in _NOUNS else None


def is_role(form: str) -> bool:
    """Whether a lower-case word is a noun of seeds/roles.csv."""
    return _row_of(form) is not None


@cache
def _row_of(form: str) -> Row | None:
    return first(form, _roles())


def descriptions(document: Document) -> Iterator[Description]:
    """The descriptions of persons in a document, in text order."""
    for name in document.names:
        if name.label == "PERSON" and is_parsed(name.span.sent):
            for start, head, limit in _phrases(name):
                found = _described(name, start, head, limit, document)
                if found is not None:
                    yield found


def _phrases(name: Name) -> Iterator[tuple[int, Token, int]]:
    """Phrases that may describe a person: start, head noun, and limit."""
    bare, doc, sent = without_title(name.span), name.span.doc, name.span.sent
    for title_start, title in _before(bare, sent):
        yield title_start, title, name.span.start
    start = bare.end
    if start < sent.end and doc[start].text in (",", "(", "–", "—"):
        start += 1
        if start + 1 < sent.end and doc[start].tag_ == "CD" and doc[start + 1].text == ",":
            start += 2
        head = last_noun_from(start, sent)
        if head is not None:
            yield start, head, sent.end
    noun = name.span.root.head
    if name.span.root.dep_.startswith("nsubj") and noun.tag_ in _NOUNS and children(noun, "cop"):
        parts = [noun, *(c for c in noun.children if c.dep_ in ("det", "amod", "compound", "nmod:poss"))]
        yield min(token.i for token in parts), noun, sent.end


def _before(bare: Span, sent: Span) -> Iterator[tuple[int, Token]]:
    """The title before a name, and a phrase before a comma: "the army's spokesman, Colonel John Doe,"."""
    doc, end = sent.doc, bare.start
    start = phrase_start(end, sent)
    head = next((doc[index] for index in range(end - 1, start - 1, -1) if role_row(doc[index]) is not None), None)
    if head is not None:
        yield start, head
    comma = start - 1
    after = doc[bare.end] if bare.end < sent.end else None
    closed = after is not None and (after.text == "," or after.tag_.startswith("VB"))
    if closed and comma > sent.start and doc[comma].text == "," and role_row(doc[comma - 1]) is not None:
        yield phrase_start(comma, sent), doc[comma - 1]


def phrase_start(end: int, sent: Span, more: frozenset[str] = frozenset()) -> int:
    """Start of the noun phrase that ends before a token; words with the tags `more` may be part of it."""
    while end > sent.start and sent.doc[end - 1].tag_ in PREMODIFIERS | more:
        end -= 1
    return end


def last_noun_from(index: int, sent: Span) -> Token | None:
    """The last noun of the noun phrase that begins at a token."""
    found = None
    while index < sent.end and sent.doc[index].tag_ in PREMODIFIERS:
        if sent.doc[index].tag_ in _NOUNS:
            found = sent.doc[index]
        index += 1
    return found


def _described(person: Name, start: int, head: Token, limit: int, document: Document) -> Description | None:
    row = role_row(head)
    if row is None:
        return None
    names, based, role_start = _names_before(head, start, document)
    doc, end = head.doc, head.i + 1
    while end + 1 < limit and doc[end].text == "-" and not doc[end].is_space:
        end += 2
    role = doc[role_start:end]
    past = any(t.lower_ in _PAST for t in doc[start:end])
    narrow = row["predicate"] == "leads" and any(t.tag_ in ("NN", "NNS") for t in role[:-1])
    return Description(
        person=person,
        head=head,
        role=role,
        predicate="affiliated_with" if narrow else str(row["predicate"]),
        is_past=past or end > head.i + 1,
        is_role=row["role"] == "yes" or narrow,
        is_office=row["office"] == "yes",
        before=tuple(names),
        based=based,
        after=_after(head, limit, document),
        lexicon_row=cite(row),
    )


def _names_before(head: Token, start: int, document: Document) -> tuple[list[Name], Name | None, int]:
    """The names between the start of a phrase and its head, the one before "based", and the start of the role."""
    names: list[Name] = []
    doc, based, role_start, index = head.doc, None, start, start
    while index < head.i:
        name = document.name_at(doc[index])
        name = _demonym(doc[index : index + 1]) if name is not None and name.label == "PERSON" else name
        end = min(name.span.end, head.i) if name else index + 1
        if doc[index].lower_ == "based":
            role_start = index + 1
            if names:
                based = names.pop()
        elif name is not None and name.label != "PERSON" and not _is_plain(name):
            names.append(name if name.span.end <= head.i else replace(name, span=doc[name.span.start : head.i]))
            role_start = end
        elif doc[index].tag_ in ("DT", "POS", "PRP$", "HYPH", "CD"):
            role_start = end
        index = end
    return names, based, role_start


def _demonym(word: Span) -> Name | None:
    """A demonym inside a person's name with title: "Russian Foreign Minister Sergei Lavrov"."""
    country = countries().get(country_by_adjective().get(word.text, ""))
    return Name(word, "NORP", actors().get(country.alpha3.lower())) if country is not None else None


def _is_plain(name: Name) -> bool:
    """Whether a name has no capital, that is, is a common noun from a seed."""
    return not any(token.text[0].isupper() for token in name.span)


def _after(head: Token, limit: int, document: Document) -> Span | None:
    """The body that a role noun is tied to: "of the army", "at the Kenyan think tank Horn Institute"."""
    doc, sent = head.doc, head.sent
    for index in range(head.i + 1, min(limit, sent.end - 1, head.i + _REACH)):
        if (doc[index].is_punct and doc[index].text != "-") or doc[index].tag_.startswith(("VB", "MD", "W")):
            return None
        if doc[index].lower_ in _TIES and (head.i + 1 == index or doc[index].lower_ in ("at", "with")):
            found = _body_from(index + 1, sent, document)
            if found is not None and found.end <= limit and _is_body(found, doc[index].lower_, document):
                return found
    return None


def _is_body(found: Span, preposition: str, document: Document) -> bool:
    """Whether a phrase is a body rather than a place: not "envoy for Syria", "a commander in the north"."""
    name = document.name_at(found[-1])
    if name is not None and name.label == "PERSON":
        return False
    return preposition in ("of", "at") or (name is not None and name.label == "ORG")


def _body_from(begin: int, sent: Span, document: Document) -> Span | None:
    """The noun phrase after a preposition, or the name at its end."""
    end = begin
    while end < sent.end and (
        sent.doc[end].tag_ in PREMODIFIERS or (end > begin and sent.doc[end].lower_ in ("of", "for"))
    ):
        end += 1
    while end > begin and sent.doc[end - 1].tag_ not in _NOUNS:
        end -= 1
    if end <= begin:
        return None
    name = document.name_at(sent.doc[end - 1])
    if name is not None and name.span.end == end and name.span.start >= begin and name.label in ("ORG", "GPE", "LOC"):
        return name.span
    start = begin + 1 if sent.doc[begin].lower_ in ("the", "a", "an") and end > begin + 1 else begin
    return sent.doc[start:end]
