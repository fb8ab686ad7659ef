"""Finds noun phrases beside a verb token by token, since the parse is unreliable near quotation marks and asides."""

from __future__ import annotations

from transforms.facts.figures.figure_words import noun_class
from transforms.facts.quotes.people import role_row
from transforms.reading.tree import Doc, Span, Token
from transforms.resolving import noun_kinds
from transforms.resolving.actors import group_words
from transforms.resolving.naming import genders
from transforms.resolving.naming.coreference import is_for_a_name
from transforms.resolving.naming.spotting import words
from transforms.words import MONTHS, WEEKDAYS, word_list

Quoted = frozenset[int]

_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT"})
_INSIDE = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "JJR", "DT", "PRP$", "POS", "CD", "HYPH", "AFX", "VBN", "VBG", "FW"}
)
_PRONOUNS = word_list("quotes pronouns")
RELATIVES = word_list("quotes clause words")
TIMES = MONTHS | WEEKDAYS | word_list("quotes days")
_POINTERS = TIMES | word_list("quotes pointers")
_SPELLS = word_list("quotes spells")
_LINKS = word_list("quotes links")
_CLAUSE_OPENERS = word_list("quotes openers")
_MOST_STEPS = 4


def phrase_after(start: int, span: Span) -> Span | None:
    """The noun phrase that begins at token `at`, up to its last noun, `of` phrases included."""
    end = start
    last = None
    while end < span.end:
        token = span.doc[end]
        if token.tag_ in ("PRP", "EX") and end == start:
            return span.doc[start : start + 1] if token.lower_ in _PRONOUNS else None
        joins = (token.lower_ in ("of", "&") or ends_title(token)) and last is not None
        if token.tag_ not in _INSIDE and not joins:
            break
        if (token.tag_ in _NOMINAL and token.tag_ not in ("DT", "CD")) or _is_aged(token):
            last = end
        elif last is not None and token.tag_ in ("DT", "VBN", "VBG") and not _goes_on(token, span):
            break
        end += 1
    if last is None or span.doc[start].lower_ in RELATIVES:
        return None
    return span.doc[start : (_second_office(start, last, span) or last) + 1]


def _goes_on(token: Token, span: Span) -> bool:
    """Whether a noun phrase goes on behind its first noun: "chief of the market", "acting managing director"."""
    is_office = token.tag_ == "VBG" and token.i + 1 < span.end and role_row(token.nbor(1)) is not None
    return is_office or token.nbor(-1).lower_ == "of"


def _second_office(start: int, last: int, span: Span) -> int | None:
    """Last token of the name behind a second office: "journalist and activist Jane Roe"; None if there is none."""
    doc = span.doc
    if last + 2 >= span.end or doc[last + 1].lower_ != "and" or doc[start].tag_ == "DT" or not is_human(doc[last]):
        return None
    person = phrase_after(last + 2, span)
    is_named = person is not None and person[-1].tag_ == "NNP" and person[0].tag_ in ("NN", "JJ")
    return person[-1].i if person is not None and is_named else None


def ends_title(stop: Token) -> bool:
    """Whether a full stop belongs to a title: "Spc. Jane Roe"."""
    return stop.text == "." and stop.i > 0 and f"{stop.nbor(-1).text}." in words("title")


def _links(token: Token, after: Token, span: Span) -> bool:
    """Whether a word links parts of a name: "Ministry of Defence"."""
    nominal = token.i > span.start and token.nbor(-1).tag_.startswith("NN")
    return token.lower_ in _LINKS and after.tag_ in ("NNP", "NNPS", "DT") and nominal


def _is_role(start: int, last: Token) -> bool:
    """Whether a phrase such as "commander of the brigade" describes the name before it."""
    head = next((t for t in last.doc[start : last.i + 1] if t.nbor(1).lower_ == "of" or t.i == last.i), last)
    return head.tag_ == "NN" and role_row(head) is not None


def _is_aged(token: Token) -> bool:
    """Whether a token ends an age: "the 36-year-old"."""
    return token.lower_ == "old" and token.i > 0 and token.nbor(-1).text == "-"


def phrase_before(last: Token, span: Span, quoted: Quoted, steps: int = 0) -> Span | None:
    """The noun phrase that ends at token `last`, skipping appositions between commas: "Jane Roe, an expert, said"."""
    doc = span.doc
    if steps > _MOST_STEPS:
        return None
    if last.text in (",", "–", "—", ")"):
        return _before_aside(last, span, quoted, steps + 1)
    if last.tag_ in ("PRP", "WP", "WDT") and last.lower_ in _PRONOUNS:
        return doc[last.i : last.i + 1] if last.lower_ != "who" else None
    if last.lower_ in TIMES and not _is_family_name(last, span):
        return _before_time(last.i, span, quoted, steps)
    if last.tag_ not in ("NN", "NNS", "NNP", "NNPS") and not _is_aged(last):
        return None
    start = _phrase_start(last, span, quoted)
    if is_time(doc[start : last.i + 1]):
        return _before_time(start, span, quoted, steps)
    start = next((index for index in range(start + 2, last.i + 1) if is_time(doc[start:index])), start)
    if start > span.start + 1 and _is_preposition(doc[start - 1]) and doc[start - 1].i not in quoted:
        outer = phrase_before(doc[start - 2], span, quoted, steps + 1)
        titled = doc[start].tag_ == "NN" and last.tag_ == "NNP"  # "head of mission Raphael Roe"
        whole = titled and outer is not None and outer.end == start - 1 and is_human(outer[-1])
        return doc[outer.start : last.i + 1] if outer is not None and whole else outer
    if (
        start - 2 >= span.start
        and doc[start - 1].text == ","
        and doc[start - 2].tag_ == "NNP"
        and _is_role(start, last)
    ):
        return phrase_before(doc[start - 2], span, quoted, steps + 1)
    last = doc[_before_participle(start, last.i, doc)]
    while start < last.i and (doc[start].tag_ in ("VBN", "VBG", "POS", "HYPH") or doc[start].lower_ in RELATIVES):
        start += 1
    return doc[start : last.i + 1] if doc[start].lower_ not in RELATIVES else None


def is_time(span: Span) -> bool:
    """Whether a phrase is a time: "Monday", "this week", "last night"."""
    head = span[-1].lower_
    return (len(span) == 1 and head in TIMES) or (head in _SPELLS and span[0].lower_ in _POINTERS)


def _is_family_name(month: Token, span: Span) -> bool:
    """Whether a month is a surname: "Theresa May"."""
    return month.lower_ in MONTHS and month.i > span.start and month.nbor(-1).tag_ == "NNP"


def _before_time(index: int, span: Span, quoted: Quoted, steps: int) -> Span | None:
    """The noun phrase before a time: "the minister this week said"."""
    if index <= span.start or index - 1 in quoted:
        return None
    return phrase_before(span.doc[index - 1], span, quoted, steps + 1)


def _is_preposition(token: Token) -> bool:
    """Whether a token is a preposition rather than a conjunction that opens a clause: "though officers said"."""
    return token.tag_ == "IN" and token.lower_ not in _CLAUSE_OPENERS


def _before_participle(start: int, last: int, doc: Doc) -> int:
    """End of a noun phrase, without a participle after its noun: "a brigade holding positions"."""
    disagree = doc[start].lower_ in ("a", "an") and doc[last].tag_ == "NNS"
    for index in range(start + 1, last):
        describes = doc[index].tag_ in ("VBG", "VBN") and (disagree or doc[index].dep_ == "acl")
        if describes and doc[index - 1].tag_.startswith("NN"):
            return index - 1
    return last


def _phrase_start(last: Token, span: Span, quoted: Quoted) -> int:
    doc, start = span.doc, last.i
    while start > span.start:
        token = doc[start - 1]
        if token.i in quoted:
            break
        if doc[start].tag_ in ("DT", "PRP$") and token.tag_ != "PDT":
            break
        if token.tag_ in _INSIDE or token.text == "&" or _links(token, doc[start], span):
            start -= 1
            continue
        break
    return start


def _before_aside(mark: Token, span: Span, quoted: Quoted, steps: int) -> Span | None:
    """The name beside an aside that `mark` closes: "Jane Roe, an expert, said"; "the spokesman, John Doe, said"."""
    opening = "(" if mark.text == ")" else mark.text
    common = None
    for index in range(mark.i - 1, max(span.start, mark.i - 40), -1):
        token = span.doc[index]
        if token.i in quoted:
            break
        if token.text != opening:
            continue
        found = (
            phrase_before(span.doc[index - 1], span, quoted, steps) if span.doc[index - 1].text != mark.text else None
        )
        named = phrase_after(index + 1, span)
        if named is not None and (named.end != mark.i or not named[-1].text[0].isupper() or _is_indefinite(named)):
            named = None
        if found is not None and found[-1].tag_ in ("NNP", "NNPS", "PRP") and not _bears(found, named):
            return found
        if named is not None:
            return named
        common = common or found
    return common


def _is_indefinite(phrase: Span) -> bool:
    """Whether a phrase describes somebody and is no name: "a Republican"."""
    return phrase[0].lower_ in ("a", "an")


def _bears(office: Span, named: Span | None) -> bool:
    """Whether an office in capitals is that of the person named behind it: "the Governor, Jane Roe,"."""
    is_person = named is not None and named[0].tag_ != "DT" and not is_time(named)
    return is_person and office[0].lower_ == "the" and is_human(office[-1])


def is_human(noun: Token) -> bool:
    """Whether a noun in the singular is a person: by role, sex or kind."""
    if noun.tag_ not in ("NN", "NNP"):
        return False
    kinds = noun_kinds.words("civilian") | noun_kinds.words("leader")
    return role_row(noun) is not None or genders.of_word(noun.lower_) is not None or noun.lower_ in kinds


def is_voice(span: Span) -> bool:
    """Whether a phrase can speak: a name, pronoun, person's role, people, or body."""
    head = span[-1]
    known = head.lower_ in group_words("members") or head.lower_ in group_words("voices") or is_for_a_name(head)
    return (
        known
        or head.tag_ in ("NNP", "NNPS", "PRP")
        or role_row(head) is not None
        or is_human(head)
        or (noun_class(head) in ("people", "troops", "displaced"))
    )
