"""Determines what a number measures, by words of seeds/measures.csv around the counted noun.

The parse is tried first, then the words next to the number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transforms.facts.figures.figure_words import (
    BESIDE,
    GROUPS,
    NAMED,
    PARSED,
    STOPS,
    VERBAL,
    Entry,
    Found,
    entries,
    found_by,
    noun_class,
)
from transforms.facts.figures.movements import PERFECT
from transforms.facts.figures.numbers import BOUNDING, Number
from transforms.facts.figures.totals import listed_toll, total
from transforms.reading.lexicon import bases
from transforms.reading.syntax import agent, children, climb, conjuncts, is_passive, preposition
from transforms.reading.tree import Span, Token
from transforms.resolving.noun_kinds import words
from transforms.tables.schema import Measure
from transforms.words import word_list

_BOUNDS = BOUNDING | {"at", "more"}
_LINKS = word_list("figures between")
_MORE = word_list("figures more")
_PARTICLES = word_list("figures particles")
_BEFELL = word_list("figures befell")
_DETERMINERS = word_list("figures determiners")
_SUBJECTS = word_list("figures subjects")
_THEM = word_list("figures them")
_THIS = word_list("figures this")
_CORPSES = word_list("figures corpses")
_PERSONS = frozenset({"people", "men", "kin", "troops"})
_CLAUSE = 9
"""Maximum words from a counted noun to the verb of its relative clause."""
_FORCE = 50
"""Least number of a force without a verb that sends or has it."""
_BY = 7
"""Maximum words from a verb to its "by"."""
_NAMED = 4
"""Maximum words from a strength to the force that has it."""
_BAND = 10
"""Least number of men that are counted as troops."""
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_ADJACENT = frozenset({"VBD", "VBN", "VBZ", "VBP", "MD", "JJ", "RB"})


def measure_of(number: Number, noun: Token | None) -> Found | None:
    """The measure of a number, or None if no word near it gives one."""
    found = _measure_of(number, noun)
    if noun is not None and (found is None or found.measure in ("displaced", "troops")):
        found = _attributive(number, noun) or found
    if noun is not None and found is not None and found.measure == "other":
        found = _captured_before(number, noun) or found
    is_few = (number.low or number.high or 0) < _BAND and noun_class(noun) == "men"
    return None if found is not None and found.measure == "troops" and is_few else found


def _measure_of(number: Number, noun: Token | None) -> Found | None:
    kind = noun_class(noun)
    if _is_a_strength(number):
        return _of_a_force(number)
    if kind in ("none", "unit") or _is_one_of(number.value[0]):
        return None
    counted = noun or number.value[-1]
    if is_whole(number):
        return named(noun) if noun is not None else None
    if noun is not None and noun.tag_ in ("JJ", "VBN"):
        return _following(number, "people", counted) or named(noun)
    found = _single(number, noun, counted, kind)
    if found is None:
        return None
    after = counted.doc[counted.i + 1 : min(counted.i + 2, counted.sent.end)]  # "lost 300 men killed or wounded"
    fates = [found.trigger, *(word for word in after if fate_of(word) == found.measure)]
    return replace(found, measure="other") if any(_is_joint(found.measure, word) for word in fates) else found


def _is_a_strength(number: Number) -> bool:
    """Whether a number tells how many a body has: "15,000-strong"."""
    after = number.span.doc[number.span.end : min(number.span.end + 2, number.span.sent.end)]
    return [token.lower_ for token in after] == ["-", "strong"]


def _of_a_force(number: Number) -> Found | None:
    """The count of a force by its strength: "the 15,000-strong Peace Corps"; a crowd or a jury is none."""
    doc, begin = number.span.doc, number.span.end + 2
    near = doc[begin : min(begin + _NAMED, number.span.sent.end)]
    forces = words("unit") | words("force") | words("armed")
    force = next((token for token in near if token.lemma_.lower() in forces or noun_class(token) == "troops"), None)
    return Found("troops", force, NAMED) if force is not None else None


def _single(number: Number, noun: Token | None, counted: Token, kind: str) -> Found | None:
    """The measure by the words around a number, most reliable pattern first."""
    return (
        total(number)
        or listed_toll(number)
        or (_event_noun(noun) if noun is not None else None)
        or (_of_a_group(number) if noun is None else None)
        or _object_of_next(number, counted, kind)
        or (_beside(number) if noun is None else None)
        or _governed(counted, kind)
        or (_governed(counted.head, kind) if counted.head in number.value else None)
        or _following(number, kind, counted)
        or _of_a_clause(counted, kind)
        or _of_a_list(number, counted, kind)
        or (_along(number, noun, kind) if noun is not None else None)
        or (named(noun) if noun is not None else None)
    )


def _of_a_group(number: Number) -> Found | None:
    """The measure of a group whose members are counted: "killed a family of five"."""
    doc, index = number.span.doc, number.span.start - 2
    if index < number.span.sent.start or doc[index + 1].lower_ != "of" or doc[index].lower_ not in GROUPS:
        return None
    return _governed(doc[index], "people")


def _along(number: Number, noun: Token, kind: str) -> Found | None:
    """The measure of people who share the fate of others: "was abducted along with two nurses"."""
    doc, index = number.span.doc, number.span.start - 1
    while index > number.span.sent.start and doc[index].tag_ in ("DT", "PRP$"):
        index -= 1
    if (
        index - 1 < number.span.sent.start
        or doc[index].lower_ != "with"
        or doc[index - 1].lower_ not in ("along", "together")
    ):
        return None
    found = ((verb, _lookup(verb, "verb", ("patient",), kind, verb)) for verb in climb(noun))
    return next((measure for verb, entry in found if (measure := found_by(entry, verb, BESIDE))), None)


def _is_joint(measure: Measure, word: Token) -> bool:
    """Whether one number covers several fates: "killed or wounded", "killed, wounded or captured"."""
    doc, sent = word.doc, word.sent
    measures, joints = {measure}, set()
    for step in (1, -1):
        index = word.i + step
        while sent.start <= index < sent.end and doc[index].lower_ in (",", "or", "and", "/"):
            joint = doc[index].lower_
            index += step * (
                1 + (sent.start <= index + step < sent.end and doc[index + step].lower_ in ("or", "and", ","))
            )
            fate = fate_of(doc[index]) if sent.start <= index < sent.end else None
            if fate is None or (joint == "and" and fate not in ("killed", "injured")):
                break
            measures.add(fate)
            joints |= {joint, doc[index - step].lower_}
            index += step
    return len(measures) > 1 and measure in ("killed", "injured") and bool(joints & {"or", "and", "/"})


def fate_of(word: Token) -> Measure | None:
    """The measure of a participle or adjective for a person's fate: killed, wounded, missing, captured."""
    found = [*entries(word.lower_, "adj"), *entries(word.lower_, "verb")] if word.tag_ in ("VBN", "VBD", "JJ") else []
    roles = (e.measure for e in found if e.role in ("state", "patient") and not e.company and not e.particle)
    return next((m for m in roles if m in ("killed", "injured", "missing", "detained", "abducted")), None)


def _beside(number: Number) -> Found | None:
    """The measure of a participle right after a bare number: "casualties: 1,232 killed and 1,935 injured"."""
    words_after = number.span.doc[number.span.end : number.span.sent.end]
    word = next((token for token in words_after if token.lower_ not in _MORE), None)
    if word is None or not _is_participle(word) or _takes_object(word):
        return None
    entry = _lookup(word, "adj", ("state",), "bare", word)
    entry = entry or _lookup(word, "verb", ("patient", "passive"), "bare", word)
    return found_by(entry, word, BESIDE)


def is_whole(number: Number) -> bool:
    """Whether a number is the whole of a part: 20 in "12 of the 20 passengers"."""
    doc, index, start = number.span.doc, number.span.start - 1, number.span.sent.start
    while index > start and doc[index].tag_ in ("DT", "PRP$"):
        index -= 1
    return index > start and doc[index].lower_ == "of" and doc[index - 1].like_num and not _is_one_of(doc[index - 1])


def _is_one_of(token: Token) -> bool:
    """Whether "one" marks a member of the group counted: "he was one of 12 clerks held"."""
    return token.lower_ == "one" and token.i > token.sent.start and token.nbor(-1).lower_ in ("is", "was", "be", "been")


def named(noun: Token) -> Found | None:
    """The measure of a noun that names it: 45 deaths, 600 drones; not "tortured scores of refugees"."""
    if noun_class(noun) == "displaced" and noun.dep_ in ("obj", "nsubj:pass"):
        return None
    if noun_class(noun) == "bodies" and (noun.tag_ != "NNS" or not _is_of_the_dead(noun)):
        return None
    for entry in entries(noun.lower_, "noun"):
        if entry.role == "head" and entry.measure:
            return found_by(entry, noun, NAMED)
    return None


def _is_of_the_dead(bodies: Token) -> bool:
    """Whether bodies are corpses and not institutions: "three bodies", "nine charred bodies", not "two UN bodies"."""
    before = bodies.nbor(-1) if bodies.i > bodies.sent.start else None
    return before is not None and (before.tag_ == "CD" or before.like_num or before.lower_ in _CORPSES)


def _lookup(word: Token, pos: str, roles: tuple[str, ...], kind: str, counted: Token) -> Entry | None:
    for entry in entries(word.lower_, pos):
        fits = entry.role in roles and kind in entry.classes and entry.measure
        if fits and _in_company(word, counted, entry) and _has_particle(word, counted, entry) and _is_by(word, entry):
            return entry
    return None


def _has_particle(verb: Token, counted: Token, entry: Entry) -> bool:
    """Whether the particle of a phrasal verb follows the verb or the counted noun: "took in 30", "flew 30 men out"."""
    if entry.particle is None:
        return True
    doc, end = verb.doc, verb.sent.end
    behind = counted.i + 1
    if behind + 2 < end and doc[behind].lower_ == "of" and doc[behind + 1].lower_ in _THEM:
        behind += 2  # "led two of them away"
    return any(index < end and doc[index].lower_ == entry.particle for index in (verb.i + 1, behind))


def _is_by(verb: Token, entry: Entry) -> bool:
    """Whether the doer is of the kind that the entry requires: police detain those whom gunmen abduct."""
    if entry.by is None:
        return True
    doer = agent(verb) if entry.role != "passive" or is_passive(verb) else None
    while doer is None and entry.role != "passive" and verb.dep_ == "conj" and verb.head is not verb:
        verb = verb.head
        doer = agent(verb)
    doer = doer or _named_after_by(verb)
    return doer is not None and any(form in words(entry.by) for form in (doer.lemma_.lower(), *bases(doer.lower_)))


def _named_after_by(verb: Token) -> Token | None:
    """The first noun after "by" near a verb, where the parse gives no doer: "held since Sunday by gunmen"."""
    near = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _BY)]
    by = next((token.i for token in near if token.lower_ == "by"), verb.sent.end)
    return next((token for token in verb.doc[by : verb.sent.end] if token.tag_ in ("NN", "NNS")), None)


def _in_company(word: Token, counted: Token, entry: Entry) -> bool:
    """Whether a word the entry requires occurs within six words after the verb or the counted noun."""
    if not entry.company:
        return True
    end = word.sent.end
    near = [*word.doc[word.i + 1 : min(end, word.i + 7)], *counted.doc[counted.i + 1 : min(end, counted.i + 7)]]
    return any(token.lower_ in entry.company for token in near)


def _governed(counted: Token, kind: str) -> Found | None:
    """The measure by the parse."""
    for word, pos, roles in _governors(counted):
        entry = _lookup(word, pos, roles, kind, counted)
        if entry and entry.measure:
            return found_by(entry, word, PARSED)
    return _of_lives(counted)


def _of_lives(counted: Token) -> Found | None:
    """The measure of people whose lives are lost: "claimed the lives of nine soldiers", not "improved the lives of"."""
    lives = counted.head
    if counted.dep_ != "nmod" or noun_class(lives) != "lives":
        return None
    entry = _lookup(lives.head, "verb", ("patient",), "lives", lives)
    return found_by(entry, lives.head, PARSED)


def _governors(counted: Token) -> Iterator[tuple[Token, str, tuple[str, ...]]]:
    """Words that may give a counted noun its measure, each with the noun's possible roles."""
    top = counted
    while top.dep_ in ("conj", "nummod", "amod", "appos") and top.head.pos_ in ("NOUN", "NUM", "PROPN", "PRON"):
        top = top.head
    if (
        counted.i + 1 < counted.sent.end
        and counted.nbor(1).tag_ in ("JJ", "VBN")
        and not _takes_object(counted.nbor(1))
    ):
        yield counted.nbor(1), "adj", ("state",)
    for noun in dict.fromkeys((counted, top)):
        for child in noun.children:
            between = noun.doc[noun.i + 1 : child.i] if child.i > noun.i + 1 else None
            if between is not None and (_is_of_part(between) or any(token.text == ":" for token in between)):
                continue
            if child.dep_ in ("acl", "amod", "advcl") and child.i > noun.i and child.tag_ in ("VBN", "VBD"):
                yield child, "verb", ("patient", "passive")
            if child.dep_ in ("acl", "amod", "xcomp", "advcl", "appos", "acl:relcl"):
                yield child, "adj", ("state",)
            if child.dep_ == "acl:relcl" and any(suffering.tag_ == "WP" for suffering in children(child, "obj")):
                yield from ((state, "adj", ("state",)) for state in children(child, "xcomp"))  # "whom police shot dead"
        for child in children(noun, "nmod"):
            if preposition(child) == "with":
                yield from ((wound, "noun", ("with",)) for wound in conjuncts(child))
    yield from _heads(top)


def _heads(top: Token) -> Iterator[tuple[Token, str, tuple[str, ...]]]:
    head, label = top.head, top.dep_
    if head is top:
        return
    if label in ("obj", "iobj"):
        yield head, "verb", ("patient",)
    if label == "nsubj:pass":
        yield head, "verb", ("patient", "passive")
    if label.startswith("nsubj"):
        yield head, "adj", ("state",)
        if label == "nsubj":
            yield head, "verb", ("subject", "patient", "passive") if is_passive(head) else ("subject",)
        yield head, "verb", ("subject",)
    if label.startswith("nmod") and preposition(top) in ("of", "in"):
        yield head, "noun", (str(preposition(top)),)
    if label.startswith(("obl", "nmod")) and preposition(top) == "to":
        yield from ((noun, "noun", ("to",)) for noun in (head, *children(head, "obj")))
    if label.startswith("obl") and preposition(top) == "in" and head.dep_ != "root":
        for child in head.children:
            if child.dep_.startswith("nsubj"):
                yield child, "noun", ("in",)
    if label in ("obj", "nsubj:pass") or (label == "nsubj" and not children(head, "obj")):
        for child in head.children:
            own = any(c.dep_.startswith("nsubj") for c in child.children) or (label == "nsubj" and _takes_object(child))
            if child.dep_ in ("xcomp", "advcl", "ccomp", "obj", "conj") and child.i > top.i and not own:
                yield child, "adj", ("state",)
                shared = (
                    child.dep_ == "conj"
                    and child.tag_ == "VBD"
                    and label == "nsubj:pass"
                    and not children(child, "obj")
                )
                if (child.tag_ == "VBN" or shared) and head.lower_ != "said" and not _has_a_number(child):
                    yield child, "verb", ("patient", "passive")


def _object_of_next(number: Number, counted: Token, kind: str) -> Found | None:
    """The measure of the verb, or noun with "of", right before the number: "injuring at least 20"."""
    start = number.span.start
    doc, sent = counted.doc, counted.sent
    while start > sent.start and doc[start - 1].lower_ in _DETERMINERS:
        start -= 1
    if start == sent.start:
        return None
    before = doc[start - 1]
    entry = None
    if start - 1 > sent.start and doc[start - 2].tag_.startswith("VB") and _can_take_object(doc[start - 2]):
        entry = _lookup(doc[start - 2], "verb", ("patient",), kind, counted)
        if entry is not None and (before.lower_ in _PARTICLES or before.lower_ == entry.particle):
            before = doc[start - 2]
        else:
            entry = None
    if entry is None and _can_take_object(before):
        entry = _lookup(before, "verb", ("patient",), kind, counted)
    if entry is None and before.lower_ in ("of", "to") and start - 1 > sent.start:
        before, role = doc[start - 2], before.lower_
        entry = _lookup(before, "noun", (role,), kind, counted)
    return found_by(entry, before, PARSED)


def _can_take_object(verb: Token) -> bool:
    """Whether a verb can take the number as object; passive participles cannot: "were killed 20 years ago"."""
    return verb.i == verb.sent.start or verb.nbor(-1).lower_ not in _BEFELL


def _follows_preposition(number: Number) -> bool:
    start = number.span.start
    while start > number.span.sent.start and number.span.doc[start - 1].tag_ in ("DT", "PRP$"):
        start -= 1
    before = number.span.doc[start - 1] if start > number.span.sent.start else None
    is_clause = before is not None and before.dep_ == "mark"
    return before is not None and before.tag_ in ("IN", "TO") and before.lower_ != "with" and not is_clause


def _following(number: Number, kind: str, counted: Token) -> Found | None:
    """The measure of the next verb or adjective, skipping asides: "10 people, most of them old, died"."""
    doc, end = counted.doc, counted.sent.end
    index = max(counted.i, number.span.end - 1) + 1
    if index + 1 < end and doc[index].lower_ == "of" and doc[index + 1].lower_ in _THEM:
        index += 2
    if index < end and doc[index].tag_ not in _ADJACENT and not _follows_preposition(number):
        beside = index
        ends = (i for i in range(index, min(end, index + 12)) if doc[i].tag_ in VERBAL | STOPS)
        index = next((i for i in ends if not _is_before_noun(doc[i])), end)
        is_apart = index < end and doc[index].tag_ in STOPS and not _is_of_them(doc[index])
        if index < end and index > beside and (is_apart or _is_of_part(doc[beside:index])):
            return None
    passive = False
    while index < end and doc[index].lower_ in _LINKS:
        passive = passive or doc[index].lower_ in _BEFELL
        index += 1
    if passive and index + 2 < end and doc[index + 1].lower_ == "as":
        index += 2
    if index >= end:
        return None
    if (found := _in_a_place(doc[index:end][:3], kind)) is not None:
        return found
    word = doc[index]
    is_undergone = passive or (_is_participle(word) and not _takes_object(word))
    roles = ("patient", "passive", "subject") if is_undergone else ("subject",)
    entry = _lookup(word, "adj", ("state",), kind, counted) if passive or not _takes_object(word) else None
    entry = entry or _lookup(word, "verb", roles, kind, counted)
    return found_by(entry, word, BESIDE)


def _is_before_noun(word: Token) -> bool:
    """Whether a participle only describes the noun behind it: "escorting a convoy to the besieged town"."""
    is_participle = word.tag_ == "VBN" and word.dep_ == "amod"
    return is_participle and word.i + 1 < word.sent.end and word.nbor().tag_ in _NOUN_TAGS


def _of_a_list(number: Number, counted: Token, kind: str) -> Found | None:
    """The measure that follows the last of a list and is that of all: "nine men, two women and a boy who had died"."""
    last = _last_listed(counted)
    if last is None or not {kind, noun_class(last)} <= _PERSONS:
        return None
    return _following(replace(number, span=last.doc[last.i : last.i + 1]), noun_class(last), last)


def _last_listed(counted: Token) -> Token | None:
    """The last noun of a list of counts that begins with a noun, "nine men, two women and 14 children"; else None."""
    doc, index, end, last = counted.doc, counted.i + 1, counted.sent.end, None
    while index + 1 < end and doc[index].lower_ in (",", "and"):
        is_end = doc[index].lower_ == "and" or doc[index + 1].lower_ == "and"
        index += 1 + (doc[index + 1].lower_ == "and")
        while index + 1 < end and (doc[index].tag_ in ("CD", "JJ") or doc[index].like_num):
            index += 1
        if doc[index].tag_ not in ("NNS", "NN") or not doc[index - 1].tag_.startswith(("CD", "JJ")):
            return None
        if is_end:
            last = doc[index]
            break
        index += 1
    return last


def _in_a_place(words: Span, kind: str) -> Found | None:
    """The measure by the place where people are held: "three colonels are in custody", "13 women in captivity"."""
    if words[0].tag_ != "IN":
        return None
    for word in words[1:]:
        for entry in entries(word.lower_, "noun"):
            if entry.role == "place" and kind in entry.classes and entry.measure:
                return found_by(entry, word, BESIDE)
    return None


def _is_of_them(who: Token) -> bool:
    """Whether "who" refers to a noun further back: "eleven soldiers of the brigade who died"."""
    before = who.nbor(-1)
    return who.lower_ == "who" and before.tag_ in ("NN", "NNP", "CD") and noun_class(before) in ("unknown", "none")


def _attributive(number: Number, noun: Token) -> Found | None:
    """The measure of a participle or adjective before the noun: "41 burnt houses", "took in 30 wounded people"."""
    kind = noun_class(noun)
    for word in number.span.doc[number.span.end : noun.i]:
        entry = _lookup(word, "adj", ("state",), kind, noun)
        if entry is None and _is_participle(word):
            entry = _lookup(word, "verb", ("patient", "passive"), kind, noun)
        if entry is not None and entry.measure:
            return found_by(entry, word, BESIDE)
    return None


def _captured_before(number: Number, noun: Token) -> Found | None:
    """How freed people were captured, by a clause about them: "freed two engineers whom it kidnapped in May"."""
    kind, after = noun_class(noun), noun.nbor(1) if noun.i + 1 < noun.sent.end else None
    found = _attributive(number, noun) or _of_a_clause(noun, kind)
    if found is None and after is not None and (after.lower_ == "who" or _is_participle(after)):
        found = _following(number, kind, noun)
    return found if found is not None and found.measure in ("detained", "abducted") else None


def _of_a_clause(counted: Token, kind: str) -> Found | None:
    """The measure of a relative clause's verb: "six villagers whom the rebels killed", "the 40 men they arrested"."""
    doc, index, end = counted.doc, counted.i + 1, min(counted.sent.end, counted.i + _CLAUSE)
    if index < end and doc[index].lower_ in ("whom", "that", "which"):
        index += 1
    elif index >= end or doc[index].lower_ not in _SUBJECTS:
        return None
    verb = next(
        (token for token in doc[index:end] if token.is_punct or token.tag_ in ("VBD", "VBZ", "VBP", "VBN")), None
    )
    while verb is not None and verb.lower_ in PERFECT and verb.i + 1 < end:
        verb = verb.nbor(1)
    if verb is None or verb.i == index or _takes_object(verb):
        return None
    entry = _lookup(verb, "verb", ("patient",), kind, verb)
    return found_by(entry, verb, BESIDE)


def _event_noun(noun: Token) -> Found | None:
    """The measure of a noun that counts what happened to people and not the people: 45 deaths, 30 arrests."""
    return named(noun) if noun.tag_ == "NNS" and noun_class(noun) == "unknown" else None


def strength(number: Number, noun: Token) -> Found | None:
    """The count of a force: "8,000 soldiers patrol the north"; a few soldiers are persons and no force."""
    least = number.low or number.high or 0
    return Found("troops", noun, BESIDE) if noun_class(noun) == "troops" and least >= _FORCE else None


def _is_of_part(between: Span) -> bool:
    """Whether the following words concern only a part: "8,000 recruits, many of them seized at bus stops"."""
    if between[0].lower_ in ("of", "whom"):
        return False  # "nine miners whom police shot"
    part = next((t.i for t in between if t.lower_ in ("them", "whom")), None)
    return part is not None and not any(t.text == "," for t in between.doc[part : between.end])


def _is_participle(word: Token) -> bool:
    """Whether a word is a past form, even if tagged as an adjective: "people uprooted by the war"."""
    return word.tag_ in ("VBN", "VBD") or (word.tag_ == "JJ" and word.lower_.endswith(("ed", "nt"))) or is_fate(word)


def is_fate(word: Token) -> bool:
    """Whether a participle was tagged as a singular noun: "27 more hurt"."""
    return word.tag_ == "NN" and bool(entries(word.lower_, "adj")) and not entries(word.lower_, "noun")


def _has_a_number(verb: Token) -> bool:
    """Whether a verb has a number of its own as object: "affected 33 million people and killed nearly 1,400"."""
    after = verb.doc[verb.i + 1 : verb.sent.end]
    number = next((token for token in after if token.lower_ not in _BOUNDS), None)
    noun = number.nbor(1) if number is not None and number.i + 1 < verb.sent.end else None
    return number is not None and number.like_num and noun_class(noun) not in ("none", "unit")


def _takes_object(word: Token) -> bool:
    """Whether a noun phrase follows, so that the word is an active verb: "20 soldiers killed three"."""
    if word.i + 1 >= word.sent.end:
        return False
    after = word.nbor(1)
    if after.tag_ == "RP" and word.i + 2 < word.sent.end:
        return word.nbor(2).tag_ in ("NNS", "PRP$")  # "40 people held up placards"
    if after.lower_ == "both":
        return True
    if after.lower_ in _THIS and word.i + 2 < word.sent.end and noun_class(word.nbor(2)) == "none":
        return False  # "killed last year"
    is_noun = after.pos_ in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ") and after.tag_ not in ("JJR", "RB")
    return is_noun or _has_a_number(word)
