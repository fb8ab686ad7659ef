"""Finds the place of an event in the parse: its own phrase, its arguments, then the governing clause."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.reading.syntax import OBJECTS, children, climb, conjuncts, preposition
from transforms.reading.tree import Token
from transforms.resolving.document import Document
from transforms.resolving.naming.coreference import DETERMINERS
from transforms.resolving.naming.name import Name
from transforms.resolving.naming.spotting import words
from transforms.resolving.naming.towns import COMPASS
from transforms.words import word_list

LOCATIVE = word_list("places locative")
WITHIN = word_list("places within")
STOPS = frozenset({"ccomp", "parataxis", "ROOT"})
INNER = WITHIN | word_list("places inner")
SEATED = word_list("places seated")
HEARING, NEWS = word_list("places hearing"), word_list("places news")
VIOLENCE = word_list("places violence")
REACH = 400
DEEPEST = 5
_CLAUSE = 12
MODIFIERS = ("compound", "nmod:poss", "amod", "nmod", "appos")


def place_of(token: Token, document: Document) -> Name | None:
    """The place of the event headed by a token: the most precise in the nearest phrase that has one.

    A definite noun without a place ("the attack") takes that of the earlier mention with the same lemma.
    """
    if (behind := _place_before(token, document)) is not None:
        return behind
    within = act_within(token)
    for above in (*([within] if within is not None else []), *climb(token)):
        names = [name for name in _places(above, document) if name.place or _is_stated(name)]
        if names:
            finest = min(names, key=lambda name: (_fineness(name), abs(name.span.start - token.i)))
            inner = place_within(finest, document)  # a region may bear the name of a town: "Saravena in Arauca"
            return inner if inner in names else finest
        if above.dep_ in STOPS and above != within:
            break
    return _only_place(token, document) or _place_of_earlier_mention(token, document)


def act_within(verb: Token) -> Token | None:
    """The violence in which somebody was harmed, where the parser takes its word for a verb: "killed in fighting west
    of Marib on Tuesday".
    """
    clauses = (clause for clause in children(verb, "advcl") if clause.lower_ in VIOLENCE)
    return next((clause for clause in clauses if any(mark.lower_ == "in" for mark in children(clause, "mark"))), None)


def _place_before(token: Token, document: Document) -> Name | None:
    """The place directly before the "where" or "in which" of the token's clause, whatever that clause is attached to in
    the parse: "the attack in Idara, in which gunmen shot nine people".
    """
    for position in range(token.i - 1, max(token.sent.start, token.i - _CLAUSE), -1):
        word = token.doc[position]
        if word.lower_ in ("where", "which"):
            last = position - 1 - (word.lower_ == "which" and token.doc[position - 1].lower_ == "in")
            is_where = word.lower_ == "where" or last < position - 1
            last -= token.doc[last].text == ","
            name = document.name_at(token.doc[last]) if is_where and last >= token.sent.start else None
            return name if name is not None and name.place is not None else None
        if word.text in (";", ",") or word.tag_ in ("VBD", "VBZ", "VBP"):
            return None
    return None


def place_within(area: Name, document: Document) -> Name | None:
    """The place named right before the one it lies in: "Katale in Masisi"."""
    start = area.span.start
    if start < 2 or area.span.doc[start - 1].lower_ != "in":
        return None
    name = document.name_at(area.span.doc[start - 2])
    return name if name is not None and name.label == "GPE" else None


def _fineness(name: Name) -> int:
    """Sort key: towns, then places unknown to GeoNames, which are small, then areas by precision, countries last."""
    if name.place is None:
        return 1
    return 9 if name.place.kind == "country" else 2 * (name.place.precision - 1)


def _places(token: Token, document: Document) -> Iterator[Name]:
    """Place names among the token's obliques, objects and passive subject, and those that modify a noun.

    A country as owner, modifier ("Israel's war") or object ("blamed Israel") is a participant, not a place.
    """
    for child in token.children:
        for name, is_inside in _places_below(child, document, _is_locative(child)) if _may_place(child, token) else ():
            if is_inside or not (_is_country(name) or _is_government(name, document)):
                yield name
    if token.dep_ == "compound" or token.dep_ in MODIFIERS:
        own = document.name_at(token)
        if own is not None:
            yield own


def _is_stated(name: Name) -> bool:
    """Whether a place unknown to GeoNames follows "in" or "the town of"."""
    before = name.span.doc[max(name.span.start - 2, 0) : name.span.start]
    if not len(before):
        return False
    return before[-1].lower_ in WITHIN or (before[-1].lower_ == "of" and before[0].text in words("place"))


def _may_place(child: Token, token: Token) -> bool:
    """Whether a dependent can state a place."""
    if child.dep_.split(":")[0] in ("obl", "nmod") and child.dep_ not in ("obl:agent", "nmod:poss"):
        return (preposition(child) or "in").split()[-1] in LOCATIVE
    if child.dep_ in OBJECTS or child.dep_ == "nsubj:pass" or child.dep_ in MODIFIERS:
        return True
    if child.dep_ == "advmod":
        return child.lower_ in COMPASS  # "fighting west of Marib"
    return child.dep_ == "nsubj" and not children(token, "obj", "iobj", "ccomp")


def _is_locative(child: Token) -> bool:
    return (preposition(child) or "").split(" ")[-1] in WITHIN


def _is_country(name: Name) -> bool:
    return name.place is not None and name.place.kind == "country"


def _is_government(name: Name, document: Document) -> bool:
    """Whether a capital acts as a government: "Islamabad answered"."""
    return name.span.root.dep_ == "nsubj" and document.actor_of(name.span) is not None


def _places_below(
    token: Token, document: Document, is_inside: bool, depth: int = DEEPEST
) -> Iterator[tuple[Name, bool]]:
    """Places named by a nominal, its conjuncts and its modifiers, up to `depth` levels.

    Each comes with whether it is inside a locative phrase, as in "swathes of land in Syria".
    """
    for nominal in conjuncts(token):
        name = document.place_named(nominal)
        if name is not None and not only_describes(name):
            yield name, is_inside
        for child in nominal.children:
            if depth and child.dep_ in MODIFIERS and child.dep_ != "appos" and (preposition(child) or "of") in INNER:
                yield from _places_below(child, document, is_inside or _is_locative(child), depth - 1)


def only_describes(name: Name) -> bool:
    """Whether a place only describes someone: "Britain-based", "a group based in Britain", or where news is heard."""
    after = name.span.doc[name.span.end : name.span.end + 1].text
    return after == "-" or name.span.root.head.lower_ in SEATED or is_where_heard(name)


def is_where_heard(name: Name) -> bool:
    """Whether a place is only where somebody hears the news: "state radio, monitored by the agency in Nairobi"."""
    doc, sent, start = name.span.doc, name.span.root.sent, name.span.start
    if start - 2 < sent.start or doc[start - 1].lower_ not in WITHIN:
        return False
    for position in range(start - 2, max(start - _CLAUSE, sent.start), -1):
        word = doc[position]
        if word.lower_ in HEARING:
            is_heard = position == start - 2 or doc[position + 1].lower_ in ("here", "by")
            return is_heard and any(_is_news(noun) for noun in doc[max(position - 3, sent.start) : position])
        if word.text in (",", ";") or word.pos_ == "VERB":
            return False
    return False


def _is_news(noun: Token) -> bool:
    return noun.lemma_.lower() in NEWS or noun.ent_type_ == "ORG"


def _only_place(token: Token, document: Document) -> Name | None:
    """Fallback: the only place after a locative preposition in the sentence, unless somebody only spoke there."""
    candidates = [
        name
        for name in document.names_in(token.sent)
        if name.place
        and name.span.start > token.sent.start
        and (token.doc[name.span.start - 1].lower_ in WITHIN or (_is_stated(name) and name.place.precision == 1))
        and not only_describes(name)
    ]
    if len(candidates) == 2 and token.doc[candidates[0].span.end : candidates[1].span.start].text in ("in", ",", "("):
        candidates = candidates[:1]  # "in the town of Idara in Nuristan"
    return candidates[0] if len(candidates) == 1 and not _is_where_spoken(candidates[0], token) else None


def _is_where_spoken(name: Name, token: Token) -> bool:
    """Whether somebody spoke in a place that is not part of the token's clause: "speaking in Doha, he condemned"."""
    verb = next((above for above in climb(name.span.root) if above.pos_ == "VERB"), None)
    return verb is not None and verb != token and verb.lower_ in words("says") | words("speaking")


def _place_of_earlier_mention(token: Token, document: Document) -> Name | None:
    """The most precise place of the nearest earlier mention of a definite noun that has one.

    What a mention led to is kept with the Doc: a text that repeats its noun is not searched from each of them.
    """
    known: dict[int, Name | None] = document.doc.user_data.setdefault("placed", {})
    without_place, place = [], None
    earlier = earlier_mention(token)
    while earlier is not None and place is None:
        if earlier.i in known:
            place = known[earlier.i]
            break
        without_place.append(earlier.i)
        names = [name for name in _places(earlier, document) if name.place]
        place = min(names, key=lambda name: name.place.precision if name.place else 3, default=None)
        earlier = earlier_mention(token, earlier)
    known.update(dict.fromkeys(without_place, place))
    return place


def place_of_it(token: Token, document: Document) -> Name | None:
    """The town or region that an "it" refers to if it must be a place ("captured Sirte and lost it")."""
    reach = token.doc[max(token.sent.start - 1, 0)].sent.start
    before = [n for n in document.names_in(token.doc[reach : token.i]) if n.place is not None and not _is_country(n)]
    return before[-1] if before else None


def earlier_mention(token: Token, before: Token | None = None) -> Token | None:
    """The nearest earlier token with the lemma of a definite noun ("the strike"); None for other tokens."""
    if not any(child.lower_ in DETERMINERS for child in token.children):
        return None
    lemma, begin = token.lemma_.lower(), (before or token).i
    words = (token.doc[position] for position in range(begin - 1, max(begin - REACH, -1), -1))
    return next((word for word in words if word.lemma_.lower() == lemma), None)
