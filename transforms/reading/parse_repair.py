"""Repairs main clauses that the parser took for noun phrases.

English sentences have a finite verb. If a sentence with a full stop has none, a past form after a noun is promoted to
the verb, with subject and object: the small parser reads "Rebels bombed barracks" as "barracks that rebels bombed" or
as "bombed barracks". A verb whose subject was taken into the time or place before it gets it back.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, POS, TAG
from spacy.tokens import Doc, Span, Token

from transforms.reading.lemma import irregular_lemmas
from transforms.reading.syntax import FINITE, NOUNS
from transforms.words import WEEKDAYS, values_of, word_list

ATTRIBUTES = [DEP, HEAD, POS, TAG]
DEPENDENT = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "amod", "compound", "ccomp", "parataxis"})
MISREAD = frozenset({"VBN", "VBD", "JJ", "NN", "FW"})
NAMING = frozenset({"NNP", "NNPS"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl"})
PREMODIFYING = frozenset({"amod", "compound", "nmod:desc", "flat"})
PAUSES = frozenset(",;:–—")
DISGUISED = word_list("clauses disguised")
ATTACHED = word_list("clauses attached")
CLAUSAL = frozenset({"advcl", "punct", "cc", "parataxis", "ccomp", "obl", "xcomp"})


def repair_clauses(doc: Doc) -> None:
    """Promote a verb in each parsed sentence that has no finite one; other sentences stay unchanged."""
    edits = [edit for sent in doc.sents if (edit := _find_repair(sent))]
    if not edits:
        return
    values: Any = doc.to_array(ATTRIBUTES)
    heads = values[:, 1].astype(np.int64)
    strings = doc.vocab.strings
    for edit in edits:
        for position, (dep, head) in edit.arcs.items():
            values[position, 0] = strings.add(dep)
            heads[position] = head - position
        values[edit.verb, 2], values[edit.verb, 3] = strings.add("VERB"), strings.add(edit.tag)
    values[:, 1] = heads.astype(np.uint64)
    doc.from_array(ATTRIBUTES, values)


class _Edit:
    """A promoted verb and the changed arcs: token -> (relation, head)."""

    def __init__(self, verb: Token, subject: Token, above: Token | None = None, tag: str = "VBD") -> None:
        self.verb, self.tag = verb.i, tag
        own = ("ROOT", verb.i) if above is None else ("ccomp", above.i)
        self.arcs: dict[int, tuple[str, int]] = {verb.i: own, subject.i: ("nsubj", verb.i)}

    def attach(self, token: Token, dep: str, head: int) -> None:
        self.arcs.setdefault(token.i, (dep, head))


def _find_repair(sent: Span) -> _Edit | None:
    root = sent.root
    if (edit := _repair_disguise(sent) or _repair_attached(sent) or _repair_opening(sent)) is not None:
        return edit
    if root.pos_ == "VERB" and (main := _main_verb(root)) is not None:
        return _repair_reduced_relative(root, main)
    if root.pos_ == "VERB" and root.i > sent.start and not _is_clause(sent):
        return _repair_initial_verb(root)
    if not _is_closed(sent) or root.pos_ not in NOUNS or _is_clause(sent):
        return (_repair_perfect(sent) or _repair_reported_clause(sent)) if root.pos_ in ("VERB", "AUX") else None
    if (
        root.i > sent.start
        and is_past(root.lower_)
        and root.tag_ == "NN"
        and any(c.dep_ == "obj" for c in root.children)
    ):
        return _repair_initial_verb(root)
    for token in sent[1:-1]:
        is_misread = token.tag_ in MISREAD or (token.tag_ == "NNP" and token.is_lower)
        if is_misread and is_past(token.lower_) and _follows_noun(token):
            if token.dep_ == "acl" and _is_within(token.head, root) and root.i < token.i:
                return None if _has_agent(token) else _repair_participle(token, root)
            if token.dep_ in PREMODIFYING and token.head.i > token.i and _noun_of_modifier(token) <= {root.i, token.i}:
                return _repair_modifier(token, root)
    return None


def _repair_disguise(sent: Span) -> _Edit | None:
    """Repair "Gunmen dressed as soldiers killed nine people", read as if the soldiers killed them."""
    for dressed in (token for token in sent[1:-2] if token.lower_ in DISGUISED and token.nbor().lower_ == "as"):
        main = next((clause for clause in dressed.children if clause.dep_ == "advcl" and clause.i > dressed.i), None)
        of_main = {child.dep_: child for child in main.children if child.i < main.i} if main is not None else {}
        guise, mark = of_main.get("nsubj"), of_main.get("mark")
        who = dressed.head if dressed.dep_ == "acl" else next((c for c in dressed.children if c.dep_ == "nsubj"), None)
        if main is None or who is None or guise is None or mark is None or mark.i != dressed.i + 1:
            continue
        root = sent.root
        is_said = who.dep_ in ("obj", "nsubj", "obl", "ccomp") and who.head == root and root.pos_ == "VERB"
        if root not in (who, dressed) and not is_said:
            continue
        edit = _Edit(main, who, above=root if is_said and root != dressed else None, tag=main.tag_)
        edit.attach(dressed, "acl", who.i)
        edit.attach(guise, "obl", dressed.i)
        edit.attach(mark, "case", guise.i)
        for child in (*who.children, *dressed.children):
            is_of_who = child.head == who and child.i < dressed.i
            edit.attach(child, child.dep_, who.i if is_of_who else main.i)
        return edit
    return None


def _repair_attached(sent: Span) -> _Edit | None:
    """Repair "Rebels led by a former officer took the town", read as if the town was taken by nobody told."""
    for attached in sent[1:-3]:
        after = attached.nbor().lower_
        who = next((c for c in attached.children if c.dep_.startswith("nsubj") and c.i < attached.i), None)
        is_participle = after == "by" and is_past(attached.lower_)
        if who is None or not (is_participle or (after == "to" and attached.lower_ in ATTACHED)):
            continue
        if any(c.dep_ in ("aux", "aux:pass", "cop") for c in attached.children):
            continue
        other = next((c for c in attached.children if c.dep_.startswith("obl") and c.i > attached.i), None)
        main = _verb_after(other, attached) if other is not None else None
        if other is None or main is None:
            continue
        is_root = attached.head == attached
        edit = _Edit(main, who, tag="VBD")
        if not is_root:
            edit.arcs[main.i] = (attached.dep_, attached.head.i)
        edit.attach(attached, "acl", who.i)
        for child in attached.children:
            is_own = child == other or (child.dep_ == "advmod" and child.i == attached.i - 1)
            edit.attach(child, child.dep_, attached.i if is_own else main.i)
        return edit
    return None


def _repair_opening(sent: Span) -> _Edit | None:
    """Repair "In May 2015 rebels took the town" and "In the district of Kutum, herders took the market", whose parse
    has no subject: it was read into the time, "May rebels", or beside the place, "the district, herders".
    """
    verb = sent.root
    opening = next((c for c in verb.children if c.dep_ == "obl" and c.i < verb.i), None)
    is_bare = verb.tag_ in FINITE and not any(c.dep_ in SUBJECTS for c in verb.children)
    if opening is None or not is_bare or opening.left_edge.i != sent.start:
        return None
    return _repair_month(opening, verb) or _repair_beside(opening, verb)


def _repair_month(noun: Token, verb: Token) -> _Edit | None:
    """The verb whose subject was read as one of a time: the "May rebels" of "In May 2015 rebels took the town"."""
    month = next((c for c in noun.children if c.lower_ in _calendar() and c.i == noun.sent.start + 1), None)
    if month is None or noun.i != verb.i - 1 or noun.tag_ in NAMING:
        return None
    edit = _own_subject(verb, noun)
    edit.attach(month, "obl", verb.i)
    for child in (*noun.children, *month.children):
        is_of_time = child.i < month.i or (child.i == month.i + 1 and child.like_num)
        edit.attach(child, "nummod" if child.like_num and is_of_time else child.dep_, month.i if is_of_time else noun.i)
    return edit


def _repair_beside(place: Token, verb: Token) -> _Edit | None:
    """The verb whose subject was read as one more place, "In Kutum, herders took the market"."""
    doer = next((c for c in place.children if c.dep_ in ("conj", "appos") and c.tag_ == "NNS"), None)
    if doer is None or any(c.dep_ == "cc" for c in (*place.children, *doer.children)):
        return None
    comma = next((c for c in (doer.left_edge, doer.left_edge.nbor(-1)) if c.text == ","), None)
    if comma is None or max(token.i for token in doer.subtree) != verb.i - 1:
        return None
    edit = _own_subject(verb, doer)
    edit.attach(comma, "punct", verb.i)
    return edit


def _own_subject(verb: Token, noun: Token) -> _Edit:
    """The main verb of a sentence, as it was, with a noun as its subject."""
    edit = _Edit(verb, noun, tag=verb.tag_)
    is_passive = any(c.dep_ == "aux:pass" for c in verb.children)
    edit.arcs[noun.i] = ("nsubj:pass" if is_passive else "nsubj", verb.i)
    return edit


@cache
def _calendar() -> frozenset[str]:
    return frozenset({*WEEKDAYS, *values_of("month")})


def _verb_after(noun: Token, attached: Token) -> Token | None:
    """The past form without a subject that follows the phrase of a noun at once."""
    end = max(token.i for token in noun.subtree)
    if end + 1 >= noun.sent.end:
        return None
    verb = noun.doc[end + 1]
    is_beside = verb.dep_ in ("advcl", "ccomp", "conj", "parataxis") and verb.head in (attached, attached.head)
    is_bare = not any(c.dep_ in ("nsubj", "nsubj:pass", "mark", "aux") for c in verb.children)
    return verb if is_beside and is_bare and verb.tag_ in ("VBD", "VBN") else None


def _main_verb(root: Token) -> Token | None:
    """The finite verb after a participle taken for the main verb: "groups opposed to the government took the town"."""
    before = any(c.dep_ == "nsubj" and c.i == root.i - 1 for c in root.children)
    after = root.doc[root.i + 1 : root.i + 2].text.lower()
    if not before or not is_past(root.lower_) or after not in ("to", "by"):
        return None
    for clause in (c for c in root.children if c.dep_ == "ccomp" and c.i > root.i + 2):
        between = root.doc[root.i : clause.i]
        is_broken = any(t.text in PAUSES or t.is_quote for t in between)
        is_bare = not is_broken and not any(c.dep_ == "mark" for c in clause.children)
        if is_bare and any(t.tag_ in FINITE for t in (clause, *clause.children)):
            return clause
    return None


def _repair_reduced_relative(participle: Token, main: Token) -> _Edit:
    """Repair "Groups [that are] opposed to the government took the town"."""
    subject = next(c for c in participle.children if c.dep_ == "nsubj")
    edit = _Edit(main, subject, tag=main.tag_)
    edit.attach(participle, "acl", subject.i)
    for child in participle.children:
        edit.attach(child, child.dep_, participle.i if child.i < main.i and child.dep_ == "obl" else main.i)
    for child in main.children:
        if child.dep_ == "nsubj" and child.i > participle.i:
            edit.attach(child, "obl", participle.i)
    return edit


def _is_closed(sent: Span) -> bool:
    """Whether a sentence ends with a full stop, quotation marks aside."""
    return next((t for t in reversed(sent) if not t.is_quote), sent[-1]).text == "."


def _is_clause(sent: Span) -> bool:
    """Whether a sentence has a main verb: a copula, a subject, or an independent finite verb."""
    root = sent.root
    return any(c.dep_ in ("cop", "nsubj", "nsubj:pass", "expl") for c in root.children) or any(
        t.tag_ in FINITE and t.dep_ not in DEPENDENT and not is_past(t.lower_) for t in sent
    )


@cache
def is_past(form: str) -> bool:
    """Whether a form is a past form: in -ed, or irregular."""
    return (len(form) > 4 and form.endswith("ed")) or form in irregular_lemmas() or form in ("hit", "cut", "put")


def _follows_noun(token: Token) -> bool:
    before = token.nbor(-1)
    is_noun = before.pos_ in NOUNS or before.tag_ in NAMING or before.dep_ == "nsubj"
    return is_noun and not (token.i + 1 < len(token.doc) and token.nbor().text in "-–")


def _has_agent(verb: Token) -> bool:
    """Whether a participle is followed by its agent: "villagers killed by gunmen"."""
    return any(c.lower_ == "by" for child in verb.children for c in (child, *child.children))


def _is_within(noun: Token, root: Token) -> bool:
    """Whether a noun is the root or part of its phrase: "the president of Tuvalu"."""
    return noun == root or (noun.dep_ in ("nmod", "conj", "flat", "appos") and noun.head == root)


def _repair_initial_verb(verb: Token) -> _Edit | None:
    """A sentence-initial verb whose subject was taken for a modifier or an interjection."""
    last = verb.nbor(-1)
    if last.head != verb or last.dep_ not in ("compound", "discourse", "obl:npmod", "dep") or not last.is_alpha:
        return None
    edit = _Edit(verb, last)
    for child in verb.children:
        if child.i < last.i and child.dep_ in ("det", "amod", "compound", "nummod", "nmod:poss"):
            edit.attach(child, child.dep_, last.i)
    return edit


def _repair_perfect(sent: Span) -> _Edit | None:
    """Repair "Troops have tortured refugees", read as troops that own tortured refugees."""
    verb = sent.root
    for token in sent:
        if (
            token.tag_ in ("NN", "VBN", "VBD")
            and token.lower_.endswith("ed")
            and token.dep_ in PREMODIFYING
            and token.head.head == verb
            and token.head.dep_ == "obj"
            and token.nbor(-1) == verb
            and verb.lemma_ == "have"
        ):
            edit = _Edit(token, verb)
            edit.arcs[verb.i] = ("aux", token.i)
            edit.attach(token.head, "obj", token.i)
            for child in verb.children:
                edit.attach(child, child.dep_, token.i)
            return edit
    return None


def _repair_reported_clause(sent: Span) -> _Edit | None:
    """Repair "Rebels torched homes, officials said", read as torched homes of which rebels say something."""
    for token in sent[1:-1]:
        if token.tag_ in MISREAD and token.dep_ in PREMODIFYING and is_past(token.lower_) and _follows_noun(token):
            noun, last = token.head, token.nbor(-1)
            sayers = [c for c in noun.head.children if c.dep_ == "nsubj" and c.i > noun.i]
            is_said = sayers and noun.head.i > sayers[0].i and noun.dep_ in ("ccomp", "nsubj")
            is_doer = last.pos_ != "NUM" and last.dep_ in ("nsubj", "nummod", "compound", "amod")
            if noun.i > token.i and is_said and is_doer:
                edit = _Edit(token, last, noun.head)
                edit.attach(noun, "obj", token.i)
                for child in noun.children:
                    if child.dep_ == "punct" and child.i > noun.i:
                        edit.attach(child, "punct", token.i)
                return edit
    return None


def _noun_of_modifier(token: Token) -> set[int]:
    """The noun that a modifier belongs to, followed up through compounds and coordination."""
    head = token.head
    while head.dep_ in ("compound", "conj", "amod", "nmod:poss") and head.head.i != head.i:
        head = head.head
    return {head.i}


def _repair_participle(verb: Token, root: Token) -> _Edit:
    """Repair "Fighters [who] turned in their rifles"."""
    edit = _Edit(verb, root)
    for child in root.children:
        if child.i > verb.i and child.dep_ in CLAUSAL:
            edit.attach(child, child.dep_, verb.i)
    return edit


def _repair_modifier(verb: Token, root: Token) -> _Edit:
    """Repair "[The] kingdom massed warplanes", read as massed warplanes."""
    noun = verb.head
    while noun.dep_ in ("compound", "amod", "nmod:poss") and noun.head.i > noun.i:
        noun = noun.head
    last = verb.nbor(-1)
    subject = root if root.i < verb.i else last
    edit = _Edit(verb, subject)
    edit.attach(noun, "obj", verb.i)
    for token in verb.sent:
        if token.i < verb.i and token.head.i >= verb.i and token.i != subject.i:
            joined = token.i == last.i and any(
                t.dep_ == "cc" or t.lower_ == "and" for t in verb.sent[: verb.i - verb.sent.start]
            )
            edit.attach(token, "conj" if joined else token.dep_, subject.i)
        elif token.i > verb.i and token.head.i == verb.i:
            edit.attach(
                token, token.dep_ if token.dep_ != "case" else "compound:prt", verb.i if token.i != noun.i else token.i
            )
        elif token.i > verb.i and token.head.i in (noun.i, root.i) and token.dep_ in CLAUSAL and token.i != noun.i:
            edit.attach(token, token.dep_, verb.i)
    return edit
