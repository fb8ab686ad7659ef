"""Detects event mentions in a sentence, one per happening; effects are merged into the act that caused them.

"Nine were wounded in the attack" and "shells hit the school, killing two" are one event each, not two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.facts.events.frames import carrier_frame, clause_of, clause_tags, frame_of, is_infinitive, tags
from transforms.facts.events.roles import carrier_of
from transforms.reading.event_lexicon import DEEDS, EMBEDDING, Frame, carriers
from transforms.reading.syntax import (
    children,
    climb,
    is_passive,
    obliques,
    patient,
    preposition,
    relative_head,
    subject,
)
from transforms.reading.tree import Span, Token
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import words
from transforms.words import word_list

PRESUPPOSED = word_list("events presupposed")
CONDITIONS = word_list("events conditions")
HELD = frozenset({"xcomp", "ccomp", "conj", "obj", "obl", "nmod", "acl", "advcl", "iobj", "compound", "nsubj"})
HELD_BY = word_list("events governed")
CONNECTED = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "conj", "xcomp", "parataxis"})
CAUSES = word_list("events causes")


@dataclass(slots=True)
class Mention:
    """An event mention: its trigger in a frame, and the mentions of its effects."""

    trigger: Token
    words: tuple[str, ...]
    frame: Frame
    effects: list[Mention] = field(default_factory=list)
    speaker: Token | None = None

    @property
    def text(self) -> str:
        """The trigger as written, with its particle or the words of its compound, of each the nearest."""
        if len(self.words) == 1:
            return self.trigger.text
        index, sent, nearest = self.trigger.i, self.trigger.sent, dict[str, int]()
        window = self.trigger.doc[max(index - 4, sent.start) : min(index + 5, sent.end)]
        for token in sorted(window, key=lambda token: abs(token.i - index)):
            nearest |= dict.fromkeys({token.lower_, token.lemma_.lower()} & set(self.words) - set(nearest), token.i)
        ids = [index, *nearest.values()]
        return self.trigger.doc[min(ids) : max(ids) + 1].text


def mentions_of(sent: Span, document: Document) -> list[Mention]:
    """The event mentions of a parsed sentence, in order."""
    announced = list(_announced_mentions(sent, document))
    mentions = announced + [
        m for m in _lexicon_mentions(sent, document) if m.trigger not in {s.trigger for s in announced}
    ]
    embedded = {token for mention in mentions for token in _embedded_words(mention)}
    embedded |= {
        m.trigger
        for m in mentions
        if m.frame.plover == "REQUEST" and _is_purpose(m.trigger, {f.trigger for f in mentions})
    }
    free = [m for m in sorted(mentions, key=lambda m: m.trigger.i) if m.trigger not in embedded]
    return _merge_effects(free)


def _lexicon_mentions(sent: Span, document: Document) -> Iterator[Mention]:
    """Lexicon words in their frames; one announced with `will` becomes a promise or a threat."""
    for token in sent:
        match = frame_of(token, document)
        if match is None or (match[1].pos == "verb" and _only_carries_noun(token, document)):
            continue
        parts, frame = match
        yield Mention(token, parts, _frame_with_will(token, frame) or frame)


def _only_carries_noun(verb: Token, document: Document) -> bool:
    """Whether a verb only carries an event noun ("made an attack"), without a frame of its own for it."""
    for noun in children(verb, "obj", "nsubj:pass"):
        carried_by = carrier_of(noun)
        if carried_by is not None and (noun_entry := frame_of(noun, document)) is not None:
            verb_entry = frame_of(verb, document)
            return (
                verb_entry is not None
                and not (verb_entry[1].object - {"*"}) & {noun.lemma_.lower()}
                and verb_entry[1].plover == noun_entry[1].plover
            )
    return False


def _frame_with_will(token: Token, frame: Frame) -> Frame | None:
    if frame.pos != "verb" or is_passive(token) or subject(token) is None:
        return None
    labels = clause_tags(token)
    if "future" not in labels or "refused" in labels or any(c.lower_ == "if" for c in token.children):
        return None
    kind = {"hostile"} if frame.is_hostile else {"deed"} if frame.plover in DEEDS else set()
    return carrier_frame(token, "will", frozenset({*labels, *kind}))


def _announced_mentions(sent: Span, document: Document) -> Iterator[Mention]:
    """Clauses that a reporting verb turns into a promise, threat, refusal or demand; the clause's verb is the
    trigger.
    """
    for token in sent:
        if token.pos_ != "VERB" or (token.lemma_.lower(), "say") not in carriers("say"):
            continue
        clause = clause_of(token)
        speaker = subject(token)
        if clause is None or speaker is None or clause.pos_ not in ("VERB", "ADJ", "AUX"):
            continue
        frame = carrier_frame(token, "say", tags(token, document))
        if frame is not None and (not is_passive(clause) or "must" in frame.complement):
            yield Mention(clause, (clause.lemma_.lower(),), frame, speaker=speaker)


def _embedded_words(mention: Mention) -> set[Token]:
    """Words inside a demand, threat, refusal or promise and its conditions, which have not happened.

    An object named by the frame itself ("lodged a protest") belongs to the trigger.
    """
    frame, trigger = mention.frame, mention.trigger
    frame_objects = {
        t
        for t in children(trigger, "obj", "nsubj:pass")
        if t.lemma_.lower() in frame.object and frame.plover != "SUPPORT"
    }
    frame_objects |= {
        t for word, allowed in frame.prepositions for t in obliques(trigger, word) if t.lemma_.lower() in allowed
    }
    if frame.plover not in EMBEDDING and not frame.complement:
        return frame_objects | (_words_of_purpose(mention) if frame.plover == "PROTEST" else set())
    clause = clause_of(trigger) if frame.pos not in ("say", "will") else None
    if clause is not None and frame.plover == "REJECT" and not is_infinitive(clause):
        return frame_objects
    start = [clause] if clause is not None else []
    start += _conditions(trigger) + (_conditions(clause) if clause is not None else [])
    if frame.pos != "noun":
        start += children(trigger, "obj", "xcomp", "ccomp", *(["nsubj:pass"] if frame.object else []))
        start += [t for t in obliques(trigger, *HELD_BY) if frame.plover in EMBEDDING]
    else:
        start += [
            t for t in trigger.children if t.dep_ in ("acl", "nmod") and preposition(t) in (None, "for", "to", "of")
        ]
    embedded = frame_objects | _words_below(start, trigger)
    return {t for t in embedded if frame.plover != "REJECT" or t.lemma_.lower() not in ("accusation", "allegation")}


def _conditions(verb: Token) -> list[Token]:
    """Conditional clauses: "unless the siege ends", "until they are freed"."""
    return [c for c in children(verb, "advcl") if any(m.dep_ == "mark" and m.lower_ in CONDITIONS for m in c.children)]


def _words_below(start: list[Token], trigger: Token) -> set[Token]:
    reached: set[Token] = set()
    waiting = start
    while waiting:
        token = waiting.pop()
        if token in reached or token == trigger or preposition(token) in PRESUPPOSED:
            continue
        reached.add(token)
        waiting += [
            c
            for c in token.children
            if c.dep_.split(":")[0] in HELD and c.dep_ != "acl:relcl" and not _is_finite_advcl(c)
        ]
    return reached


def _words_of_purpose(mention: Mention) -> set[Token]:
    """The demand of a protest: "marched to demand his resignation" is one event."""
    carried_by = carrier_of(mention.trigger) if mention.frame.pos == "noun" else None
    verb = carried_by[0] if carried_by else mention.trigger
    clauses = [c for t in {mention.trigger, verb} for c in children(t, "advcl", "xcomp", "acl")]
    return {d for c in clauses for d in c.subtree}


def _is_purpose(trigger: Token, triggers: set[Token]) -> bool:
    """Whether a demand is only the purpose of another act: "blocked the road to press their demands"."""
    chain = list(climb(trigger))[:3]
    return any(
        t.dep_ in ("advcl", "xcomp") and is_infinitive(t) and t.head in triggers and t.head != trigger for t in chain
    )


def _is_finite_advcl(token: Token) -> bool:
    return token.dep_ == "advcl" and any(c.dep_ in ("nsubj", "nsubj:pass") for c in token.children)


def _merge_effects(mentions: list[Mention]) -> list[Mention]:
    """Merge effects into their attack in the same sentence, and coordinated effects into each other."""
    by_token = {mention.trigger: mention for mention in mentions}
    owner: dict[Token, Mention] = {}
    for mention in mentions:
        act = _act_of(mention, by_token)
        if act is not None and act is not mention:
            owner[mention.trigger] = act
    merged = []
    for mention in mentions:
        act = mention
        for _ in range(len(mentions)):
            if act.trigger not in owner or owner[act.trigger] is mention:
                break
            act = owner[act.trigger]
        if act is mention:
            merged.append(mention)
        else:
            act.effects.append(mention)
    return merged


def _act_of(mention: Mention, by_token: dict[Token, Mention]) -> Mention | None:
    """The act that a mention also reports: its cause in the same clause, or the act it is the outcome of."""
    verb = mention.trigger
    if mention.frame.pos == "noun":
        return _verb_of_same_deed(mention, by_token)
    if mention.frame.pos != "verb" or (mention.frame.plover != "ASSAULT" and not _states_purpose(verb)):
        return None
    for nominal in _possible_causes(verb):
        cause = by_token.get(nominal)
        if cause is not None and cause.frame.plover == "ASSAULT" and cause.frame.pos == "noun":
            return cause
    if _states_purpose(verb) and (act := by_token.get(verb.head)) is not None and act.frame.plover == "ASSAULT":
        return act
    if verb.dep_ in CONNECTED:
        for above in list(climb(verb))[1:3]:
            act = by_token.get(above)
            if act is not None and act.frame.plover == "ASSAULT" and _is_outcome(mention, act):
                return act
            if above.dep_ not in ("conj", "xcomp"):
                break
    return None


def _states_purpose(verb: Token) -> bool:
    """Whether a verb states an attack's purpose: "fired tear gas to disperse the crowd"."""
    return verb.dep_ in ("advcl", "xcomp") and verb.lemma_.lower() in words("dispersing") and is_infinitive(verb)


def _verb_of_same_deed(mention: Mention, by_token: dict[Token, Mention]) -> Mention | None:
    """The verb that a noun merely repeats: "released as part of a prisoner swap", "met for talks"."""
    if mention.frame.plover == "ASSAULT" or mention.trigger.dep_ not in ("obl", "nmod", "obj"):
        return None
    for above in list(climb(mention.trigger))[1:3]:
        verb = by_token.get(above)
        if verb is not None and verb.frame.pos == "verb":
            return verb if verb.frame.plover == mention.frame.plover else None
    return None


def _is_outcome(mention: Mention, act: Mention) -> bool:
    """Whether a verb is an act's outcome: "shelled the town, killing two", "killed two and wounded nine"; two acts
    against two targets are not.
    """
    if mention.frame.effect:
        return not children(mention.trigger, "nsubj") or mention.trigger.dep_ != "conj" or act.frame.pos == "noun"
    same = patient(mention.trigger)
    return (
        mention.frame.acled == act.frame.acled
        and mention.trigger.dep_ == "conj"
        and (same is None or same == patient(act.trigger))
    )


def _possible_causes(verb: Token) -> Iterator[Token]:
    """Nominals that may name the attack behind an effect: the subject, and objects of "in", "by", "during", "from" and
    the like.
    """
    for token in (verb, verb.head) if verb.dep_ == "conj" else (verb,):
        for child in token.children:
            if child.dep_ == "nsubj":
                doer = relative_head(child) or child
                yield from (doer, *children(doer, "conj"), *obliques(doer, "of"))
        for nominal in obliques(token, *CAUSES):
            yield from (nominal, *children(nominal, "conj"), *obliques(nominal, "of"))
    if verb.dep_ in ("acl:relcl", "acl"):
        yield from (noun for noun in list(climb(verb))[1:3] if noun.pos_ == "NOUN")
