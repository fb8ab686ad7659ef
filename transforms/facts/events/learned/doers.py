"""Whether grammar allows a word to be who did an act: no victim, witness, owner or loser, no place."""

from __future__ import annotations

from transforms.facts.events.control import is_armed_actor
from transforms.facts.events.disowned import is_disowned
from transforms.facts.events.extraction import is_where
from transforms.facts.events.learned.triggers import HOSTILE
from transforms.facts.events.modality import AVERTED
from transforms.facts.events.participants import BODYS_OWN, SPEAKERS_OWN
from transforms.reading.syntax import (
    NOUNS,
    children,
    climb,
    first_of,
    is_passive,
    patient,
    phrase,
    preposition,
    subject,
)
from transforms.reading.tree import Token
from transforms.resolving.actors import group_words
from transforms.resolving.document import Document
from transforms.resolving.noun_kinds import core, is_a, words
from transforms.tables.schema import Plover
from transforms.words import word_list

FORCES = group_words("members") - group_words("weapons")
BESIDE = word_list("events beside")
PARTICIPLES = frozenset({"VBN", "VBD"})
WITNESSING = word_list("events witnessing")
SPEAKING_FOR_OTHERS = word_list("events speaking for others")
BESIDE_MAIN = word_list("events beside main")
ARMED_SPEAKERS = ("armed", "state_force", "force", "nonstate", "leader")
SINCE = word_list("events since")
STRUCK = frozenset({"on", "against"})


def may_be_source(head: Token, trigger: Token, plover: Plover, document: Document) -> bool:
    """Whether grammar allows a word to be who did an act; of hostile acts it rules out more."""
    if (
        _is_met_before(head, trigger)
        or _owns_target(head, trigger, document)
        or _is_beside_doer(head, trigger)
        or _is_not_of_us(head, trigger)
    ):
        return False
    if plover in HOSTILE and head.sent == trigger.sent and head not in trigger.subtree and is_disowned(trigger):
        return False
    if plover in HOSTILE and _is_no_attacker(head, trigger, document):
        return False
    return _may_act(head, trigger, plover)


def _is_no_attacker(head: Token, trigger: Token, document: Document) -> bool:
    return (
        _has_other_doer(head, trigger, document)
        or is_where(head, document)
        or _is_witness(head, trigger)
        or _owns_victim(head, document)
        or not SPEAKING_FOR_OTHERS.isdisjoint(word.lower_ for word in phrase(head))
        or _suffers_beside(head, trigger)
        or _is_struck_by_subject(head, trigger)
        or _is_town(head, document)
        or _only_yielded(head, trigger)
        or _is_loser(head, trigger)
        or _is_at_odds_over(head, trigger)
        or _is_not_of_speakers(head, trigger, document)
    )


def _is_at_odds_over(head: Token, trigger: Token) -> bool:
    """Whether a word is one of those between whom something is because of an act: "tensions between Mali and Niger have
    soared since the raid".
    """
    matter = first_of(head).head
    is_between = preposition(first_of(head)) == "between" and matter.lemma_.lower() not in words("violence")
    act = first_of(trigger)
    is_since = act.pos_ == "NOUN" and act.dep_ in ("obl", "nmod") and preposition(act) in SINCE
    return is_between and is_since and trigger not in matter.subtree


def _suffers_beside(head: Token, trigger: Token) -> bool:
    """Whether a word is whom another act of its sentence hits, and not who did this one: "a patrol" in "a patrol was
    ambushed and nine men were killed", "rebels" in "killed nine rebels in a search for abducted pupils".
    """
    first = first_of(trigger)
    has_subject = is_passive(trigger) or bool(children(trigger, "nsubj", "nsubj:pass"))
    if trigger != first and head.dep_ == "nsubj:pass" and head.head == first and has_subject:
        return True
    is_participle = trigger.dep_ == "amod" and trigger.tag_ in PARTICIPLES
    return is_participle and head.dep_ in ("obj", "nsubj:pass") and head.head in climb(trigger)


def _is_struck_by_subject(head: Token, trigger: Token) -> bool:
    """Whether a word is what the attack that is the subject of a verb hit: "the strikes on Hama killed nine"."""
    attack = head.head
    is_on = head.dep_ == "nmod" and preposition(head) in STRUCK and attack.lemma_.lower() in words("violence")
    return is_on and trigger.pos_ == "VERB" and subject(trigger) == attack


def _is_not_of_us(head: Token, trigger: Token) -> bool:
    """Whether a party of another sentence would do what a speaker's own side does: "“Our troops struck them,” said the
    army" after a sentence about the rebels.
    """
    own = subject(trigger) if trigger.pos_ == "VERB" and not is_passive(trigger) else None
    is_ours = own is not None and any(word.lower_ in SPEAKERS_OWN for word in children(own, "nmod:poss"))
    return is_ours and head.sent != trigger.sent


def _is_not_of_speakers(head: Token, trigger: Token, document: Document) -> bool:
    """Whether a party of another sentence would do what armed speakers say that they did: "Militia commanders say they
    have overrun the caves" after a sentence about the rebels.
    """
    own = subject(trigger) if trigger.pos_ == "VERB" and not is_passive(trigger) else None
    if own is None or own.pos_ != "PRON" or head.sent == trigger.sent:
        return False
    meant = document.antecedent(own)
    if meant is None or meant.sent != trigger.sent or meant.root.dep_ != "nsubj":
        return False
    return any(is_a(core(meant.root), kind, document) for kind in ARMED_SPEAKERS)


def _only_yielded(head: Token, trigger: Token) -> bool:
    """Whether a party only yielded, in another sentence, or said so of itself: "The army said it had withdrawn. The
    capture came a day later".
    """
    if head.sent == trigger.sent or head.dep_ != "nsubj":
        return False
    own = [clause for clause in children(head.head, "ccomp") if (subject(clause) or head).pos_ == "PRON"]
    return any(verb.lemma_.lower() in words("yielding") for verb in (head.head, *own))


def _is_loser(head: Token, trigger: Token) -> bool:
    """Whether a party loses by the act and so did not do it: "the second city that the president has lost"."""
    return trigger.pos_ == "VERB" and trigger.lemma_.lower() in words("losing") and subject(trigger) == head


def _is_town(head: Token, document: Document) -> bool:
    """Whether a name is a town, which cannot act; a capital that stands for its government can."""
    name = document.name_at(head)
    if name is None or name.place is None or name.place.kind == "country" or name.actor is not None:
        return False
    return document.actor_of(name.span) is None


def _may_act(head: Token, trigger: Token, plover: Plover) -> bool:
    if plover in HOSTILE and trigger.dep_ == "obl" and head.dep_ == "nsubj:pass" and head.head == trigger.head:
        return False  # "nine soldiers were killed in a raid"
    if trigger.dep_ == "acl:relcl" and head == trigger.head:
        return not _has_own_subject(trigger)
    if _is_averter(head, trigger):
        return False
    if head.head != trigger:
        return True
    if head.dep_ in ("obl", "nmod") and preposition(head) in BESIDE:
        return False
    if plover not in HOSTILE or trigger.pos_ != "VERB":
        return True
    if preposition(head) == "by" and not is_passive(trigger) and children(trigger, "obj"):
        return False  # "accused of looting the shop by his rivals"
    return not (head.dep_ == "nsubj:pass" or (head.dep_ == "obj" and children(trigger, "nsubj")))


def _is_averter(head: Token, trigger: Token) -> bool:
    """Whether a word is the subject of the verb that averted the act: "police foiled a plot to bomb the market"."""
    noun = trigger.head if trigger.dep_ == "acl" else trigger
    return noun.dep_ == "obj" and noun.head.lemma_.lower() in AVERTED and subject(noun.head) == head


def _is_met_before(head: Token, trigger: Token) -> bool:
    """Whether a word belongs to what the verb before did, whose subject did this too: "the militia" in "our forces
    repelled an attack by the militia and killed 20 of its men".
    """
    first = first_of(trigger)
    if trigger == first or {trigger.pos_, first.pos_} != {"VERB"} or is_passive(trigger) or children(trigger, "nsubj"):
        return False
    met = next((above for above in climb(head) if above.head == first), None)
    return subject(first) is not None and met is not None and met.dep_ in ("obj", "obl") and met.i < trigger.i


def _is_beside_doer(head: Token, trigger: Token) -> bool:
    """Whether a word of the clause above a gerund is not its doer, who is the subject there: "the families" in "they
    sheltered the families by seizing the camp", unlike those who were stopped "from looting it".
    """
    is_under = any(mark.lower_ in BESIDE_MAIN for mark in children(trigger, "mark"))
    is_gerund = trigger.tag_ == "VBG" and is_under and not children(trigger, "nsubj")
    if not is_gerund or head.sent != trigger.sent:
        return False
    doer = subject(trigger.head) if trigger.dep_ == "advcl" else None
    if doer is None or head in doer.subtree:
        return False
    return head.dep_ in ("obj", "obl", "nmod") and head not in trigger.subtree


def _owns_victim(head: Token, document: Document) -> bool:
    """Whether a word only tells whose a person is that something was done to: "shot Mali's envoy"."""
    is_owner, person = head.dep_ == "nmod:poss", head.head
    return is_owner and person.dep_ in ("obj", "nsubj:pass") and is_a(person, "person", document)


def _is_witness(head: Token, trigger: Token) -> bool:
    """Whether a word is the subject of a verb that only notes or judges an act: "a patrol observed a detonation"."""
    noun = first_of(trigger)
    is_noted = noun.pos_ == "NOUN" and noun.dep_ == "obj" and noun.head.lemma_.lower() in WITNESSING
    witness = subject(noun.head) if is_noted else None
    return witness is not None and head in witness.subtree


def _has_other_doer(head: Token, trigger: Token, document: Document) -> bool:
    """Whether a verb has a subject of its own that did the act, so that no other word of the sentence is its source:
    "Officials smiled after Malian forces had retaken the town".
    """
    own = next(iter(children(trigger, "nsubj")), None) if trigger.pos_ == "VERB" and not is_passive(trigger) else None
    if own is None or own.pos_ not in NOUNS or head.sent != trigger.sent or head in own.subtree:
        return False
    doer, name = core(own), document.name_at(own)
    if any(word.tag_ == "PRP$" for word in own.subtree) or doer.lower_ in group_words("weapons"):
        return False  # "Mali said its forces had retaken the town"
    return is_armed_actor(name.actor.actor_id) if name is not None and name.actor else doer.lower_ in FORCES


def _owns_target(head: Token, trigger: Token, document: Document) -> bool:
    """Whether an act hits what belongs to a party that did not do it: "killed two of its men"."""
    doer = subject(trigger) if trigger.pos_ == "VERB" and not is_passive(trigger) else None
    target = patient(trigger)
    if target is None or doer is None or doer.pos_ == "PRON" or head in doer.subtree:
        return False
    owners = (document.antecedent(word) for word in target.subtree if word.lower_ in BODYS_OWN)
    return any(owner is not None and head in owner for owner in owners)


def _has_own_subject(clause: Token) -> bool:
    """Whether a relative clause has a subject other than the noun it describes: "the militia, which it has fought"."""
    own = children(clause, "nsubj")
    return bool(own) and not own[0].tag_.startswith("W") and own[0].lower_ not in ("that", "which", "who")
