"""Attributes a clause to its speaker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.reading.syntax import (
    NOUNS,
    TIMES,
    agent,
    children,
    climb,
    is_passive,
    is_relative,
    obliques,
    phrase,
    subject,
)
from transforms.reading.tree import Span, Token
from transforms.resolving.noun_kinds import words
from transforms.resolving.reporting import (
    antecedent_of_relative,
    cannot_speak,
    is_object_before,
    is_one_after_many,
    reports_of,
    saying,
    speaker_of_verb,
)
from transforms.seeds import listed, rows
from transforms.words import word_list, words_in

REPORTING = word_list("names reporting")
_OWNING = word_list("names owning")
_CITING = word_list("names citing")
_LABEL_ENDS = frozenset({":", "-", "–", "—", "--"})
_OWN = frozenset({"our", "this"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker's head token; `blames` if the speaker blames somebody for the event."""

    speaker: Token
    blames: bool = False


@cache
def cues(where: str) -> dict[str, str | None]:
    """Modality by lemma, from the rows of seeds/modality.csv with this `where`."""
    return {word: row["modality"] for row in rows("modality") if row["where"] == where for word in listed(row["lemma"])}


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
    if len(part) < len(token.sent) and (own := reports_of(part).source or _unlinked_speaker(token, part)) is not None:
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
    source = _unlinked_speaker(token, part) or _unlinked_speaker(token, token.sent) or reports_of(token.sent).source
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
            or cannot_speak(doer)
            or is_object_before(doer, above)
            or is_one_after_many(above.nbor(-1), doer)
        )
        return speaker_of_verb(above) if is_doubtful else doer
    is_reported = clause.dep_ == "obj" and clause.pos_ in NOUNS and above.lemma_.lower() in REPORTING
    if is_reported and not (above.lemma_.lower() in _OWNING and clause.lemma_.lower() in words("violence")):
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
            if speakers and cannot_speak(speakers[0]) and (who := speaker_of_verb(child)) is not None:
                speakers = [who]  # "in Nyala, the biggest city of the region, a doctor said"
            if speakers and clause.i < child.i and child.doc[min(speakers[0].left_edge.i, child.i) - 1].text != ";":
                return speakers[0]
    return None


def _subject(verb: Token) -> Token | None:
    """The subject of a reporting verb, and whom its relative pronoun refers to: "the group, which said"."""
    pronoun = next((t for t in children(verb, "nsubj") if is_relative(t)), None)
    return subject(verb) if pronoun is None else antecedent_of_relative(pronoun)


def _unlinked_speaker(token: Token, part: Span) -> Token | None:
    """The speaker in the same sentence without a link in the parse: in a phrase after the event, or at the start."""
    reports = reports_of(part)
    for verb, who in reports.after:
        if token.i < who.left_edge.i and token.i < verb.i:
            return who
    for verb, who in reports.before:
        if verb.i < token.i and who.i < token.i and any(above == verb for above in climb(token)):
            return who
    return None
