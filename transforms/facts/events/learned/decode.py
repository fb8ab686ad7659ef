"""Scores to readings: which words are triggers, and which words, day or nothing fill each of their slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from spacy.tokens import Span, Token

from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, NOT_LEARNED, SLOTS, TELLINGS, sub_events
from transforms.facts.events.learned.model import Model, Scores
from transforms.facts.events.learned.text import NEAR, Array, Hint, Text
from transforms.resolving.naming.time_words import When
from transforms.tables.schema import Event, Modality, Plover, WhenTold

LOOKED_AT = 12
"""Words that are looked at for a slot, the likeliest."""
LEAST = 0.002
WEIGHED = 0.1
"""Probability from which a word is weighed as a trigger."""
BESIDE = 2
"""Words apart within which two triggers of a class are one."""
PART = 0.5
"""How likely the head of a phrase must be, against a name in it, for the phrase to be meant and not the name."""
NOT_DONE = frozenset({"denied", "planned", "hypothetical"})
"""What words of the lexicon make of an event stands: who refrained from it has not done it."""
PHRASED = frozenset({"amod", "compound", "nummod", "nmod:poss", "nmod:desc", "flat"})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot: the word pointed to (for a date also what it means; no word for the day of publication)."""

    token: Token | None
    probability: float
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One event as the reader weighs it, or read it.

    `probability` is that of an event of this class, `is_event` that of any; `fillers` has the likeliest filler of each
    slot, and `open` the probability of nothing; `hint` is the rules' event of the class at the trigger or right beside
    it. Of what is decided the slots that stay open have no filler, and those `by_rules` are as the rules read them.
    """

    word: int
    token: Token
    plover: Plover
    is_event: float
    probability: float
    modality: Modality
    sure_modality: float
    telling: WhenTold
    sure_telling: float
    sub_event: str | None
    sure_sub_event: float
    fillers: dict[str, Filler]
    open: dict[str, float]
    hint: Hint | None
    by_rules: frozenset[str] = frozenset()


def weighed(text: Text, model: Model, decisions: Mapping[str, float] | None = None) -> Iterator[Reading]:
    """Every word of a text that may be a trigger, or is one by the rules, in order, with what may fill its slots.

    Where decisions are given, what they drop has no fillers: nobody looks at them.
    """
    for scores in model.scores(text):
        chance = 1 - scores.trigger[:, 0]
        hinted = np.isin(scores.window.words, list(text.hint_at))
        for at in np.flatnonzero(((chance >= WEIGHED) | hinted) & scores.window.own).tolist():
            reading = _weighed(scores, at)
            is_kept = decisions is None or reading.probability >= decisions[_named_for(reading)]
            yield _pointing(reading, scores, at, model.table) if is_kept else reading


def decided(found: Sequence[Reading], decisions: Mapping[str, float]) -> tuple[list[Reading], list[Reading]]:
    """What is read as events, and what is dropped.

    decisions: by `threshold` the probability from which a word is a trigger of its class, by `threshold with rules`
    that of one which the rules found too; by each slot how many times likelier than its likeliest filler nothing must
    be for it to stay open; by a slot `with rules` the probability below which what the rules read stands.
    """
    likely = [reading for reading in found if reading.probability >= decisions[_named_for(reading)]]
    kept = [reading for reading in likely if not any(_outdone(reading, other) for other in likely)]
    return [_filled(reading, decisions) for reading in kept], [one for one in found if one not in likely]


def _named_for(reading: Reading) -> str:
    return "threshold with rules" if reading.hint is not None else "threshold"


def _outdone(reading: Reading, other: Reading) -> bool:
    """True where another word beside it is the likelier trigger of the same event."""
    near = other is not reading and abs(other.word - reading.word) <= BESIDE and other.plover == reading.plover
    return near and (other.is_event, -other.word) > (reading.is_event, -reading.word)


def _filled(reading: Reading, decisions: Mapping[str, float]) -> Reading:
    slots = reading.fillers.items()
    kept = {slot: filler for slot, filler in slots if reading.open[slot] < decisions[slot] * filler.probability}
    return replace(reading, fillers=kept, by_rules=frozenset(_by_rules(replace(reading, fillers=kept), decisions)))


def _by_rules(reading: Reading, decisions: Mapping[str, float]) -> Iterator[str]:
    """What stands as the rules read it, because the reader is not sure enough of its own."""
    if reading.hint is None:
        return
    sure = {"modality": reading.sure_modality, "telling": reading.sure_telling, "sub_event": reading.sure_sub_event}
    for slot in SLOTS:
        filler, event = reading.fillers.get(slot), reading.hint.event
        if getattr(event, "date_start" if slot == "date" else slot) is not None:
            sure[slot] = filler.probability if filler is not None else reading.open[slot]
    unsure = {name for name, chance in sure.items() if chance < decisions[f"{name} with rules"]}
    yield from unsure | set(held(reading, reading.hint.event))


def held(reading: Reading, event: Event) -> Iterator[str]:
    """What stands as the rules read it, however sure the reader is: what was not done, what is not learned, and who
    holds a place.
    """
    if event.modality in NOT_DONE:
        yield "modality"
    if event.acled_sub_event in NOT_LEARNED:
        yield "sub_event"
    if event.territory is None:
        return
    yield "date"  # who holds a place is who took it last: a day that is guessed would turn the order
    if event.source is not None:
        yield "source"
    if event.acled_sub_event is not None:
        yield "sub_event"
    if event.place is not None and "place" not in reading.fillers:
        yield "place"


def _pointing(reading: Reading, scores: Scores, at: int, table: Array) -> Reading:
    """A reading with what may fill its slots."""
    pointed = scores.pointed(at, table)
    best = {
        slot: _dated(scores, pointed[n]) if n == DATE else _named(scores, pointed[n]) for n, slot in enumerate(SLOTS)
    }
    return replace(
        reading,
        fillers={slot: filler for slot, filler in best.items() if filler is not None},
        open={slot: round(float(pointed[n, -1]), 3) for n, slot in enumerate(SLOTS)},
    )


def _weighed(scores: Scores, at: int) -> Reading:
    text, word = scores.text, int(scores.window.words[at])
    plover, modality, telling, sub_event = (
        int(chances.argmax())
        for chances in (scores.trigger[at, 1:], scores.modality[at], scores.telling[at], scores.sub_event[at])
    )
    return Reading(
        word=word,
        token=text.token(word),
        plover=CLASSES[plover],
        is_event=round(1 - float(scores.trigger[at, 0]), 3),
        probability=round(float(scores.trigger[at, plover + 1]), 3),
        modality=MODALITIES[modality],
        sure_modality=round(float(scores.modality[at, modality]), 3),
        telling=TELLINGS[telling],
        sure_telling=round(float(scores.telling[at, telling]), 3),
        sub_event=sub_events()[sub_event - 1] if sub_event else None,
        sure_sub_event=round(float(scores.sub_event[at, sub_event]), 3),
        fillers={},
        open={},
        hint=hint_of(text, word, CLASSES[plover]),
    )


def hint_of(text: Text, word: int, plover: Plover) -> Hint | None:
    """The rules' event of a class at a word or right beside it."""
    near = (text.hint_at.get(word + step) for step in NEAR)
    return next((hint for hint in near if hint is not None and hint.event.plover == plover), None)


def _named(scores: Scores, chance: Array) -> Filler | None:
    """The phrase that the words most likely mean, the chances of its words everywhere in the window taken together."""
    words = scores.window.words
    likely = [int(at) for at in np.argsort(-chance[:-2], kind="stable")[:LOOKED_AT] if chance[at] > LEAST]
    share = {int(words[at]): float(chance[at]) for at in likely}
    total: dict[str, float] = {}
    first: dict[str, Token] = {}
    for word, part in share.items():
        head = _meant(scores.text, word, share)
        key = _key(head, scores.text)
        total[key] = total.get(key, 0.0) + part
        first.setdefault(key, head)
    if not total:
        return None
    key = max(total, key=lambda k: (round(total[k], 3), -first[k].i))
    return Filler(first[key], round(min(total[key], 1.0), 3))


def _meant(text: Text, word: int, share: dict[int, float]) -> Token:
    """The head of the phrase that a word stands in; a name within it that is the likelier by far, for itself."""
    token = text.token(word)
    own = text.document.name_at(token)
    head = token
    for _ in range(3):
        if head.dep_ not in PHRASED or head.head == head:
            break
        head = head.head
    if head == token:
        return own.span.root if own is not None else token
    of_head = share.get(text.word_of.get(head.i, -1), 0.0)
    if own is not None and head not in own.span and of_head < PART * share[word]:
        return own.span.root
    return head


def _key(head: Token, text: Text) -> str:
    """What tells apart what a head may mean: its words in lower case, kept with the text."""
    known: dict[int, str] = text.document.doc.user_data.setdefault("keys", {})
    if head.i not in known:
        known[head.i] = " ".join(t.lower_ for t in _base(head, text) if t.pos_ != "DET")
    return known[head.i]


def _base(head: Token, text: Text) -> Span:
    """The name of a head, or the head with the words before it that belong to it."""
    name = text.document.name_at(head)
    if name is not None:
        return name.span
    start = head.i
    while start > head.sent.start and head.doc[start - 1].dep_ in PHRASED and head.doc[start - 1].head.i <= head.i:
        start -= 1
    return head.doc[start : head.i + 1]


def _dated(scores: Scores, chance: Array) -> Filler | None:
    """The day, month or year that the time expressions most likely mean, the day of publication among them."""
    text, words = scores.text, scores.window.words
    published = text.document.article.published_date
    total: dict[str, float] = {}
    first: dict[str, Filler] = {}
    for at in np.flatnonzero(chance[:-2] > LEAST).tolist():
        when = text.times.get(int(words[at]))
        if when is not None:
            total[when.start] = total.get(when.start, 0.0) + float(chance[at])
            first.setdefault(when.start, Filler(text.token(int(words[at])), 0.0, when))
    if published != date.min:
        day = published.isoformat()
        total[day] = total.get(day, 0.0) + float(chance[-2])
        first.setdefault(day, Filler(None, 0.0, When(day, None, "day")))
    if not total:
        return None
    day = max(total, key=lambda d: (round(total[d], 3), d))
    return Filler(first[day].token, round(min(total[day], 1.0), 3), first[day].when)
