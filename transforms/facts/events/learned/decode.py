"""Decodes scores into readings: the triggers, and the words, day or nothing that fill each slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from transforms.facts.events.control import is_armed_actor
from transforms.facts.events.learned.everyday import is_everyday
from transforms.facts.events.learned.gate import windows_to_read
from transforms.facts.events.learned.grammar import head_of_party, may_date, may_fill
from transforms.facts.events.learned.labels import (
    CLASSES,
    DATE,
    MODALITIES,
    NOT_LEARNED,
    SLOTS,
    TAKEOVERS,
    WHEN_TOLD,
    fitting_sub_events,
    sub_events,
)
from transforms.facts.events.learned.model import Model, Scores
from transforms.facts.events.learned.nearest import is_other_update, nearest_place
from transforms.facts.events.learned.text import NEAR, Array, Hint, Text
from transforms.facts.events.learned.triggers import can_trigger
from transforms.facts.events.learned.windows import PieceLimits, Window
from transforms.facts.events.modality import is_alleged, is_only_announced
from transforms.reading.syntax import children
from transforms.reading.tree import Doc, Span, Token
from transforms.resolving.actors import country_by_adjective
from transforms.resolving.dates import times
from transforms.resolving.document import Document
from transforms.resolving.timing.expressions import When
from transforms.seeds import is_of_home
from transforms.tables.schema import Event, Modality, Plover, WhenTold

LOOKED_AT = 12
"""Most likely words considered for a slot."""
LEAST = 0.002
"""Least probability of a word to be considered as a filler."""
WEIGHED = 0.1
"""Lowest probability of a trigger candidate."""
SURE_DATE = 0.9
"""Chance from which the reader dates a takeover that the rules leave undated."""
HELD = 0.05
"""Threshold for who takes or holds a place by the rules: annotators seldom marked "have controlled it since 2014", so
the reader doubts it."""
BESIDE = 2
"""Distance in words within which two triggers of a class are the same event."""
BRIEF = 80
"""Words of an article below which it tells its events however unsure the reader is of them all."""
LEAST_PLACE = 0.1
"""Probability of a place below which it stays open: the likely ones were ruled out."""
SURE_PLACE = 0.7
"""Chance from which a place of another sentence is kept though the text has moved on: of 0.5 to 0.9 the one that leaves
the fewest wrong places and right ones open, on the development part and on the articles that rules are steered by."""
SHARE_OF_HEAD = 0.5
"""A phrase wins over a name inside it if its head has at least this share of the name's probability."""
NOT_DONE = frozenset({"denied", "hypothetical"})
"""Modalities of the rules that override the reader: it overlooks that somebody refrained from an act."""
CHANGE_OF_GROUP = "Change to group/activity"
SELDOM_LEARNED = NOT_LEARNED | {"Mob violence", CHANGE_OF_GROUP}
"""Sub-events that the head has not learned or confuses with more frequent ones; the rules' values are kept."""
PARTIES = frozenset({"source", "target"})
PHRASED = frozenset({"amod", "compound", "nummod", "nmod:poss", "nmod:desc", "flat"})


@dataclass(frozen=True, slots=True)
class Filler:
    """The filler of a slot: the word pointed to, and for a date its meaning; no word for the day of publication."""

    token: Token | None
    probability: float
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An event candidate, or a decided event.

    `probability` is of an event of this class, `is_event` of any; `fillers` holds the best filler of each slot, `empty`
    the probability that a slot has none; `hint` is the rules' event of the class at or next to the trigger, `also` that
    of any class at the trigger. After `decide`, empty slots have no filler, and the parts in `by_rules` keep the rules'
    values.
    """

    word: int
    token: Token
    plover: Plover
    is_event: float
    probability: float
    modality: Modality
    sure_modality: float
    when_told: WhenTold
    sure_when_told: float
    sub_event: str | None
    sure_sub_event: float
    fillers: dict[str, Filler]
    empty: dict[str, float]
    hint: Hint | None
    also: Hint | None = None
    by_rules: frozenset[str] = frozenset()


def read_candidates(text: Text, model: Model, decisions: Mapping[str, float] | None = None) -> list[Reading]:
    """Every word that may be a trigger, or is one by the rules, in order, with candidate fillers.

    With `decisions`, candidates below the threshold get no fillers, and windows that wait for a sure event are not read
    if there is none: `decide` would drop what they hold.
    """
    first, waiting = windows_to_read(text, model.pieces, PieceLimits())
    found = list(_candidates(text, model, first, decisions))
    if decisions is None or not _is_to_be_sure(text) or is_sure(found, decisions):
        found += _candidates(text, model, waiting, decisions)
    return sorted(found, key=lambda reading: reading.word)


def _candidates(
    text: Text, model: Model, windows: Iterable[Window], decisions: Mapping[str, float] | None
) -> Iterator[Reading]:
    for scores in model.scores(text, windows):
        chance = 1 - scores.trigger[:, 0]
        hinted = np.isin(scores.window.words, list(text.hint_at))
        positions = np.flatnonzero(((chance >= WEIGHED) | hinted) & scores.window.own)
        readings = {position: _reading_at(scores, position) for position in positions.tolist()}
        readings = {position: reading for position, reading in readings.items() if can_be_read(reading, text.document)}
        likely = [
            position
            for position, reading in readings.items()
            if decisions is None or reading.probability >= _threshold(reading, decisions)
        ]
        filled = (
            dict(zip(likely, scores.slot_probabilities(np.array(likely), model.tables), strict=True)) if likely else {}
        )
        for position, reading in readings.items():
            yield _with_candidate_fillers(reading, scores, filled[position]) if position in filled else reading


def can_be_read(reading: Reading, document: Document) -> bool:
    """Whether the rules found the event too, or the grammar at least allows its trigger.

    What the rules read as a merger or a split of groups is no act of another class.
    """
    if reading.hint is None and reading.also is not None and reading.also.event.acled_sub_event == CHANGE_OF_GROUP:
        return False
    return reading.hint is not None or can_trigger(reading.token, reading.plover, document)


def decide(candidates: Sequence[Reading], decisions: Mapping[str, float]) -> tuple[list[Reading], list[Reading]]:
    """Split candidates into events and dropped ones.

    `decisions` holds: `article`, the lowest probability of the surest event of an article that tells any: where nothing
    is sure, what looks like an event is everyday life; `threshold`, the lowest probability of a trigger; `threshold
    with rules`, the same for a trigger that the rules also found; per slot, the ratio P(nothing)/P(best filler) from
    which it stays empty; `elsewhere`, the lowest probability of a source or target that another sentence names; per
    slot `with rules`, the probability below which the rules' value is kept.
    """
    likely = [reading for reading in candidates if is_likely(reading, decisions)]
    if _is_of_other_matters(likely, decisions):
        likely = [reading for reading in likely if _tells_of_known_holder(reading) or _is_by_own_row(reading)]
    chosen = [reading for reading in likely if not any(_is_outdone(reading, rival) for rival in likely)]
    return [_fill_slots(reading, decisions) for reading in chosen], [
        candidate for candidate in candidates if candidate not in likely
    ]


def _is_of_other_matters(likely: Sequence[Reading], decisions: Mapping[str, float]) -> bool:
    """Whether nothing in an article is surely an event, or it tells of crime alone; of a brief the reader has too few
    words to be sure.
    """
    if not likely or is_brief(likely[0].token.doc):
        return False
    return not is_sure(likely, decisions) or is_everyday(likely[0].token.doc.text)


def is_brief(doc: Doc) -> bool:
    """Whether an article is so short that it tells its events however unsure the reader is of them all."""
    return len(doc) < BRIEF


def is_sure(candidates: Iterable[Reading], decisions: Mapping[str, float]) -> bool:
    """Whether one of the candidates is surely an event, so that its article tells all that are likely."""
    return any(r.probability >= decisions["article"] and is_likely(r, decisions) for r in candidates)


def _is_to_be_sure(text: Text) -> bool:
    """Whether an article tells no event unless one is sure."""
    return not is_brief(text.document.doc) and not any(_is_of_known_holder(hint) for hint in text.hints)


def _tells_of_known_holder(reading: Reading) -> bool:
    return _is_of_known_holder(reading.hint)


def _is_of_known_holder(hint: Hint | None) -> bool:
    """Whether the rules read that a known army or group has a place, which a text of other matters may tell too:
    "Measles spreads in Kauda, which has been under the control of the SPLM-N since 2011".
    """
    return hint is not None and _is_taken(hint) and is_armed_actor(hint.event.source_actor)


def _is_by_own_row(reading: Reading) -> bool:
    return reading.hint is not None and is_of_home(reading.hint.event.lexicon_row)


def _is_taken(hint: Hint | None) -> bool:
    return hint is not None and hint.event.territory == "gained" and hint.event.place is not None


def is_likely(reading: Reading, decisions: Mapping[str, float]) -> bool:
    """Whether a candidate is likely enough to be told, were its article not of other matters."""
    return reading.probability >= _threshold(reading, decisions)


def _threshold(reading: Reading, decisions: Mapping[str, float]) -> float:
    if _is_taken(reading.hint):
        return HELD
    is_by_rules = reading.hint is not None or (
        reading.also is not None and reading.also.event.territory in ("gained", "lost")
    )
    return decisions["threshold with rules" if is_by_rules else "threshold"]


def _is_outdone(reading: Reading, rival: Reading) -> bool:
    """Whether a neighbouring word is the more likely trigger of the same event."""
    is_beside = rival is not reading and abs(rival.word - reading.word) <= BESIDE and rival.plover == reading.plover
    return is_beside and (rival.is_event, -rival.word) > (reading.is_event, -reading.word)


def _fill_slots(reading: Reading, decisions: Mapping[str, float]) -> Reading:
    slots = reading.fillers.items()
    fillers = {
        slot: filler
        for slot, filler in slots
        if reading.empty[slot] < decisions[slot] * filler.probability
        and (slot != "place" or filler.probability >= LEAST_PLACE)
        and (filler.probability >= decisions["elsewhere"] or not _is_party_elsewhere(slot, filler, reading))
    }
    return replace(
        reading, fillers=fillers, by_rules=frozenset(_unsure_parts(replace(reading, fillers=fillers), decisions))
    )


def _is_party_elsewhere(slot: str, filler: Filler, reading: Reading) -> bool:
    return slot in PARTIES and filler.token is not None and filler.token.sent != reading.token.sent


def _unsure_parts(reading: Reading, decisions: Mapping[str, float]) -> Iterator[str]:
    """The parts that keep the rules' values because the reader is not sure enough; without a hint only the modality."""
    if reading.hint is None:
        if reading.sure_modality < decisions["modality with rules"]:
            yield "modality"
        return
    # "telling" is the stored name of when_told
    sure = {"modality": reading.sure_modality, "telling": reading.sure_when_told, "sub_event": reading.sure_sub_event}
    for slot in SLOTS:
        filler, event = reading.fillers.get(slot), reading.hint.event
        if getattr(event, "date_start" if slot == "date" else slot) is not None:
            sure[slot] = filler.probability if filler is not None else reading.empty[slot]
    unsure = {name for name, chance in sure.items() if chance < decisions[f"{name} with rules"]}
    yield from unsure | set(parts_left_to_rules(reading, reading.hint.event))


def parts_left_to_rules(reading: Reading, event: Event) -> Iterator[str]:
    """The parts that always keep the rules' values: modality of acts not done or only alleged, sub-events that are not
    learned or that a row of the home gives, and most parts of takeovers.
    """
    if event.modality in NOT_DONE or is_alleged(reading.token) or is_only_announced(reading.token):
        yield "modality"
    if event.acled_sub_event in SELDOM_LEARNED or is_of_home(event.lexicon_row):
        yield "sub_event"
    if event.territory is None:
        return
    if _is_stated(event, reading) or not _is_date_sure(reading):
        yield "date"  # the latest takeover decides who holds a place: a guessed date would change the order
    place, target = reading.fillers.get("place"), reading.fillers.get("target")
    if event.territory == "lost" and event.target and place and target and place.token == target.token:
        yield "target"  # to whom it is lost, not the place
    if place is not None and place.token is not None and place.token.sent != reading.token.sent:
        yield "place"  # "captured 15 villages by nightfall" takes no town that another sentence names
    if event.source is not None:
        yield "source"
    if event.acled_sub_event is not None or reading.sub_event not in TAKEOVERS:
        yield "sub_event"
    if event.place is not None and "place" not in reading.fillers:
        yield "place"


def _is_stated(event: Event, reading: Reading) -> bool:
    """Whether the sentence of an act tells the day that the rules give it: they may have taken it from another one."""
    stated = (time.when.start for time in times(reading.token.sent, event.published_date) if time.when is not None)
    return event.date_start is not None and event.date_start in stated


def _is_date_sure(reading: Reading) -> bool:
    """Whether the reader is sure of a day, month or year in the sentence of the event."""
    date = reading.fillers.get("date")
    is_here = date is not None and date.token is not None and date.token.sent == reading.token.sent
    return is_here and date is not None and date.probability >= SURE_DATE


def _with_candidate_fillers(reading: Reading, scores: Scores, probabilities: Array) -> Reading:
    """Add the candidate fillers to a reading, by the probabilities of the words in each slot."""
    by_slot = {
        slot: _phrase_fillers(scores, probabilities[n], slot, reading) for n, slot in enumerate(SLOTS) if n != DATE
    }
    best = {slot: next(iter(likely.values()), None) for slot, likely in by_slot.items()}
    best["place"] = _with_nearest_place(best["place"], reading, scores.text.document)
    best |= two_parties(by_slot["source"], by_slot["target"]) | {
        SLOTS[DATE]: _date_filler(scores, probabilities[DATE], reading)
    }
    return replace(
        reading,
        fillers={slot: filler for slot, filler in best.items() if filler is not None},
        empty={slot: round(float(probabilities[n, -1]), 3) for n, slot in enumerate(SLOTS)},
    )


def _with_nearest_place(filler: Filler | None, reading: Reading, document: Document) -> Filler | None:
    if filler is None or filler.token is None:
        return filler
    is_sure = filler.probability >= SURE_PLACE
    token = nearest_place(filler.token, reading.token, reading.plover, document, is_sure=is_sure)
    return replace(filler, token=token) if token is not None else None


def _reading_at(scores: Scores, position: int) -> Reading:
    text, word = scores.text, int(scores.window.words[position])
    is_event, own = 1 - float(scores.trigger[position, 0]), _own_hint(text, word)
    plover = CLASSES.index(own.event.plover) if own is not None else int(scores.trigger[position, 1:].argmax())
    probability = is_event if own is not None else float(scores.trigger[position, plover + 1])
    fitting = scores.sub_event[position] * fitting_sub_events()[plover]
    modality, when_told, sub_event = (
        int(chances.argmax()) for chances in (scores.modality[position], scores.telling[position], fitting)
    )
    return Reading(
        word=word,
        token=text.token(word),
        plover=CLASSES[plover],
        is_event=round(is_event, 3),
        probability=round(probability, 3),
        modality=MODALITIES[modality],
        sure_modality=round(float(scores.modality[position, modality]), 3),
        when_told=WHEN_TOLD[when_told],
        sure_when_told=round(float(scores.telling[position, when_told]), 3),
        sub_event=sub_events()[sub_event - 1] if sub_event else None,
        sure_sub_event=round(float(scores.sub_event[position, sub_event]), 3),
        fillers={},
        empty={},
        hint=hint_of(text, word, CLASSES[plover]),
        also=text.hint_at.get(word),
    )


def _own_hint(text: Text, word: int) -> Hint | None:
    """The rules' event at a word if a row of the home tells it: its class is a person's decision. The network has not
    seen the word, so that only how likely it is an event of any class counts.
    """
    hint = text.hint_at.get(word)
    return hint if hint is not None and is_of_home(hint.event.lexicon_row) else None


def hint_of(text: Text, word: int, plover: Plover) -> Hint | None:
    """The rules' event of a class at a word or next to it."""
    hints = (text.hint_at.get(word + step) for step in NEAR)
    return next((hint for hint in hints if hint is not None and hint.event.plover == plover), None)


def two_parties(sources: dict[str, Filler], targets: dict[str, Filler]) -> dict[str, Filler | None]:
    """Source and target as two parties; if both prefer the same words, the less likely slot takes its second choice."""
    source, target = next(iter(sources), None), next(iter(targets), None)
    if source is not None and source == target:
        if sources[source].probability < targets[source].probability:
            source = next((words for words in sources if words != target), None)
        else:
            target = next((words for words in targets if words != source), None)
    return {
        "source": sources[source] if source is not None else None,
        "target": targets[target] if target is not None else None,
    }


def _phrase_fillers(scores: Scores, chance: Array, slot: str, reading: Reading) -> dict[str, Filler]:
    """The phrases that grammar allows for the slot, most likely first; probabilities of occurrences are added."""
    words = scores.window.words
    likely = [position for position in np.argsort(-chance[:-2], kind="stable")[:LOOKED_AT] if chance[position] > LEAST]
    chances = {int(words[position]): float(chance[position]) for position in likely}
    total: dict[str, float] = {}
    first: dict[str, Token] = {}
    for word, word_chance in chances.items():
        head = head_of_party(slot, _head_of_phrase(scores.text, word, chances), reading.token)
        if not may_fill(slot, head, reading.token, reading.plover, scores.text.document):
            continue
        key = _phrase_key(head, scores.text)
        total[key] = total.get(key, 0.0) + word_chance
        first.setdefault(key, head)
    order = sorted(total, key=lambda key: (-round(total[key], 3), first[key].i))
    return {key: Filler(first[key], round(min(total[key], 1.0), 3)) for key in order}


def _head_of_phrase(text: Text, word: int, chances: dict[int, float]) -> Token:
    """The head of a word's phrase, or the name it is in if far more likely.

    One of several nationalities ("Syrian and Russian planes") never stands for all of them.
    """
    token = text.token(word)
    own = text.document.name_at(token)
    head, is_joint = token, False
    for _ in range(3):
        first = head.head if head.dep_ == "conj" and head.text in country_by_adjective() else head
        if first.dep_ not in PHRASED or first.head == first:
            break
        is_joint |= first is not head or (first.text in country_by_adjective() and bool(children(first, "conj")))
        head = first.head
    if head == token:
        return own.span.root if own is not None else token
    of_head = chances.get(text.word_of.get(head.i, -1), 0.0)
    if own is not None and head not in own.span and not is_joint and of_head < SHARE_OF_HEAD * chances[word]:
        return own.span.root
    return head


def _phrase_key(head: Token, text: Text) -> str:
    """Key of a head's phrase: its lower-case words, cached on the Doc."""
    keys: dict[int, str] = text.document.doc.user_data.setdefault("keys", {})
    if head.i not in keys:
        keys[head.i] = " ".join(t.lower_ for t in _phrase_of(head, text) if t.pos_ != "DET")
    return keys[head.i]


def _phrase_of(head: Token, text: Text) -> Span:
    """The name of a head, or the head with the modifiers before it."""
    name = text.document.name_at(head)
    if name is not None:
        return name.span
    start = head.i
    while start > head.sent.start and head.doc[start - 1].dep_ in PHRASED and head.doc[start - 1].head.i <= head.i:
        start -= 1
    return head.doc[start : head.i + 1]


def _date_filler(scores: Scores, chance: Array, reading: Reading) -> Filler | None:
    """The best day, month or year among the time expressions and the day of publication."""
    text, words = scores.text, scores.window.words
    published = text.document.article.published_date
    today = (published.isoformat(), "")
    total: dict[tuple[str, str], float] = {}
    first: dict[tuple[str, str], Filler] = {}
    for position in np.flatnonzero(chance[:-2] > LEAST).tolist():
        when = text.times.get(int(words[position]))
        token = text.token(int(words[position]))
        if when is not None and may_date(token, reading.token):
            stretch = (when.start, when.end or "")
            if stretch != today and is_other_update(token, reading.token):
                continue
            total[stretch] = total.get(stretch, 0.0) + float(chance[position])
            first.setdefault(stretch, Filler(token, 0.0, when))
    if published != date.min:
        total[today] = total.get(today, 0.0) + float(chance[-2])
        first.setdefault(today, Filler(None, 0.0, When(today[0], None, "day")))
    if not total:
        return None
    stretch = max(total, key=lambda s: (round(total[s], 3), s))
    return Filler(first[stretch].token, round(min(total[stretch], 1.0), 3), first[stretch].when)
