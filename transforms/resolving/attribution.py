"""Attributes a clause to its speaker, and decides whether the speaker is a party to the conflict."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import cast

from transforms.reading.syntax import (
    NOUNS,
    RELATIVE,
    TIMES,
    agent,
    children,
    climb,
    is_negated,
    is_passive,
    obliques,
    phrase,
    relative_head,
    subject,
)
from transforms.reading.tree import Span, Token
from transforms.resolving.actors import group_words
from transforms.resolving.document import Document
from transforms.resolving.naming import genders
from transforms.resolving.noun_kinds import words
from transforms.seeds import listed, rows
from transforms.words import word_list, words_in

INTERNATIONAL = word_list("names international")
CIVIL = word_list("names civil")
REPORTING = word_list("names reporting")
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "DT", "JJ", "CD", "PRP$", "POS", "HYPH", "VBN"})
_CITING = word_list("names citing")
_LABEL_ENDS = frozenset({":", "-", "–", "—", "--"})
_OWN = frozenset({"our", "this"})
_COUNTING = frozenset({"CD", "JJ", "JJR", "JJS", "DT", "NN", "NNP", "IN", "RB"})
"""Tags of the words between a verb and those whom it counts: "killing at least six people"."""
_SPOKEN_REACH = 4
"""Maximum sentences from a speaker to "he said"."""
_WITHIN_PHRASE = frozenset({"compound", "nmod:poss", "nmod:desc", "flat", "nummod", "det"})
"""Relations of nouns that only modify the head of their phrase."""
PARTIES = frozenset({"country", "government", "military", "police", "armed group", "opposition", "militia", "alliance"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker's head token; `blames` if the speaker blames somebody for the event."""

    speaker: Token
    blames: bool = False


@cache
def cues(where: str) -> dict[str, str | None]:
    """Modality by lemma, from the rows of seeds/modality.csv with this `where`."""
    return {word: row["modality"] for row in rows("modality") if row["where"] == where for word in listed(row["lemma"])}


@cache
def saying() -> frozenset[str]:
    """Lemmas of reporting verbs."""
    return words_in("cues", "lemma", kind="say", pos="verb")


def attribution(token: Token) -> Attribution | None:
    """The speaker: the subject of the governing reporting verb, the source after `according to`, or the one who blames.

    Each part between semicolons has its own speaker: "12 died, medics said; the army put it at six". An outlet that
    cites somebody is not the speaker, and what it says of its own reports is in its own voice.
    """
    found = _statement(token)
    if found is None or found.blames:
        return found
    speaker = _cited(found.speaker) or found.speaker
    return None if is_own_report(speaker) else Attribution(speaker)


def _cited(outlet: Token) -> Token | None:
    """Whom an outlet cites: "Reuters reported, citing the police"."""
    if outlet.head.lemma_.lower() not in saying() or not _is_outlet(outlet):
        return None
    citing = (t for t in outlet.doc[outlet.i : outlet.sent.end] if t.tag_ == "VBG" and t.lemma_.lower() in _CITING)
    return next((source for verb in citing for source in children(verb, "obj") if _may_be_cited(source)), None)


def _may_be_cited(noun: Token) -> bool:
    """Whether a noun names who may know of a deed, and not why one is told of: "citing fears of more attacks"."""
    return noun.pos_ == "PROPN" or noun.lemma_.lower() in words("observer") | words("actor")


def _is_outlet(speaker: Token) -> bool:
    """Whether a speaker is a news agency, a station or a paper."""
    span = phrase(speaker)
    is_named = span.text.lower().removeprefix("the ") in _names_of_outlets()
    return is_named or any(token.lemma_.lower() in words("media") for token in span)


@cache
def _names_of_outlets() -> frozenset[str]:
    outlets = [row for row in rows("actors") if row["kind"] == "media"]
    return frozenset(str(name).lower() for row in outlets for name in (row["name"], *listed(row["aliases"])))


def is_own_report(speaker: Token) -> bool:
    """Whether a speaker is the outlet itself: "Correction: …", "our report", "an earlier version of this article",
    "Corrects paragraph one to say that".
    """
    after = speaker.nbor(1) if speaker.i + 1 < speaker.sent.end else None
    labels = {label.split()[-1] for label in words_in("corrections", role="label")}
    is_label = after is not None and after.text in _LABEL_ENDS and speaker.lower_ in labels
    if is_label or phrase(speaker)[0].lower_ in words_in("corrections", role="correcting"):
        return True
    about = [speaker, *obliques(speaker, "of")]
    papers = [noun for noun in about if noun.lemma_.lower() in words_in("corrections", role="print")]
    return any(child.lower_ in _OWN for noun in papers for child in children(noun, "det", "nmod:poss"))


def _statement(token: Token) -> Attribution | None:
    """The speaker as the sentence names it."""
    part = _part_between_semicolons(token)
    if len(part) < len(token.sent) and (own := _reports_of(part).source or _unlinked_speaker(token, part)) is not None:
        return Attribution(own)
    below = token
    for clause in climb(token):
        below, inner = clause, below
        is_blamed = clause != token and clause.lemma_.lower() in cues("blame") and not _is_coordinate(inner)
        if is_blamed and (blamer := agent(clause)) is not None:
            return None if _is_nobody(blamer) else Attribution(blamer, blames=True)
        speaker = _speaker_of_clause(clause)
        if speaker is not None:
            return None if _is_nobody(speaker) else Attribution(speaker)
        if (blamer := _who_blames(clause)) is not None:
            return Attribution(blamer, blames=True)
    source = _unlinked_speaker(token, part) or _unlinked_speaker(token, token.sent) or _reports_of(token.sent).source
    return Attribution(source) if source is not None else None


def _is_coordinate(verb: Token) -> bool:
    """Whether a verb stands beside the one above it: "bombed" in "accused the rebels and bombed a base"."""
    return verb.dep_ == "conj" and verb.pos_ == "VERB" and verb.tag_ != "VBG"


def _part_between_semicolons(token: Token) -> Span:
    """The part of a token's sentence, between semicolons, that contains it."""
    doc, sent = token.doc, token.sent
    start = next((t.i + 1 for t in reversed(doc[sent.start : token.i]) if t.text == ";"), sent.start)
    end = next((t.i for t in doc[token.i : sent.end] if t.text == ";"), sent.end)
    return doc[start:end]


def _is_nobody(speaker: Token) -> bool:
    """Whether the speaker is negated, as in "no group": then nobody claims it."""
    return any(child.lower_ == "no" for child in children(speaker, "det"))


def _who_blames(deed: Token) -> Token | None:
    """The agent of a relative clause of blame: "a strike, which the ministry blamed on rebels"."""
    if deed.pos_ not in NOUNS:
        return None
    clauses = (c for c in children(deed, "acl:relcl") if c.lemma_.lower() in cues("blame"))
    return next((who for c in clauses if (who := agent(c)) is not None and who != deed), None)


def _speaker_of_clause(clause: Token) -> Token | None:
    """The speaker of a clause under a reporting verb, or with one in parenthesis ("..., he said")."""
    above = clause.head
    if clause.dep_ in ("ccomp", "parataxis") and above.lemma_.lower() in saying():
        doer = None if is_passive(above) else _subject(above)
        is_doubtful = (
            doer is None
            or doer.lower_ in TIMES
            or _is_happening(doer)
            or _is_object_before(doer, above)
            or _is_one_after_many(above.nbor(-1), doer)
        )
        return _speaker_of_verb(above) if is_doubtful else doer
    if clause.dep_ == "obj" and clause.pos_ in NOUNS and above.lemma_.lower() in REPORTING:
        return _subject(above)
    if clause.dep_ == "xcomp" and clause.pos_ == "ADJ" and above.lemma_.lower() in REPORTING:
        return None if is_passive(above) else _subject(above)  # "counted five dead"
    if clause.dep_ == "acl:relcl" and above.dep_ == "iobj" and above.head.lemma_.lower() in saying():
        return _subject(above.head)  # "residents told Reuters that five had died"
    for child in clause.children:
        if (
            child.dep_ in ("parataxis", "ccomp")
            and child.lemma_.lower() in saying()
            and not children(child, "ccomp", "obj", "mark")
        ):
            speakers = [who] if is_passive(child) and (who := agent(child)) is not None else children(child, "nsubj")
            if speakers and clause.i < child.i and child.doc[min(speakers[0].left_edge.i, child.i) - 1].text != ";":
                return speakers[0]
    return None


def _subject(verb: Token) -> Token | None:
    """The subject of a reporting verb, and whom its relative pronoun refers to: "the group, which said"."""
    pronoun = next((t for t in children(verb, "nsubj") if t.lower_ in RELATIVE), None)
    return subject(verb) if pronoun is None else _antecedent(pronoun)


def _antecedent(pronoun: Token) -> Token | None:
    """The noun of a relative pronoun that speaks: the nearest one in "than that of the rebels, who said"."""
    above = relative_head(pronoun)
    if above is None or above.i > pronoun.i:
        return above
    if above.pos_ in ("NOUN", "PROPN") and "according" not in _texts_between(above, pronoun):
        return above
    nouns = (t for t in reversed(pronoun.doc[above.i + 1 : pronoun.i]) if t.pos_ in ("NOUN", "PROPN"))
    nearest = next(nouns, None)
    while nearest is not None and nearest.dep_ in _WITHIN_PHRASE:
        nearest = nearest.head
    return nearest


def _is_object_before(noun: Token, verb: Token) -> bool:
    """Whether a noun that was parsed as the subject of a reporting verb is the object of one before it: "killing at
    least six people, police and witnesses said".
    """
    if noun.i > verb.i or "," not in _texts_between(noun, verb):
        return False
    before = noun.i - 1
    while before > noun.sent.start and noun.doc[before].tag_ in _COUNTING:
        before -= 1
    return before >= noun.sent.start and noun.doc[before].tag_ == "VBG"


def _is_one_after_many(noun: Token, many: Token) -> bool:
    """Whether a noun can be no apposition to those before the comma: "killed six others, a community leader said"."""
    is_one = noun.tag_ == "NN" and any(child.lower_ in ("a", "an") for child in children(noun, "det"))
    return is_one and many.tag_ == "NNS" and bool(children(many, "nummod")) and "," in _texts_between(many, noun)


@dataclass(frozen=True, slots=True)
class Reports:
    """Reporting phrases of a sentence: the source after `according to`, and (verb, speaker) pairs before and after."""

    source: Token | None
    before: tuple[tuple[Token, Token], ...]
    after: tuple[tuple[Token, Token], ...]


def _reports_of(sent: Span) -> Reports:
    """The reporting phrases of a sentence, cached on the Doc since each of its events needs them."""
    cache = sent.doc.user_data
    key = f"reports {sent.start} {sent.end}"
    if key not in cache:
        verbs = [verb for verb in sent if verb.pos_ == "VERB" and verb.lemma_.lower() in saying()]
        pairs = [(verb, who) for verb in verbs if (who := _speaker_of_verb(verb)) is not None]
        after = tuple((verb, who) for verb, who in pairs if _is_postposed(verb, who))
        before = tuple(pair for pair in pairs if pair not in after and children(pair[0], "ccomp", "parataxis"))
        cache[key] = Reports(_according_to(sent), before, after)
    return cast(Reports, cache[key])


def _speaker_of_verb(verb: Token) -> Token | None:
    """The subject of a reporting verb; if the parse has none, the name or noun right before it.

    For a passive it is the agent: in "reporters were told by the army" the army speaks.
    """
    if is_passive(verb):
        return agent(verb)
    own = [t for t in children(verb, "nsubj") if t.lower_ not in TIMES]
    if not own and verb.i > verb.sent.start and _is_break(verb.nbor(-1)):
        own = [t for t in children(verb, "obj") if _can_speak(t)]
    before = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if own and own[0].lower_ in RELATIVE:
        return _antecedent(own[0])
    is_apart = own and before.pos_ in ("NOUN", "PROPN") and "," in _texts_between(own[0], before)
    if is_apart and (_is_happening(own[0]) or _is_object_before(own[0], verb) or _is_one_after_many(before, own[0])):
        return before  # "captured it after a siege, residents and medics said": parsed with the siege as subject
    if own or verb.i == verb.sent.start or children(verb, "mark"):
        return own[0] if own else None
    if before.pos_ not in ("NOUN", "PROPN", "PRON") or before.lower_ in RELATIVE | TIMES:
        return None
    return before.head if before.dep_ == "flat" else before


def _is_happening(noun: Token) -> bool:
    """Whether a noun is a happening, which cannot speak: a siege, a raid, a war."""
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in words("violence") | words("no_doer")


def _texts_between(first: Token, last: Token) -> list[str]:
    return [t.text for t in first.doc[first.i + 1 : last.i]]


def _can_speak(noun: Token) -> bool:
    """Whether a noun can speak: a name, or a noun for speakers; "said the ministry", not "declared a state of
    emergency".
    """
    if any(c.lower_ in ("a", "an") for c in children(noun, "det")):
        return False
    return noun.pos_ in ("PROPN", "PRON") or noun.lemma_.lower() in words("authority") | words("observer")


def _is_postposed(verb: Token, speaker: Token) -> bool:
    """Whether a reporting phrase follows its clause after a comma or quotation mark: "..., the army said"."""
    left = next(t for t in speaker.doc[speaker.left_edge.i :] if t.dep_ not in ("cc", "punct"))
    start = _start_with_first_speaker(min(left.i, verb.i), verb.sent)
    mark = verb.doc[start - 1] if start > verb.sent.start else None
    if mark is None or not _is_break(mark):
        return False
    labels = ("mark", "ccomp", "xcomp") if verb.lemma_ == "tell" else ("mark", "obj", "ccomp", "xcomp")
    return not [
        c for c in children(verb, *labels) if c != speaker and c.i > verb.i and ";" not in _texts_between(verb, c)
    ] and not is_negated(verb)


def _is_break(token: Token) -> bool:
    return token.text == "," or token.is_quote


def _unlinked_speaker(token: Token, part: Span) -> Token | None:
    """The speaker in the same sentence without a link in the parse: in a phrase after the event, or at the start."""
    reports = _reports_of(part)
    for verb, who in reports.after:
        if token.i < who.left_edge.i and token.i < verb.i:
            return who
    for verb, who in reports.before:
        if verb.i < token.i and who.i < token.i and any(above == verb for above in climb(token)):
            return who
    return None


def _according_to(sent: Span) -> Token | None:
    """The source after `according to` anywhere in a sentence."""
    for word in sent:
        if word.lower_ == "according" and word.i + 1 < sent.end and word.nbor().lower_ == "to":
            start = word.i + 2
            for noun in sent.doc[start : min(start + 15, sent.end)]:
                if noun.pos_ in NOUNS and noun.dep_ not in _WITHIN_PHRASE:
                    return noun
    return None


def speaker_text(speaker: Token, document: Document) -> str:
    """The words that name the speaker; a pronoun is resolved."""
    if speaker.pos_ == "PRON":
        last = _last_speaker(speaker, document)
        if last is not None:
            return speaker_text(last, document)
        antecedent = document.antecedent(speaker)
        return antecedent.text if antecedent is not None else speaker.text
    return _with_further_speakers(speaker, _phrase_with_name(speaker, document), document).text


def _last_speaker(pronoun: Token, document: Document) -> Token | None:
    """The person who spoke in the sentences before "he said"; other people that they name are not who speaks."""
    form = genders.FORMS.get(pronoun.lower_)
    if form is None:
        return None
    number = bisect_right(document.sentences, pronoun.i, key=lambda sent: sent.start) - 1
    for sent in reversed(document.sentences[max(number - _SPOKEN_REACH, 0) : number]):
        reports = _reports_of(sent)
        for _, who in sorted((*reports.before, *reports.after), key=lambda pair: pair[0].i, reverse=True):
            if who.pos_ != "PRON" and _may_be_called(who, form, document):
                return who
    return None


def _may_be_called(speaker: Token, form: str, document: Document) -> bool:
    """Whether a speaker is one person of whom a text may say "he" or "she"."""
    span = phrase(speaker)
    name = next((name for name in document.names_in(span) if name.label == "PERSON"), None)
    if name is None and (speaker.tag_ != "NN" or speaker.lemma_.lower() not in words("leader") | words("civilian")):
        return False
    known = {genders.of_word(token.lower_) for token in span} | {
        genders.of_name(document.fullest_form(name)) if name is not None else None
    }
    return known <= {None, form}


def _phrase_with_name(speaker: Token, document: Document) -> Span:
    """A speaker's phrase, with a name in it or right after it made whole: "the shadow National Unity Council"."""
    span = phrase(speaker)
    doc, name = span.doc, document.name_at(speaker)
    if name is None and span.end < span.sent.end and doc[span.end].text[0].isupper():
        name = document.name_at(doc[span.end])
    if name is None or name.span.sent.start != speaker.sent.start:
        return span
    start, end = min(span.start, name.span.start), max(span.end, name.span.end)
    return doc[start - (start > span.sent.start and doc[start - 1].lower_ == "the") : end]


def _start_with_first_speaker(start: int, sent: Span) -> int:
    """Start of a speaker's phrase, including a conjunct before "and", back to a comma or the start of the sentence.

    It is found by tags, because the parser often attaches the first conjunct to the reported clause.
    """
    doc, position = sent.doc, start - 1
    if position <= sent.start or doc[position].lower_ != "and":
        return start
    while position > sent.start and doc[position - 1].tag_ in _NOMINAL:
        position -= 1
    is_whole = position == sent.start or _is_break(doc[position - 1])
    return position if is_whole and position < start - 1 and doc[start - 2].tag_.startswith("NN") else start


def _with_further_speakers(speaker: Token, span: Span, document: Document) -> Span:
    """The phrase with further speakers: "the ministry and the army", "two officers and a councillor"."""
    doc, sent, end = span.doc, span.sent, span.end
    start = _start_with_first_speaker(span.start, sent)
    others = [t for t in children(speaker, "conj") if t.pos_ in NOUNS and t.i > speaker.i]
    if len(others) == 1 and end < sent.end and doc[end].lower_ == "and":
        last = _phrase_with_name(others[0], document)
        end = last.end if last.start == end + 1 else end
    return doc[start:end]


def is_party(speaker: Token, document: Document) -> bool:
    """Whether the speaker is a party to the conflict, its authorities or officials; not agencies, witnesses, experts.

    Decided by the noun, then its apposition, then titles and adjectives before it, then the name.
    """
    head = speaker
    if speaker.pos_ == "PRON":
        antecedent = document.antecedent(speaker)
        if antecedent is None:
            return False
        head = antecedent.root
    span = phrase(head)
    if {t.lower_ for t in span} & INTERNATIONAL or _is_of_civil_group(head, span):
        return False
    beside = children(head, "appos", "nmod:desc", "compound", "amod", "nmod:poss")
    if head.dep_ in ("appos", "flat"):
        beside = [head.head, *beside, *children(head.head, "nmod:desc", "compound", "amod")]
    for word in [head, *beside]:
        office = _is_party_by_noun(word, word == head)
        if office is not None:
            return office
    return _is_party_by_name(span, document)


def _is_of_civil_group(head: Token, span: Span) -> bool:
    """Whether a speaker is, or speaks for, a group that only watches or helps: "a civil society leader"."""
    own = {token.lower_ for token in span}
    is_group = head.lemma_.lower() in group_words("members") | group_words("voices") | {"member"}
    return is_group and "minister" not in own and not own.isdisjoint(CIVIL)


def _is_party_by_noun(word: Token, is_head: bool) -> bool | None:
    """Whether a noun makes its bearer a party (True) or an observer (False); None if neither."""
    lemma = word.lemma_.lower()
    if lemma in words("observer") and not (is_head and lemma in ("source", "member", "report")):
        return False
    if lemma in words("authority") or (not is_head and lemma in words("leader")):
        return True
    return None


def _is_party_by_name(span: Span, document: Document) -> bool:
    """Whether a name is a country, force or group, or a person with an office in the article."""
    name = document.name_at(span.root)
    if name is None:
        return False
    if name.label == "PERSON":
        return name.span[-1].text in _surnames_in_office(document)
    if name.actor is not None:
        return name.actor.kind in PARTIES
    return name.label in ("GPE", "NORP")


@cache
def public_words() -> frozenset[str]:
    """Nouns for actors in public affairs."""
    return frozenset().union(
        *(words(kind) for kind in ("armed", "nonstate", "state_force", "leader", "authority", "nation", "party"))
    )


def is_public(span: Span, document: Document) -> bool:
    """Whether a phrase names a public actor: state, body, armed group, official; not a private person."""
    head = span.root
    if head.lemma_.lower() in public_words():
        return True
    for name in document.names_in(span):
        if name.actor is not None or name.label in ("GPE", "NORP", "ORG"):
            return True
        if name.label == "PERSON" and name.span[-1].text in _surnames_in_office(document):
            return True
    return any(
        child.lemma_.lower() in public_words()
        for child in children(head, "compound", "amod", "appos", "conj", "nmod:desc")
    )


def _surnames_in_office(document: Document) -> frozenset[str]:
    """Last names of persons with an office in the article, cached on the Doc."""
    cache = document.doc.user_data
    if "in office" not in cache:
        persons = (name.span for name in document.names if name.label == "PERSON")
        cache["in office"] = frozenset(person[-1].text for person in persons if _has_office(person))
    return cast("frozenset[str]", cache["in office"])


def _has_office(person: Span) -> bool:
    head = person.root
    context = [*person.doc[max(person.start - 3, person.sent.start) : person.start]]
    context += [t for child in children(head, "appos") for t in phrase(child)]
    if head.dep_ == "appos":
        context += list(phrase(head.head))
    return any(t.lemma_.lower() in words("authority") | words("leader") for t in context)
