"""Links figures of an article to each other: a part to its whole, a corrected number to its correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.facts.figures.corrections import is_correction, is_former, is_printed_wrongly, is_renewed, is_withdrawn
from transforms.facts.figures.counted_nouns import counted_noun
from transforms.facts.figures.figure_words import PEOPLE, Found, noun_class
from transforms.facts.figures.measures import is_whole
from transforms.facts.figures.numbers import Number
from transforms.facts.figures.parts import is_of_the_named, is_of_them, is_of_those, is_part
from transforms.facts.figures.tellers import teller
from transforms.tables.normalise import fact_ids
from transforms.tables.schema import Figure

_RENEWED_REACH = 2
_WHOLE_REACH = 3
"""Maximum sentences between a whole and its part."""


@dataclass(frozen=True, slots=True)
class Record:
    """A figure with its number and measure, for linking figures to each other."""

    figure: Figure
    number: Number
    found: Found


def link_records(records: list[Record]) -> None:
    """Link each part to its whole, and each corrected figure to its correction."""
    ids = fact_ids("figures", [record.figure for record in records])
    for index, record in enumerate(records):
        after = _replaced_in_print(records, index)
        if after is None:
            after = _replaced_by_later(records, index)
        if after is None:
            after = _replaced_by_earlier(records, index)
        if after is not None:
            record.figure.modality, record.figure.corrected_by = "denied", ids[after]
        elif record.figure.modality == "denied" and is_withdrawn(record.number):
            record.figure.corrected_by = next(
                (ids[i] for i in _indices_near(records, index) if _may_correct(records[i], record)), None
            )
        elif (wholes := _possible_wholes(records, index)) is not None:
            record.figure.part_of = next((ids[i] for i in wholes if _may_include(records[i], record)), None)


def _replaced_in_print(records: list[Record], index: int) -> int | None:
    """Index of the figure that corrects one which the outlet printed: "our report said six. Four were killed"; else of
    the last one that the article told before.
    """
    wrong = records[index]
    if not is_printed_wrongly(wrong.number):
        return None
    others = [*range(index + 1, len(records)), *range(index - 1, -1, -1)]
    for i in others:
        right, after = records[i], records[i].figure.sentence_index - wrong.figure.sentence_index
        is_new = right.figure.part_of is None and right.figure.low != wrong.figure.low
        if after and after <= _WHOLE_REACH and _may_correct(right, wrong) and is_new:
            return i
    return None


def _replaced_by_later(records: list[Record], index: int) -> int | None:
    """Index of the figure that replaces this one: "had said 41. It now says 36"; else None."""
    former = records[index]
    for i in range(index + 1, min(index + 1 + _RENEWED_REACH, len(records))):
        later = records[i]
        if later.figure.sentence_index > former.figure.sentence_index + 1 or not _may_correct(later, former):
            continue
        is_new = (later.figure.low, later.figure.high) != (former.figure.low, former.figure.high)
        is_given_anew = is_new and is_renewed(later.number) and _is_bare(later)
        if is_given_anew and (
            is_correction(later.number) or (is_former(former.number) and _is_same_speaker(former, later))
        ):
            return i
    return None


def _replaced_by_earlier(records: list[Record], index: int) -> int | None:
    """Index of an earlier figure that replaces this one: "23 died … it had earlier put the toll at 31"; else None."""
    former = records[index]
    if not is_former(former.number) or not _is_bare(former):
        return None
    for i in range(index - 1, -1, -1):
        earlier = records[i]
        near = former.figure.sentence_index - earlier.figure.sentence_index <= _WHOLE_REACH + 1
        if near and earlier.figure.part_of is None and _may_correct(earlier, former) and _is_same_body(former, earlier):
            return i
    return None


def _is_same_body(first: Record, second: Record) -> bool:
    """Whether the attributions of two figures end in the same word: "the Doctors Network", "the network"."""
    tellers = [(record.figure.attribution or "").lower().split()[-1:] for record in (first, second)]
    return bool(tellers[0]) and tellers[0] == tellers[1]


def _is_bare(record: Record) -> bool:
    """Whether a number counts unnamed people: without a noun of its own, or with one such as "people"."""
    noun = counted_noun(record.number)
    return noun is None or noun_class(noun) in PEOPLE | {"bare"}


def _is_same_speaker(first: Record, second: Record) -> bool:
    """Whether the second number has the same speaker: a pronoun, the same words, or no subject."""
    verb = teller(second.number)
    return verb is None or verb.pos_ == "PRON" or first.figure.attribution == second.figure.attribution


def _indices_near(records: list[Record], index: int) -> Iterator[int]:
    """Indices near a figure: later ones in its sentence or the next, then earlier ones in its sentence."""
    sentence = records[index].figure.sentence_index
    yield from (i for i in range(index + 1, len(records)) if records[i].figure.sentence_index <= sentence + 1)
    yield from (i for i in range(index - 1, -1, -1) if records[i].figure.sentence_index == sentence)


def _may_correct(right: Record, wrong: Record) -> bool:
    return right.figure.measure == wrong.figure.measure and right.figure.modality != "denied"


def _possible_wholes(records: list[Record], index: int) -> Iterator[int] | None:
    """Indices of figures that may be a part's whole, nearest first; None if the figure is not a part."""
    record, sentence = records[index], records[index].figure.sentence_index
    after = [i for i in range(index + 1, len(records)) if records[i].figure.sentence_index == sentence][:1]
    before = [i for i in range(index - 1, -1, -1) if sentence - records[i].figure.sentence_index <= _WHOLE_REACH]
    if is_of_the_named(record.number):
        return iter([*(i for i in after if is_whole(records[i].number)), *before])
    same = [i for i in before if records[i].figure.sentence_index == sentence]
    if is_of_those(record.number):
        return iter([i for i in before if i not in same][:1])
    if not same and is_of_them(record.number):
        return iter(before[:1])
    return iter(same) if same and is_part(record.number, records[same[-1]].number.span.end) else None


def _may_include(whole: Record, part: Record) -> bool:
    """Whether a figure can be the whole of a part: same measure, no part itself, and large enough."""
    least, most = part.figure.low or part.figure.high or 0, whole.figure.high
    is_valid = whole.figure.part_of is None and whole.figure.modality != "denied"
    return whole.figure.measure == part.figure.measure and is_valid and (most is None or most >= least)
