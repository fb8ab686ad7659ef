"""Finds the source and target of an event by the steps that its frame names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from transforms.facts.events.disowned import is_disowned
from transforms.facts.events.frames import clause_of, entries, frame_of, is_infinitive, is_nominal
from transforms.reading.event_lexicon import Frame, light_verbs
from transforms.reading.syntax import (
    NOUNS,
    TIMES,
    WITHIN_PHRASE,
    agent,
    children,
    climb,
    first_of,
    is_passive,
    obliques,
    particle,
    patient,
    preposition,
    subject,
)
from transforms.reading.tree import Token
from transforms.resolving.attribution import cues
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import core, is_a, words
from transforms.resolving.reporting import saying
from transforms.words import word_list

ADDRESSED = frozenset({"AGREE", "AID", "REJECT", "THREATEN", "SANCTION", "CONCEDE", "REQUEST", "MOBILIZE", "SUPPORT"})
INSIDE = frozenset({"obj", "iobj", "xcomp", "ccomp", "obl", "nsubj:pass"})
SETTING = word_list("events setting")

REGARDING = word_list("events regarding")
KEEPING = word_list("events keeping")
FINITE_VERBS = frozenset({"VBD", "VBZ", "VBP"})
UNITS = word_list("events units")
MONTHS = word_list("events months")


def carrier_of(noun: Token) -> tuple[Token, tuple[str, ...], tuple[str, ...]] | None:
    """The light verb of an event noun, and the steps to its source and target; else None."""
    noun = first_of(noun)
    verb = noun.head
    if verb.pos_ != "VERB":
        return None
    if (
        noun.dep_ == "obl"
        and any(c.lower_ in ("under",) for c in children(noun, "case"))
        and verb.lemma_ in ("come", "be")
    ):
        return verb, ("from", "by"), ("subject",)
    if noun.dep_ not in ("obj", "nsubj:pass") and noun.dep_ != "xcomp":
        return None
    for light_particle, light in light_verbs().get(verb.lemma_.lower(), ()):
        if not light_particle or light_particle.split()[0] in (
            particle(verb),
            *(c.lower_ for c in children(verb, "advmod", "compound:prt")),
        ):
            return verb, light.source, light.target
    return None


class Roles:
    """Finds the participants of an event: a trigger in a frame, with its light verb if any."""

    def __init__(self, trigger: Token, frame: Frame, document: Document) -> None:
        self.trigger, self.frame, self.document = trigger, frame, document
        self.carrier = carrier_of(trigger) if frame.pos == "noun" else None
        self._verb = self.carrier[0] if self.carrier else trigger
        self._object = patient(trigger) if frame.pos == "verb" else None

    @property
    def anchors(self) -> list[Token]:
        """Tokens to which prepositional phrases may attach: the trigger, its first conjunct, light verb or object."""
        tokens = [self.trigger, first_of(self.trigger)]
        if self.carrier:
            tokens.append(self.carrier[0])
        if self._object is not None and self.frame.object:
            tokens.append(self._object)
        return list(dict.fromkeys(tokens))

    def source(self) -> Token | None:
        steps = self.frame.source
        blamed = self._blamed_party() if self.frame.is_hostile and "none" not in steps else None
        if blamed is not None:
            return blamed
        if self.carrier and "none" not in steps:
            steps = (*[s for s in steps if s != "subject"], *self.carrier[1])
        return self._first_filler(steps, ()) or (self._wielder() if "none" not in steps else None)

    def _wielder(self) -> Token | None:
        """The agent of a verb that uses the event: "answered with air strikes", "overran the camp in an assault"."""
        verb, case = self.trigger.head, preposition(self.trigger)
        if self.frame.pos != "noun" or self.trigger.dep_ != "obl" or verb.pos_ != "VERB" or is_passive(verb):
            return None
        if is_disowned(self.trigger):
            return None
        if case == "in":
            match = frame_of(verb, self.document)
            return doer(verb) if match is not None and match[1].is_hostile and "agent" in match[1].source else None
        return doer(verb) if case == "with" else None

    def target(self, source: Token | None) -> Token | None:
        steps = (*self.carrier[2], *self.frame.target) if self.carrier else self.frame.target
        used = (source,) if source is not None else ()
        noun = self._first_filler(steps, used)
        if noun is None and self.frame.pos == "noun" and self.frame.is_hostile and "none" not in steps:
            noun = next((t for t in obliques(self.trigger, "of") if self._is_ground(t) and t not in used), None)
            noun = noun or next(
                (t for t in obliques(self.trigger, "at") if t.tag_ in ("NN", "NNS") and not is_time(t)), None
            )
        if noun is None and self.frame.pos == "noun" and self.frame.plover == "ASSAULT":
            noun = self._object_of_blow()
        if self.frame.pos == "noun" or self.frame.plover not in ADDRESSED or "none" in steps:
            return noun
        return noun if noun is not None and self._is_addressee(noun) else self._actor_in_complement(source)

    def _object_of_blow(self) -> Token | None:
        """The victim by a verb about the attack: "a drone strike hit the market", "strikes were aimed at depots"."""
        verb = self.trigger.head
        if verb.pos_ == "VERB" and self.trigger.dep_ == "nsubj:pass" and verb.lemma_.lower() in words("aiming"):
            return next(obliques(verb, "at", "against"), None)
        if self.trigger.dep_ != "nsubj" or verb.pos_ != "VERB":
            return None
        is_blow = any(frame.plover == "ASSAULT" for _, frame in entries(verb.lower_, verb.lemma_.lower(), "verb"))
        return patient(verb) if is_blow else None

    def _is_ground(self, noun: Token) -> bool:
        """Whether a noun is a place under attack ("the invasion of Utopia")."""
        name = self.document.name_at(noun)
        return name is not None and (
            name.place is not None or (name.actor is not None and name.actor.kind == "country")
        )

    def _is_addressee(self, noun: Token) -> bool:
        nouns = (noun, core(noun), *children(noun, "conj", "flat"))
        return any(
            t.pos_ == "PRON" or is_a(t, kind, self.document) for t in nouns for kind in ("actor", "person", "place")
        )

    def _actor_in_complement(self, source: Token | None) -> Token | None:
        """The first actor in the object or complement: "stop talks with Norland", "reopen the road to aid"."""
        parts = [
            t
            for t in self.trigger.children
            if t.i > self.trigger.i and t.dep_ in INSIDE and preposition(t) not in SETTING
        ]
        for token in (
            t
            for part in parts
            for t in self.trigger.doc[part.left_edge.i : min(part.right_edge.i + 1, part.left_edge.i + 30)]
        ):
            name = self.document.name_at(token)
            if (
                name is not None
                and name.label in ("ORG", "GPE", "NORP", "PERSON")
                and token not in (source, self.trigger)
            ):
                root = name.span.root
                if preposition(root) in ("in", "at") and root.head.lemma_.lower() in words("talks"):
                    continue  # the location of talks that somebody demands
                if source is None or not any(above == source for above in climb(root)):
                    return root
        return None

    def _blamed_party(self) -> Token | None:
        """Who is blamed, or claims responsibility: "accused Israel of", "which they blamed on Israel"."""
        trigger = self.trigger
        for clause in _relative_clauses(trigger):
            if clause.lemma_.lower() in cues("blame"):
                return next(obliques(clause, "on"), None)
        verb = trigger.head
        if verb.lemma_.lower() == "responsibility" and verb.dep_ == "obj":
            return subject(verb.head) if verb.head.lemma_.lower() in words("owning_up") else None
        if trigger.dep_ == "nmod" and verb.dep_ == "obj" and verb.head.lemma_.lower() in cues("blame"):
            return verb if preposition(trigger) in ("for", "of", "over") else None
        if (
            verb == trigger
            or verb.lemma_.lower() not in cues("blame")
            or trigger.dep_ not in ("obl", "advcl", "ccomp", "obj", "xcomp")
        ):
            return None
        if trigger.dep_ == "obj":
            return next(obliques(verb, "on", "to"), None) or _actor_blamed_after(trigger, self.document)
        marks = {c.lower_ for c in children(trigger, "mark", "case")}
        return patient(verb) if marks & REGARDING else None

    def _first_filler(self, steps: tuple[str, ...], used: tuple[Token, ...]) -> Token | None:
        for step in steps:
            if step == "none":
                return None
            for noun in self._candidates_of_step(step):
                if noun is not None and noun not in used and not is_time(noun):
                    return noun
        return None

    def _candidates_of_step(self, step: str) -> Iterator[Token | None]:
        step_function = _STEPS.get(step)
        if step_function is not None:
            yield from step_function(self)
        elif step == "between":
            yield from self._between()
        else:
            for anchor in self.anchors:
                yield from (holder_of_control(core(t) if t.pos_ == "NUM" else t) for t in obliques(anchor, step))
            if self.frame.pos == "noun":
                yield _object_right_after(self.trigger, step)
            if self.frame.pos == "noun" and step == "by":
                yield from (t for noun in obliques(self.trigger) for t in obliques(noun, "by"))

    def _between(self) -> Iterator[Token]:
        """Both sides of `between A and B`, A first."""
        for anchor in self.anchors:
            for first in obliques(anchor, "between", "among"):
                yield first
                yield from children(first, "conj")

    def agent(self) -> Iterator[Token | None]:
        yield doer(self.trigger)
        if is_passive(self.trigger):
            yield _object_right_after(self.trigger, "by")
            yield from self._attached_too_low()

    def _attached_too_low(self) -> Iterator[Token]:
        """The doer of a passive whom the parser ties to the place before: "driven from the town by the army"."""
        for place in obliques(self.trigger):
            for found in obliques(place, "by"):
                if any(is_a(found, kind, self.document) for kind in ("armed", "state_force", "force")):
                    yield found

    def patient(self) -> Iterator[Token | None]:
        yield self._object

    def patient_person(self) -> Iterator[Token | None]:
        noun = self._object
        if noun is not None and any(
            is_a(noun, kind, self.document) for kind in ("person", "actor", "armed", "authority")
        ):
            yield noun

    def subject(self) -> Iterator[Token | None]:
        if self.frame.pos == "noun":
            if self.carrier:
                yield doer(self.carrier[0])
            return
        yield doer(self.trigger) if not is_passive(self.trigger) else subject(self.trigger)

    def indirect(self) -> Iterator[Token | None]:
        yield from children(self.trigger, "iobj")

    def object_nouns(self) -> Iterator[Token | None]:
        yield self._object

    def possessor(self) -> Iterator[Token | None]:
        yield from children(self.trigger, "nmod:poss")

    def owner(self) -> Iterator[Token | None]:
        """A possessor that acts: beside an of-phrase ("the army's capture of the town"), or a country or body."""
        has_of = any(True for _ in obliques(self.trigger, "of"))
        for noun in children(self.trigger, "nmod:poss"):
            name = self.document.name_at(noun)
            if has_of or (
                name is not None
                and name.label in ("GPE", "ORG")
                and (name.place is None or name.place.kind == "country")
            ):
                yield noun

    def modifier(self) -> Iterator[Token | None]:
        """An actor before the noun: "Indian strikes", "rebel attack", "Hamas fighters' raid"."""
        modifiers = children(self.trigger, "amod", "compound")
        for noun in [*modifiers, *(t for modifier in modifiers for t in children(modifier, "compound"))]:
            name = self.document.name_at(noun)
            label = name.label if name is not None else None
            if label in ("GPE", "NORP", "ORG", "PERSON") or (
                name is None
                and noun.lemma_.lower() in words("nonstate") | words("state_force")
                and noun.lemma_.lower() not in words("kind_of_attack")
            ):
                yield noun

    def clause(self) -> Iterator[Token | None]:
        """The subject of the complement clause, unless it is the speaker; else the patient of that clause's verb."""
        clause = clause_of(self.trigger) if self.frame.pos not in ("say", "will") else self.trigger
        if clause is None:
            return
        own = [c for c in clause.children if c.dep_ in ("nsubj", "nsubj:pass")]
        doer = subject(self.trigger) if self.frame.pos != "say" else None
        if own and own[0].pos_ != "PRON" and own[0] != doer and (doer is None or own[0].lower_ != doer.lower_):
            yield own[0]
            return
        yield from self._affected_by(clause)

    def _affected_by(self, clause: Token) -> Iterator[Token | None]:
        direct_object = patient(clause) if not is_passive(clause) else None
        for word in ("to", "with", "against", "on", "from", "for"):
            for anchor in (clause, *([direct_object] if direct_object is not None else [])):
                noun = next(obliques(anchor, word), None)
                if noun is not None and any(
                    is_a(noun, k, self.document) for k in ("actor", "armed", "person", "place")
                ):
                    yield noun
        yield direct_object

    def object_source(self) -> Iterator[Token | None]:
        """The owner of the object: "an Indian proposal", "the rebels' demand"."""
        noun = self._object
        if noun is None:
            return
        yield from children(noun, "nmod:poss")
        for word in ("by", "from", "of"):
            yield from obliques(noun, word)
        for modifier in children(noun, "amod", "compound"):
            name = self.document.name_at(modifier)
            if name is not None and name.label in ("GPE", "NORP", "ORG", "PERSON"):
                yield modifier


def doer(verb: Token) -> Token | None:
    """The agent of a verb, with corrections of common parser errors.

    In "attacks which, officials say, killed 12" it is the attacks; in "the campaign to liberate the city" the leader of
    the campaign; in a finite clause without subject the noun right before the verb.
    """
    first = first_of(verb)
    if verb.tag_ == "VBG" and is_nominal(verb):
        return next(iter(children(verb, "nmod:poss")), None)
    if any(c.dep_ == "aux" and c.lemma_.lower() in saying() for t in (verb, first) for c in t.children):
        return first.head if first.dep_ == "acl:relcl" else None
    if first.dep_ == "acl" and is_infinitive(first):
        return _planner_of(first.head)
    if first.dep_ == "advcl" and first.tag_ in FINITE_VERBS and not children(first, "nsubj", "nsubj:pass"):
        return _noun_before(first)
    noun = agent(verb)
    return None if noun is not None and is_passive(verb) and preposition(noun) != "by" else noun


def holder_of_control(noun: Token) -> Token:
    """The holder of control or hands: "under the control of the rebels", "in rebel hands"."""
    if noun.lemma_.lower() not in KEEPING:
        return noun
    keepers = [*obliques(noun, "of", "by"), *children(noun, "nmod:poss", "amod", "compound")]
    armed = words("armed") | words("authority")
    return next((t for t in keepers if t.pos_ != "ADJ" or t.text[0].isupper() or t.lower_ in armed), noun)


def _planner_of(noun: Token) -> Token | None:
    """The owner of a plan or campaign, else the subject of its clause."""
    for owner in children(noun, "nmod:poss"):
        return owner
    verb = next((above for above in climb(noun) if above.pos_ == "VERB"), None)
    if verb is not None and cues("governor").get(verb.lemma_.lower()) == "denied":
        return None
    planner = agent(verb) if verb is not None else None
    return planner if planner != noun else None


def _noun_before(verb: Token) -> Token | None:
    """The first conjunct of the noun that ends right before the verb."""
    if verb.i == verb.sent.start or verb.nbor(-1).pos_ not in NOUNS or verb.nbor(-1).dep_ in ("amod", "nmod:poss"):
        return None
    return first_of(verb.nbor(-1))


def _actor_blamed_after(deed: Token, document: Document) -> Token | None:
    """The actor after the last "on" of a sentence that blames: "blamed the ambush, in which …, on the rebels"."""
    culprit = None
    for case in deed.doc[deed.i + 1 : deed.sent.end]:
        if case.lower_ != "on" or case.dep_ != "case" or case.head.i < case.i:
            continue
        name = document.name_at(case.head)
        if (name is not None and name.actor is not None) or is_a(case.head, "armed", document):
            culprit = case.head
    return culprit


def _object_right_after(word: Token, case: str) -> Token | None:
    """The object of the preposition right after a word, wherever the parser attached it."""
    if word.i + 2 >= word.sent.end or word.nbor().lower_ != case or word.nbor().dep_ not in ("case", "mark", "fixed"):
        return None
    noun = word.nbor().head
    while noun.dep_ in WITHIN_PHRASE and noun.head.i > noun.i and noun.head.pos_ in NOUNS:
        noun = noun.head
    return noun if noun.i > word.i and noun.pos_ in NOUNS else None


def is_time(noun: Token) -> bool:
    """Whether a noun is a date or period: "on 17 August", "in the last 24 hours", "Friday's raid"."""
    if noun.lower_ in TIMES | MONTHS or noun.text == "May" or noun.lemma_.lower() in UNITS:
        return True
    if noun.pos_ != "NUM" and not noun.like_num:
        return False
    beside = [t for t in (noun.i - 1, noun.i + 1) if 0 <= t < len(noun.doc)]
    return any(noun.doc[index].lower_ in TIMES | MONTHS for index in beside)


def _relative_clauses(noun: Token) -> Iterator[Token]:
    """Relative clauses of a noun or its modifiers, since the parser often attaches them to the nearest noun."""
    for child in noun.children:
        if child.dep_ == "acl:relcl":
            yield child
        elif child.dep_ == "nmod" and child.i > noun.i:
            yield from _relative_clauses(child)


_STEPS: dict[str, Callable[[Roles], Iterator[Token | None]]] = {
    "agent": Roles.agent,
    "patient": Roles.patient,
    "patient-person": Roles.patient_person,
    "subject": Roles.subject,
    "object": Roles.object_nouns,
    "iobj": Roles.indirect,
    "poss": Roles.possessor,
    "owner": Roles.owner,
    "modifier": Roles.modifier,
    "clause": Roles.clause,
    "object.source": Roles.object_source,
}
