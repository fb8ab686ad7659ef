"""Excludes fillers that the parse rules out, however probable they are, and extends a word to its whole party.

For example, the subject of a passive verb is no source, that of an active one no target, and reporting an act makes
nobody its source or target. The next most probable word replaces an excluded one, or the slot stays empty.
"""

from __future__ import annotations

from transforms.facts.events.captions import is_outside
from transforms.facts.events.control_places import FALLING
from transforms.facts.events.learned.doers import PARTICIPLES, may_be_source
from transforms.facts.events.learned.triggers import BURIALS, DEEDS, HOSTILE
from transforms.facts.events.roles import is_time
from transforms.facts.events.traps import is_by_trap, is_trap, trips
from transforms.reading.syntax import (
    NOUNS,
    children,
    climb,
    first_of,
    is_passive,
    obliques,
    preposition,
    subject,
)
from transforms.reading.tree import Token
from transforms.resolving.attribution import attribution
from transforms.resolving.dates import is_of_record, is_year_of_thing
from transforms.resolving.document import Document
from transforms.resolving.naming.code_names import is_introduced, is_numbered_name
from transforms.resolving.naming.coreference import is_quoted
from transforms.resolving.naming.name import PLACES, Name
from transforms.resolving.naming.whereabouts import WITHIN, is_where_heard
from transforms.resolving.noun_kinds import core, is_a, words
from transforms.resolving.reporting import saying
from transforms.resolving.told_from import is_where_bound, is_where_told
from transforms.tables.schema import Plover
from transforms.words import word_list

ABOUT_SOMETHING = frozenset({"acl", "acl:relcl"})
NEAR = 6
TITLE = 4
"""Most words between a verb of saying and the name of the speaker: "said Brigadier General Ali Omar"."""
DATING = word_list("events dating")
ANSWERING = word_list("events answering")
ANSWERS = word_list("events answers")
ENDING = word_list("events ending")
BURYING = word_list("events burying")
DISASTERS = word_list("events disasters")
SEATED = word_list("events seated")


def may_fill(slot: str, head: Token, trigger: Token, plover: Plover, document: Document) -> bool:
    """Whether grammar allows a word to fill a slot of a trigger's event."""
    if _is_code_name(slot, head, document):
        return False
    if is_outside(head, trigger) or (slot == "place" and _is_of_burial(head, trigger)):
        return False
    if slot != "place" and _is_label(head):
        return False
    if slot in ("place", "target") and _is_of_other_fall(head, trigger, document):
        return False
    if slot == "place":
        name = document.name_at(head)
        if name is not None and ((name.label == "NORP" and name.place is None) or is_where_heard(name)):
            return False
        if (
            _is_seat(head, trigger)
            or (plover in HOSTILE and _is_origin(head, trigger))
            or _is_headed_for(head, plover)
            or _is_of_answer(head, trigger)
            or is_where_told(head, trigger, document)
            or (plover in HOSTILE and is_where_bound(head))
        ):
            return False
        is_person = name is not None and name.label == "PERSON" and preposition(head) in (None, "of", "by", "for")
        if name is not None and name.place is None and (is_person or is_of_speaker(head, document)):
            return False
        return name is None or name.place is not None or name.actor is None or name.actor.kind == "country"
    if head == trigger or is_time(head) or _is_taking_place(head) or (plover in DEEDS and _is_hearer(head)):
        return False
    if document.name_at(head) is None and head.lemma_.lower() in words("violence"):
        return False
    if plover in DEEDS and _is_only_speaker(slot, head, trigger):
        return False
    if _is_in_compound(head) or (plover in HOSTILE and _is_announcer(slot, head, trigger)):
        return False
    if plover == "ASSAULT" and is_by_trap(trigger) and _is_apart_from_trap(slot, head, trigger):
        return False
    if slot == "source":
        return may_be_source(head, trigger, plover, document)
    if plover in HOSTILE and (_is_dated_by(head, trigger) or _is_outside_held_area(head, trigger)):
        return False
    if plover == "ACCUSE" and (blamed := _blamed(trigger)) is not None and head not in blamed.subtree:
        return False
    return _may_be_target(head, trigger, plover) and not _is_only_quoted(head, trigger)


def _is_code_name(slot: str, head: Token, document: Document) -> bool:
    """Whether a word is the code name of an operation, or for a place any name with a number: "Karbala-5"."""
    name = document.name_at(head)
    if name is None or name.label != "EVENT":
        return False
    return is_introduced(name.span.doc, name.span.start) or (slot == "place" and is_numbered_name(name.span))


def _blamed(verb: Token) -> Token | None:
    """Whom the blame is put on: "blamed the ambush, in which two died, on the militia"."""
    if verb.lemma_.lower() != "blame":
        return None
    after = verb.doc[verb.i + 1 : verb.sent.end]
    return next((noun for noun in reversed(after) if preposition(noun) == "on" and not is_time(noun)), None)


def _is_apart_from_trap(slot: str, head: Token, act: Token) -> bool:
    """Whether a word is neither who laid the mine that did an act nor whom it hit: somebody named in another sentence,
    the driver of the car that struck it, the mine itself.
    """
    if is_trap(head) or slot == "target":
        return is_trap(head)
    return head.sent != act.sent or (act.pos_ == "VERB" and trips(act) and subject(act) == head)


def falls(trigger: Token) -> bool:
    """Whether a verb tells of the fall of a place, "Hama fell", whoever took it."""
    return trigger.pos_ == "VERB" and trigger.lemma_.lower() in FALLING and not children(trigger, "obj")


def _is_seat(place: Token, act: Token) -> bool:
    """Whether a place is only the seat of the government that acts elsewhere: "the junta in Bamako sent drones"."""
    if place.dep_ != "nmod" or preposition(place) not in WITHIN:
        return False
    return place.head.lemma_.lower() in SEATED and place.head.dep_ == "nsubj" and place.head.head in climb(act)


def _is_origin(place: Token, act: Token) -> bool:
    """Whether a place is where somebody came from who met the act: "arrived from Homs, a mine killed three"."""
    comes = place.head
    return preposition(place) == "from" and place.dep_ == "obl" and comes != act and bool(children(comes, "nsubj"))


def _is_label(head: Token) -> bool:
    """Whether a word is the place that opens an item of a report: "Homs: Soldiers shot nine men"."""
    after = head.doc[head.i + 1 : head.i + 2]
    return len(after) > 0 and after.text == ":" and head.pos_ == "PROPN" and head.i - head.sent.start < TITLE


def _is_headed_for(place: Token, plover: Plover) -> bool:
    """Whether a place is only the one to which somebody retreated: "the soldiers fled towards Mopti"."""
    return plover == "RETREAT" and preposition(place) in ("towards", "toward")


def _is_of_answer(place: Token, act: Token) -> bool:
    """Whether a place is that of a verb that answers the act: "marched through Goma to protest against the raids"."""
    if act.dep_.startswith("nsubj") or place.sent != act.sent or place in act.subtree or not is_answered(act):
        return False
    return any(above.pos_ == "VERB" and above in climb(act) for above in climb(place))


def _is_fall(trigger: Token) -> bool:
    return trigger.pos_ == "NOUN" and trigger.lemma_.lower() in FALLING


def _is_of_other_fall(head: Token, trigger: Token, document: Document) -> bool:
    """Whether a word names another place than the one that fell: "Hama fell, and Homs fell two days later", "the fall
    of Hama left the army with little but Homs".
    """
    fallen = trigger if _is_fall(trigger) else subject(trigger) if falls(trigger) else None
    if fallen is None:
        return False
    names = [document.name_at(word) for word in (fallen, *obliques(fallen, "of"))]
    if not any(name is not None and name.label in PLACES for name in names):
        return False  # "Grad rockets fell on Homs"
    name = document.name_at(head)
    return name is not None and name.place is not None and head not in fallen.subtree


def is_of_speaker(told: Token, document: Document) -> bool:
    """Whether a place only describes who tells of an act: "said Moussa Traore, a commander of the garrison in Gao"."""
    roles = (above for above in climb(told) if is_a(above, "person", document))
    speakers = (name for role in roles if role.i < told.i and (name := _described(role, document)) is not None)
    return any(word.lemma_.lower() in saying() for name in speakers for word in _around(name, told, document))


def _described(role: Token, document: Document) -> Name | None:
    """The person whom a noun after a comma describes: "Moussa Traore, a commander"."""
    start = min(word.i for word in (role, *children(role, "det", "amod", "compound")))
    if start - 2 < role.sent.start or role.doc[start - 1].text != ",":
        return None
    name = document.name_at(role.doc[start - 2])
    return name if name is not None and name.label == "PERSON" else None


def _around(person: Name, told: Token, document: Document) -> list[Token]:
    """The words before a person, titles included, and the two after the place that describes the person."""
    place = document.name_at(told)
    end = place.span.end if place is not None else told.i + 1
    start = person.span.start
    return [*told.doc[max(start - TITLE, told.sent.start) : start], *told.doc[end : end + 2]]


def head_of_party(slot: str, head: Token, trigger: Token) -> Token:
    """The whole party of a word: the first of coordinated subjects, the court in "a court in Yerevan"."""
    if slot != "source" or trigger.pos_ != "VERB":
        return head
    own = next(iter(children(first_of(trigger), "nsubj") if not is_passive(trigger) else ()), None)
    if own is None or head == own or own.pos_ not in NOUNS:
        return head
    if first_of(head) == own:
        return own
    inside = head.dep_ == "nmod" and preposition(head) in ("in", "from", "at") and first_of(head).head == own
    return own if inside or (head.dep_ == "conj" and _is_under(head, own)) else head


def may_date(time: Token, trigger: Token) -> bool:
    """Whether a time may date an act; one that only identifies a thing may not, "a 2016 deal", "last year's deal", nor
    the period of a record, "the first attack since Monday", nor one in what somebody says in another sentence.
    """
    if (
        is_of_record(time)
        or is_outside(time, trigger)
        or _is_of_burial(time, trigger)
        or is_year_of_thing(time, trigger)
    ):
        return False
    if _is_of_disaster(time, trigger):
        return False
    if time.sent != trigger.sent and is_quoted(time) and not is_quoted(trigger):
        return False
    clause = next((above for above in climb(time) if above.dep_ in ABOUT_SOMETHING), None)
    if clause is None or time.sent != trigger.sent or time.i - clause.i > NEAR:
        return True
    return trigger in clause.subtree or clause.head == trigger


def _is_of_disaster(time: Token, trigger: Token) -> bool:
    """Whether a time is that of a disaster that the act is no part of: "after the earthquake on Monday"."""
    before = time.doc[max(time.i - 2, time.sent.start) : time.i]
    is_after = len(before) == 2 and before[1].lower_ in ("on", "of", "in")
    disaster = before[0] if is_after else time.head
    return disaster.lemma_.lower() in DISASTERS and trigger not in disaster.subtree


def is_answered(act: Token) -> bool:
    """Whether an act is only what a verb answers, "arrested two men over the killing", "a march against the raids", or
    what it ends, "the shelling eased": place and time of that verb are not those of the act.
    """
    if act.pos_ != "NOUN":
        return False
    if act.dep_.startswith("nsubj") and act.head.lemma_.lower() in ENDING:
        return True
    return preposition(act) in ANSWERING or (act.dep_ == "nmod" and act.head.lemma_.lower() in ANSWERS)


def _is_of_burial(word: Token, trigger: Token) -> bool:
    """Whether a place or time is that of a burial, and the act only tells who is buried: "The funeral of a nurse killed
    in a raid was held in Homs".
    """
    if word.sent != trigger.sent or not any(above.dep_ in ABOUT_SOMETHING for above in climb(trigger)):
        return False
    verb = next((above for above in climb(word) if above.pos_ == "VERB"), None)
    if verb is None or verb == trigger or verb not in climb(trigger) or _is_second_time(word, trigger, verb):
        return False
    nouns = {noun.lemma_.lower() for noun in children(verb, "nsubj", "nsubj:pass", "obl", "obj")}
    return verb.lemma_.lower() in BURYING or bool(nouns & BURIALS)


def _is_second_time(word: Token, trigger: Token, verb: Token) -> bool:
    """Whether a time behind an act is not that of the verb above, which has one already: "buried on Monday a nurse who
    was killed last Friday".
    """
    before = word.doc[verb.sent.start : trigger.i]
    is_behind = verb.i < trigger.i < word.i
    is_told = is_behind and any(map(is_time, (word, word.head)))
    return is_told and any(is_time(other) and verb in climb(other) for other in before)


def _is_in_compound(head: Token) -> bool:
    """Whether a word is part of a compound that describes: "the opposition-held town", "Saudi-backed"."""
    after = head.doc[head.i + 1 : head.i + 3]
    return len(after) > 1 and after[0].text == "-" and after[1].tag_ in PARTICIPLES


def _is_announcer(slot: str, head: Token, trigger: Token) -> bool:
    """Whether a target only announces the deed and so did not suffer it: "the rebels announced the capture"."""
    is_announced = slot == "target" and trigger.pos_ == "NOUN" and trigger.dep_ == "obj"
    return is_announced and trigger.head.lemma_ in words("announcing") and subject(trigger.head) == head


def _is_dated_by(head: Token, trigger: Token) -> bool:
    """Whether an act only dates the clause of a subject: "before the offensive a million were displaced"."""
    if trigger.pos_ != "NOUN":
        return False
    clause = trigger.head if trigger.dep_ == "nsubj" else trigger
    dates = preposition(trigger) in DATING or any(mark.lower_ in DATING for mark in children(clause, "mark"))
    return dates and head.dep_.startswith("nsubj") and head not in clause.subtree and head.head in climb(trigger)


def _is_outside_held_area(head: Token, trigger: Token) -> bool:
    """Whether a participle with its agent rules out a word: for "areas held by the militia" anything but the areas."""
    is_held = trigger.dep_ == "acl" and trigger.tag_ in PARTICIPLES and children(trigger, "obl:agent")
    return bool(is_held) and head.sent == trigger.sent and head not in (trigger.head, *trigger.subtree)


def _is_hearer(head: Token) -> bool:
    """Whether a word is the hearer of a report: "an official told Reuters that"."""
    return head.dep_ in ("obj", "iobj") and head.head.lemma_.lower() == "tell"


def _may_be_target(head: Token, trigger: Token, plover: Plover) -> bool:
    if plover in HOSTILE and _is_active_subject(head, trigger):
        return False
    return not (head.head == trigger and trigger.pos_ == "VERB" and head.dep_ == "obl:agent")


def _is_active_subject(head: Token, trigger: Token) -> bool:
    """Whether a word is the subject of an active verb with an object; the object is then the target."""
    is_met = trigger.pos_ == "VERB" and children(trigger, "obj") and not is_passive(trigger)
    if not is_met or trips(trigger) or trigger.lemma_.lower() in words("suffering"):
        return False
    return subject(trigger) == head


def _is_taking_place(noun: Token) -> bool:
    """Whether a noun is the "place" of "took place"."""
    return noun.lemma_.lower() == "place" and noun.dep_ == "obj" and noun.head.lemma_.lower() == "take"


def _is_only_quoted(head: Token, trigger: Token) -> bool:
    """Whether a word is inside quotation marks that do not contain the trigger."""
    return head.sent == trigger.sent and is_quoted(head) and not is_quoted(trigger)


def _is_only_speaker(slot: str, head: Token, trigger: Token) -> bool:
    """Whether a word is only the speaker who reports somebody else's deed, "the air force said Russia launched drones",
    or one against civilians, "rebels said nine villagers were killed".

    What happened to the speaker's enemies may be the speaker's own deed.
    """
    if head.sent != trigger.sent:
        return False
    if trigger.pos_ == "NOUN":
        return slot == "source" and _is_speaker_about_noun(head, trigger)
    if trigger.pos_ != "VERB":
        return False
    own = children(trigger, "nsubj", "nsubj:pass")
    if not own or own[0].pos_ == "PRON" or own[0] == head:
        return False
    if slot == "source" and not (is_passive(trigger) and core(own[0]).lemma_.lower() in words("civilian")):
        return False
    statement = attribution(trigger)
    if statement is None or statement.blames or trigger in statement.speaker.subtree:
        return False
    return head in statement.speaker.subtree


def _is_speaker_about_noun(head: Token, act: Token) -> bool:
    """Whether a word is only the speaker about an act named by a noun: "medics said the raid was the worst".

    It is not if another word may refer to the speaker.
    """
    statement, verb = attribution(act), head.head
    is_speaker = statement is not None and not statement.blames and head in statement.speaker.subtree
    is_beside = head.dep_ == "nsubj" and verb.lemma_.lower() in saying() and verb in climb(act) and act.head != verb
    if not (is_speaker or is_beside) or act in head.subtree or (act.dep_ == "obj" and act.head == verb):
        return False
    return not any(_is_own(word, act) for word in act.sent if word not in head.subtree)


def _is_own(word: Token, act: Token) -> bool:
    """Whether a word may refer to the speaker: "their attack", "their men did it", "it carried out the attack"; not "an
    attempt to harm their countries".
    """
    if word.tag_ == "PRP$":
        above = {act, *climb(act)}
        return word.head in above or (word.head.head in above and word.head.dep_ not in ("obl", "nmod"))
    return word.tag_ == "PRP" and word.dep_.startswith("nsubj")


def _is_under(head: Token, noun: Token) -> bool:
    return any(above == noun for above in climb(head))
