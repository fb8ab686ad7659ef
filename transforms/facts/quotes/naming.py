"""Resolves a noun phrase beside a cue to a Speaker: fullest name, actor, role, and matching pronouns."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from transforms.facts.quotes.noun_phrases import ends_title, is_human, is_time
from transforms.facts.quotes.people import PREMODIFIERS, Description, descriptions, role_row
from transforms.facts.quotes.speech import cue_kind
from transforms.reading.syntax import children, phrase
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import country_by_adjective, group_words
from transforms.resolving.document import Document
from transforms.resolving.named import without_title
from transforms.resolving.naming import genders
from transforms.resolving.naming.name import Name
from transforms.words import word_list

_ASIDES = {",": ",", "(": ")", "–": "–", "—": "—"}
_PLURAL = frozenset({"NNS", "NNPS"})
_REACH = 10
_CALLED = word_list("quotes called")
_MISREAD = frozenset({"NNP", "JJ", "UH", "FW"})
"""Tags of names, and of those that the tagger does not know."""
SOMEBODY = "somebody"
"""In the place of a pronoun for a phrase that stands for a person of either sex: "the 36-year-old"."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker: the fullest name, the words beside the cue, the actor spoken for, and the role as written.

    `is_person` is None if it is unknown whether the name is a person's.
    """

    name: str
    text: str
    actor: str | None = None
    role: str | None = None
    is_person: bool | None = True
    is_plural: bool = False
    pronoun: str | None = None

    def may_be(self, pronoun: str) -> bool:
        """Whether a pronoun can refer to the speaker."""
        if pronoun == SOMEBODY:
            return self.is_person is True
        if pronoun in ("he", "she"):
            return self.is_person is not False and self.pronoun in (None, pronoun)
        return self.is_person is not True and not (self.is_plural and pronoun == "it")


class Namer:
    """Resolves noun phrases of a document to speakers."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._full: dict[str, str] = {}
        self._known: dict[tuple[int, int], Speaker] = {}
        self._described: dict[str, list[Description]] = {}
        for found in sorted(descriptions(document), key=lambda d: d.head.i):
            self._described.setdefault(found.head.lower_, []).append(found)

    def named(self, span: Span) -> Speaker:
        """The speaker that a noun phrase, not a pronoun, names."""
        key = (span.start, span.end)
        if key not in self._known:
            self._known[key] = self._named(span)
        return self._known[key]

    def person(self, span: Span) -> Name | None:
        """The person in a noun phrase: at its end, before "of" or "from", or in an aside: "the mayor, Jane Roe,"."""
        for token in (_head(span), *(t.nbor(-1) for t in span[1:] if t.lower_ == "from")):
            name = self.document.name_at(token)
            if name is not None and name.label == "PERSON" and role_row(name.span[-1]) is None:
                return name
        return self._titled(span) or self._aside(span)

    def _titled(self, span: Span) -> Name | None:
        """The person named at the end, behind an office: "head of mission Raphael Roe", "columnist Semih Idiz"."""
        start = span.end
        while start > span.start and span.doc[start - 1].tag_ == "NNP":
            start -= 1
        before = span.doc[start - 1] if span.start < start < span.end else None
        if before is None or before.tag_ != "NN":
            return None
        name = self.document.name_at(span[-1])
        if name is not None:
            is_served = role_row(before) is not None and _head(span) != span[-1]
            return name if name.label == "PERSON" and not is_served else None
        is_name = role_row(before) is not None and span.end - start > 1 and _head(span) == span[-1]
        return Name(span.doc[start : span.end], "PERSON") if is_name else None

    def _named(self, span: Span) -> Speaker:
        name = self.person(span)
        if name is not None:
            full = self._full_name(name)
            pronoun = _pronoun(span) or _pronoun(_with_title(name.span))
            if pronoun and genders.of_name(full) not in (None, pronoun):
                full = name.span.text  # Mrs Roe is not John Roe
            return Speaker(
                name=full,
                text=span.text,
                actor=self.document.actor_of(span) or self.document.actor_of(name.span),
                role=_role(span, name),
                pronoun=pronoun or genders.of_name(full),
            )
        described = self._by_role(span)
        if described is not None:
            return replace(self.named(described.person.span), text=span.text)
        return Speaker(
            self._body(span),
            span.text,
            self.document.actor_of(span),
            None,
            self._is_person(span),
            _head(span).tag_ in _PLURAL,
            _pronoun(span),
        )

    def _aside(self, span: Span) -> Name | None:
        """The person named in an aside: "the mayor, Jane Roe, said", "the envoy for Kivu (John Doe)"."""
        doc, sent = span.doc, span.sent
        head = _head(span)
        if not (head.lower_ == "one" or (head.tag_ == "NN" and is_human(head))):
            return None
        called = self._called(span)
        if called is not None:
            return called
        index = span.end
        while index < min(sent.end, span.end + _REACH) and (doc[index].tag_ in PREMODIFIERS or doc[index].tag_ == "IN"):
            index += 1
        if index + 1 >= sent.end or doc[index].text not in _ASIDES:
            return None
        capitalised = _surname_run(index + 1, sent)
        if capitalised is not None and self._is_unknown(capitalised):
            return Name(capitalised, "PERSON")
        first = doc[index + 1]
        while first.i + 1 < sent.end and self.document.name_at(first) is None and first.tag_ in ("NNP", "NN"):
            first = first.nbor(1)
        name = self.document.name_at(first)
        if name is None or name.label != "PERSON":
            return None
        after = doc[name.span.end] if name.span.end < sent.end else None
        ends = after is None or after.is_punct or after.is_space or after.tag_ in ("VBD", "VBZ", "VBP", "CD")
        return name if ends else None

    def _called(self, span: Span) -> Name | None:
        """The name that a person goes by: "a surgeon, who gave his name as Dr. Imad Zourob, said"."""
        doc, sent = span.doc, span.sent
        end = min(sent.end, span.end + _REACH)
        for index in range(span.end, end):
            if doc[index].text == "." or (index > span.end and doc[index].text in (",", ";")):
                return None
            name = self.document.name_at(doc[index])
            if name is not None or doc[index].tag_ in ("NNP", "NNPS"):
                before = [t.lower_ for t in doc[span.end : index]]
                gives = not _CALLED.isdisjoint(before) or before == ["named"]
                whole = _surname_run(index, sent, False) or (name.span if name is not None else None)
                return Name(whole, "PERSON") if gives and whole is not None else None
        return None

    def _is_unknown(self, span: Span) -> bool:
        """Whether a run of capitalised words may be a person: no place, body or country that the text knows."""
        names = [self.document.name_at(token) for token in span]
        known = (
            n for n in names if n is not None and (n.actor is not None or n.place is not None or n.label == "PERSON")
        )
        return len(span) > 1 and next(known, None) is None

    def _by_role(self, span: Span) -> Description | None:
        """The person described by the head of a definite phrase: "the Kenyan doctor", "the US president".

        The latest person so described, else the only one so described later.
        """
        if role_row(span[-1]) is None or not _is_definite(span):
            return None
        country = self._country(span)
        fitting = [
            d for d in self._described.get(span[-1].lower_, []) if country is None or _country_of(d) in (None, country)
        ]
        before = bisect_left(fitting, span.start, key=lambda d: d.head.i)
        if before:
            return fitting[before - 1]
        bearers = {d.person.span[-1].text for d in fitting}
        return fitting[0] if len(bearers) == 1 and (country or len(span) == 2) else None

    def _country(self, span: Span) -> str | None:
        """The country in a phrase: "the US president", "Canada's foreign minister"."""
        adjectives = (country_by_adjective().get(token.text) for token in span)
        bodies = (name.actor.country for name in self.document.names_in(span) if name.actor is not None)
        return next((code for code in (*adjectives, *bodies) if code), None)

    def _is_person(self, span: Span) -> bool | None:
        if _head(span).lower_ == "one":
            return True
        if _head(span).tag_ in _PLURAL:
            return False  # "the two candidates for governor"
        if _head(span).tag_ == "NN" and _head(span) != span[-1]:
            return is_human(_head(span))
        if span[-1].tag_ == "NNP" and role_row(span[-1]) is not None:
            return True  # "the Prime Minister"
        if span[-1].tag_ == "NN":
            return is_human(span[-1]) or _is_somebody(span)
        name = self.document.name_at(span[-1])
        resolved = name is not None and (name.actor is not None or name.place is not None)
        is_name = span[-1].tag_ in _MISREAD and span[-1].text[0].isupper()
        return None if is_name and not resolved and span[0].tag_ != "DT" else False

    def _full_name(self, name: Name) -> str:
        if name.span.text not in self._full:
            self._full[name.span.text] = self.document.full_name(name.span)
        return self._full[name.span.text]

    def _body(self, span: Span) -> str:
        """The name of a body or unnamed person as written."""
        if role_row(span[-1]) is not None:
            return span.text
        full = self.document.full_name(span)
        named = self.document.name_at(span.root) is not None
        return full if not named or len(full) >= len(span.text) else span.text


def _surname_run(start: int, sent: Span, closed: bool = True) -> Span | None:
    """The capitalised words from a token on, without titles; with `closed` only if the name ends there."""
    end = start
    while end < sent.end and (sent.doc[end].tag_ in ("NNP", "NNPS") or _joins_name(sent.doc[end])):
        end += 1
    after = sent.doc[end] if end < sent.end else None
    ends = after is None or after.is_punct or after.is_space or after.tag_ in ("VBD", "VBZ", "VBP", "CD")
    if end == start or (closed and not ends) or is_time(sent.doc[start:end]):
        return None
    return without_title(sent.doc[start:end])


def _joins_name(token: Token) -> bool:
    """Whether a mark stands inside a name: "Dr. Roe", "Marie-Ange"."""
    return ends_title(token) or (token.text == "-" and not token.whitespace_ and token.i > 0)


def _country_of(described: Description) -> str | None:
    """The country of a described person, by names in the description or by the seeds."""
    actors = (name.actor for name in (*described.before, described.person))
    return next((actor.country for actor in actors if actor is not None and actor.country), None)


def _is_definite(span: Span) -> bool:
    """Whether a phrase is definite: "the minister", "Canada's minister"; not "a minister"."""
    return span[0].lower_ in ("the", "this", "that") or any(token.tag_ == "POS" for token in span)


def _head(span: Span) -> Token:
    """The head noun before a preposition: "editor" in "the editor of the Standard", "man" in "a man with a stick"."""
    return next((t.nbor(-1) for t in span[1:] if t.lower_ == "of" or _is_for_another(t) or _adds(t)), span[-1])


def _adds(case: Token) -> bool:
    """Whether a preposition adds to persons: "a man with a stick", "the envoy in Doha", "candidates for governor"."""
    return case.tag_ == "IN" and (is_human(case.nbor(-1)) or case.nbor(-1).tag_ == "NNS")


def _is_for_another(case: Token) -> bool:
    """Whether a word ties a person to the one served: "a spokesman for President Okoye", "an aide to the mayor"."""
    return case.lower_ in ("for", "to") and case.i > 0 and case.nbor(-1).tag_ == "NN" and bool(role_row(case.nbor(-1)))


def _with_title(name: Span) -> Span:
    """A name with the word before it in its sentence."""
    return name.doc[max(name.start - 1, name.sent.start) : name.end]


def _pronoun(span: Span) -> str | None:
    """`he` or `she` by the noun of a phrase or the title of a name: "Ms Roe", "a spokeswoman"; else None."""
    words = (_head(span), span[0] if span[-1].tag_ in ("NNP", "NNPS") else span[-1])
    return next((found for word in words if (found := genders.of_word(word.lower_))), None)


def _is_somebody(span: Span) -> bool:
    """Whether a phrase is one unnamed person, "a schoolteacher"; not a body or document."""
    head = span[-1].lower_
    return span[0].lower_ in ("a", "an") and head not in group_words("members") and cue_kind(head, "noun") is None


def _role(span: Span, name: Name) -> str | None:
    """The role beside a name, as written."""
    if name.span.start >= span.end and _head(span).lower_ == "one":
        return None
    if name.span.start >= span.end:
        return span.text.removeprefix("the ").removeprefix("The ")
    title = span.doc[span.start : name.span.start]
    words = [t for t in title if not t.is_punct]
    if words and cue_kind(words[-1].lower_, "noun") is None:
        return title.text.strip(" ,") or None
    for child in children(name.span.root, "appos"):
        if child.pos_ == "NOUN":
            return phrase(child).text
    return None
